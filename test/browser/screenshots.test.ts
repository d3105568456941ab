import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mistyped } from '../../src/ops/demo/doors.ts';
import { openWorld, type PageOptions, pathOf, screenshot } from './harness.ts';

const world = await openWorld();
const { sauce, pork, openSlip, cowpeas, cast } = world.walked;
const LARGEST_BYTES = 60 * 1024;

const [firstCase] = (
  (await (await fetch(`${world.url}/v1/cases`, { headers: { Authorization: `Bearer ${cast.province.key}` } })).json()) as {
    items: { id: string }[];
  }
).items;
const shop = cast.supermarket.sites.find(({ name }) => name === '城西店')?.id ?? '';
const [producer, retailer, officer] = [{ key: cast.saucePlant.key }, { key: cast.supermarket.key }, { key: cast.province.key }];
const desk = { width: 'desktop' } as const;

/** The pictures of the documentation, from the demo; `npm run screenshots` writes them to docs/images. */
const shots: Record<string, { path: string } & PageOptions> = {
  'scan-no-problem': { path: pathOf(sauce.scanUrl) },
  'scan-expired': { path: pathOf(pork.leg.scanUrl) },
  'scan-mistyped': { path: `/t/${mistyped(sauce.traceCode)}` },
  'report-problem': { path: `/t/${sauce.traceCode}/report` },
  find: { path: '/find' },
  'shop-list': { path: `/m/${shop}` },
  slip: { path: pathOf(openSlip.slipUrl) },
  receive: { path: '/receive', ...retailer },
  'receive-delivery': { path: `/receive/${openSlip.id}`, ...retailer },
  stock: { path: '/stock', ...retailer },
  'producer-home': { path: '/home', key: cast.slaughterhouse.key, ...desk },
  'producer-record': { path: '/producer/batches/new', ...producer },
  'producer-batch': { path: `/producer/batches/${sauce.traceCode}`, ...producer, ...desk },
  'producer-recall': { path: '/recalls/new', ...producer },
  'field-records': { path: '/field-records', key: cast.cooperative.key },
  labels: { path: `/labels?batch=${sauce.traceCode}`, ...producer, ...desk },
  imports: { path: '/imports', ...producer, ...desk },
  screening: { path: '/screening', ...desk },
  'regulator-firms': { path: '/regulator', ...officer, ...desk },
  'regulator-list': { path: '/regulator/violations', ...officer, ...desk },
  'regulator-case': { path: `/cases/${firstCase?.id ?? ''}`, ...officer, ...desk },
  'regulator-overview': { path: '/regulator/overview', ...officer, ...desk },
  'regulator-visit': { path: `/regulator/visit?code=${cowpeas.traceCode}`, ...officer },
  trace: { path: `/trace?traceCode=${pork.leg.traceCode}&direction=back`, ...officer, ...desk },
  law: { path: '/law', ...officer, ...desk },
};

it.each(Object.entries(shots))('the picture %s of the documentation can be taken and is small', async (name, { path, ...options }) => {
  const page = await world.page(path, options);
  expect(await page.locator('h1:visible').count(), 'a page of its own').toBe(1);
  const png = await screenshot(page, name);
  expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
  expect(png.byteLength).toBeLessThanOrEqual(LARGEST_BYTES);
});

it('the documentation shows pictures that exist, and keeps none that the run does not make', () => {
  const root = join(import.meta.dirname, '..', '..');
  const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root })];
  const shown = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/(?:docs\/)?images\/([\w-]+\.png)/g)].map(([, name = '']) => name),
  );
  expect(shown.filter((name) => !existsSync(join(root, 'docs/images', name)))).toEqual([]);
  const kept = globSync('docs/images/*.png', { cwd: root }).map((path) => path.replace(/^docs.images./, ''));
  expect(kept.sort()).toEqual(
    Object.keys(shots)
      .map((name) => `${name}.png`)
      .sort(),
  );
});
