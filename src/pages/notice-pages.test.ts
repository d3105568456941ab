import read from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, testApp } from '../../test/app.ts';
import { batchBody } from '../../test/custody-world.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const DRUG = '示例匹素';
const report = { kind: 'officialSample', number: 'S-1', issuedOn: '2026-11-02', results: [{ item: DRUG, value: '12.5', unit: 'mg/kg' }] };

/** A batch in which it was found, one that declares it, one of the same maker, and one elsewhere. */
async function world() {
  const t = await testApp();
  const { key } = await t.authority();
  const maker = await t.party({ name: '示例果冻厂', regionCode: '330110' });
  const far = await t.party({ name: '示例糖果厂', regionCode: '330212' });
  async function record(by: { key: string }, batchNumber: string, ingredients: string[], certificates: unknown[] = []): Promise<string> {
    const product = { gtin: undefined, name: '示例果冻', ingredients: ingredients.map((name) => ({ name })) };
    const made = await t.request('POST', '/v1/batches', { key: by.key, body: batchBody({ batchNumber, certificates }, product) });
    expect(made.status, made.text).toBe(201);
    return made.json.traceCode;
  }
  const found = await record(maker, 'N1', ['水', '魔芋粉'], [report]);
  const declared = await record(maker, 'N2', ['水', DRUG]);
  const like = await record(maker, 'N3', ['水', '果汁']);
  const elsewhere = await record(far, 'N4', ['水', DRUG]);
  const entry = await t.request('POST', '/v1/substances', {
    key: ADMIN_KEY,
    body: {
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
    },
  });
  expect(entry.status, entry.text).toBe(201);
  return { ...t, key, found, declared, like, elsewhere, path: `/regulator/substances/${entry.json.id}`, id: entry.json.id as string };
}

const sectionOf = (text: string, id: string) => new RegExp(`<section class="card" id="${id}">.*?</section>`, 's').exec(text)?.[0] ?? '';

describe('the day a notice appears, as a page', () => {
  it('lists what was found, what declares it and whom to sample, each where it belongs, with holders and files', async () => {
    const w = await world();
    const { status, text } = await w.request('GET', `${w.path}/notice`, { key: w.key });
    expect(status).toBe(200);
    const lists = { found: w.found, declared: w.declared, sampling: w.like };
    for (const [list, code] of Object.entries(lists)) {
      expect(sectionOf(text, list), list).toContain(code);
      for (const other of Object.values(lists).filter((one) => one !== code)) expect(sectionOf(text, list)).not.toContain(`>${other}<`);
    }
    expect(sectionOf(text, 'sampling')).toContain(`与检出批次同一生产者（对照 ${w.found}）`);
    expect(sectionOf(text, 'found')).toContain('12.5 mg/kg S-1');
    expect(sectionOf(text, 'found')).toContain('示例果冻厂');
    expect(text).not.toContain(w.elsewhere);
    for (const format of ['csv', 'xlsx']) expect(text).toContain(`/v1/substances/${w.id}/notice?format=${format}`);
  });

  it('shows one list by the address, and says why the others have nothing', async () => {
    const w = await world();
    const one = await w.request('GET', `${w.path}/notice?list=found`, { key: w.key });
    expect(sectionOf(one.text, 'found')).toContain(w.found);
    expect(sectionOf(one.text, 'declared')).toBe('');
    const other = await w.request('GET', '/regulator/substances/77-09-8/notice', { key: w.key });
    for (const said of ['没有检出的批次', '没有申报的批次', '没有建议抽样的批次']) expect(other.text).toContain(said);
  });

  it('tells a question that makes no sense, and shows the lists all the same', async () => {
    const w = await world();
    const wrong = await w.request('GET', `${w.path}/notice?months=abc`, { key: w.key });
    expect([wrong.status, wrong.text.includes('月数为 1 至 60'), wrong.text.includes(w.found)]).toEqual([422, true, true]);
    expect((await w.request('GET', '/regulator/substances/no-such/notice', { key: w.key })).status).toBe(404);
  });

  it('is a workbook with a sheet a list', async () => {
    const w = await world();
    const answer = await w.app.request(`http://localhost/v1/substances/${w.id}/notice?format=xlsx`, {
      headers: { Authorization: `Bearer ${w.key}` },
    });
    expect(answer.headers.get('content-type')).toContain('spreadsheetml.sheet');
    const sheets = await read(Buffer.from(await answer.arrayBuffer()));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['检出', '申报', '建议抽样']);
    const [found, declared, sampling] = sheets.map(({ data }) => data.slice(3).map((row) => row[2]));
    expect([found, declared, sampling]).toEqual([[w.found], [w.declared], [w.like]]);
  });

  it('prints the sampling list with room to write', async () => {
    const w = await world();
    const { text } = await w.request('GET', `${w.path}/notice/sheet`, { key: w.key });
    for (const part of [w.like, '样品编号', '抽样人员', '示例通知']) expect(text).toContain(part);
    expect(text).not.toContain(w.declared);
  });
});

