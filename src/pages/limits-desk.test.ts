import { describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../test/app.ts';
import { seedLead } from '../../test/leads.ts';
import { newPublicId } from '../codes/ids.ts';
import { firmsAsCsv } from './firms-desk.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const REMINDERS = '/regulator/violations/reminders';

async function withFirms(t: TestApp) {
  const office = await t.authority({ name: '余杭区市场监督管理局', regionCode: '330110' });
  const [plant, shop] = [await t.party({ name: '示例酱油厂' }), await t.party({ name: '示例超市' })];
  const leads = [
    await seedLead(t, plant, 'record-incomplete'),
    await seedLead(t, plant, 'code-not-displayed'),
    await seedLead(t, shop, 'record-incomplete'),
  ];
  const ids = leads.map(({ id }) => id);
  const remind = (fields: [string, string][], key = office.key) =>
    t.request('POST', REMINDERS, { key, raw: new URLSearchParams(fields), headers: FORM });
  const get = (path: string, key = office.key) => t.request('GET', path, { key });
  const sent = async () => (await t.store.read.selectFrom('statement').select(['kind']).where('kind', '=', 'reminder').execute()).length;
  return { office, plant, shop, ids, remind, get, sent };
}

const hidden = (html: string): [string, string][] =>
  [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);

describe('a bulk reminder from the page', () => {
  it('says first how many firms it reaches, sends once, and the list says how many', async () => {
    const t = await testApp();
    const { ids, remind, sent } = await withFirms(t);
    const asked = await remind([...ids.map((id): [string, string] => ['id', id]), ['text', '请在本周内核对'], ['back', 'state=open']]);
    expect([asked.status, await sent()]).toEqual([200, 0]);
    expect(asked.text).toContain('向 2 家经营主体发送提醒？');
    expect(asked.text).toContain('涉及 3 项');
    const confirmed: [string, string][] = [...hidden(asked.text), ['do', 'send']];
    const done = [await remind(confirmed), await remind(confirmed)];
    expect(done.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [303, '/regulator/violations?state=open&reminded=2'],
      [303, '/regulator/violations?state=open&reminded=2'],
    ]);
    // One a matter of the firm, entered as one reminder a firm.
    expect(await sent()).toBe(3);
  });

  it('takes everything under the filters where that is asked for, and says so when nothing is chosen', async () => {
    const t = await testApp();
    const { remind, sent } = await withFirms(t);
    const all = await remind([
      ['all', '1'],
      ['text', ''],
      ['back', 'rule=record-incomplete'],
    ]);
    expect(all.text).toContain('向 2 家经营主体发送提醒？');
    expect(all.text).toContain('涉及 2 项');
    const none = await remind([
      ['text', '请核对'],
      ['back', ''],
    ]);
    expect([none.status, none.text.includes('没有选中任何事项'), none.text.includes('请核对</textarea>')]).toEqual([422, true, true]);
    expect(await sent()).toBe(0);
  });

  it('goes back to the list with what was ticked and typed, and is for officers alone', async () => {
    const t = await testApp();
    const { ids, remind, get } = await withFirms(t);
    const [first = ''] = ids;
    const back = await remind([
      ['id', first],
      ['text', '请核对'],
      ['do', 'back'],
    ]);
    expect(back.status).toBe(200);
    expect(back.text).toMatch(new RegExp(`value="${first}" form="remind" checked`));
    const inspector = await t.authority({ regionCode: '330110', role: 'inspector' });
    expect((await remind([['id', first]], inspector.key)).status).toBe(403);
    expect((await get('/regulator/violations', inspector.key)).text).not.toContain('id="remind"');
  });

  it('comes back with what was typed where it is refused, and where its filters make no sense', async () => {
    const t = await testApp();
    const { ids, remind, sent } = await withFirms(t);
    const [first = ''] = ids;
    const ticked = new RegExp(`value="${first}" form="remind" checked`);
    const back = await remind([
      ['id', first],
      ['text', '请核对'],
      ['do', 'back'],
      ['back', `q=${'x'.repeat(600)}`],
    ]);
    expect([back.status, back.text.includes('请核对</textarea>'), ticked.test(back.text)]).toEqual([200, true, true]);
    const elsewhere = await seedLead(t, await t.party({ regionCode: '330602' }), 'record-incomplete', { regionCode: '330602' });
    const both: [string, string][] = [
      ['id', first],
      ['id', elsewhere.id],
      ['text', '请核对'],
    ];
    const shown = await remind(both);
    expect([shown.status, shown.text.includes('有 1 项已不是待处理状态，或者不归本机关')]).toEqual([200, true]);
    for (const more of [[], [['from', 'limits']]] as [string, string][][]) {
      const refused = await remind([...both, ['do', 'send'], ...more]);
      expect([refused.status, refused.text.includes('没有发送')]).toEqual([422, true]);
      if (more.length === 0) expect([refused.text.includes('请核对</textarea>'), ticked.test(refused.text)]).toEqual([true, true]);
    }
    const settled = await t.request('POST', `/v1/violations/${first}/dismissal`, {
      key: (await t.authority({ regionCode: '330110' })).key,
      body: { reason: '已核实' },
    });
    expect(settled.status, settled.text).toBeLessThan(300);
    const none = await remind([
      ['id', first],
      ['text', '请核对'],
      ['do', 'send'],
    ]);
    expect([none.status, none.text.includes('没有发送'), await sent()]).toEqual([422, true, 0]);
  });
});

