import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, freshUscc, type TestApp, testApp } from '../../test/app.ts';

const firm = (fields: Record<string, unknown> = {}) => ({
  uscc: freshUscc(),
  name: '示例酱油厂',
  kinds: ['producer'],
  regionCode: '330110',
  ...fields,
});

async function entriesOf(t: TestApp, chain: string) {
  const rows = await t.store.read.selectFrom('entry').select(['kind', 'bytes']).where('chain', '=', chain).orderBy('seq').execute();
  return rows.map((row) => ({ kind: row.kind, payload: JSON.parse(row.bytes).payload }));
}

describe('registering a party', () => {
  it('is pending without a key, and its name is not public yet', async () => {
    const t = await testApp();
    const body = firm();
    const made = await t.request('POST', '/v1/parties', { body });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ uscc: body.uscc, state: 'pending', warnings: [] });
    const seen = await t.request('GET', `/v1/parties/uscc:${body.uscc}`);
    expect(seen.json).toEqual({
      id: made.json.id,
      uscc: body.uscc,
      name: null,
      kinds: ['producer'],
      regionCode: '330110',
      region: '杭州市余杭区',
      state: 'pending',
    });
  });

  it('is approved at once by an administrator and by the authority of the region, not by another one', async () => {
    const t = await testApp();
    const hangzhou = await t.authority({ regionCode: '330100' });
    const ningbo = await t.authority({ regionCode: '330200' });
    const states = [];
    for (const key of [ADMIN_KEY, hangzhou.key, ningbo.key])
      states.push((await t.request('POST', '/v1/parties', { key, body: firm() })).json.state);
    expect(states).toEqual(['approved', 'approved', 'pending']);
  });

  it('makes one site from the region when none is named', async () => {
    const t = await testApp();
    const made = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: firm({ kinds: ['retailer'] }) });
    const seen = await t.request('GET', `/v1/parties/${made.json.id}`, { key: ADMIN_KEY });
    expect(seen.json.sites).toMatchObject([{ id: made.json.sites[0].id, name: '经营场所', kind: 'shop', regionCode: '330110' }]);
  });

  it('refuses a credit code that is registered already and names it', async () => {
    const t = await testApp();
    const body = firm();
    await t.request('POST', '/v1/parties', { body });
    const again = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: { ...body, uscc: body.uscc.toLowerCase() } });
    expect(again.status).toBe(409);
    expect(again.json).toMatchObject({ code: 'conflict', uscc: body.uscc });
    expect(again.json.detail).toContain(body.uscc);
  });

  it('lets one of two simultaneous registrations of a code through', async () => {
    const t = await testApp();
    const body = firm();
    const both = await Promise.all([1, 2].map(() => t.request('POST', '/v1/parties', { key: ADMIN_KEY, body })));
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
  });

  it('warns of an unknown county and a check digit that does not fit, and stores them', async () => {
    const t = await testApp();
    const body = firm({ regionCode: '330199', licences: [{ kind: 'SC', number: '10333011000013' }] });
    const made = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body });
    expect(made.status).toBe(201);
    expect(made.json.warnings.map(({ code, pointer }: { code: string; pointer: string }) => `${pointer} ${code}`)).toEqual([
      '/regionCode unknown-county',
      '/licences/0/number check-digit',
    ]);
  });

  it('tells every wrong field at once', async () => {
    const t = await testApp();
    const body = {
      uscc: '91330110MA0DEM0131',
      name: ' ',
      kinds: ['produce'],
      regionCode: '99',
      licences: [{ kind: 'SC', number: '1' }],
      owner: 'x',
    };
    const refused = await t.request('POST', '/v1/parties', { body });
    expect(refused.status).toBe(422);
    expect(refused.json.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/kinds/0',
      '/licences/0/number',
      '/name',
      '/owner',
      '/regionCode',
      '/uscc',
    ]);
  });

  it('wants a credit code of whoever cannot be a person', async () => {
    const t = await testApp();
    const refused = await t.request('POST', '/v1/parties', { body: firm({ uscc: undefined, kinds: ['producer'] }) });
    expect(refused.json.errors).toMatchObject([{ pointer: '/uscc', found: '(missing)' }]);
    expect((await t.request('POST', '/v1/parties', { body: firm({ uscc: undefined, kinds: ['farmer'], name: '张三' }) })).status).toBe(201);
  });

  it('replays under the same idempotency key', async () => {
    const t = await testApp();
    const body = firm();
    const headers = { 'Idempotency-Key': 'r1' };
    const first = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body, headers });
    const second = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body, headers });
    expect(second.text).toBe(first.text);
  });
});

