import type { Consequence } from './model.ts';

/** Consequences beside the fine, in the words of the articles that name them (食品安全法 123, 124, 126; 农产品质量安全法 70, 71, 73). */
export const orderWithinLimit: Consequence = { kind: 'order', text: { zh: '责令限期改正', en: 'Order to correct within a time limit' } };
export const orderToCorrect: Consequence = { kind: 'order', text: { zh: '责令改正', en: 'Order to correct' } };
export const warning: Consequence = { kind: 'warning', text: { zh: '给予警告', en: 'Warning' } };
export const criticism: Consequence = { kind: 'criticism', text: { zh: '给予批评教育', en: 'Criticism and instruction' } };
export const confiscation: Consequence = {
  kind: 'confiscation',
  text: {
    zh: '没收违法所得和违法生产经营的食品；可以没收用于违法生产经营的工具、设备、原料等物品',
    en: 'Confiscation of gains and goods; tools, equipment and raw material may be confiscated',
  },
};
export const revocation: Consequence = {
  kind: 'revocation',
  text: { zh: '情节严重的，吊销许可证', en: 'In serious cases the licence is revoked' },
};
export const stopOrRevocation: Consequence = {
  kind: 'businessStop',
  text: { zh: '情节严重的，责令停产停业，直至吊销许可证', en: 'In serious cases business is stopped, up to revocation of the licence' },
};
export const detention: Consequence = {
  kind: 'detention',
  text: {
    zh: '情节严重的，可以由公安机关对直接负责的主管人员和其他直接责任人员处五日以上十五日以下拘留',
    en: 'In serious cases the police may detain the persons directly responsible for 5 to 15 days',
  },
};
export const stopAndTraceGoods: Consequence = {
  kind: 'stop',
  text: {
    zh: '责令停止生产经营、追回已经销售的农产品，进行无害化处理或者监督销毁；没收违法所得，可以没收工具、设备、原料等物品',
    en: 'Stop, recover goods sold, harmless disposal or supervised destruction; confiscation of gains, tools may be confiscated',
  },
};
