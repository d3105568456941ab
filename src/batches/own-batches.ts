import { parseTraceCode } from '../codes/trace-code.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { Store } from '../store/store.ts';

export interface OwnBatch {
  id: number;
  traceCode: string;
}

/** The caller's own batches some codes stand for, at the sites it may act for, with a problem for each code that is none. */
export async function ownBatches(
  read: Store['read'],
  { party, siteIds }: PartyCaller,
  texts: readonly string[],
  pointer: string,
): Promise<{ batches: OwnBatch[]; errors: ProblemDetail[] }> {
  const codes = texts.map((text) => parseTraceCode(text));
  const known = [...new Set(codes.flatMap((code) => (code.ok ? [code.code] : [])))];
  let own = read
    .selectFrom('batch')
    .select(['id', 'traceCode'])
    .where('partyId', '=', party.id)
    .where('traceCode', 'in', [...known, '']);
  if (siteIds) own = own.where('siteId', 'in', [...siteIds, -1]);
  const batches = await own.orderBy('id').execute();
  const found = new Set(batches.map((batch) => batch.traceCode));
  const errors = codes.flatMap((code, i) => (code.ok && found.has(code.code) ? [] : [notOwn(texts[i] ?? '', `${pointer}/${i}`)]));
  return { batches, errors };
}

function notOwn(found: string, pointer: string): ProblemDetail {
  return {
    pointer,
    found,
    expected: { zh: '本单位批次的追溯码', en: 'the trace code of a batch of this party' },
    fix: { zh: '核对追溯码', en: 'check the code' },
  };
}