describe('personal data', () => {
  it('of a farmer never stands in the ledger or a table of facts, and others see the masked name', async () => {
    const t = await testApp();
    const body = {
      name: '张三丰',
      kinds: ['farmer'],
      regionCode: '330110',
      contact: { phone: '0571-12345' },
      sites: [{ name: '大棚', kind: 'farm', regionCode: '330110', address: '某村9号' }],
    };
    const { json } = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body });
    const tables = await Promise.all(
      (['party', 'site', 'entry'] as const).map((table) => t.store.read.selectFrom(table).selectAll().execute()),
    );
    expect(JSON.stringify(tables)).not.toMatch(/张三丰|12345|某村9号/);
    expect((await t.request('GET', `/v1/parties/${json.id}`)).json).toMatchObject({ name: '张*', uscc: null });
    const own = await t.request('GET', `/v1/parties/${json.id}`, { key: ADMIN_KEY });
    expect(own.json).toMatchObject({
      name: '张三丰',
      natural: true,
      contact: { name: null, phone: '0571-12345', address: null },
      sites: [{ address: '某村9号' }],
    });
  });

  it('of a sole trader under its own name hides the credit code too; under a shop name it is a firm’s', async () => {
    const t = await testApp();
    const trader = { uscc: '92330110MA2DEM001X', name: '张三', kinds: ['retailer'], regionCode: '330110' };
    const { json } = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: trader });
    expect(json.uscc).toBe('92330110MA2DEM001X');
    expect((await t.request('GET', `/v1/parties/${json.id}`)).json).toMatchObject({ name: '张*', uscc: null });
    expect(JSON.stringify(await entriesOf(t, `party:${json.id}`))).not.toMatch(/张三|92330110MA2DEM001X/);
    const other = await testApp();
    const shop = await other.request('POST', '/v1/parties', { key: ADMIN_KEY, body: { ...trader, name: '张三水果店' } });
    const seen = await other.request('GET', `/v1/parties/${shop.json.id}`);
    expect(seen.json).toMatchObject({ name: '张三水果店', uscc: '92330110MA2DEM001X' });
    const renamed = await other.request('PATCH', `/v1/parties/${shop.json.id}`, {
      key: ADMIN_KEY,
      body: { name: '张三' },
      headers: { 'If-Match': '"1"' },
    });
    expect(renamed.json.errors).toMatchObject([{ pointer: '/name' }]);
  });

  it('of a sole trader’s places and licences stands in no entry, nor when they change, and it reads them itself', async () => {
    const t = await testApp();
    const trader = {
      uscc: '92330110MA2DEM001X',
      name: '张三',
      kinds: ['retailer'],
      regionCode: '330110',
      licences: [{ kind: 'business', number: '92330110MA2DEM001X' }],
      sites: [{ name: '张三家门口', kind: 'stall', regionCode: '330110' }],
    };
    const { json } = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: trader });
    const site = `/v1/parties/${json.id}/sites/${json.sites[0].id}`;
    await t.request('PATCH', site, { key: ADMIN_KEY, body: { name: '张三新家' } });
    const licences = { add: [{ kind: 'JY', number: 'JY23301100000001' }], end: trader.licences };
    const changed = await t.request('PATCH', `/v1/parties/${json.id}`, {
      key: ADMIN_KEY,
      body: { licences },
      headers: { 'If-Match': '"1"' },
    });
    expect(changed.json).toMatchObject({ sites: [{ name: '张三新家' }], licences: [{ number: '92330110MA2DEM001X' }, { kind: 'JY' }] });
    expect(JSON.stringify(await entriesOf(t, `party:${json.id}`))).not.toMatch(/张三|92330110MA2DEM001X|JY23301100000001/);
  });

  it('of a firm’s places and licences stands in its entries as it is', async () => {
    const t = await testApp();
    const licences = [{ kind: 'business', number: '913301100000000000' }];
    const { json } = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: firm({ licences }) });
    const [registered] = await entriesOf(t, `party:${json.id}`);
    expect(registered?.payload).toMatchObject({ licences, sites: [{ name: '经营场所' }] });
  });

  it('that is set to null or replaced is deleted, and only that', async () => {
    const t = await testApp();
    const party = await t.party({ contact: { name: '联系人甲', phone: '0571-12345', address: '某路1号' } });
    const body = { contact: { phone: null, name: '联系人乙' } };
    const headers = { 'If-Match': '"1"' };
    expect((await t.request('PATCH', `/v1/parties/${party.id}`, { key: party.key, body, headers })).status).toBe(200);
    const kept = await t.store.read.selectFrom('personal').select('value').orderBy('value').execute();
    expect(kept.map((row) => row.value)).toEqual(['某路1号', '联系人乙']);
  });

  it('of a person’s place is deleted when another address takes its place', async () => {
    const t = await testApp();
    const sites = [{ name: '大棚', kind: 'farm', regionCode: '330110', address: '某村9号' }];
    const farmer = { name: '张三丰', kinds: ['farmer'], regionCode: '330110', sites };
    const { json } = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: farmer });
    const body = { address: '某村10号' };
    await t.request('PATCH', `/v1/parties/${json.id}/sites/${json.sites[0].id}`, { key: ADMIN_KEY, body });
    const kept = await t.store.read.selectFrom('personal').select('value').orderBy('value').execute();
    expect(kept.map((row) => row.value)).toEqual(['大棚', '张三丰', '某村10号']);
  });

  it('of a firm’s contact is for the firm and its authority only', async () => {
    const t = await testApp();
    const party = await t.party({ contact: { name: '联系人甲' } });
    const ningbo = await t.authority({ regionCode: '330200' });
    const other = await t.party();
    for (const key of [undefined, other.key, ningbo.key])
      expect((await t.request('GET', `/v1/parties/${party.id}`, { key })).text).not.toContain('联系人甲');
    expect((await t.request('GET', `/v1/parties/${party.id}`, { key: party.key })).json.contact.name).toBe('联系人甲');
  });

  it('does not uncover a person’s name to a firm that calls itself by its commitment', async () => {
    const t = await testApp();
    await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: { name: '张三丰', kinds: ['farmer'], regionCode: '330110' } });
    const { commitment } = await t.store.read
      .selectFrom('personal')
      .select('commitment')
      .where('value', '=', '张三丰')
      .executeTakeFirstOrThrow();
    expect((await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: firm({ name: commitment }) })).status).toBe(422);
  });

  it('is seen by the authority where one of its sites lies', async () => {
    const t = await testApp();
    const party = await t.party({ sites: [{ name: '宁波店', kind: 'shop', regionCode: '330203' }] });
    const ningbo = await t.authority({ regionCode: '330200' });
    expect((await t.request('GET', `/v1/parties/${party.id}`, { key: ningbo.key })).json.sites).toHaveLength(1);
  });
});

