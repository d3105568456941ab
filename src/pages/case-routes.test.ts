import { describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../test/app.ts';
import { seedLead } from '../../test/leads.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function withCase(t: TestApp) {
  const office = await t.authority({ name: '余杭区市场监督管理局', regionCode: '330110' });
  const plant = await t.party({ name: '示例酱油厂' });
  const lead = await seedLead(t, plant, 'record-incomplete');
  const security = await t.administrator('security');
  const newKey = async (label: string, role?: string): Promise<string> =>
    (await t.request('POST', `/v1/authorities/${office.id}/keys`, { key: security, body: { label, ...(role ? { role } : {}) } })).json.key;
  const opened = await t.request('POST', '/v1/cases', { key: office.key, body: { violationIds: [lead.id], officers: ['甲', '乙'] } });
  const path = `/cases/${opened.json.id}`;
  const show = async (key = office.key, query = '') => (await t.request('GET', path + query, { key })).text;
  const take = (step: string, fields: Record<string, string>, key = office.key) =>
    t.request('POST', path, { key, raw: new URLSearchParams({ step, ...fields }), headers: FORM });
  const steps = async () =>
    (await t.request('GET', `/v1${path}`, { key: office.key })).json.steps.map(({ kind }: { kind: string }) => kind) as string[];
  return { office, plant, lead, newKey, path, show, take, steps };
}

/** The form of a step as it stands: name and value of every control. */
function filled(html: string, step: string): Record<string, string> {
  const form = new RegExp(`id="form-${step}".*?</form>`, 's').exec(html)?.[0] ?? '';
  const inputs = [...form.matchAll(/<input (?!type="checkbox")[^>]*name="(\w+)"[^>]*value="([^"]*)"/g)];
  const areas = [...form.matchAll(/<textarea [^>]*name="(\w+)"[^>]*>([^<]*)</g)];
  const chosen = [...form.matchAll(/<select [^>]*name="(\w+)".*?<option value="([^"]*)" selected/gs)];
  return Object.fromEntries([...inputs, ...areas, ...chosen].map(([, name = '', value = '']) => [name, value]));
}

const text = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/** To a decision below the minimum, proposed by the first officer. */
async function proposed(t: TestApp) {
  const w = await withCase(t);
  await w.take('order', { dueOn: '2026-11-06', text: '补录保质期' });
  await w.take('service', { document: 'order', servedOn: '2026-11-05', how: 'in-person' });
  t.clock.set(Date.parse('2026-11-09T01:00:00Z'));
  await w.take('notice', { fineYuan: '800', text: '逾期未补录', ground: '行政处罚法第三十二条第一项：主动消除危害后果', hearing: '1' });
  await w.take('service', { document: 'notice', servedOn: '2026-11-09', how: 'in-person' });
  t.clock.set(Date.parse('2026-11-30T01:00:00Z'));
  const sent = await w.take('decision', { fineYuan: '800', reason: '已消除', ground: '行政处罚法第三十二条第一项：主动消除危害后果' });
  expect([sent.status, await w.steps()]).toEqual([303, ['opening', 'order', 'service', 'notice', 'service', 'proposal']]);
  return w;
}

