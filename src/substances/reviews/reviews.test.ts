import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp, worldOver } from '../../../test/app.ts';
import { batch, release, withProduct } from '../../rules/examples.ts';
import type { Store } from '../../store/store.ts';
import { loadKnowledge } from '../entered/current.ts';
import { knowledge } from '../knowledge.ts';
import { matchName } from '../match.ts';
import { nameDecisions, questionOf, questionsOn } from './reviews.ts';

const dated = { source: '示例局复核意见（2026年第7号）', publishedOn: '2026-11-05', from: '2026-11-05', reason: '复核意见' };

let lots = 0;
async function record(t: TestApp, key: string, ...ingredients: string[]): Promise<string> {
  const body = {
    product: { name: `示例果冻${lots}`, specification: '200g/袋', category: 'food', ingredients: ingredients.map((name) => ({ name })) },
    batchNumber: `Q${++lots}`,
    productionDate: '2026-11-01',
    quantity: { amount: '100', unit: '袋' },
  };
  const made = await t.request('POST', '/v1/batches', { key, body });
  expect(made.status, made.text).toBe(201);
  await t.follower.catchUp();
  return made.json.traceCode;
}

async function queue(t: TestApp, key = ADMIN_KEY, query = ''): Promise<{ id: string; input: string }[]> {
  const answer = await t.request('GET', `/v1/reviews${query}`, { key });
  expect(answer.status, answer.text).toBe(200);
  return answer.json.items;
}

const decide = (t: TestApp, id: string, body: unknown, key = ADMIN_KEY) => t.request('POST', `/v1/reviews/${id}/decision`, { key, body });
const inputs = (items: { input: string }[]) => items.map((one) => one.input);

describe('the questions of a batch', () => {
  it('are its names and items for review, each once; what is banned or clear asks nothing', () => {
    const facts = {
      ...withProduct({ ingredients: [{ name: '猪肉' }, { name: '酚酞' }, { name: '乙基酚酞宝' }, { name: '乙基酚酞宝' }] }),
      certificates: [{ ...release, results: [{ item: '乙基酚酞宝', value: '1.0', unit: 'mg/kg' }] }],
    };
    expect(questionsOn(facts, knowledge())).toMatchObject([{ kind: 'hint', key: '乙基酚酞宝', family: 'laxative-diphenol' }]);
  });

  it('are none of an item that was looked for and not found', () => {
    const facts = { ...batch, certificates: [{ ...release, results: [{ item: '乙基酚酞宝', value: '未检出' }] }] };
    expect(questionsOn(facts, knowledge())).toEqual([]);
  });

  it('are one for two spellings of one key', () => {
    const keys = ['乙基酚酞宝', '乙基酚酞\u200b宝', '（乙基酚酞宝）'].flatMap((name) =>
      matchName(name).map((match) => questionOf(match)?.key),
    );
    expect(keys).toEqual(['乙基酚酞宝', '乙基酚酞宝', '乙基酚酞宝']);
  });
});

