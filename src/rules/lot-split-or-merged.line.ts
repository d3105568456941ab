import { maker, release, withProduct } from './examples.ts';
import { type Line, soldOnDay, TODAY } from './lines.ts';

const cooperative = { ...maker, kinds: ['cooperative'] };
const certified = {
  traceCode: 'BCDEFGHJKMNPQRSTUVMA',
  productName: '豇豆',
  category: 'agricultural' as const,
  expiresOn: null,
  expiresBy: null,
  certificates: [{ kind: 'commitment', issuedOn: '2026-11-01', conclusion: null }],
  enteredBy: 'party:maker/key1',
};
const mixed = (day: string, kind: string) => {
  const cowpea = withProduct(
    { name: '豇豆', category: 'agricultural', directoryItem: '豇豆' },
    { party: cooperative, inputs: [certified] },
  );
  return soldOnDay(day, { ...cowpea, certificates: [{ ...release, kind }] }, {}, { sender: cooperative });
};

export const line: Line = {
  over: mixed(TODAY, 'quickTest'),
  under: mixed(TODAY, 'commitment'),
  finds: { weight: 'reminder', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => mixed(day, 'quickTest'),
  effect: '2026-02-01',
  dayBefore: '2026-01-31',
};
