import { filesOfParty } from '../batches/stored-files.ts';
import { newPublicId } from '../codes/ids.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { conceal } from '../ledger/personal.ts';
import { partyByRef } from '../parties/facts.ts';
import { revealed } from '../parties/repository.ts';
import { type Caller, chainOf, type PartyCaller } from '../platform/caller.ts';
import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { judgeRecords } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { shipmentContext } from './facts.ts';
import { custodyRepository, linesOf, type Read } from './repository.ts';
import { noShipment, signed } from './scope.ts';
import { outOfRange, type Reading } from './temperatures.ts';
import { notInFuture } from './times.ts';
import { rangeAsked, rangeOf, readingsOf, transportFacts } from './transport-facts.ts';
import type { TransportInput } from './transport-schemas.ts';

type Row = DB['transport'];

/** A transport ready to be committed with its shipment or by itself. */
export interface TransportDraft {
  row: Row;
  personal: DB['personal'][];
  /** Public id of a carrier registered here. */
  carrier: string | null;
}

const tenths = (degrees: number | undefined): number | null => (degrees === undefined ? null : Math.round(degrees * 10));

/** What one party may record of one shipment: every record, and every reading of it, is read again with the next. */
const MOST = { transports: 20, readings: 10_000 };

/** Readings outside the range that an entry or a reply lists; it says how many there are. */
const SHOWN = 100;

/** Faults of one kind a refusal lists. */
const TOLD = 20;

/**
 * Checks a transport and makes its row.
 * @param range the range a transport recorded earlier asks for, where this one names none
 */
export async function draftTransport(
  deps: Deps,
  caller: PartyCaller,
  shipmentId: number,
  input: TransportInput,
  at: { now: number; root: string; range?: { minC10: number | null; maxC10: number | null } },
): Promise<{ draft: TransportDraft } | { errors: ProblemDetail[] }> {
  const carrier = input.carrier?.party === undefined ? null : await partyByRef(deps.store.read, input.carrier.party);
  const range = rangeSaid(input, at.range);
  const errors = [
    ...(input.carrier?.party !== undefined && carrier?.state !== 'approved' ? [noCarrier(input.carrier.party, at.root)] : []),
    ...wrongRange(range, at.root),
    ...readAhead(input.readings ?? [], at),
    ...(await unknownLog(deps, caller, input.logFileSha256, at.root)),
  ];
  if (errors.length > 0) return { errors };
  const [id = 0] = await deps.store.ids(1);
  const plate = input.plate === undefined ? null : conceal(deps.random, input.plate.trim());
  const row: Row = {
    id,
    publicId: newPublicId(deps.random),
    shipmentId,
    partyId: caller.party.id,
    ...carrierColumns(carrier?.id ?? null, input),
    plate: plate?.commitment ?? null,
    bulk: input.bulk ? 1 : 0,
    ...range,
    readings: readingsText(input.readings ?? []),
    logSha256: input.logFileSha256 ?? null,
    waybill: input.waybill?.trim() ?? null,
    permit: input.permit?.trim() ?? null,
    actedBy: signed(caller).actedBy,
    at: at.now,
  };
  return { draft: { row, personal: plate ? [plate.row] : [], carrier: carrier?.publicId ?? null } };
}

function carrierColumns(carrierId: number | null, { carrier }: TransportInput): Pick<Row, 'carrierId' | 'carrierName'> {
  return { carrierId, carrierName: carrierId === null ? (carrier?.name?.trim() ?? null) : null };
}

function rangeSaid(
  { minC, maxC }: TransportInput,
  before: { minC10: number | null; maxC10: number | null } = { minC10: null, maxC10: null },
) {
  return { minC10: tenths(minC) ?? before.minC10, maxC10: tenths(maxC) ?? before.maxC10 };
}

function readAhead(readings: NonNullable<TransportInput['readings']>, { now, root }: { now: number; root: string }): ProblemDetail[] {
  return readings.flatMap((one, i) => notInFuture(parseInstant(one.at) ?? 0, now, `${root}/readings/${i}/at`)).slice(0, TOLD);
}

