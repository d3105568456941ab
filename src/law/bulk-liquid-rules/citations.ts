import type { Citation, Text } from '../model.ts';

export const WAYBILL_SOURCE = 'https://www.zyqjg.com/thread-9550-1-1.html';
export const PERMIT_SOURCE = 'https://reportify.cn/news/1218442409009090560';
export const bulkLiquidName: Text = {
  zh: '重点液态食品道路散装运输准运管理办法、联单管理工作规范（国市监食监发〔2026〕22号）',
  en: 'Rules on permits and waybills of bulk liquid food',
};

function cite(article: string | null, title: Text): Citation {
  return {
    regulation: 'bulk-liquid-rules',
    law: bulkLiquidName,
    article,
    title,
    source: PERMIT_SOURCE,
    effectiveFrom: '2026-02-06',
    publishedOn: '2026-02-06',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'secondary',
    doubt: {
      zh: '转述；目录品种和自有车辆是否免于准运证待核实',
      en: 'Second-hand; the items of the directory and whether own vehicles need no permit are to be verified',
    },
  };
}

export const bulkLiquidCitations = {
  'blq-waybill': cite(null, {
    zh: '发货方、承运方、收货方对运输全过程统一记录（联单）；自有运输容器同样记录',
    en: 'Sender, carrier and receiver keep one waybill; own containers too',
  }),
  'blq-carriers': cite(null, {
    zh: '目录内品种的道路运输经营者须在2026年7月1日前取得许可',
    en: 'Carriers of listed products are licensed by 1 July 2026',
  }),
  'blq-directory': cite(null, {
    zh: '目录5大类14小类，含植物油、调味品、酒类等；品种未读到',
    en: 'Directory of 5 classes and 14 sub-classes, with vegetable oil, condiments, alcohol; the items were not read',
  }),
} as const satisfies Record<string, Citation>;
