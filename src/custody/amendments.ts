import { newPublicId } from '../codes/ids.ts';
import { type Caller, chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { unitOf } from '../platform/units.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Move, Reply, Rows } from '../store/store.ts';
import { holdingsAt } from './holdings.ts';
import { stepsOf } from './model.ts';
import { namedLines } from './naming.ts';
import { type Afterwards, afterwards, linesOf, type Read, type ShippedLine } from './repository.ts';
import { mustBeReceived, nextRevision, shipmentInScope, signed } from './scope.ts';
import { type AmendmentState, judgeSettled, type KeptLine, keptLines, refuseWhileAmended, standingsOf, stateWith } from './standing.ts';
import { goodsPayload, keptView, lineAt, type NamedQuantity } from './takeback.ts';

type AmendedLine = Omit<NamedQuantity, 'quantity'> & { quantity?: { amount: string; unit: string } | undefined; none?: true | undefined };
type Path = { id: string; amendment: string };

interface Work {
  row: DB['shipment'];
  lines: ShippedLine[];
  after: Afterwards;
}

/** @throws {Problem} not-found for a stranger; conflict where the buyer is not registered and could not answer */
async function open(deps: Deps, caller: Caller, id: string): Promise<Work> {
  const { read } = deps.store;
  const row = await shipmentInScope(deps, caller, id);
  mustBeReceived(row);
  if (row.toPartyId === null)
    throw new Problem('conflict', {
      zh: '收货方未登记，无法双方更正；未被接收的货物可由发货方收回。',
      en: 'The buyer is not registered and cannot agree; what was not received can be taken back.',
    });
  return { row, lines: (await linesOf(read, [row.id])).get(row.id) ?? [], after: await afterwards(read, row.id) };
}

/**
 * POST …/amendments: after the receipt, either side proposes what changed hands in fact. Nothing moves until the other side accepts.
 * @throws {Problem} out-of-order before the receipt, conflict while another is open, invalid-input
 */
export function proposeAmendment(
  deps: Deps,
  call: Call<{ id: string }, unknown, { lines: AmendedLine[]; reason: string }>,
  caller: PartyCaller,
): Promise<Reply> {
  return write(deps.store, async () => {
    const { row, lines, after } = await open(deps, caller, call.params.id);
    refuseWhileAmended(after);
    const kept = await proposedLines(deps.store.read, lines, call.body.lines);
    const [id = 0] = await deps.store.ids(1);
    const amendment: DB['amendment'] = {
      id,
      publicId: newPublicId(deps.random),
      shipmentId: row.id,
      n: after.amendments.length + 1,
      byPartyId: caller.party.id,
      lines: JSON.stringify(kept),
      reason: call.body.reason.trim(),
      state: 'proposed',
      recordedAt: call.now,
      settledAt: null,
    };
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'amendment.proposed',
          subject: `shipment/${row.publicId}`,
          payload: { ...signed(caller), amendment: amendment.publicId, reason: amendment.reason, ...goodsPayload(kept, lines) },
        },
      ],
      rows: { amendment: [amendment] },
      ...nextRevision(row, {}),
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({
        reply: json(201, {
          id: amendment.publicId,
          state: 'proposed',
          lines: kept.map((one) => keptView(one, lines)),
          shipment: { id: row.publicId, state: row.state },
        }),
      }),
    };
  });
}

