import { DatabaseSync } from 'node:sqlite';
import { matchDeclared } from '../../src/substances/declared.ts';
import { knowledge } from '../../src/substances/knowledge.ts';
import { matchResult } from '../../src/substances/screen.ts';
import { type App, ask, commitMicros, copies, registered } from './judging.ts';
import type { Row, Setting } from './main.ts';
import { ADMIN_KEY, benchApp } from './service.ts';
import { record } from './targets.ts';

const FEW = 10_000;
const MAKERS = ['91330110MA0000001Y', '91330110MA00000022', '91330110MA00000035', '91330110MA00000048', '91330110MA0000005B'];
/** The makers of the positive batches have all of the small store between them. */
const OF_A_MAKER = FEW / MAKERS.length;
const POSITIVE_OF_A_MAKER = 100;
const DRUG = '示例匹素';
const SCREENED = 400;

/** What the day a notice appears costs on a small and on a large store, and what names and CAS numbers cost beside a commit. */
export async function noticeRows(setting: Setting): Promise<Row[]> {
  return [await noticeRow(setting), await screeningRow(setting)];
}

/**
 * A substance is entered and its notice read, holders and sampling list included; 500 batches of both stores contain it. The large store differs by goods
 * of somebody else alone, so the answer is the same.
 */
async function noticeRow(setting: Setting): Promise<Row> {
  const few = await stored(`${setting.folder}/notice-few.db`, FEW);
  const many = await stored(`${setting.folder}/notice-many.db`, setting.storedBatches);
  const best = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY };
  for (let round = 0; round < setting.rounds; round++) {
    best.few = Math.min(best.few, await noticeMillis(few));
    best.many = Math.min(best.many, await noticeMillis(many));
  }
  await few.deps.store.close();
  await many.deps.store.close();
  return {
    what: `a substance that ${MAKERS.length * POSITIVE_OF_A_MAKER} of ${setting.storedBatches} stored batches contain entered and answered, of the same on ${FEW}`,
    ratio: best.many / best.few,
    bar: { atMost: 3 },
    detail: `${best.many.toFixed(0)} ms, ${best.few.toFixed(0)} ms`,
  };
}

interface Answered {
  found: { totals: { batches: number }; items: { holders: unknown[] }[] };
  sampling: { totals: { batches: number } };
}

async function noticeMillis(app: App): Promise<number> {
  const began = performance.now();
  const { id } = await ask<{ id: string }>(app, 'POST', '/v1/substances', ADMIN_KEY, {
    kind: 'substance',
    names: { zh: [DRUG] },
    family: 'other-drug',
    standing: 'named',
    isDrug: true,
    titleOfText: { zh: '示例通知' },
    source: '示例局公告（2026年第1号）',
    publishedOn: '2026-11-01',
    from: '2026-11-01',
    reason: '通知公布',
  });
  const response = await app.fetch(
    new Request(`http://localhost/v1/substances/${id}/notice?limit=200`, { headers: { Authorization: `Bearer ${ADMIN_KEY}` } }),
  );
  const { found, sampling } = (await response.json()) as Answered;
  const spent = performance.now() - began;
  const held = found.items.every((item) => item.holders.length > 0);
  if (found.totals.batches !== MAKERS.length * POSITIVE_OF_A_MAKER || !held || sampling.totals.batches === 0)
    throw new Error(`${found.totals.batches} found, ${sampling.totals.batches} to sample`);
  await ask(app, 'POST', `/v1/substances/${id}/revocation`, ADMIN_KEY, { reason: '下一轮' });
  return spent;
}

const jelly = (n: number, results: object[]) => ({
  ...record(n),
  product: { ...record(n).product, name: '示例果冻', ingredients: [{ name: '水' }, { name: '魔芋粉' }, { name: '赤藓糖醇' }] },
  certificates: [{ kind: 'officialSample', number: `S-${n}`, results }],
});

