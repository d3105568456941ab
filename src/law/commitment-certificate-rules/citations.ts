import type { Citation, Text } from '../model.ts';

/** Second-hand pages; the text of the order was not read whole. */
export const CERTIFICATE_RULES_SOURCE = 'https://reportify.cn/news/1215483745520455680';
export const CERTIFICATE_RULES_NOTICE = 'https://scjgj.huainan.gov.cn/xwdt/tzgg/551853594.html';
export const certificateRulesName: Text = {
  zh: '农产品质量安全承诺达标合格证管理办法',
  en: 'Rules on commitment certificates of agricultural products',
};

function cite(article: string | null, title: Text): Citation {
  return {
    regulation: 'commitment-certificate-rules',
    law: certificateRulesName,
    article,
    title,
    source: CERTIFICATE_RULES_SOURCE,
    effectiveFrom: '2026-02-01',
    publishedOn: '2025-12-02',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'secondary',
    doubt: { zh: '转述，条号和原文待核实', en: 'Second-hand; articles and wording to be verified' },
  };
}

export const certificateRuleCitations = {
  'ccr-batch': cite(null, {
    zh: '农产品生产企业、农民专业合作社按生产批次开具',
    en: 'Enterprises and cooperatives issue by production batch',
  }),
  'ccr-products': cite(null, {
    zh: '适用于蔬菜（含人工种植的食用菌）、水果、茶鲜叶、畜禽、禽蛋、养殖水产品等',
    en: 'For vegetables (with grown mushrooms), fruit, tea leaves, livestock and poultry, eggs, farmed fish and others',
  }),
  'ccr-keep': cite(null, { zh: '开具、收取的承诺达标合格证保存不少于六个月', en: 'Issued and collected certificates are kept six months' }),
  'ccr-collect': cite(null, {
    zh: '收购者应当收取，混装或者分装后销售的重新开具',
    en: 'Buyers collect, and issue anew after mixing or splitting',
  }),
  'ccr-household': cite(null, { zh: '鼓励农户开具', en: 'Households are encouraged' }),
} as const satisfies Record<string, Citation>;
