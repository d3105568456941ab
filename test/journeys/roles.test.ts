import { describe, expect, it } from 'vitest';
import { type TestApp, type TestParty, testApp } from '../app.ts';

const kilos = (amount: string) => ({ amount, unit: '千克' });
const post = (t: TestApp, path: string, key: string, body: unknown, headers: Record<string, string> = {}) =>
  t.request('POST', path, { key, body, headers });
const get = (t: TestApp, path: string, key?: string) => t.request('GET', path, { key });

async function recorded(t: TestApp, by: TestParty, body: unknown): Promise<string> {
  const made = await post(t, '/v1/batches', by.key, body);
  expect(made.status, made.text).toBe(201);
  return made.json.traceCode;
}

async function shipped(t: TestApp, from: TestParty, to: TestParty, traceCode: string, more: Record<string, unknown> = {}) {
  const sent = await post(t, '/v1/shipments', from.key, {
    purpose: 'sale',
    to: { uscc: to.uscc },
    lines: [{ traceCode, quantity: kilos('10') }],
    ...more,
  });
  expect(sent.status, sent.text).toBe(201);
  return sent.json;
}

const sauce = (more: Record<string, unknown> = {}) => ({
  product: { name: '示例酱油', specification: '1千克/瓶', category: 'food', shelfLife: { value: 18, unit: 'month' } },
  batchNumber: '20261101A',
  productionDate: '2026-11-01',
  quantity: kilos('1000'),
  certificates: [{ kind: 'release', number: 'R-1', issuedOn: '2026-11-02', conclusion: 'pass' }],
  ...more,
});

describe('a laboratory withdraws a report', () => {
  it('before a case: the lead closes itself; after a decision: the case is marked, both sides told, nothing lost', async () => {
    const t = await testApp();
    const desk = await t.authority({ regionCode: '330110' });
    const lab = await t.party({ name: '示例检测有限公司', kinds: ['laboratory'] });
    const plant = await t.party({ name: '示例酱油厂' });
    const code = await recorded(t, plant, sauce());
    const report = async (number: string) => {
      const taken = await post(t, '/v1/samples', desk.key, { number, kind: 'official', traceCodes: [code], laboratory: lab.id });
      const failing = {
        reportNumber: `JB-${number}`,
        conclusion: 'fail',
        results: [{ item: '氨基酸态氮', value: '0.2', unit: 'g/100mL', limit: '≥0.4' }],
      };
      const reported = await post(t, `/v1/samples/${taken.json.id}/results`, lab.key, failing);
      expect(reported.status, reported.text).toBe(201);
      t.clock.set(Date.parse(reported.json.retestUntil));
      await t.sweep();
      await t.follower.catchUp();
      return taken.json.id as string;
    };
    const withdraw = async (id: string) => {
      const done = await post(t, `/v1/samples/${id}/withdrawal`, lab.key, { reason: '检测设备未校准' });
      expect(done.status, done.text).toBe(201);
      await t.follower.catchUp();
    };
    const lead = async () => (await get(t, '/v1/violations?rule=official-sample-failed&state=open', desk.key)).json.items[0];

    const first = await report('CJ-1');
    const { id: early } = await lead();
    await withdraw(first);
    expect((await get(t, `/v1/violations/${early}`, desk.key)).json.state).toBe('corrected');

    const second = await report('CJ-2');
    const officers = ['甲', '乙'];
    const opened = await post(t, '/v1/cases', desk.key, { violationIds: [(await lead()).id], officers });
    expect(opened.status, opened.text).toBe(201);
    const file = opened.json.id as string;
    const step = async (name: string, body: object) => {
      const taken = await post(t, `/v1/cases/${file}/${name}`, desk.key, body);
      expect(taken.status, `${name}: ${taken.text}`).toBe(201);
    };
    const valued = { fineCents: 5_000_000 };
    await step('notice', {
      ...valued,
      goodsValueCents: 500_000,
      goodsValueEvidence: '销售单据合计',
      text: '监督抽检不合格，拟处罚款50,000元',
      service: { how: 'in-person' },
    });
    t.clock.set(t.clock.now() + 14 * 86_400_000);
    await step('decision', { ...valued, reason: '监督抽检不合格' });
    await step('service', { document: 'decision' });

    await withdraw(second);
    const read = await get(t, `/v1/cases/${file}`, desk.key);
    expect(read.json.state).toBe('served');
    expect(read.json.steps.at(-1)).toMatchObject({ kind: 'report-withdrawn', reportNumber: 'JB-CJ-2', reason: '检测设备未校准' });
    const told = async (key: string) =>
      (await get(t, '/v1/notices', key)).json.items.filter((one: { kind: string }) => one.kind === 'case.report-withdrawn').length;
    expect([await told(desk.key), await told(plant.key)]).toEqual([1, 1]);
    // The report itself stays readable, with why it counts no more.
    expect((await get(t, `/v1/samples/${second}`, plant.key)).json).toMatchObject({
      state: 'withdrawn',
      reports: [{ conclusion: 'fail', withdrawnReason: '检测设备未校准' }],
    });
    // What follows is for the office: it revokes, and the mark is still the only one.
    await step('revocation', { reason: '所依据的检验报告已撤回' });
    await t.follower.catchUp();
    const after = await get(t, `/v1/cases/${file}`, plant.key);
    expect(after.json.steps.filter((one: { kind: string }) => one.kind === 'report-withdrawn')).toHaveLength(1);
    expect(after.json.state).toBe('revoked');
  });
});

