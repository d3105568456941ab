import { type Book, type Fields, fieldsOf, jsonOf, listOf, type Payload, partOf, said, type Tellers, type Told, textOf } from './book.ts';
import { putTransport } from './roles.ts';

/** A line of goods: which batch, how much. */
function lineFields(line: Payload): Fields {
  return { traceCode: said(line.traceCode), ...fieldsOf(partOf(line.quantity), ['amount', 'unit']) };
}

/** Lines as takebacks and amendments keep them: number and amount. */
function keptLines(lines: readonly Payload[]): string {
  return jsonOf(lines.map(({ n = null, quantity }) => ({ n, ...fieldsOf(partOf(quantity), ['amount', 'unit']) })));
}

function putLines(book: Book, table: string, about: string, lines: readonly Payload[], more: (line: Payload) => Fields = () => ({})): void {
  for (const [i, line] of lines.entries()) book.put(table, `${about}/${i + 1}`, { ...lineFields(line), ...more(line) });
}

const NOT_OUTSIDE: Fields = { fromName: null, fromUscc: null, fromAddress: null, fromContact: null };

function received({ about, chain, payload }: Told, book: Book): void {
  book.change('shipment', about, { state: said(payload.state) });
  book.put('shipment_end', about, { kind: 'receipt', chain });
  const receipt = textOf(payload.receipt);
  book.put('receipt', receipt, {
    shipment: about,
    ...fieldsOf(payload, ['party', 'site', 'by', 'outcome', 'receivedAt', 'signedName', 'reason', 'actedBy']),
    checks: jsonOf(payload.checks),
    ...NOT_OUTSIDE,
  });
  for (const [i, photo] of listOf(payload.photos).entries())
    book.put('receipt_photo', `${receipt}/${i + 1}`, fieldsOf(photo, ['sha256', 'size', 'mediaType']));
  const shipped = book.table('receipt of shipment');
  shipped.set(about, { receipt });
  putLines(book, 'receipt_line', receipt, listOf(payload.lines), (line) => ({ lineN: said(line.n), outcome: said(line.outcome) }));
}

/** A firm registers, and shipments to its credit code become its own. */
function joined({ payload }: Told, book: Book): void {
  const [party, site] = [said(payload.party), said(payload.site)];
  for (const shipment of Array.isArray(payload.shipments) ? payload.shipments.map(textOf) : []) {
    book.change('shipment', shipment, { toParty: party, toSite: site });
    const receipt = book.get('receipt of shipment', shipment)?.receipt;
    if (typeof receipt === 'string') book.change('receipt', receipt, { party, site });
  }
}

function amended({ about, kind, payload }: Told, book: Book): void {
  book.change('amendment', textOf(payload.amendment), { state: kind.slice('amendment.'.length) });
  if (payload.state !== undefined) book.change('shipment', about, { state: said(payload.state) });
}

/** Goods that were there on the first day: those that were described became batches with the entry, those that were named come to what is known of them. */
function opened({ about, at, chain, payload }: Told, book: Book): void {
  book.put('opening', about, fieldsOf(payload, ['party', 'site', 'asOf']));
  for (const [i, line] of listOf(payload.lines).entries()) {
    const { traceCode = null, amount = null, unit = null } = lineFields(line);
    const batch = book.get('batch', String(traceCode));
    const first = book.get('batch_revision', `${traceCode}/1`);
    const isDescribed = batch?.origin === 'opening' || (batch?.origin === 'own' && partOf(line).ownMake === true);
    if (isDescribed && batch.ledgerChain === chain && batch.site === payload.site && first?.at === at) continue;
    book.put('goods found', `${traceCode} ${payload.party} ${payload.site}#${about}/${i}`, {
      traceCode,
      amount: amount ?? null,
      unit: unit ?? null,
    });
  }
}

export const custodyTellers: Tellers = {
  'shipment.recorded': ({ about, payload }, book) => {
    const to = partOf(payload.to);
    book.put('shipment', about, {
      ...fieldsOf(payload, ['party', 'site', 'purpose', 'documentNumber', 'shippedAt', 'deliveredAt', 'actedBy']),
      toParty: said(to.party),
      toSite: said(to.site),
      ...(to.name === null ? {} : { toName: said(to.name) }),
      ...(said(to.uscc) === null ? {} : { toUscc: said(to.uscc) }),
      state: 'in-transit',
    });
    putLines(book, 'shipment_line', about, listOf(payload.lines), (line) => fieldsOf(line, ['revision', 'pieces']));
    if (payload.transport !== undefined) putTransport(book, about, payload, partOf(payload.transport));
  },
  'shipment.received': received,
  'shipment.voided': ({ about, chain }, book) => {
    book.change('shipment', about, { state: 'void' });
    book.put('shipment_end', about, { kind: 'void', chain });
  },
  'shipment.delivered': ({ about, payload }, book) => book.change('shipment', about, { deliveredAt: said(payload.deliveredAt) }),
  'shipment.takenBack': ({ about, payload }, book) => {
    book.change('shipment', about, { state: said(payload.state) });
    const lines = keptLines(listOf(payload.lines));
    book.put('takeback', textOf(payload.takeback), { shipment: about, ...fieldsOf(payload, ['reason', 'actedBy']), lines });
  },
  'shipments.joined': joined,
  'amendment.proposed': ({ about, payload }, book) => {
    const lines = keptLines(listOf(payload.lines));
    book.put('amendment', textOf(payload.amendment), {
      shipment: about,
      ...fieldsOf(payload, ['party', 'reason']),
      lines,
      state: 'proposed',
    });
  },
  'amendment.accepted': amended,
  'amendment.settled': amended,
  'amendment.refused': amended,
  'amendment.withdrawn': amended,
  'receipt.recorded': ({ about, payload }, book) => {
    const from = partOf(payload.from);
    book.put('receipt', about, {
      shipment: null,
      ...fieldsOf(payload, ['party', 'site', 'receivedAt', 'actedBy']),
      by: 'key',
      outcome: 'accepted',
      signedName: null,
      reason: null,
      checks: jsonOf(payload.checks),
      fromName: said(from.name),
      ...(said(from.uscc) === null ? {} : { fromUscc: said(from.uscc) }),
      fromAddress: said(from.address),
      fromContact: said(from.contact),
    });
    putLines(book, 'receipt_line', about, listOf(payload.lines), () => ({ lineN: null, outcome: 'accepted' }));
  },
  'disposition.recorded': ({ about, payload }, book) => {
    book.put('disposition', about, fieldsOf(payload, ['party', 'site', 'kind', 'at', 'actedBy']));
    putLines(book, 'disposition_line', about, listOf(payload.lines));
  },
  'opening.recorded': opened,
  'display.shown': ({ about, payload }, book) => {
    const [traceCode = null] = Array.isArray(payload.traceCodes) ? payload.traceCodes : [];
    book.put('display', about, {
      ...fieldsOf(payload, ['party', 'site', 'place', 'shownFrom', 'actedBy']),
      traceCode: said(traceCode),
      shownTo: null,
    });
  },
  'display.ended': ({ about, payload }, book) => book.change('display', about, { shownTo: said(payload.shownTo) }),
};
