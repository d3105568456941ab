import { type ResolvedLine, resolveLines } from '../batches/goods.ts';
import { batchRepository } from '../batches/repository.ts';
import { unknownSite } from '../batches/usecases.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { isOwner } from './recall-owner.ts';
import type { ReportedLine } from './recall-quantities.ts';
import { beyondReceived } from './recall-received.ts';
import { answer, further, mustBeOpen, ownHolder, reportRow, touchOf } from './recall-record.ts';
import { recallInScope } from './recall-repository.ts';
import type { ReportInput } from './recall-schemas.ts';

/**
 * POST …/reports: what became of the goods, with proof, by a holder or, for its own stock, by who recalls. Quantities are kept in the unit of each batch; the books
 * are moved by shipments and dispositions alone.
 * @throws {Problem} invalid-input for goods outside the recall, more than the holder ever got, files that are not stored, destruction without proof
 */
export function report(deps: Deps, call: Call<{ id: string }, unknown, ReportInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const { read } = deps.store;
    const recall = mustBeOpen(await recallInScope(read, caller, call.params.id));
    const holder = isOwner(caller, recall) ? null : await ownHolder(read, caller, recall);
    const site = await batchRepository(deps.store, caller.party, caller.siteIds).site(call.body.site);
    if (!site) throw invalidInput([unknownSite(call.body.site, '/site')]);
    const lines = await resolveLines(read, { partyId: caller.party.id, siteId: site.id }, call.body.lines, '/lines');
    const outside = await outsideRecall(read, recall, lines);
    const beyond = outside.length > 0 ? [] : await beyondReceived(deps.store, recall, caller.party.id, call.body.kind, lines);
    const errors = [...outside, ...beyond, ...(await proofErrors(read, caller, call.body))];
    if (errors.length > 0) throw invalidInput(errors);
    const kept = lines.map(
      ({ goods, steps, amount, unit }): ReportedLine => ({ traceCode: goods.traceCode, batchId: goods.batchId, steps, amount, unit }),
    );
    const { kind, files = [], text } = call.body;
    const row = await reportRow(deps, call, recall, { partyId: caller.party.id, kind, lines: kept, files, text });
    const touch = holder
      ? [
          touchOf(holder, {
            state: further(holder.state, 'reported'),
            acknowledgedAt: holder.acknowledgedAt ?? call.now,
            updatedAt: call.now,
          }),
        ]
      : [];
    const view = {
      id: row.publicId,
      recall: recall.publicId,
      kind,
      lines: kept.map(({ traceCode, amount, unit }) => ({ traceCode: formatTraceCode(traceCode), quantity: { amount, unit } })),
      files,
      at: formatInstant(call.now),
    };
    return answer(call, recall, { kind: 'recall.reported', report: row, touch, reply: json(201, view) });
  });
}

async function outsideRecall(read: Store['read'], recall: DB['recall'], lines: readonly ResolvedLine[]): Promise<ProblemDetail[]> {
  const known = await rowsOf(
    lines.map((line) => line.goods.batchId),
    (part) => read.selectFrom('recall_batch').select('batchId').where('recallId', '=', recall.id).where('batchId', 'in', part).execute(),
  );
  const ids = new Set(known.map((row) => row.batchId));
  return lines.flatMap(({ goods }, i) =>
    ids.has(goods.batchId)
      ? []
      : [
          {
            pointer: `/lines/${i}/traceCode`,
            found: formatTraceCode(goods.traceCode),
            expected: { zh: '此次召回范围内的批次', en: 'a batch in this recall' },
            fix: { zh: '核对追溯码', en: 'check the trace code' },
          },
        ],
  );
}

async function proofErrors(read: Store['read'], caller: PartyCaller, { kind, files = [] }: ReportInput): Promise<ProblemDetail[]> {
  if (kind === 'destroyed' && files.length === 0)
    return [
      {
        pointer: '/files',
        found: '[]',
        expected: { zh: '销毁的照片或者处置单据', en: 'a photo of the destruction or the papers of it' },
        fix: { zh: '先用 PUT /v1/files/{sha256} 上传，再填写其 sha256', en: 'store it by PUT /v1/files/{sha256} and name it here' },
      },
    ];
  const stored = await rowsOf(files, (part) =>
    read.selectFrom('stored_file').select('sha256').where('partyId', '=', caller.party.id).where('sha256', 'in', part).execute(),
  );
  const known = new Set(stored.map((row) => row.sha256));
  return files.flatMap((sha256, i) =>
    known.has(sha256)
      ? []
      : [
          {
            pointer: `/files/${i}`,
            found: sha256,
            expected: { zh: '本方已上传文件的 sha256', en: 'the sha256 of a file the caller stored' },
            fix: { zh: '先上传该文件', en: 'store the file first' },
          },
        ],
  );
}
