import { maker } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import { foodLaw, type Line } from './lines.ts';

const decided = (first: string, second: string, last: string): RuleEvent => ({
  kind: 'sanctions',
  file: {
    id: 503,
    publicId: 'case-3',
    party: maker,
    regionCode: '330110',
    department: 'market',
    offence: 'past-shelf-life',
    state: 'served',
    servedOn: last,
    dueOn: null,
  },
  sanctions: [
    { caseId: 501, offence: 'past-shelf-life', decidedOn: first },
    { caseId: 502, offence: 'past-shelf-life', decidedOn: second },
    { caseId: 503, offence: 'past-shelf-life', decidedOn: last },
  ],
});

export const line: Line = {
  over: decided('2025-11-06', '2026-03-01', '2026-11-05'),
  under: decided('2025-11-05', '2026-03-01', '2026-11-05'),
  finds: { weight: 'reminder', occasion: 'year' },
  on: (day) => decided('2021-03-01', '2021-03-02', day),
  ...foodLaw,
};
