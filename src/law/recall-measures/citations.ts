import type { Citation, Text } from '../model.ts';

export const RECALL_SOURCE = 'http://m.zu001.cn/policy/333163.html';
export const RECALL_SOURCE_2 =
  'http://www.yiyuan.gov.cn/gongkai/site_yyxscjdglj/channel_61b8351f07f124910587b317/doc_657910078b686a725608e128.html';
export const recallName: Text = { zh: '食品召回管理办法', en: 'Measures on Food Recall' };

function cite(article: string | null, title: Text): Citation {
  return {
    regulation: 'recall-measures',
    law: recallName,
    article,
    title,
    source: RECALL_SOURCE,
    effectiveFrom: '2015-09-01',
    lastConfirmedOn: '2026-11-22',
    confirmed: 'secondary',
    doubt: {
      zh: '读自转载页，条号未记录；施行日期2015-09-01和起算点（召回公告发布之日）待核实',
      en: 'Read from reprints, articles not noted; the effect date 2015-09-01 and that the days run from the notice of recall are to be verified',
    },
  };
}

export const recallCitations = {
  'recall-start': cite(null, {
    zh: '一级召回24小时内、二级48小时内、三级72小时内启动',
    en: 'Level 1 starts within 24 hours, level 2 within 48, level 3 within 72',
  }),
  'recall-finish': cite(null, {
    zh: '自公告发布之日起一级10个、二级20个、三级30个工作日内完成',
    en: 'Finished within 10, 20 and 30 working days',
  }),
  'recall-destroy': cite(null, {
    zh: '违法添加非食用物质等的，应当立即就地销毁',
    en: 'Food with added non-food substances is destroyed on the spot',
  }),
} as const satisfies Record<string, Citation>;
