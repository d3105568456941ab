import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestParty } from '../../../test/app.ts';
import { bags, type CustodyWorld, custodyWorld } from '../../../test/custody-world.ts';

type Record = { kind: string; bytes: string; payload?: unknown; personal?: { [commitment: string]: string } };

async function recordsOf(w: CustodyWorld, key: string): Promise<Record[]> {
  const { text } = await w.get('/v1/exports/records', key);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return lines.filter((line) => line.type === 'record');
}

/** The values that are opened by kind of entry; every commitment in an entry must be. */
async function opened(w: CustodyWorld, { key }: TestParty): Promise<{ [kind: string]: string[] }> {
  const values: { [kind: string]: string[] } = {};
  for (const { kind, bytes, payload, personal = {} } of await recordsOf(w, key)) {
    const made = new Set(`${bytes}${JSON.stringify(payload ?? null)}`.match(/c:[0-9a-f]{64}/g));
    expect([kind, Object.keys(personal).toSorted()]).toEqual([kind, [...made].toSorted()]);
    if (made.size > 0) values[kind] = [...(values[kind] ?? []), ...Object.values(personal)].toSorted();
  }
  return values;
}

/** Source files that make commitments, by what the tests below have of each. */
const MAKERS = [
  'batches/names.ts',
  'custody/addressee.ts',
  'custody/outside.ts',
  'custody/receipts.ts',
  'custody/transport.ts',
  'enforcement/case-taking.ts',
  'enforcement/cases.ts',
  'enforcement/statement-parts.ts',
  'ledger/personal.ts',
  'parties/registration.ts',
  'people/accounts.ts',
  'reports/usecases.ts',
];

describe('the personal values an export opens', () => {
  it('are those of every place that makes commitments (cases stand in the chains of authorities, what consumers report in that of the service)', () => {
    const root = join(import.meta.dirname, '../..');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    expect(files.filter((file) => /\bconceal\(/.test(readFileSync(join(root, file), 'utf8'))).toSorted()).toEqual(MAKERS);
  });

  it('are all that a firm entered of others and of its own people', async () => {
    const w = await custodyWorld();
    const code = await w.batch({
      materials: [{ name: '食盐', lot: 'L1', supplier: { name: '李四' } }],
      commissionedBy: { name: '赵六' },
      certificates: [{ kind: 'release', number: 'R-1', issuer: '钱七', conclusion: 'pass' }],
    });
    const { id } = await w.ship([{ traceCode: code, quantity: bags('1') }], { to: { name: '王小明' }, transport: { plate: '浙A12345' } });
    const added = await w.post(`/v1/shipments/${id}/transport`, w.producer.key, { plate: '浙B54321' });
    expect(added.status, added.text).toBe(201);
    const sent = await w.ship([{ traceCode: code, quantity: bags('2') }]);
    const signed = await w.request('POST', `/s/${sent.slip}`, { body: { outcome: 'accepted', signedName: '孙八' } });
    expect(signed.status, signed.text).toBe(201);
    await w.post('/v1/receipts', w.shop.key, {
      from: { name: '张三', address: '示例村1号', contact: '13800000000' },
      lines: [{ product: { name: '番茄', category: 'agricultural' }, quantity: { amount: '6', unit: '千克' } }],
    });
    expect(await opened(w, w.producer)).toEqual({
      'batch.recorded': ['李四', '赵六', '钱七'].toSorted(),
      'shipment.recorded': ['浙A12345', '王小明'].toSorted(),
      'transport.recorded': ['浙B54321'],
    });
    const shop = await opened(w, w.shop);
    expect(Object.values(shop).flat().toSorted()).toEqual(['13800000000', '孙八', '张三', '示例村1号'].toSorted());
  });

  it('are a person’s own name, code, licence numbers, sites and contact too', async () => {
    const w = await custodyWorld();
    const site = { name: '王小明菜地', kind: 'farm', regionCode: '330110', address: '示例村1号' };
    const farmer = await w.party({
      name: '王小明',
      kinds: ['retailer'],
      uscc: '92330110MA2DEM001X',
      sites: [site],
      licences: [{ kind: 'business', number: '92330110MA2DEM001X' }],
      contact: { name: '王小明', phone: '13800000000' },
    });
    await w.post(`/v1/parties/${farmer.id}/sites`, farmer.key, { ...site, name: '王小明二号地', address: '示例村2号' });
    const changed = await w.request('PATCH', `/v1/parties/${farmer.id}/sites/${farmer.sites[0]?.id}`, {
      key: farmer.key,
      body: { name: '王小明一号地' },
    });
    expect(changed.status, changed.text).toBe(200);
    const added = await w.request('PATCH', `/v1/parties/${farmer.id}`, {
      key: farmer.key,
      body: { name: '王晓明', licences: { add: [{ kind: 'JY', number: 'JY23301100000001' }] } },
      headers: { 'If-Match': '"1"' },
    });
    expect(added.status, added.text).toBe(200);
    const code = '92330110MA2DEM001X';
    expect(await opened(w, farmer)).toEqual({
      'party.registered': [code, code, '13800000000', '王小明', '王小明', '王小明菜地', '示例村1号'].toSorted(),
      'site.added': ['王小明二号地', '示例村2号'].toSorted(),
      'site.changed': ['王小明一号地'],
      'party.changed': ['JY23301100000001', '王晓明'].toSorted(),
    });
  });
});
