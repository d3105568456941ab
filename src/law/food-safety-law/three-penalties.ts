import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Three within a year, other than stop and revocation (art. 134). */
export const threePenalties: LawEntry<'count'> = {
  id: 'food-safety-law/three-penalties',
  regulation: 'food-safety-law',
  title: { zh: '一年内累计处罚次数', en: 'Penalties within a year' },
  unit: 'count',
  values: [{ from: '2021-04-29', value: 3, citation: foodSafetyCitations['fsl-134'] }],
};
