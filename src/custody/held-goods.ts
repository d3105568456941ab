import { formatTraceCode } from '../codes/trace-code.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import { loadMarks } from '../trace/recall-facts.ts';
import type { Receiver } from './receipts.ts';
import type { Read, ShippedLine } from './repository.ts';

/** Goods that came and that a hold (暂停销售) in force forbids to sell. */
export interface HeldGoods {
  id: string;
  traceCode: string;
  reason: string;
  byAuthority: boolean;
  at: string;
}

/**
 * Holds on what came that bind who receives it. To take goods in breaks none, so it is no finding: whoever takes them is told before it sells them. The bearer of a slip
 * need not be the buyer and is told nothing.
 */
export async function heldGoods(
  read: Read,
  came: readonly Pick<DB['receipt_line'], 'batchId' | 'steps'>[],
  lines: readonly Pick<ShippedLine, 'batchId' | 'traceCode'>[],
  { party, by }: Receiver,
): Promise<{ holds?: HeldGoods[] }> {
  if (!party || by !== 'key') return {};
  const ids = [...new Set(came.flatMap(({ batchId, steps }) => (steps > 0 ? [batchId] : [])))];
  const codeOf = new Map(lines.map((line) => [line.batchId, line.traceCode]));
  const holds = (await loadMarks(read, ids, [party.id]))(party.id).holds.flatMap(
    ({ publicId: id, batchId, reason, ordered, at, liftedAt }) =>
      liftedAt === null
        ? [{ id, traceCode: formatTraceCode(codeOf.get(batchId) ?? ''), reason, byAuthority: ordered, at: formatInstant(at) }]
        : [],
  );
  return holds.length === 0 ? {} : { holds };
}
