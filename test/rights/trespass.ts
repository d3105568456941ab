import { sql } from 'kysely';
import { tableOrder } from '../../src/store/tables.ts';
import type { Answer, Ask, TestApp } from '../app.ts';
import type { Document, Named } from './document.ts';
import { CONTACT, MARK, type ObjectWorld, SECRET } from './objects.ts';
import { type Asked, requestOf } from './requests.ts';

/** Tables that note the asking itself. */
const NOTES: ReadonlySet<string> = new Set(['access_audit']);

/** Lets the follower come to its end: what it writes itself, it reads again. */
export async function settled(t: TestApp): Promise<void> {
  let before = '';
  for (let now = await countsOf(t); now !== before; now = await countsOf(t)) {
    before = now;
    await t.follower.catchUp();
  }
}

/** How many rows every table has, and how far every chain goes. */
export async function countsOf(t: TestApp): Promise<string> {
  const parts = tableOrder
    .filter((table) => !NOTES.has(table))
    .map((table) => sql`SELECT ${sql.lit(table)} AS name, count(*) AS n FROM ${sql.table(table)}`);
  const chains = sql`SELECT 'seq' AS name, coalesce(sum(seq), 0) AS n FROM chain`;
  const { rows } = await sql<{ name: string; n: number }>`${sql.join([...parts, chains], sql` UNION ALL `)}`.execute(t.store.read);
  return rows.map(({ name, n }) => `${name} ${n}`).join('\n');
}

/** Every row there is: what was changed in place shows here. */
export async function rowsOf(t: TestApp): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const table of tableOrder.filter((one) => !NOTES.has(one))) {
    const { rows } = await sql`SELECT * FROM ${sql.table(table)}`.execute(t.store.read);
    all.set(table, JSON.stringify(rows));
  }
  return all;
}

export interface Intruder {
  id: string;
  who: Pick<Ask, 'key' | 'headers'>;
  /** Operations it may carry out on what is not its own, each for a reason that stands in the architecture. */
  shared: ReadonlySet<string>;
  /** What it is never told in any list, search or page. */
  secrets: readonly string[];
}

/** A file is the party's, at no site: who was shown its hash in a record may fetch it. */
const BY_HASH: ReadonlySet<string> = new Set(['getFile']);

/** Four who may call and have nothing to look for here: another tenant, a delegate for another site, offices of another region and department. */
export async function intruders(w: ObjectWorld, shared: ReadonlySet<string>): Promise<Intruder[]> {
  const tenant = await w.party({ name: '示例别家有限公司', kinds: ['producer', 'retailer', 'laboratory', 'marketOperator', 'importer'] });
  const agent = await w.party({ name: '示例外地代办有限公司', kinds: ['distributor'] });
  const rights = ['batches', 'custody', 'displays', 'party'];
  await w.must('POST', `/v1/parties/${w.a.id}/delegations`, w.a.key, { to: agent.id, rights, sites: [w.a.sites[1]?.id] });
  const region = await w.authority({ name: '示例他市局', regionCode: '330200' });
  const department = await w.authority({ name: '示例市农业农村局', department: 'agriculture' });
  await settled(w);
  const none: ReadonlySet<string> = new Set();
  return [
    { id: 'another tenant', who: { key: tenant.key }, shared: none, secrets: [SECRET, CONTACT] },
    { id: 'a delegate for another site', who: { key: agent.key, headers: { 'X-Acting-For': w.a.id } }, shared: BY_HASH, secrets: [SECRET] },
    { id: 'an officer of another region', who: { key: region.key }, shared: none, secrets: [SECRET, CONTACT] },
    { id: 'an officer of another department', who: { key: department.key }, shared, secrets: [] },
  ];
}

export const send = (t: TestApp, asked: Asked, who: Pick<Ask, 'key' | 'headers'>): Promise<Answer> =>
  t.request(asked.method, asked.address, {
    key: who.key,
    ...(asked.raw === undefined ? {} : { raw: asked.raw }),
    headers: { ...asked.headers, ...who.headers },
  });

const WITH_MARKS = new RegExp(`[^"\\\\/:]*(?:${MARK}|${SECRET})[^"\\\\]*`, 'g');

/** The reply without what the request itself said. */
function toldBy(answer: Answer, { address, raw = '' }: Asked): string {
  const [path = '', query = ''] = address.split('?');
  const said = [path, decodeURIComponent(path), query, ...(raw.match(WITH_MARKS) ?? [])].filter((text) => text.length > 3);
  return said.reduce((text, one) => text.replaceAll(one, ''), answer.text);
}

/** What the reply gives away: the mark and what stands around it. */
export function leakOf(answer: Answer, asked: Asked, marks: readonly string[]): string | null {
  const text = toldBy(answer, asked);
  for (const mark of marks) {
    const at = text.indexOf(mark);
    if (at >= 0) return text.slice(Math.max(0, at - 80), at + 30);
  }
  return null;
}

/** One operation tried with A's id by one who has no business with it; what went wrong, or null. */
export async function trespass(w: ObjectWorld, named: Named, document: Document, { who, shared }: Intruder): Promise<string | null> {
  const asked = requestOf(named, w.ids, document);
  const before = await countsOf(w);
  const answer = await send(w, asked, who);
  if (shared.has(named.operation.operationId)) return answer.status >= 500 ? `${answer.status} ${answer.text}` : null;
  const isTurnedAway = answer.status === 303 && asked.method === 'GET' && /^\/(home|regulator)$/.test(answer.headers.get('location') ?? '');
  if (answer.status !== 404 && answer.status !== 403 && !isTurnedAway) return `answered ${answer.status} ${answer.text.slice(0, 200)}`;
  const leak = leakOf(answer, asked, [MARK, SECRET, CONTACT]);
  if (leak) return `told ${leak}`;
  return (await countsOf(w)) === before ? null : 'something was written';
}
