import type { Citation, Text } from '../model.ts';

export const SETTINGS_SOURCE = '本系统默认设置，未见公布的法定期限';
export const settingsName: Text = { zh: '本系统设置（法律未规定）', en: 'Settings of this service (not given by law)' };

function cite(article: string | null, title: Text): Citation {
  return {
    regulation: 'service-settings',
    law: settingsName,
    article,
    title,
    source: SETTINGS_SOURCE,
    effectiveFrom: '2024-01-01',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'no',
    doubt: { zh: '系统设置，不得作为法定期限引用', en: 'A setting; not to be cited as a statutory period' },
  };
}

export const settingCitations = {
  'set-statement': cite(null, { zh: '陈述、申辩的期限', en: 'Period for statement and defence' }),
  'set-reminder': cite(null, { zh: '首次提醒后的等待期限', en: 'Waiting time after the first reminder' }),
  'set-correct': cite(null, { zh: '责令改正通知的建议期限', en: 'Period proposed in an order to correct' }),
} as const satisfies Record<string, Citation>;
