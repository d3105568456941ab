import { csvLine, csvReply } from '../../enforcement/csv.ts';
import { law } from '../../law/index.ts';
import type { Locale } from '../../platform/problems.ts';
import { Problem } from '../../platform/problems.ts';
import { XLSX_TYPE } from '../imports/template.ts';
import { type TextSheet, workbookOf } from '../imports/write-sheet.ts';
import { basisText } from './basis.ts';
import type { LedgerRow } from './model.ts';
import type { Ledger, LedgerSheet } from './pages.ts';
import type { SheetPlace } from './sheets.ts';
import { columnsOf, ledgerWords } from './words.ts';

/** Rows one workbook holds at most: it is built in memory. */
export const MOST_XLSX_ROWS = 50_000;

/** The ledger in its form as a file or page; each is written as it is read, but for the workbook. */
export function ledgerAsJson(ledger: Ledger, locale: Locale): Response {
  return streamed(jsonOf(ledger, locale), { 'Content-Type': 'application/json; charset=utf-8' });
}

export async function ledgerAsCsv(ledger: Ledger, locale: Locale): Promise<Response> {
  const { kind, period } = ledger;
  return csvReply(`${kind}-${period.from}`, period.to, csvOf(ledger, locale));
}

/** @throws {Problem} too-large above 50,000 rows */
export async function ledgerAsXlsx(ledger: Ledger, locale: Locale): Promise<Response> {
  const { kind, period } = ledger;
  const sheets: TextSheet[] = [];
  let rows = 0;
  for await (const sheet of ledger.sheets) {
    const made = await textSheet(ledger, sheet, locale, sheets, MOST_XLSX_ROWS - rows);
    rows += made.rows.length;
    sheets.push(made);
  }
  const bytes = await workbookOf(sheets.length > 0 ? sheets : [emptySheet(ledger, locale)]);
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'Content-Type': XLSX_TYPE,
      'Content-Disposition': `attachment; filename="${kind}-${period.from}-${period.to}.xlsx"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/** A reply that is made while it is sent; nobody keeps it. */
export function streamed(texts: AsyncGenerator<string, void>, headers: Record<string, string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return();
    },
  });
  return new Response(body, { headers: { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers } });
}

async function* jsonOf({ kind, period, sheets }: Ledger, locale: Locale): AsyncGenerator<string, void> {
  yield `{"ledger":${JSON.stringify(kind)},"title":${JSON.stringify(ledgerWords[locale].titles[kind])},"from":"${period.from}","to":"${period.to}","sheets":[`;
  let isFirst = true;
  for await (const { place, pages } of sheets) {
    yield `${isFirst ? '' : ','}{"party":${JSON.stringify(partyView(place))},"site":${JSON.stringify(siteView(place))},"rows":[`;
    isFirst = false;
    let n = 0;
    for await (const rows of pages) {
      const texts = rows.map((row) => JSON.stringify(rowView(row, ++n, locale)));
      yield (n > rows.length ? ',' : '') + texts.join(',');
    }
    yield ']}';
  }
  yield ']}';
}

const partyView = ({ party: { publicId, uscc, name, natural } }: SheetPlace) => ({ id: publicId, uscc: natural ? null : uscc, name });
const siteView = ({ site: { publicId, name, kind } }: SheetPlace) => ({ id: publicId, name, kind });

function rowView({ basis, other, ...row }: LedgerRow, n: number, locale: Locale) {
  const { citation, isSettled } = basis;
  return {
    n,
    ...row,
    other,
    basis: { text: basisText(basis, locale), settled: isSettled, citation: citation ? law.publicCitation(citation, locale) : null },
  };
}

async function* csvOf({ kind, sheets }: Ledger, locale: Locale): AsyncGenerator<string, void> {
  const words = ledgerWords[locale];
  const columns = columnsOf(kind, locale);
  yield csvLine([words.party, words.site, words.number, ...columns.map((column) => column.head)]);
  for await (const { place, pages } of sheets) {
    let n = 0;
    for await (const rows of pages)
      yield rows.map((row) => csvLine([place.party.name, place.site.name, ++n, ...columns.map((column) => column.value(row))])).join('');
  }
}

async function textSheet(
  ledger: Ledger,
  { place, pages }: LedgerSheet,
  locale: Locale,
  others: readonly TextSheet[],
  most: number,
): Promise<TextSheet> {
  const columns = columnsOf(ledger.kind, locale);
  const rows: string[][] = headRows(ledger, place, locale);
  const heads = rows.length;
  for await (const page of pages) {
    for (const row of page) rows.push([String(rows.length - heads + 1), ...columns.map((column) => column.value(row))]);
    if (rows.length > most) throw tooMany();
  }
  return {
    name: sheetName(place, others, ledger.isMixed),
    widths: [6, ...columns.map((column) => column.width)],
    rows,
    heads,
    landscape: true,
  };
}

function headRows({ kind, period }: Ledger, { party, site }: SheetPlace, locale: Locale): string[][] {
  const words = ledgerWords[locale];
  const code = party.natural || party.uscc === null ? '' : ` ${party.uscc}`;
  return [
    [`${words.titles[kind]} ${words.period(period.from, period.to)}`],
    [`${party.name}${code} · ${site.name}`],
    [words.number, ...columnsOf(kind, locale).map((column) => column.head)],
  ];
}

function emptySheet({ kind, period }: Ledger, locale: Locale): TextSheet {
  const words = ledgerWords[locale];
  const rows = [[`${words.titles[kind]} ${words.period(period.from, period.to)}`], [words.none]];
  return { name: words.titles[kind], widths: [40], rows, landscape: true };
}

/** A name of a sheet: at most 31 characters, none of those a workbook does not allow, unlike the others; with the party where there are several. */
export function sheetName({ party, site }: SheetPlace, others: readonly { name: string }[], isMixed: boolean): string {
  const taken = new Set(others.map(({ name }) => name.toLowerCase()));
  const whole = isMixed ? `${party.name} ${site.name}` : site.name;
  const plain =
    whole
      .replace(/[[\]:*?/\\\p{Cc}]/gu, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || site.publicId;
  for (let n = 1; ; n++) {
    const ending = n === 1 ? '' : ` (${n})`;
    const name =
      plain
        .slice(0, 31 - ending.length)
        .trim()
        .toWellFormed() + ending;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

function tooMany(): Problem {
  return new Problem('too-large', {
    zh: `超过 ${MOST_XLSX_ROWS} 行，一个工作簿放不下；请缩小范围，或者改用 format=csv。`,
    en: `More than ${MOST_XLSX_ROWS} rows do not fit one workbook; ask for less, or take format=csv.`,
  });
}
