import { startService } from '../faults/service.ts';
import type { Row, Setting } from './main.ts';
import { start, stop } from './targets.ts';

/** From the start of the process to its first answer, beside a Hono that only says ok. */
export async function startRows({ folder, rounds }: Setting): Promise<Row[]> {
  let [bare, service] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // The first start makes the database and the compile cache, as the first start of an installation does.
  await serviceStart(folder);
  for (let round = 0; round < rounds; round++) {
    const one = await start('bare');
    bare = Math.min(bare, one.startMs);
    await stop(one);
    service = Math.min(service, await serviceStart(folder));
  }
  return [
    {
      what: 'start to first answer, of bare Hono',
      ratio: service / bare,
      bar: { atMost: 4 },
      knownMiss:
        'finding, reading and linking 1,187 module files takes two thirds of it, since there is no build step: kysely alone is 255 files, the law 152, ' +
        'one a number or band, zod 95; schemas of all operations take a tenth, the rest is split evenly',
      detail: `${service.toFixed(0)} ms, bare ${bare.toFixed(0)} ms`,
    },
  ];
}

async function serviceStart(folder: string): Promise<number> {
  const began = performance.now();
  const service = await startService({
    DATABASE_URL: `file:${folder}/start.db`,
    FILES_DIR: `${folder}/files`,
    BOOTSTRAP_ADMIN_KEY: 'adm_0123456789abcdef',
  });
  await (await fetch(`${service.url}/healthz`)).text();
  const ms = performance.now() - began;
  await service.stop();
  return ms;
}