describe('the page of a case', () => {
  it('shows facts with who entered them, articles of the day, what fired, the arithmetic, the statements, then the step, in this order', async () => {
    const t = await testApp();
    const { show, path } = await withCase(t);
    const html = await show();
    const order = ['facts', 'law', 'fired', 'band', 'said', 'next', 'documents', 'history'].map((id) => html.indexOf(`id="${id}"`));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(html).toContain('<td role="cell" data-h="录入者">示例酱油厂</td>');
    expect(html).toContain('/law/zhejiang-traceability?asOf=2026-11-05');
    expect(html).toContain('1,000元以上10,000元以下');
    expect(html).toContain('当事人尚未陈述、申辩。');
    const csv = await t.request('GET', `${path}/facts.csv`, { key: (await t.authority({ regionCode: '330100' })).key });
    expect([csv.status, csv.text.includes('示例酱油厂')]).toEqual([200, true]);
    const stranger = await t.authority({ regionCode: '330106' });
    expect((await t.request('GET', `${path}/facts.csv`, { key: stranger.key })).status).toBe(404);
  });

  it('fills the form of the next step: the day by the setting, the facts, the article; the other steps fold away', async () => {
    const t = await testApp();
    const { show, take, steps } = await withCase(t);
    const html = await show();
    expect(html).toContain('下一步：责令限期改正');
    const order = filled(html, 'order');
    // 15 days after 2026-11-05, a setting of this service.
    expect(order.dueOn).toBe('2026-11-20');
    expect(order.text).toContain('限期改正下列事项（依据');
    expect(text(html)).toContain('本案执法人员：甲、乙');
    expect(html.indexOf('<details class="filter"><summary>其他可以办理的步骤')).toBeGreaterThan(html.indexOf('id="form-order"'));
    // As a browser sends it: lines end by CR LF.
    expect((await take('order', { ...order, text: order.text?.replaceAll('\n', '\r\n') ?? '' })).status).toBe(303);
    expect(filled(await show(), 'service')).toMatchObject({ document: 'order', servedOn: '2026-11-05', how: 'in-person' });
    expect((await take('service', filled(await show(), 'service'))).status).toBe(303);
    const running = await show();
    expect(running).toContain('下一步：登记改正');
    expect(filled(running, 'notice').text).toMatch(/^本机关已责令在 2026-11-20（含当日）前改正，期限尚未届满。依据/);
    // The last day is the party's.
    t.clock.set(Date.parse('2026-11-20T15:00:00Z'));
    expect(filled(await show(), 'notice').text).toContain('尚未届满');
    t.clock.set(Date.parse('2026-11-21T01:00:00Z'));
    const overdue = await show();
    expect(overdue).toContain('下一步：处罚告知');
    const notice = filled(overdue, 'notice');
    expect(notice.fineYuan).toBe('');
    expect(notice.text).toMatch(/本机关已责令在 2026-11-20（含当日）前改正，期满未见改正。依据.*罚款幅度为.*1,000元以上10,000元以下/);
    expect(text(overdue)).toMatch(/今天送达的，陈述、申辩到 2026-1\d-\d\d/);
    expect((await take('notice', { ...notice, fineYuan: '3000', hearing: '1' })).status).toBe(303);
    expect(await show()).toContain('下一步：送达');
    // Nothing is said of the party’s silence while it may still answer.
    expect(filled(await show(), 'decision').reason).toBe('已告知拟处罚款 3,000 元。');
    expect((await take('service', filled(await show(), 'service'))).status).toBe(303);
    t.clock.set(Date.parse('2026-11-30T01:00:00Z'));
    // A second notice says of the order what the first said.
    expect(filled(await show(), 'notice').text).toContain('期满未见改正');
    expect(filled(await show(), 'decision')).toMatchObject({
      fineYuan: '3000',
      reason: '已告知拟处罚款 3,000 元。当事人没有提出陈述、申辩。',
    });
    expect(await steps()).toEqual(['opening', 'order', 'service', 'notice', 'service']);
  });

  it('begins the notice with a correction that came late where one was seen', async () => {
    const t = await testApp();
    const { show, take } = await withCase(t);
    await take('order', { dueOn: '2026-11-06', text: '补录保质期' });
    t.clock.set(Date.parse('2026-11-09T01:00:00Z'));
    await take('service', { document: 'order', servedOn: '2026-11-06', how: 'in-person' });
    expect((await take('correction', { seenOn: '2026-11-09', text: '已补录' })).status).toBe(303);
    expect(filled(await show(), 'notice').text).toMatch(/^本机关已责令在 2026-11-06（含当日）前改正，逾期后才改正（2026-11-09）。依据/);
  });

  it('records a payment once when the same form is sent twice', async () => {
    const t = await testApp();
    const { take, show, steps, office, path } = await withCase(t);
    await take('order', { dueOn: '2026-11-06', text: '补录保质期' });
    t.clock.set(Date.parse('2026-11-09T01:00:00Z'));
    await take('service', { document: 'order', servedOn: '2026-11-06', how: 'in-person' });
    await take('notice', { fineYuan: '3000', text: '逾期未补录', hearing: '1' });
    await take('service', { document: 'notice', servedOn: '2026-11-09', how: 'in-person' });
    t.clock.set(Date.parse('2026-11-30T01:00:00Z'));
    await take('decision', { fineYuan: '3000', reason: '逾期' });
    await take('service', { document: 'decision', servedOn: '2026-11-30', how: 'in-person' });
    const form = filled(await show(), 'payment');
    expect(form).toMatchObject({ paidOn: '2026-11-30', amountYuan: '3000' });
    const part = { ...form, amountYuan: '1000' };
    const twice = await Promise.all([take('payment', part), take('payment', part)]);
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    expect((await steps()).filter((kind) => kind === 'payment')).toHaveLength(1);
    const { payment } = (await t.request('GET', `/v1${path}`, { key: office.key })).json;
    expect(payment).toMatchObject({ paidCents: 100_000, openCents: 200_000 });
  });

  it('tells the first officer why another must approve, and names both once it was approved', async () => {
    const t = await testApp();
    const { show, take, newKey, steps, plant } = await proposed(t);
    const second = await newKey('二号席');
    const inspector = await newKey('巡查', 'inspector');
    const [first, other, onSite] = [await show(), await show(second), await show(inspector)];
    expect(text(first)).toContain('这项拟作决定由您提出，不能由您审批');
    expect(first).not.toContain('id="form-approval"');
    expect(text(onSite)).toContain('您是现场检查人员');
    expect(onSite).not.toContain('id="form-approval"');
    expect(other).toContain('id="form-approval"');
    for (const html of [first, other]) {
      expect(text(html)).toContain('第二名执法人员审批并作出决定 须第二名执法人员审批');
      expect(text(html)).toContain('拟处罚款 800 元');
      expect(text(html)).toContain('本机关提出人以外的执法人员');
    }
    expect((await take('approval', {})).status).toBe(403);
    expect((await take('approval', { text: '同意' }, second)).status).toBe(303);
    expect((await steps()).at(-1)).toBe('approval');
    expect(text(await show())).toMatch(/经第二名执法人员审批 提出人 desk 1 · 审批人 二号席/);
    // Keys of the office are not for the party to read.
    expect(text(await show(plant.key))).not.toContain('二号席');
  });

  it('ticks the hearing of a notice, and a cleared box says no: refused while nobody knows which fine is a larger one', async () => {
    const t = await testApp();
    const { show, take } = await withCase(t);
    await take('order', { dueOn: '2026-11-06', text: '补录保质期' });
    t.clock.set(Date.parse('2026-11-09T01:00:00Z'));
    // The order was never served: that comes first.
    expect(await show()).toContain('下一步：送达');
    await take('service', { document: 'order', servedOn: '2026-11-06', how: 'in-person' });
    expect(await show()).toContain('id="notice-hearing" name="hearing" value="1" checked');
    const refused = await take('notice', { fineYuan: '3000', text: '逾期未补录' });
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(/role="alert".*href="#notice-hearing".*行政处罚法第六十三条/s);
    expect(refused.text).not.toContain('name="hearing" value="1" checked');
  });

  it('enters what the party said on paper, and shows both sides who received it and when', async () => {
    const t = await testApp();
    const { show, take, plant, newKey } = await withCase(t);
    expect(filled(await show(), 'statement-received')).toMatchObject({ saidHow: 'paper', receivedOn: '2026-11-05' });
    const missing = await take('statement-received', { saidHow: 'paper', text: '' });
    expect([missing.status, missing.text.includes('href="#statement-received-text"')]).toEqual([422, true]);
    expect((await take('statement-received', { saidHow: 'spoken', text: '当日<停电>' })).status).toBe(303);
    for (const html of [await show(), await show(plant.key)]) {
      expect(text(html)).toMatch(/当面口头提出 2026-11-05 收到，由余杭区市场监督管理局登记 当日&lt;停电&gt;/);
      expect(html).not.toContain('当事人尚未陈述、申辩。');
    }
    expect(await show(await newKey('巡查', 'inspector'))).not.toContain('id="form-statement-received"');
  });

  it('keeps what was typed and ticked when a step is refused, and says each fault beside its field', async () => {
    const t = await testApp();
    const { show, take } = await withCase(t);
    expect(await show()).not.toContain('role="alert"');
    await take('order', { dueOn: '2026-11-06', text: '补录保质期' });
    t.clock.set(Date.parse('2026-11-09T01:00:00Z'));
    const refused = await take('notice', { fineYuan: '20', text: '', hearing: '1' });
    expect(refused.status).toBe(422);
    const form = refused.text.slice(refused.text.indexOf('id="form-notice"'));
    expect(form).toContain('value="20"');
    expect(form).toContain('name="hearing" value="1" checked');
    expect(form).toMatch(
      /<p class="wrong" id="notice-text-e">[^<]+<\/p><textarea id="notice-text"[^>]*aria-invalid="true" aria-describedby="notice-text-e"/,
    );
    expect(refused.text).toMatch(/role="alert".*href="#notice-text"/);
    // What is refused stands in front, also when something else would come next.
    expect(refused.text.indexOf('id="form-notice"')).toBeLessThan(refused.text.indexOf('<details class="filter">'));
  });
});
