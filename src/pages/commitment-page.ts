import { escapeHtml as e, svgImage } from './escape.ts';
import { groupedCode } from './format.ts';
import { bar, facts, foot, headStart } from './layout.ts';
import type { Language } from './view.ts';

export interface CommitmentView {
  number: string;
  product: string;
  quantity: string;
  place: string;
  producer: string;
  contact: string;
  issuedOn: string;
  grounds: readonly string[];
  traceCode: string;
  qrSvg: string;
}

const zh = {
  title: '承诺达标合格证',
  lead: '我承诺对生产销售的食用农产品：',
  promises: ['不使用禁用农药、兽药、停用兽药和非法添加物', '常规农药、兽药残留不超标', '对承诺的真实性负责'],
  grounds: '承诺依据',
  product: '产品名称',
  quantity: '数量（重量）',
  place: '产地',
  producer: '生产者（盖章或者签名）',
  contact: '联系方式',
  issuedOn: '开具日期',
  number: '编号',
  code: '追溯码',
  note: '样式和承诺内容按通行式样；农业农村部令2025年第4号的原文未读到，待核实。',
};

const en: typeof zh = {
  title: 'Commitment certificate',
  lead: 'For the produce I grow and sell I commit myself:',
  promises: [
    'no banned pesticides or veterinary drugs and no illegal additions are used',
    'residues of other pesticides and veterinary drugs are within their limits',
    'I answer for the truth of this commitment',
  ],
  grounds: 'It rests on',
  product: 'Product',
  quantity: 'Quantity',
  place: 'Place of production',
  producer: 'Producer (seal or signature)',
  contact: 'Contact',
  issuedOn: 'Issued on',
  number: 'Number',
  code: 'Trace code',
  note: 'Form and wording follow common practice; the text of Order 4 of 2025 was not read and is to be verified.',
};

const TEXT: Record<Language, typeof zh> = { 'zh-CN': zh, en };

/** 承诺达标合格证: one sheet for the crate, with the QR of the batch. */
export function commitmentPage(view: CommitmentView, language: Language): string {
  const t = TEXT[language];
  const promises = t.promises.map((text, i) => `<li data-n="${i + 1}">${e(text)}</li>`).join('');
  const details = facts([
    [t.product, e(view.product)],
    [t.quantity, e(view.quantity)],
    [t.place, e(view.place)],
    [t.producer, e(view.producer)],
    [t.contact, e(view.contact)],
    [t.issuedOn, e(view.issuedOn)],
    [t.grounds, e(view.grounds.join('、'))],
    [t.number, e(view.number)],
    [t.code, `<span class="code">${e(groupedCode(view.traceCode))}</span>`],
  ]);
  const qr = `<figure><img src="${svgImage(view.qrSvg)}" alt="${e(view.traceCode)}" width="160" height="160"></figure>`;
  const main = `<div class="in"><section class="card"><h1>${t.title}</h1><p>${t.lead}</p><ol class="do">${promises}</ol>${details}${qr}<p class="small quiet">${t.note}</p></section></div>`;
  return `${headStart(language)}<title>${t.title} · ${e(view.product)}</title></head><body>${bar(language)}<main>${main}</main>${foot(language)}`;
}
