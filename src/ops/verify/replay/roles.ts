import { type Book, type Fields, fieldsOf, type Payload, partOf, said, type Tellers, type Told, textOf } from './book.ts';
import { putPaper } from './goods.ts';

/* What laboratories, farms, importers and carriers recorded. */

const FIELD = [
  'site',
  'plot',
  'crop',
  'agent',
  'registrationNumber',
  'dose',
  'appliedOn',
  'intervalDays',
  'harvestedOn',
  'note',
  'actedBy',
];
const PAPERS = [
  'country',
  'overseasRegistration',
  'declarationNumber',
  'inspectionCertificate',
  'arrivedOn',
  'port',
  'fileSha256',
  'actedBy',
];
const TRANSPORT = ['carrier', 'carrierName', 'plate', 'minC10', 'maxC10', 'readingsSha256', 'logSha256', 'waybill', 'permit'];

const codesIn = (payload: Payload, name = 'traceCodes'): string[] => {
  const codes = payload[name];
  return Array.isArray(codes) ? codes.map(textOf) : [];
};

/** What may happen to a sample in one instant, in the order it happens in. */
const PHASES = ['report.issued', 'report.amended', 'retest.asked', 'sample.final', 'report.withdrawn'];

/** How a sample stands is what the last entry says: entries of one instant may come from several chains, and go by the number of the report they are about. */
function settle(book: Book, { about, at, kind, payload }: Told, to: Fields): void {
  const stamps = book.table('last of sample');
  const last = stamps.get(about);
  const n = said(payload.n) ?? last?.n ?? 0;
  const stamp = { at, n, phase: PHASES.indexOf(kind) };
  const isLater =
    (['at', 'n', 'phase'] as const).reduce((found, part) => found || Number(stamp[part]) - Number(last?.[part] ?? -1), 0) >= 0;
  if (!isLater) return;
  stamps.set(about, stamp);
  book.change('sample', about, to);
}

const settled = (payload: Payload): Fields => ({ state: said(payload.state), retestUntil: said(payload.retestUntil) });

/** A report that counts no more, with its document; what is told of it later, though of the same instant, finds that said. */
function takeBack(book: Book, report: string, reason: Fields[string]): void {
  book.put('report taken back', report, { reason });
  book.change('lab_report', report, { withdrawn: 1, withdrawnReason: reason });
  const certificate = book.get('lab_report', report)?.certificate;
  if (typeof certificate === 'string') book.change('certificate', certificate, { withdrawn: 1 });
}

function issued(entry: Told, book: Book): void {
  const { about, payload } = entry;
  const [report, certificate] = [textOf(payload.report), textOf(payload.certificate)];
  const paper = { ...payload, kind: payload.paper ?? null, number: payload.reportNumber ?? null };
  putPaper(book, paper, certificate, textOf(payload.party), codesIn(payload, 'covers'));
  book.put('lab_report', report, {
    sample: about,
    nth: said(payload.n),
    ...fieldsOf(payload, ['kind', 'certificate', 'laboratory', 'actedBy']),
    withdrawn: 0,
    withdrawnReason: null,
  });
  const ended = book.get('report taken back', report);
  if (ended) takeBack(book, report, ended.reason ?? null);
  if (typeof payload.amends === 'string') takeBack(book, payload.amends, said(payload.reason));
  settle(book, entry, settled(payload));
}

/** What a correction says anew; the rest stands. */
function correctedFields({ to }: Payload, known: readonly string[]): Fields {
  const said = partOf(to);
  return fieldsOf(
    said,
    known.filter((field) => field in said),
  );
}

/** A transport, recorded with its shipment or after it. */
export function putTransport(book: Book, shipment: string, payload: Payload, transport: Payload): void {
  book.put('transport', textOf(transport.transport), {
    shipment,
    ...fieldsOf(payload, ['party', 'actedBy']),
    ...fieldsOf(transport, TRANSPORT),
    bulk: transport.bulk === true ? 1 : 0,
  });
}

export const roleTellers: Tellers = {
  'sample.taken': ({ about, chain, payload }, book) => {
    book.put('sample', about, {
      taker: chain,
      ...fieldsOf(payload, ['party', 'site', 'regionCode', 'number', 'kind', 'laboratory', 'takenAt', 'actedBy']),
      retestLaboratory: null,
      state: 'taken',
      retestUntil: null,
    });
    for (const code of codesIn(payload, 'batches')) book.put('sample_batch', `${about}/${code}`, {});
  },
  'report.issued': issued,
  'report.amended': issued,
  'report.withdrawn': (entry, book) => {
    takeBack(book, textOf(entry.payload.report), said(entry.payload.reason));
    settle(book, entry, { state: said(entry.payload.state), retestUntil: null });
  },
  'retest.asked': (entry, book) => settle(book, entry, { state: 'retestOpen', retestUntil: null }),
  'retest.laboratory-named': ({ about, payload }, book) => book.change('sample', about, { retestLaboratory: said(payload.laboratory) }),
  'sample.final': (entry, book) => settle(book, entry, { state: 'final', retestUntil: null }),
  'field-record.recorded': ({ about, payload }, book) => {
    book.put('field_record', about, fieldsOf(payload, ['party', ...FIELD]));
    for (const code of codesIn(payload)) book.put('field_record_batch', `${about}/${code}`, {});
  },
  'field-record.linked': ({ about, payload }, book) => {
    book.change('field_record', about, fieldsOf(payload, ['harvestedOn']));
    for (const code of codesIn(payload)) book.put('field_record_batch', `${about}/${code}`, {});
  },
  'field-record.corrected': ({ about, payload }, book) => book.change('field_record', about, correctedFields(payload, FIELD)),
  'import-papers.recorded': ({ about, payload }, book) => {
    book.put('import_papers', about, fieldsOf(payload, ['party', ...PAPERS]));
    const paper = { kind: 'importInspection', number: payload.inspectionCertificate ?? null, fileSha256: payload.fileSha256 ?? null };
    if (typeof payload.certificate === 'string') {
      book.put('certificate of papers', about, { certificate: payload.certificate });
      putPaper(book, paper, payload.certificate, textOf(payload.party), codesIn(payload, 'covers'));
    }
    for (const code of codesIn(payload)) book.put('import_papers_batch', `${about}/${code}`, {});
  },
  'import-papers.extended': ({ about, payload }, book) => {
    const certificate = book.get('certificate of papers', about)?.certificate;
    const stands = typeof certificate === 'string' && book.get('certificate', certificate)?.withdrawn === 0;
    for (const code of codesIn(payload)) {
      book.put('import_papers_batch', `${about}/${code}`, {});
    }
    for (const code of stands ? codesIn(payload, 'covers') : []) book.put('batch_certificate', `${code}/${certificate}`, {});
  },
  'import-papers.corrected': ({ about, payload }, book) => book.change('import_papers', about, correctedFields(payload, PAPERS)),
  'transport.recorded': ({ about, payload }, book) => putTransport(book, about, payload, payload),
};
