import { escapeHtml as e } from './escape.ts';
import { groupedCode, time } from './format.ts';
import { bar, facts, foot, headStart, table } from './layout.ts';
import { RECALL_TEXT } from './text-recall.ts';
import type { Language } from './view.ts';

/** What everybody may know of a recall, as it is printed for the door of a shop. */
export interface AnnouncementView {
  level: number;
  by: string;
  reason: string;
  howToTell: string | null;
  instructions: string | null;
  contact: string | null;
  openedAt: string;
  closedAt: string | null;
  goods: readonly {
    name: string;
    specification: string | null;
    batchNumber: string | null;
    productionDate: string | null;
    traceCode: string;
  }[];
}

/** 召回公告: one sheet to print and post. */
export function announcementPage(view: AnnouncementView, language: Language): string {
  const t = RECALL_TEXT[language];
  const names = [...new Set(view.goods.map((one) => one.name))].join('、');
  const rows = view.goods.map(({ name, specification, batchNumber, productionDate, traceCode }) => [
    `<b>${e(name)}</b>${specification === null ? '' : `<br>${e(specification)}`}`,
    e(batchNumber ?? ''),
    productionDate === null ? '' : time(productionDate),
    `<span class="code">${e(groupedCode(traceCode))}</span>`,
  ]);
  const details = facts([
    [t.announcementBy, e(view.by)],
    [t.reason, e(view.reason)],
    [t.howToTell, e(view.howToTell ?? '')],
    [t.instructions, e(view.instructions ?? '')],
    [t.contact, e(view.contact ?? '12315')],
    [t.opened, time(view.openedAt)],
    [t.states.closed ?? '', view.closedAt === null ? '' : time(view.closedAt)],
  ]);
  const steps = t.announcementDo.map((text, i) => `<li data-n="${i + 1}">${text}</li>`).join('');
  const main = `<div class="in"><section class="card red"><h1>${t.announcement}</h1><p>${t.level(view.level)}</p><ol class="do">${steps}</ol></section><section class="card">${table(t.goods, t.goodsColumns, rows)}</section><section class="card">${details}</section></div>`;
  return `${headStart(language)}<title>${t.announcement} · ${e(names)}</title></head><body>${bar(language)}<main>${main}</main>${foot(language)}`;
}