describe('the draft of a hold', () => {
  it('is what was found or declared and is on hand, and holds it when a person sends it', async () => {
    const w = await world();
    const { text } = await w.request('GET', `${w.path}/notice`, { key: w.key });
    const codes = /<textarea id="traceCodes"[^>]*>\n([^<]*)</.exec(text)?.[1]?.split('\n') ?? [];
    expect(codes.sort()).toEqual([w.found, w.declared].sort());
    const raw = new URLSearchParams({ reason: '查清前暂停销售', traceCodes: codes.join('\n') }).toString();
    const held = await w.request('POST', `${w.path}/hold`, { key: w.key, raw, headers: FORM });
    expect(held.status, held.text).toBe(303);
    expect((await w.request('GET', held.headers.get('location') ?? '', { key: w.key })).text).toContain('已暂停销售，通知了 1 个持有人');
    const { items } = (await w.request('GET', '/v1/holds', { key: w.key })).json;
    expect(items.map((one: { batches: unknown[] }) => one.batches.length)).toEqual([2]);
  });

  it('is one hold however often the same form is sent', async () => {
    const w = await world();
    const { text } = await w.request('GET', `${w.path}/notice`, { key: w.key });
    const once = /action="[^"]*\/hold[^"]*"><input type="hidden" name="once" value="(\w{16})">/.exec(text)?.[1] ?? '';
    const send = (reason: string) =>
      w.request('POST', `${w.path}/hold`, {
        key: w.key,
        raw: new URLSearchParams({ reason, traceCodes: w.found, once }).toString(),
        headers: FORM,
      });
    const sent = [...(await Promise.all([send('查清前暂停销售'), send('查清前暂停销售')])), await send('查清前暂停销售')];
    const to = `${w.path}/notice?held=1`;
    expect(sent.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [303, to],
      [303, to],
      [303, to],
    ]);
    const other = await send('另有原因');
    expect([other.status, other.text.includes('另一内容'), other.text.includes('value="另有原因"')]).toEqual([422, true, true]);
    expect(other.text).not.toContain(`value="${once}"`);
    expect((await w.request('GET', '/v1/holds', { key: w.key })).json.items).toHaveLength(1);
  });

  it('comes back with what was typed where a code is none of the office’s', async () => {
    const w = await world();
    const raw = new URLSearchParams({ reason: '试一试', traceCodes: w.elsewhere }).toString();
    const refused = await w.request('POST', `${w.path}/hold`, { key: w.key, raw, headers: FORM });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('href="#traceCodes"');
    expect(refused.text).toMatch(/id="reason"[^>]*value="试一试"/);
  });

  it('is for officers of the place: an inspector and an administrator are told so', async () => {
    const w = await world();
    const inspector = await w.authority({ name: '示例检查组', role: 'inspector' });
    expect((await w.request('GET', `${w.path}/notice`, { key: inspector.key })).text).toContain('须由执法人员');
    expect((await w.request('GET', `${w.path}/notice`, { key: ADMIN_KEY })).text).toContain('由有管辖权的机关办理');
    const raw = new URLSearchParams({ reason: '试一试', traceCodes: w.found }).toString();
    expect((await w.request('POST', `${w.path}/hold`, { key: inspector.key, raw, headers: FORM })).status).toBe(403);
  });
});