function readingsText(readings: NonNullable<TransportInput['readings']>): string | null {
  if (readings.length === 0) return null;
  return JSON.stringify(readings.map(({ at, c }): Reading => ({ at: parseInstant(at) ?? 0, c10: Math.round(c * 10) })));
}

async function unknownLog(deps: Deps, caller: PartyCaller, sha256: string | undefined, root: string): Promise<ProblemDetail[]> {
  return sha256 === undefined ? [] : filesOfParty(deps.store.read, caller.party.id, sha256, `${root}/logFileSha256`);
}

function noCarrier(found: string, root: string): ProblemDetail {
  return {
    pointer: `${root}/carrier/party`,
    found,
    expected: { zh: '已通过登记的承运方', en: 'a carrier whose registration is approved' },
    fix: {
      zh: '填写其 id 或 uscc:统一社会信用代码；未登记的填写 name',
      en: 'give its id, or uscc: and its credit code; name one that is not registered',
    },
  };
}

function wrongRange({ minC10, maxC10 }: { minC10: number | null; maxC10: number | null }, root: string): ProblemDetail[] {
  if (minC10 === null || maxC10 === null || minC10 <= maxC10) return [];
  return [
    {
      pointer: `${root}/minC`,
      found: String(minC10 / 10),
      expected: { zh: '不高于 maxC', en: 'not above maxC' },
      fix: { zh: '核对两个温度', en: 'check the two temperatures' },
    },
  ];
}

/** What a ledger entry keeps of a transport; the readings by their number and digest, since they may be thousands. */
export function transportPayload({ row, carrier }: TransportDraft, range = rangeOf(row)) {
  const outside = outOfRange(readingsOf(row), range);
  return {
    transport: row.publicId,
    carrier,
    carrierName: row.carrierName,
    plate: row.plate,
    bulk: row.bulk === 1,
    minC10: row.minC10,
    maxC10: row.maxC10,
    readings: readingsOf(row).length,
    readingsSha256: row.readings === null ? null : sha256Hex(row.readings),
    outOfRange: outside.slice(0, SHOWN).map(({ at, c10 }) => ({ at, c10 })),
    outOfRangeCount: outside.length,
    logSha256: row.logSha256,
    waybill: row.waybill,
    permit: row.permit,
  };
}

/** The shipment a caller may say something of on the way, or read it: its two sides, their authority, and the carrier a side named. */
async function carriedInScope(read: Read, caller: Caller, publicId: string): Promise<DB['shipment']> {
  const own = await custodyRepository(read, caller).shipment(publicId);
  if (own) return own;
  const row =
    caller.kind === 'party'
      ? await read
          .selectFrom('shipment')
          .innerJoin('transport', 'transport.shipmentId', 'shipment.id')
          .selectAll('shipment')
          .where('shipment.publicId', '=', publicId)
          .where('transport.carrierId', '=', caller.party.id)
          .executeTakeFirst()
      : undefined;
  if (!row) throw noShipment();
  return row;
}

/**
 * POST /v1/shipments/{id}/transport, by the shipper or the carrier it named.
 * @throws {Problem} not-found for strangers; forbidden for the buyer
 */
export function recordTransport(deps: Deps, call: Call<{ id: string }, unknown, TransportInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const { read } = deps.store;
    const shipment = await carriedInScope(read, caller, call.params.id);
    const before = await transportsOf(read, [shipment.id]);
    const isCarrier = before.some((row) => row.carrierId === caller.party.id);
    if (shipment.partyId !== caller.party.id && !isCarrier)
      throw new Problem('forbidden', { zh: '运输情况由发货方或者承运方记录。', en: 'The shipper or the carrier records the transport.' });
    refuseTooMany(
      before.filter((row) => row.partyId === caller.party.id),
      call.body,
    );
    const drafted = await draftTransport(deps, caller, shipment.id, call.body, {
      now: call.now,
      root: '',
      range: rangeAsked(before, shipment.partyId),
    });
    if ('errors' in drafted) throw invalidInput(drafted.errors);
    const { draft } = drafted;
    const lines = (await linesOf(read, [shipment.id])).get(shipment.id) ?? [];
    const context = await shipmentContext(
      read,
      [shipment],
      lines.map((line) => line.batchId),
    );
    const facts = { ...context.factsOf(shipment, lines), transport: transportFacts([...before, draft.row], shipment.partyId) };
    const range = rangeAsked([...before, draft.row], shipment.partyId);
    const judging = await judgeRecords(deps, call.now, [{ kind: 'shipment', shipment: facts }], [{ type: 'shipment', id: shipment.id }]);
    const view = (await transportViews(read, [draft.row], range))[0];
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'transport.recorded',
          subject: `shipment/${shipment.publicId}`,
          payload: { ...signed(caller), ...transportPayload(draft, range) },
        },
      ],
      rows: { transport: [draft.row], personal: draft.personal },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const { rows, touch } = judging.settle();
        return { rows, touch, reply: json(201, { ...view, findings: judging.found(call.locale, caller.party.id) }) };
      },
    };
  });
}

