import type { z } from '@hono/zod-openapi';
import { recordBatches } from '../../batches/record.ts';
import { batchBody } from '../../batches/schemas.ts';
import { type Drafting, draftBatch, drafting } from '../../batches/usecases.ts';
import { recordDisposition } from '../../custody/dispositions.ts';
import { recordOutsideReceipt } from '../../custody/outside.ts';
import { confirmReceipt } from '../../custody/receipts.ts';
import { dispositionBody, outsideBody, receiptBody, shipmentBody } from '../../custody/schemas.ts';
import { recordShipments } from '../../custody/shipments.ts';
import { registrationBody } from '../../parties/schemas.ts';
import { registerParty } from '../../parties/usecases.ts';
import { type Caller, partyCaller, type Right } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalidInput } from '../../platform/problems.ts';
import type { Call } from '../../platform/route.ts';
import type { Column } from './columns.ts';
import { batchesColumns, dispositionsColumns, productsColumns, receiptsColumns, shipmentsColumns } from './kinds/goods-columns.ts';
import { partyColumns } from './kinds/parties-columns.ts';
import { receiptOf, shipmentNamed } from './kinds/receipts.ts';
import type { ImportKind } from './model.ts';
import { type ProductBody, productBody, recordProducts } from './products.ts';

export type Body = Record<string, unknown>;

/** What the rows of one import share while they are read or recorded. */
export interface Work {
  /** Over a dry store while rows are checked. */
  deps: Deps;
  caller: Caller;
  now: number;
  /** Public ids of the party's sites by name, where the name is one site's alone. */
  sites: ReadonlyMap<string, string>;
  /** Products and sites looked up already; made anew for each part of the file. */
  drafting?: Drafting;
}

/** One kind of import: its template, and the use case of the API its rows go through. */
export interface Kind {
  columns: readonly Column[];
  /** Columns by which rows become one document, the first that is filled. */
  grouping: readonly string[];
  /** The right a key must carry; null where whoever may import may. */
  right: Right | null;
  /** Documents of one commit. */
  most: number;
  /** Where a refusal of the whole body belongs. */
  identity: string;
  /** What stands for fields that were wrong, so that the rest can still be looked at. */
  stand: Body;
  schema(body: Body): z.ZodType;
  /** The body of the API, from what the columns made. */
  shape(body: Body): Body;
  /** Carries it out. @throws {Problem} as the API does */
  record(work: Work, bodies: readonly Body[]): Promise<unknown>;
  /** Refuses as `record` would, without judging what would be recorded; `record` itself over a dry store where that is not told apart. */
  check?(work: Work, body: Body): Promise<unknown>;
}

const unchanged = (body: Body) => body;

/** A request as the use cases take it. */
function callOf<P, Q, B>(work: Work, parts: { params?: P; query?: Q; body: B }): Call<P, Q, B> {
  return {
    caller: work.caller,
    params: parts.params as P,
    query: parts.query as Q,
    body: parts.body,
    raw: new Uint8Array(),
    locale: 'zh',
    now: work.now,
    requestId: '',
    request: new Request('http://localhost/v1/imports'),
    ifMatch: undefined,
    claim: undefined,
  };
}

const first = <T>(bodies: readonly Body[]): T => bodies[0] as T;
const arrayQuery = { mode: 'all-or-nothing' };

const parties: Kind = {
  columns: partyColumns,
  grouping: [],
  right: null,
  most: 1,
  identity: '/uscc',
  // A farmer needs no credit code, so none is missed in the place of a kind that was wrong.
  stand: { name: '示例', kinds: ['farmer'], regionCode: '330110' },
  schema: () => registrationBody,
  shape: unchanged,
  record: (work, bodies) => registerParty(work.deps, callOf(work, { body: first<z.output<typeof registrationBody>>(bodies) })),
};

const products: Kind = {
  columns: productsColumns,
  grouping: [],
  right: 'batches',
  most: 500,
  identity: '',
  stand: { name: '示例', category: 'food' },
  schema: () => productBody,
  shape: unchanged,
  record: (work, bodies) => recordProducts(work.deps, partyCaller(work), bodies as readonly ProductBody[], work.now),
};

const batches: Kind = {
  columns: batchesColumns,
  grouping: [],
  right: 'batches',
  most: 500,
  identity: '',
  stand: { product: { name: '示例', category: 'food' } },
  schema: () => batchBody,
  shape: unchanged,
  record: (work, bodies) => recordBatches(work.deps, callOf(work, { query: arrayQuery, body: bodies }), partyCaller(work)),
  check: async (work, body) => {
    work.drafting ??= drafting(work.deps, partyCaller(work), work.now);
    const drafted = await draftBatch(work.drafting, body as z.output<typeof batchBody>, '');
    if ('errors' in drafted) throw invalidInput(drafted.errors);
  },
};

const shipments: Kind = {
  columns: shipmentsColumns,
  grouping: ['/documentNumber'],
  right: 'custody',
  most: 100,
  identity: '',
  stand: { purpose: 'sale', to: { name: '示例有限公司' } },
  schema: () => shipmentBody,
  shape: unchanged,
  record: (work, bodies) =>
    recordShipments(work.deps, callOf(work, { query: arrayQuery, body: bodies.length === 1 ? bodies[0] : bodies }), partyCaller(work)),
};

const receipts: Kind = {
  columns: receiptsColumns,
  grouping: ['/shipment', '/document'],
  right: 'custody',
  most: 1,
  identity: '/shipment',
  stand: { from: { name: '示例有限公司' } },
  schema: (body) => (body.shipment === undefined ? outsideBody : receiptBody.extend({ shipment: shipmentNamed })),
  shape: receiptOf,
  record: async (work, bodies) => {
    const { shipment, ...body } = first<Body>(bodies);
    const caller = partyCaller(work);
    if (shipment === undefined)
      return recordOutsideReceipt(work.deps, callOf(work, { body: body as z.output<typeof outsideBody> }), caller);
    const id = await shipmentIdOf(work, String(shipment));
    return confirmReceipt(work.deps, callOf(work, { params: { id }, body: body as z.output<typeof receiptBody> }), caller);
  },
};

/** A shipment by its id, or by the code of its slip, the address of which may be given whole. */
async function shipmentIdOf(work: Work, written: string): Promise<string> {
  const text = written.replace(/^.*\/s\//, '');
  const row = await work.deps.store.read
    .selectFrom('shipment')
    .select('publicId')
    .where('slip', '=', text)
    .where('toPartyId', '=', partyCaller(work).party.id)
    .executeTakeFirst();
  return row?.publicId ?? text;
}

const dispositions: Kind = {
  columns: dispositionsColumns,
  grouping: ['/document'],
  right: 'custody',
  most: 1,
  identity: '',
  stand: { kind: 'sold' },
  schema: () => dispositionBody,
  shape: ({ document: _, ...body }) => body,
  record: (work, bodies) =>
    recordDisposition(work.deps, callOf(work, { body: first<z.output<typeof dispositionBody>>(bodies) }), partyCaller(work)),
};

export const kinds: Readonly<Record<ImportKind, Kind>> = { parties, products, batches, shipments, receipts, dispositions };
