import { describe, expect, it } from 'vitest';
import { type CustodyWorld, custodyWorld } from './custody-world.ts';

/** A producer with two plants and an agent it has given rights for the second alone. */
async function agentOfOneSite(rights: readonly string[]) {
  const w = await custodyWorld();
  const agent = await w.party({ name: '示例代办有限公司', kinds: ['distributor'] });
  const site = { name: '二厂', kind: 'plant', regionCode: '330110' };
  const second: string = (await w.post(`/v1/parties/${w.producer.id}/sites`, w.producer.key, site)).json.id;
  await give(w, { to: agent.id, rights, sites: [second] });
  const headers = { 'X-Acting-For': w.producer.id };
  const status = async (method: string, path: string, body?: unknown) =>
    (await w.request(method, path, { key: agent.key, headers, body })).status;
  return { ...w, agent, second, headers, status };
}

async function give(w: CustodyWorld, body: Record<string, unknown>): Promise<void> {
  const given = await w.post(`/v1/parties/${w.producer.id}/delegations`, w.producer.key, body);
  expect(given.status, given.text).toBe(201);
}

const papers = (declarationNumber: string, traceCodes: string[]) => ({ country: '阿根廷', declarationNumber, traceCodes });

describe('who acts for one site', () => {
  it('reads nothing of what the party is told, and cannot have it sent to an address of its own', async () => {
    const w = await agentOfOneSite(['party', 'custody', 'batches', 'displays']);
    const url = 'https://agent.example.com/hook';
    const { id } = (await w.post('/v1/webhooks', w.producer.key, { url: 'https://erp.example.com/hook' })).json;
    expect(await w.status('GET', '/v1/notices')).toBe(403);
    expect(await w.status('POST', '/v1/notices/V1StGXR8Z5jdHi6B/read')).toBe(403);
    expect(await w.status('POST', '/v1/webhooks', { url })).toBe(403);
    expect(await w.status('GET', '/v1/webhooks')).toBe(403);
    expect(await w.status('GET', `/v1/webhooks/${id}/deliveries`)).toBe(403);
    expect(await w.status('POST', `/v1/webhooks/${id}/deliveries/V1StGXR8Z5jdHi6B/retry`)).toBe(403);
    expect(await w.status('DELETE', `/v1/webhooks/${id}`)).toBe(403);
    await give(w, { to: w.agent.id, rights: ['displays'] });
    expect(await w.status('GET', '/v1/notices')).toBe(403);
    await give(w, { to: w.agent.id, rights: ['party'] });
    expect(await w.status('GET', '/v1/notices')).toBe(200);
    expect(await w.status('POST', '/v1/webhooks', { url })).toBe(201);
  });

  it('sees the import papers of batches there, and those batches alone; what was made for the party is not of one site', async () => {
    const w = await agentOfOneSite(['batches']);
    const [here, elsewhere] = [await w.batch({ site: w.second }), await w.batch({ batchNumber: 'B2' })];
    for (const body of [papers('D-1', [elsewhere]), papers('D-2', [here, elsewhere])])
      expect((await w.post('/v1/import-papers', w.producer.key, body)).status).toBe(201);
    const list = (await w.get('/v1/import-papers', w.agent.key, { headers: w.headers })).json;
    expect(list.items).toMatchObject([{ declarationNumber: 'D-2', traceCodes: [here] }]);
    expect(await w.status('GET', '/v1/import-papers/D-1')).toBe(404);
    expect((await w.get('/v1/import-papers/D-2', w.agent.key, { headers: w.headers })).json.traceCodes).toEqual([here]);
    expect((await w.get('/v1/import-papers', w.producer.key)).json.items).toHaveLength(2);
    expect(await w.status('GET', '/v1/commissioned-batches')).toBe(403);
  });

  it('reads neither with the right to displays alone', async () => {
    const w = await agentOfOneSite(['displays']);
    for (const path of ['/v1/notices', '/v1/import-papers', '/v1/commissioned-batches'])
      expect(await w.status('GET', path), path).toBe(403);
  });
});
