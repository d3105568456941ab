import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../../test/app.ts';
import { knowledge } from '../knowledge.ts';
import { screenStructure } from '../structures/index.ts';
import { ORDINARY_STRUCTURES } from './ordinary-structures.ts';

const dated = { source: '示例局公告（2026年第1号）', publishedOn: '2026-11-01', from: '2026-11-05', reason: '通知公布' };
const text = { family: 'other-drug', titleOfText: { zh: '示例局关于打击非法添加示例汀的通知' }, isDrug: true, ...dated };
const substance = (change: Record<string, unknown>) => ({ kind: 'substance', standing: 'named', ...text, ...change });
const ofClass = (change: Record<string, unknown>) => ({
  kind: 'class',
  names: { zh: ['示例汀类'] },
  verdict: 'banned',
  ...text,
  ...change,
});
const alias = (change: Record<string, unknown>) => ({ kind: 'alias', of: '77-09-8', ...dated, ...change });

const enter = (t: TestApp, body: unknown, key = ADMIN_KEY) => t.request('POST', '/v1/substances', { key, body });

async function strikes(t: TestApp, body: unknown): Promise<unknown> {
  const answer = await enter(t, body);
  if (answer.status === 201) return 'entered';
  expect(answer.json, answer.text).toMatchObject({ status: 409, code: 'conflict' });
  return answer.json.strikes;
}

/** So many products of as many makings that declare these. */
async function products(t: TestApp, count: number, ...names: string[]): Promise<void> {
  const { key } = await t.party();
  for (let n = 0; n < count; n++) {
    const product = { name: `示例糕点${n}`, category: 'food', ingredients: names.map((name) => ({ name })) };
    const made = await t.request('POST', '/v1/batches', { key, body: { product, quantity: { amount: '1', unit: '盒' } } });
    expect(made.status, made.text).toBe(201);
  }
}

describe('an entry that would strike what is lawful', () => {
  it.each([
    ['a name of caffeine', substance({ names: { zh: ['咖啡因'] } }), ['咖啡因']],
    ['its number, in a class', ofClass({ members: [{ names: { zh: ['示例碱'] }, cas: '58-08-2' }] }), ['咖啡因']],
    ['an additive of GB 2760', substance({ names: { zh: ['二氧化硫'] } }), ['二氧化硫']],
    ['part of the name of one', ofClass({ stems: ['亚硫酸'] }), expect.arrayContaining(['亚硫酸钠', '焦亚硫酸钠'])],
    ['its structure', substance({ names: { zh: ['示例碱'] }, smiles: ['Cc1cc(O)c2C(=O)c3c(O)cc(O)cc3C(=O)c2c1'] }), ['大黄素']],
    ['a molecule of everyday food', substance({ names: { zh: ['示例酚'] }, smiles: ['COc1cc(C=O)ccc1O'] }), ['香兰素']],
    ['a pattern that holds it', ofClass({ smarts: ['Oc1ccccc1'] }), expect.arrayContaining(['大黄素', '酪氨酸', '香兰素', '姜黄素'])],
    ['a spelling of a banned substance', alias({ name: '咖啡因' }), ['咖啡因']],
  ])('is asked to be confirmed: %s', async (_, body, lawful) => {
    const t = await testApp();
    expect(await strikes(t, body)).toMatchObject({ lawful, products: 0 });
    expect((await t.request('GET', '/v1/substances?from=2026-01-01')).json.items).toEqual([]);
    expect(await strikes(t, { ...body, confirm: true })).toBe('entered');
  });

  it('is none where it says that the use is lawful, or means a known ban', async () => {
    const t = await testApp();
    expect(await strikes(t, substance({ names: { zh: ['咖啡因'] }, standing: 'lawful' }))).toBe('entered');
    expect(await strikes(t, substance({ names: { zh: ['酚酞'] }, cas: '77-09-8' }))).toBe('entered');
    expect(await strikes(t, alias({ name: '粉太粉' }))).toBe('entered');
  });
});

describe('an entry that would strike many stored products', () => {
  it('is asked to be confirmed, also through a decision of the queue; few products are no question', async () => {
    const t = await testApp();
    await products(t, 21, '白砂糖', '乙基酚酞宝');
    expect(await strikes(t, substance({ names: { zh: ['白砂糖'] } }))).toEqual({ lawful: [], known: 0, products: 21 });
    expect(await strikes(t, ofClass({ stems: ['砂糖'] }))).toEqual({ lawful: [], known: 0, products: 21 });
    expect(await strikes(t, alias({ name: '白砂糖' }))).toEqual({ lawful: [], known: 0, products: 21 });
    await t.follower.catchUp();
    const [item] = (await t.request('GET', '/v1/reviews', { key: ADMIN_KEY })).json.items;
    const decide = (entry: unknown) =>
      t.request('POST', `/v1/reviews/${item.id}/decision`, { key: ADMIN_KEY, body: { outcome: 'banned', reason: '即酚酞', entry } });
    const asked = await decide(alias({ name: '乙基酚酞宝' }));
    expect(asked.json, asked.text).toMatchObject({ status: 409, code: 'conflict', strikes: { products: 21 } });
    const decided = await decide(alias({ name: '乙基酚酞宝', confirm: true }));
    expect(decided.status, decided.text).toBe(200);
    const [entry] = await t.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'substance.entered').execute();
    expect(JSON.parse(entry?.bytes ?? '{}')).toMatchObject({ payload: { name: '乙基酚酞宝', confirm: true } });
  });

  it('is entered without a word where up to twenty declare it', async () => {
    const t = await testApp();
    await products(t, 20, '示例匹素');
    expect(await strikes(t, substance({ names: { zh: ['示例匹素'] } }))).toBe('entered');
  });
});

describe('the molecules of everyday food', () => {
  it('can all be read, and screening finds none of them but by a lawful context', () => {
    const found = ORDINARY_STRUCTURES.flatMap(([name, smiles]) => screenStructure(smiles, knowledge()).map((one) => [name, one.verdict]));
    expect(found.filter(([, verdict]) => verdict !== 'clear')).toEqual([]);
  });
});

describe('a spelling dated back', () => {
  it('is for administrators: it opens leads against what was recorded before', async () => {
    const t = await testApp();
    const desk = await t.authority();
    const refused = await enter(t, alias({ name: '粉太粉', from: '2026-11-04' }), desk.key);
    expect(refused.json, refused.text).toMatchObject({ status: 422, errors: [{ pointer: '/from', found: '2026-11-04' }] });
    expect((await enter(t, alias({ name: '粉太粉', from: '2026-11-05' }), desk.key)).status).toBe(201);
    expect((await enter(t, alias({ name: '粉太素', from: '2026-01-01' }))).status).toBe(201);
  });
});
