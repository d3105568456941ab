import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../../test/app.ts';
import { cpuMs } from '../../../test/cpu-time.ts';

const ENGLISH = { 'Accept-Language': 'en' };
const screened = async (t: TestApp, body: unknown, headers: Record<string, string> = {}) =>
  (await t.request('POST', '/v1/screenings', { body, headers })).json;

async function stored(t: TestApp): Promise<number> {
  const counts = await Promise.all(
    (['entry', 'product', 'batch', 'mention', 'review_item', 'idempotency'] as const).map((table) =>
      t.store.read
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow(),
    ),
  );
  return counts.reduce((sum, { n }) => sum + Number(n), 0);
}

describe('POST /v1/screenings', () => {
  it('answers anybody, in any combination, with the names of the interface, and stores nothing', async () => {
    const t = await testApp();
    const before = await stored(t);
    const { status, json, headers } = await t.request('POST', '/v1/screenings', {
      body: {
        ingredientsText: '配料：白砂糖、酚酞（0.1%）、食用香精',
        names: ['他達拉非'],
        cas: ['77-09-8'],
        results: [{ item: '西布曲明', value: '12', unit: 'mg/kg', limit: '不得检出', method: 'BJS 201701', lod: '0.5' }],
        structures: ['O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12'],
      },
    });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json.verdict).toBe('banned');
    expect(json.matches.map((match: { input: string; by: string; verdict: string }) => [match.input, match.by, match.verdict])).toEqual([
      ['酚酞', 'name', 'banned'],
      ['他達拉非', 'name', 'banned'],
      ['77-09-8', 'cas', 'banned'],
      ['西布曲明', 'name', 'banned'],
      ['O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12', 'structure', 'banned'],
      ['O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12', 'structure', 'banned'],
    ]);
    // A structure is told by what it is, and by the rule it meets.
    expect(json.matches.slice(4).map((match: { structure: { rule: string | null } }) => match.structure.rule)).toEqual([
      null,
      'laxative-diphenol',
    ]);
    const [first] = json.matches;
    expect(Object.keys(first).sort()).toEqual(['by', 'family', 'input', 'reason', 'sources', 'span', 'substance', 'verdict']);
    expect(first).toMatchObject({
      substance: { id: '77-09-8', names: { zh: ['酚酞'], en: ['Phenolphthalein', expect.any(String)] }, cas: '77-09-8' },
      family: 'laxative-diphenol',
      span: [7, 9],
    });
    expect(first.reason).toContain('酚酞');
    expect(json.matches[4].structure.svg).toMatch(/^<svg/);
    expect(await stored(t)).toBe(before);
  });

  it('gives its reasons in the language asked for', async () => {
    const t = await testApp();
    const { matches } = await screened(t, { names: ['酚酞'] }, ENGLISH);
    expect(matches[0].reason).toContain('Phenolphthalein is named in');
  });

  it('clears ordinary food without a word', async () => {
    const t = await testApp();
    expect(await screened(t, { ingredientsText: '水、白砂糖、食用盐' })).toEqual({ verdict: 'clear', matches: [], notes: [] });
  });

  it('tells a wrong CAS digit with the right one', async () => {
    const t = await testApp();
    const { verdict, matches } = await screened(t, { cas: ['10040-45-1'] });
    expect(verdict).toBe('review');
    expect(matches[0].reason).toContain('应为6');
  });

  it.each([
    ['a Japanese name', { names: ['フェノールフタレイン'] }],
    ['a Japanese item', { results: [{ item: 'シブトラミン', value: '12' }] }],
    ['a Korean list', { ingredientsText: '물, 설탕, 비사코딜' }],
    ['a damaged name', { names: ['\ufffd\ufffd\ufffd'] }],
    ['signs without a word', { ingredientsText: '???、。' }],
    ['no CAS number', { cas: ['酚酞'] }],
    ['an unclosed ring', { structures: ['c1ccc1'] }],
    ['an impossible valence', { structures: ['[NH5]'] }],
    ['a structure of 10,000 atoms', { structures: ['C'.repeat(10_000)] }],
    ['a listed substance in a table without units', { results: [{ item: '三聚氰胺', value: '0.5', limit: '≤2.5' }] }],
    ['a value nobody can read', { results: [{ item: '酚酞', value: '见附件' }] }],
  ])('asks a person about %s, and never clears it', async (_, body) => {
    const t = await testApp();
    const { verdict, matches } = await screened(t, body);
    expect(verdict).toBe('review');
    expect(matches.length).toBeGreaterThan(0);
    expect(matches.every((match: { reason: string }) => match.reason.length > 5)).toBe(true);
  });

  it('says of results without units that they have none', async () => {
    const t = await testApp();
    const { notes } = await screened(t, {
      results: [
        { item: '铅', value: '0.5', limit: '≤0.5' },
        { item: '镉', value: '0.1', unit: 'mg/kg' },
      ],
    });
    expect(notes).toMatchObject([{ code: 'results-without-units', at: ['/results/0'] }]);
  });

  it('never fires on what was looked for and not found', async () => {
    const t = await testApp();
    const results = ['ND', '未检出', '<LOD', '—', '未检出；未检出'].flatMap((value) =>
      ['酚酞', 'シブトラミン'].map((item) => ({ item, value, unit: 'mg/kg', limit: '不得检出' })),
    );
    expect(await screened(t, { results })).toEqual({ verdict: 'clear', matches: [], notes: [] });
  });

  it('recognises additive numbers and judges nothing by them', async () => {
    const t = await testApp();
    const { verdict, matches, notes } = await screened(t, { ingredientsText: '水、着色剂（102，160a）、甜味剂（INS 951）' });
    expect([verdict, matches]).toEqual(['clear', []]);
    expect(notes).toMatchObject([{ code: 'additive-numbers' }]);
    expect(notes[0].message).toContain('INS 102、INS 160a、INS 951');
  });

  it('reads a megabyte in bounded work, says what it left, and refuses more', async () => {
    const t = await testApp();
    const started = cpuMs();
    const answer = await screened(t, { ingredientsText: '糖，'.repeat(170_000) });
    expect(cpuMs() - started).toBeLessThan(5_000);
    expect(answer.verdict).toBe('review');
    expect(answer.notes).toMatchObject([{ code: 'text-cut', at: ['/ingredientsText'] }]);
    const refused = await t.request('POST', '/v1/screenings', { body: { ingredientsText: '糖'.repeat(400_000) } });
    expect([refused.status, refused.json.code]).toEqual([413, 'too-large']);
  });

  it('takes a text as long as the body holds', async () => {
    const t = await testApp();
    const longest = 1_048_576 - '{"ingredientsText":""}'.length;
    expect((await screened(t, { ingredientsText: 'a'.repeat(longest) })).verdict).toBe('review');
    const refused = await t.request('POST', '/v1/screenings', { body: { ingredientsText: 'a'.repeat(longest + 1) } });
    expect(refused.status).toBe(413);
  });

  it('lists the worst where there is too much, says so, and is never clear', async () => {
    const t = await testApp();
    const doubtful = Array.from({ length: 300 }, (_, i) => `${String.fromCharCode(0x4e00 + i)}酚酞甲`);
    const { verdict, matches, notes } = await screened(t, { ingredientsText: [...doubtful, '酚酞'].join('、') });
    expect(verdict).toBe('banned');
    expect(matches).toHaveLength(201);
    expect(notes).toMatchObject([{ code: 'matches-cut', message: expect.stringContaining('只列200处') }]);
    const many = await screened(t, { names: Array.from({ length: 200 }, (_, i) => `${'77-09-8 603-50-9 '.repeat(100)}${i}`) });
    expect(many.matches).toHaveLength(201);
  });

  it('names every field that is wrong, lists over their cap among them', async () => {
    const t = await testApp();
    const { status, json } = await t.request('POST', '/v1/screenings', {
      body: {
        names: Array.from({ length: 201 }, () => '糖'),
        cas: [],
        structures: Array.from({ length: 21 }, () => 'C'),
        results: [{ item: ' ', value: 5 }],
        smiles: 'C',
      },
    });
    expect(status).toBe(422);
    expect(json.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/cas',
      '/names',
      '/results/0/item',
      '/results/0/value',
      '/smiles',
      '/structures',
    ]);
    expect((await t.request('POST', '/v1/screenings', { body: {} })).status).toBe(422);
  });

  it('knows what an authority entered from the moment it stands', async () => {
    const t = await testApp();
    expect((await screened(t, { names: ['示例汀'] })).verdict).toBe('clear');
    const made = await t.request('POST', '/v1/substances', {
      key: ADMIN_KEY,
      body: {
        kind: 'substance',
        names: { zh: ['示例汀'] },
        family: 'other-drug',
        standing: 'named',
        titleOfText: { zh: '示例局关于打击非法添加示例汀的通知' },
        isDrug: true,
        source: '示例局公告（2026年第1号）',
        publishedOn: '2026-11-01',
        from: '2026-11-05',
        reason: '通知公布',
      },
    });
    expect(made.status, made.text).toBe(201);
    const { verdict, matches } = await screened(t, { ingredientsText: '白砂糖、示例汀' });
    expect(verdict).toBe('banned');
    expect(matches[0].reason).toContain('示例局关于打击非法添加示例汀的通知');
  });

  it('is asked by POST alone', async () => {
    const t = await testApp();
    expect((await t.request('GET', '/v1/screenings')).status).toBe(405);
  });

  it('says to a producer what the check of a batch says before it is recorded', async () => {
    const t = await testApp();
    const maker = await t.party();
    const names = ['酚酞 0.5%', '着色剂苏丹红IV', '双辛酚汀', '白砂糖'];
    const body = {
      product: { name: '示例果冻', category: 'food', ingredients: names.map((name) => ({ name })) },
      quantity: { amount: '10', unit: '盒' },
    };
    const check = await t.request('POST', '/v1/batches/check', { key: maker.key, body });
    expect(check.status, check.text).toBe(200);
    const told: string[] = check.json.findings
      .filter((finding: { rule: string }) => finding.rule === 'banned-substance')
      .map((finding: { message: string }) => finding.message);
    const { matches } = await screened(t, { names });
    expect(told).toHaveLength(3);
    for (const match of matches) expect(told.some((message) => message.includes(match.input) && message.includes(match.reason))).toBe(true);
  });
});

