import { batchRepository } from '../batches/repository.ts';
import { unknownSite } from '../batches/usecases.ts';
import { newPublicId } from '../codes/ids.ts';
import type { Json } from '../ledger/entry.ts';
import { conceal } from '../ledger/personal.ts';
import { type KnownParty, loadPartyFacts, loadSiteFacts, siteOf } from '../parties/facts.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, type Locale, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { RuleEvent, SiteFacts } from '../rules/facts.ts';
import type { FindingView } from '../rules/findings.ts';
import { judgeRecords } from '../rules/judging.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, EntryDraft, IdempotencyClaim, Reply } from '../store/store.ts';
import { forSale, receiptFacts, shipmentContext } from './facts.ts';
import { type HeldGoods, heldGoods } from './held-goods.ts';
import { holdingsAt } from './holdings.ts';
import { answersOf, type EndState, endStateOf, type LineAnswer, type Outcome } from './model.ts';
import { saidOf } from './naming.ts';
import { type Photo, photoRows, toldOf } from './receipt-photos.ts';
import { linesOf, type ShippedLine } from './repository.ts';
import type { AnswerLine, ReceiptInput } from './schemas.ts';
import { mustBeInTransit, nextRevision, noLongerDue, shipmentInScope } from './scope.ts';
import { receivedAtOf } from './times.ts';

/** Who confirms: a registered buyer in its own chain, or an unregistered one by the slip alone, in the service's. */
export interface Receiver {
  party: KnownParty | null;
  site: SiteFacts | null;
  by: 'key' | 'link';
  chain: string;
  actedBy: string;
}

/** What was said of a shipment. */
export interface Answer {
  outcome: Outcome;
  lines?: readonly AnswerLine[] | undefined;
  checks?: Record<string, boolean | undefined> | undefined;
  reason?: string | undefined;
  receivedAt?: string | undefined;
  signedName?: string | undefined;
  photos?: readonly Photo[] | undefined;
}

export interface Confirmed {
  id: string;
  state: EndState;
  findings: FindingView[];
  /** Holds in force on what came; not there without any. */
  holds?: HeldGoods[];
}

/**
 * POST …/receipt by the named buyer.
 * @throws {Problem} not-found for a stranger, forbidden for the sender, already-ended for the second one
 */
export function confirmReceipt(deps: Deps, call: Call<{ id: string }, unknown, ReceiptInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const row = await shipmentInScope(deps, caller, call.params.id);
    if (row.toPartyId !== caller.party.id)
      throw new Problem('forbidden', {
        zh: '接收由收货方确认；发货方不能代为确认。',
        en: 'The buyer confirms; the sender cannot do it in its place.',
      });
    refuseSender(caller, row);
    const receiver = await receiverByKey(deps, caller, row, call.body.site);
    return receiptCommit(deps, { now: call.now, locale: call.locale, claim: call.claim }, row, call.body, receiver, (done) =>
      json(201, done),
    );
  });
}

/**
 * Nobody confirms what it sold, by a delegation of the buyer either; goods moved between own sites are not sold.
 * @throws {Problem} forbidden
 */
export function refuseSender(caller: PartyCaller, row: DB['shipment']): void {
  const isOwnMove = row.partyId === row.toPartyId;
  if (isOwnMove || (caller.party.id !== row.partyId && caller.actor.id !== row.partyId)) return;
  throw new Problem('forbidden', { zh: '发货方不能确认自己发出的货物。', en: 'The sender cannot confirm its own shipment.' });
}

/** The buyer at the site the goods went to: the one it names, else the one the shipment names, else its first. */
export async function receiverByKey(deps: Deps, caller: PartyCaller, row: DB['shipment'], wanted: string | undefined): Promise<Receiver> {
  const { read } = deps.store;
  const party = (await loadPartyFacts(read, [caller.party.id])).get(caller.party.id) ?? null;
  const named = row.toSiteId === null ? undefined : (await loadSiteFacts(read, [row.toSiteId])).get(row.toSiteId)?.publicId;
  const site = await batchRepository(deps.store, caller.party, caller.siteIds).site(wanted ?? named);
  if (!site) throw invalidInput([unknownSite(wanted ?? named, '/site')]);
  return { party, site, by: 'key', chain: chainOf(caller), actedBy: actedBy(caller) };
}

