import { formatTraceCode } from '../codes/trace-code.ts';
import { isCommitment } from '../ledger/personal.ts';
import { type KnownParty, loadPartyFacts, loadSiteFacts } from '../parties/facts.ts';
import { looksPersonal, maskName } from '../parties/model.ts';
import { revealed } from '../parties/repository.ts';
import type { Caller, PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { type Call, json } from '../platform/route.ts';
import type { SiteFacts } from '../rules/facts.ts';
import { findingsOn } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { stepsView } from './model.ts';
import { photosOf } from './receipt-photos.ts';
import { type Afterwards, afterwards, custodyRepository, linesOf, type Read, type ShippedLine } from './repository.ts';
import { shipmentInScope } from './scope.ts';
import { codesOfShipment } from './shipment-codes.ts';
import { keptLines, standingsOf } from './standing.ts';
import { keptView } from './takeback.ts';
import { transportsOf, transportViews } from './transport.ts';
import { rangeAsked } from './transport-facts.ts';

type ListQuery = {
  limit?: number | undefined;
  cursor?: string | undefined;
  direction?: 'in' | 'out' | undefined;
  state?: string | undefined;
};

export interface Ends {
  parties: ReadonlyMap<number, KnownParty>;
  sites: ReadonlyMap<number, SiteFacts>;
  names: ReadonlyMap<string, string>;
}

/** Names and places of both ends of some shipments. */
export async function endsOf(read: Read, rows: readonly DB['shipment'][]): Promise<Ends> {
  const present = (id: number | null) => (id === null ? [] : [id]);
  const [parties, sites, names] = await Promise.all([
    loadPartyFacts(
      read,
      rows.flatMap((row) => [row.partyId, ...present(row.toPartyId)]),
    ),
    loadSiteFacts(
      read,
      rows.flatMap((row) => [row.siteId, ...present(row.toSiteId)]),
    ),
    revealed(read, rows.map((row) => row.toName).filter(isCommitment)),
  ]);
  return { parties, sites, names };
}

/** The buyer's name for the two sides and their authority, who know it anyway. */
export function buyerName(row: DB['shipment'], ends: Ends): string {
  return isCommitment(row.toName) ? (ends.names.get(row.toName) ?? maskName(row.toName)) : row.toName;
}

/** The buyer's name for whoever holds the slip: a natural person's only masked; what has no shape of one (示例小学食堂) is shown. */
export function buyerNameOnSlip(row: DB['shipment'], ends: Ends): string {
  if (!isCommitment(row.toName)) return row.toName;
  const name = ends.names.get(row.toName);
  if (name === undefined) return maskName(row.toName);
  return /\p{Script=Han}/u.test(name) && !looksPersonal(name) ? name : maskName(name);
}

const place = (site: SiteFacts | undefined) => (site ? { id: site.publicId, name: site.name } : null);

function headView(deps: Deps, row: DB['shipment'], ends: Ends) {
  const sender = ends.parties.get(row.partyId);
  const buyer = row.toPartyId === null ? undefined : ends.parties.get(row.toPartyId);
  return {
    id: row.publicId,
    state: row.state,
    purpose: row.purpose,
    from: {
      id: sender?.publicId ?? null,
      uscc: sender?.natural ? null : (sender?.uscc ?? null),
      name: sender?.name ?? '',
      site: place(ends.sites.get(row.siteId)),
    },
    to: {
      id: buyer?.publicId ?? null,
      uscc: row.toNatural === 1 ? null : row.toUscc,
      name: buyerName(row, ends),
      site: row.toSiteId === null ? null : place(ends.sites.get(row.toSiteId)),
    },
    documentNumber: row.documentNumber,
    shippedAt: formatInstant(row.shippedAt),
    deliveredAt: row.deliveredAt === null ? null : formatInstant(row.deliveredAt),
    slipUrl: `${deps.publicUrl}/s/${row.slip}`,
    recordedAt: formatInstant(row.recordedAt),
    revision: row.revision,
  };
}

/** GET /v1/shipments: sent and received, newest first. */
export async function listShipments(deps: Deps, call: Call<unknown, ListQuery>, caller: PartyCaller): Promise<Reply> {
  const { read } = deps.store;
  const limit = call.query.limit ?? PAGE_SIZE;
  const rows = await custodyRepository(read, caller).shipments({
    limit,
    after: decodeCursor(call.query.cursor),
    direction: call.query.direction,
    state: call.query.state,
  });
  const ends = await endsOf(read, rows);
  const lines = await linesOf(
    read,
    rows.map((row) => row.id),
  );
  const list = pageOf(
    rows,
    limit,
    (row) => ({ at: row.recordedAt, id: row.id }),
    (row) => {
      const own = lines.get(row.id) ?? [];
      const direction = row.toPartyId === caller.party.id && row.partyId !== caller.party.id ? 'in' : 'out';
      return { ...headView(deps, row, ends), direction, lineCount: own.length, firstLine: own[0] ? lineView(own[0]) : null };
    },
  );
  return json(200, list, nextLink(call, list.next));
}

function lineView(line: ShippedLine) {
  return {
    line: line.n,
    traceCode: formatTraceCode(line.traceCode),
    product: { name: line.productName, specification: line.specification },
    batchNumber: line.batchNumber,
    productionDate: line.productionDate,
    expiresOn: line.expiresOn,
    quantity: { amount: line.amount, unit: line.unit, unitCode: line.unitCode, ...(line.pieces === null ? {} : { pieces: line.pieces }) },
  };
}

/** GET /v1/shipments/{id}: for the sender, the buyer, and the authority of either's place. */
export async function readShipment(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  const { read } = deps.store;
  const row = await shipmentInScope(deps, call.caller, call.params.id);
  const lines = (await linesOf(read, [row.id])).get(row.id) ?? [];
  const after = await afterwards(read, row.id);
  const ends = await endsOf(read, [row]);
  const transports = await transportsOf(read, [row.id]);
  const body = {
    ...headView(deps, row, ends),
    externalCodes: await codesOfShipment(read, row.id),
    transport: await transportViews(read, transports, rangeAsked(transports, row.partyId)),
    lines: lines.map((line) => ({ ...lineView(line), ...becameOf(row, lines, after, line) })),
    receipt: after.receipt
      ? {
          ...receiptView(after.receipt, await signerOf(deps, call.caller, row, after.receipt)),
          photos: (await photosOf(read, after.receipt.id)).map((photo) => ({ ...photo, href: `/v1/files/${photo.sha256}` })),
        }
      : null,
    takebacks: after.takebacks.map((one) => ({
      id: one.publicId,
      reason: one.reason,
      lines: keptLines(one.lines).map((kept) => keptView(kept, lines)),
      recordedAt: formatInstant(one.recordedAt),
    })),
    amendments: after.amendments.map((one) => ({
      id: one.publicId,
      state: one.state,
      by: one.byPartyId === row.partyId ? 'sender' : 'buyer',
      reason: one.reason,
      lines: keptLines(one.lines).map((kept) => keptView(kept, lines)),
      recordedAt: formatInstant(one.recordedAt),
    })),
    findings: await findingsFor(deps, call, row, after),
  };
  return json(200, body, { ETag: `"${row.revision}"` });
}

/** What came of a line, and what of it is still in transit or was received beyond it. */
function becameOf(row: DB['shipment'], lines: readonly ShippedLine[], after: Afterwards, line: ShippedLine) {
  const answer = after.receiptLines.find((one) => one.lineN === line.n);
  const standing = standingsOf(row, lines, after).get(line.n);
  const isOpen = row.state !== 'void' && standing !== undefined;
  return {
    outcome: answer?.outcome ?? null,
    received: answer ? { amount: answer.amount, unit: answer.unit, unitCode: answer.unitCode } : null,
    inTransit: isOpen && standing.inTransit > 0 ? stepsView(standing.inTransit, line.baseUnit) : null,
    beyond: isOpen && standing.beyond > 0 ? stepsView(standing.beyond, line.baseUnit) : null,
  };
}

/** Who signed: in full to the buyer and to authorities, masked to the sender, for whom the mark is enough. */
async function signerOf(deps: Deps, caller: Caller, row: DB['shipment'], receipt: DB['receipt']): Promise<string | null> {
  const name = (await revealed(deps.store.read, [receipt.signedName])).get(receipt.signedName ?? '');
  if (name === undefined) return null;
  return caller.kind === 'party' && caller.party.id !== row.toPartyId ? maskName(name) : name;
}

function receiptView(receipt: DB['receipt'], signedName: string | null) {
  return {
    id: receipt.publicId,
    by: receipt.by,
    outcome: receipt.outcome,
    receivedAt: formatInstant(receipt.receivedAt),
    checks: receipt.checks === null ? null : (JSON.parse(receipt.checks) as Record<string, boolean>),
    reason: receipt.reason,
    signedName,
    recordedAt: formatInstant(receipt.recordedAt),
  };
}

/** A party sees findings against itself alone; an authority the reminders and leads of its own department, never a party's todos. */
async function findingsFor(deps: Deps, call: Call, row: DB['shipment'], after: Afterwards) {
  const { caller, locale } = call;
  const own = partyIdOf(caller);
  const found = await findingsOn(deps, 'shipment', row.id, locale, own);
  if (after.receipt) found.push(...(await findingsOn(deps, 'receipt', after.receipt.id, locale, own)));
  if (caller.kind !== 'authority') return found;
  return found.filter(({ weight, department }) => weight !== 'todo' && department === caller.authority.department);
}

function partyIdOf(caller: Caller): number | undefined {
  return caller.kind === 'party' ? caller.party.id : undefined;
}
