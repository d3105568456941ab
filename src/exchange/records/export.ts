import { setAsideHash } from '../../ledger/payload.ts';
import { chainOf, type PartyCaller } from '../../platform/caller.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { Problem } from '../../platform/problems.ts';
import type { Call } from '../../platform/route.ts';
import type { Store } from '../../store/store.ts';
import { commitmentsIn } from './personal-fields.ts';

/** Name of the form of these lines; a change that readers must know of raises the number. */
export const FORMAT = 'suyuan-records/1';
export const MEDIA_TYPE = 'application/x-ndjson';

const PAGE = 200;

/**
 * GET /v1/exports/records: every record of a party, in the order of its chain, and the files it keeps, a line of JSON each. It begins with a head that
 * says how far it goes and closes with an end: a stream that was cut has none. What is recorded meanwhile is not in it.
 * @throws {Problem} forbidden for a delegate of some sites alone
 */
export async function exportRecords(
  deps: Deps,
  call: Call<unknown, { after?: number | undefined }>,
  caller: PartyCaller,
): Promise<Response> {
  if (caller.siteIds !== undefined)
    throw new Problem('forbidden', {
      zh: '委托只限部分场所，不能导出全部记录。',
      en: 'A delegation for some sites does not reach to all records.',
    });
  const chain = chainOf(caller);
  const after = call.query.after ?? 0;
  const last = await deps.store.read.selectFrom('chain').select(['seq', 'hash']).where('chain', '=', chain).executeTakeFirst();
  const head = {
    type: 'head',
    format: FORMAT,
    chain,
    party: { id: caller.party.publicId, uscc: caller.party.uscc },
    after,
    to: last?.seq ?? 0,
    hash: last?.hash ?? null,
    at: formatInstant(call.now),
  };
  const lines = linesOf(deps.store.read, caller.party, head);
  const name = `suyuan-records-${caller.party.publicId}-${after + 1}-${head.to}.ndjson`;
  return new Response(streamOf(lines), {
    headers: {
      'Content-Type': `${MEDIA_TYPE}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

interface Head {
  chain: string;
  after: number;
  to: number;
}

/** Text of some lines at a time, read only when the reader takes more. */
async function* linesOf(read: Store['read'], party: PartyCaller['party'], head: Head): AsyncGenerator<string> {
  yield text([head]);
  let records = 0;
  for (let at = head.after; at < head.to; ) {
    const rows = await read
      .selectFrom('entry')
      .select(['seq', 'at', 'kind', 'subject', 'hash', 'bytes'])
      .where('chain', '=', head.chain)
      .where('seq', '>', at)
      .where('seq', '<=', head.to)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    if (rows.length === 0) throw new Error(`The chain ${head.chain} ends at ${at} before ${head.to}.`);
    yield text(await recordLines(read, rows, party.natural));
    records += rows.length;
    at = rows.at(-1)?.seq ?? head.to;
  }
  const files = await read
    .selectFrom('stored_file')
    .select(['sha256', 'mediaType', 'size', 'at'])
    .where('partyId', '=', party.id)
    .orderBy('at')
    .orderBy('sha256')
    .execute();
  if (files.length > 0) yield text(files.map((file) => ({ type: 'file', ...file, href: `/v1/files/${file.sha256}` })));
  yield text([{ type: 'end', records, files: files.length }]);
}

const text = (lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

interface Row {
  seq: number;
  at: number;
  kind: string;
  subject: string;
  hash: string;
  bytes: string;
}

/** Entries with what their payload leaves out: one that was set aside for its size, and the personal values behind its commitments. */
async function recordLines(read: Store['read'], rows: readonly Row[], isPerson: boolean): Promise<object[]> {
  const payloads = rows.map(({ bytes }) => (JSON.parse(bytes) as { payload: Payload }).payload);
  const large = await largeOf(
    read,
    payloads.flatMap((payload) => setAsideHash(payload) ?? []),
  );
  const whole = payloads.map((payload) => large.get(setAsideHash(payload) ?? '') ?? null);
  const commitments = rows.map(({ kind }, i) => commitmentsIn(whole[i] ?? payloads[i] ?? {}, { kind, isPerson }));
  const clear = await clearOf(read, commitments.flat());
  return rows.map((row, i) => {
    const personal = (commitments[i] ?? []).flatMap((one) => (clear.has(one) ? [[one, clear.get(one)]] : []));
    return {
      type: 'record',
      ...row,
      ...(whole[i] ? { payload: whole[i] } : {}),
      ...(personal.length > 0 ? { personal: Object.fromEntries(personal) } : {}),
    };
  });
}

type Payload = Parameters<typeof setAsideHash>[0];

async function largeOf(read: Store['read'], hashes: readonly string[]): Promise<Map<string, Payload>> {
  if (hashes.length === 0) return new Map();
  const rows = await read.selectFrom('large_payload').selectAll().where('hash', 'in', hashes).execute();
  return new Map(rows.map((row) => [row.hash, JSON.parse(row.bytes) as Payload]));
}

async function clearOf(read: Store['read'], commitments: readonly string[]): Promise<Map<string, string>> {
  const clear = new Map<string, string>();
  const all = [...new Set(commitments)];
  for (let at = 0; at < all.length; at += PAGE) {
    const rows = await read
      .selectFrom('personal')
      .select(['commitment', 'value'])
      .where('commitment', 'in', all.slice(at, at + PAGE))
      .execute();
    for (const row of rows) clear.set(row.commitment, row.value);
  }
  return clear;
}

function streamOf(chunks: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