async function proposedLines(read: Read, lines: readonly ShippedLine[], said: readonly AmendedLine[]): Promise<KeptLine[]> {
  const named = await namedLines(read, lines, said);
  const errors: ProblemDetail[] = [];
  const kept = named.flatMap((line, i): KeptLine[] => {
    const { quantity, none } = said[i] ?? {};
    const pointer = `/lines/${i}/quantity`;
    if (named.indexOf(line) !== i) errors.push(onceOnly(line, `/lines/${i}`));
    if ((quantity === undefined) === (none === undefined)) {
      errors.push(quantityOrNone(pointer, quantity));
      return [];
    }
    if (!quantity) return [{ n: line.n, steps: 0, amount: '0', unit: line.baseUnit, unitCode: unitOf(line.baseUnit)?.code ?? '' }];
    const steps = stepsOf(line, quantity, pointer);
    if (typeof steps === 'number')
      return [
        { n: line.n, steps, amount: quantity.amount.trim(), unit: quantity.unit.trim(), unitCode: unitOf(quantity.unit)?.code ?? '' },
      ];
    errors.push(steps);
    return [];
  });
  if (errors.length > 0) throw invalidInput(errors);
  return kept;
}

function onceOnly(line: ShippedLine, pointer: string): ProblemDetail {
  return {
    pointer,
    found: `line ${line.n}`,
    expected: { zh: '每行只写一次', en: 'each line once' },
    fix: { zh: '合并成一项', en: 'join them into one' },
  };
}

function quantityOrNone(pointer: string, quantity: { amount: string; unit: string } | undefined): ProblemDetail {
  return {
    pointer,
    found: quantity ? `${quantity.amount} ${quantity.unit} + none` : '(missing)',
    expected: { zh: 'quantity 或 none: true，二者居其一', en: 'either quantity or none: true' },
    fix: { zh: '写实际数量；未交付时写 none: true', en: 'write the quantity in fact; none: true when nothing changed hands' },
  };
}

const verdicts = {
  acceptance: { kind: 'amendment.accepted', from: 'proposed' },
  refusal: { kind: 'amendment.refused', from: 'proposed' },
  settlement: { kind: 'amendment.settled', from: 'accepted' },
} as const;
export type Verdict = keyof typeof verdicts;

/**
 * POST …/acceptance, refusal, settlement. Who accepts moves its own holding to the agreed quantity; the proposer then settles, which moves its
 * own: neither side's chain ever moves the other's goods. A refusal by the proposer withdraws.
 * @throws {Problem} not-found; out-of-order for a step that is not the next; forbidden for the wrong side
 */
export function answerAmendment(deps: Deps, call: Call<Path, unknown, unknown>, caller: PartyCaller, verdict: Verdict): Promise<Reply> {
  return write(deps.store, async () => {
    const work = await open(deps, caller, call.params.id);
    const amendment = work.after.amendments.find((one) => one.publicId === call.params.amendment);
    if (!amendment) throw notFound({ zh: '该项更正', en: 'such amendment' });
    const state = nextState(verdict, amendment, caller, work.row);
    if (state === 'refused' || state === 'withdrawn') return closing(call, caller, work, amendment, state);
    return moving(deps, call, caller, work, { ...amendment, state });
  });
}

function nextState(verdict: Verdict, amendment: DB['amendment'], caller: PartyCaller, row: DB['shipment']): AmendmentState {
  const { from } = verdicts[verdict];
  if (amendment.state !== from) {
    const isEnded = ['settled', 'refused', 'withdrawn'].includes(amendment.state);
    throw new Problem(
      isEnded ? 'already-ended' : 'out-of-order',
      { zh: `此项更正的状态是 ${amendment.state}。`, en: `This amendment is ${amendment.state}.` },
      { extra: { state: amendment.state } },
    );
  }
  const isProposer = amendment.byPartyId === caller.party.id;
  if (verdict === 'refusal') return isProposer ? 'withdrawn' : 'refused';
  const isBoth = row.partyId === row.toPartyId;
  if (isBoth) return 'settled';
  if (verdict === 'acceptance' && caller.actor.id === amendment.byPartyId) throw byTheOther(verdict);
  if (isProposer === (verdict === 'settlement')) return verdict === 'settlement' ? 'settled' : 'accepted';
  throw byTheOther(verdict);
}

