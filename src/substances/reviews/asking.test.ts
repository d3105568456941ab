import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../../test/app.ts';

/** A butyrate of 氯霉素, which a list names alone: for a person. */
const ESTER = 'CCCC(=O)OCC(NC(=O)C(Cl)Cl)C(O)c1ccc(cc1)[N+](=O)[O-]';
/** Nothing known. */
const UNKNOWN = 'C[Ge](C)(C)CC';

const ask = (t: TestApp, body: Record<string, unknown>, key = ADMIN_KEY) =>
  t.request('POST', '/v1/reviews', { key, body: { kind: 'structure', reason: '检验报告附图中的结构', ...body } });

describe('a question about a structure', () => {
  it('is put by an office with its reason, of its region, and decided like any other', async () => {
    const t = await testApp();
    const [here, elsewhere] = [await t.authority(), await t.authority({ name: '另一局', regionCode: '330200' })];
    const put = await ask(t, { input: ` ${UNKNOWN} ` }, here.key);
    expect(put.status, put.text).toBe(201);
    expect(put.json).toMatchObject({ kind: 'structure', input: UNKNOWN, about: null, regionCode: '330100', state: 'open', decision: null });
    expect(put.json.reason).toBe('结构筛查没有认出已知物质;提出理由:检验报告附图中的结构');
    expect((await t.request('GET', '/v1/reviews', { key: elsewhere.key })).json.items).toEqual([]);
    expect((await t.request('GET', '/v1/reviews', { key: here.key })).json.items).toMatchObject([{ id: put.json.id }]);
    const body = { outcome: 'not-banned', reason: '试剂' };
    const decided = await t.request('POST', `/v1/reviews/${put.json.id}/decision`, { key: here.key, body });
    expect(decided.json, decided.text).toMatchObject({ state: 'decided', decision: { outcome: 'not-banned' } });
    const entries = await t.store.read
      .selectFrom('entry')
      .select(['chain', 'kind'])
      .where('subject', '=', `review/${put.json.id}`)
      .orderBy('seq')
      .execute();
    expect(entries).toEqual([
      { chain: `authority:${here.id}`, kind: 'review.asked' },
      { chain: `authority:${here.id}`, kind: 'review.decided' },
    ]);
  });

  it('is the question its screening asks, so that whoever screens it is told the decision; it is none about its parent', async () => {
    const t = await testApp();
    const put = await ask(t, { input: ESTER });
    expect(put.json, put.text).toMatchObject({ kind: 'relation', input: ESTER, regionCode: '330000' });
    await t.request('POST', `/v1/reviews/${put.json.id}/decision`, { key: ADMIN_KEY, body: { outcome: 'banned', reason: '酯' } });
    const screened = async (structure: string) => (await t.request('POST', '/v1/screenings', { body: { structures: [structure] } })).json;
    const [ester] = (await screened(ESTER)).matches;
    expect(ester).toMatchObject({ verdict: 'review' });
    expect(ester.reason).toMatch(/;2026-11-05已判断为属于禁用$/);
    const another = await screened(ESTER.replace('CCCC', 'CCCCC'));
    expect(another.verdict).toBe('review');
    expect(JSON.stringify(another)).not.toContain('已判断');
  });

  it('is put once: the same again is 409, with its id for those who may read it', async () => {
    const t = await testApp();
    const [here, elsewhere] = [await t.authority(), await t.authority({ name: '另一局', regionCode: '330200' })];
    const put = await ask(t, { input: UNKNOWN }, here.key);
    expect((await ask(t, { input: UNKNOWN }, here.key)).json).toMatchObject({ status: 409, code: 'conflict', review: put.json.id });
    expect((await ask(t, { input: UNKNOWN }, elsewhere.key)).json).toMatchObject({ status: 409, code: 'conflict', review: null });
    const both = await Promise.all([ask(t, { input: ESTER }, here.key), ask(t, { input: ESTER })]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
  });

  it('is refused where the structure cannot be read, and to everybody but officers', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const wrong = await ask(t, { input: 'c1ccc1' });
    expect(wrong.json, wrong.text).toMatchObject({ status: 422, errors: [{ pointer: '/input', found: 'c1ccc1' }] });
    const pointers = (await ask(t, { kind: 'hint', input: '', reason: ' ' })).json.errors.map((one: { pointer: string }) => one.pointer);
    expect(pointers.sort()).toEqual(['/input', '/kind', '/reason']);
    expect((await ask(t, { input: UNKNOWN }, key)).status).toBe(403);
    expect((await ask(t, { input: UNKNOWN }, '')).status).toBe(401);
    expect((await t.request('GET', '/v1/reviews', { key: ADMIN_KEY })).json.items).toEqual([]);
  });
});
