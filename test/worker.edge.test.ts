import { applyD1Migrations, createExecutionContext, createScheduledController, reset, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import worker from '../src/worker.ts';
import { ADMIN_KEY, freshUscc } from './world.ts';

declare global {
  /** The test runner's own book of the modules that were evaluated in this isolate. */
  var __vitest_worker__: { evaluatedModules: { idToModuleMap: ReadonlyMap<string, unknown> } };
}

const isLoaded = (path: string) => [...globalThis.__vitest_worker__.evaluatedModules.idToModuleMap.keys()].some((id) => id.endsWith(path));

beforeEach(async () => {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

/** One request to the deployed entry, with what it does after the reply. */
async function ask(method: string, path: string, key?: string, body?: unknown): Promise<Response> {
  const context = createExecutionContext();
  const request = new Request(`https://edge.example${path}`, {
    method,
    headers: { ...(key ? { Authorization: `Bearer ${key}` } : {}), 'Content-Type': 'application/json', Accept: 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await worker.fetch(request as Parameters<typeof worker.fetch>[0], env, context);
  await waitOnExecutionContext(context);
  return response;
}

async function plantKey(): Promise<string> {
  const party = await ask('POST', '/v1/parties', ADMIN_KEY, {
    uscc: freshUscc(),
    name: '示例酱油厂',
    kinds: ['producer'],
    regionCode: '330110',
  });
  const { id } = (await party.json()) as { id: string };
  return keyOf(await ask('POST', `/v1/parties/${id}/keys`, await securityKey(), { label: 'edge' }));
}

const keyOf = async (response: Response) => ((await response.json()) as { key: string }).key;
let security = '';

/** The security administrator's key, which is made once. */
async function securityKey(): Promise<string> {
  const made = await ask('POST', '/v1/administrators', ADMIN_KEY, { role: 'security' });
  if (made.status === 201) security = await keyOf(made);
  return security;
}

const soySauce = { product: { name: '示例酱油', category: 'food' }, batchNumber: 'E1', quantity: { amount: '10', unit: '瓶' } };

describe('the worker', () => {
  it('is ready over D1, and its links name the address it was asked at', async () => {
    expect(await (await ask('GET', '/readyz')).json()).toEqual({ status: 'ready', engine: 'd1' });
    const made = await ask('POST', '/v1/batches', await plantKey(), soySauce);
    expect(made.status).toBe(201);
    const { scanUrl } = (await made.json()) as { scanUrl: string };
    expect(scanUrl).toMatch(/^https:\/\/edge\.example\/t\//);
    const scan = await ask('GET', new URL(scanUrl).pathname);
    expect(await scan.json()).toMatchObject({ status: 'no-problem-recorded', product: { name: '示例酱油' } });
  });

  it('follows what was written after the reply, and again on its schedule', async () => {
    await ask('POST', '/v1/batches', await plantKey(), soySauce);
    const behind = () =>
      env.DB.prepare(
        'SELECT count(*) AS n FROM chain c LEFT JOIN follower_position p ON p.chain = c.chain AND p.job = ? WHERE c.seq > coalesce(p.seq, 0)',
      )
        .bind('page-versions')
        .first<number>('n');
    expect(await behind()).toBe(0);
    await env.DB.prepare('DELETE FROM follower_position').run();
    // The chain of the plant, and that of the service, which has its administrator.
    expect(await behind()).toBe(2);
    const context = createExecutionContext();
    await worker.scheduled(createScheduledController(), env, context);
    await waitOnExecutionContext(context);
    expect(await behind()).toBe(0);
  });

  it('screens names without the code for structures, and loads it for the first structure', async () => {
    const screened = async (body: unknown) => {
      const answer = await ask('POST', '/v1/screenings', undefined, body);
      expect(answer.status).toBe(200);
      return (await answer.json()) as { verdict: string; matches: unknown[] };
    };
    const names = await screened({ names: ['酚酞'], ingredientsText: '白砂糖、酚酞', cas: ['77-09-8'] });
    expect(names.verdict).toBe('banned');
    const code = '/src/substances/structures/index.ts';
    expect([isLoaded('/src/substances/structure-screening.ts'), isLoaded(code)]).toEqual([true, false]);
    const ester = await screened({ structures: ['CCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1'] });
    expect(ester.verdict).toBe('banned');
    expect(ester.matches[0]).toMatchObject({ structure: { hydrolysesTo: { id: '77-09-8' } } });
    expect(isLoaded(code)).toBe(true);
  });

  it('says of files that the edge keeps none', async () => {
    const body = new TextEncoder().encode('%PDF-1.7 example');
    const sha256 = [...new Uint8Array(await crypto.subtle.digest('SHA-256', body))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
    const key = await plantKey();
    const context = createExecutionContext();
    const request = new Request(`https://edge.example/v1/files/${sha256}`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${key}` },
      body,
    });
    const response = await worker.fetch(request as Parameters<typeof worker.fetch>[0], env, context);
    expect(response.status).toBe(501);
    expect(await response.json()).toMatchObject({ code: 'not-on-edge' });
  });
});