const form = (t: TestApp, fields: Record<string, string>, query = '') =>
  t.request('POST', `/screening${query}`, {
    raw: new TextEncoder().encode(new URLSearchParams(fields).toString()),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/html' },
  });

describe('the page /screening', () => {
  it('is linked from the front door and needs neither key nor script', async () => {
    const t = await testApp();
    expect((await t.request('GET', '/', { headers: { Accept: 'text/html' } })).text).toContain('href="/screening"');
    const { status, text } = await t.request('GET', '/screening', { headers: { Accept: 'text/html' } });
    expect(status).toBe(200);
    expect(text).toContain('<form class="card" method="post" action="/screening?lang=zh-CN">');
  });

  it('keeps what was typed, marks what it recognised, and says the verdict in words', async () => {
    const t = await testApp();
    const { status, text } = await form(t, { ingredients: '白砂糖、酚酞、<b>水</b>', names: '77-09-7\n酚酞', results: '西布曲明\tND' });
    expect(status).toBe(200);
    expect(text).toContain('<h1>有名单或通知提到的物质</h1>');
    expect(text).toContain('白砂糖、<mark class="red">酚酞</mark>、&lt;b&gt;水&lt;/b&gt;');
    expect(text).toContain('>\n77-09-7\n酚酞</textarea>');
    expect(text).toContain('应为8');
  });

  it('draws a structure as an image, and speaks English', async () => {
    const t = await testApp();
    const { text } = await form(t, { structures: 'CC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(OC(C)=O)cc1' }, '?lang=en');
    expect(text).toContain('<h1>A list or notice names something here</h1>');
    expect(text).toMatch(/<img src="data:image\/svg\+xml,[^"]+" alt="Drawing with the matching part marked/);
  });

  it('asks for something where nothing was typed, and clears nothing it left out', async () => {
    const t = await testApp();
    expect((await form(t, { names: ' ' })).text).toContain('还没有填写要筛查的内容');
    const { text } = await form(t, { names: '白砂糖', results: '随便一句没有结果的话' });
    expect(text).toContain('<h1>有需要人工判断的内容</h1>');
    for (const fields of [{ names: `${'糖'.repeat(2_000)}酚酞` }, { results: `${'糖\tND\n'.repeat(500)}酚酞\t11.9` }])
      expect((await form(t, fields)).text).toContain('<h1>有需要人工判断的内容</h1>');
  });
});
