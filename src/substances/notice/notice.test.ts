import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestParty, testApp } from '../../../test/app.ts';
import { batchBody } from '../../../test/custody-world.ts';
import { noticeJob } from './notice-job.ts';
import { noticedBatches } from './noticed.ts';

const DRUG = '示例匹素';

const report = (value: string, fields: Record<string, unknown> = {}) => ({
  certificates: [
    { kind: 'officialSample', number: 'S-1', issuedOn: '2026-11-02', results: [{ item: DRUG, value, unit: 'mg/kg' }], ...fields },
  ],
});
const jelly = { name: '示例果冻', ingredients: [{ name: '水' }, { name: '魔芋粉' }] };

/** A maker in Hangzhou and one in Ningbo, a shop, their authorities, and a substance that becomes known. */
async function world() {
  const t = await testApp();
  const maker = await t.party({ name: '示例果冻厂', regionCode: '330110' });
  const other = await t.party({ name: '示例糖果厂', regionCode: '330212' });
  const shop = await t.party({ name: '示例超市', kinds: ['retailer'], regionCode: '330106' });
  const hangzhou = await t.authority({ regionCode: '330100' });
  const ningbo = await t.authority({ name: '另一示例市市场监督管理局', regionCode: '330200' });
  let lot = 0;

  async function batch(
    fields: Record<string, unknown> = {},
    product: Record<string, unknown> = jelly,
    by: TestParty = maker,
  ): Promise<string> {
    const body = batchBody({ batchNumber: `B${++lot}`, ...fields }, { gtin: undefined, ...product });
    const made = await t.request('POST', '/v1/batches', { key: by.key, body });
    expect(made.status, made.text).toBe(201);
    return made.json.traceCode;
  }

  async function ask(method: string, path: string, key: string, body?: unknown, headers?: Record<string, string>) {
    const answer = await t.request(method, path, { key, body, ...(headers ? { headers } : {}) });
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer;
  }

  const enter = async (fields: Record<string, unknown> = {}): Promise<string> =>
    (
      await ask('POST', '/v1/substances', ADMIN_KEY, {
        kind: 'substance',
        names: { zh: [DRUG] },
        family: '示例类',
        standing: 'named',
        isDrug: true,
        titleOfText: { zh: '示例通知' },
        source: '示例局公告（2026年第1号）',
        publishedOn: '2026-11-01',
        from: '2026-11-01',
        reason: '通知公布',
        ...fields,
      })
    ).json.id;

  const notice = async (id: string, key = ADMIN_KEY, query = '') => (await ask('GET', `/v1/substances/${id}/notice${query}`, key)).json;
  const settle = async () => {
    await t.follower.catchUp();
    await t.sweep();
    await t.follower.catchUp();
  };
  return { ...t, maker, other, shop, hangzhou, ningbo, batch, ask, enter, notice, settle };
}

const codes = (list: { items: { traceCode: string }[] }) => list.items.map((item) => item.traceCode);

