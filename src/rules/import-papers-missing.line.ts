import { batch, maker } from './examples.ts';
import type { BatchFacts } from './facts.ts';
import { foodLaw, type Line, soldOnDay, TODAY } from './lines.ts';

const importer = { ...maker, kinds: ['importer'] };
const sold = (day: string, importPapers: NonNullable<BatchFacts['importPapers']>) =>
  soldOnDay(day, { ...batch, party: importer, importPapers }, {}, { sender: importer });

export const line: Line = {
  over: sold(TODAY, []),
  under: sold(TODAY, [{ publicId: 'papers-1', declarationNumber: '310120261000000001' }]),
  finds: { weight: 'reminder', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => sold(day, []),
  ...foodLaw,
};
