import type { z } from '@hono/zod-openapi';
import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { BatchFacts } from '../rules/facts.ts';
import { judgeRecords } from '../rules/judging.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { certificateMentions } from '../substances/notice/mentions.ts';
import { certificateRow } from './draft.ts';
import { certificateFacts, loadBatchFacts } from './facts.ts';
import { partsReached } from './inherited-papers.ts';
import { certificateContradictions, certificateView } from './model.ts';
import { withIssuers } from './repository.ts';
import type { certificateBody } from './schemas.ts';
import { type Drafting, drafting, filesNotPut } from './usecases.ts';

type CertificateBody = z.infer<typeof certificateBody>;

/** Batches a period may cover at once; more is a sign of a wrong period. */
const MOST_COVERED = 1_000;

/** What may be recorded once: of two at once the second reads again, and is refused by what it finds. */
interface Once {
  /** @throws {Problem} where it is recorded already */
  refuse(): Promise<void>;
  claim: Pick<DB['claim'], 'kind' | 'key'>;
}

/** POST /v1/certificates: one document for several batches, or for all the party made in a period. */
export async function recordCertificate(
  deps: Deps,
  call: Call<unknown, unknown, CertificateBody>,
  caller: PartyCaller,
  once?: Once,
): Promise<Reply> {
  return write(deps.store, async () => {
    await once?.refuse();
    const { covers, ...paper } = call.body;
    const work = drafting(deps, caller, call.now);
    const named = await checkedCover(work, call.body);
    const parts = await partsReached(
      deps.store.read,
      paper.kind,
      named.map((batch) => batch.id),
    );
    const batches = [...named, ...parts.filter((part) => !named.some((batch) => batch.id === part.id))];
    const [id = 0] = await deps.store.ids(1);
    const filed = certificateRow(work, paper, id);
    const row: DB['certificate'] = {
      ...filed.row,
      coversFrom: covers.from ?? null,
      coversTo: covers.to ?? null,
    };
    const facts = [
      ...(
        await loadBatchFacts(
          deps.store.read,
          batches.map((batch) => batch.id),
        )
      ).values(),
    ];
    const judging = await judgeRecords(
      deps,
      call.now,
      facts.map((batch) => ({ kind: 'batch' as const, batch: withCertificate(batch, row) })),
      batches.map((batch) => ({ type: 'batch', id: batch.id })),
    );
    const traceCodes = batches.map((batch) => batch.traceCode);
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'certificate.added',
          subject: `certificate/${row.publicId}`,
          payload: {
            party: caller.party.publicId,
            actedBy: actedBy(caller),
            kind: row.kind,
            number: row.number,
            issuer: row.issuer,
            issuedOn: row.issuedOn,
            validUntil: row.validUntil,
            conclusion: row.conclusion,
            results: (paper.results ?? []) as never,
            fileSha256: row.fileSha256,
            traceCodes,
          },
        },
      ],
      rows: {
        personal: filed.personal,
        certificate: [row],
        ...(once ? { claim: [{ ...once.claim, subjectId: id, at: call.now }] } : {}),
        mention: certificateMentions(row),
        batch_certificate: batches.map((batch) => ({ batchId: batch.id, certificateId: id })),
      },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const judged = judging.settle();
        return {
          rows: judged.rows,
          touch: judged.touch,
          reply: json(201, {
            ...certificateView({ ...row, issuer: paper.issuer?.trim() ?? null }),
            traceCodes: traceCodes.map(formatTraceCode),
            findings: facts.flatMap((batch) => judging.views('batch', batch.id, call.locale, caller.party.id)),
          }),
        };
      },
    };
  });
}

function withCertificate(batch: BatchFacts, row: DB['certificate']): BatchFacts {
  return { ...batch, certificates: [...batch.certificates, certificateFacts(row)] };
}

type Covered = { id: number; traceCode: string };

/** @throws {Problem} invalid-input with every wrong field of the document and of what it covers */
async function checkedCover(work: Drafting, body: CertificateBody): Promise<Covered[]> {
  const covered = await coveredBatches(work, body.covers);
  const errors = [
    ...certificateContradictions(body, work.today, ''),
    ...(await filesNotPut(work, [{ fileSha256: body.fileSha256, at: '' }])),
    ...('errors' in covered ? covered.errors : []),
  ];
  if (errors.length > 0 || 'errors' in covered) throw invalidInput(errors);
  return covered.batches;
}