describe('on the day a notice appears', () => {
  it('batches in whose results it was found are told with what is still on hand, those without it are not', async () => {
    const w = await world();
    const positive = await w.batch(report('12.5'));
    await w.batch(report('ND'));
    const sold = await w.ask('POST', '/v1/shipments', w.maker.key, {
      purpose: 'sale',
      to: { uscc: w.shop.uscc, name: '示例超市' },
      shippedAt: '2026-11-05T09:00:00+08:00',
      lines: [{ traceCode: positive, quantity: { amount: '200', unit: '袋' } }],
    });
    await w.ask('POST', `/v1/shipments/${sold.json.id}/receipt`, w.shop.key, { outcome: 'accepted' });
    const { found } = await w.notice(await w.enter());
    expect(found.totals).toEqual({ batches: 1, onHandBatches: 1, holders: 2, sites: 2, onHand: [{ amount: '1200', unit: '袋' }] });
    expect(found.items[0]).toMatchObject({
      traceCode: positive,
      maker: { uscc: w.maker.uscc, name: '示例果冻厂' },
      matched: [{ input: DRUG, certificate: { number: 'S-1', value: '12.5 mg/kg' } }],
    });
    expect(
      found.items[0].holders.map((one: { party: { name: string }; regionName: string; quantity: { amount: string } }) => [
        one.party.name,
        one.regionName,
        one.quantity.amount,
      ]),
    ).toEqual([
      ['示例果冻厂', '杭州市余杭区', '1000'],
      ['示例超市', '杭州市西湖区', '200'],
    ]);
  });

  it('batches that declare it are told, by a salt and by a CAS number as well', async () => {
    const w = await world();
    const plain = await w.batch({}, { ...jelly, ingredients: [{ name: `复配粉（${DRUG}、魔芋粉）` }] });
    const salt = await w.batch({}, { ...jelly, ingredients: [{ name: `盐酸${DRUG}` }] });
    const numbered = await w.batch({}, { ...jelly, ingredients: [{ name: '甜味粉', cas: '149-32-6' }] });
    await w.batch({}, { ...jelly, ingredients: [{ name: `无${DRUG}` }] });
    const { declared } = await w.notice(await w.enter({ cas: '149-32-6' }));
    expect(codes(declared).sort()).toEqual([plain, salt, numbered].sort());
  });

  it('the sampling list names what shares material, formula or maker with a positive batch, the strongest reasons first', async () => {
    const w = await world();
    const materials = [{ name: '魔芋粉', lot: 'MY-07', supplier: { name: '示例魔芋', uscc: w.shop.uscc } }];
    const positive = await w.batch({ ...report('12.5'), materials });
    const sameMaker = await w.batch({}, { name: '示例饼干', ingredients: [{ name: '面粉' }, { name: '水' }] });
    const sameFormula = await w.batch({}, { ...jelly, name: '另一果冻' }, w.other);
    const sameLot = await w.batch({ materials }, { name: '示例软糖', ingredients: [{ name: '白砂糖' }] }, w.other);
    await w.batch({ materials: [{ ...materials[0], lot: 'MY-08' }] }, { name: '示例硬糖', ingredients: [{ name: '白砂糖' }] }, w.other);
    const { sampling, found } = await w.notice(await w.enter());
    expect(codes(found)).toEqual([positive]);
    expect(
      sampling.items.map((item: { traceCode: string; rank: number; why: { reason: string; because: string }[] }) => [
        item.traceCode,
        item.rank,
        item.why.map((why) => `${why.reason} ${why.because}`),
      ]),
    ).toEqual([
      [sameLot, 1, [`same-material ${positive}`]],
      [sameFormula, 2, [`same-formula ${positive}`]],
      [sameMaker, 3, [`same-maker ${positive}`]],
    ]);
  });

  it('goods made of the same recorded batch share its material', async () => {
    const w = await world();
    const base = await w.batch({}, { name: '魔芋粉半成品', ingredients: [{ name: '魔芋' }] });
    const inputs = [{ traceCode: base, quantity: { amount: '10', unit: '袋' } }];
    await w.batch({ ...report('3'), inputs });
    const sister = await w.batch({ inputs }, { name: '示例饼干' });
    const { sampling } = await w.notice(await w.enter());
    const line = sampling.items.find((item: { traceCode: string }) => item.traceCode === sister);
    expect(line.why.map((why: { reason: string }) => why.reason)).toEqual(['same-material', 'same-maker']);
  });

  it('a result nobody can read and a report that was withdrawn are to be sampled, not found', async () => {
    const w = await world();
    const unreadable = await w.batch(report('详见附页'));
    const paper = await w.batch({}, { ...jelly, name: '第二种果冻', ingredients: [{ name: '明胶' }] }, w.other);
    const added = await w.ask('POST', '/v1/certificates', w.other.key, {
      ...report('9').certificates[0],
      covers: { traceCodes: [paper] },
    });
    const id = await w.enter();
    expect(codes((await w.notice(id)).found)).toEqual([paper]);
    await w.ask('POST', `/v1/certificates/${added.json.id}/withdrawal`, w.other.key, { reason: '实验室已撤回' });
    const { found, sampling } = await w.notice(id);
    expect(found.items).toEqual([]);
    expect(sampling.items.map((item: { traceCode: string; why: { reason: string }[] }) => [item.traceCode, item.why[0]?.reason])).toEqual([
      [unreadable, 'unreadable-result'],
      [paper, 'withdrawn-result'],
    ]);
  });

  it('a class finds its members, and what has the forms and claims its text names', async () => {
    const w = await world();
    const member = await w.batch(report('1.5'));
    const slim = await w.batch({}, { name: '瘦身压片糖果', ingredients: [{ name: '白砂糖' }] }, w.other);
    const claimed = await w.batch({}, { name: '示例压片糖果', claims: ['七天减肥'], ingredients: [{ name: '葡萄糖' }] }, w.other);
    await w.batch({}, { name: '瘦身饼干', ingredients: [{ name: '面粉' }] }, w.other);
    await w.batch({}, { name: '钙片压片糖果', ingredients: [{ name: '碳酸钙' }] }, w.other);
    const id = await w.enter({
      kind: 'class',
      names: { zh: ['示例匹素类'] },
      standing: undefined,
      members: [{ names: { zh: [DRUG] } }],
      verdict: 'banned',
      forms: ['压片糖果', '软膏'],
      claims: ['减肥'],
    });
    const { found, sampling, notIndexed, substance } = await w.notice(id);
    expect(substance).toMatchObject({ kind: 'class', covers: 2, text: { zh: '示例通知' } });
    expect(codes(found)).toEqual([member]);
    expect(codes(sampling).sort()).toEqual([slim, claimed].sort());
    expect(sampling.items[0].why).toEqual([{ reason: 'form-and-claim', text: '产品形态或宣称为文件所指', because: null }]);
    expect(notIndexed).toEqual(['软膏']);
  });

  it('a paper’s claims and forms can be asked of a substance of the shipped table', async () => {
    const w = await world();
    const slim = await w.batch({}, { name: '減肥膠囊' });
    const { sampling } = await w.notice(
      '77-09-8',
      ADMIN_KEY,
      `?claims=${encodeURIComponent('减肥、润肠')}&forms=${encodeURIComponent('胶囊')}`,
    );
    expect(codes(sampling)).toEqual([slim]);
  });
});

