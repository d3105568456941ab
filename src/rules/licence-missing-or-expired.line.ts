import { batch, maker } from './examples.ts';
import { foodLaw, type Line, soldOnDay, TODAY } from './lines.ts';

const held = (day: string, validUntil: string) => {
  const licences = [{ kind: 'SC', number: 'SC10333011000012', validFrom: null, validUntil }];
  return soldOnDay(day, batch, {}, { sender: { ...maker, licences } });
};

export const line: Line = {
  over: held(TODAY, '2026-11-04'),
  under: held(TODAY, '2026-12-06'),
  finds: { weight: 'reminder', occasion: 'SC' },
  on: (day) => held(day, '2020-01-01'),
  ...foodLaw,
};
