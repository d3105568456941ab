import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Row, Setting } from './main.ts';

const MOST_KB = 800;

/** The worker as it would be uploaded, compressed; its structure code is in it, evaluated only when a structure arrives. */
export async function bundleRows({ folder }: Setting): Promise<Row[]> {
  const { stdout, stderr } = spawnSync('npx', ['wrangler', 'deploy', '--dry-run', '--outdir', join(folder, 'edge')], { encoding: 'utf8' });
  const size = Number(/gzip: ([\d.]+) KiB/.exec(stdout)?.[1]);
  if (!(size > 0)) throw new Error(`the worker was not bundled: ${stderr}`);
  return [
    {
      what: `worker bundle, gzip, of ${MOST_KB} kB`,
      ratio: size / MOST_KB,
      bar: { atMost: 1 },
      knownMiss:
        'openchemlib is 341 kB of it and cannot be cut; zod is an eighth of the minified text, with error texts in 50 languages that it keeps; ' +
        'kysely and the tables of substances a twentieth each; the rest is the service, which is nearly whole at the edge',
      detail: `${Math.round(size)} kB`,
    },
  ];
}
