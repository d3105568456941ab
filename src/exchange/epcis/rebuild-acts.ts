import type { z } from '@hono/zod-openapi';
import { bindCode } from '../../batches/record.ts';
import { reviseBatch } from '../../batches/revise.ts';
import { batchBody, revisionBody } from '../../batches/schemas.ts';
import { recordDisposition } from '../../custody/dispositions.ts';
import { recordOpening } from '../../custody/openings.ts';
import { recordOutsideReceipt } from '../../custody/outside.ts';
import { confirmReceipt } from '../../custody/receipts.ts';
import {
  deliveryBody,
  dispositionBody,
  openingBody,
  outsideBody,
  reasonBody,
  receiptBody,
  shipmentBody,
  takebackBody,
} from '../../custody/schemas.ts';
import { recordShipments } from '../../custody/shipments.ts';
import { recordDelivery, voidShipment } from '../../custody/steps.ts';
import { takeBack } from '../../custody/takeback.ts';
import { partyByRef } from '../../parties/facts.ts';
import type { PartyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalidInput } from '../../platform/problems.ts';
import type { Call } from '../../platform/route.ts';
import { zodProblems } from '../../platform/zod-problems.ts';
import type { IdempotencyClaim, Reply } from '../../store/store.ts';
import { recordTransformation } from '../../trace/transform.ts';
import { transformationBody } from '../../trace/transformation-schemas.ts';
import { reserve } from './rebuild-codes.ts';
import { isOwnBatch, NotMade, shipmentHere, shipmentMadeOf, siteHere, type TellsRecord, type Told } from './rebuild-place.ts';
import { isObject } from './shape.ts';

/** What making a record of an event has at hand. */
export interface Making {
  deps: Deps;
  caller: PartyCaller;
  now: number;
  /** Makes the record once, however often it is tried. */
  claim: IdempotencyClaim;
  told: TellsRecord;
}

/** The entries a record was made with, by kind and subject. */
export interface MadeAs {
  kind: string;
  subject: string;
  revision?: number;
}

/** How one kind of record is made. */
export interface Act {
  /** Whether it is recorded here already. */
  isKnown(making: Making): Promise<boolean>;
  /** By the same use case as a request of the party. */
  make(making: Making): Promise<Reply>;
  madeAs(making: Making, reply: { [name: string]: unknown }): MadeAs[] | Promise<MadeAs[]>;
}

function callOf<P, B>({ caller, now, claim }: Making, params: P, body: B, ifMatch?: number): Call<P, Record<string, never>, B> {
  return {
    caller,
    params,
    query: {},
    body,
    raw: new Uint8Array(),
    locale: 'zh',
    now,
    requestId: '',
    request: new Request('http://localhost/'),
    ifMatch,
    claim,
  };
}

/** @throws {Problem} invalid-input as a request with that body would be answered */
function read<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalidInput(zodProblems(result.error.issues, body));
}

async function withSite({ deps, caller, told }: Making): Promise<Told> {
  return told.site ? { ...told.body, site: await siteHere(deps, caller.party.id, told.site) } : told.body;
}

const never = async () => false;

/** Whether a record of the party has the public id: its own document came back to where it was told. */
function hasId(table: 'opening' | 'receipt' | 'disposition' | 'shipment' | 'transformation') {
  return async ({ deps, caller, told }: Making): Promise<boolean> => {
    const row = await deps.store.read
      .selectFrom(table)
      .select('id')
      .where('publicId', '=', told.id)
      .where('partyId', '=', caller.party.id)
      .executeTakeFirst();
    return row !== undefined;
  };
}

const batch: Act = {
  isKnown: (making) => isOwnBatch(making, making.told.id),
  make: async (making) => {
    const body = read(batchBody, await withSite(making));
    await reserve(making, [making.told.id]);
    return bindCode(making.deps, callOf(making, {}, { traceCode: making.told.id, batch: body }), making.caller);
  },
  madeAs: ({ told }) => [{ kind: 'batch.recorded', subject: `batch/${told.id}` }],
};

