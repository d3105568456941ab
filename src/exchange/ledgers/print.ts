import { createHash } from 'node:crypto';
import { escapeHtml as e } from '../../pages/escape.ts';
import { PAGE_HEADERS } from '../../pages/page-headers.ts';
import type { Locale } from '../../platform/problems.ts';
import { streamed } from './formats.ts';
import type { LedgerRow } from './model.ts';
import type { Ledger } from './pages.ts';
import type { SheetPlace } from './sheets.ts';
import { type Column, columnsOf, type LedgerWords, ledgerWords } from './words.ts';

/** A4 across, a sheet a shop; the head of the table, with whose it is and of when, comes again on each page. */
const STYLE = [
  '@page{size:A4 landscape;margin:9mm}',
  'body{margin:1rem;color:#000;background:#fff;font:13px/1.45 -apple-system,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif}',
  'table{border-collapse:collapse;width:100%;font-size:11px}',
  'th,td{border:1px solid #000;padding:2px 4px;text-align:left;vertical-align:top;overflow-wrap:anywhere}',
  'thead{display:table-header-group}',
  'thead .of{border:0;padding:0 0 6px;font-weight:400}',
  'thead .of b{font-size:17px;margin-right:1em}',
  'tr{break-inside:avoid}',
  'section+section{break-before:page;margin-top:2rem}',
  '.lack{font-weight:700}',
  '.sign{display:flex;margin-top:8mm;break-inside:avoid}',
  '.sign div{flex:1;border-bottom:1px solid #000;margin-right:8mm;min-height:9mm}',
  '.limit{font-size:10px}',
  '@media print{body{margin:0;font-size:9pt}table{font-size:7.5pt}.limit{font-size:7pt}}',
].join('');

const CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE, 'utf8').digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The ledger as a page to be printed, sent as it is read. */
export function ledgerAsPage(ledger: Ledger, locale: Locale): Response {
  return streamed(pageOf(ledger, locale), {
    ...PAGE_HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': CSP,
  });
}

async function* pageOf(ledger: Ledger, locale: Locale): AsyncGenerator<string, void> {
  const words = ledgerWords[locale];
  const columns = columnsOf(ledger.kind, locale);
  const title = e(words.titles[ledger.kind]);
  yield `<!doctype html>\n<html lang="${locale === 'en' ? 'en' : 'zh-CN'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><style>${STYLE}</style><title>${title}</title></head><body><main>`;
  let isEmpty = true;
  for await (const { place, pages } of ledger.sheets) {
    isEmpty = false;
    yield `<section><table>${headOf(ledger, place, columns, words)}<tbody>`;
    let n = 0;
    for await (const rows of pages) yield rows.map((row) => rowOf(row, ++n, columns)).join('');
    yield `</tbody></table>${n === 0 ? `<p>${e(words.none)}</p>` : ''}<div class="sign">${words.signs.map((sign) => `<div>${e(sign)}</div>`).join('')}</div><p class="limit">${e(words.limit)}</p></section>`;
  }
  if (isEmpty) yield `<h1>${title}</h1><p>${e(words.none)}</p>`;
  yield '</main></body></html>';
}

function headOf({ kind, period }: Ledger, { party, site }: SheetPlace, columns: readonly Column[], words: LedgerWords): string {
  const code = party.natural || party.uscc === null ? '' : ` ${e(party.uscc)}`;
  const whose = `<b>${e(words.titles[kind])}</b>${e(party.name)}${code} · ${e(site.name)} · ${e(words.period(period.from, period.to))}`;
  const heads = [words.number, ...columns.map((column) => column.head)].map((head) => `<th scope="col">${e(head)}</th>`).join('');
  return `<thead><tr><th class="of" colspan="${columns.length + 1}">${whose}</th></tr><tr>${heads}</tr></thead>`;
}

function rowOf(row: LedgerRow, n: number, columns: readonly Column[]): string {
  const cells = columns.map(({ value }, i) => {
    const isLack = i === columns.length - 1 && row.missing.length > 0;
    return `<td${isLack ? ' class="lack"' : ''}>${e(value(row))}</td>`;
  });
  return `<tr><td>${n}</td>${cells.join('')}</tr>`;
}
