import {
  type Book,
  type Fields,
  fieldsOf,
  jsonOf,
  listOf,
  type Payload,
  partOf,
  quantityFields,
  said,
  type Tellers,
  type Told,
  textOf,
} from './book.ts';

const PRODUCT = ['name', 'specification', 'category', 'directoryItem', 'foodClass', 'gtin'];
const BATCH = ['batchNumber', 'lot', 'productionDate', 'productionDateTo', 'productionTime', 'expiresOn', 'expiresBy'];
const PAPER = ['kind', 'number', 'issuer', 'issuedOn', 'validUntil', 'conclusion', 'fileSha256'];

function batchFields({ chain, seq, hash, payload }: Told): Fields {
  return {
    product: said(partOf(payload.product).id),
    ...fieldsOf(payload, BATCH),
    ...quantityFields(payload.quantity),
    commissionedBy: jsonOf(payload.commissionedBy),
    materials: jsonOf(payload.materials),
    actedBy: said(payload.actedBy),
    revision: said(payload.revision),
    ledgerChain: chain,
    ledgerSeq: seq,
    ledgerHash: hash,
  };
}

/** A document with the batches it covers. */
export function putPaper(book: Book, paper: Payload, id: string, party: string, codes: readonly string[]): void {
  book.put('certificate', id, { party, ...fieldsOf(paper, PAPER), results: jsonOf(paper.results), withdrawn: 0 });
  for (const code of codes) book.put('batch_certificate', `${code}/${id}`, {});
}

function putRevision(book: Book, { about, at, seq, payload }: Told): void {
  book.put('batch_revision', `${about}/${said(payload.revision)}`, { at, ledgerSeq: seq });
}

/** What a batch brings to its maker's goods; of goods from outside it is the receipt that brings them. */
function putMade(book: Book, code: string, steps: Fields[string] | undefined, isFirst: boolean): void {
  const batch = book.get('batch', code);
  const known = book.get('goods made of', code);
  if (!batch || typeof steps !== 'number') return;
  const before = isFirst && batch.origin === 'outside' ? steps : Number(known?.steps ?? 0);
  const key = `${code} ${batch.party} ${batch.site}`;
  book.put('goods made', key, { steps: Number(book.get('goods made', key)?.steps ?? 0) + steps - before });
  book.put('goods made of', code, { steps });
}

function putInputs(book: Book, outputs: readonly string[], inputs: readonly Payload[]): void {
  for (const [i, input] of inputs.entries()) {
    const { amount, unit } = input.quantity === undefined ? input : partOf(input.quantity);
    const fields = { traceCode: said(input.traceCode), revision: said(input.revision), amount: said(amount), unit: said(unit) };
    book.put('transformation_input', `${[...outputs].sort().join('+')}/${i + 1}`, fields);
  }
}

export const goodsTellers: Tellers = {
  'product.recorded': ({ about, payload }, book) => {
    const product = partOf(payload.product);
    const shelfLife = partOf(product.shelfLife);
    book.put('product', about, {
      ...fieldsOf(payload, ['party', 'digest']),
      ...fieldsOf(product, PRODUCT),
      shelfLifeValue: said(shelfLife.value),
      shelfLifeUnit: said(shelfLife.unit),
      packaging: jsonOf(product.packaging),
      ingredients: jsonOf(product.ingredients),
      claims: jsonOf(product.claims),
    });
  },
  'batch.recorded': (entry, book) => {
    const { about, payload } = entry;
    const party = textOf(payload.party);
    book.put('batch', about, { party, site: said(payload.site), origin: said(payload.origin), ...batchFields(entry) });
    putRevision(book, entry);
    putMade(book, about, book.get('batch', about)?.steps, true);
    for (const paper of listOf(payload.certificates)) putPaper(book, paper, textOf(paper.id), party, [about]);
    putInputs(book, [about], listOf(payload.inputs));
    for (const { scheme, value } of listOf(payload.externalCodes))
      book.put('external_code', `${textOf(scheme)}/${textOf(value)}/${about}`, {});
  },
  'batch.revised': (entry, book) => {
    const { about, payload } = entry;
    book.change('batch', about, batchFields(entry));
    putMade(book, about, book.get('batch', about)?.steps, false);
    putRevision(book, entry);
    for (const paper of listOf(payload.certificatesAdded)) putPaper(book, paper, textOf(paper.id), textOf(payload.party), [about]);
  },
  'transformation.recorded': ({ payload }, book) => {
    const outputs = listOf(payload.outputs).map((output) => textOf(output.traceCode));
    putInputs(book, outputs, listOf(payload.inputs));
    // Papers of what went in stand for what came out as well.
    for (const paper of Array.isArray(payload.papers) ? payload.papers.map(textOf) : [])
      for (const code of outputs) book.put('batch_certificate', `${code}/${paper}`, {});
  },
  'certificate.added': ({ about, payload }, book) => {
    const codes = Array.isArray(payload.traceCodes) ? payload.traceCodes.map(textOf) : [];
    putPaper(book, payload, about, textOf(payload.party), codes);
  },
  'certificate.withdrawn': ({ about }, book) => book.change('certificate', about, { withdrawn: 1 }),
};