describe('the review queue', () => {
  it('takes each question once, with the batch it was first met in, however often it comes', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const first = await record(t, key, '乙基酚酞宝', '白砂糖');
    await record(t, key, '乙基酚酞宝');
    const items = await queue(t);
    expect(items).toMatchObject([
      {
        kind: 'hint',
        input: '乙基酚酞宝',
        family: 'laxative-diphenol',
        state: 'open',
        regionCode: '330110',
        about: { type: 'batch', id: first },
      },
    ]);
    expect((await t.request('GET', `/v1/reviews/${items[0]?.id}`, { key: ADMIN_KEY })).json.decision).toBeNull();
  });

  it('takes what a report added later found', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const traceCode = await record(t, key, '白砂糖');
    expect(await queue(t)).toEqual([]);
    const results = [
      { item: '乙基酚酞宝', value: '0.8', unit: 'mg/kg' },
      { item: '甲基西布曲明素', value: 'ND', unit: 'mg/kg' },
    ];
    const paper = { kind: 'typeTest', number: 'T-1', issuer: '示例检测', issuedOn: '2026-11-04', conclusion: 'pass', results };
    const added = await t.request('POST', '/v1/certificates', { key, body: { ...paper, covers: { traceCodes: [traceCode] } } });
    expect(added.status, added.text).toBe(201);
    await t.follower.catchUp();
    expect(inputs(await queue(t))).toEqual(['乙基酚酞宝']);
  });

  it('is read by the authorities of the place and by administrators, and by nobody else', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const [here, elsewhere] = [await t.authority(), await t.authority({ name: '另一局', regionCode: '330200' })];
    await record(t, key, '乙基酚酞宝');
    const [item] = await queue(t, here.key);
    expect(item?.input).toBe('乙基酚酞宝');
    expect(await queue(t, elsewhere.key)).toEqual([]);
    expect((await t.request('GET', `/v1/reviews/${item?.id}`, { key: elsewhere.key })).status).toBe(404);
    expect((await decide(t, item?.id ?? '', { outcome: 'banned', reason: '是' }, elsewhere.key)).status).toBe(404);
    expect((await t.request('GET', '/v1/reviews', { key })).status).toBe(403);
    expect((await decide(t, item?.id ?? '', { outcome: 'banned', reason: '是' }, key)).status).toBe(403);
  });

  it('is decided once: of two officers the second is told what the first decided', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const desk = await t.authority();
    await record(t, key, '乙基酚酞宝');
    const [item] = await queue(t);
    const said = { outcome: 'not-banned', reason: '为普通配料的商品名' };
    const both = await Promise.all([decide(t, item?.id ?? '', said, desk.key), decide(t, item?.id ?? '', said)]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    const late = await decide(t, item?.id ?? '', { outcome: 'banned', reason: '改判' });
    expect(late.json).toMatchObject({ code: 'already-ended', decision: { outcome: 'not-banned' } });
    await record(t, key, '乙基酚酞宝');
    expect(await queue(t, ADMIN_KEY, '?state=open')).toEqual([]);
    expect(inputs(await queue(t, ADMIN_KEY, '?state=decided'))).toEqual(['乙基酚酞宝']);
    const entries = await t.store.read.selectFrom('entry').select('subject').where('kind', '=', 'review.decided').execute();
    expect(entries).toEqual([{ subject: `review/${item?.id}` }]);
  });

  it('names the decision when the same comes again, its reason to officers alone; the verdict stays what the texts say', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const desk = await t.authority();
    await record(t, key, '乙基酚酞宝');
    const [item] = await queue(t);
    await decide(t, item?.id ?? '', { outcome: 'not-banned', reason: '为普通配料的商品名' });
    const matches = [...matchName('乙基酚酞宝'), ...matchName('甲基酚酞宝')];
    const [match, other] = await nameDecisions(t.store.read, matches, { kind: 'admin', role: 'system', keyId: 'k' });
    expect(match?.verdict).toBe('review');
    expect(match?.reason.zh).toMatch(/;2026-11-05已判断为不属于禁用:为普通配料的商品名$/);
    expect(match?.reason.en).toMatch(/; reviewed on 2026-11-05, not banned: 为普通配料的商品名$/);
    expect(other?.reason.zh).not.toContain('已判断');
    const told = async (asker: string | undefined): Promise<string> => {
      const { json } = await t.request('POST', '/v1/screenings', { key: asker, body: { names: ['乙基酚酞宝'] } });
      expect(json.verdict).toBe('review');
      return json.matches[0].reason;
    };
    for (const officer of [desk.key, ADMIN_KEY]) expect(await told(officer)).toBe(match?.reason.zh);
    for (const other of [undefined, key]) expect(await told(other)).toMatch(/;2026-11-05已判断为不属于禁用$/);
  });

  it('is 409 for the second officer also with an entry that the first one has made already', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const desk = await t.authority();
    const entry = { kind: 'alias', of: '77-09-8', ...dated };
    for (const [name, first, second] of [
      ['乙基酚酞宝', desk.key, ADMIN_KEY],
      ['丙基酚酞宝', ADMIN_KEY, desk.key],
    ] as const) {
      await record(t, key, name);
      const [item] = await queue(t, ADMIN_KEY, '?state=open');
      const said = { outcome: 'banned', reason: '即酚酞', entry: { ...entry, name } };
      expect((await decide(t, item?.id ?? '', said, first)).status).toBe(200);
      const late = await decide(t, item?.id ?? '', said, second);
      expect(late.json, late.text).toMatchObject({ status: 409, code: 'already-ended', decision: { outcome: 'banned' } });
      expect((await decide(t, item?.id ?? '', { outcome: 'nonsense' }, second)).status).toBe(409);
    }
  });

  it('is 409 for an officer whose entry is read while another decides', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await record(t, key, '乙基酚酞宝');
    const [item] = await queue(t);
    const said = { outcome: 'banned', reason: '即酚酞', entry: { kind: 'alias', name: '乙基酚酞宝', of: '77-09-8', ...dated } };
    let first: Promise<{ status: number }> | undefined;
    // The officer asked while the question was open; the knowledge it reads next has the other's entry already.
    const prepare: Store['prepare'] = (build, options) => {
      const prepared = t.store.prepare(build, options);
      if (!build.toString().includes('substance_entry')) return prepared;
      return async (params) => {
        first ??= decide(t, item?.id ?? '', said);
        expect((await first).status).toBe(200);
        return prepared(params);
      };
    };
    const slow = new Proxy(t.store, {
      get: (store, name) => {
        const member = name === 'prepare' ? prepare : Reflect.get(store, name);
        return typeof member === 'function' ? member.bind(store) : member;
      },
    });
    const late = await worldOver(slow, t.deps.files).request('POST', `/v1/reviews/${item?.id}/decision`, { key: ADMIN_KEY, body: said });
    expect(first).toBeDefined();
    expect(late.json, late.text).toMatchObject({ status: 409, code: 'already-ended' });
  });

  it('asks of an ingredient nobody can read, also of signs alone', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await record(t, key, 'フェノールフタレイン', 'siбutramine', '???');
    const items = await queue(t);
    expect(inputs(items).sort()).toEqual(['???', 'siбutramine', 'フェノールフタレイン']);
    expect(items).toMatchObject([{ kind: 'unreadable' }, { kind: 'unreadable' }, { kind: 'unreadable' }]);
  });

  it('makes a decision a dated alias in the same commit; revoking it opens the question again', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await record(t, key, '乙基酚酞宝');
    const [item] = await queue(t);
    const entry = { kind: 'alias', name: '乙基酚酞宝', of: '77-09-8', ...dated };
    const decided = await decide(t, item?.id ?? '', { outcome: 'banned', reason: '即酚酞', entry });
    expect(decided.status, decided.text).toBe(200);
    const id = decided.json.substance.id;
    expect(decided.json.decision.entry).toBe(id);
    expect(matchName('乙基酚酞宝', await loadKnowledge(t.store, '2026-11-05'))).toMatchObject([
      { verdict: 'banned', substance: { id: '77-09-8' } },
    ]);
    const kinds = await t.store.read
      .selectFrom('entry')
      .select('kind')
      .where('chain', '=', 'system')
      .where('at', '=', t.clock.now())
      .execute();
    expect(kinds.map((one) => one.kind)).toEqual(expect.arrayContaining(['review.decided', 'substance.entered']));
    await t.request('POST', `/v1/substances/${id}/revocation`, { key: ADMIN_KEY, body: { reason: '有误' } });
    expect(inputs(await queue(t, ADMIN_KEY, '?state=open'))).toEqual(['乙基酚酞宝']);
  });

  it('takes a lawful use as an entry, and then the name is clear', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await record(t, key, '乙基酚酞宝');
    const [item] = await queue(t);
    const entry = {
      kind: 'substance',
      names: { zh: ['乙基酚酞宝'] },
      family: 'other-drug',
      standing: 'lawful',
      titleOfText: { zh: '示例局复核意见' },
      ...dated,
    };
    expect((await decide(t, item?.id ?? '', { outcome: 'lawful', reason: '允许使用', entry })).status).toBe(200);
    expect(matchName('乙基酚酞宝', await loadKnowledge(t.store, '2026-11-05'))).toMatchObject([{ verdict: 'clear', ground: 'lawful' }]);
  });

  it('refuses every wrong field at once, an entry that says otherwise than the outcome, and stores nothing', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await record(t, key, '乙基酚酞宝');
    const [item] = await queue(t);
    const pointers = async (body: unknown) =>
      (await decide(t, item?.id ?? '', body)).json.errors.map((one: { pointer: string }) => one.pointer).sort();
    const entry = { kind: 'alias', name: '乙基酚酞宝', of: 'nothing', ...dated };
    expect(await pointers({ outcome: 'maybe', remark: 1, entry })).toEqual(['/entry/of', '/outcome', '/reason', '/remark']);
    expect(await pointers({ outcome: 'unknown', reason: '不明', entry: { ...entry, of: '77-09-8' } })).toEqual(['/outcome']);
    const bans = { kind: 'class', names: { zh: ['示例类'] }, family: 'x', verdict: 'banned', titleOfText: { zh: '意见' }, ...dated };
    expect(await pointers({ outcome: 'lawful', reason: '可用', entry: bans })).toEqual(['/outcome']);
    expect(inputs(await queue(t, ADMIN_KEY, '?state=open'))).toEqual(['乙基酚酞宝']);
    expect((await t.request('GET', '/v1/substances?from=2026-01-01')).json.items).toEqual([]);
  });
});
