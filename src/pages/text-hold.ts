import type { Language } from './view.ts';

const zh = {
  title: '暂停销售',
  lead: '有疑问、还没有结论的货，先停下来：持有方收到通知，照常发货或销售会被提示。不对外公示。',
  form: '暂停这些货的销售',
  codes: '追溯码（每行一个）',
  reason: '原因',
  note: '只涉及一部分时，怎样辨认（可不填）',
  go: '暂停销售',
  inForce: '正在暂停销售',
  none: '没有暂停销售的货。',
  columns: ['货物', '原因', '决定方', '自', '解除'],
  liftReason: '解除原因',
  lift: '解除',
  byOthers: '由决定方解除',
  lifted: (on: string) => `已解除 ${on}`,
  past: '也看已解除的',
  present: '只看正在暂停的',
  next: '下一页',
  wrong: '需要修改：',
  back: '召回',
  csv: '下载（CSV）',
  heads: ['编号', '追溯码', '货物', '原因', '决定方', '自', '解除时间', '解除原因'],
};
const en: typeof zh = {
  title: 'Sales on hold',
  lead: 'Goods in doubt are stopped before anything is known: who has them is told, and a shipment or sale of them says so. Never public.',
  form: 'Hold sales of these goods',
  codes: 'Trace codes, one a line',
  reason: 'Reason',
  note: 'How to tell, where only a part is meant (optional)',
  go: 'Hold sales',
  inForce: 'On hold now',
  none: 'No goods are on hold.',
  columns: ['Goods', 'Reason', 'By', 'Since', 'Lift'],
  liftReason: 'Why it is lifted',
  lift: 'Lift',
  byOthers: 'lifted by whoever placed it',
  lifted: (on) => `lifted ${on}`,
  past: 'Show lifted ones too',
  present: 'Only those in force',
  next: 'Next page',
  wrong: 'Needs a change:',
  back: 'Recalls',
  csv: 'Download (CSV)',
  heads: ['id', 'trace codes', 'goods', 'reason', 'by', 'since', 'lifted', 'why lifted'],
};

/** Words of the page of holds. */
export const HOLD_TEXT: Record<Language, typeof zh> = { 'zh-CN': zh, en };
export type HoldText = typeof zh;