describe('a record that was corrected', () => {
  it('is found by its new ingredients and not by its old ones', async () => {
    const w = await world();
    const code = await w.batch({}, { ...jelly, ingredients: [{ name: DRUG }] });
    const id = await w.enter();
    expect(codes((await w.notice(id)).declared)).toEqual([code]);
    const correct = (ingredients: { name: string }[], etag: string) =>
      w.ask(
        'PATCH',
        `/v1/batches/${code}`,
        w.maker.key,
        { product: { ...batchBody().product, ...jelly, gtin: undefined, ingredients }, reason: '更正配料' },
        { 'If-Match': etag },
      );
    await correct([{ name: '水' }], '"1"');
    expect((await w.notice(id)).declared.items).toEqual([]);
    await correct([{ name: `${DRUG}（微量）` }], '"2"');
    expect(codes((await w.notice(id)).declared)).toEqual([code]);
  });

  it('is found by a report and a lot of material that were added', async () => {
    const w = await world();
    const materials = [{ name: '魔芋粉', lot: 'MY-07' }];
    const code = await w.batch();
    const like = await w.batch({}, { name: '示例软糖', ingredients: [{ name: '白砂糖' }] }, w.other);
    await w.ask('PATCH', `/v1/batches/${code}`, w.maker.key, { ...report('4'), materials, reason: '补报告' }, { 'If-Match': '"1"' });
    await w.ask('PATCH', `/v1/batches/${like}`, w.other.key, { materials, reason: '补原料' }, { 'If-Match': '"1"' });
    const { found, sampling } = await w.notice(await w.enter());
    expect(codes(found)).toEqual([code]);
    expect(codes(sampling)).toEqual([like]);
    const read = await w.ask('GET', `/v1/batches/${code}`, w.maker.key);
    expect(read.json.materials).toEqual(materials);
  });
});