/** Whoever holds the slip, for the buyer it names; a registered buyer's goods go to its site and its chain. */
export async function receiverByLink(deps: Deps, row: DB['shipment']): Promise<Receiver> {
  const link = { by: 'link', actedBy: 'link' } as const;
  const party = row.toPartyId === null ? null : ((await loadPartyFacts(deps.store.read, [row.toPartyId])).get(row.toPartyId) ?? null);
  if (!party) return { ...link, party: null, site: null, chain: 'system' };
  const named = row.toSiteId === null ? null : ((await loadSiteFacts(deps.store.read, [row.toSiteId])).get(row.toSiteId) ?? null);
  return { ...link, party, site: named ?? (await siteOf(deps.store.read, party.id)), chain: `party:${party.publicId}` };
}

interface Asked {
  now: number;
  locale: Locale;
  claim: IdempotencyClaim | undefined;
}

/**
 * The commit of a receipt: what came becomes the receiver's, what did not stays in transit until the sender takes it back (design.md §4).
 * @throws {Problem} already-ended when there is one already; invalid-input with every line that cannot be so
 */
export async function receiptCommit(
  deps: Deps,
  asked: Asked,
  row: DB['shipment'],
  answer: Answer,
  receiver: Receiver,
  replyOf: (done: Confirmed) => Reply,
): Promise<Commit> {
  mustBeInTransit(row);
  const lines = (await linesOf(deps.store.read, [row.id])).get(row.id) ?? [];
  const answered = answersOf(lines, answer.outcome, await saidOf(deps.store.read, lines, answer.lines ?? []));
  if ('errors' in answered) throw invalidInput(answered.errors);
  const { answers } = answered;
  const photos = answer.photos ?? [];
  const receivedAt = receivedAtOf(answer.receivedAt, asked.now, row);
  const state = endStateOf(answers);
  const [id = 0] = await deps.store.ids(1);
  const name = answer.signedName === undefined ? null : conceal(deps.random, answer.signedName.trim());
  const receipt = receiptRow({ id, deps, asked, row, answer, receiver, receivedAt, signedName: name?.commitment ?? null });
  const goods = await goodsRows(deps, { receipt, row, lines, answers, receiver, at: asked.now });
  const events = await eventsOf(deps, { row: { ...row, state }, receipt, goods: goods.lines, lines, receiver });
  const judging = await judgeRecords(deps, asked.now, events, [{ type: 'shipment', id: row.id }]);
  const next = nextRevision(row, { state });
  const held = await heldGoods(deps.store.read, goods.lines, lines, receiver);
  return {
    chain: receiver.chain,
    at: asked.now,
    entries: [entryOf({ row, receipt, answers, lines, receiver, state, photos })],
    rows: {
      ...goods.rows,
      shipment_end: [{ shipmentId: row.id, kind: 'receipt', chain: receiver.chain, at: asked.now }],
      receipt: [receipt],
      receipt_line: goods.lines,
      receipt_photo: photoRows(id, photos),
      personal: name ? [name.row] : [],
    },
    moves: goods.moves,
    touch: [...next.touch, noLongerDue(row.id)],
    // The buyer may be registered while its slip is being signed: then the goods are to become its holding.
    expect: [...next.expect, { table: 'shipment', id: row.id, column: 'toPartyId', is: row.toPartyId }],
    ...(asked.claim ? { idempotency: asked.claim } : {}),
    finish: () => {
      const judged = judging.settle();
      // Findings are the party's own to read; whoever holds the paper need not be the party.
      const findings = receiver.party && receiver.by === 'key' ? judging.found(asked.locale, receiver.party.id) : [];
      return { rows: merged([judged.rows]), touch: judged.touch, reply: replyOf({ id: receipt.publicId, state, findings, ...held }) };
    },
  };
}

interface ReceiptParts {
  id: number;
  deps: Deps;
  asked: Asked;
  row: DB['shipment'];
  answer: Answer;
  receiver: Receiver;
  receivedAt: number;
  signedName: string | null;
}

function receiptRow({ id, deps, asked, row, answer, receiver, receivedAt, signedName }: ReceiptParts): DB['receipt'] {
  return {
    id,
    publicId: newPublicId(deps.random),
    shipmentId: row.id,
    partyId: receiver.party?.id ?? null,
    siteId: receiver.site?.id ?? null,
    by: receiver.by,
    outcome: answer.outcome,
    receivedAt,
    signedName,
    reason: answer.reason?.trim() ?? null,
    checks: answer.checks ? JSON.stringify(answer.checks) : null,
    fromName: null,
    fromUscc: null,
    fromAddress: null,
    fromContact: null,
    fromNatural: 0,
    actedBy: receiver.actedBy,
    recordedAt: asked.now,
  };
}

