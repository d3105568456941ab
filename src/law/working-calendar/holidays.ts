import type { Citation, LawEntry } from '../model.ts';
import { calendarCitations } from './citations.ts';

/** The notice of these years was not read: the list is empty and marked, and only weekends count. */
function unknown(from: string): Citation {
  return {
    ...calendarCitations['holidays-2026'],
    title: { zh: '该年度放假调休日期未读到', en: 'The holidays of these years were not read' },
    source: '未取得该年度的放假通知',
    effectiveFrom: from,
    confirmed: 'no',
    doubt: { zh: '只按周六、周日计算，节假日待核实', en: 'Saturdays and Sundays only; holidays to be verified' },
  };
}

const none = { daysOff: [], workDays: [] };

/** Days off and moved working days. */
export const holidays: LawEntry<'calendar'> = {
  id: 'working-calendar/holidays',
  regulation: 'working-calendar',
  title: { zh: '放假和调休上班日', en: 'Days off and moved working days' },
  unit: 'calendar',
  values: [
    { from: '2021-01-01', to: '2025-12-31', value: none, citation: withoutPublication(unknown('2021-01-01')) },
    {
      from: '2026-01-01',
      to: '2026-12-31',
      value: {
        daysOff: [
          '2026-01-01',
          '2026-01-02',
          '2026-01-03',
          '2026-02-15',
          '2026-02-16',
          '2026-02-17',
          '2026-02-18',
          '2026-02-19',
          '2026-02-20',
          '2026-02-21',
          '2026-02-22',
          '2026-02-23',
          '2026-04-04',
          '2026-04-05',
          '2026-04-06',
          '2026-05-01',
          '2026-05-02',
          '2026-05-03',
          '2026-05-04',
          '2026-05-05',
          '2026-06-19',
          '2026-06-20',
          '2026-06-21',
          '2026-09-25',
          '2026-09-26',
          '2026-09-27',
          '2026-10-01',
          '2026-10-02',
          '2026-10-03',
          '2026-10-04',
          '2026-10-05',
          '2026-10-06',
          '2026-10-07',
        ],
        workDays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
      },
      citation: calendarCitations['holidays-2026'],
    },
    { from: '2027-01-01', value: none, citation: withoutPublication(unknown('2027-01-01')) },
  ],
};

function withoutPublication({ publishedOn: _, ...citation }: Citation): Citation {
  return citation;
}