describe('who asks', () => {
  it('an authority sees what was made or is held in its region, and of a positive elsewhere only that there is one', async () => {
    const w = await world();
    const positive = await w.batch(report('12.5'));
    const like = await w.batch({}, { ...jelly, name: '另一果冻' }, w.other);
    const id = await w.enter();
    const ningbo = await w.notice(id, w.ningbo.key);
    expect(ningbo.found.items).toEqual([]);
    expect(ningbo.draftHold.traceCodes).toEqual([]);
    expect(codes(ningbo.sampling)).toEqual([like]);
    expect(ningbo.sampling.items[0].why).toEqual([{ reason: 'same-formula', text: '与检出批次配料相同', because: null }]);
    expect(codes((await w.notice(id, w.hangzhou.key)).found)).toEqual([positive]);
  });

  it('goods made elsewhere are told where they are held, with the holders of the region alone', async () => {
    const w = await world();
    const positive = await w.batch(report('12.5'), jelly, w.other);
    const sold = await w.ask('POST', '/v1/shipments', w.other.key, {
      purpose: 'sale',
      to: { uscc: w.shop.uscc, name: '示例超市' },
      shippedAt: '2026-11-05T09:00:00+08:00',
      lines: [{ traceCode: positive, quantity: { amount: '200', unit: '袋' } }],
    });
    await w.ask('POST', `/v1/shipments/${sold.json.id}/receipt`, w.shop.key, { outcome: 'accepted' });
    const { found } = await w.notice(await w.enter(), w.hangzhou.key);
    expect(codes(found)).toEqual([positive]);
    expect(found.items[0].holders.map((one: { party: { name: string } }) => one.party.name)).toEqual(['示例超市']);
  });

  it('a party may not, and an unknown or revoked id is not found', async () => {
    const w = await world();
    const id = await w.enter();
    expect((await w.request('GET', `/v1/substances/${id}/notice`, { key: w.maker.key })).status).toBe(403);
    expect((await w.request('GET', '/v1/substances/nothing/notice', { key: ADMIN_KEY })).status).toBe(404);
    await w.ask('POST', `/v1/substances/${id}/revocation`, ADMIN_KEY, { reason: '录入有误' });
    expect((await w.request('GET', `/v1/substances/${id}/notice`, { key: ADMIN_KEY })).status).toBe(404);
  });
});

