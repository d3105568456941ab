import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mistyped } from '../../src/ops/demo/doors.ts';
import { openWorld, type PageOptions, pathOf, screenshot } from './harness.ts';

const world = await openWorld();
const { sauce, pork, openSlip, cast } = world.walked;
const LARGEST_BYTES = 60 * 1024;

/** The pictures of the documentation, from the demo; `npm run screenshots` writes them to docs/images. */
const shots: Record<string, { path: string } & PageOptions> = {
  'scan-no-problem': { path: pathOf(sauce.scanUrl) },
  'scan-expired': { path: pathOf(pork.leg.scanUrl) },
  'scan-mistyped': { path: `/t/${mistyped(sauce.traceCode)}` },
  'report-problem': { path: `/t/${sauce.traceCode}/report` },
  slip: { path: pathOf(openSlip.slipUrl) },
  receive: { path: '/receive', key: cast.supermarket.key },
  'producer-home': { path: '/home', key: cast.slaughterhouse.key, width: 'desktop' },
  'regulator-list': { path: '/regulator/violations', key: cast.province.key, width: 'desktop' },
};

it.each(Object.entries(shots))('the picture %s of the documentation can be taken and is small', async (name, { path, ...options }) => {
  const page = await world.page(path, options);
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
