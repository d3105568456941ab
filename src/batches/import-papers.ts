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
import type { Reply, Store } from '../store/store.ts';
import { certificateFacts, loadBatchFacts } from './facts.ts';
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
    const judging = await judgedWith(deps, now, row, certificate, batches);
    const { id: _, publicId, partyId: __, at: ___, ...columns } = row;
    return {
      chain: chainOf(caller),
      at: now,
      entries: [
        {
          kind: 'import-papers.recorded',
          subject: `import-papers/${publicId}`,
          payload: { party: caller.party.publicId, ...columns, certificate: certificate?.publicId ?? null, traceCodes: codesOf(batches) },
        },
      ],
      rows: {
        import_papers: [row],
        import_papers_batch: batches.map((batch) => ({ importPapersId: id, batchId: batch.id })),
        ...(certificate
          ? {
              certificate: [certificate],
              batch_certificate: batches.map((batch) => ({ batchId: batch.id, certificateId: certificate.id })),
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
  if (await papersRepository(read, caller).one(declarationNumber))
    throw new Problem('conflict', {
      zh: `报关单 ${declarationNumber} 已录入；增加批次请用 POST /v1/import-papers/{id}/batches。`,
      en: `Declaration ${declarationNumber} is recorded already; add batches with POST /v1/import-papers/{id}/batches.`,
    });
  return batches;
}

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
    const judging = await judgedWith(deps, call.now, row, certificate ?? null, fresh);
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
                payload: { party: caller.party.publicId, actedBy: actedBy(caller), traceCodes: codesOf(fresh) },
              },
            ],
      rows: {
        import_papers_batch: fresh.map((batch) => ({ importPapersId: row.id, batchId: batch.id })),
        batch_certificate: certificate ? fresh.map((batch) => ({ batchId: batch.id, certificateId: certificate.id })) : [],
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

/** GET /v1/import-papers/{id}. */
export async function readImportPapers(deps: Deps, call: Call<{ id: string }>, caller: PartyCaller): Promise<Reply> {
  const repository = papersRepository(deps.store.read, caller);
  const row = await repository.one(call.params.id);
  if (!row) throw noPapers();
  return json(200, papersView(row, (await repository.batches([row.id])).get(row.id) ?? []));
}

/** GET /v1/import-papers: the party's own, newest first. */
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

const noPapers = () => notFound({ zh: '该进口资料', en: 'such import papers' });
const codesOf = (batches: readonly OwnBatch[]) => batches.map((batch) => batch.traceCode);

/** The papers of a party; of them, for who acts for some sites, those of batches there. */
function papersRepository(read: Store['read'], { party, siteIds }: PartyCaller) {
  const papersThere = (sites: readonly number[]) =>
    read
      .selectFrom('import_papers_batch as link')
      .innerJoin('batch', 'batch.id', 'link.batchId')
      .select('link.importPapersId')
      .where('batch.siteId', 'in', [...sites, -1]);
  const own = () =>
    read
      .selectFrom('import_papers')
      .selectAll()
      .where('partyId', '=', party.id)
      .$if(siteIds !== undefined, (query) => query.where('id', 'in', papersThere(siteIds ?? [])));
  return {
    one: (ref: string): Promise<Row | undefined> =>
      own()
        .where((eb) => eb.or([eb('publicId', '=', ref), eb('declarationNumber', '=', ref)]))
        .executeTakeFirst(),
    list: (after: { at: number; id: number } | null, limit: number): Promise<Row[]> => {
      const query = after ? own().where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(after.at, after.id))) : own();
      return query
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
    },
    batches: async (ids: readonly number[]): Promise<Map<number, OwnBatch[]>> => {
      const rows = await read
        .selectFrom('import_papers_batch as link')
        .innerJoin('batch', 'batch.id', 'link.batchId')
        .select(['link.importPapersId', 'batch.id', 'batch.traceCode'])
        .where('link.importPapersId', 'in', [...ids, -1])
        .$if(siteIds !== undefined, (query) => query.where('batch.siteId', 'in', [...(siteIds ?? []), -1]))
        .orderBy('batch.id')
        .execute();
      return Map.groupBy(rows, (row) => row.importPapersId);
    },
  };
}

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

/** The document the papers were recorded with; none where it was withdrawn. */
function certificateBehind(read: Store['read'], row: Row): Promise<DB['certificate'] | undefined> {
  return read
    .selectFrom('certificate')
    .selectAll()
    .where('partyId', '=', row.partyId)
    .where('kind', '=', 'importInspection')
    .where('number', '=', row.inspectionCertificate ?? '')
    .where('recordedAt', '=', row.at)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst();
}

async function judgedWith(
  deps: Deps,
  now: number,
  row: Row,
  certificate: DB['certificate'] | null,
  batches: readonly OwnBatch[],
): Promise<Judging> {
  const facts = await loadBatchFacts(
    deps.store.read,
    batches.map((batch) => batch.id),
  );
  const papers = { publicId: row.publicId, declarationNumber: row.declarationNumber };
  return judgeRecords(
    deps,
    now,
    [...facts.values()].map((batch) => ({
      kind: 'batch' as const,
      batch: {
        ...batch,
        importPapers: [...(batch.importPapers ?? []), papers],
        certificates: [...batch.certificates, ...(certificate ? [certificateFacts(certificate)] : [])],
      },
    })),
    batches.map((batch) => ({ type: 'batch', id: batch.id })),
  );
}

function notAhead(day: string | undefined, now: number): ProblemDetail[] {
  const today = civilDateOf(now);
  if (day === undefined || day <= today) return [];
  return [
    {
      pointer: '/arrivedOn',
      found: day,
      expected: { zh: `不晚于今天 ${today}`, en: `not after today, ${today}` },
      fix: { zh: '到港后再录入，或更正日期', en: 'record it once it has arrived, or correct the date' },
    },
  ];
}

function papersView(row: Row, batches: readonly OwnBatch[]) {
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
