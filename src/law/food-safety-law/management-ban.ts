import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Five years from the decision (art. 135(1)). */
export const managementBan: LawEntry<'year'> = {
  id: 'food-safety-law/management-ban',
  regulation: 'food-safety-law',
  title: { zh: '吊销许可证后的从业限制', en: 'Ban after revocation' },
  unit: 'year',
  values: [{ from: '2021-04-29', value: 5, citation: foodSafetyCitations['fsl-135-1'] }],
};
