import { describe, expect, it } from 'vitest';
import { ADMIN_KEY } from '../world.ts';
import { openWorld } from './harness.ts';
import { asked } from './page-faults.ts';
import { pagesListed } from './places.ts';

const world = await openWorld();

async function post(path: string, key: string, body: unknown, method = 'POST'): Promise<{ id: string; key: string }> {
  const reply = await fetch(world.url + path, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
  return JSON.parse(text || '{}') as { id: string; key: string };
}

/** A firm and an authority that came today, with nothing recorded about them. */
async function newcomers(): Promise<Record<'firm' | 'authority', string>> {
  // The demo's own security administrator kept no key.
  await post('/v1/administrators/security', ADMIN_KEY, {}, 'DELETE');
  const security = (await post('/v1/administrators', ADMIN_KEY, { role: 'security' })).key;
  const kinds = ['producer', 'retailer', 'farm', 'distributor'];
  const firm = await post('/v1/parties', ADMIN_KEY, { uscc: '91330110MA0DEM013U', name: '示例新厂', kinds, regionCode: '330110' });
  const office = await post('/v1/authorities', ADMIN_KEY, { name: '示例新设监管所', department: 'market', regionCode: '331102' });
  const keyOf = async (path: string) => (await post(`${path}/keys`, security, { label: '1' })).key;
  return { firm: await keyOf(`/v1/parties/${firm.id}`), authority: await keyOf(`/v1/authorities/${office.id}`) };
}

const keys = await newcomers();
/** Pages about the service and the law, which are never empty; and the front door of nobody. */
const NOT_LISTS = /^\/($|docs|law|sign-in|find|01\/|t\/|metrics)/;

describe('who comes today and has recorded nothing', () => {
  it.each(['firm', 'authority'] as const)('as %s is told so on every page, and what to do next', { timeout: 240_000 }, async (who) => {
    const page = await world.page(undefined, { key: keys[who], width: 'desktop' });
    const found: Record<string, string[]> = {};
    let opened = 0;
    for (const path of pagesListed(world).filter((one) => !one.includes('{') && !NOT_LISTS.test(one))) {
      const response = await page.goto(world.url + path);
      // Others are sent to their own start page, or refused: test/browser/every-page.test.ts looks at those pages.
      if (new URL(page.url()).pathname !== path || response?.status() !== 200) continue;
      opened++;
      const faults = [
        ...(await asked<string[]>(page, `emptyFaults(${who === 'firm'})`)),
        ...(await asked<string[]>(page, 'unwrittenFaults()')),
      ];
      if (faults.length > 0) found[path] = faults;
    }
    expect(found).toEqual({});
    expect(opened).toBeGreaterThan(8);
  });

  it('is refused in words with a way on, where a page is not for them or nothing is there', async () => {
    for (const [key, path] of [
      [keys.firm, '/regulator'],
      [keys.authority, '/producer/batches/new'],
      [keys.firm, '/producer/batches/2222-2222-2222-2222-2222'],
      [keys.authority, '/regulator/violations/nosuchlead000000'],
      [keys.firm, '/no-such-page'],
    ] as const) {
      const page = await world.page(path, { key });
      expect(await page.locator('h1').count(), path).toBe(1);
      expect(await asked<string[]>(page, 'emptyFaults(true)'), path).toEqual([]);
    }
  });
});