describe('a market enters goods at its gate', () => {
  it('for many stalls in one call, in the records of each, under the delegation each gave; one code a stall shows them', async () => {
    const t = await testApp();
    const market = await t.party({ name: '示例农贸市场', kinds: ['marketOperator'] });
    const stalls: TestParty[] = [];
    for (let n = 1; n <= 3; n++) {
      const sites = [{ name: `${n} 号摊`, kind: 'stall', regionCode: '330110', stallNumber: `A-${n}` }];
      stalls.push(await t.party({ name: `示例蔬菜摊${n}店`, kinds: ['retailer'], sites }));
    }
    const [one, two, stranger] = stalls as [TestParty, TestParty, TestParty];
    for (const stall of [one, two]) {
      const granted = await post(t, `/v1/parties/${stall.id}/delegations`, stall.key, { to: market.id, rights: ['custody', 'displays'] });
      expect(granted.status, granted.text).toBe(201);
    }
    expect((await get(t, '/v1/stalls', market.key)).json.items.map((item: { stallNumber: string }) => item.stallNumber).sort()).toEqual([
      'A-1',
      'A-2',
    ]);
    const came = (stall: string, name: string, more: Record<string, unknown> = {}) => ({
      stall,
      from: { name: '示例批发行有限公司', address: '示例路 1 号' },
      lines: [{ product: { name, category: 'agricultural' }, productionDate: '2026-11-05', quantity: kilos('60') }],
      ...more,
    });
    const entries = [came('A-1', '番茄', { show: true }), came('A-2', '黄瓜'), came('A-3', '茄子'), came('A-1', '')];
    const headers = { 'Idempotency-Key': 'gate-1' };
    const entered = await post(t, '/v1/gate-entries', market.key, { entries: entries.slice(0, 3) }, headers);
    expect(entered.status, entered.text).toBe(200);
    expect(entered.json.results.map((result: { status: number }) => result.status)).toEqual([201, 201, 422]);
    expect(entered.json.results[2].errors).toMatchObject([{ pointer: '/entries/2/stall', found: 'A-3' }]);
    // The same call again records nothing twice and gives the same answers.
    const again = await post(t, '/v1/gate-entries', market.key, { entries: entries.slice(0, 3) }, headers);
    expect(again.json.results.slice(0, 2)).toEqual(entered.json.results.slice(0, 2));
    const held = async (stall: TestParty) =>
      (await get(t, '/v1/holdings', stall.key)).json.items.map((item: { product: { name: string } }) => item.product.name);
    expect([await held(one), await held(two), await held(stranger)]).toEqual([['番茄'], ['黄瓜'], []]);
    const entry = await t.store.read
      .selectFrom('entry')
      .select(['chain', 'bytes'])
      .where('kind', '=', 'receipt.recorded')
      .where('chain', '=', `party:${one.id}`)
      .executeTakeFirst();
    expect(JSON.parse(entry?.bytes ?? '{}').payload.actedBy).toMatch(new RegExp(`^party:${market.id}/`));
    const site = one.sites[0]?.id ?? '';
    const page = await get(t, `/m/${site}`);
    expect([page.status, page.text.includes('番茄'), page.text.includes('黄瓜')]).toEqual([200, true, false]);
    expect((await get(t, `/m/${site}/qr.svg`)).text).toContain('<svg');
    expect((await get(t, `/m/${market.sites[0]?.id}`)).status).toBe(404);
    expect((await post(t, '/v1/gate-entries', one.key, { entries: entries.slice(0, 1) })).status).toBe(403);
    // The market's own quick test is told to the stall and grounds no band.
    const { traceCode } = entered.json.results[0].lines[0];
    const taken = await post(t, '/v1/samples', market.key, { number: 'KJ-1', kind: 'quick', party: one.id, traceCodes: [traceCode] });
    expect(taken.status, taken.text).toBe(201);
    const quick = await post(t, `/v1/samples/${taken.json.id}/results`, market.key, { reportNumber: 'KJ-1', conclusion: 'fail' });
    expect(quick.json).toMatchObject({ state: 'retestOpen' });
    const found = (await get(t, `/v1/batches/${traceCode}`, one.key)).json.findings;
    expect(found.filter((finding: { fineBand: unknown }) => finding.fineBand !== null)).toEqual([]);
    expect((await get(t, '/v1/notices', one.key)).json.items).toMatchObject([{ kind: 'report.issued' }]);
  });
});

