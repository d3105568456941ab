import type { BrowserWorld } from './harness.ts';
import type { Asker, Place } from './places.ts';

const DOCUMENTS = ['order', 'notice', 'decision', 'referral'] as const;
const PASSWORD = 'correct horse battery';

/** Two rows of batches, the second with a date nobody can read. */
const SHEET = ['产品名称,产品类别,批号,生产日期,数量,单位', '芝麻酱,食品,Z-1,2026-11-08,600,瓶', '芝麻酱,食品,Z-2,11月8号,600,瓶'];

/** Pages of what the demo’s ten days do not bring forth: made here as a person would make it. */
export async function madePlaces(world: BrowserWorld, ask: Asker): Promise<Place[]> {
  const { cast, cowpeas } = world.walked;
  const imported = await Promise.all([SHEET, SHEET.slice(0, 2)].map((rows) => preview(world, rows.join('\n'))));
  await ask.post(`/v1/batches/${cowpeas.traceCode}/commitment-certificate`, 'grower', { grounds: ['controlled', 'selfTested'] });
  const { link } = await ask.post(`/v1/parties/${cast.saucePlant.id}/staff`, 'producer', { name: '示例甲', rights: ['batches'] });
  const cases = await ask.get('/v1/cases', 'regulator');
  const first = cases.items[0]?.id ?? '';
  const paper = `/v1/batches/${cowpeas.traceCode}/commitment-certificate`;
  return [
    ...imported.map((id): Place => ({ path: `/imports/${id}`, role: 'producer', route: '/imports/{id}' })),
    { path: paper, role: 'grower', route: '/v1/batches/{traceCode}/commitment-certificate' },
    ...DOCUMENTS.map(
      (kind): Place => ({ path: `/v1/cases/${first}/documents/${kind}`, role: 'regulator', route: '/v1/cases/{id}/documents/{kind}' }),
    ),
    { path: new URL(link ?? '').pathname, route: '/invitation/{token}' },
    { path: '/invitation/ps_used', route: '/invitation/{token}' },
    // The browser that began there is another one: the page says that nothing was proven.
    { path: '/sign-in/oidc/office/callback?code=none&state=none', route: '/sign-in/oidc/{provider}/callback' },
    ...(['/account', '/staff', '/home'] as const).map((path): Place => ({ path, role: 'person', route: path })),
  ];
}

async function preview({ url, walked }: BrowserWorld, body: string): Promise<string> {
  const reply = await fetch(`${url}/v1/imports?kind=batches&preview=true&name=${encodeURIComponent('十一月批次.csv')}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${walked.cast.saucePlant.key}`, 'Content-Type': 'text/csv' },
    body,
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`POST /v1/imports: ${reply.status} ${text}`);
  return (JSON.parse(text) as { id: string }).id;
}

/** The session of a person of the sauce plant, with login and password of its own. */
export async function personSession({ url, walked: { cast } }: BrowserWorld): Promise<string> {
  const headers = { Authorization: `Bearer ${cast.saucePlant.key}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ name: '示例乙', rights: ['batches', 'custody', 'displays', 'party'] });
  const made = await fetch(`${url}/v1/parties/${cast.saucePlant.id}/staff`, { method: 'POST', headers, body });
  const { link } = (await made.json()) as { link: string };
  const taken = await fetch(url + new URL(link).pathname, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ login: `shili.${loginIn(link)}`, password: PASSWORD, again: PASSWORD }),
  });
  const [set] = taken.headers.getSetCookie();
  if (taken.status !== 303 || set === undefined) throw new Error(`the invitation was answered with ${taken.status}`);
  return set.split(';')[0] ?? '';
}

/** Another one for each link. */
const loginIn = (link: string) =>
  link
    .slice(-12)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '0');
