import { newPublicId } from '../codes/ids.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { type LineStanding, stepsOf, stepsView } from './model.ts';
import { type LineName, namedLines } from './naming.ts';
import { afterwards, linesOf, type Read, type ShippedLine } from './repository.ts';
import { mustBeReceived, nextRevision, ownShipment, signed } from './scope.ts';
import { judgeSettled, type KeptLine, refuseWhileAmended, standingsOf, stateWith } from './standing.ts';

type Quantity = { amount: string; unit: string };
export type NamedQuantity = LineName & { quantity: Quantity };

/**
 * POST …/takeback: goods that were shipped and not received are the sender's again; all of them, or as much as it names.
 * @throws {Problem} out-of-order before the receipt, already-ended when nothing is in transit, invalid-input for more than is, conflict while an
 * amendment is open
 */
export function takeBack(
  deps: Deps,
  call: Call<{ id: string }, unknown, { lines?: NamedQuantity[] | undefined; reason: string }>,
  caller: PartyCaller,
): Promise<Reply> {
  return write(deps.store, async () => {
    const { read } = deps.store;
    const row = await ownShipment(deps, caller, call.params.id);
    mustBeReceived(row);
    const lines = (await linesOf(read, [row.id])).get(row.id) ?? [];
    const after = await afterwards(read, row.id);
    refuseWhileAmended(after);
    const before = standingsOf(row, lines, after);
    const kept = call.body.lines ? await chosen(read, lines, before, call.body.lines) : remaining(lines, before);
    const [id = 0] = await deps.store.ids(1);
    const takeback: DB['takeback'] = {
      id,
      publicId: newPublicId(deps.random),
      shipmentId: row.id,
      n: after.takebacks.length + 1,
      reason: call.body.reason.trim(),
      lines: JSON.stringify(kept),
      actedBy: signed(caller).actedBy,
      recordedAt: call.now,
    };
    const standings = standingsOf(row, lines, { ...after, takebacks: [...after.takebacks, takeback] });
    const state = stateWith(row, standings);
    const judging = await judgeSettled(deps, call.now, { ...row, state }, lines, after, standings);
    const next = nextRevision(row, { state });
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'shipment.takenBack',
          subject: `shipment/${row.publicId}`,
          payload: { ...signed(caller), takeback: takeback.publicId, reason: takeback.reason, state, ...goodsPayload(kept, lines) },
        },
      ],
      rows: { takeback: [takeback] },
      moves: kept.map((one) => ({ holdingId: lineAt(lines, one.n).holdingId, delta: one.steps })),
      ...next,
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const { rows = {}, touch = [] } = judging?.settle() ?? {};
        return { rows, touch, reply: json(201, { id: takeback.publicId, state, lines: kept.map((one) => keptView(one, lines)) }) };
      },
    };
  });
}

export function lineAt(lines: readonly ShippedLine[], n: number): ShippedLine {
  const line = lines.find((one) => one.n === n);
  if (!line) throw new Error(`The shipment has no line ${n}.`);
  return line;
}

/** Lines of a takeback or amendment as its ledger entry has them. */
export function goodsPayload(kept: readonly KeptLine[], lines: readonly ShippedLine[]) {
  const named = kept.map((one) => ({
    n: one.n,
    traceCode: lineAt(lines, one.n).traceCode,
    quantity: { amount: one.amount, unit: one.unit },
  }));
  return { lines: named, traceCodes: [...new Set(named.map((one) => one.traceCode))] };
}

export function keptView(one: KeptLine, lines: readonly ShippedLine[]) {
  return {
    line: one.n,
    traceCode: formatTraceCode(lineAt(lines, one.n).traceCode),
    quantity: { amount: one.amount, unit: one.unit, unitCode: one.unitCode },
  };
}

/** @throws {Problem} already-ended when there is nothing left */
function remaining(lines: readonly ShippedLine[], standings: ReadonlyMap<number, LineStanding>): KeptLine[] {
  const kept = lines.flatMap((line) => {
    const steps = standings.get(line.n)?.inTransit ?? 0;
    return steps === 0 ? [] : [{ n: line.n, steps, ...inBaseUnit(steps, line) }];
  });
  if (kept.length > 0) return kept;
  throw new Problem('already-ended', { zh: '此单已没有在途货物。', en: 'Nothing of this shipment is in transit any more.' });
}

function inBaseUnit(steps: number, line: ShippedLine): Omit<KeptLine, 'n' | 'steps'> {
  const { amount, unit, unitCode } = stepsView(steps, line.baseUnit);
  return { amount, unit, unitCode: unitCode ?? '' };
}

async function chosen(
  read: Read,
  lines: readonly ShippedLine[],
  standings: ReadonlyMap<number, LineStanding>,
  said: readonly NamedQuantity[],
): Promise<KeptLine[]> {
  const named = await namedLines(read, lines, said);
  const left = new Map([...standings].map(([n, standing]) => [n, standing.inTransit]));
  const errors: ProblemDetail[] = [];
  const kept = named.flatMap((line, i): KeptLine[] => {
    const quantity = said[i]?.quantity ?? { amount: '', unit: '' };
    const pointer = `/lines/${i}/quantity`;
    const steps = stepsOf(line, quantity, pointer);
    if (typeof steps !== 'number') {
      errors.push(steps);
      return [];
    }
    const rest = left.get(line.n) ?? 0;
    if (steps > rest) errors.push(tooMuch(quantity, inBaseUnit(rest, line), pointer));
    left.set(line.n, rest - steps);
    return [{ n: line.n, steps, ...inBaseUnit(steps, line) }];
  });
  if (errors.length > 0) throw invalidInput(errors);
  return kept;
}

function tooMuch(found: Quantity, left: { amount: string; unit: string }, pointer: string): ProblemDetail {
  return {
    pointer,
    found: `${found.amount} ${found.unit}`,
    expected: { zh: `至多 ${left.amount} ${left.unit}（尚在途）`, en: `at most ${left.amount} ${left.unit}, which is still in transit` },
    fix: { zh: '只收回未被接收的货物', en: 'take back only what was not received' },
  };
}
