import { describe, expect, it } from 'vitest';
import type { TestParty } from './app.ts';
import { batchBody, type CustodyWorld, custodyWorld } from './custody-world.ts';

const DAY = 86_400_000;

async function delegated(fields: Record<string, unknown> = {}) {
  const w = await custodyWorld();
  const agent = await w.party({ name: '示例代办有限公司', kinds: ['distributor'] });
  const body = { to: `uscc:${agent.uscc}`, rights: ['batches'], until: '2026-11-30', ...fields };
  const granted = await w.post(`/v1/parties/${w.producer.id}/delegations`, w.producer.key, body);
  expect(granted.status, granted.text).toBe(201);
  return { ...w, agent, delegation: granted.json.id as string };
}

const recordFor = (w: CustodyWorld, by: TestParty, whom: string, fields: Record<string, unknown> = {}) =>
  w.post('/v1/batches', by.key, batchBody(fields), { headers: { 'X-Acting-For': whom } });

describe('a delegate', () => {
  it('records in the chain of the party it acts for, and the entry keeps both: whose record it is and who acted', async () => {
    const w = await delegated();
    const made = await recordFor(w, w.agent, `uscc:${w.producer.uscc}`);
    expect(made.status, made.text).toBe(201);
    expect(made.json.ledger.chain).toBe(`party:${w.producer.id}`);
    const { json } = await w.get(`/v1/ledger/party:${w.producer.id}/entries`, w.producer.key);
    const entry = json.items.find((one: { hash: string }) => one.hash === made.json.ledger.hash);
    const { payload } = JSON.parse(entry.bytes);
    expect(payload.party).toBe(w.producer.id);
    expect(payload.actedBy).toMatch(new RegExp(`^party:${w.agent.id}/`));
    const own = await w.get('/v1/batches', w.producer.key);
    expect(own.json.items.map((item: { traceCode: string }) => item.traceCode)).toEqual([made.json.traceCode]);
    expect((await w.get('/v1/batches', w.agent.key)).json.items).toEqual([]);
  });

  it('does what it was given the right to, and nothing else', async () => {
    const w = await delegated();
    const { json } = await recordFor(w, w.agent, w.producer.id);
    const headers = { 'X-Acting-For': w.producer.id };
    const shipment = {
      purpose: 'sale',
      to: { name: '示例超市' },
      shippedAt: '2026-11-05T09:00:00+08:00',
      lines: [{ traceCode: json.traceCode, quantity: { amount: '1', unit: '袋' } }],
    };
    const shipped = await w.post('/v1/shipments', w.agent.key, shipment, { headers });
    expect([shipped.status, shipped.json.code]).toEqual([403, 'forbidden']);
    const further = await w.post(
      `/v1/parties/${w.producer.id}/delegations`,
      w.agent.key,
      { to: w.shop.id, rights: ['batches'] },
      { headers },
    );
    expect(further.status).toBe(403);
  });

  it('reads what stands against the party, its chain and its contacts only with the right to keep its registration', async () => {
    const w = await custodyWorld();
    const phone = { contact: { phone: '0571-12345' } };
    const named = await w.request('PATCH', `/v1/parties/${w.producer.id}`, {
      key: w.producer.key,
      body: phone,
      headers: { 'If-Match': '"1"' },
    });
    expect(named.status).toBe(200);
    const paths = ['/v1/todos', '/v1/cases', `/v1/ledger/party:${w.producer.id}/entries`, `/v1/parties/${w.producer.id}/delegations`];
    const reads = async (right: string) => {
      const agent = await w.party({ kinds: ['distributor'] });
      await w.post(`/v1/parties/${w.producer.id}/delegations`, w.producer.key, { to: agent.id, rights: [right] });
      const headers = { 'X-Acting-For': w.producer.id };
      const answers = [];
      for (const path of paths) answers.push((await w.request('GET', path, { key: agent.key, headers })).status);
      const seen = await w.request('GET', `/v1/parties/${w.producer.id}`, { key: agent.key, headers });
      return [...answers, seen.json.contact?.phone];
    };
    expect(await reads('batches')).toEqual([403, 403, 403, 403, undefined]);
    expect(await reads('party')).toEqual([200, 200, 200, 200, '0571-12345']);
  });

  it('may act through the last day of the delegation and not after', async () => {
    const w = await delegated();
    w.clock.set(Date.parse('2026-11-30T23:59:59+08:00'));
    expect((await recordFor(w, w.agent, w.producer.id)).status).toBe(201);
    w.clock.set(Date.parse('2026-12-01T00:00:00+08:00'));
    const late = await recordFor(w, w.agent, w.producer.id);
    expect([late.status, late.json.code]).toEqual([403, 'forbidden']);
  });

  it('may not act once the delegation has been ended', async () => {
    const w = await delegated();
    const path = `/v1/parties/${w.producer.id}/delegations/${w.delegation}`;
    expect((await w.request('DELETE', path, { key: w.producer.key })).status).toBe(204);
    expect((await recordFor(w, w.agent, w.producer.id)).status).toBe(403);
  });

  it('may act for nobody that has not asked it to, known or unknown', async () => {
    const w = await delegated();
    for (const whom of [w.shop.id, `uscc:${w.shop.uscc}`, 'nobody', 'uscc:nothing'])
      expect((await recordFor(w, w.agent, whom)).status, whom).toBe(403);
    expect((await recordFor(w, w.shop, w.producer.id)).status).toBe(403);
  });

  it('may name only the sites it was given', async () => {
    const w = await custodyWorld();
    const agent = await w.party({ name: '示例代办有限公司', kinds: ['distributor'] });
    const site = { name: '二厂', kind: 'plant', regionCode: '330110' };
    const second = (await w.post(`/v1/parties/${w.producer.id}/sites`, w.producer.key, site)).json.id;
    const first = w.producer.sites[0]?.id;
    const body = { to: agent.id, rights: ['batches'], sites: [second] };
    expect((await w.post(`/v1/parties/${w.producer.id}/delegations`, w.producer.key, body)).status).toBe(201);
    expect((await recordFor(w, agent, w.producer.id, { site: second })).status).toBe(201);
    const elsewhere = await recordFor(w, agent, w.producer.id, { site: first });
    expect(elsewhere.json.errors).toMatchObject([{ pointer: '/site', found: first }]);
    w.clock.advance(DAY);
    const { json } = await recordFor(w, agent, w.producer.id);
    expect((await w.get(`/v1/batches/${json.traceCode}`, w.producer.key)).json.site).toMatchObject({ id: second });
  });

  it('has each right at the sites of the delegation that gives it, whatever other delegations give elsewhere', async () => {
    const w = await custodyWorld();
    const agent = await w.party({ name: '示例代办有限公司', kinds: ['distributor'] });
    const site = { name: '二厂', kind: 'plant', regionCode: '330110' };
    const second = (await w.post(`/v1/parties/${w.producer.id}/sites`, w.producer.key, site)).json.id;
    const first = w.producer.sites[0]?.id;
    const give = (body: Record<string, unknown>) =>
      w.post(`/v1/parties/${w.producer.id}/delegations`, w.producer.key, { to: agent.id, ...body });
    expect((await give({ rights: ['batches'], sites: [second] })).status).toBe(201);
    expect((await give({ rights: ['custody'] })).status).toBe(201);
    const elsewhere = await recordFor(w, agent, w.producer.id, { site: first });
    expect([elsewhere.status, elsewhere.json.errors?.[0]?.pointer]).toEqual([422, '/site']);
    const code = await w.batch();
    const shipment = {
      purpose: 'sale',
      to: { name: '示例超市' },
      shippedAt: '2026-11-05T09:00:00+08:00',
      site: first,
      lines: [{ traceCode: code, quantity: { amount: '1', unit: '袋' } }],
    };
    const shipped = await w.post('/v1/shipments', agent.key, shipment, { headers: { 'X-Acting-For': w.producer.id } });
    expect(shipped.status, shipped.text).toBe(201);
  });
});
