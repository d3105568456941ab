import { newPublicId } from '../codes/ids.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { type Judging, judgeRecords } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { certificateFacts, loadBatchFacts } from './facts.ts';
import { certificateBehind, covered, newlyCovered, papersRepository } from './import-papers-repository.ts';
import type { ImportPapersInput } from './import-papers-schemas.ts';
import { type OwnBatch, ownBatches } from './own-batches.ts';
import { filesOfParty } from './stored-files.ts';

type Row = DB['import_papers'];

/**
 * POST /v1/import-papers: once a container, for as many batches as came in it; the inspection certificate becomes a document of each.
 * @throws {Problem} conflict for a declaration the party has recorded
 */
export function recordImportPapers(deps: Deps, call: Call<unknown, unknown, ImportPapersInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const { now } = call;
    const batches = await checked(deps, call, caller);
    const [id = 0, certificateId = 0] = await deps.store.ids(2);
    const row = rowOf(deps, call, caller, id);
    const certificate = row.inspectionCertificate === null ? null : certificateOf(deps, row, certificateId);
    const covers = certificate ? await covered(deps.store.read, batches) : [];
    const judging = await judgedWith(deps, now, { row, certificate, covers }, batches);
    const { id: _, publicId, partyId: __, at: ___, ...columns } = row;
    return {
      chain: chainOf(caller),
      at: now,
      entries: [
        {
          kind: 'import-papers.recorded',
          subject: `import-papers/${publicId}`,
          payload: {
            party: caller.party.publicId,
            ...columns,
            certificate: certificate?.publicId ?? null,
            traceCodes: codesOf(batches),
            covers: codesOf(covers),
          },
        },
      ],
      rows: {
        import_papers: [row],
        import_papers_batch: batches.map((batch) => ({ importPapersId: id, batchId: batch.id })),
        ...(certificate
          ? {
              certificate: [certificate],
              batch_certificate: covers.map((batch) => ({ batchId: batch.id, certificateId: certificate.id })),
            }
          : {}),
      },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const { rows, touch } = judging.settle();
        const body = { ...papersView(row, batches), findings: judging.found(call.locale, caller.party.id) };
        return { rows, touch, reply: json(201, body, { Location: `/v1/import-papers/${publicId}` }) };
      },
    };
  });
}

/** The batches of the container, once every field is as it should be. */
async function checked(deps: Deps, { body, now }: Call<unknown, unknown, ImportPapersInput>, caller: PartyCaller): Promise<OwnBatch[]> {
  const { read } = deps.store;
  const { batches, errors } = await ownBatches(read, caller, body.traceCodes ?? [], '/traceCodes');
  errors.push(...notAhead(body.arrivedOn, now));
  if (body.fileSha256 !== undefined) errors.push(...(await filesOfParty(read, caller.party.id, body.fileSha256)));
  if (errors.length > 0) throw invalidInput(errors);
  const declarationNumber = body.declarationNumber.trim();
  if (await papersRepository(read, caller).isRecorded(declarationNumber)) throw isRecorded(declarationNumber);
  return batches;
}

export const isRecorded = (declarationNumber: string) =>
  new Problem('conflict', {
    zh: `报关单 ${declarationNumber} 已录入；增加批次请用 POST /v1/import-papers/{id}/batches。`,
    en: `Declaration ${declarationNumber} is recorded already; add batches with POST /v1/import-papers/{id}/batches.`,
  });

const trimmed = (text: string | undefined): string | null => text?.trim() ?? null;

function rowOf(deps: Deps, { body, now }: Call<unknown, unknown, ImportPapersInput>, caller: PartyCaller, id: number): Row {
  return {
    id,
    publicId: newPublicId(deps.random),
    partyId: caller.party.id,
    country: body.country.trim(),
    overseasRegistration: trimmed(body.overseasRegistration),
    declarationNumber: body.declarationNumber.trim(),
    inspectionCertificate: trimmed(body.inspectionCertificate),
    arrivedOn: body.arrivedOn ?? null,
    port: trimmed(body.port),
    fileSha256: body.fileSha256 ?? null,
    actedBy: actedBy(caller),
    at: now,
  };
}

