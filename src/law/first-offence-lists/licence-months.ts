import type { LawEntry } from '../model.ts';
import { firstOffenceCitations } from './citations.ts';

/** Less than one month. */
export const licenceMonths: LawEntry<'month'> = {
  id: 'first-offence-lists/licence-months',
  regulation: 'first-offence-lists',
  title: { zh: '许可证过期首违不罚的持续时间（不足）', en: 'Expired licence, first time: shorter than' },
  unit: 'month',
  values: [{ from: '2025-02-07', value: 1, citation: firstOffenceCitations['first-licence'] }],
};
