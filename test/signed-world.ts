import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished } from 'vitest';
import { entryBytes, payloadText, sha256Hex } from '../src/ledger/entry.ts';
import { Follower } from '../src/ledger/follower.ts';
import { logJob } from '../src/ledger/log/job.ts';
import { type Asked, verify } from '../src/ops/verify/verify.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { bags, custodyWorld } from './custody-world.ts';
import { keyFor, signerFor } from './ledger.ts';
import { dotPng, slipRequest } from './slip-form.ts';

/** A firm, a shop and a farmer with a day's work behind them, followed and signed; and copies of their database to be tampered with. */
export async function signedWorld() {
  const w = await custodyWorld();
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-verify-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const farmer = await w.party({ name: '张三丰', kinds: ['farmer'], uscc: undefined, contact: { name: '张三丰', phone: '13800000000' } });
  await work(w, farmer.key);
  const signer = await signerFor(w.deps);
  const sign = async () => {
    await w.follower.catchUp();
    await signer.sign();
  };
  await sign();
  const { text: key } = await keyFor();
  let copies = 0;
  /** The database as it is now, in a file of its own, changed by somebody who can write to it. */
  const copy = (change: (db: DatabaseSync) => void = () => {}): string => {
    const file = join(folder, `copy-${++copies}.db`);
    const db = new DatabaseSync(w.file);
    db.exec(`VACUUM INTO '${file}'`);
    db.close();
    const copied = new DatabaseSync(file);
    change(copied);
    copied.close();
    return file;
  };
  const kept = join(folder, 'kept.txt');
  /** The faults found, as `check: what`; the same ones told once. */
  const faults = async (asked: Partial<Asked>) => {
    const report = await verify({ key, ...asked });
    return [...new Set(report.faults.map((fault) => `${fault.check}: ${fault.what}`))];
  };
  return { w, farmer, sign, key, copy, kept, faults, folder };
}

type World = Awaited<ReturnType<typeof custodyWorld>>;

/** Something of every kind that the ledger is replayed for. */
async function work(w: World, farmerKey: string): Promise<void> {
  const ok = async (answer: Promise<{ status: number; text: string; json: { id: string } }>) => {
    const made = await answer;
    expect(made.status, made.text).toBeLessThan(300);
    return made.json;
  };
  const meat = await w.batch({
    materials: [{ name: '猪', lot: 'P-1', supplier: { name: '李四' } }],
    externalCodes: [{ scheme: 'erp', value: '77' }],
  });
  const minced = await w.batch(
    { batchNumber: 'M1', inputs: [{ traceCode: meat, quantity: bags('100') }] },
    { name: '肉糜', gtin: undefined },
  );
  await ok(
    w.request('PATCH', `/v1/batches/${minced}`, {
      key: w.producer.key,
      headers: { 'If-Match': '"1"' },
      body: { batchNumber: 'M1a', reason: '写错批号' },
    }),
  );
  await ok(
    w.post('/v1/batches', farmerKey, {
      product: { name: '豇豆', category: 'agricultural' },
      productionDate: '2026-11-04',
      quantity: { amount: '50', unit: '千克' },
      certificates: [{ kind: 'commitment', issuer: '张三丰', issuedOn: '2026-11-04' }],
    }),
  );
  const paper = await ok(
    w.post('/v1/certificates', w.producer.key, {
      kind: 'typeTest',
      number: 'T-9',
      issuedOn: '2026-10-01',
      conclusion: 'pass',
      covers: { traceCodes: [meat, minced] },
    }),
  );
  await ok(w.post(`/v1/certificates/${paper.id}/withdrawal`, w.producer.key, { reason: '换新' }));
  const whole = await w.ship([{ traceCode: meat, quantity: bags('60') }]);
  await ok(w.post(`/v1/shipments/${whole.id}/receipt`, w.shop.key, { outcome: 'accepted', checks: { licence: true } }));
  const short = await w.ship([
    { traceCode: meat, quantity: bags('40') },
    { traceCode: minced, quantity: bags('10') },
  ]);
  await ok(
    w.post(`/v1/shipments/${short.id}/receipt`, w.shop.key, {
      outcome: 'short',
      reason: '少一袋',
      lines: [{ line: 1, outcome: 'short', quantity: bags('39') }],
    }),
  );
  await ok(w.post(`/v1/shipments/${short.id}/takeback`, w.producer.key, { reason: '未收' }));
  const amendment = await ok(
    w.post(`/v1/shipments/${whole.id}/amendments`, w.shop.key, { reason: '点错', lines: [{ line: 1, quantity: bags('58') }] }),
  );
  await ok(w.post(`/v1/shipments/${whole.id}/amendments/${amendment.id}/acceptance`, w.producer.key, {}));
  await ok(w.post(`/v1/shipments/${whole.id}/amendments/${amendment.id}/settlement`, w.shop.key, {}));
  const shown = await w.ship([{ traceCode: meat, quantity: bags('2') }]);
  const answer = await slipRequest({ outcome: 'accepted', photos: [dotPng()] });
  expect((await w.request('POST', `/s/${shown.slip}`, answer)).status).toBe(303);
  const lost = await w.ship([{ traceCode: meat, quantity: bags('5') }], { to: { name: '示例未登记食堂', uscc: '91330106MA0KANT06N' } });
  await ok(w.post(`/v1/shipments/${lost.id}/delivery`, w.producer.key, { deliveredAt: '2026-11-05T09:00:00+08:00' }));
  await ok(w.post(`/v1/shipments/${lost.id}/void`, w.producer.key, { reason: '未发出' }));
  await ok(
    w.post('/v1/receipts', w.shop.key, {
      from: { name: '示例外地商行', address: '外省某市' },
      lines: [
        {
          product: { name: '腊肠', category: 'food' },
          batchNumber: 'W1',
          productionDate: '2026-10-01',
          quantity: { amount: '9', unit: '袋' },
        },
      ],
    }),
  );
  const jar = (name: string) => ({
    product: { name, category: 'food' },
    productionDate: '2026-10-01',
    quantity: { amount: '20', unit: '瓶' },
  });
  await ok(w.post('/v1/openings', w.shop.key, { asOf: '2026-11-02', lines: [{ ...jar('自制酱菜'), ownMake: true }, jar('进货酱菜')] }));
  await ok(w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: meat, quantity: bags('3') }] }));
  await ok(w.post('/v1/displays', w.shop.key, { place: '一号柜', traceCodes: [meat] }));
  await ok(w.post(`/v1/parties/${w.shop.id}/sites`, w.shop.key, { name: '二店', kind: 'shop', regionCode: '330106' }));
}