describe('approving a registration', () => {
  it('is done once, by the authority of the region', async () => {
    const t = await testApp();
    const { id } = (await t.request('POST', '/v1/parties', { body: firm() })).json;
    const hangzhou = await t.authority();
    const ningbo = await t.authority({ regionCode: '330200' });
    const decide = (key: string, body: object = { outcome: 'approved' }) => t.request('POST', `/v1/parties/${id}/approval`, { key, body });
    expect((await decide(ningbo.key)).status).toBe(404);
    expect((await decide(hangzhou.key)).json).toEqual({ id, state: 'approved', revision: 2 });
    expect((await decide(hangzhou.key)).status).toBe(409);
    expect((await t.request('GET', `/v1/parties/${id}`)).json.name).toBe('示例酱油厂');
    expect((await entriesOf(t, `party:${id}`)).map((entry) => entry.kind)).toEqual(['party.registered', 'party.approved']);
  });

  it('is taken by one of two officers at once', async () => {
    const t = await testApp();
    const { id } = (await t.request('POST', '/v1/parties', { body: firm() })).json;
    const answers = await Promise.all(
      ['approved', 'rejected'].map((outcome) =>
        t.request('POST', `/v1/parties/${id}/approval`, { key: ADMIN_KEY, body: { outcome, reason: '审核' } }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
  });

  it('needs a reason to reject, and frees the credit code then', async () => {
    const t = await testApp();
    const body = firm();
    const { id } = (await t.request('POST', '/v1/parties', { body })).json;
    const reject = (reason?: string) =>
      t.request('POST', `/v1/parties/${id}/approval`, { key: ADMIN_KEY, body: { outcome: 'rejected', reason } });
    expect((await reject()).status).toBe(422);
    expect((await reject('并非本主体申请')).json.state).toBe('rejected');
    expect((await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body })).status).toBe(201);
    expect(
      (await t.request('POST', `/v1/parties/${id}/keys`, { key: await t.administrator('security'), body: { label: 'x' } })).status,
    ).toBe(409);
  });
});

describe('the list of parties', () => {
  it('holds an authority’s region, by beginning of the name or code, page by page', async () => {
    const t = await testApp();
    const hangzhou = await t.authority();
    const first = await t.party({ name: '甲一食品厂' });
    t.clock.advance(1_000);
    const second = await t.party({ name: '甲二食品厂' });
    await t.party({ name: '甲三食品厂', regionCode: '330203' });
    const list = async (query: string, key = hangzhou.key) => (await t.request('GET', `/v1/parties?${query}`, { key })).json;
    expect((await list('')).items.map((item: { id: string }) => item.id)).toEqual([second.id, first.id]);
    const page = await t.request('GET', '/v1/parties?limit=1&q=%E7%94%B2', { key: hangzhou.key });
    expect(page.json.items[0].id).toBe(second.id);
    expect(page.headers.get('link')).toContain('rel="next"');
    expect((await list(`limit=1&q=%E7%94%B2&cursor=${page.json.next}`)).items.map((item: { id: string }) => item.id)).toEqual([first.id]);
    expect((await list('q=%25')).items).toEqual([]);
    expect((await list(`q=${first.uscc}`)).items.map((item: { name: string }) => item.name)).toEqual(['甲一食品厂']);
    expect((await list('', ADMIN_KEY)).items).toHaveLength(3);
    expect((await list('region=3302', ADMIN_KEY)).items).toHaveLength(1);
  });

  it('finds a name in Latin letters whether they are capitals or not', async () => {
    const t = await testApp();
    await t.party({ name: 'Demo 食品厂' });
    for (const q of ['demo', 'DEMO', 'Demo%20食'])
      expect((await t.request('GET', `/v1/parties?q=${q}`, { key: ADMIN_KEY })).json.items, q).toHaveLength(1);
  });

  it('is not for parties', async () => {
    const t = await testApp();
    const party = await t.party();
    expect((await t.request('GET', '/v1/parties', { key: party.key })).status).toBe(403);
    expect((await t.request('GET', '/v1/parties')).status).toBe(401);
  });
});

describe('changing a registration', () => {
  it('wants the revision that was read and changes what is named', async () => {
    const t = await testApp();
    const party = await t.party({ licences: [{ kind: 'JY', number: 'JY13301100000001' }], contact: { name: '联系人甲', phone: '1' } });
    const patch = (body: object, headers = {}) => t.request('PATCH', `/v1/parties/${party.id}`, { key: party.key, body, headers });
    expect((await patch({ name: '新名称食品厂' })).status).toBe(428);
    expect((await patch({ name: '新名称食品厂' }, { 'If-Match': '"9"' })).status).toBe(412);
    const body = {
      name: '新名称食品厂',
      licences: { add: [{ kind: 'JY', number: 'JY13301100000002' }], end: [{ kind: 'JY', number: 'JY13301100000001' }] },
      contact: { phone: null },
    };
    const done = await patch(body, { 'If-Match': '"1"' });
    expect(done.status).toBe(200);
    expect(done.headers.get('etag')).toBe('"2"');
    expect(done.json).toMatchObject({ name: '新名称食品厂', contact: { name: '联系人甲', phone: null }, revision: 2 });
    expect(done.json.licences.map((licence: { number: string; endedAt: string | null }) => [licence.number, licence.endedAt])).toEqual([
      ['JY13301100000001', '2026-11-05T01:00:00Z'],
      ['JY13301100000002', null],
    ]);
    const [, , , changed] = await entriesOf(t, `party:${party.id}`);
    expect(changed?.payload).toMatchObject({ name: '新名称食品厂', revision: 2, contact: { phone: null } });
    expect((await patch({ licences: { end: [{ kind: 'JY', number: 'JY13301100000001' }] } }, { 'If-Match': '"2"' })).status).toBe(422);
  });

  it('is nobody else’s', async () => {
    const t = await testApp();
    const party = await t.party();
    const other = await t.party();
    const answer = await t.request('PATCH', `/v1/parties/${party.id}`, {
      key: other.key,
      body: { name: '别的名称厂' },
      headers: { 'If-Match': '"1"' },
    });
    expect(answer.status).toBe(404);
  });
});

describe('sites', () => {
  it('are added, changed and closed, but not the last one', async () => {
    const t = await testApp();
    const party = await t.party();
    const path = `/v1/parties/${party.id}/sites`;
    const added = await t.request('POST', path, { key: party.key, body: { name: '二厂', kind: 'plant', regionCode: '330199' } });
    expect(added.status).toBe(201);
    expect(added.json.warnings).toMatchObject([{ code: 'unknown-county' }]);
    const changed = await t.request('PATCH', `${path}/${added.json.id}`, {
      key: party.key,
      body: { regionCode: '330110', address: '一号路' },
    });
    expect(changed.json).toMatchObject({ name: '二厂', region: '杭州市余杭区', address: '一号路', endedAt: null });
    const close = (id: string | undefined) => t.request('PATCH', `${path}/${id}`, { key: party.key, body: { ended: true } });
    expect((await close(added.json.id)).json.endedAt).toBe('2026-11-05T01:00:00Z');
    expect((await close(added.json.id)).json.code).toBe('already-ended');
    expect((await close(party.sites[0]?.id)).json.code).toBe('conflict');
  });
});