const revision: Act = {
  isKnown: async (making) =>
    (await isOwnBatch(making, making.told.id)) && ((await revisionHere(making.deps, making.told.id)) ?? 0) >= making.told.revision,
  make: async (making) => {
    const { deps, told, caller } = making;
    const here = await revisionHere(deps, told.id);
    if (here !== told.revision - 1)
      throw new NotMade({ zh: '更正之前的版本不在本系统。', en: 'The revision before this correction is not recorded here.' });
    const body = read(revisionBody, told.body);
    return reviseBatch(deps, callOf(making, { traceCode: told.id }, body, here), caller);
  },
  madeAs: ({ told }) => [{ kind: 'batch.revised', subject: `batch/${told.id}`, revision: told.revision }],
};

async function revisionHere(deps: Deps, traceCode: string): Promise<number | undefined> {
  const row = await deps.store.read.selectFrom('batch').select('revision').where('traceCode', '=', traceCode).executeTakeFirst();
  return row?.revision;
}

/** Stands for a natural person, whose name is not told to others. */
const PERSON = '个人';

const shipment: Act = {
  isKnown: async (making) => {
    const { deps, caller, told } = making;
    return (await hasId('shipment')(making)) || (await shipmentMadeOf(deps, caller.party.uscc ?? '', told.id)) !== undefined;
  },
  make: async (making) => {
    const body = read(shipmentBody, { ...(await withSite(making)), to: await addressee(making) });
    return recordShipments(making.deps, callOf<unknown, unknown>(making, {}, body), making.caller);
  },
  madeAs: (_, reply) => [{ kind: 'shipment.recorded', subject: `shipment/${String(reply.id)}` }],
};

async function addressee({ deps, caller, told }: Making): Promise<Told> {
  const to = isObject(told.told.to) ? told.told.to : {};
  const uscc = typeof to.uscc === 'string' ? to.uscc : undefined;
  const named = { name: typeof to.name === 'string' ? to.name : PERSON, ...(uscc === undefined ? {} : { uscc }) };
  const party = uscc === undefined ? null : await partyByRef(deps.store.read, `uscc:${uscc}`);
  const toSite = told.told.toSite;
  if (!party || !isObject(toSite)) return named;
  try {
    return { ...named, site: await siteHere(deps, party.id, toSite) };
  } catch (error) {
    // A buyer’s goods go to its first site where the one that was named is not registered; goods moved between own sites need theirs.
    if (error instanceof NotMade && party.id !== caller.party.id) return named;
    throw error;
  }
}

/** An act on a shipment that was recorded before. */
function onShipment<S extends z.ZodType>(
  kind: string,
  schema: S,
  act: (deps: Deps, call: Call<{ id: string }, unknown, z.output<S>>, caller: PartyCaller) => Promise<Reply>,
): Act {
  const here = ({ deps, told }: Making) => shipmentHere(deps, told.told.from, told.id);
  return {
    isKnown: never,
    make: async (making) => {
      const id = await here(making);
      return act(making.deps, callOf(making, { id }, read(schema, await withSite(making))), making.caller);
    },
    madeAs: async (making) => [{ kind, subject: `shipment/${await here(making)}` }],
  };
}

const outside: Act = {
  isKnown: hasId('receipt'),
  make: async (making) => {
    const supplier = isObject(making.told.told.supplier) ? making.told.told.supplier : {};
    const { natural: _, ...from } = supplier;
    const goods = await incoming(making);
    const body = read(outsideBody, { ...(await withSite(making)), from: { name: PERSON, ...from }, lines: goods.lines });
    return recordOutsideReceipt(making.deps, callOf(making, {}, { ...body, lines: withCodes(body.lines, goods.codes) }), making.caller);
  },
  madeAs: (making, reply) => [{ kind: 'receipt.recorded', subject: `receipt/${String(reply.id)}` }, ...describedIn(making)],
};

