import type { Answer } from '../app.ts';
import type { Named } from '../rights/document.ts';

/** Statuses of the service's own failure; 501 and 503 only where an operation declares them. */
const NEVER = new Set([500, 502, 504]);
const PROBLEM_FIELDS = ['type', 'title', 'status', 'code', 'detail', 'requestId', 'errors'];
/** Longer than any answer may take. */
const SLOW_MS = 2_000;

/** Where programs ask: errors are problem documents there, whatever a browser accepts. */
const API = /^\/(?:(?:v1|epcis|ledger)\/|metrics$)/;

const mediaTypeOf = (answer: Answer) => (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';

/** What is wrong with an answer, whatever was asked; nothing for a good one. */
export function faultsOf({ path, operation }: Named, answer: Answer, tookMs: number, defect: string): string[] {
  const { status } = answer;
  const type = mediaTypeOf(answer);
  const declared = operation.responses[String(status)];
  const faults: string[] = [];
  if (NEVER.has(status)) faults.push(`${status} ${defect || answer.text.slice(0, 200)}`);
  else if (!declared) faults.push(`${status} is not declared: ${answer.text.slice(0, 300)}`);
  if (tookMs > SLOW_MS) faults.push(`took ${Math.round(tookMs)} ms`);
  if (!answer.headers.get('x-request-id')) faults.push('has no request id');
  if (status < 400) return faults;
  const own = Object.keys(declared?.content ?? {}).filter((one) => one !== 'application/problem+json');
  const isPage = type === 'text/html' && !API.test(path);
  if (type !== 'application/problem+json') {
    if (!isPage && !own.includes(type)) faults.push(`${status} as ${type || 'nothing'}`);
    return faults;
  }
  const absent = PROBLEM_FIELDS.filter((name) => answer.json?.[name] === undefined);
  if (absent.length > 0) faults.push(`a problem without ${absent.join(', ')}`);
  if (answer.json?.status !== status) faults.push(`a problem of status ${answer.json?.status} under ${status}`);
  return faults;
}
