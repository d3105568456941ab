import type { LawEntry } from '../model.ts';
import { certificateRuleCitations } from './citations.ts';

/** In force from 2026-02-01. */
export const certificateRulesEffective: LawEntry<'civilDate'> = {
  id: 'commitment-certificate-rules/effective',
  regulation: 'commitment-certificate-rules',
  title: { zh: '施行日期', en: 'Commencement' },
  unit: 'civilDate',
  values: [{ from: '2026-02-01', value: '2026-02-01', citation: certificateRuleCitations['ccr-batch'] }],
};