describe('an importer’s container', () => {
  it('gets its papers once, for every batch in it, and they go with the goods to the shop, cold all the way', async () => {
    const t = await testApp({ at: Date.parse('2026-12-23T01:00:00Z') });
    const importer = await t.party({ name: '示例进口有限公司', kinds: ['importer'] });
    const carrier = await t.party({ name: '示例冷链有限公司', kinds: ['carrier'] });
    const shop = await t.party({ name: '示例超市有限公司', kinds: ['retailer'] });
    const fish = (batchNumber: string) => ({
      product: { name: '冻三文鱼', specification: '10千克/箱', category: 'food' },
      batchNumber,
      productionDate: '2026-11-01',
      expiresOn: '2028-11-01',
      quantity: kilos('500'),
    });
    const codes = [await recorded(t, importer, fish('N-1')), await recorded(t, importer, fish('N-2'))];
    const late = await recorded(t, importer, fish('N-3'));
    const bare = await shipped(t, importer, shop, late);
    expect(bare.findings.map((one: { rule: string }) => one.rule)).toContain('import-papers-missing');
    const papers = {
      country: '挪威',
      overseasRegistration: 'CNOR00120260001',
      declarationNumber: '310120261000000001',
      inspectionCertificate: '1180001234567',
      arrivedOn: '2026-12-20',
      port: '宁波舟山港',
    };
    const made = await post(t, '/v1/import-papers', importer.key, { ...papers, traceCodes: codes });
    expect(made.status, made.text).toBe(201);
    expect((await post(t, '/v1/import-papers', importer.key, papers)).status).toBe(409);
    const extended = await post(t, `/v1/import-papers/${papers.declarationNumber}/batches`, importer.key, { traceCodes: [late] });
    expect(extended.json.traceCodes, extended.text).toHaveLength(3);
    await t.follower.catchUp();
    const missing = async (id: string) =>
      (await get(t, `/v1/shipments/${id}`, importer.key)).json.findings.filter(
        (one: { rule: string }) => one.rule === 'import-papers-missing',
      ).length;
    expect(await missing(bare.id)).toBe(0);

    const transport = { carrier: { party: carrier.id }, plate: '浙A00000', minC: -25, maxC: -18 };
    const sent = await shipped(t, importer, shop, codes[0] ?? '', { transport });
    expect(sent.findings.map((one: { rule: string }) => one.rule)).not.toContain('import-papers-missing');
    const readings = [
      { at: '2026-12-23T08:10:00+08:00', c: -19.5 },
      { at: '2026-12-23T08:40:00+08:00', c: -12.3 },
    ];
    expect((await post(t, `/v1/shipments/${sent.id}/transport`, shop.key, { readings })).status).toBe(403);
    const measured = await post(t, `/v1/shipments/${sent.id}/transport`, carrier.key, { readings });
    expect(measured.json, measured.text).toMatchObject({ outOfRange: [{ c: -12.3 }], minC: -25, maxC: -18 });
    const seen = await get(t, `/v1/shipments/${sent.id}`, importer.key);
    expect(seen.json.transport).toMatchObject([{ carrier: { id: carrier.id }, plate: '浙A00000' }, { outOfRange: [{ c: -12.3 }] }]);
    expect(seen.json.findings.map((one: { rule: string }) => one.rule)).toContain('temperature-out-of-range');
    const ledger = await t.store.read.selectFrom('entry').select('bytes').where('subject', '=', `shipment/${sent.id}`).execute();
    expect(ledger.some((entry) => entry.bytes.includes('浙A00000'))).toBe(false);
    expect(
      (await post(t, `/v1/shipments/${sent.id}/receipt`, shop.key, { outcome: 'accepted', checks: { temperature: true } })).status,
    ).toBe(201);
    const page = await t.request('GET', `/t/${codes[0]}`, { headers: { Accept: 'application/json' } });
    expect(page.json.certificates).toMatchObject([{ kind: 'importInspection', number: '1180001234567' }]);
    expect(page.text).not.toContain('浙A00000');
  });
});