/** Writes an entry anew with another payload, and every entry of its chain after it, so that the chain holds again. */
export function forge(
  db: DatabaseSync,
  chain: string,
  seq: number,
  payload: (was: Record<string, unknown>) => Record<string, unknown>,
): void {
  const rows = db.prepare('SELECT seq, at, kind, subject, bytes FROM entry WHERE chain = ? AND seq >= ? ORDER BY seq').all(chain, seq) as {
    seq: number;
    at: number;
    kind: string;
    subject: string;
    bytes: string;
  }[];
  let prev = JSON.parse(rows[0]?.bytes ?? '{}').prev as string;
  for (const row of rows) {
    const was = JSON.parse(row.bytes).payload;
    const bytes = entryBytes({ ...row, chain, prev, payload: payloadText(row.seq === seq ? (payload(was) as never) : was) });
    const hash = sha256Hex(bytes);
    db.prepare('UPDATE entry SET bytes = ?, hash = ? WHERE chain = ? AND seq = ?').run(bytes, hash, chain, row.seq);
    db.prepare('UPDATE batch SET "ledgerHash" = ? WHERE "ledgerChain" = ? AND "ledgerSeq" = ?').run(hash, chain, row.seq);
    prev = hash;
  }
  db.prepare('UPDATE chain SET hash = ? WHERE chain = ?').run(prev, chain);
}

export const NO_LOG = 'DELETE FROM log_leaf; DELETE FROM log_node; DELETE FROM log_checkpoint';

/** Builds log and signature anew over a database, as a service that starts on it would. */
export async function signAgain(file: string, at: number): Promise<void> {
  const store = openSqlite(file);
  const deps = { store, clock: () => at, log: { info: () => {}, warn: () => {}, error: () => {} } };
  await new Follower(deps as unknown as ConstructorParameters<typeof Follower>[0], [logJob(deps)]).catchUp();
  const signer = await signerFor(deps);
  await signer.sign();
  await store.close();
}

/** What the verifier says of things that were tampered with. */
export const CHANGED = 'entry: its bytes are not the ones its hash was taken over';
export const NOT_LOGGED = /^log: entry \d+ of .+ is not the one that was logged$/;
export const NOT_SIGNED_SO = 'the entries that were signed are not these, or not in this order';
export const SMALLER = /the ledger is smaller than what was signed: it has \d+$/;
