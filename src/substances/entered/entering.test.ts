import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type Answer, type TestApp, testApp } from '../../../test/app.ts';
import { openSqlite } from '../../store/sqlite.ts';
import { matchName } from '../match.ts';
import { loadKnowledge } from './current.ts';

const NOTICE = '示例局关于打击非法添加示例汀的通知';
const dated = { source: '示例局公告（2026年第1号）', publishedOn: '2026-11-01', from: '2026-11-05', reason: '通知公布' };
const substance = (change: Record<string, unknown> = {}) => ({
  kind: 'substance',
  names: { zh: ['示例汀'] },
  family: 'other-drug',
  standing: 'named',
  titleOfText: { zh: NOTICE },
  isDrug: true,
  ...dated,
  ...change,
});
const ofClass = (change: Record<string, unknown> = {}) => ({
  kind: 'class',
  names: { zh: ['示例汀类'] },
  family: '示例汀类',
  members: [{ names: { zh: ['甲基示例汀'] } }],
  stems: ['示例汀'],
  verdict: 'banned',
  titleOfText: { zh: NOTICE },
  ...dated,
  ...change,
});

const enter = (t: TestApp, body: unknown, key = ADMIN_KEY, headers: Record<string, string> = {}) =>
  t.request('POST', '/v1/substances', { key, body, headers });
const revoke = (t: TestApp, id: string, key = ADMIN_KEY) =>
  t.request('POST', `/v1/substances/${id}/revocation`, { key, body: { reason: '录入有误' } });
const pointers = (answer: Answer) => answer.json.errors.map((one: { pointer: string }) => one.pointer).sort();

async function entered(t: TestApp, body: unknown, key = ADMIN_KEY): Promise<string> {
  const made = await enter(t, body, key);
  expect(made.status, made.text).toBe(201);
  return made.json.id;
}

let lots = 0;
/** Records a batch in whose release report an item was found; answers what banned-substance finds. */
async function found(t: TestApp, key: string, item: string): Promise<{ weight: string; message: string; evidence: unknown[] }[]> {
  const body = {
    product: { name: '示例果冻', specification: '200g/袋', category: 'food', shelfLife: { value: 12, unit: 'month' } },
    batchNumber: `L${++lots}`,
    productionDate: '2026-11-01',
    quantity: { amount: '100', unit: '袋' },
    certificates: [
      {
        kind: 'release',
        number: `R-${lots}`,
        issuer: '示例检测',
        issuedOn: '2026-11-02',
        conclusion: 'pass',
        results: [{ item, value: '1.2', unit: 'mg/kg' }],
      },
    ],
  };
  const made = await t.request('POST', '/v1/batches', { key, body });
  expect(made.status, made.text).toBe(201);
  return made.json.findings.filter((one: { rule: string }) => one.rule === 'banned-substance');
}

const weights = async (...asked: Parameters<typeof found>) => (await found(...asked)).map((one) => one.weight);

