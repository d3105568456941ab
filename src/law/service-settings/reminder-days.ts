import type { LawEntry } from '../model.ts';
import { settingCitations } from './citations.ts';

/** No law gives it; a setting shown as such. */
export const reminderDays: LawEntry<'day'> = {
  id: 'service-settings/reminder-days',
  regulation: 'service-settings',
  title: { zh: '首次提醒后的等待期限（系统设置）', en: 'After the first reminder (a setting)' },
  unit: 'day',
  values: [{ from: '2024-01-01', value: 7, citation: settingCitations['set-reminder'] }],
};