interface GoodsParts {
  receipt: DB['receipt'];
  row: DB['shipment'];
  lines: readonly ShippedLine[];
  answers: readonly LineAnswer[];
  receiver: Receiver;
  at: number;
}

/** Lines of the receipt, and for a registered receiver the holdings what came goes into, with the edges from the sender's. */
async function goodsRows(deps: Deps, { receipt, row, lines, answers, receiver, at }: GoodsParts) {
  const { party, site } = receiver;
  const came = answers.filter((answer) => answer.steps > 0);
  const batchOf = new Map(lines.map((line) => [line.n, line]));
  const book =
    party && site
      ? await holdingsAt(
          deps.store,
          { partyId: party.id, siteId: site.id },
          came.flatMap((answer) => batchOf.get(answer.n)?.batchId ?? []),
          at,
        )
      : null;
  const flow: DB['flow'][] = [];
  const moves: { holdingId: number; delta: number }[] = [];
  const rows = answers.map((answer, i): DB['receipt_line'] => {
    const line = batchOf.get(answer.n) as ShippedLine;
    const holdingId = book && answer.steps > 0 ? book.idOf(line.batchId) : null;
    if (holdingId !== null) {
      moves.push({ holdingId, delta: answer.steps });
      flow.push({
        src: line.holdingId,
        dst: holdingId,
        kind: row.purpose,
        ref: row.id,
        n: line.n,
        steps: answer.steps,
        revision: line.batchRevision,
        at: receipt.receivedAt,
      });
    }
    const { outcome, steps, amount, unit, unitCode } = answer;
    return { receiptId: receipt.id, n: i + 1, lineN: answer.n, batchId: line.batchId, outcome, steps, amount, unit, unitCode, holdingId };
  });
  return { lines: rows, moves, rows: { holding: book?.fresh ?? [], flow } };
}

interface EventParts {
  row: DB['shipment'];
  receipt: DB['receipt'];
  goods: readonly DB['receipt_line'][];
  lines: readonly ShippedLine[];
  receiver: Receiver;
}

/** Purposes by which goods come to a shop to be sold there. */
const FOR_SALE: ReadonlySet<string> = new Set(['sale', 'transfer']);

async function eventsOf(deps: Deps, { row, receipt, goods, lines, receiver }: EventParts): Promise<RuleEvent[]> {
  const context = await shipmentContext(
    deps.store.read,
    [row],
    lines.map((line) => line.batchId),
  );
  const shipment = context.factsOf(row, lines);
  const event: RuleEvent = { kind: 'receipt', receipt: receiptFacts(receipt, goods, lines), shipment };
  const { party, site } = receiver;
  if (!party || !site || !FOR_SALE.has(row.purpose)) return [event];
  const came = goods.filter((line) => line.steps > 0).flatMap((line) => context.batches.get(line.batchId) ?? []);
  const today = civilDateOf(receipt.recordedAt);
  return [
    event,
    ...(await forSale(deps.store.read, party, site, came, { receiptPublicId: receipt.publicId, at: receipt.receivedAt, today })),
  ];
}

type Told = Pick<GoodsParts, 'row' | 'receipt' | 'answers' | 'lines' | 'receiver'> & { state: EndState; photos: readonly Photo[] };

function entryOf({ row, receipt, answers, lines, receiver, state, photos }: Told): EntryDraft {
  const codeOf = new Map(lines.map((line) => [line.n, line.traceCode]));
  const payload: { [key: string]: Json } = {
    party: receiver.party?.publicId ?? null,
    actedBy: receipt.actedBy,
    receipt: receipt.publicId,
    by: receipt.by,
    site: receiver.site?.publicId ?? null,
    outcome: receipt.outcome,
    state,
    receivedAt: receipt.receivedAt,
    signedName: receipt.signedName,
    reason: receipt.reason,
    checks: receipt.checks === null ? null : (JSON.parse(receipt.checks) as Json),
    lines: answers.map(({ n, outcome, amount, unit }) => ({ n, traceCode: codeOf.get(n) ?? '', outcome, quantity: { amount, unit } })),
    ...toldOf(photos),
    traceCodes: [...new Set(codeOf.values())],
  };
  return { kind: 'shipment.received', subject: `shipment/${row.publicId}`, payload };
}