const opening: Act = {
  isKnown: hasId('opening'),
  make: async (making) => {
    const goods = await incoming(making);
    const body = read(openingBody, { ...(await withSite(making)), lines: goods.lines });
    return recordOpening(making.deps, callOf(making, {}, { ...body, lines: withCodes(body.lines, goods.codes) }), making.caller);
  },
  madeAs: (making, reply) => [{ kind: 'opening.recorded', subject: `opening/${String(reply.id)}` }, ...describedIn(making)],
};

const transformation: Act = {
  isKnown: hasId('transformation'),
  make: async (making) => {
    const outputs = outputsTold(making);
    const body = read(transformationBody, {
      ...(await withSite(making)),
      outputs: outputs.map(({ traceCode, described }) => ({ ...(isObject(described) ? described : {}), traceCode })),
    });
    await reserve(
      making,
      outputs.map(({ traceCode }) => String(traceCode)),
    );
    return recordTransformation(making.deps, callOf(making, {}, body), making.caller);
  },
  madeAs: (making, reply) => [
    { kind: 'transformation.recorded', subject: `transformation/${String(reply.id)}` },
    ...outputsTold(making).map(({ traceCode }) => ({ kind: 'batch.recorded', subject: `batch/${String(traceCode)}` })),
  ],
};

const outputsTold = ({ told }: Making): Told[] => goodsIn(told.body.outputs);

const linesTold = ({ told }: Making): Told[] => goodsIn(told.body.lines);

/** More lines than any record takes: each of them is looked up before the record is read. */
const MOST_LINES = 1_000;

/** @throws {NotMade} for too many */
function goodsIn(list: unknown): Told[] {
  const lines = Array.isArray(list) ? list.filter(isObject) : [];
  if (lines.length > MOST_LINES)
    throw new NotMade({ zh: `一条记录至多 ${MOST_LINES} 行。`, en: `A record has at most ${MOST_LINES} lines.` });
  return lines;
}

/** Lines of goods: named where they are recorded here, else described under the code they had. */
async function incoming(making: Making): Promise<{ lines: Told[]; codes: (string | undefined)[] }> {
  const lines: Told[] = [];
  const codes: (string | undefined)[] = [];
  for (const { traceCode, quantity, described } of linesTold(making)) {
    const isNew = isObject(described) && !(await isOwnBatch(making, traceCode));
    lines.push(isNew ? { ...described, quantity } : { traceCode, quantity });
    codes.push(isNew ? String(traceCode) : undefined);
  }
  const fresh = codes.filter((code) => code !== undefined);
  if (fresh.length > 0) await reserve(making, fresh);
  return { lines, codes };
}

/** The codes new batches are to have, beside what is read of a body. */
function withCodes<L extends object>(lines: readonly L[], codes: readonly (string | undefined)[]): L[] {
  return lines.map((line, i) => (codes[i] === undefined ? line : { ...line, reservedCode: codes[i] }));
}

function describedIn(making: Making): MadeAs[] {
  return linesTold(making).flatMap(({ traceCode, described }) =>
    isObject(described) ? [{ kind: 'batch.recorded', subject: `batch/${String(traceCode)}` }] : [],
  );
}

const disposition: Act = {
  isKnown: hasId('disposition'),
  make: async (making) => recordDisposition(making.deps, callOf(making, {}, read(dispositionBody, await withSite(making))), making.caller),
  madeAs: (_, reply) => [{ kind: 'disposition.recorded', subject: `disposition/${String(reply.id)}` }],
};

/** How each kind of record is made again. A batch that is described comes with the record that tells of its coming. */
export const acts: Readonly<Record<string, Act>> = {
  batch,
  revision,
  transformation,
  shipment,
  void: onShipment('shipment.voided', reasonBody, voidShipment),
  delivery: onShipment('shipment.delivered', deliveryBody, recordDelivery),
  receipt: onShipment('shipment.received', receiptBody, confirmReceipt),
  takeback: onShipment('shipment.takenBack', takebackBody, takeBack),
  outside,
  opening,
  disposition,
};
