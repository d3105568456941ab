import type { LawEntry } from '../model.ts';
import { settingCitations } from './citations.ts';

/** No law gives it; a setting shown as such. */
export const statementDays: LawEntry<'workingDay'> = {
  id: 'service-settings/statement-days',
  regulation: 'service-settings',
  title: { zh: '陈述、申辩的期限（系统设置）', en: 'Statement and defence (a setting)' },
  unit: 'workingDay',
  values: [{ from: '2024-01-01', value: 3, citation: settingCitations['set-statement'] }],
};
