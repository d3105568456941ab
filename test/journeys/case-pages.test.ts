import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { casePageRoutes } from '../../src/pages/case-routes.ts';
import { authenticator } from '../../src/platform/auth.ts';
import { mount, problemResponse } from '../../src/platform/mount.ts';
import { Problem } from '../../src/platform/problems.ts';
import { type TestApp, testApp } from '../app.ts';
import { seedLead } from '../leads.ts';

/** The pages of a case over the same store, as people's forms reach them. */
function pagesOf(t: TestApp) {
  const app = new Hono();
  app.onError((error, c) => (error instanceof Problem ? problemResponse(error, 'zh', 'r', c.req.path) : c.text(String(error), 500)));
  const callerOf = authenticator(t.store, t.deps.adminKeyHash);
  for (const route of casePageRoutes(t.deps)) mount(app, t.deps, callerOf, route);
  return async (method: string, path: string, key?: string, form?: Record<string, string>) => {
    const headers = new Headers(key === undefined ? {} : { Authorization: `Bearer ${key}` });
    if (form) headers.set('Content-Type', 'application/x-www-form-urlencoded');
    const answer = await app.request(`http://localhost${path}`, { method, headers, ...(form ? { body: new URLSearchParams(form) } : {}) });
    return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') };
  };
}

async function withCase() {
  const t = await testApp();
  const desk = await t.authority({ name: '示例区市场监督管理局', regionCode: '330110' });
  const plant = await t.party({ name: '示例<肉品>厂' });
  const lead = await seedLead(t, plant, 'record-incomplete');
  const opened = await t.request('POST', '/v1/cases', { key: desk.key, body: { violationIds: [lead.id], officers: ['甲', '乙'] } });
  expect(opened.status, opened.text).toBe(201);
  return {
    t,
    desk,
    plant,
    lead,
    id: opened.json.id as string,
    page: pagesOf(t),
    get: (path: string, key = desk.key) => t.request('GET', path, { key }),
  };
}

describe('the page of a case', () => {
  it('shows the office where it stands, the arithmetic, the days that count and the steps that are open', async () => {
    const { page, id, desk, lead } = await withCase();
    const shown = await page('GET', `/cases/${id}`, desk.key);
    expect(shown.status, shown.text).toBe(200);
    for (const words of [
      '已立案',
      '示例&lt;肉品&gt;厂',
      '1,000元以上10,000元以下',
      '2027-02-03',
      '责令限期改正',
      '不予处罚',
      '责令改正通知书',
      lead.id,
    ])
      expect(shown.text).toContain(words);
    expect(shown.text).not.toContain('<肉品>');
    expect((await page('GET', `/cases/${id}?lang=en`, desk.key)).text).toContain('Days that count');
    expect((await page('GET', `/cases/${id}`)).location).toMatch(/^\/sign-in\?next=/);
  });

  it('takes a step from its form, and comes back with what was typed when it is refused', async () => {
    const { page, id, desk, get } = await withCase();
    const refused = await page('POST', `/cases/${id}`, desk.key, { step: 'order', dueOn: '2026-11-04', text: '补录保质期' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('行政处罚法第二十八条');
    expect(refused.text).toContain('>补录保质期</textarea>');
    expect(refused.text).toContain('name="dueOn" required aria-invalid="true"');
    const done = await page('POST', `/cases/${id}`, desk.key, { step: 'order', dueOn: '2026-11-20', text: '补录保质期' });
    expect([done.status, done.location]).toEqual([303, `/cases/${id}`]);
    const early = await page('POST', `/cases/${id}`, desk.key, { step: 'notice', fineYuan: '3,000', text: '拟处罚款' });
    expect(early.status).toBe(409);
    const none = await page('POST', `/cases/${id}`, desk.key, { step: 'opening' });
    expect(none.status).toBe(409);
    expect((await get(`/v1/cases/${id}`)).json).toMatchObject({ state: 'ordered', dueOn: '2026-11-20' });
  });

  it('lets the party read the case and answer, without the forms and warnings of the office', async () => {
    const { page, id, plant, t, get } = await withCase();
    const shown = await page('GET', `/cases/${id}`, plant.key);
    expect(shown.text).toContain('陈述和申辩');
    expect(shown.text).not.toContain('不予处罚的依据');
    expect(shown.text).not.toContain('文书草稿');
    const said = await page('POST', `/cases/${id}`, plant.key, { step: 'statement', text: '<b>当日系统故障</b>' });
    expect([said.status, said.location]).toEqual([303, `/cases/${id}`]);
    expect((await page('GET', `/cases/${id}`, plant.key)).text).toContain('&lt;b&gt;当日系统故障');
    const rival = await t.party();
    expect((await page('GET', `/cases/${id}`, rival.key)).status).toBe(404);
    expect((await get(`/v1/cases/${id}`)).json.statements).toHaveLength(1);
  });
});

describe('the drafts of documents', () => {
  it('are pages marked 草稿 with the facts, their entries in the ledger, and blanks for what the case does not hold', async () => {
    const { id, get, t, desk } = await withCase();
    const titles = { order: '责令改正通知书', notice: '行政处罚告知书', decision: '行政处罚决定书', referral: '案件移送函' };
    for (const [kind, title] of Object.entries(titles)) {
      const draft = await get(`/v1/cases/${id}/documents/${kind}`);
      expect(draft.status, draft.text).toBe(200);
      expect(draft.headers.get('content-type')).toContain('text/html');
      expect(draft.text).toContain(`<h1>${title}</h1>`);
      expect(draft.text).toContain('草稿 · 未经审核、签发和盖章');
      expect(draft.text).toContain('示例区市场监督管理局');
      expect(draft.text).toContain('示例&lt;肉品&gt;厂');
      expect(draft.text).toContain('待核实');
      expect(draft.text).toMatch(/\/v1\/ledger\/party%3A\w+\/entries\?after=\d+/);
    }
    expect((await get(`/v1/cases/${id}/documents/order`)).text).toContain('（改正期限，待填写）');
    await t.request('POST', `/v1/cases/${id}/order`, { key: desk.key, body: { dueOn: '2026-11-20', text: '补录保质期' } });
    const ordered = (await get(`/v1/cases/${id}/documents/order`)).text;
    expect(ordered).toContain('2026-11-20');
    expect(ordered).toContain('补录保质期');
    expect(ordered).toContain('第二十八条');
  });

  it('are for the office alone', async () => {
    const { id, get, plant, t } = await withCase();
    const rival = await t.authority({ department: 'agriculture', regionCode: '330110' });
    expect((await get(`/v1/cases/${id}/documents/notice`, plant.key)).status).toBe(403);
    expect((await get(`/v1/cases/${id}/documents/notice`, rival.key)).status).toBe(404);
    expect((await get(`/v1/cases/${id}/documents/indictment`)).status).toBe(422);
  });
});
