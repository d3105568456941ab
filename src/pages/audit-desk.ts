import { z } from '@hono/zod-openapi';
import { type AuditFilter, auditLines } from '../audit/lines.ts';
import { SIGN_IN_STEPS } from '../audit/noting.ts';
import { csvLine, csvReply } from '../enforcement/csv.ts';
import { filterCells } from '../enforcement/csv-leads.ts';
import { namesOf } from '../enforcement/entered-by.ts';
import { civilDateOf, endOfDay, formatInstant, parseCivilDate, startOfDay } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { AUDIT_PATH, type AuditAsked, auditFields, auditPage } from './audit-page.ts';
import { PAGE } from './page-route.ts';
import { langQuery, languageFor, seeOther, send } from './regulator-desk.ts';
import { AUDIT_TEXT } from './text-audit.ts';

/** Lines one file holds at most. */
const MOST_LINES = 20_000;
/** Results of a kind. A 404 refuses where what is there is not to be seen. */
const KINDS: ReadonlyMap<string, readonly number[]> = new Map([
  ['refused', [401, 403, 404]],
  ['errors', [500, 502, 503, 504]],
]);

const typed = (description: string, example: string) => z.string().max(200).optional().openapi({ description, example });
const query = langQuery.extend({
  kind: typed('sign-in, refused or errors', 'sign-in'),
  since: typed('First day, Beijing', '2026-11-05'),
  until: typed('Last day, Beijing', '2026-11-06'),
  who: typed('Whose, or its beginning', 'party:V1StGXR8Z5jdHi6B'),
  operation: typed('Name of the operation', 'readCase'),
  status: typed('Status of the reply', '403'),
  cursor: typed('From the page before', '1762304400000.aT3kP9dWq2RnYb7x.17'),
});
type AuditCall = Call<unknown, z.output<typeof query>>;

/** What the address asks for; null where a day or a status makes none. */
function filterOf({ kind, since, until, who, operation, status, cursor }: z.output<typeof query>): AuditFilter | null {
  const [from, to] = [dayOf(since), dayOf(until)];
  if (from === null || to === null || (status && !/^[1-5]\d\d$/.test(status))) return null;
  return {
    from: from === undefined ? undefined : startOfDay(from),
    until: to === undefined ? undefined : endOfDay(to),
    who: who || undefined,
    operations: operation ? [operation] : kind === 'sign-in' ? [...SIGN_IN_STEPS] : undefined,
    statuses: status ? [Number(status)] : KINDS.get(kind ?? ''),
    cursor: cursor || undefined,
  };
}

const dayOf = (typed: string | undefined) => (typed ? parseCivilDate(typed) : undefined);

const askedOf = (given: z.output<typeof query>): AuditAsked =>
  Object.fromEntries(auditFields.flatMap((name) => (given[name] ? [[name, given[name]]] : [])));

async function showAudit(deps: Deps, call: AuditCall): Promise<Reply> {
  const { caller } = call;
  // Open to everybody by its access, so that who is not signed in is sent to sign in: everybody but this administrator goes elsewhere.
  if (caller.kind !== 'admin' || caller.role !== 'audit') {
    const { pathname, search } = new URL(call.request.url);
    return seeOther(caller.kind === 'anonymous' ? `/sign-in?next=${encodeURIComponent(pathname + search)}` : '/home');
  }
  const language = languageFor(call, call.query.lang);
  const filter = filterOf(call.query);
  const { items, next, wrong } = await linesOr(deps, filter);
  const names = await namesOf(
    deps.store.read,
    items.map((line) => line.who),
  );
  const who = language === 'en' ? 'audit administrator' : '审计管理员';
  return send(wrong ? 422 : 200, auditPage({ who, asked: askedOf(call.query), items, next, names, wrong, most: MOST_LINES }, language));
}

/** A filter or cursor that makes no sense shows an empty page that says so. */
async function linesOr(deps: Deps, filter: AuditFilter | null) {
  const nothing = { items: [], next: null, wrong: true };
  if (filter === null) return nothing;
  try {
    return { ...(await auditLines(deps, filter)), wrong: false };
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return nothing;
  }
}

async function auditAsCsv(deps: Deps, call: AuditCall): Promise<Response> {
  const filter = filterOf(call.query);
  if (filter === null) {
    const expected = { zh: '日期与状态', en: 'days and a status' };
    throw invalidInput([
      { pointer: '/query', found: new URL(call.request.url).search, expected, fix: { zh: '核对后重试', en: 'check them' } },
    ]);
  }
  return csvReply('audit', civilDateOf(call.now), blocksOf(deps, call, filter));
}

async function* blocksOf(deps: Deps, call: AuditCall, filter: AuditFilter): AsyncGenerator<string, void> {
  const t = AUDIT_TEXT[languageFor(call, call.query.lang)];
  yield csvLine([t.title, formatInstant(call.now), t.cut(MOST_LINES)]) +
    csvLine(filterCells(askedOf(call.query), t.kinds[''] ?? '')) +
    csvLine([t.at, t.who, t.role, t.operation, t.object, t.status, t.address, t.request, 'chain', 'n', 'hash']);
  let cursor = filter.cursor;
  for (let sent = 0; sent < MOST_LINES; ) {
    const { items, next } = await auditLines(deps, { ...filter, cursor });
    yield items
      .map((line) =>
        csvLine([
          line.at,
          line.who,
          line.role,
          line.operation,
          line.object,
          line.status,
          line.address,
          line.requestId,
          line.chain,
          line.n,
          line.hash,
        ]),
      )
      .join('');
    sent += items.length;
    if (next === null) return;
    cursor = next;
  }
}

/** The access audit as a page and a file, for the audit administrator alone. */
export function auditPageRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: AUDIT_PATH,
      id: 'auditPage',
      tag: 'pages',
      summary: 'The access audit as a page',
      description:
        'As GET /v1/audit, by kind (signing in, refused, failures), day, who, operation and result; the filters stand in the address.',
      access: { who: ['public', 'audit'] },
      query,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' }, 422: PAGE },
      handle: (call) => showAudit(deps, call),
    }),
    route({
      method: 'get',
      path: `${AUDIT_PATH}.csv`,
      id: 'auditCsv',
      tag: 'pages',
      summary: 'The access audit as a file',
      description: `The same lines under the same filters, ${MOST_LINES} at most, each with the hash it stands under.`,
      access: { who: ['audit'] },
      query,
      replies: { 200: { description: 'The file', mediaType: 'text/csv' } },
      handle: (call) => auditAsCsv(deps, call),
    }),
  ];
}