function byTheOther(verdict: Verdict): Problem {
  return new Problem('forbidden', {
    zh: verdict === 'settlement' ? '对方同意后，由提出方办结。' : '由另一方同意。',
    en: verdict === 'settlement' ? 'Once accepted, the proposer settles it.' : 'The other side accepts.',
  });
}

function closing(call: Call, caller: PartyCaller, { row }: Work, amendment: DB['amendment'], state: 'refused' | 'withdrawn'): Commit {
  const next = nextRevision(row, {});
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: [
      { kind: `amendment.${state}`, subject: `shipment/${row.publicId}`, payload: { ...signed(caller), amendment: amendment.publicId } },
    ],
    touch: [...next.touch, { set: 'amendment', id: amendment.id, to: { state, settledAt: call.now } }],
    expect: next.expect,
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({ reply: json(201, { id: amendment.publicId, state, shipment: { id: row.publicId, state: row.state } }) }),
  };
}

async function moving(deps: Deps, call: Call, caller: PartyCaller, work: Work, amendment: DB['amendment']): Promise<Commit> {
  const { row, lines, after } = work;
  const amendments = after.amendments.map((one) => (one.id === amendment.id ? amendment : one));
  const standings = standingsOf(row, lines, { ...after, amendments });
  const state = stateWith(row, standings);
  const { moves, rows } = await ownMoves(deps, call.now, caller, work, amendment);
  const judging = await judgeSettled(deps, call.now, { ...row, state }, lines, after, standings);
  const next = nextRevision(row, { state });
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: [
      {
        kind: `amendment.${amendment.state}`,
        subject: `shipment/${row.publicId}`,
        payload: { ...signed(caller), amendment: amendment.publicId, state, ...goodsPayload(keptLines(amendment.lines), lines) },
      },
    ],
    rows,
    moves,
    touch: [
      ...next.touch,
      {
        set: 'amendment',
        id: amendment.id,
        to: { state: amendment.state, ...(amendment.state === 'settled' ? { settledAt: call.now } : {}) },
      },
    ],
    expect: next.expect,
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => {
      const judged = judging?.settle() ?? { rows: {}, touch: [] };
      return { ...judged, reply: json(201, { id: amendment.publicId, state: amendment.state, shipment: { id: row.publicId, state } }) };
    },
  };
}

/** What the caller's own holdings give or take by the agreement; the difference on the receiver's side is a further edge of the trace graph. */
async function ownMoves(
  deps: Deps,
  at: number,
  caller: PartyCaller,
  work: Work,
  amendment: DB['amendment'],
): Promise<{ moves: Move[]; rows: Rows }> {
  const { row, lines, after } = work;
  const before = standingsOf(row, lines, after);
  const agreed = keptLines(amendment.lines).map((one) => ({ ...one, line: lineAt(lines, one.n), stood: before.get(one.n) }));
  const moves: Move[] = [];
  if (row.partyId === caller.party.id)
    for (const { line, stood, steps } of agreed) moves.push({ holdingId: line.holdingId, delta: (stood?.out ?? 0) - steps });
  if (row.toPartyId !== caller.party.id) return { moves: moves.filter((move) => move.delta !== 0), rows: {} };
  const place = { partyId: caller.party.id, siteId: after.receipt?.siteId ?? row.toSiteId ?? 0 };
  const book = await holdingsAt(
    deps.store,
    place,
    agreed.map((one) => one.line.batchId),
    at,
  );
  const flow: DB['flow'][] = [];
  for (const { line, stood, steps, n } of agreed) {
    const delta = steps - (stood?.in ?? 0);
    const dst = book.idOf(line.batchId);
    moves.push({ holdingId: dst, delta });
    if (delta !== 0)
      flow.push({ src: line.holdingId, dst, kind: 'amendment', ref: amendment.id, n, steps: delta, revision: line.batchRevision, at });
  }
  return { moves: moves.filter((move) => move.delta !== 0), rows: { holding: book.fresh, flow } };
}
