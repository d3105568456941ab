import { formatInstant } from '../../platform/civil-date.ts';
import type { Send, Sent } from '../send.ts';
import { signedHeaders } from '../signature.ts';
import type { FilingAdapter, FilingAddress, FilingAnswer, FilingRecord } from './adapter.ts';

/** Of an answer no more is read than this many bytes. */
const ANSWER_BYTES = 8_192;
const LONGEST_REASON = 500;
const LONGEST_ID = 100;

/** Answers about the record itself. Others (401, 404, 5xx, a redirect) say that the address or the key is wrong or that it is down. */
const ABOUT_THE_RECORD: ReadonlySet<number> = new Set([400, 409, 413, 422]);

/**
 * A record as JSON over HTTPS, signed as Standard Webhooks (the filing’s id, the second, the body). 2xx: it has it, 202: it will judge it later;
 * 400, 409, 413, 422: refused, `reason` (or detail, message, error, title) says why; anything else is tried again. `id` in the answer is kept.
 */
export const signedJson: FilingAdapter = {
  id: 'signed-json',
  says: { zh: '签名的 HTTPS JSON，一条记录一个请求', en: 'signed HTTPS JSON, one request a record' },
  file: (send, address, record, at) => signedPost(send, address, record, bodyOf(record), at),
};

/** What every signed message says of a record. */
export function bodyOf(record: FilingRecord) {
  const { hash, at, ...rest } = record;
  return { ...rest, at: formatInstant(at), entryHash: hash };
}

/** Sends a body about a record and reads what the other platform says of it. */
export async function signedPost(
  send: Send,
  address: FilingAddress,
  record: FilingRecord,
  value: object,
  at: number,
): Promise<FilingAnswer> {
  const body = JSON.stringify(value);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'suyuan-filings',
    ...signedHeaders(address.secret, { id: record.id, at, body }),
  };
  return answerOf(await send(address.url, headers, body, ANSWER_BYTES));
}

/** What an answer means for the record. */
export function answerOf(sent: Sent): FilingAnswer {
  if ('error' in sent) return { state: 'later', reason: sent.error.slice(0, LONGEST_REASON) };
  const told = toldIn(sent.body ?? '');
  if (sent.status === 202) return { state: 'sent', remoteId: told.id };
  if (sent.status >= 200 && sent.status < 300) return { state: 'accepted', remoteId: told.id };
  const reason = told.reason ?? `HTTP ${sent.status}`;
  if (ABOUT_THE_RECORD.has(sent.status)) return { state: 'refused', remoteId: told.id, reason };
  return { state: 'later', reason: told.reason === null ? reason : `HTTP ${sent.status}: ${reason}`.slice(0, LONGEST_REASON) };
}

function toldIn(text: string): { id: string | null; reason: string | null } {
  const value = parsed(text);
  if (value === null) return { id: null, reason: shortened(text, LONGEST_REASON) };
  const first = (...names: string[]) => names.map((name) => value[name]).find((one) => typeof one === 'string' || typeof one === 'number');
  return {
    id: shortened(first('remoteId', 'id'), LONGEST_ID),
    reason: shortened(first('reason', 'detail', 'message', 'error', 'title'), LONGEST_REASON),
  };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return null;
  }
}

/** Text of another system, as it may be kept and shown: one line, no control characters, so long and no longer. */
function shortened(value: unknown, most: number): string | null {
  if (value === undefined) return null;
  const text = String(value)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return text === '' ? null : Array.from(text).slice(0, most).join('');
}
