import { newPublicId } from '../codes/ids.ts';
import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { conceal, isCommitment, revealed } from '../ledger/personal.ts';
import { maskName } from '../parties/model.ts';
import { actedBy } from '../platform/caller.ts';
import { civilDateOf, formatInstant, startOfDay } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { notFound, Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { countReports, type ReportRow, reportedBatch, reportRepository } from './repository.ts';
import type { ReportInput, ReportView } from './schemas.ts';

/** A household has little more to say in a day; a crowd behind one address has the telephone. */
export const MOST_A_SENDER = 5;
/** More in a day about one batch tell the authority nothing new. */
export const MOST_A_BATCH = 50;

type Sending = Pick<Call, 'caller' | 'now' | 'claim' | 'address'>;

/**
 * Takes a consumer's report about a batch, for the authority of the batch's place. The ledger keeps that it came, in chain `system`: what
 * it is about and all that was typed stand there as commitments alone, since a suspicion is not published.
 * @param replyOf the answer, given the report's number
 * @throws {Problem} not-found for a code nobody recorded, too-many-requests
 */
export function sendReport(deps: Deps, sending: Sending, input: ReportInput, replyOf: (id: string) => Reply): Promise<Reply> {
  return write(deps.store, async () => {
    const code = parseTraceCode(input.traceCode);
    const batch = code.ok ? await reportedBatch(deps.store.read, code.code) : undefined;
    if (!batch) throw notFound({ zh: '该追溯码', en: 'such trace code' });
    const today = civilDateOf(sending.now);
    const sender = sha256Hex(`${deps.adminKeyHash}\n${today}\n${sending.address ?? ''}`);
    const { ofBatch, ofSender } = await countReports(deps.store.read, { batchId: batch.id, sinceAt: startOfDay(today), sender });
    if (ofBatch >= MOST_A_BATCH || ofSender >= MOST_A_SENDER) throw tooMany();
    const concealed: DB['personal'][] = [];
    const hide = (value: string) => {
      const { commitment, row } = conceal(deps.random, value);
      concealed.push(row);
      return commitment;
    };
    const [id = 0] = await deps.store.ids(1);
    const publicId = newPublicId(deps.random);
    const row: DB['consumer_report'] = {
      id,
      publicId,
      batchId: batch.id,
      regionCode: batch.regionCode,
      kind: input.kind,
      details: hide(input.details),
      boughtAt: input.boughtAt === undefined ? null : hide(input.boughtAt),
      contact: input.contact === undefined ? null : hide(input.contact),
      sender,
      n: ofSender + 1,
      at: sending.now,
    };
    const { details, boughtAt, contact } = row;
    const payload = { actedBy: actedBy(sending.caller), batch: hide(batch.traceCode), details, boughtAt, contact };
    return {
      chain: 'system',
      at: sending.now,
      entries: [{ kind: 'consumer.reported', subject: `consumer-report/${publicId}`, payload }],
      rows: { consumer_report: [row], personal: concealed },
      ...(sending.claim ? { idempotency: sending.claim } : {}),
      finish: () => ({ reply: replyOf(publicId) }),
    };
  });
}

function tooMany(): Problem {
  return new Problem(
    'too-many-requests',
    {
      zh: '今天从这个网络或者关于这一批次的报告已经很多。有急事请拨打 12315。',
      en: 'Many reports came today from this network or about this batch. If it is urgent, call 12315.',
    },
    { headers: { 'Retry-After': '86400' } },
  );
}

/**
 * Consumers' reports in the caller's scope, newest first.
 * @throws {Problem} invalid-input for a cursor that was not given out
 */
export async function listReports(
  deps: Deps,
  { caller }: Pick<Call, 'caller'>,
  query: { traceCode?: string | undefined; cursor?: string | undefined; limit?: number | undefined },
) {
  const code = query.traceCode === undefined ? undefined : parseTraceCode(query.traceCode);
  if (code && !code.ok) return { items: [], next: null };
  const limit = query.limit ?? PAGE_SIZE;
  const repository = reportRepository(deps.store.read, caller);
  const found = await repository.list({ traceCode: code?.code }, decodeCursor(query.cursor), limit);
  const hidden = found.map(({ details, boughtAt, contact, natural, producer }) => ({
    details,
    boughtAt,
    contact,
    // A firm's name is no commitment, and might be written like somebody's.
    ...(natural === 1 ? { producer } : {}),
  }));
  const opened = await revealed(deps.store.read, hidden);
  const rows = found.map((row, n) => ({ ...row, ...opened[n] }));
  return pageOf(rows, limit, ({ at, id }) => ({ at, id }), viewOf);
}

/** What was erased is told as gone. */
const readable = (value: string | null) => (value === null || isCommitment(value) ? null : value);

function viewOf(row: ReportRow): ReportView {
  return {
    id: row.publicId,
    at: formatInstant(row.at),
    traceCode: formatTraceCode(row.traceCode),
    product: row.product,
    producer: row.natural === 1 ? maskName(row.producer) : row.producer,
    batchNumber: row.batchNumber,
    regionCode: row.regionCode,
    kind: row.kind as ReportView['kind'],
    details: readable(row.details),
    boughtAt: readable(row.boughtAt),
    contact: readable(row.contact),
  };
}
