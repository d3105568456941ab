import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** What fine is larger in Zhejiang was not read: every party is told of the hearing, and the amount shows as to be verified. */
export const hearingThreshold: LawEntry<'cents'> = {
  id: 'administrative-penalty-law/hearing-threshold',
  regulation: 'administrative-penalty-law',
  title: { zh: '听证的罚款数额（待核实）', en: 'Fine that gives a hearing (to be verified)' },
  unit: 'cents',
  values: [
    {
      from: '2021-07-15',
      value: 0,
      citation: {
        ...penaltyLawCitations['apl-63-1'],
        article: null,
        source: '未读到浙江省关于较大数额罚款的规定',
        confirmed: 'no',
        doubt: {
          zh: '浙江省“较大数额罚款”的标准待核实；在此之前一律告知听证权利',
          en: 'Zhejiang’s standard of a larger fine is to be verified; until then the right to a hearing is always told',
        },
      },
    },
  ],
};