describe('a head office', () => {
  it('checks once and confirms for 200 shops, each in its own records, and for no shop that did not let it', async () => {
    const t = await testApp();
    const plant = await t.party({ name: '示例酱油厂' });
    const head = await t.party({ name: '示例连锁总部有限公司', kinds: ['retailer'] });
    const code = await recorded(t, plant, sauce({ quantity: kilos('100000') }));
    const shops: TestParty[] = [];
    for (let n = 0; n < 201; n++) shops.push(await t.party({ name: `示例连锁${n}店`, kinds: ['retailer'] }));
    for (const shop of shops.slice(0, 200)) {
      const granted = await post(t, `/v1/parties/${shop.id}/delegations`, shop.key, { to: head.id, rights: ['custody'] });
      expect(granted.status).toBe(201);
    }
    const sales = shops.map((shop) => ({ purpose: 'sale', to: { uscc: shop.uscc }, lines: [{ traceCode: code, quantity: kilos('10') }] }));
    const sent = await post(t, '/v1/shipments', plant.key, sales);
    const shipments = sent.json.results.map((one: { id: string }) => one.id);
    const body = { shipments, outcome: 'accepted', checks: { licence: true, certificate: true, dates: true } };
    const done = await post(t, '/v1/branch-receipts', head.key, body);
    expect(done.status, done.text).toBe(200);
    const statuses = done.json.results.map((one: { status: number }) => one.status);
    expect([statuses.filter((status: number) => status === 201).length, statuses[200]]).toEqual([200, 404]);
    const last = shops[199];
    const read = await get(t, `/v1/shipments/${shipments[199]}`, last?.key);
    expect(read.json).toMatchObject({ state: 'received', receipt: { by: 'key', checks: body.checks } });
    const entry = await t.store.read
      .selectFrom('entry')
      .select('bytes')
      .where('chain', '=', `party:${last?.id}`)
      .where('kind', '=', 'shipment.received')
      .executeTakeFirst();
    expect(JSON.parse(entry?.bytes ?? '{}').payload.actedBy).toMatch(new RegExp(`^party:${head.id}/`));
    expect((await get(t, `/v1/shipments/${shipments[200]}`, shops[200]?.key)).json.state).toBe('in-transit');
  }, 60_000);
});

