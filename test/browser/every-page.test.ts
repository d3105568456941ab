import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { STYLESHEET } from '../../src/pages/stylesheet.ts';
import { htmlFaults, openWorld } from './harness.ts';
import { pageFaults } from './page-faults.ts';
import { type Place, pagesListed, placesOf, printedLinks, type Role, sessionFor } from './places.ts';

const world = await openWorld();
const places = await placesOf(world);
const sessions = new Map<Role, Promise<string>>();

function sessionOf(role: Role): Promise<string> {
  const known = sessions.get(role) ?? sessionFor(world, role);
  sessions.set(role, known);
  return known;
}

/** Compressed bytes of the first view; pages reached by scanning carry their style, the others share a file that is kept. */
const BUDGET = { scanned: 14, work: 20, manual: 30, stylesheet: 10, script: 5, scripts: 15 } as const;
const kilobytes: string[] = [];
afterAll(() =>
  console.log(
    `page budgets, kB compressed (limits ${BUDGET.scanned} scanned, ${BUDGET.work} work, ${BUDGET.manual} /docs, ${BUDGET.stylesheet} stylesheet, ${BUDGET.script} a script, ${BUDGET.scripts} all scripts):\n  ${kilobytes.join('\n  ')}`,
  ),
);

async function source(place: Place): Promise<string> {
  const headers: Record<string, string> = { Accept: 'text/html', 'Accept-Language': 'zh-CN' };
  if (place.role) headers.Cookie = await sessionOf(place.role);
  const response = await fetch(world.url + place.path, { headers });
  expect(response.status, place.path).toBeLessThan(500);
  return response.text();
}

const kilobytesOf = (text: string) => gzipSync(text).byteLength / 1024;

function weigh(place: Place, html: string): string[] {
  const isScanned = html.includes('<style>');
  const kb = kilobytesOf(isScanned ? html : html + STYLESHEET);
  kilobytes.push(`${kb.toFixed(1).padStart(5)}  ${place.path} ${place.role ?? ''}`);
  const limit = place.route === '/docs' ? BUDGET.manual : BUDGET[isScanned ? 'scanned' : 'work'];
  return kb > limit ? [`${kb.toFixed(1)} kB compressed, limit ${limit}`] : [];
}

/** Two at a time: while one page is measured the other is fetched. */
const AT_ONCE = 2;

/** Opens the places one after the other, what was seen before left out: a refusal is the same page at every address. */
async function faultsIn(wanted: readonly Place[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const seen = new Set<string>();
  const queue = [...wanted];
  const work = async () => {
    const session = wanted[0]?.role === undefined ? {} : { session: await sessionOf(wanted[0].role) };
    const page = await world.page(undefined, { ...session, width: 'desktop' });
    for (let place = queue.shift(); place; place = queue.shift()) {
      const html = await source(place);
      const likeness = html
        .replaceAll(place.path, '')
        .replaceAll(encodeURIComponent(place.path), '')
        .replace(/name="csrf" value="[^"]*"/g, '');
      if (seen.has(likeness)) continue;
      seen.add(likeness);
      const response = await page.goto(world.url + place.path);
      if (response?.status() === 200 && new URL(page.url()).pathname === place.path) noteTitle(place, await page.title());
      const faults = [...(await htmlFaults(html)), ...weigh(place, html), ...(await pageFaults(page, place.path))];
      if (faults.length > 0) found[place.path] = faults;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

const titles = new Map<string, Set<string>>();
/** Two addresses of one page. */
const ALSO: Record<string, string> = {
  '/01/{gtin}/10/{lot}': '/t/{traceCode}',
  '/01/{gtin}/10/{lot}/21/{serial}': '/t/{traceCode}',
  '/v1/shipments/{id}/slip': '/s/{slip}',
};
function noteTitle({ route }: Place, title: string): void {
  titles.set(title, (titles.get(title) ?? new Set()).add(ALSO[route] ?? route));
}

describe('every page', () => {
  const roles: readonly (Role | 'nobody')[] = ['nobody', 'producer', 'supermarket', 'canteen', 'grower', 'regulator', 'admin', 'person'];
  it.each(roles)(
    'opened by %s is sound: axe, HTML, budget, 320 px and 200 percent text, a walk by Tab, grey, little motion, large targets',
    { timeout: 240_000 },
    async (who) => {
      const role = who === 'nobody' ? undefined : who;
      expect(await faultsIn(places.filter((one) => one.role === role))).toEqual({});
    },
  );

  it('shares a stylesheet and small scripts that keep their budgets', () => {
    const folder = join(import.meta.dirname, '../../src/pages/scripts');
    const scripts = globSync('*.js', { cwd: folder }).map((name) => ({ name, kb: kilobytesOf(readFileSync(join(folder, name), 'utf8')) }));
    const all = scripts.reduce((sum, { kb }) => sum + kb, 0);
    const stylesheet = kilobytesOf(STYLESHEET);
    for (const { name, kb } of [...scripts, { name: 'all scripts', kb: all }, { name: 'stylesheet', kb: stylesheet }])
      kilobytes.push(`${kb.toFixed(1).padStart(5)}  ${name}`);
    expect(scripts.filter(({ kb }) => kb > BUDGET.script)).toEqual([]);
    expect(all).toBeLessThanOrEqual(BUDGET.scripts);
    expect(stylesheet).toBeLessThanOrEqual(BUDGET.stylesheet);
  });

  it('has a title of its own', () => {
    const shared = [...titles].filter(([, routes]) => routes.size > 1).map(([title, routes]) => [title, ...routes]);
    expect(shared).toEqual([]);
  });

  it('of the route list is among those opened here', () => {
    const opened = new Set(places.map((place) => place.route));
    expect(pagesListed(world).filter((path) => !opened.has(path))).toEqual([]);
  });

  it('the demo prints an address of can be opened', async () => {
    const links = await printedLinks(world);
    expect(links.length).toBeGreaterThan(8);
    for (const path of links) {
      const { status } = await fetch(world.url + path, { redirect: 'manual', headers: { Accept: 'text/html' } });
      // The mistyped code is printed to be refused.
      expect([200, 303, ...(path.startsWith('/t/') ? [404] : [])], path).toContain(status);
    }
  });
});
