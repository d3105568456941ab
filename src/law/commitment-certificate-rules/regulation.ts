import type { Regulation } from '../model.ts';
import { CERTIFICATE_RULES_NOTICE, CERTIFICATE_RULES_SOURCE, certificateRulesName } from './citations.ts';

export const certificateRules: Regulation = {
  id: 'commitment-certificate-rules',
  name: certificateRulesName,
  sources: [CERTIFICATE_RULES_SOURCE, CERTIFICATE_RULES_NOTICE],
  publishedOn: '2025-12-02',
  effectiveFrom: '2026-02-01',
  note: {
    zh: '农业农村部令2025年第4号。罚款见农产品质量安全法第七十三条。',
    en: 'Order 4 of 2025 of the Ministry of Agriculture and Rural Affairs. The fine is that of art. 73 of the law.',
  },
  accounts: [
    {
      article: null,
      says: { zh: '施行日期', en: 'Commencement' },
      treatment: 'encoded',
      entries: ['commitment-certificate-rules/effective'],
    },
    {
      article: null,
      says: { zh: '适用的农产品', en: 'Products concerned' },
      treatment: 'encoded',
      entries: ['commitment-certificate-rules/products'],
    },
    {
      article: null,
      says: { zh: '按批次开具；收取；混装分装重新开具', en: 'By batch; collected; anew after mixing or splitting' },
      treatment: 'encoded',
    },
    { article: null, says: { zh: '保存期限', en: 'Retention' }, treatment: 'encoded', entries: ['commitment-certificate-rules/retention'] },
    { article: null, says: { zh: '农户：鼓励', en: 'Households: encouraged' }, treatment: 'encoded' },
    { article: null, says: { zh: '二维码形式、网络销售展示', en: 'QR form, display online' }, treatment: 'nothing-to-check' },
    { article: null, says: { zh: '其余条文', en: 'The other articles' }, treatment: 'not-known' },
  ],
};
