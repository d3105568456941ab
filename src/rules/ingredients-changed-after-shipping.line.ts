import { withProduct } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import { directory, type Line, TODAY } from './lines.ts';

const revised = (shippedOn: string, ...names: string[]): RuleEvent => ({
  kind: 'revision',
  batch: withProduct({ ingredients: names.map((name) => ({ name })) }, { revision: 2 }),
  before: ['猪肉', '食用盐'],
  shippedOn,
});

export const line: Line = {
  over: revised(TODAY, '猪肉', '食用盐', '大豆分离蛋白'),
  under: revised(TODAY, '猪后腿肉', '食用盐', '白砂糖'),
  finds: { weight: 'reminder', occasion: 'ingredients' },
  on: (day) => revised(day, '猪肉', '花生碎'),
  ...directory,
};