describe('entering a substance', () => {
  it('makes the next batch with it a lead, with the text as evidence', async () => {
    const t = await testApp();
    const { key } = await t.party();
    expect(await found(t, key, '示例汀')).toEqual([]);
    await entered(t, substance());
    const [lead] = await found(t, key, '示例汀');
    expect(lead).toMatchObject({ weight: 'lead', certainty: 'established' });
    expect(lead?.message).toContain(`《${NOTICE}》列有示例汀`);
    expect(JSON.stringify(lead?.evidence)).toContain('示例局公告（2026年第1号）');
  });

  it('binds from its day on and not before', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await entered(t, substance({ from: '2026-11-07' }));
    expect(await weights(t, key, '示例汀')).toEqual([]);
    t.clock.set(Date.parse('2026-11-06T23:59:59+08:00'));
    expect(await weights(t, key, '示例汀')).toEqual([]);
    t.clock.set(Date.parse('2026-11-07T00:00:00+08:00'));
    expect(await weights(t, key, '示例汀')).toEqual(['lead']);
  });

  it('ends with its revocation; by the office that made it or an administrator, once', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const [desk, other] = [await t.authority(), await t.authority({ name: '另一局', regionCode: '330200' })];
    const id = await entered(t, substance(), desk.key);
    expect(await weights(t, key, '示例汀')).toEqual(['lead']);
    expect((await revoke(t, id, other.key)).status).toBe(403);
    expect((await revoke(t, id, key)).status).toBe(403);
    const revoked = await revoke(t, id, desk.key);
    expect(revoked.status, revoked.text).toBe(200);
    expect(revoked.json.revoked).toEqual({ at: '2026-11-05T01:00:00Z', reason: '录入有误' });
    expect((await revoke(t, id)).json.code).toBe('already-ended');
    expect((await revoke(t, 'nobody')).status).toBe(404);
    expect(await found(t, key, '示例汀')).toEqual([]);
    const entries = await t.store.read.selectFrom('entry').select(['chain', 'kind']).where('subject', '=', `substance/${id}`).execute();
    expect(entries).toEqual([
      { chain: `authority:${desk.id}`, kind: 'substance.entered' },
      { chain: `authority:${desk.id}`, kind: 'substance.revoked' },
    ]);
    await entered(t, substance(), desk.key);
  });

  it('is seen at once by a process that had asked before', async () => {
    const t = await testApp();
    const other = openSqlite(t.file);
    try {
      const known = async () => matchName('示例汀', await loadKnowledge(other, '2026-11-05')).length;
      expect(await known()).toBe(0);
      const id = await entered(t, substance());
      expect(await known()).toBe(1);
      await revoke(t, id);
      expect(await known()).toBe(0);
    } finally {
      await other.close();
    }
  });

  it('happens once under one idempotency key, and the same again is a conflict', async () => {
    const t = await testApp();
    const once = { 'Idempotency-Key': 'k1' };
    const [first, again] = [await enter(t, substance(), ADMIN_KEY, once), await enter(t, substance(), ADMIN_KEY, once)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.json.id).toBe(first.json.id);
    expect((await enter(t, substance())).json).toMatchObject({ code: 'conflict', substance: first.json.id });
    const both = await Promise.all([enter(t, substance({ from: '2026-11-09' })), enter(t, substance({ from: '2026-11-09' }))]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
  });

  it('is refused with every wrong field at once', async () => {
    const t = await testApp();
    const wrong = await enter(t, {
      ...substance({ cas: '77-09-9', publishedOn: '2026-11-06', names: { zh: ['()'] }, standing: 'illegal', smiles: ['c1ccc1'] }),
      source: ' ',
    });
    expect(wrong.status).toBe(422);
    expect(pointers(wrong)).toEqual(['/cas', '/names/zh/0', '/publishedOn', '/smiles/0', '/source', '/standing']);
    expect(wrong.json.errors.find((one: { pointer: string }) => one.pointer === '/cas').expected).toContain('8');
    expect(pointers(await enter(t, substance({ names: {} })))).toEqual(['/names']);
    expect(pointers(await enter(t, substance({ from: '2026-10-31' })))).toEqual(['/from']);
    expect(pointers(await enter(t, ofClass({ smarts: ['c1ccccc1O', 'c1cc('] })))).toEqual(['/smarts/1']);
    expect(pointers(await enter(t, { kind: 'alias', name: '粉太粉', of: 'nothing', ...dated }))).toEqual(['/of']);
    expect(pointers(await enter(t, { kind: 'alias', name: '酚汀', of: '125-13-3', ...dated }))).toEqual(['/name']);
    expect(pointers(await enter(t, {}))).toEqual(['/kind']);
    expect((await enter(t, [])).status).toBe(422);
    expect((await t.request('GET', '/v1/substances?from=2026-01-01')).json.items).toEqual([]);
  });

  it('is for administrators and authorities', async () => {
    const t = await testApp();
    const { key } = await t.party();
    expect((await enter(t, substance(), key)).status).toBe(403);
    expect((await enter(t, substance(), '')).status).toBe(401);
  });
});

