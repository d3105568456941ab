import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../test/app.ts';
import { batchBody } from '../../test/custody-world.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const post = (t: TestApp, path: string, key: string, fields: Record<string, string>) =>
  t.request('POST', path, { key, raw: new URLSearchParams(fields).toString(), headers: FORM });

const typed = {
  kind: 'substance',
  zhNames: '示例汀',
  family: 'other-drug',
  standing: 'named',
  titleZh: '示例局关于打击非法添加示例汀的通知',
  isDrug: '1',
  source: '示例局公告（2026年第1号）',
  publishedOn: '2026-11-01',
  from: '2026-11-05',
  reason: '通知公布',
};
/** What the preview hands to the button that enters. */
const seenIn = (text: string) => /name="seen" value="([0-9a-f]+)"/.exec(text)?.[1] ?? '';

describe('the list of substances', () => {
  it('is found by part of a name, by number and by family, and says so when nothing fits', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const by = async (query: string) => (await t.request('GET', `/regulator/substances${query}`, { key })).text;
    expect(await by('?q=酚肽')).toContain('href="/regulator/substances/77-09-8"');
    expect(await by('?q=77-09-8')).toContain('共 1 项');
    const classes = await by('?family=pde5&kind=class');
    expect(classes).toContain('那非类');
    expect(classes).not.toContain('href="/regulator/substances/77-09-8"');
    expect(await by('?q=没有这个物质')).toContain('没有符合条件的物质');
  });

  it('goes on page by page and comes back to its beginning', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const first = await t.request('GET', '/regulator/substances', { key });
    const next = /rel="next" href="([^"]+)"/.exec(first.text)?.[1] ?? '';
    const second = await t.request('GET', next.replaceAll('&amp;', '&'), { key });
    expect(second.text).toContain('回到第一页');
    expect(second.text).not.toContain('href="/regulator/substances/77-09-8"');
  });

  it('shows a filter that makes no sense as one, with the way to take it off', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const wrong = await t.request('GET', '/regulator/substances?verdict=illegal', { key });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('筛选条件有误');
    expect(wrong.text).toContain('<b aria-hidden="true">×</b>');
  });

  it('is a file of the same rows under the same filter', async () => {
    const t = await testApp();
    const csv = await t.request('GET', '/v1/substances?q=77-09-8&format=csv');
    const lines = csv.text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('q=77-09-8');
    expect(lines[3]).toContain('77-09-8,substance,酚酞');
  });
});

describe('the page of a substance', () => {
  it('shows names, number, structure, the texts that name it and its relatives', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const { text } = await t.request('GET', '/regulator/substances/125-13-3', { key });
    for (const part of [
      '酚汀',
      '酚丁',
      '125-13-3',
      'SJDACOMXKWHBOW-UHFFFAOYSA-N',
      'data:image/svg+xml',
      '点名',
      'href="/regulator/substances/77-09-8"',
    ])
      expect(text).toContain(part);
  });

  it('is not there for an unknown id', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    expect((await t.request('GET', '/regulator/substances/no-such', { key })).status).toBe(404);
  });
});

