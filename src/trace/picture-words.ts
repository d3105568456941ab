import type { Locale } from '../platform/problems.ts';
import type { BrokenKind } from './broken.ts';

const zh = {
  title: (codes: string) => `${codes} 的流向`,
  left: (count: number) => `另有 ${count} 处没有画出，见列表和下载的表格`,
  more: (count: number) => `另有 ${count} 处`,
  onHand: '现存',
  hidden: '账目不可见，至多',
  transit: '在途，可拦截',
  flows: (count: number) => (count === 1 ? '' : ` · ${count} 次`),
  hop: (hop: number) => `第 ${hop + 1} 环`,
  kinds: {
    sale: '销售',
    transfer: '调拨',
    return: '退回',
    disposal: '处置',
    sample: '送样',
    processing: '委托加工',
    donation: '捐赠',
    amendment: '更正',
    made: '加工成',
    'in-transit': '在途',
    sold: '已售',
    consumed: '已用',
    destroyed: '已销毁',
  } as Record<string, string>,
  broken: {
    unconfirmed: '久未确认',
    unsettled: '两边数量不符',
    'no-source': '来源无记录',
    'more-out-than-in': '出多于入',
    vanished: '去向无记录',
  } as Record<BrokenKind, string>,
  brokenMark: '断',
  legend: {
    flow: '流转（线宽随数量）',
    made: '加工',
    return: '退回',
    transit: '在途',
    ended: '已售、已用、已销毁',
    asked: '所查批次',
    broken: '断点',
  },
  colon: '：',
};
const en: typeof zh = {
  title: (codes) => `Trace of ${codes}`,
  left: (count) => `${count} more are not drawn; see the list and the files`,
  more: (count) => `${count} more`,
  onHand: 'on hand',
  hidden: 'books not shown, at most',
  transit: 'on its way, can be stopped',
  flows: (count) => (count === 1 ? '' : ` · ${count} times`),
  hop: (hop) => `Hop ${hop + 1}`,
  kinds: {
    sale: 'sale',
    transfer: 'transfer',
    return: 'return',
    disposal: 'disposal',
    sample: 'sample',
    processing: 'processing',
    donation: 'donation',
    amendment: 'amendment',
    made: 'made into',
    'in-transit': 'in transit',
    sold: 'sold',
    consumed: 'consumed',
    destroyed: 'destroyed',
  },
  broken: {
    unconfirmed: 'not confirmed',
    unsettled: 'sides differ',
    'no-source': 'no source',
    'more-out-than-in': 'more out than in',
    vanished: 'gone, no record',
  },
  brokenMark: '✕',
  legend: {
    flow: 'flow, as wide as its quantity',
    made: 'made into',
    return: 'sent back',
    transit: 'in transit',
    ended: 'sold, used, destroyed',
    asked: 'asked goods',
    broken: 'broken link',
  },
  colon: ': ',
};

export type TraceWords = typeof zh;

/** Words of a trace for people, in the picture and in the list beside it. */
export const traceWords = (locale: Locale): TraceWords => (locale === 'en' ? en : zh);
