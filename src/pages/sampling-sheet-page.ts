import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { deskPage, link, table } from './layout.ts';
import { type NoticeAnswer, noticeHref, seenOf, whyOf } from './notice-page.ts';
import { localeOf } from './text.ts';
import { NOTICE_TEXT } from './text-notice.ts';
import type { Language } from './view.ts';

type Sampling = NonNullable<NoticeAnswer['sampling']>;

export interface SheetView {
  who: string;
  substance: NoticeAnswer['substance'];
  asOf: string;
  totals: Sampling['totals'];
  items: Sampling['items'];
}

/** The sampling list on paper: a line a batch with room to write, the reasons beside it; nothing else of the page is printed. */
export function samplingSheetPage({ who, substance, asOf, totals, items }: SheetView, language: Language): string {
  const t = NOTICE_TEXT[language];
  const locale = localeOf(language);
  const name = substance.names.zh[0] ?? substance.names.en[0] ?? substance.id;
  const rows = items.map((line) => [
    String(line.rank ?? ''),
    `<b>${e(line.product.name)}</b><br>${e([line.batchNumber, line.productionDate].filter((text) => text !== null).join(' · '))}<br><span class="code small">${e(line.traceCode)}</span>`,
    e(line.maker.name),
    line.holders
      .map(({ party, site, quantity }) =>
        e(
          [party.name, site?.name, quantity ? `${quantity.amount} ${quantity.unit}` : undefined]
            .filter((text) => text !== undefined)
            .join(' · '),
        ),
      )
      .join('<br>'),
    [...whyOf(line, t), ...seenOf(line)].map((text) => e(text)).join('<br>'),
    '',
    '',
    '',
  ]);
  const list = rows.length === 0 ? `<p>${t.sheetEmpty}</p>` : table(t.sheetTitle, t.sheetColumns, rows);
  const cut = items.length < totals.batches ? `<p>${t.sheetCut(items.length, totals.batches)}</p>` : '';
  const text = substance.text === null ? '' : `<p>${t.text}${t.colon}${e(substance.text[locale])}</p>`;
  const signed = rows.length === 0 ? '' : `<p class="signed"><span>${t.officers}</span><span>${t.party}</span><span>${t.date}</span></p>`;
  const main = `<div class="in wide"><p class="noprint">${link(noticeHref(substance.id), `← ${t.title(name)}`, 'tap')}</p><div class="sheet across"><h1>${t.sheetTitle}</h1><p>${t.sheetFor}${t.colon}<b>${e(name)}</b>${substance.cas === null ? '' : ` <span class="code">${e(substance.cas)}</span>`}　${t.asOf}${t.colon}${time(asOf)}</p>${text}${list}${cut}<p class="small">${t.sheetNote}</p>${signed}</div></div>`;
  return deskPage({ language, title: `${t.sheetTitle} ${name}`, main, who });
}
