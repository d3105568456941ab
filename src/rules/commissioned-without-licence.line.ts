import { batch, maker } from './examples.ts';
import { foodLaw, type Line, soldOnDay, TODAY } from './lines.ts';

const sold = (day: string, validUntil: string) => {
  const licences = [{ kind: 'SC', number: 'SC10333011000012', validFrom: null, validUntil }];
  return soldOnDay(day, { ...batch, commissioned: true }, {}, { sender: { ...maker, licences } });
};

export const line: Line = {
  over: sold(TODAY, '2026-11-04'),
  under: sold(TODAY, '2026-11-05'),
  finds: { weight: 'reminder', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => sold(day, '2020-01-01'),
  ...foodLaw,
};
