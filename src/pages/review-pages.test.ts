import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, type TestParty, testApp } from '../../test/app.ts';
import { batchBody } from '../../test/custody-world.ts';
import { makeTraceCode } from '../codes/trace-code.ts';
import { MOST } from '../substances/notice/notice-matches.ts';
import { candidates } from '../substances/reviews/concerned.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const post = (t: TestApp, path: string, key: string, fields: Record<string, string>) =>
  t.request('POST', path, { key, raw: new URLSearchParams(fields).toString(), headers: FORM });

/** Part of a name fits it: screening leaves it to a person. */
const ASKED = '乙基酚酞宝';
const SMILES = 'CCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1';

async function world() {
  const t = await testApp();
  const maker = await t.party({ regionCode: '330110' });
  const far = await t.party({ regionCode: '330212' });
  const { key } = await t.authority();
  let lot = 0;
  async function record(by: TestParty, ...ingredients: string[]): Promise<string> {
    const product = { gtin: undefined, name: `示例果冻${++lot}`, ingredients: ingredients.map((name) => ({ name })) };
    const made = await t.request('POST', '/v1/batches', { key: by.key, body: batchBody({ batchNumber: `R${lot}` }, product) });
    expect(made.status, made.text).toBe(201);
    await t.follower.catchUp();
    return made.json.traceCode;
  }
  const question = async (by = key): Promise<string> => (await t.request('GET', '/v1/reviews', { key: by })).json.items[0].id;
  return { ...t, maker, far, key, record, question };
}