describe('the papers of a carcass', () => {
  it('stand on the pages of its parts, also those recorded afterwards, and brands see what was made for them', async () => {
    const t = await testApp();
    const house = await t.party({ name: '示例屠宰有限公司', kinds: ['slaughterhouse'] });
    const brand = await t.party({ name: '示例品牌有限公司', kinds: ['distributor'] });
    const goods = (name: string, amount: string) => ({
      product: { name, category: 'agricultural' },
      productionDate: '2026-11-05',
      quantity: kilos(amount),
    });
    const carcass = await recorded(t, house, {
      ...goods('白条', '80'),
      certificates: [{ kind: 'quarantine', number: 'DJ-1', conclusion: 'pass' }],
    });
    const cut = await post(t, '/v1/transformations', house.key, {
      kind: 'slaughter',
      inputs: [{ traceCode: carcass, quantity: kilos('80') }],
      outputs: [{ ...goods('后腿', '40'), commissionedBy: { uscc: brand.uscc, name: '示例品牌有限公司' } }, goods('前腿', '39')],
      loss: [{ ...kilos('1'), reason: '修整' }],
    });
    expect(cut.status, cut.text).toBe(201);
    const leg = cut.json.outputs[0].traceCode;
    const shown = async () => {
      const page = await t.request('GET', `/t/${leg}`, { headers: { Accept: 'application/json' } });
      return page.json.certificates.map((one: { number: string }) => one.number);
    };
    expect(await shown()).toEqual(['DJ-1']);
    const meat = { kind: 'meatQuality', number: 'RP-1', conclusion: 'pass', covers: { traceCodes: [carcass] } };
    expect((await post(t, '/v1/certificates', house.key, meat)).status).toBe(201);
    await t.follower.catchUp();
    expect(await shown()).toEqual(['DJ-1', 'RP-1']);
    expect((await get(t, '/v1/commissioned-batches', brand.key)).json.items).toMatchObject([{ traceCode: leg, maker: { id: house.id } }]);
    expect((await get(t, '/v1/commissioned-batches', house.key)).json.items).toEqual([]);
  });
});

describe('a farm', () => {
  it('records in the field, is told of a harvest inside the interval, and prints its commitment certificate', async () => {
    const t = await testApp({ at: Date.parse('2026-12-23T01:00:00Z') });
    const farm = await t.party({ name: '示例蔬菜合作社', kinds: ['cooperative'] });
    const shop = await t.party({ name: '示例超市有限公司', kinds: ['retailer'] });
    const sprayed = await post(t, '/v1/field-records', farm.key, {
      crop: '豇豆',
      plot: '3 号棚',
      agent: '示例杀虫剂',
      registrationNumber: 'PD20260001',
      appliedOn: '2026-12-18',
      intervalDays: 7,
    });
    expect(sprayed.json, sprayed.text).toMatchObject({ harvestFrom: '2026-12-25', findings: [] });
    const beans = {
      product: { name: '豇豆', category: 'agricultural', directoryItem: '豇豆' },
      productionDate: '2026-12-22',
      quantity: kilos('100'),
    };
    const code = await recorded(t, farm, beans);
    const linked = await post(t, `/v1/field-records/${sprayed.json.id}/links`, farm.key, { harvestedOn: '2026-12-22', traceCodes: [code] });
    const inside = linked.json.findings.filter((one: { rule: string }) => one.rule === 'harvested-inside-interval');
    expect(inside, linked.text).toMatchObject([{ weight: 'todo', fineBand: null }]);
    expect((await get(t, `/v1/batches/${code}/commitment-certificate`, farm.key)).status).toBe(404);
    const issued = await post(t, `/v1/batches/${code}/commitment-certificate`, farm.key, { grounds: ['controlled', 'selfTested'] });
    expect(issued.status, issued.text).toBe(201);
    const sheet = await get(t, `/v1/batches/${code}/commitment-certificate`, farm.key);
    expect(sheet.status).toBe(200);
    for (const part of ['承诺达标合格证', '豇豆', '100 千克', '示例蔬菜合作社', '质量安全控制符合要求、自行检测合格', '待核实'])
      expect(sheet.text).toContain(part);
    const sold = await shipped(t, farm, shop, code);
    const found = sold.findings.filter((one: { rule: string }) => one.rule === 'harvested-inside-interval');
    expect(found).toMatchObject([{ weight: 'lead', department: 'agriculture', fineBand: { minCents: 5_000_000, maxCents: 10_000_000 } }]);
    expect((await get(t, '/v1/field-records', shop.key)).json.items).toEqual([]);
  });
});
