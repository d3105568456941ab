import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type TestApp, type TestParty, testApp } from '../../test/app.ts';
import { bags, custodyWorld } from '../../test/custody-world.ts';
import { signerFor } from '../../test/ledger.ts';
import type { DB } from '../store/schema.ts';

const PORK = {
  product: {
    name: '冷鲜猪后腿肉',
    specification: '约2kg/袋',
    category: 'food',
    directoryItem: '猪肉',
    shelfLife: { value: 7, unit: 'day' },
  },
  batchNumber: '20261101A',
  productionDate: '2026-11-01',
  quantity: { amount: '1200', unit: '袋' },
  certificates: [
    {
      kind: 'release',
      number: 'HZ-2026-11-0042',
      issuer: '杭州某检测有限公司',
      issuedOn: '2026-11-02',
      conclusion: 'pass',
      results: [{ item: '磺胺类', value: 'ND', unit: 'µg/kg', limit: '100' }],
    },
  ],
};
const JSON_ONLY = { headers: { Accept: 'application/json' } };
const NEVER_MADE = '2222-2222-2222-2222-2222';

async function record(t: TestApp, party: TestParty, body: Record<string, unknown> = PORK): Promise<string> {
  const made = await t.request('POST', '/v1/batches', { key: party.key, body });
  if (made.status !== 201) throw new Error(`batch: ${made.status} ${made.text}`);
  return made.json.traceCode;
}

async function scan(t: TestApp, code: string) {
  return (await t.request('GET', `/t/${code}`, JSON_ONLY)).json;
}

async function innerIds(t: TestApp, code: string, party: TestParty) {
  const batch = await t.store.read
    .selectFrom('batch')
    .select(['id', 'siteId', 'partyId'])
    .where('traceCode', '=', code.replaceAll('-', ''))
    .executeTakeFirstOrThrow();
  const owner = await t.store.read.selectFrom('party').select('id').where('publicId', '=', party.id).executeTakeFirstOrThrow();
  const site = await t.store.read.selectFrom('site').select('id').where('partyId', '=', owner.id).executeTakeFirstOrThrow();
  return { batch, partyId: owner.id, siteId: site.id };
}

/** Rows as a display at a shop leaves them, to which the maker shipped the batch unless it `came` otherwise. */
async function display(
  t: TestApp,
  code: string,
  shop: TestParty,
  fields: Partial<DB['display']> = {},
  came: 'shipped' | 'unknown' = 'shipped',
): Promise<void> {
  const { batch, partyId, siteId } = await innerIds(t, code, shop);
  const made = await t.store.read
    .selectFrom('holding')
    .select('id')
    .where('batchId', '=', batch.id)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const [id = 0, holdingId = 0] = await t.store.ids(2);
  const row: DB['display'] = {
    id,
    publicId: `display${id}`,
    partyId,
    siteId,
    batchId: batch.id,
    place: '入口货架',
    shownFrom: '2026-11-04',
    shownTo: null,
    actedBy: 'test',
    recordedAt: t.clock.now(),
    ...fields,
  };
  const edge = { src: made.id, dst: holdingId, kind: 'transfer', ref: id, n: 1, steps: 10, revision: 1, at: t.clock.now() };
  await t.store.commit({
    chain: `party:${shop.id}`,
    at: t.clock.now(),
    entries: [{ kind: 'display.recorded', subject: `display/${row.publicId}`, payload: { traceCodes: [code] } }],
    rows: {
      display: [row],
      holding: [{ id: holdingId, batchId: batch.id, partyId, siteId, steps: 10, createdAt: t.clock.now() }],
      flow: came === 'shipped' ? [edge] : [],
    },
    finish: () => ({ reply: { status: 201, headers: {}, body: '' } }),
  });
}