/** A store of so many batches, most of them copies written straight into the file. */
async function stored(file: string, batches: number): Promise<App> {
  const app = benchApp('timed', file);
  const made: { positive: string; plain: string }[] = [];
  for (const uscc of MAKERS) {
    const key = await registered(app, uscc, ['producer']);
    const positive = await ask<{ traceCode: string }>(
      app,
      'POST',
      '/v1/batches',
      key,
      jelly(1, [{ item: DRUG, value: '3.2', unit: 'mg/kg' }]),
    );
    const plain = await ask<{ traceCode: string }>(app, 'POST', '/v1/batches', key, jelly(2, []));
    made.push({ positive: positive.traceCode, plain: plain.traceCode });
  }
  const other = await registered(app, '91330110MA0000006E', ['producer']);
  const { traceCode } = await ask<{ traceCode: string }>(app, 'POST', '/v1/batches', other, record(0));
  const db = new DatabaseSync(file);
  let next = 2_000_000_000;
  const copied = (code: string, count: number) => {
    if (count > 0) copyBatch(db, code, next, count);
    next += count;
  };
  for (const { positive, plain } of made) {
    copied(positive, POSITIVE_OF_A_MAKER - 1);
    copied(plain, OF_A_MAKER - POSITIVE_OF_A_MAKER - 1);
  }
  copied(traceCode, batches - FEW);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return app;
}

/** Copies of a batch with its holding, its document and what that mentions. */
function copyBatch(db: DatabaseSync, traceCode: string, base: number, count: number): void {
  const { id, paper } = db
    .prepare('SELECT id, "certificateId" AS paper FROM batch JOIN batch_certificate ON "batchId" = id WHERE "traceCode" = ?')
    .get(traceCode.replaceAll('-', '')) as { id: number; paper: number };
  const key = `${base} + i`;
  copies(db, 'batch', `id = ${id}`, count, { id: key, traceCode: `'BENCH' || printf('%015d', ${key})` });
  copies(db, 'holding', `"batchId" = ${id}`, count, { id: key, batchId: key });
  copies(db, 'certificate', `id = ${paper}`, count, { id: key, publicId: `'bench' || (${key})` });
  copies(db, 'batch_certificate', `"batchId" = ${id}`, count, { batchId: key, certificateId: key });
  copies(db, 'mention', `"subjectType" = 'certificate' AND "subjectId" = ${paper}`, count, { subjectId: key });
}

const INGREDIENTS =
  '水、白砂糖、麦芽糖浆、魔芋粉、赤藓糖醇、浓缩苹果汁、西梅粉、柠檬酸、柠檬酸钠、卡拉胶、山梨酸钾、三氯蔗糖、DL-苹果酸'.split('、');
const RESULTS = ['菌落总数', '大肠菌群', '铅', '山梨酸', '西布曲明', '酚酞'].map((item) => ({
  item,
  value: 'ND',
  unit: 'mg/kg',
  limit: '100',
}));

/** A batch as processed food has it: 13 ingredients as the median of real lists, one with its CAS number, and six results. */
const processed = (n: number) => ({
  ...record(n),
  product: { ...record(n).product, ingredients: INGREDIENTS.map((name) => (name === '赤藓糖醇' ? { name, cas: '149-32-6' } : { name })) },
  certificates: [{ kind: 'release', number: 'HZ-1', conclusion: 'pass', results: RESULTS }],
});

async function screeningRow(setting: Setting): Promise<Row> {
  const app = benchApp('timed', `${setting.folder}/screening.db`);
  const key = await registered(app, MAKERS[0] ?? '', ['producer']);
  const [{ product, certificates }] = [processed(0)];
  const base = knowledge();
  let [screening, commit] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 1; round <= setting.rounds; round++) {
    const began = process.cpuUsage();
    for (let n = 0; n < SCREENED; n++) {
      for (const ingredient of product.ingredients) matchDeclared(ingredient, base);
      for (const paper of certificates) for (const result of paper.results) matchResult(result, base);
    }
    const { user, system } = process.cpuUsage(began);
    screening = Math.min(screening, (user + system) / SCREENED);
    commit = Math.min(commit, await commitMicros(app, key, round * 10_000, processed));
  }
  await app.deps.store.close();
  return {
    what: 'CPU of screening a batch of 13 ingredients and six results by name and CAS, of its single commit (FULL)',
    ratio: screening / commit,
    bar: { atMost: 0.1 },
    detail: `${screening.toFixed(0)} µs screening, ${commit.toFixed(0)} µs commit`,
  };
}
