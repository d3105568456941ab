import type { Citation, Text } from '../model.ts';

export const FIRST_OFFENCE_SOURCE = 'http://foodwifi.net/news/202503/215961.html';
export const FIRST_OFFENCE_SOURCE_2 = 'http://epaper.tianjinwe.com/tjrb/h5/html5/2025-03/19/content_143088_1969301.htm';
export const firstOffenceName: Text = {
  zh: '市场监管行政违法行为首违不罚清单（一）、轻微行政违法行为不予处罚清单（一）',
  en: 'Market regulation lists of first and minor offences without penalty',
};

function cite(article: string | null, title: Text): Citation {
  return {
    regulation: 'first-offence-lists',
    law: firstOffenceName,
    article,
    title,
    source: FIRST_OFFENCE_SOURCE,
    effectiveFrom: '2025-02-07',
    publishedOn: '2025-02-07',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'secondary',
    doubt: { zh: '依公开案例和报道转述，清单原文待核实', en: 'From reported cases; the text of the lists is to be verified' },
  };
}

export const firstOffenceCitations = {
  'first-expired': cite(null, {
    zh: '经营超过保质期的食品（不包括餐饮环节）：初次、货值500元以下、说明来源、未发生事故并及时改正的，可以不予处罚',
    en: 'Past shelf life (not in catering): first time, goods up to 500 yuan, source named, no incident, corrected: may go without penalty',
  }),
  'first-licence': cite(null, {
    zh: '食品经营许可证有效期届满未延续：持续不足1个月、实际具备条件、未发生事故的，可以不予处罚',
    en: 'Operating licence expired: less than a month, conditions met, no incident: may go without penalty',
  }),
  'first-produce': cite(null, {
    zh: '经营不符合标准的食用农产品：非主观故意、不是其造成、说明来源、未发生事故的，可以不予处罚',
    en: 'Trading produce below the standard: not on purpose, not its doing, source named, no incident: may go without penalty',
  }),
  'first-two-years': cite(null, {
    zh: '“初次”：同一经营主体两年内未发生同类违法行为',
    en: 'First: no act of the same kind by the same party within two years',
  }),
} as const satisfies Record<string, Citation>;