/** As many batches again of the same product, in one commit. */
async function more({ deps }: TestApp, traceCode: string, count: number): Promise<void> {
  const { store, random } = deps;
  const row = await store.read
    .selectFrom('batch')
    .selectAll()
    .where('traceCode', '=', traceCode.replaceAll('-', ''))
    .executeTakeFirstOrThrow();
  const ids = await store.ids(count);
  const made = await store.commit({
    chain: row.ledgerChain,
    at: row.createdAt,
    entries: [],
    rows: { batch: ids.map((id) => ({ ...row, id, traceCode: makeTraceCode(random), createdAt: row.createdAt + 1 })) },
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
  expect(made.committed).toBe(true);
}

describe('the queue as a page', () => {
  it('says when nothing is open, and lists what is, with the place it was first met in', async () => {
    const w = await world();
    expect((await w.request('GET', '/regulator/reviews', { key: w.key })).text).toContain('没有待判断的事项');
    const code = await w.record(w.maker, '水', ASKED);
    const { text } = await w.request('GET', '/regulator/reviews', { key: w.key });
    for (const part of [ASKED, '名称的一部分相符', code]) expect(text).toContain(part);
    expect((await w.request('GET', '/regulator/reviews?state=decided', { key: w.key })).text).not.toContain(ASKED);
    expect((await w.request('GET', '/regulator/reviews?state=done', { key: w.key })).status).toBe(422);
  });

  it('is a file too', async () => {
    const w = await world();
    const code = await w.record(w.maker, ASKED);
    const lines = (await w.request('GET', '/v1/reviews?format=csv', { key: w.key })).text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[3]).toContain(`hint,${ASKED}`);
    expect(lines[3]).toContain(code);
  });

  it('takes a structure with the reason it is asked for, and leads to the same question when it stands', async () => {
    const w = await world();
    const unread = await post(w, '/regulator/reviews', w.key, { input: 'CC(', reason: '报告附图' });
    expect([unread.status, unread.text.includes('href="#input"'), unread.text.includes('value="CC("')]).toEqual([422, true, true]);
    const made = await post(w, '/regulator/reviews', w.key, { input: SMILES, reason: '报告附图' });
    expect(made.status, made.text).toBe(303);
    const page = await w.request('GET', made.headers.get('location') ?? '', { key: w.key });
    expect(page.text).toContain('记录里没有结构，不对应批次');
    const again = await post(w, '/regulator/reviews', w.key, { input: SMILES, reason: '报告附图' });
    expect(again.status).toBe(409);
    expect(again.text).toContain(`href="${(made.headers.get('location') ?? '').replace(/\?.*/, '')}"`);
  });
});

describe('a question as a page', () => {
  it('names every batch of the region that puts it, the first one marked, none of elsewhere and none that does not', async () => {
    const w = await world();
    const first = await w.record(w.maker, ASKED);
    const again = await w.record(w.maker, '水', ASKED);
    const other = await w.record(w.maker, '水');
    const far = await w.record(w.far, ASKED);
    const { json } = await w.request('GET', `/v1/reviews/${await w.question()}`, { key: w.key });
    expect(json.concerned.batches.map((one: { traceCode: string; isFirst: boolean }) => [one.traceCode, one.isFirst])).toEqual([
      [again, false],
      [first, true],
    ]);
    const { text } = await w.request('GET', `/regulator/reviews/${json.id}`, { key: w.key });
    for (const code of [first, again]) expect(text).toContain(code);
    for (const code of [other, far]) expect(text).not.toContain(code);
  });

  it('names the batches of the region however many stand elsewhere, and says when there are more', async () => {
    const w = await world();
    const first = await w.record(w.maker, ASKED);
    const again = await w.record(w.maker, ASKED);
    const far = await w.record(w.far, ASKED);
    await more(w, far, 250);
    const question = `/v1/reviews/${await w.question()}`;
    const desk = (await w.request('GET', question, { key: w.key })).json.concerned;
    expect([desk.batches.map((one: { traceCode: string }) => one.traceCode), desk.isCapped]).toEqual([[again, first], false]);
    const all = (await w.request('GET', question, { key: ADMIN_KEY })).json.concerned;
    expect([all.batches.length, all.isCapped]).toEqual([200, true]);
    // The oldest of them, and shown all the same: the question came from it.
    expect(all.batches.filter((one: { isFirst: boolean }) => one.isFirst)).toMatchObject([{ traceCode: first }]);
  });

  it('says there may be more where any look-up was cut', async () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, id) => ({ token: '', subjectId: id, id, productId: 1, createdAt: 0 }));
    const cut = async (ingredients: number, papers: number, declared: number) => {
      const mentioned = async (kind: string) => rows(kind === 'ingredient' ? ingredients : papers);
      const found = await candidates({ mentioned, batchesOfProducts: async () => rows(declared), batchesOfCertificates: async () => [] }, [
        ASKED,
      ]);
      return found.isCapped;
    };
    expect([await cut(1, 1, MOST - 1), await cut(MOST, 0, 0), await cut(0, MOST, 0), await cut(1, 0, MOST)]).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('goes on naming them after it was decided with an entry that answers it', async () => {
    const w = await world();
    const code = await w.record(w.maker, ASKED);
    const path = `/regulator/reviews/${await w.question()}`;
    const dated = { source: '示例局复核意见', publishedOn: '2026-11-05', from: '2026-11-05' };
    const fields = { outcome: 'banned', reason: '报告附有结构', kind: 'alias', name: ASKED, of: '77-09-8', ...dated };
    const decided = await post(w, `${path}/decision?entry=alias`, w.key, fields);
    expect(decided.status, decided.text).toBe(303);
    const { text } = await w.request('GET', decided.headers.get('location') ?? '', { key: w.key });
    for (const part of [code, '属于禁用', '报告附有结构', '示例市市场监督管理局', '查看录入的条目']) expect(text).toContain(part);
    const screened = await w.request('POST', '/v1/screenings', { body: { names: [ASKED] } });
    expect(screened.json.verdict).toBe('banned');
  });

  it('says what each answer does from now on, and asks for one with its reason', async () => {
    const w = await world();
    await w.record(w.maker, ASKED);
    const path = `/regulator/reviews/${await w.question()}`;
    const { text } = await w.request('GET', path, { key: w.key });
    for (const note of ['要让今后的筛查提示', '今后筛查仍显示原提示', '录入为“有合法用途”的', '不能同时录入']) expect(text).toContain(note);
    const refused = await post(w, `${path}/decision`, w.key, { reason: '' });
    expect(refused.status).toBe(422);
    for (const field of ['outcome', 'reason']) expect(refused.text).toContain(`href="#${field}"`);
  });

  it('keeps what was typed of the entry, with what is wrong beside its field', async () => {
    const w = await world();
    await w.record(w.maker, ASKED);
    const path = `/regulator/reviews/${await w.question()}`;
    const begun = await w.request('GET', `${path}?entry=alias`, { key: w.key });
    expect(begun.text).toMatch(new RegExp(`id="name"[^>]*value="${ASKED}"`));
    const fields = {
      outcome: 'banned',
      reason: '同一物质',
      kind: 'alias',
      name: ASKED,
      of: 'no-such',
      source: '',
      publishedOn: '2026-11-05',
    };
    const refused = await post(w, `${path}/decision?entry=alias`, w.key, fields);
    expect(refused.status).toBe(422);
    for (const field of ['of', 'source', 'from']) expect(refused.text).toContain(`href="#${field}"`);
    expect(refused.text).toMatch(/id="of"[^>]*value="no-such"/);
    expect(refused.text).toMatch(/value="banned"[^>]*checked/);
  });

  it('is decided once: whoever comes second is shown what was decided', async () => {
    const w = await world();
    await w.record(w.maker, ASKED);
    const path = `/regulator/reviews/${await w.question()}`;
    expect((await post(w, `${path}/decision`, w.key, { outcome: 'lawful', reason: '商品名' })).status).toBe(303);
    const second = await post(w, `${path}/decision`, ADMIN_KEY, { outcome: 'banned', reason: '晚了' });
    expect(second.status).toBe(409);
    expect(second.text).toContain('该事项已有判断');
    expect(second.text).toContain('商品名');
    expect(second.text).not.toContain('id="decide"');
  });

  it('is read by an inspector, who is told that deciding is for an officer, and by nobody of another place', async () => {
    const w = await world();
    await w.record(w.maker, ASKED);
    const path = `/regulator/reviews/${await w.question()}`;
    const inspector = await w.authority({ name: '示例检查组', role: 'inspector' });
    const { text } = await w.request('GET', path, { key: inspector.key });
    expect([text.includes('判断须由执法人员'), text.includes('id="decide"')]).toEqual([true, false]);
    expect((await post(w, `${path}/decision`, inspector.key, { outcome: 'lawful', reason: '商品名' })).status).toBe(403);
    const ningbo = await w.authority({ name: '另一示例局', regionCode: '330200' });
    expect((await w.request('GET', path, { key: ningbo.key })).status).toBe(404);
  });
});