describe('entering an alias or a class', () => {
  it('makes a spelling mean its substance, also for acts before it was met: a spelling is no law', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await entered(t, { kind: 'alias', name: '粉太粉', of: '77-09-8', ...dated, from: '2026-01-01' });
    expect(await weights(t, key, '粉太粉')).toEqual(['lead']);
  });

  it('makes members and words a lead, and a name with the stem a todo', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await entered(t, ofClass());
    expect(await weights(t, key, '甲基示例汀')).toEqual(['lead']);
    expect(await weights(t, key, '示例汀类')).toEqual(['lead']);
    expect(await weights(t, key, '乙基示例汀')).toEqual(['todo']);
  });

  it('with structures makes them banned from its day on, and not before', async () => {
    const t = await testApp();
    const screened = async (structure: string) => {
      const answer = await t.request('POST', '/v1/screenings', { body: { structures: [structure] } });
      expect(answer.status, answer.text).toBe(200);
      return answer.json;
    };
    const [ofTheClass, exactly] = ['C[Si](C)(C)c1ccccc1', 'C[Ge](C)(C)C'];
    await entered(t, ofClass({ smarts: ['[Si]c1ccccc1'], from: '2026-11-07' }));
    await entered(t, substance({ smiles: [exactly], from: '2026-11-07' }));
    expect([(await screened(ofTheClass)).verdict, (await screened(exactly)).verdict]).toEqual(['clear', 'clear']);
    t.clock.set(Date.parse('2026-11-07T00:00:00+08:00'));
    expect(await screened(ofTheClass)).toMatchObject({ verdict: 'banned', matches: [{ by: 'structure', family: '示例汀类' }] });
    expect(await screened(exactly)).toMatchObject({
      verdict: 'banned',
      matches: [{ by: 'structure', substance: { names: { zh: ['示例汀'] } } }],
    });
  });
});

describe('reading substances', () => {
  it('is for everyone, a page at a time, and says what meeting one says', async () => {
    const t = await testApp();
    const first = await t.request('GET', '/v1/substances?q=fentai&limit=1');
    expect(first.status, first.text).toBe(200);
    expect(first.json.items[0]).toMatchObject({ id: '77-09-8', cas: '77-09-8', verdict: 'banned', entry: null });
    expect(first.headers.get('link')).toContain('rel="next"');
    const second = await t.request('GET', `/v1/substances?q=fentai&limit=1&cursor=${first.json.next}`);
    expect(second.json.items[0].id).not.toBe('77-09-8');
    expect((await t.request('GET', '/v1/substances/77-09-8', { headers: { 'Accept-Language': 'en' } })).json.family.en).toContain(
      'phenolphthalein',
    );
    expect((await t.request('GET', '/v1/substances/nothing')).status).toBe(404);
  });

  it('shows an entry with its days and office but not its key, also when it was revoked', async () => {
    const t = await testApp();
    const desk = await t.authority();
    const id = await entered(t, substance({ from: '2026-12-01' }), desk.key);
    const listed = await t.request('GET', '/v1/substances?from=2026-12-01');
    expect(listed.json.items).toMatchObject([{ id, entry: { from: '2026-12-01', by: `authority:${desk.id}`, revoked: null } }]);
    await revoke(t, id, desk.key);
    expect((await t.request('GET', '/v1/substances?from=2026-12-01')).json.items).toEqual([]);
    expect((await t.request('GET', `/v1/substances/${id}`)).json).toMatchObject({
      names: { zh: ['示例汀'] },
      entry: { revoked: { reason: '录入有误' } },
    });
  });

  it('shows an alias as what it means, and a member of a class', async () => {
    const t = await testApp();
    const alias = await entered(t, { kind: 'alias', name: '粉太粉', of: '77-09-8', ...dated });
    expect((await t.request('GET', `/v1/substances/${alias}`)).json).toMatchObject({
      id: alias,
      kind: 'alias',
      of: '77-09-8',
      cas: '77-09-8',
    });
    expect((await t.request('GET', '/v1/substances/77-09-8')).json.aliases).toContain('粉太粉');
    const id = await entered(t, ofClass());
    expect((await t.request('GET', `/v1/substances/${id}.1`)).json).toMatchObject({ kind: 'substance', names: { zh: ['甲基示例汀'] } });
  });
});

describe('replaying', () => {
  it('knows what had been entered and not revoked by the end of the day it asks for', async () => {
    const t = await testApp();
    const { key } = await t.party();
    await found(t, key, '示例汀');
    const replayed = async (asOf: string) => {
      const body = { rule: 'banned-substance', asOf, from: '2026-11-01', to: '2026-11-30' };
      const answer = await t.request('POST', '/v1/rules/replay', { key: ADMIN_KEY, body });
      expect(answer.status, answer.text).toBe(200);
      return answer.json.counts.reduce((sum: number, one: { leads: number }) => sum + one.leads, 0);
    };
    t.clock.set(Date.parse('2026-11-06T09:00:00+08:00'));
    const id = await entered(t, substance());
    t.clock.set(Date.parse('2026-11-08T09:00:00+08:00'));
    await revoke(t, id);
    expect([
      await replayed('2026-11-05'),
      await replayed('2026-11-06'),
      await replayed('2026-11-07'),
      await replayed('2026-11-08'),
    ]).toEqual([0, 1, 1, 0]);
  });
});
