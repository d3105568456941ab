import { withProduct } from './examples.ts';
import { foodLaw, type Line, recordedOn, TODAY } from './lines.ts';

const stored = (day: string, name: string) =>
  recordedOn(day, withProduct({ name, ingredients: [] }, { origin: 'outside', certificates: [] }));

export const line: Line = {
  over: stored(TODAY, '吊白块'),
  under: stored(TODAY, '白砂糖'),
  finds: { weight: 'lead', occasion: 'stored' },
  on: (day) => stored(day, '吊白块'),
  ...foodLaw,
};
