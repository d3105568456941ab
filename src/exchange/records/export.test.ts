import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld } from '../../../test/custody-world.ts';
import { sha256Hex } from '../../ledger/entry.ts';
import { chainFault } from '../../ledger/verify.ts';
import { commitmentsIn } from './personal-fields.ts';

type Line = Record<string, never> & { type: string };

async function exported(w: CustodyWorld, key: string, query = '', headers: Record<string, string> = {}): Promise<Line[]> {
  const reply = await w.get(`/v1/exports/records${query}`, key, { headers });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
  expect(reply.text.endsWith('\n')).toBe(true);
  return reply.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const recordsIn = (lines: Line[]) => lines.filter((line) => line.type === 'record');

/** A producer that recorded, stored a file and shipped to a person. */
async function busy() {
  const w = await custodyWorld();
  const pdf = new TextEncoder().encode('%PDF-1.7 示例');
  const hash = sha256Hex(pdf);
  await w.request('PUT', `/v1/files/${hash}`, { key: w.producer.key, raw: pdf, headers: { 'Content-Type': 'application/pdf' } });
  const code = await w.batch();
  await w.ship([{ traceCode: code, quantity: bags('10') }], { to: { name: '王小明' } });
  await w.ship([{ traceCode: code, quantity: bags('5') }]);
  return { ...w, code, hash };
}

describe('the export of all records', () => {
  it('is the whole chain in order, as it can be checked without us, with files by hash and an end', async () => {
    const w = await busy();
    const lines = await exported(w, w.producer.key);
    const [head, ...rest] = lines;
    const records = recordsIn(rest);
    expect(head).toMatchObject({ type: 'head', format: 'suyuan-records/1', chain: `party:${w.producer.id}`, after: 0, to: records.length });
    expect(records.map((record) => record.kind)).toEqual([
      'party.registered',
      'party.approved',
      'key.made',
      'file.stored',
      'batch.recorded',
      'product.recorded',
      'shipment.recorded',
      'shipment.recorded',
    ]);
    expect(chainFault(records.map((record) => ({ ...record, chain: `party:${w.producer.id}` }) as never))).toBeNull();
    expect(records.at(-1)?.hash).toBe(head?.hash);
    expect(lines.slice(-2)).toEqual([
      { type: 'file', sha256: w.hash, mediaType: 'application/pdf', size: 15, at: 1793840400000, href: `/v1/files/${w.hash}` },
      { type: 'end', records: 8, files: 1 },
    ]);
  });

  it('opens the personal values the party gave, until they are erased', async () => {
    const w = await busy();
    const opened = async () => recordsIn(await exported(w, w.producer.key)).map((record) => Object.values(record.personal ?? {}));
    expect(await opened()).toEqual([[], [], [], [], [], [], ['王小明'], []]);
    const person = await w.party({ contact: { name: '李经理', phone: '0571-00000000' } });
    const [registered] = recordsIn(await exported(w, person.key));
    expect(Object.values(registered?.personal ?? {}).sort()).toEqual(['0571-00000000', '李经理']);
    const { to } = JSON.parse(String(recordsIn(await exported(w, w.producer.key))[6]?.bytes)).payload;
    await w.store.commit({
      chain: 'system',
      at: w.clock.now(),
      entries: [],
      touch: [{ erase: to.name }],
      finish: () => ({ reply: { status: 200, headers: {}, body: '' } }),
    });
    expect(await opened()).toEqual([[], [], [], [], [], [], [], []]);
  });

  it('does not open what was only typed like a commitment', async () => {
    const w = await busy();
    const secret = JSON.parse(String(recordsIn(await exported(w, w.producer.key))[6]?.bytes)).payload.to.name;
    const body = { product: { name: secret, category: 'food' }, batchNumber: secret, quantity: bags('1') };
    const made = await w.post('/v1/batches', w.shop.key, body);
    expect(made.status, made.text).toBe(201);
    const sent = await w.post('/v1/shipments', w.shop.key, {
      purpose: 'sale',
      to: { uscc: '91330110MA0DEM013U', name: secret },
      documentNumber: secret,
      lines: [{ traceCode: made.json.traceCode, quantity: bags('1') }],
    });
    expect(sent.status, sent.text).toBe(201);
    const came = await w.post('/v1/receipts', w.shop.key, {
      from: { name: secret, uscc: '91330110MA0DEM013U', address: secret },
      lines: [{ product: { name: '番茄', category: 'agricultural' }, quantity: { amount: '1', unit: '千克' } }],
    });
    expect(came.status, came.text).toBe(201);
    expect(JSON.stringify(await exported(w, w.shop.key))).not.toContain('王小明');
    expect((await w.get('/v1/shipments', w.shop.key)).text).not.toContain('王小明');
    const firm = { kind: 'party.registered', isPerson: false };
    expect(commitmentsIn({ product: { name: secret }, reason: secret, to: { name: secret } }, firm)).toEqual([secret]);
    expect(commitmentsIn({ text: secret }, { kind: 'statement.made', isPerson: false })).toEqual([secret]);
    expect(commitmentsIn({ name: secret, address: secret, text: secret, sites: [{ name: secret }] }, firm)).toEqual([]);
  });

  it('carries a payload that was set aside for its size', async () => {
    const w = await custodyWorld();
    const results = Array.from({ length: 400 }, (_, i) => ({
      item: `示例项目${i}`,
      value: '未检出',
      unit: 'mg/kg',
      method: 'GB 31658.17-2021',
    }));
    await w.batch({ certificates: [{ kind: 'release', number: 'L-1', issuer: '杭州某检测有限公司', conclusion: 'pass', results }] });
    const record = recordsIn(await exported(w, w.producer.key)).find((one) => one.kind === 'batch.recorded');
    expect(JSON.stringify(record?.payload)).toContain('示例项目399');
    expect(JSON.parse(String(record?.bytes)).payload).toEqual({ sha256: expect.any(String) });
  });

  it('goes on behind an earlier one', async () => {
    const w = await busy();
    const lines = await exported(w, w.producer.key, '?after=7');
    expect(recordsIn(lines).map((record) => record.seq)).toEqual([8]);
    expect(recordsIn(await exported(w, w.producer.key, '?after=99'))).toEqual([]);
  });

  it('holds no line of anybody else, and is for the party and a delegate of all its sites', async () => {
    const w = await busy();
    const shop = await exported(w, w.shop.key);
    expect(JSON.stringify(shop)).not.toContain(w.code.replaceAll('-', ''));
    expect((await w.get('/v1/exports/records')).status).toBe(401);
    expect((await w.get('/v1/exports/records', (await w.authority()).key)).status).toBe(403);
    const actingFor = { 'X-Acting-For': w.producer.id };
    expect((await w.get('/v1/exports/records', w.shop.key, { headers: actingFor })).status).toBe(403);
    const grant = (to: string, more: Record<string, unknown>) =>
      w.post(`/v1/parties/${w.producer.id}/delegations`, w.producer.key, { to, ...more });
    await grant(w.shop.id, { rights: ['custody'] });
    expect((await w.get('/v1/exports/records', w.shop.key, { headers: actingFor })).status).toBe(403);
    const helper = await w.party({ name: '示例代办' });
    const some = await grant(helper.id, { rights: ['party'], sites: [w.producer.sites[0]?.id] });
    expect(some.status, some.text).toBe(201);
    expect((await w.get('/v1/exports/records', helper.key, { headers: actingFor })).status).toBe(403);
    await grant(helper.id, { rights: ['party'] });
    expect(recordsIn(await exported(w, helper.key, '', actingFor))).toHaveLength(11);
  });
});