describe('entering from the page', () => {
  it('shows first what it would find, writes nothing until it is sent, and then shows the entry with its office', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const maker = await t.party();
    const product = { gtin: undefined, name: '示例果冻', ingredients: [{ name: '水' }, { name: '示例汀' }] };
    const made = await t.request('POST', '/v1/batches', { key: maker.key, body: batchBody({ batchNumber: 'E1' }, product) });
    expect(made.status, made.text).toBe(201);
    const preview = await post(t, '/regulator/substances', key, { ...typed, step: 'preview' });
    expect(preview.status).toBe(200);
    expect(preview.text).toContain('1 批，其中 1 批仍有库存');
    expect(preview.text).toContain(made.json.traceCode);
    expect((await t.request('GET', '/v1/substance-entries')).json.items).toEqual([]);
    const saved = await post(t, '/regulator/substances', key, { ...typed, step: 'save', seen: seenIn(preview.text) });
    expect(saved.status).toBe(303);
    const page = await t.request('GET', saved.headers.get('location') ?? '', { key });
    expect(page.text).toContain('已录入。起始日起的行为按它判断');
    expect(page.text).toContain('示例市市场监督管理局');
    expect((await t.request('GET', '/v1/substance-entries')).json.items).toHaveLength(1);
  });

  it('keeps what was typed and tells every wrong field beside it', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const body = { ...typed, cas: '77-09-7', from: '2026-10-01', source: '', step: 'preview' };
    const refused = await post(t, '/regulator/substances', key, body);
    expect(refused.status).toBe(422);
    for (const field of ['cas', 'from', 'source']) expect(refused.text).toContain(`href="#${field}"`);
    expect(refused.text).toContain('前面的数字要求校验位 8');
    expect(refused.text).toMatch(/id="zhNames"[^>]*>\n示例汀</);
    expect(refused.text).toMatch(/<input id="cas"[^>]*aria-invalid="true"[^>]*value="77-09-7"/);
  });

  it('enters nothing that was changed after the preview', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const preview = await post(t, '/regulator/substances', key, { ...typed, step: 'preview' });
    const changed = await post(t, '/regulator/substances', key, {
      ...typed,
      zhNames: '另一示例汀',
      step: 'save',
      seen: seenIn(preview.text),
    });
    expect(changed.status).toBe(200);
    expect(changed.text).toContain('内容已修改，请先再看一次会命中什么');
    expect((await t.request('GET', '/v1/substance-entries')).json.items).toEqual([]);
  });

  it('asks again before it strikes what is lawful, and enters it once that is said to be meant', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const body = { ...typed, zhNames: '咖啡因' };
    const preview = await post(t, '/regulator/substances', key, { ...body, step: 'preview' });
    expect(preview.text).toContain('name="confirm"');
    const unsaid = await post(t, '/regulator/substances', key, { ...body, step: 'save', seen: seenIn(preview.text) });
    expect([unsaid.status, unsaid.text.includes('有合法情形的物质')]).toEqual([409, true]);
    const meant = await post(t, '/regulator/substances', key, { ...body, confirm: '1', step: 'save', seen: seenIn(unsaid.text) });
    expect(meant.status).toBe(303);
  });

  it('leads to what stands already when the same is sent twice', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const preview = await post(t, '/regulator/substances', key, { ...typed, step: 'preview' });
    const save = { ...typed, step: 'save', seen: seenIn(preview.text) };
    const first = await post(t, '/regulator/substances', key, save);
    const again = await post(t, '/regulator/substances', key, save);
    expect(again.status).toBe(409);
    expect(again.text).toContain(`href="${(first.headers.get('location') ?? '').replace(/\?.*/, '')}"`);
  });

  it('takes a class with its members line by line, and a spelling of a known substance', async () => {
    const t = await testApp();
    const ofClass = {
      ...typed,
      kind: 'class',
      zhNames: '示例汀类',
      family: '',
      newFamily: '示例汀类',
      members: '甲基示例汀\n示例酚 77-09-8',
      stems: '示例汀',
      verdict: 'banned',
      forms: '果冻、压片糖果',
      claims: '润肠',
    };
    const preview = await post(t, '/regulator/substances', ADMIN_KEY, { ...ofClass, step: 'preview' });
    const made = await post(t, '/regulator/substances', ADMIN_KEY, { ...ofClass, step: 'save', seen: seenIn(preview.text) });
    expect(made.status, made.text).toBe(303);
    const alias = { ...typed, kind: 'alias', name: '酚肽宝', of: '77-09-8', step: 'preview' };
    const seen = seenIn((await post(t, '/regulator/substances', ADMIN_KEY, alias)).text);
    expect((await post(t, '/regulator/substances', ADMIN_KEY, { ...alias, step: 'save', seen })).status).toBe(303);
    const { items } = (await t.request('GET', '/v1/substance-entries')).json;
    expect(items).toMatchObject([
      { kind: 'alias', name: '酚肽宝', of: '77-09-8' },
      {
        kind: 'class',
        members: [
          { names: { zh: ['甲基示例汀'] }, cas: null },
          { names: { zh: ['示例酚'] }, cas: '77-09-8' },
        ],
        forms: ['果冻', '压片糖果'],
      },
    ]);
    const list = await t.request('GET', '/regulator/substances?view=entries&kind=alias', { key: ADMIN_KEY });
    expect(list.text).toContain('酚肽宝');
    expect(list.text).not.toContain('示例汀类');
  });

  it('is for officers: an inspector reads, and is told who may', async () => {
    const t = await testApp();
    const { key } = await t.authority({ role: 'inspector' });
    const list = await t.request('GET', '/regulator/substances', { key });
    expect(list.text).toContain('检查人员可以查看');
    expect(list.text).not.toContain('href="/regulator/substances/new"');
    expect((await post(t, '/regulator/substances', key, { ...typed, step: 'save' })).status).toBe(403);
  });
});

describe('revoking from the page', () => {
  it('is for the office that entered it, asks for the reason, and says so afterwards', async () => {
    const t = await testApp();
    const { key } = await t.authority();
    const other = await t.authority({ name: '另一示例局', regionCode: '330200' });
    const { json } = await t.request('POST', '/v1/substances', { key, body: aliasBody });
    const path = `/regulator/substances/${json.id}`;
    expect((await t.request('GET', path, { key: other.key })).text).toContain('只有录入的机关');
    const unsaid = await post(t, `${path}/revocation`, key, { reason: ' ' });
    expect([unsaid.status, unsaid.text.includes('href="#reason"')]).toEqual([422, true]);
    expect((await post(t, `${path}/revocation`, other.key, { reason: '无权' })).status).toBe(403);
    const done = await post(t, `${path}/revocation`, key, { reason: '录入有误' });
    expect(done.headers.get('location')).toBe(`${path}?told=revoked`);
    expect((await t.request('GET', path, { key })).text).toContain('录入有误');
  });
});

const aliasBody = {
  kind: 'alias',
  name: '酚肽宝',
  of: '77-09-8',
  source: '示例局公告（2026年第2号）',
  publishedOn: '2026-11-01',
  from: '2026-11-05',
  reason: '通知公布',
};
