import { withIssuers } from '../batches/repository.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { loadPartyFacts } from '../parties/facts.ts';
import type { Caller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { batchesOf, type Read, type ReportRow, reportsOf, type SampleRow, sampleRepository } from './repository.ts';

export const noSample = () => notFound({ zh: '该样品', en: 'such sample' });

/**
 * A sample by its id, or by its number where only one of the caller's has it.
 * @throws {Problem} not-found out of scope; conflict for a number of several samples
 */
export async function sampleInScope(deps: Pick<Deps, 'store'>, caller: Caller, no: string): Promise<SampleRow> {
  const repository = sampleRepository(deps.store.read, caller);
  const byId = await repository.byId(no);
  if (byId) return byId;
  const [one, another] = await repository.byNumber(no);
  if (!one) throw noSample();
  if (another)
    throw new Problem(
      'conflict',
      { zh: '有多个样品使用该单号，请使用样品 id。', en: 'Several samples have this number; use the id of the sample.' },
      { extra: { samples: [one.publicId, another.publicId] } },
    );
  return one;
}

const place = (party: { publicId: string; name: string } | undefined) => (party ? { id: party.publicId, name: party.name } : null);

async function viewer(read: Read, rows: readonly SampleRow[]) {
  const parties = await loadPartyFacts(
    read,
    rows.flatMap(({ partyId, laboratoryId, retestLaboratoryId, takerKind, takerId }) => [
      partyId,
      ...[laboratoryId, retestLaboratoryId].flatMap((id) => id ?? []),
      ...(takerKind === 'party' ? [takerId] : []),
    ]),
  );
  const ids = rows.filter((row) => row.takerKind === 'authority').map((row) => row.takerId);
  const authorities =
    ids.length === 0 ? [] : await read.selectFrom('authority').select(['id', 'publicId', 'name']).where('id', 'in', ids).execute();
  return (row: SampleRow, batches: readonly { traceCode: string }[]) => ({
    id: row.publicId,
    number: row.number,
    kind: row.kind,
    state: row.state,
    party: place(parties.get(row.partyId)),
    taker: row.takerKind === 'party' ? place(parties.get(row.takerId)) : place(authorities.find((one) => one.id === row.takerId)),
    laboratory: row.laboratoryId === null ? null : place(parties.get(row.laboratoryId)),
    retestLaboratory: row.retestLaboratoryId === null ? null : place(parties.get(row.retestLaboratoryId)),
    takenAt: formatInstant(row.takenAt),
    retestUntil: row.retestUntil === null ? null : formatInstant(row.retestUntil),
    traceCodes: batches.map((batch) => formatTraceCode(batch.traceCode)),
    at: formatInstant(row.at),
  });
}

/** A sample as replies show it. */
export async function sampleShown(read: Read, row: SampleRow, batches: readonly { traceCode: string }[]) {
  return (await viewer(read, [row]))(row, batches);
}

function reportView(row: ReportRow) {
  return {
    id: row.publicId,
    n: row.n,
    kind: row.kind,
    reportNumber: row.number,
    conclusion: row.conclusion,
    issuer: row.issuer,
    issuedOn: row.issuedOn,
    results: row.results === null ? [] : (JSON.parse(row.results) as unknown[]),
    fileSha256: row.fileSha256,
    certificate: row.certificatePublicId,
    withdrawnAt: row.withdrawnAt === null ? null : formatInstant(row.withdrawnAt),
    withdrawnReason: row.withdrawnReason,
    at: formatInstant(row.at),
  };
}

/** GET /v1/samples/{no}: with every report, withdrawn ones too. */
export async function readSample(deps: Deps, call: Call<{ no: string }>): Promise<Reply> {
  const { read } = deps.store;
  const row = await sampleInScope(deps, call.caller, call.params.no);
  const batches = (await batchesOf(read, [row.id])).get(row.id) ?? [];
  const reports = await withIssuers(read, await reportsOf(read, [row.id]));
  return json(200, { ...(await sampleShown(read, row, batches)), reports: reports.map(reportView) });
}

/** GET /v1/samples: taken, tested or taken from the caller, newest first. */
export async function listSamples(
  deps: Deps,
  call: Call<unknown, { limit?: number | undefined; cursor?: string | undefined; state?: string | undefined }>,
): Promise<Reply> {
  const { read } = deps.store;
  const limit = call.query.limit ?? PAGE_SIZE;
  const rows = await sampleRepository(read, call.caller).list({ limit, after: decodeCursor(call.query.cursor), state: call.query.state });
  const batches = await batchesOf(
    read,
    rows.map((row) => row.id),
  );
  const view = await viewer(read, rows);
  const list = pageOf(
    rows,
    limit,
    ({ at, id }) => ({ at, id }),
    (row) => view(row, batches.get(row.id) ?? []),
  );
  return json(200, list, nextLink(call, list.next));
}