describe('a scan as JSON', () => {
  it('tells the batch, its producer, its certificates and its ledger entry', async () => {
    const t = await testApp();
    const maker = await t.party({ name: '示例肉类加工厂', licences: [{ kind: 'SC', number: '10333011000012', validUntil: '2029-12-31' }] });
    const code = await record(t, maker);
    const seen = await scan(t, code);
    expect(seen).toMatchObject({
      status: 'no-problem-recorded',
      asOf: '2026-11-05T01:00:00Z',
      traceCode: code,
      product: { name: '冷鲜猪后腿肉', specification: '约2kg/袋', shelfLife: { value: 7, unit: 'day' } },
      producer: { name: '示例肉类加工厂', licence: 'SC10333011000012', place: '杭州市余杭区' },
      batchNumber: '20261101A',
      productionDate: '2026-11-01',
      expiresOn: '2026-11-08',
      expiresBy: 'computed',
      steps: [{ kind: 'made', role: 'producer', party: '示例肉类加工厂', place: '杭州市余杭区', on: '2026-11-01' }],
      unknowns: ['results', 'shipped', 'received', 'displayed', 'shop'],
    });
    expect(seen.certificates).toEqual([
      { kind: 'release', number: 'HZ-2026-11-0042', issuer: '杭州某检测有限公司', issuedOn: '2026-11-02', conclusion: 'pass' },
    ]);
    expect(seen.ledger.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('carries the proof of its entry once a signature covers it, and says until then that it is to come', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    const ask = (accept: string, etag = '') => t.request('GET', `/t/${code}`, { headers: { Accept: accept, 'If-None-Match': etag } });
    await t.follower.catchUp();
    const before = { json: await ask('application/json'), page: await ask('text/html') };
    expect(before.json.json.ledger.log).toBeNull();
    expect(before.page.text).toContain('几秒后列入已签名的总账');
    await (await signerFor(t.deps)).sign();
    t.clock.advance(10_000);
    for (const [accept, was] of [
      ['application/json', before.json],
      ['text/html', before.page],
    ] as const)
      expect((await ask(accept, was.headers.get('etag') ?? '')).status, accept).toBe(200);
    const { ledger } = (await ask('application/json')).json;
    expect(ledger.log.treeSize).toBeGreaterThan(ledger.log.leafIndex);
    expect(ledger.log.proof).toBe(`/v1/ledger/entries/${ledger.hash}/proof`);
    const proof = await t.request('GET', ledger.log.proof);
    expect(proof.json).toMatchObject({ leafIndex: ledger.log.leafIndex, treeSize: ledger.log.treeSize });
    const page = await ask('text/html');
    expect(page.text).toContain(`总账第 ${ledger.log.leafIndex + 1} 条`);
    expect(page.text).toContain(`href="${ledger.log.proof}"`);
    expect((await ask('text/html', page.headers.get('etag') ?? '')).status).toBe(304);
  });

  it('reads the code without dashes and in small letters', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    expect((await scan(t, code.replaceAll('-', '').toLowerCase())).traceCode).toBe(code);
  });

  it('shows measured values only where the producer declared them public', async () => {
    const t = await testApp();
    const seen = await scan(t, await record(t, await t.party(), { ...PORK, public: ['results'] }));
    expect(seen.certificates[0].results).toMatchObject([{ item: '磺胺类', value: 'ND', unit: 'µg/kg', limit: '100' }]);
    expect(seen.unknowns).not.toContain('results');
  });

  it('says unknown (404) for a code nothing is recorded under, mistyped (404) where the check character is wrong', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    const wrong = code.slice(0, -1) + (code.endsWith('2') ? '3' : '2');
    const unknown = await t.request('GET', `/t/${NEVER_MADE}`, JSON_ONLY);
    const mistyped = await t.request('GET', `/t/${wrong}`, JSON_ONLY);
    expect([unknown.status, unknown.json.status]).toEqual([404, 'unknown']);
    expect([mistyped.status, mistyped.json.status]).toEqual([404, 'mistyped']);
    expect((await t.request('GET', '/t/hello', JSON_ONLY)).json.status).toBe('unknown');
  });

  it('is expired on the day after the expiry date in Shanghai, not on the day itself', async () => {
    const t = await testApp();
    const code = await record(t, await t.party(), { ...PORK, expiresOn: '2026-11-08' });
    t.clock.set(Date.parse('2026-11-08T23:59:59+08:00'));
    expect((await scan(t, code)).status).toBe('no-problem-recorded');
    t.clock.set(Date.parse('2026-11-09T00:00:00+08:00'));
    expect((await scan(t, code)).status).toBe('expired');
  });

  it('masks a natural person, shows no licence of one, and masks a person who issued a certificate', async () => {
    const t = await testApp();
    const farmer = await t.party({ uscc: undefined, name: '张三丰', kinds: ['farmer'] });
    const code = await record(t, farmer, {
      product: { name: '豇豆', category: 'agricultural' },
      batchNumber: '1',
      productionDate: '2026-11-01',
      quantity: { amount: '30', unit: '千克' },
      certificates: [{ kind: 'commitment', issuer: '张三丰', issuedOn: '2026-11-01' }],
    });
    const reply = await t.request('GET', `/t/${code}`, JSON_ONLY);
    const page = await t.request('GET', `/t/${code}`);
    expect(reply.json.producer).toEqual({ name: '张*', licence: null, place: '杭州市余杭区' });
    expect(reply.json.certificates[0].issuer).toBe('张*');
    expect(reply.text + page.text).not.toContain('张三丰');
  });

  it('tells where goods went as role and county, and names the shop only when the link carries its store code', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    const shop = await t.party({
      name: '示例超市有限公司',
      kinds: ['retailer'],
      regionCode: '330106',
      sites: [{ name: '一店', kind: 'shop', regionCode: '330106' }],
    });
    const stranger = await t.party({ kinds: ['retailer'] });
    await display(t, code, shop);
    const plain = await t.request('GET', `/t/${code}`, JSON_ONLY);
    expect(plain.json.steps[1]).toEqual({ kind: 'displayed', role: 'retailer', party: null, place: '杭州市西湖区', on: '2026-11-04' });
    expect(plain.text).not.toContain('示例超市');
    const there = await scan(t, `${code}?at=${shop.sites[0]?.id}`);
    expect(there.steps[2]).toEqual({
      kind: 'displayed',
      role: 'retailer',
      party: '示例超市有限公司 · 一店',
      place: '杭州市西湖区',
      on: '2026-11-04',
    });
    expect(there.unknowns).not.toContain('shop');
    expect(await scan(t, `${code}?at=${stranger.sites[0]?.id}`)).toEqual(plain.json);
  });

  it('follows the goods from hand to hand, and leaves out what a stranger says it shipped or got of them', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const [stranger, friend] = await Promise.all(['330203', '330205'].map((regionCode) => w.party({ regionCode })));
    if (!stranger || !friend) throw new Error('Two parties are registered.');
    const lines = [{ traceCode: code, quantity: bags('1') }];
    const hand = async (by: TestParty, to: TestParty) => {
      const { id } = await w.ship(lines, { to: { uscc: to.uscc } }, by);
      expect((await w.post(`/v1/shipments/${id}/receipt`, to.key, { outcome: 'accepted' })).status).toBe(201);
    };
    const told = async () =>
      (await scan(w, code)).steps
        .map((step: { kind: string; place: string }) => `${step.kind} ${step.place}`)
        .filter((step: string) => !step.startsWith('made'));
    await hand(stranger, friend);
    await hand(friend, w.producer);
    await w.post('/v1/receipts', stranger.key, { from: { name: '示例批发部' }, lines });
    await w.follower.catchUp();
    expect(await told()).toEqual([]);
    const second = await w.party({ regionCode: '330302' });
    await hand(w.producer, w.shop);
    await hand(w.shop, second);
    await w.follower.catchUp();
    expect(await told()).toEqual(['shipped 杭州市余杭区', 'shipped 杭州市余杭区', 'received 杭州市余杭区', 'received 温州市鹿城区']);
  });

  it('tells no display that has ended or not begun, and of no shop the goods did not come to', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    const [ended, ahead, stranger, shows] = await Promise.all(
      ['330106', '330108', '330109', '330110'].map((regionCode) => t.party({ regionCode })),
    );
    if (!ended || !ahead || !stranger || !shows) throw new Error('Four parties are registered.');
    await display(t, code, ended, { shownTo: '2026-11-05' });
    await display(t, code, ahead, { shownFrom: '2026-11-06' });
    await display(t, code, stranger, {}, 'unknown');
    await display(t, code, shows, { shownTo: '2026-11-06', shownFrom: '2026-11-05' });
    const { steps } = await scan(t, code);
    expect(steps.filter((step: { kind: string }) => step.kind === 'displayed')).toMatchObject([{ on: '2026-11-05' }]);
    const plain = await scan(t, code);
    expect(await scan(t, `${code}?at=${stranger.sites[0]?.id}`)).toEqual(plain);
    const there = await scan(t, `${code}?at=${ended.sites[0]?.id}`);
    expect(there.unknowns).not.toContain('shop');
  });
});

