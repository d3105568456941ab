import type { LawEntry } from '../model.ts';
import { certificateRuleCitations } from './citations.ts';

/** Six months. */
export const certificateRetention: LawEntry<'month'> = {
  id: 'commitment-certificate-rules/retention',
  regulation: 'commitment-certificate-rules',
  title: { zh: '承诺达标合格证保存期限', en: 'Retention of commitment certificates' },
  unit: 'month',
  values: [{ from: '2026-02-01', value: 6, citation: certificateRuleCitations['ccr-keep'] }],
};
