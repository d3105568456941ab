import { quantityView } from '../../batches/views.ts';
import type { FindQueries } from '../../codes/find-queries.ts';
import { identifiers } from '../../codes/gs1/identifiers.ts';
import { checkGtin } from '../../codes/gtin.ts';
import { formatTraceCode } from '../../codes/trace-code.ts';
import { custodyRepository, shipmentBySlip } from '../../custody/repository.ts';
import { SSCC_SCHEME } from '../../custody/shipment-codes.ts';
import { meantBy, storeCodeRepository } from '../../custody/store-code-repository.ts';
import { maskName } from '../../parties/model.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalidInput, Problem } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply } from '../../store/store.ts';
import { type Meaning, type Reading, readCode } from './reading.ts';
import { type BatchRow, MOST, resolveRepository } from './repository.ts';

export interface ResolveQuery {
  code: string;
  scheme?: string | undefined;
  batch?: string | undefined;
  date?: string | undefined;
}

type Found = Extract<Reading, { ok: true }>;
/** A batch or shipment that was found, and by which meaning of the code. */
type Hit = { by: Meaning['kind']; traceCode: string } | { by: Meaning['kind']; shipment: DB['shipment'] } | { by: 'slip'; slip: string };

/**
 * GET /v1/resolve: what a printed code is, to this caller.
 * @throws {Problem} invalid-input for what is no code, not-found for a sound one that names nothing in the caller's scope
 */
export async function resolveCode(deps: Deps, queries: FindQueries, call: Call<unknown, ResolveQuery>): Promise<Reply> {
  const reading = readCode(call.query.code, call.query.scheme);
  if (!reading.ok) throw invalidInput([{ pointer: '/query/code', found: reading.found, expected: reading.expected, fix: reading.fix }]);
  const lookup: Lookup = { deps, queries, call };
  const hits: Hit[] = [];
  for (const meaning of reading.meanings) hits.push(...(await hitsOf(lookup, completed(meaning, call.query))));
  const product = await productOf(lookup, reading);
  const said = {
    form: reading.form,
    meanings: reading.meanings.map((meaning) => meaning.kind),
    elements: reading.elements.map(({ ai, value }) => ({ ai, title: identifiers.get(ai)?.title ?? '', value })),
  };
  if (hits.length === 0 && product === null) throw nothing(said);
  const candidates = await shown(lookup, reading, hits);
  return json(200, { code: call.query.code, ...said, is: verdict(candidates), product, candidates, more: candidates.length >= MOST });
}

interface Lookup {
  deps: Deps;
  queries: FindQueries;
  call: Call<unknown, ResolveQuery>;
}

/** Digits of a barcode with the batch number or date that stands beside them. */
function completed(meaning: Meaning, { batch, date }: ResolveQuery): Meaning {
  if (meaning.kind !== 'goods') return meaning;
  return { ...meaning, lot: meaning.lot ?? batch ?? null, productionDate: meaning.productionDate ?? date ?? null };
}

async function hitsOf(lookup: Lookup, meaning: Meaning): Promise<Hit[]> {
  const { deps, call } = lookup;
  const { read } = deps.store;
  const by = meaning.kind;
  const named = (codes: readonly string[]): Hit[] => [...new Set(codes)].map((traceCode) => ({ by, traceCode }));
  const sent = (rows: readonly DB['shipment'][]): Hit[] => rows.map((shipment) => ({ by, shipment }));
  switch (meaning.kind) {
    case 'traceCode':
      return named((await resolveRepository(read, call.caller).batches([meaning.code])).map((row) => row.traceCode));
    case 'goods':
      return named(await goods(lookup, meaning));
    case 'logisticUnit':
      return sent(await custodyRepository(read, call.caller).byCode(SSCC_SCHEME, meaning.sscc));
    case 'slip':
      return slip(lookup, meaning.slip);
    case 'storeCode':
      return named(await onCounter(lookup, meaning.digits));
    case 'externalCode': {
      const { scheme, value } = meaning;
      const codes = await resolveRepository(read, call.caller).byExternalCode(scheme, value);
      return [...named(codes), ...sent(await custodyRepository(read, call.caller).byCode(scheme, value))];
    }
  }
}

/** Batches of a GTIN by lot and date; by the GTIN alone those the caller has in stock, since it names a product. */
async function goods({ deps, queries, call }: Lookup, asked: Extract<Meaning, { kind: 'goods' }>): Promise<string[]> {
  const { gtin, lot, productionDate } = asked;
  if (lot === null && productionDate === null) return resolveRepository(deps.store.read, call.caller).inStock(gtin);
  const now = await queries.find({ gtin, batch: lot ?? '', made: productionDate ?? '' });
  const before = lot === null ? [] : await queries.formerly({ gtin, lot });
  return [...now, ...before].map((one) => one.traceCode);
}

