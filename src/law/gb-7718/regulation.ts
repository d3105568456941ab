import type { Regulation } from '../model.ts';
import { LABEL_SOURCE, labelStandardName } from './citations.ts';

export const labelStandard: Regulation = {
  id: 'gb-7718',
  name: labelStandardName,
  sources: [LABEL_SOURCE],
  publishedOn: '2025-03-16',
  effectiveFrom: '2025-03-16',
  note: { zh: '在2027年3月16日之前，2011版和2025版的标签都可能出现。', en: 'Until 16 March 2027 labels of both editions are met.' },
  accounts: [
    {
      article: null,
      says: { zh: '2025版实施日期', en: 'Commencement of the 2025 edition' },
      treatment: 'encoded',
      entries: ['gb-7718/effective-2025'],
    },
    {
      article: null,
      says: {
        zh: '2025版：生产日期和保质期到期日按年月日顺序标示；保质期六个月以上的可以只标到期日',
        en: '2025 edition: production date and expiry in the order year, month, day; from six months on the expiry alone may do',
      },
      treatment: 'encoded',
      entries: ['gb-7718/expiry-only'],
    },
    { article: null, says: { zh: '保质期的起算规则', en: 'How the shelf life is counted' }, treatment: 'not-known' },
    {
      article: null,
      says: {
        zh: '标示豁免：酒精度10%以上的酒、食醋、食用盐、固态食糖、味精',
        en: 'Exempt from the shelf life: alcohol from 10 %, vinegar, salt, solid sugar, monosodium glutamate',
      },
      treatment: 'encoded',
      entries: ['gb-7718/shelf-life-exempt'],
    },
  ],
};
