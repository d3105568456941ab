import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { batchLines, heapDuring } from '../../../test/imports-stream.ts';
import { importWorld, placesOf } from '../../../test/imports-world.ts';
import { xlsxOf, zipOf } from '../../../test/xlsx.ts';
import { openSqlite } from '../../store/sqlite.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { byId, unfinished } from './repository.ts';
import { runImport } from './runner.ts';

const HEAD = '产品名称,类别,批号,生产日期,数量,单位';
const ROWS = '示例酱油,食品,A1,2026-11-01,100,瓶\n示例酱油,食品,A2,2026/11/2,200,瓶\n';

describe('a file larger than a reply waits for', () => {
  it('is taken as it comes, shows how far it is, and is read in bounded memory', async () => {
    const t = await importWorld();
    let sent: { status: number; id: string } = { status: 0, id: '' };
    const { heap } = await heapDuring(async () => {
      const init = { method: 'POST', headers: { Authorization: `Bearer ${t.producer.key}` }, body: batchLines(20_000), duplex: 'half' };
      const response = await t.app.request('http://localhost/v1/imports?kind=batches&preview=true', init as RequestInit);
      sent = { status: response.status, id: ((await response.json()) as { id: string }).id };
      const soon = await t.read(sent.id);
      expect([soon.total % 500, soon.good]).toEqual([0, soon.total]);
      await t.sweep();
    });
    expect([201, 202]).toContain(sent.status);
    expect(await t.read(sent.id)).toMatchObject({ state: 'previewed', format: 'ndjson', total: 20_000, good: 20_000 });
    expect(heap).toBeLessThan(20_000_000);
  });
});

describe('an import that is cut off', () => {
  const many = (count: number) =>
    `${HEAD}\n${Array.from({ length: count }, (_, i) => `示例酱油,食品,N${i},2026-11-01,${i + 1},瓶`).join('\n')}\n`;

  it.each([1, 2, 3, 4, 5, 6, 7])(
    'after its commit number %i goes on behind what was recorded, and records nothing twice',
    async (commits) => {
      const t = await importWorld();
      const commit = t.store.commit.bind(t.store);
      let left = commits;
      t.store.commit = async (one) => {
        if (left-- <= 0) throw new StoreUnavailable('cut off', false);
        return commit(one);
      };
      const sent = await t.send(many(1_300), 'kind=batches').catch(() => undefined);
      t.store.commit = commit;
      const [job] = await unfinished(t.store.read);
      if (sent?.status === 201) expect(job).toBeUndefined();
      for (const { id } of await unfinished(t.store.read)) await runImport(t.deps, id);
      const last = await t.send(many(1_300), 'kind=batches');
      expect(last.json).toMatchObject({ state: 'finished', total: 1_300, good: 1_300, applied: 1_300 });
      expect(await t.count('batch')).toBe(1_300);
    },
  );

  it('is told of a row that was right when it was checked and no longer is', async () => {
    const t = await importWorld();
    const looked = await t.send(
      '名称,主体类型,区划代码,统一社会信用代码\n示例一厂,生产企业,330110,91330110MA0DEM013U\n示例农户,农户,330110,\n',
      'kind=parties&preview=true',
    );
    await t.party({ uscc: '91330110MA0DEM013U', name: '示例一厂' });
    await t.request('POST', `/v1/imports/${looked.json.id}/application`, { key: t.producer.key });
    const job = await t.read(looked.json.id);
    expect(job).toMatchObject({ state: 'finished', total: 2, good: 1, bad: 1, applied: 1 });
    expect(placesOf(job.errors.items)).toEqual(['2 D recorded-already']);
  });

  it('is carried on by one of two processes, and recorded once', async () => {
    const t = await importWorld();
    const looked = await t.send(many(1_300), 'kind=batches&preview=true');
    const row = await t.store.read.selectFrom('import_job').select('id').where('publicId', '=', looked.json.id).executeTakeFirstOrThrow();
    const other = openSqlite(t.file);
    onTestFinished(() => other.close());
    const { commit } = t.store;
    t.store.commit = async (one) => {
      if (one.entries.some(({ kind }) => kind === 'batch.recorded')) throw new StoreUnavailable('cut off', false);
      return commit.call(t.store, one);
    };
    await t.request('POST', `/v1/imports/${looked.json.id}/application`, { key: t.producer.key });
    t.store.commit = commit;
    expect(await byId(t.store.read, row.id)).toMatchObject({ state: 'applying', applied: 0 });
    for (let turn = 0; turn < 4 && (await unfinished(t.store.read)).length > 0; turn++)
      await Promise.all([runImport(t.deps, row.id), runImport({ ...t.deps, store: other }, row.id)]);
    expect(await byId(t.store.read, row.id)).toMatchObject({ state: 'finished', good: 1_300, applied: 1_300 });
    expect(await t.count('batch')).toBe(1_300);
  });
});

describe('bytes that are anything', () => {
  it('and break off leave nothing behind', async () => {
    const t = await importWorld();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(`${HEAD}\n${ROWS}`));
      },
      pull(controller) {
        controller.error(new Error('gone'));
      },
    });
    const init = { method: 'POST', headers: { Authorization: `Bearer ${t.producer.key}` }, body, duplex: 'half' } as RequestInit;
    const response = await t.app.request('http://localhost/v1/imports?kind=batches', init);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'malformed-body']);
    expect((await t.request('GET', '/v1/imports', { key: t.producer.key })).json.items).toEqual([]);
    expect(readdirSync(join(t.file, '../files/imports'))).toEqual([]);
  });

  it('are answered, and never with a defect', async () => {
    const t = await importWorld();
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    let state = seed;
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % below;
    };
    const originals = [
      Buffer.from(`${HEAD}\n${ROWS}`),
      Buffer.from(xlsxOf([HEAD.split(','), ['示例酱油', '食品', 'A1', { date: 46_327 }, 5, '瓶']])),
      Buffer.from('{"product":{"name":"示例","category":"food"},"quantity":{"amount":"1","unit":"瓶"}}\n'),
      Buffer.from(
        zipOf({
          'xl/workbook.xml': '<workbook><sheets><sheet r:id="x"/></sheets></workbook>',
          'xl/worksheets/sheet1.xml': '<row><c><v>1</row>',
        }),
      ),
    ];
    for (let round = 0; round < 120; round++) {
      const bytes = new Uint8Array(originals[round % originals.length] as Buffer);
      for (let i = 0; i <= random(6); i++) bytes[random(bytes.length)] = random(256);
      const cut = random(4) === 0 ? bytes.slice(0, random(bytes.length)) : bytes;
      const kind = ['batches', 'shipments', 'receipts', 'dispositions', 'products'][random(5)];
      const sent = await t.send(cut, `kind=${kind}&mode=good-rows`);
      expect([200, 201, 202, 413, 415, 422], `seed ${seed} round ${round}: ${sent.text}`).toContain(sent.status);
    }
    expect(await unfinished(t.store.read), `seed ${seed}`).toEqual([]);
  });

  it('that unpack to far more than they say are refused in bounded memory', async () => {
    const t = await importWorld();
    const zeros = Buffer.alloc(270_000_000, '<row/>');
    const bomb = zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': zeros }, 1_000);
    expect(bomb.byteLength).toBeLessThan(2_000_000);
    const before = process.memoryUsage().rss;
    const sent = await t.send(bomb);
    expect([sent.status, sent.json.faults]).toEqual([413, ['unpacks-too-large']]);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });
});
