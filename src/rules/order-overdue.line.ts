import { addDays } from '../platform/civil-date.ts';
import { maker, NOW } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import type { Line } from './lines.ts';

const ordered = (dueOn: string): RuleEvent => ({
  kind: 'case-due',
  dueAt: NOW,
  file: {
    id: 501,
    publicId: 'case-1',
    party: maker,
    regionCode: '330110',
    department: 'market',
    offence: 'trace-record',
    state: 'ordered',
    servedOn: '2026-10-20',
    dueOn,
  },
});

export const line: Line = {
  over: ordered('2026-11-04'),
  under: ordered('2026-11-05'),
  finds: { weight: 'reminder', occasion: 'due/2026-11-04' },
  on: (day) => ordered(addDays(day, -1)),
  effect: '2021-07-15',
  dayBefore: '2021-07-14',
};