describe('the days that are due', () => {
  it('stand by day, the nearest first, with whose they are and how long there is; the file has the same', async () => {
    const t = await testApp();
    const { office, ids, get, remind, sent } = await withFirms(t);
    const [a = '', , c = ''] = ids;
    const officers = ['甲', '乙'];
    for (const [id, dueOn] of [
      [a, '2026-11-12'],
      [c, '2026-11-08'],
    ]) {
      const { json } = await t.request('POST', '/v1/cases', { key: office.key, body: { violationIds: [id], officers } });
      await t.request('POST', `/v1/cases/${json.id}/order`, { key: office.key, body: { dueOn, text: '补录' } });
    }
    t.clock.set(Date.parse('2026-11-10T01:00:00Z'));
    const page = (await get('/regulator/limits')).text;
    expect(page.indexOf('2026-11-08')).toBeLessThan(page.indexOf('2026-11-12'));
    expect(page).toContain('周日 <span class="tag red">已过 2 天</span>');
    expect(page).toContain('周四 <span class="tag ochre">还有 2 天</span>');
    // To correct, twice; to decide and to have been found, for each of two cases.
    expect(page).toContain('共 6 项');
    expect((await get('/regulator/limits?whose=party')).text).toContain('共 2 项');
    const csv = (await get('/regulator/limits.csv?whose=party')).text.trim().split('\r\n');
    expect(csv[1]).toBe('whose=party');
    expect(csv.slice(3).map((line) => line.split(',').slice(0, 4).join())).toEqual([
      '2026-11-08,改正期限,已过,当事人',
      '2026-11-12,改正期限,,当事人',
    ]);
    const cases = [...page.matchAll(/name="case" value="(\w+)"/g)].map(([, id = '']): [string, string] => ['case', id]);
    expect(cases).toHaveLength(2);
    const asked = await remind([...cases, ['from', 'limits'], ['text', '期限将到']]);
    expect(asked.text).toContain('向 2 家经营主体发送提醒？');
    expect(asked.text).toContain('→ 2026-11-08');
    const done = await remind([...hidden(asked.text), ['do', 'send']]);
    expect([done.headers.get('location'), await sent()]).toEqual(['/regulator/limits?reminded=2', 2]);
    // An office above reads the days; it reminds in its own cases alone.
    const above = await t.authority({ regionCode: '330100' });
    expect((await get('/regulator/limits', above.key)).text).not.toContain('name="case"');
    expect((await remind([...cases, ['from', 'limits']], above.key)).status).toBe(422);
  });

  it('say in the page and in the file where there are too many cases for them', async () => {
    const t = await testApp();
    const { office, ids, get } = await withFirms(t);
    const { json } = await t.request('POST', '/v1/cases', { key: office.key, body: { violationIds: [ids[0]], officers: ['甲', '乙'] } });
    const first = (await get('/regulator/limits.csv')).text.split('\r\n')[0];
    expect(first).not.toContain('案件过多');
    const row = await t.store.read.selectFrom('case_file').selectAll().where('publicId', '=', json.id).executeTakeFirstOrThrow();
    const more = await t.store.ids(400);
    const result = await t.store.commit({
      chain: `authority:${office.id}`,
      at: t.clock.now(),
      entries: [],
      rows: { case_file: more.map((id) => ({ ...row, id, publicId: newPublicId(t.deps.random) })) },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    expect(result.committed).toBe(true);
    expect((await get('/regulator/limits')).text).toContain('案件过多');
    expect((await get('/regulator/limits.csv')).text.split('\r\n')[0]).toContain('只列出每种状态最近的 400 件');
  });

  it('the firms are a file too, under the same filters', async () => {
    const t = await testApp();
    const { get } = await withFirms(t);
    const csv = (await get('/regulator/firms.csv?party=%E9%85%B1%E6%B2%B9')).text.trim().split('\r\n');
    expect(csv[1]).toContain('party=酱油');
    expect(csv.slice(3).map((line) => line.replace(/,9133\w+/, ''))).toEqual(['示例酱油厂,2,0,,500,10000']);
    expect((await get('/regulator/firms.csv?rule=nothing')).status).toBe(422);
  });

  it('a file that does not hold every firm says so', async () => {
    const t = await testApp();
    const { office } = await withFirms(t);
    const authority = await t.store.read.selectFrom('authority').selectAll().where('publicId', '=', office.id).executeTakeFirstOrThrow();
    const call = {
      caller: { kind: 'authority', role: 'officer', authority, keyId: 'k' },
      now: t.clock.now(),
      locale: 'zh',
      query: {},
    } as const;
    const file = async (most: number) => (await (await firmsAsCsv(t.deps, call, most)).text()).trim().split('\r\n');
    const [cut, whole] = [await file(1), await file(2)];
    expect([cut.length, cut[0]?.includes('只含前 1 家，共 2 家')]).toEqual([3 + 1, true]);
    expect([whole.length, whole[0]?.includes('只含')]).toEqual([3 + 2, false]);
  });
});