/** POST /v1/import-papers/{id}/batches: further batches of the container, each once. */
export function extendImportPapers(
  deps: Deps,
  call: Call<{ id: string }, unknown, { traceCodes: string[] }>,
  caller: PartyCaller,
): Promise<Reply> {
  return write(deps.store, async () => {
    const { read } = deps.store;
    const repository = papersRepository(read, caller);
    const row = await repository.one(call.params.id);
    if (!row) throw noPapers();
    const { batches, errors } = await ownBatches(read, caller, call.body.traceCodes, '/traceCodes');
    if (errors.length > 0) throw invalidInput(errors);
    const known = (await repository.batches([row.id])).get(row.id) ?? [];
    const fresh = batches.filter((batch) => !known.some((one) => one.id === batch.id));
    const certificate = await certificateBehind(read, row);
    const covers = certificate ? await newlyCovered(read, certificate.id, fresh) : [];
    const judging = await judgedWith(deps, call.now, { row, certificate: certificate ?? null, covers }, fresh);
    return {
      chain: chainOf(caller),
      at: call.now,
      entries:
        fresh.length === 0
          ? []
          : [
              {
                kind: 'import-papers.extended',
                subject: `import-papers/${row.publicId}`,
                payload: { party: caller.party.publicId, actedBy: actedBy(caller), traceCodes: codesOf(fresh), covers: codesOf(covers) },
              },
            ],
      rows: {
        import_papers_batch: fresh.map((batch) => ({ importPapersId: row.id, batchId: batch.id })),
        batch_certificate: certificate ? covers.map((batch) => ({ batchId: batch.id, certificateId: certificate.id })) : [],
      },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const { rows, touch } = judging.settle();
        return {
          rows,
          touch,
          reply: json(201, { ...papersView(row, [...known, ...fresh]), findings: judging.found(call.locale, caller.party.id) }),
        };
      },
    };
  });
}

/** GET /v1/import-papers/{id}; who acts for some sites sees the papers of batches there, and those batches alone. */
export async function readImportPapers(deps: Deps, call: Call<{ id: string }>, caller: PartyCaller): Promise<Reply> {
  const repository = papersRepository(deps.store.read, caller);
  const row = await repository.one(call.params.id);
  const batches = row && ((await repository.batches([row.id])).get(row.id) ?? []);
  if (!batches || (caller.siteIds && batches.length === 0)) throw noPapers();
  return json(200, papersView(row, batches));
}

/** GET /v1/import-papers: the party's own, newest first, as far as the caller's sites reach. */
export async function listImportPapers(
  deps: Deps,
  call: Call<unknown, { limit?: number | undefined; cursor?: string | undefined }>,
  caller: PartyCaller,
): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const repository = papersRepository(deps.store.read, caller);
  const rows = await repository.list(decodeCursor(call.query.cursor), limit);
  const batches = await repository.batches(rows.map((row) => row.id));
  const list = pageOf(
    rows,
    limit,
    ({ at, id }) => ({ at, id }),
    (row) => papersView(row, batches.get(row.id) ?? []),
  );
  return json(200, list, nextLink(call, list.next));
}

export const noPapers = () => notFound({ zh: '该进口资料', en: 'such import papers' });
export const codesOf = (batches: readonly OwnBatch[]) => batches.map((batch) => batch.traceCode);

function certificateOf(deps: Deps, row: Row, id: number): DB['certificate'] {
  return {
    id,
    publicId: newPublicId(deps.random),
    partyId: row.partyId,
    kind: 'importInspection',
    number: row.inspectionCertificate,
    issuer: null,
    issuedOn: null,
    validUntil: null,
    conclusion: null,
    batchNumber: null,
    results: null,
    fileSha256: row.fileSha256,
    coversFrom: null,
    coversTo: null,
    withdrawnAt: null,
    recordedAt: row.at,
  };
}

interface Papers {
  row: Row;
  certificate: DB['certificate'] | null;
  /** Batches the certificate comes to cover. */
  covers: readonly OwnBatch[];
}

async function judgedWith(deps: Deps, now: number, { row, certificate, covers }: Papers, batches: readonly OwnBatch[]): Promise<Judging> {
  const named = new Set(batches.map((batch) => batch.id));
  const ids = [...new Set([...named, ...covers.map((batch) => batch.id)])];
  const facts = await loadBatchFacts(deps.store.read, ids);
  const papers = { publicId: row.publicId, declarationNumber: row.declarationNumber };
  return judgeRecords(
    deps,
    now,
    [...facts.values()].map((batch) => ({
      kind: 'batch' as const,
      batch: {
        ...batch,
        importPapers: [...(batch.importPapers ?? []), ...(named.has(batch.id) ? [papers] : [])],
        certificates: [...batch.certificates, ...(certificate ? [certificateFacts(certificate)] : [])],
      },
    })),
    ids.map((id) => ({ type: 'batch', id })),
  );
}

export function notAhead(day: string | null | undefined, now: number): ProblemDetail[] {
  const today = civilDateOf(now);
  if (day === undefined || day === null || day <= today) return [];
  return [
    {
      pointer: '/arrivedOn',
      found: day,
      expected: { zh: `不晚于今天 ${today}`, en: `not after today, ${today}` },
      fix: { zh: '到港后再录入，或更正日期', en: 'record it once it has arrived, or correct the date' },
    },
  ];
}

export function papersView(row: Row, batches: readonly OwnBatch[]) {
  return {
    id: row.publicId,
    country: row.country,
    overseasRegistration: row.overseasRegistration,
    declarationNumber: row.declarationNumber,
    inspectionCertificate: row.inspectionCertificate,
    arrivedOn: row.arrivedOn,
    port: row.port,
    fileSha256: row.fileSha256,
    traceCodes: batches.map((batch) => formatTraceCode(batch.traceCode)),
    at: formatInstant(row.at),
  };
}