async function coveredBatches(
  { deps, caller }: Drafting,
  covers: CertificateBody['covers'],
): Promise<{ batches: Covered[] } | { errors: ProblemDetail[] }> {
  const own = inScope(deps, caller);
  if (covers.traceCodes && covers.traceCodes.length > 0) {
    const codes = covers.traceCodes.map((code) => parseTraceCode(code));
    const known = codes.flatMap((code) => (code.ok ? [code.code] : []));
    const batches = known.length === 0 ? [] : await own.where('traceCode', 'in', known).execute();
    const found = new Set(batches.map((batch) => batch.traceCode));
    const errors = codes.flatMap((code, i) => (code.ok && found.has(code.code) ? [] : [notOwn(covers.traceCodes?.[i] ?? '', i)]));
    return errors.length > 0 ? { errors } : { batches };
  }
  const { from, to } = covers;
  if (from === undefined || to === undefined || from > to) return { errors: [noCover(covers)] };
  const batches = await own
    .where('productionDate', '>=', from)
    .where('productionDate', '<=', to)
    .limit(MOST_COVERED + 1)
    .execute();
  return batches.length > MOST_COVERED ? { errors: [noCover(covers)] } : { batches };
}

/** Batches of the party at the sites the caller may act for. */
function inScope(deps: Deps, { party, siteIds }: PartyCaller) {
  const own = deps.store.read.selectFrom('batch').select(['id', 'traceCode']).where('partyId', '=', party.id);
  return siteIds === undefined ? own : own.where('siteId', 'in', siteIds.length > 0 ? siteIds : [-1]);
}

function notOwn(found: string, i: number): ProblemDetail {
  return {
    pointer: `/covers/traceCodes/${i}`,
    found,
    expected: { zh: '本单位批次的追溯码', en: 'the trace code of a batch of this party' },
    fix: { zh: '核对追溯码', en: 'check the code' },
  };
}

function noCover(covers: CertificateBody['covers']): ProblemDetail {
  return {
    pointer: '/covers',
    found: JSON.stringify(covers),
    expected: {
      zh: `追溯码，或起止日期（所含批次不超过 ${MOST_COVERED}）`,
      en: `trace codes, or from and to that hold at most ${MOST_COVERED} batches`,
    },
    fix: { zh: '填写 traceCodes，或缩短期间', en: 'give traceCodes, or a shorter period' },
  };
}

/** A report to a sample is withdrawn by who issued it, never by whom it is about. */
async function refuseReport(deps: Deps, { id }: DB['certificate']): Promise<void> {
  const report = await deps.store.read.selectFrom('lab_report').select('id').where('certificateId', '=', id).executeTakeFirst();
  if (!report) return;
  throw new Problem('forbidden', {
    zh: '这是检验报告，由出具的实验室或者抽样单位撤回（POST /v1/samples/{no}/withdrawal）。',
    en: 'This is a report to a sample: the laboratory or who took the sample withdraws it (POST /v1/samples/{no}/withdrawal).',
  });
}

/** POST /v1/certificates/{id}/withdrawal: the document no longer counts; batches it covered are judged again. */
export async function withdrawCertificate(
  deps: Deps,
  call: Call<{ id: string }, unknown, { reason: string }>,
  caller: PartyCaller,
): Promise<Reply> {
  return write(deps.store, async () => {
    const row = await deps.store.read
      .selectFrom('certificate')
      .selectAll()
      .where('partyId', '=', caller.party.id)
      .where('publicId', '=', call.params.id)
      .executeTakeFirst();
    if (!row) throw notFound({ zh: '该证明文件', en: 'document by that id' });
    await refuseReport(deps, row);
    if (row.withdrawnAt !== null)
      throw new Problem('already-ended', { zh: '该证明文件已撤回。', en: 'The document was withdrawn already.' });
    const covered = await deps.store.read
      .selectFrom('batch_certificate')
      .innerJoin('batch', 'batch.id', 'batch_certificate.batchId')
      .select(['batch.id', 'batch.traceCode', 'batch.siteId'])
      .where('certificateId', '=', row.id)
      .execute();
    const { siteIds } = caller;
    // A delegate of one site does not undo what stands for batches of another.
    if (siteIds && !covered.every(({ siteId }) => siteIds.includes(siteId)))
      throw notFound({ zh: '该证明文件', en: 'document by that id' });
    const [named = row] = await withIssuers(deps.store.read, [row]);
    const facts = [
      ...(
        await loadBatchFacts(
          deps.store.read,
          covered.map((batch) => batch.id),
        )
      ).values(),
    ];
    const judging = await judgeRecords(
      deps,
      call.now,
      facts.map((batch) => ({
        kind: 'batch' as const,
        batch: { ...batch, certificates: batch.certificates.filter((paper) => paper.publicId !== row.publicId) },
      })),
      covered.map((batch) => ({ type: 'batch', id: batch.id })),
    );
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'certificate.withdrawn',
          subject: `certificate/${row.publicId}`,
          payload: {
            party: caller.party.publicId,
            actedBy: actedBy(caller),
            reason: call.body.reason,
            traceCodes: covered.map((batch) => batch.traceCode),
          },
        },
      ],
      expect: [{ table: 'certificate', id: row.id, column: 'withdrawnAt', is: null }],
      touch: [{ set: 'certificate', id: row.id, to: { withdrawnAt: call.now } }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const judged = judging.settle();
        return { rows: merged([judged.rows]), touch: judged.touch, reply: json(200, { ...certificateView(named), withdrawn: true }) };
      },
    };
  });
}
