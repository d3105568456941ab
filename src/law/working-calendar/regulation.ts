import type { Regulation } from '../model.ts';
import { CALENDAR_2026, calendarName } from './citations.ts';

export const workingCalendar: Regulation = {
  id: 'working-calendar',
  name: calendarName,
  sources: [CALENDAR_2026],
  publishedOn: '2025-11-04',
  effectiveFrom: '2026-01-01',
  note: {
    zh: '周六、周日按规则为非工作日；节假日按年度通知。未取得通知的年度只按周末计算，并显示待核实。',
    en: 'Saturdays and Sundays are no working days by rule; holidays follow the notice of the year. A year whose notice was not obtained counts weekends only and says so.',
  },
  accounts: [
    { article: null, says: { zh: '2026年放假调休', en: 'Holidays of 2026' }, treatment: 'encoded', entries: ['working-calendar/holidays'] },
    { article: null, says: { zh: '其他年度', en: 'Other years' }, treatment: 'not-known', entries: ['working-calendar/holidays'] },
  ],
};
