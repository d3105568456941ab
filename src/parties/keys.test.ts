import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, testApp } from '../../test/app.ts';

describe('keys of a party', () => {
  it('are shown once and kept as their SHA-256 only', async () => {
    const t = await testApp();
    const party = await t.party();
    const made = await t.request('POST', `/v1/parties/uscc:${party.uscc}/keys`, { key: party.key, body: { label: 'ERP' } });
    expect(made.status).toBe(201);
    expect(made.json.key).toMatch(/^sy_[2-9A-HJ-NP-Za-km-z]{32}$/);
    const stored = await t.store.read.selectFrom('api_key').selectAll().execute();
    const entries = await t.store.read.selectFrom('entry').selectAll().execute();
    expect(JSON.stringify([stored, entries])).not.toContain(made.json.key);
    const list = await t.request('GET', `/v1/parties/${party.id}/keys`, { key: made.json.key });
    expect(list.json.items.map((item: { label: string }) => item.label).sort()).toEqual(['ERP', 'test']);
    expect(list.text).not.toContain(made.json.key);
  });

  it('are not shown again under the same idempotency key', async () => {
    const t = await testApp();
    const party = await t.party();
    const ask = { key: party.key, body: { label: 'ERP' }, headers: { 'Idempotency-Key': 'k1' } };
    expect((await t.request('POST', `/v1/parties/${party.id}/keys`, ask)).status).toBe(201);
    expect((await t.request('POST', `/v1/parties/${party.id}/keys`, ask)).json.code).toBe('key-already-shown');
  });

  it('never make one that may do more than themselves', async () => {
    const t = await testApp();
    const party = await t.party();
    const path = `/v1/parties/${party.id}/keys`;
    const narrow = (await t.request('POST', path, { key: party.key, body: { label: 'a', rights: ['party', 'custody'] } })).json.key;
    expect((await t.request('POST', path, { key: narrow, body: { label: 'b', rights: ['batches'] } })).status).toBe(403);
    expect((await t.request('POST', path, { key: narrow, body: { label: 'c' } })).json.rights).toEqual(['party', 'custody']);
    const custody = (await t.request('POST', path, { key: party.key, body: { label: 'd', rights: ['custody'] } })).json.key;
    expect((await t.request('POST', path, { key: custody, body: { label: 'e' } })).status).toBe(403);
  });

  it('open nothing once revoked or expired', async () => {
    const t = await testApp();
    const party = await t.party();
    const path = `/v1/parties/${party.id}/keys`;
    const made = await t.request('POST', path, { key: party.key, body: { label: 'a', expiresAt: '2026-11-06T00:00:00+08:00' } });
    expect((await t.request('GET', path, { key: made.json.key })).status).toBe(200);
    t.clock.advance(24 * 60 * 60 * 1_000);
    expect((await t.request('GET', path, { key: made.json.key })).status).toBe(401);
    const other = await t.request('POST', path, { key: party.key, body: { label: 'b' } });
    expect((await t.request('DELETE', `${path}/${other.json.id}`, { key: party.key })).status).toBe(204);
    expect((await t.request('GET', path, { key: other.json.key })).status).toBe(401);
    expect((await t.request('DELETE', `${path}/${other.json.id}`, { key: party.key })).status).toBe(409);
  });

  it('are made by the authority of the region, not by another, nor by another party', async () => {
    const t = await testApp();
    const party = await t.party();
    const other = await t.party();
    const hangzhou = await t.authority();
    const ningbo = await t.authority({ regionCode: '330200' });
    const make = (key: string) => t.request('POST', `/v1/parties/${party.id}/keys`, { key, body: { label: 'x' } });
    expect((await make(hangzhou.key)).status).toBe(201);
    expect((await make(ningbo.key)).status).toBe(404);
    expect((await make(other.key)).status).toBe(404);
  });
});