describe('a scan as a page', () => {
  it('speaks Chinese, or English by header or by choice, and never to be cached without asking', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    const chinese = await t.request('GET', `/t/${code}`, { headers: { Accept: 'text/html' } });
    expect(chinese.status).toBe(200);
    expect(chinese.text).toContain('未发现问题记录');
    expect(chinese.headers.get('cache-control')).toBe('no-cache');
    expect(chinese.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(chinese.headers.get('x-content-type-options')).toBe('nosniff');
    expect(chinese.headers.get('referrer-policy')).toBe('same-origin');
    expect(chinese.headers.get('x-request-id')).toMatch(/^\w{17,}$/);
    const english = await t.request('GET', `/t/${code}`, { headers: { 'Accept-Language': 'en-GB,en;q=0.9' } });
    expect(english.text).toContain('No problem recorded');
    expect(english.headers.get('content-language')).toBe('en');
    expect((await t.request('GET', `/t/${code}?lang=en`)).text).toContain('No problem recorded');
  });

  it('has pages of their own for unknown and mistyped codes, and escapes what was typed', async () => {
    const t = await testApp();
    const unknown = await t.request('GET', `/t/${NEVER_MADE}`);
    expect([unknown.status, unknown.text.includes('查无此码')]).toEqual([404, true]);
    const mistyped = await t.request('GET', '/t/3222-2222-2222-2222-2222');
    expect([mistyped.status, mistyped.text.includes('这个码输错了')]).toEqual([404, true]);
    const attack = await t.request('GET', `/t/${encodeURIComponent('<script>alert(1)</script>')}`);
    expect(attack.status).toBe(404);
    expect(attack.text.toLowerCase()).not.toContain('<script');
  });

  it('escapes what firms have recorded', async () => {
    const t = await testApp();
    const product = { name: '<img src=x onerror=alert(1)>', specification: '"><b>', category: 'food' };
    const page = await t.request('GET', `/t/${await record(t, await t.party(), { ...PORK, product })}`);
    expect(page.text).not.toContain('<img');
    expect(page.text).not.toContain('"><b>');
  });

  it('fits the first round of packets: at most 14 kB compressed, the same text in either coding', async () => {
    const t = await testApp();
    const code = await record(t, await t.party(), { ...PORK, public: ['results'] });
    const plain = await t.request('GET', `/t/${code}`);
    expect(gzipSync(plain.text).byteLength).toBeLessThanOrEqual(14 * 1024);
    const packed = await t.app.request(`/t/${code}`, { headers: { 'Accept-Encoding': 'gzip, br' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(new Uint8Array(await packed.arrayBuffer())).toString('utf8')).toBe(plain.text);
  });

  it('is kept as it was made until the batch’s page version rises, and then made anew', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    await t.follower.catchUp();
    await (await signerFor(t.deps)).sign();
    const first = await t.request('GET', `/t/${code}`);
    t.clock.advance(60_000);
    expect((await t.request('GET', `/t/${code}`)).text).toBe(first.text);
    await display(t, code, await t.party({ kinds: ['retailer'], regionCode: '330106' }));
    await t.follower.catchUp();
    const second = await t.request('GET', `/t/${code}`);
    expect(second.text).toContain('杭州市西湖区');
    expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));
  });

  it('is made anew when its producer is renamed or the day changes', async () => {
    const t = await testApp();
    const maker = await t.party({ name: '旧名食品有限公司' });
    const code = await record(t, maker, { ...PORK, expiresOn: '2026-11-05' });
    expect((await t.request('GET', `/t/${code}`)).text).toContain('旧名食品有限公司');
    const renamed = await t.request('PATCH', `/v1/parties/${maker.id}`, {
      key: maker.key,
      body: { name: '新名食品有限公司' },
      headers: { 'If-Match': '"1"' },
    });
    expect(renamed.status).toBe(200);
    expect((await t.request('GET', `/t/${code}`)).text).toContain('新名食品有限公司');
    t.clock.advance(86_400_000);
    expect((await t.request('GET', `/t/${code}`)).text).toContain('已过保质期');
  });

  it('answers 304 to its own tag and 200 to another, as page and as JSON', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    for (const accept of ['text/html', 'application/json']) {
      const etag = (await t.request('GET', `/t/${code}`, { headers: { Accept: accept } })).headers.get('etag') ?? '';
      const again = await t.request('GET', `/t/${code}`, { headers: { Accept: accept, 'If-None-Match': etag } });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
      expect((await t.request('GET', `/t/${code}`, { headers: { Accept: accept, 'If-None-Match': '"other"' } })).status).toBe(200);
    }
  });

  it('answers HEAD like GET without a body', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    const head = await t.request('HEAD', `/t/${code}`);
    expect([head.status, head.text, head.headers.get('content-type')]).toEqual([200, '', 'text/html; charset=utf-8']);
    expect((await t.request('HEAD', `/t/${NEVER_MADE}`)).status).toBe(404);
  });
});
