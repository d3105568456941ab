import { actedBy, chainOf, type PartyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { invalidInput } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import { write } from '../../platform/write.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply } from '../../store/store.ts';
import { parseTraceCode } from '../trace-code.ts';
import { printOf, viewOf } from './printing.ts';
import { labelRepository, type PrintedBatch } from './repository.ts';
import { MOST_LABELS, type VoidInput } from './schemas.ts';

/** What is left of a batch's labels in a print; a batch may stand in it twice. */
interface Left {
  batchId: number;
  traceCode: string;
  copies: number;
}

/** POST /v1/labels/{id}/voids: labels that were spoiled, lost or destroyed; nothing is erased. */
export function voidLabels(deps: Deps, call: Call<{ id: string }, unknown, VoidInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const print = await printOf(deps, caller, call.params.id);
    const repository = labelRepository(deps.store.read, caller);
    // Before what is left: who voids in between takes the number counted here, and this is built anew.
    const earlier = await repository.voids(print.id);
    const items = await repository.batchesOf([print.id], MOST_LABELS);
    const taken = takenFrom(leftOf(items), call.body.items);
    const by = actedBy(caller);
    // The next number is unique: two who void at once do not both count from the same rest.
    const rows: DB['label_void'][] = taken.map(({ batchId, copies }, n) => ({
      printId: print.id,
      n: earlier.length + n + 1,
      batchId,
      copies,
      reason: call.body.reason,
      actedBy: by,
      at: call.now,
    }));
    const payload = {
      party: caller.party.publicId,
      actedBy: by,
      reason: call.body.reason,
      items: taken.map(({ traceCode, copies }) => ({ traceCode, copies })),
    };
    const added = Map.groupBy(taken, (one) => one.batchId);
    const after = items.map((item) => ({ ...item, voided: item.voided + sum(added.get(item.batchId) ?? []) }));
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [{ kind: 'label.voided', subject: `label-print/${print.publicId}`, payload }],
      rows: { label_void: rows },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, viewOf(print, items.length, after.slice(0, 20))) }),
    };
  });
}

const sum = (list: readonly { copies: number }[]) => list.reduce((total, { copies }) => total + copies, 0);

function leftOf(items: readonly PrintedBatch[]): Map<string, Left> {
  const left = new Map<string, Left>();
  for (const { batchId, traceCode, copies, voided } of items) {
    const known = left.get(traceCode);
    // What was voided is told of the batch as a whole, on each of its lines.
    left.set(traceCode, { batchId, traceCode, copies: known ? known.copies + copies : copies - voided });
  }
  return left;
}

/** @throws {Problem} invalid-input for a batch that is not in the print, or more labels than are left of it */
function takenFrom(left: Map<string, Left>, wanted: VoidInput['items']): Left[] {
  const errors: ProblemDetail[] = [];
  const taken = wanted.flatMap(({ traceCode, copies }, n) => {
    const code = parseTraceCode(traceCode);
    const known = code.ok ? left.get(code.code) : undefined;
    if (!known) errors.push(notPrinted(traceCode, n));
    else if (copies > known.copies) errors.push(tooMany(copies, known.copies, n));
    else {
      left.set(known.traceCode, { ...known, copies: known.copies - copies });
      return [{ ...known, copies }];
    }
    return [];
  });
  if (errors.length > 0) throw invalidInput(errors);
  return taken;
}

function notPrinted(found: string, n: number): ProblemDetail {
  return {
    pointer: `/items/${n}/traceCode`,
    found,
    expected: { zh: '此次打印的批次的追溯码', en: 'the trace code of a batch of this print' },
    fix: { zh: '核对追溯码', en: 'check the code' },
  };
}

function tooMany(found: number, left: number, n: number): ProblemDetail {
  return {
    pointer: `/items/${n}/copies`,
    found: String(found),
    expected: { zh: `至多 ${left} 枚：打印的减去已作废的`, en: `at most ${left}: those printed less those voided` },
    fix: { zh: '核对枚数', en: 'count them again' },
  };
}