/** A shipment by the code on its slip: in scope as itself, else as the page that whoever holds the paper may open. */
async function slip({ deps, call }: Lookup, code: string): Promise<Hit[]> {
  const shipment = await custodyRepository(deps.store.read, call.caller).bySlip(code);
  if (shipment) return [{ by: 'slip', shipment }];
  return (await shipmentBySlip(deps.store.read, code)) ? [{ by: 'slip', slip: code }] : [];
}

/** What a label of the caller's own scales stands for now. */
async function onCounter({ deps, call }: Lookup, digits: string): Promise<string[]> {
  if (call.caller.kind !== 'party') return [];
  const rows = await storeCodeRepository(deps.store.read, call.caller.party, call.caller.siteIds).inForce([digits], call.now);
  return [...Map.groupBy(rows, (row) => row.siteId).values()].flatMap((atSite) => meantBy(atSite, digits)).map((row) => row.traceCode);
}

/** The product a GTIN names, where anybody has recorded a batch of it. */
async function productOf({ queries }: Lookup, { meanings }: Found) {
  const meaning = meanings.find((one) => one.kind === 'goods');
  if (!meaning || !checkGtin(meaning.gtin).ok) return null;
  const [known] = await queries.find({ gtin: meaning.gtin });
  return known ? { gtin: meaning.gtin, name: known.productName } : null;
}

async function shown({ deps, call }: Lookup, reading: Found, hits: readonly Hit[]) {
  const codes = new Map(hits.flatMap((hit) => ('traceCode' in hit ? [[hit.traceCode, hit.by] as const] : [])));
  const repository = resolveRepository(deps.store.read, call.caller);
  const rows = narrowed(await repository.batches([...codes.keys()]), reading);
  const holdings = Map.groupBy(await repository.holdings(rows.map((row) => row.id)), (row) => row.batchId);
  const partyId = call.caller.kind === 'party' ? call.caller.party.id : null;
  const batches = rows.map((row) => ({
    type: 'batch' as const,
    by: codes.get(row.traceCode),
    ...batchView(deps, row),
    own: row.partyId === partyId,
    held: (holdings.get(row.id) ?? []).map(({ steps, unit, unitCode, siteId, siteName }) => ({
      site: { id: siteId, name: siteName },
      quantity: quantityView(steps, unit, unitCode),
    })),
  }));
  return [...batches, ...hits.flatMap((hit) => ('traceCode' in hit ? [] : [otherView(deps, hit, partyId)]))].slice(0, MOST);
}

/** An expiry that was read along decides among batches, where it fits one of them. */
function narrowed(rows: BatchRow[], { meanings }: Found): BatchRow[] {
  const expiresOn = meanings.flatMap((one) => (one.kind === 'goods' && one.expiresOn !== null ? [one.expiresOn] : []))[0];
  const fitting = rows.filter((row) => row.expiresOn === expiresOn);
  return fitting.length > 0 ? fitting : rows;
}

function batchView(deps: Deps, row: BatchRow) {
  const code = formatTraceCode(row.traceCode);
  return {
    traceCode: code,
    scanUrl: `${deps.publicUrl}/t/${code}`,
    product: { name: row.productName, specification: row.specification, gtin: row.gtin },
    producer: row.natural === 1 ? maskName(row.clearName ?? row.producer) : row.producer,
    batchNumber: row.batchNumber,
    productionDate: row.productionDate,
    expiresOn: row.expiresOn,
  };
}

function otherView(deps: Deps, hit: Exclude<Hit, { traceCode: string }>, partyId: number | null) {
  if ('slip' in hit) return { type: 'slip' as const, by: hit.by, slipUrl: `${deps.publicUrl}/s/${hit.slip}` };
  const { shipment } = hit;
  return {
    type: 'shipment' as const,
    by: hit.by,
    id: shipment.publicId,
    state: shipment.state,
    direction: partyId === null ? null : shipment.partyId === partyId ? ('out' as const) : ('in' as const),
    documentNumber: shipment.documentNumber,
    shippedAt: formatInstant(shipment.shippedAt),
    slipUrl: `${deps.publicUrl}/s/${shipment.slip}`,
  };
}

function verdict(candidates: readonly { type: 'batch' | 'shipment' | 'slip' }[]) {
  const [only, another] = candidates;
  return only === undefined ? ('product' as const) : another === undefined ? only.type : ('choice' as const);
}

function nothing(said: Record<string, unknown>): Problem {
  return new Problem(
    'not-found',
    {
      zh: '编码本身无误，但在您的权限范围内没有对应的记录。',
      en: 'The code is sound, but nothing is recorded under it within your scope.',
    },
    { extra: said },
  );
}