describe('delegations', () => {
  it('let the delegate act until they end, and no further', async () => {
    const t = await testApp();
    const shop = await t.party({ kinds: ['retailer'] });
    const agent = await t.party();
    const path = `/v1/parties/${shop.id}/delegations`;
    const actingFor = { 'X-Acting-For': `uscc:${shop.uscc}` };
    const read = () => t.request('GET', `/v1/parties/${shop.id}`, { key: agent.key, headers: actingFor });
    expect((await read()).status).toBe(403);
    const body = { to: `uscc:${agent.uscc}`, rights: ['custody', 'party'], until: '2026-11-05' };
    const granted = await t.request('POST', path, { key: shop.key, body });
    expect(granted.status).toBe(201);
    expect(granted.json).toMatchObject({
      from: { id: shop.id },
      to: { id: agent.id },
      rights: ['custody', 'party'],
      sites: null,
      until: '2026-11-05',
    });
    expect((await read()).json.contact).toEqual({ name: null, phone: null, address: null });
    for (const [method, address, sent] of [
      ['POST', path, body],
      ['POST', `/v1/parties/${shop.id}/keys`, { label: 'x' }],
    ] as const)
      expect((await t.request(method, address, { key: agent.key, headers: actingFor, body: sent })).status).toBe(403);
    const changed = await t.request('PATCH', `/v1/parties/${shop.id}`, {
      key: agent.key,
      headers: { ...actingFor, 'If-Match': '"1"' },
      body: { regionCode: '330106' },
    });
    expect(changed.status).toBe(200);
    t.clock.advance(24 * 60 * 60 * 1_000);
    expect((await read()).status).toBe(403);
  });

  it('are seen by both sides and ended by either, once', async () => {
    const t = await testApp();
    const shop = await t.party();
    const agent = await t.party();
    const { id } = (
      await t.request('POST', `/v1/parties/${shop.id}/delegations`, { key: shop.key, body: { to: agent.id, rights: ['custody'] } })
    ).json;
    for (const side of [shop, agent]) {
      const list = await t.request('GET', `/v1/parties/${side.id}/delegations`, { key: side.key });
      expect(list.json.items.map((item: { id: string }) => item.id)).toEqual([id]);
    }
    expect((await t.request('DELETE', `/v1/parties/${agent.id}/delegations/${id}`, { key: agent.key })).status).toBe(204);
    expect((await t.request('DELETE', `/v1/parties/${shop.id}/delegations/${id}`, { key: shop.key })).status).toBe(409);
  });

  it('tell every wrong field: an unknown delegate, sites of others, a day that has passed', async () => {
    const t = await testApp();
    const shop = await t.party();
    const agent = await t.party();
    const body = { to: 'uscc:91330110MA0DEM013U', rights: ['custody'], sites: [agent.sites[0]?.id], until: '2026-11-04' };
    const refused = await t.request('POST', `/v1/parties/${shop.id}/delegations`, { key: shop.key, body });
    expect(refused.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual(['/to', '/sites/0', '/until']);
    const itself = await t.request('POST', `/v1/parties/${shop.id}/delegations`, {
      key: shop.key,
      body: { to: shop.id, rights: ['custody'] },
    });
    expect(itself.status).toBe(422);
  });

  it('for some sites do not reach the registration of the party', async () => {
    const t = await testApp();
    const shop = await t.party({
      sites: [
        { name: '一店', kind: 'shop', regionCode: '330110' },
        { name: '二店', kind: 'shop', regionCode: '330110' },
      ],
    });
    const agent = await t.party();
    const [one, two] = shop.sites;
    await t.request('POST', `/v1/parties/${shop.id}/delegations`, {
      key: shop.key,
      body: { to: agent.id, rights: ['party'], sites: [one?.id] },
    });
    const as = { key: agent.key, headers: { 'X-Acting-For': shop.id, 'If-Match': '"1"' } };
    expect((await t.request('PATCH', `/v1/parties/${shop.id}`, { ...as, body: { name: '某某食品厂' } })).status).toBe(403);
    expect((await t.request('PATCH', `/v1/parties/${shop.id}/sites/${one?.id}`, { ...as, body: { name: '一号店' } })).status).toBe(200);
    expect((await t.request('PATCH', `/v1/parties/${shop.id}/sites/${two?.id}`, { ...as, body: { name: '二号店' } })).status).toBe(404);
  });
});

describe('authorities and competences', () => {
  it('are entered by the administrator alone and seen by every known caller', async () => {
    const t = await testApp();
    const authority = await t.authority({ name: '示例县市场监督管理局', regionCode: '330122' });
    const party = await t.party();
    const body = { name: '另一局', department: 'market', regionCode: '330100' };
    expect((await t.request('POST', '/v1/authorities', { key: authority.key, body })).status).toBe(403);
    const list = await t.request('GET', '/v1/authorities?department=market', { key: party.key });
    expect(list.json.items).toMatchObject([{ id: authority.id, name: '示例县市场监督管理局', region: '杭州市桐庐县' }]);
    expect((await t.request('GET', '/v1/authorities')).status).toBe(401);
  });

  it('hold from a day on and are never overwritten', async () => {
    const t = await testApp();
    const one = await t.authority();
    const two = await t.authority({ department: 'comprehensive' });
    const put = (fields: object) =>
      t.request('PUT', '/v1/competences', {
        key: ADMIN_KEY,
        body: { regionCode: '330110', offence: 'trace-record', authority: one.id, source: '示例目录', ...fields },
      });
    expect((await put({})).json).toEqual({
      regionCode: '330110',
      offence: 'trace-record',
      department: '*',
      from: '2026-11-05',
      authority: one.id,
      source: '示例目录',
    });
    expect((await put({})).status).toBe(200);
    expect((await put({ authority: two.id })).status).toBe(409);
    expect((await put({ authority: two.id, from: '2026-12-01' })).status).toBe(200);
    expect((await put({ authority: 'nobody' })).json.errors).toMatchObject([{ pointer: '/authority' }]);
    const list = await t.request('GET', '/v1/competences', { key: one.key });
    expect(list.json.items.map((item: { from: string; authority: string }) => [item.from, item.authority])).toEqual([
      ['2026-12-01', two.id],
      ['2026-11-05', one.id],
    ]);
    const entries = await t.store.read
      .selectFrom('entry')
      .select('kind')
      .where('chain', '=', 'system')
      .where('kind', '=', 'competence.set')
      .execute();
    expect(entries).toHaveLength(2);
  });

  it('lose a revoked key of theirs at once', async () => {
    const t = await testApp();
    const authority = await t.authority();
    const keys = await t.request('GET', `/v1/authorities/${authority.id}/keys`, { key: await t.administrator('security') });
    expect(
      (
        await t.request('DELETE', `/v1/authorities/${authority.id}/keys/${keys.json.items[0].id}`, {
          key: await t.administrator('security'),
        })
      ).status,
    ).toBe(204);
    expect((await t.request('GET', '/v1/parties', { key: authority.key })).status).toBe(401);
  });
});
