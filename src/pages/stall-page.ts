import { escapeHtml as e, safeUrl } from './escape.ts';
import { groupedCode, time } from './format.ts';
import { bar, foot, headStart } from './layout.ts';
import type { Language } from './view.ts';

export interface StallView {
  name: string;
  site: string;
  stallNumber: string | null;
  place: string;
  today: string;
  goods: readonly {
    name: string;
    specification: string | null;
    batchNumber: string | null;
    productionDate: string | null;
    traceCode: string;
    /** What is to be said before it is bought. */
    status: 'recalled' | 'expired' | null;
    href: string;
  }[];
}

const zh = {
  title: '本摊在售',
  stall: '摊位',
  none: '今天没有公示的食品。请向摊主索要追溯码，或者输入包装上的条码查询。',
  on: '今天公示的食品',
  made: '生产',
  recalled: '已召回，请勿购买和食用',
  expired: '已过保质期',
};
const en: typeof zh = {
  title: 'On sale at this stall',
  stall: 'Stall',
  none: 'Nothing is shown today. Ask the stall for a trace code, or type the barcode on the pack.',
  on: 'Shown today',
  made: 'made',
  recalled: 'Recalled: do not buy or eat it',
  expired: 'Past its date',
};
const TEXT: Record<Language, typeof zh> = { 'zh-CN': zh, en };

/** 一摊一码: what a stall shows today, one line a batch. */
export function stallPage(view: StallView, language: Language): string {
  const t = TEXT[language];
  const who = [view.name, view.site, view.stallNumber === null ? '' : `${t.stall} ${view.stallNumber}`, view.place].filter(
    (part) => part !== '',
  );
  const rows = view.goods.map(({ name, specification, batchNumber, productionDate, traceCode, status, href }) => {
    const made = productionDate === null ? '' : ` · ${t.made} ${time(productionDate)}`;
    const more = [specification, batchNumber].filter((part) => part !== null).map((part) => e(String(part)));
    const mark = status === null ? '' : ` <span class="tag ${status === 'recalled' ? 'red' : 'ochre'}">${t[status]}</span>`;
    return `<li><a href="${safeUrl(href)}"><b>${e(name)}</b>${mark}<span>${more.join(' · ')}${made}</span><span class="small quiet code">${e(groupedCode(traceCode))}</span></a></li>`;
  });
  const list = rows.length === 0 ? `<p>${t.none}</p>` : `<h2>${t.on} ${time(view.today)}</h2><ul class="rows">${rows.join('')}</ul>`;
  const main = `<div class="in"><section class="card"><h1>${t.title}</h1><p>${who.map((part) => e(part)).join(' · ')}</p></section><section class="card">${list}</section></div>`;
  return `${headStart(language)}<title>${t.title}</title></head><body>${bar(language)}<main>${main}</main>${foot(language)}`;
}
