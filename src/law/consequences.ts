import type { Consequence } from './model.ts';

/** Consequences beside the fine, in the words of the articles that name them (食品安全法 122–132; 农产品质量安全法 69–75). */
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
  severe: true,
  text: { zh: '情节严重的，吊销许可证', en: 'In serious cases the licence is revoked' },
};
export const stopOrRevocation: Consequence = {
  kind: 'businessStop',
  severe: true,
  text: { zh: '情节严重的，责令停产停业，直至吊销许可证', en: 'In serious cases business is stopped, up to revocation of the licence' },
};
export const detention: Consequence = {
  kind: 'detention',
  severe: true,
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
export const stopAct: Consequence = { kind: 'stop', text: { zh: '责令停止违法行为', en: 'Order to stop the act' } };
export const confiscationOfGains: Consequence = { kind: 'confiscation', text: { zh: '没收违法所得', en: 'Confiscation of gains' } };
export const businessStopIfRefused: Consequence = {
  kind: 'businessStop',
  condition: 'refused',
  text: { zh: '拒不改正的，责令停产停业', en: 'If refused, business is stopped' },
};
export const closureIfGrave: Consequence = {
  kind: 'businessStop',
  condition: 'grave',
  text: {
    zh: '造成严重后果的，责令停业，直至由原发证部门吊销许可证；使消费者受到损害的，与经营者承担连带责任',
    en: 'With grave consequences business is closed, up to revocation; liable jointly where consumers are harmed',
  },
};
export const stopTransport: Consequence = {
  kind: 'stop',
  text: { zh: '责令停止重点液态食品道路散装运输经营', en: 'Order to stop carrying listed bulk liquid food' },
};
