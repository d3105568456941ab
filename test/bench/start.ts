import type { Row, Setting } from './main.ts';
import { start, stop } from './targets.ts';

/** From the start of the process to its first answer, beside a Hono that only says ok. */
export async function startRows({ folder, rounds }: Setting): Promise<Row[]> {
  let bare = Number.POSITIVE_INFINITY;
  let service = Number.POSITIVE_INFINITY;
  await stop(await start('service', `${folder}/start.db`));
  for (let round = 0; round < rounds; round++) {
    const one = await start('bare');
    bare = Math.min(bare, one.startMs);
    await stop(one);
    const two = await start('service', `${folder}/start.db`);
    service = Math.min(service, two.startMs);
    await stop(two);
  }
  return [
    {
      what: 'start to first answer, of bare Hono',
      ratio: service / bare,
      bar: { atMost: 4 },
      detail: `${service.toFixed(0)} ms, bare ${bare.toFixed(0)} ms`,
    },
  ];
}