describe('what is asked', () => {
  it('comes in pages a list, and a cursor without its list is refused', async () => {
    const w = await world();
    const made = [await w.batch(report('1')), await w.batch(report('2')), await w.batch(report('3'))];
    const id = await w.enter();
    const first = await w.notice(id, ADMIN_KEY, '?limit=2');
    expect(first.found.totals.batches).toBe(3);
    const second = await w.notice(id, ADMIN_KEY, `?limit=2&list=found&cursor=${first.found.next}`);
    expect([...codes(first.found), ...codes(second.found)].sort()).toEqual([...made].sort());
    expect(second.found.next).toBeNull();
    expect(second.declared).toBeUndefined();
    const refused = await w.request('GET', `/v1/substances/${id}/notice?cursor=${first.found.next}`, { key: ADMIN_KEY });
    expect(refused.status).toBe(422);
    expect(refused.json.errors[0].pointer).toBe('/query/list');
  });

  it('gives the bodies of a hold of what is on hand and of a recall of everything', async () => {
    const w = await world();
    const held = await w.batch(report('1'));
    const gone = await w.batch(report('2'));
    await w.ask('POST', '/v1/dispositions', w.maker.key, {
      kind: 'sold',
      at: '2026-11-05T09:00:00+08:00',
      lines: [{ traceCode: gone, quantity: { amount: '1200', unit: '袋' } }],
    });
    const { draftHold, recallScope } = await w.notice(await w.enter());
    expect(draftHold).toEqual({ reason: '记录显示检出或申报含示例匹素（示例通知），查清前暂停销售', traceCodes: [held] });
    expect(recallScope.traceCodes.sort()).toEqual([held, gone].sort());
  });

  it('comes as a file with a line a batch and holder', async () => {
    const w = await world();
    const positive = await w.batch(report('12.5'));
    const answer = await w.ask('GET', `/v1/substances/${await w.enter()}/notice`, ADMIN_KEY, undefined, { Accept: 'text/csv' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = answer.text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[3]).toContain(`检出,,${positive},示例果冻`);
    expect(lines[3]).toContain('示例匹素 12.5 mg/kg');
    expect(lines[3]).toMatch(/1200,袋$/);
  });
});

describe('leads', () => {
  it('appear on batches recorded from the first day of the text on, and on no earlier ones; a second reading changes nothing', async () => {
    const w = await world();
    const early = await w.batch(report('5'));
    w.clock.set(Date.parse('2026-11-08T01:00:00Z'));
    const late = await w.batch(report('6'));
    await w.batch(report('ND'));
    await w.settle();
    const id = await w.enter({ publishedOn: '2026-11-07', from: '2026-11-07' });
    await w.settle();
    const leads = async () =>
      (await w.ask('GET', '/v1/violations?rule=banned-substance', w.hangzhou.key)).json.items.map(
        (one: { subject: { id: string } }) => one.subject.id,
      );
    expect(await leads()).toEqual([late]);
    expect(codes((await w.notice(id)).found).sort()).toEqual([early, late].sort());
    await w.settle();
    expect(await leads()).toHaveLength(1);
    expect(await w.store.read.selectFrom('due').selectAll().where('rule', '=', 'rejudge').execute()).toEqual([]);
  });

  it('come page by page, going on where a sweep stopped', async () => {
    const w = await world();
    const list = Array.from({ length: 130 }, (_, i) => batchBody({ batchNumber: `P${i}`, ...report('5') }, { gtin: undefined, ...jelly }));
    await w.ask('POST', '/v1/batches', w.maker.key, list);
    await w.settle();
    await w.enter({ publishedOn: '2026-11-05', from: '2026-11-05' });
    await w.follower.catchUp();
    const found = async () =>
      (await w.store.read.selectFrom('finding').select('id').where('rule', '=', 'banned-substance').execute()).length;
    const { sweepDue } = await import('../../rules/sweep.ts');
    await sweepDue(w.deps, async () => []);
    expect(await found()).toBe(100);
    await w.settle();
    expect(await found()).toBe(130);
  });

  it('are asked for once, though the follower reads an entry twice, and again when the entry is revoked', async () => {
    const w = await world();
    await w.batch(report('5'));
    const id = await w.enter();
    const due = async () =>
      (await w.store.read.selectFrom('due').selectAll().where('rule', '=', 'rejudge').execute()).map((row) => row.subjectType);
    const subject = `substance/${id}`;
    const entered = { chain: 'system', seq: 1, at: w.clock.now(), kind: 'substance.entered', subject, hash: '', bytes: '', payload: {} };
    const job = noticeJob(w.deps);
    expect((await job.handle([entered, entered])).rows?.due).toHaveLength(1);
    await w.follower.catchUp();
    expect(await due()).toEqual([`substance/${id}`]);
    expect(await job.handle([entered])).toEqual({});
    await w.settle();
    w.clock.advance(1_000);
    await w.ask('POST', `/v1/substances/${id}/revocation`, ADMIN_KEY, { reason: '录入有误' });
    await w.follower.catchUp();
    expect(await due()).toEqual([`substance/${id}`]);
    expect(await noticedBatches(w.store, id, '2026-11-05')).toHaveLength(1);
    await w.sweep();
    expect(await due()).toEqual([]);
  });
});