/** @throws {Problem} conflict, invalid-input */
function refuseTooMany(own: readonly Row[], { readings = [] }: TransportInput): void {
  if (own.length >= MOST.transports)
    throw new Problem('conflict', {
      zh: `每一方对一张发货单至多记录 ${MOST.transports} 次运输情况。`,
      en: `One party records the transport of a shipment ${MOST.transports} times at most.`,
    });
  const before = own.reduce((sum, row) => sum + readingsOf(row).length, 0);
  if (readings.length === 0 || before + readings.length <= MOST.readings) return;
  throw invalidInput([
    {
      pointer: '/readings',
      found: String(before + readings.length),
      expected: {
        zh: `每一方对一张发货单至多 ${MOST.readings} 个读数`,
        en: `at most ${MOST.readings} readings of a shipment by one party`,
      },
      fix: {
        zh: '读数取稀一些，全部记录以文件附上（logFileSha256）',
        en: 'thin them out; the whole log goes along as a file (logFileSha256)',
      },
    },
  ]);
}

/** GET /v1/shipments/{id}/transport: both sides, the carrier and the authority; oldest first. */
export async function listTransport(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  const { read } = deps.store;
  const shipment = await carriedInScope(read, call.caller, call.params.id);
  const rows = await transportsOf(read, [shipment.id]);
  return json(200, { items: await transportViews(read, rows, rangeAsked(rows, shipment.partyId)) });
}

export function transportsOf(read: Read, shipmentIds: readonly number[]): Promise<Row[]> {
  return read
    .selectFrom('transport')
    .selectAll()
    .where('shipmentId', 'in', [...shipmentIds, -1])
    .orderBy('at')
    .orderBy('id')
    .execute();
}

/** Transports as the sides see them, with the plate: who may read this knows the van. */
export async function transportViews(read: Read, rows: readonly Row[], range: ReturnType<typeof rangeAsked>) {
  const plates = await revealed(
    read,
    rows.map((row) => row.plate),
  );
  const ids = rows.flatMap((row) => row.carrierId ?? []);
  const carriers =
    ids.length === 0 ? [] : await read.selectFrom('party').select(['id', 'publicId', 'name', 'natural']).where('id', 'in', ids).execute();
  return rows.map((row) => {
    const carrier = carriers.find((one) => one.id === row.carrierId);
    const readings = readingsOf(row);
    const outside = outOfRange(readings, range);
    return {
      id: row.publicId,
      carrier: carrier ? { id: carrier.publicId, name: carrier.natural === 1 ? null : carrier.name } : { id: null, name: row.carrierName },
      plate: row.plate === null ? null : (plates.get(row.plate) ?? null),
      bulk: row.bulk === 1,
      waybill: row.waybill,
      permit: row.permit,
      minC: row.minC10 === null ? null : row.minC10 / 10,
      maxC: row.maxC10 === null ? null : row.maxC10 / 10,
      readings: readings.length,
      outOfRange: outside.slice(0, SHOWN).map(({ at, c10 }) => ({ at: formatInstant(at), c: c10 / 10 })),
      outOfRangeCount: outside.length,
      logFileSha256: row.logSha256,
      at: formatInstant(row.at),
    };
  });
}
