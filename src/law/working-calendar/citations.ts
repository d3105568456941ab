import type { Citation, Text } from '../model.ts';

export const CALENDAR_2026 = 'https://politics.gmw.cn/2025-11/04/content_38391083.htm';
export const calendarName: Text = { zh: '国务院办公厅关于部分节假日安排的通知', en: 'State Council notice on public holidays' };

function cite(article: string | null, title: Text): Citation {
  return {
    regulation: 'working-calendar',
    law: calendarName,
    article,
    title,
    source: CALENDAR_2026,
    effectiveFrom: '2026-01-01',
    publishedOn: '2025-11-04',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'yes',
    doubt: {
      zh: '放假调休日按非工作日计；法律所称“法定节假日”是否包括调休日，由办案人员判断',
      en: 'Days off by the notice count as no working days; whether the law’s public holidays include moved days is for the officer to judge',
    },
  };
}

export const calendarCitations = {
  'holidays-2026': cite(null, {
    zh: '2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期',
    en: 'Public holidays and moved working days of 2026',
  }),
} as const satisfies Record<string, Citation>;
