import { describe, expect, it } from 'vitest';
import { type TestApp, type TestParty, testApp } from '../app.ts';
import { seedLead } from '../leads.ts';
import type { Answer } from '../world.ts';

const officers = ['甲', '乙'];
const shanghai = (text: string) => Date.parse(`${text}+08:00`);

async function office() {
  const t = await testApp();
  const plant = await t.party({ name: '示例肉品厂' });
  const desk = await t.authority({ name: '示例区市场监督管理局', regionCode: '330110' });
  const second = (
    await t.request('POST', `/v1/authorities/${desk.id}/keys`, { key: await t.administrator('security'), body: { label: '乙' } })
  ).json.key as string;
  const post = (path: string, body: unknown, key = desk.key) => t.request('POST', path, { key, body });
  const taken = async (id: string, name: string, body: object, key?: string): Promise<Answer['json']> => {
    const answer = await post(`/v1/cases/${id}/${name}`, body, key);
    expect(answer.status, `${name}: ${answer.text}`).toBe(201);
    return answer.json;
  };
  const read = async (id: string, key = desk.key): Promise<Answer['json']> => (await t.request('GET', `/v1/cases/${id}`, { key })).json;
  /** Told on Monday 23 November of 3,000 yuan; statement ends with the 26th, asking for a hearing with the 30th. */
  const notified = async (notice: object = {}): Promise<string> => {
    const lead = await seedLead(t, plant, 'record-incomplete');
    const { id } = (await post('/v1/cases', { violationIds: [lead.id], officers })).json;
    await taken(id, 'order', { dueOn: '2026-11-20', text: '补录', service: {} });
    t.clock.set(shanghai('2026-11-23T09:00:00'));
    await taken(id, 'notice', { fineCents: 300_000, text: '拟处罚款', service: {}, ...notice });
    return id;
  };
  const served = async (): Promise<string> => {
    const id = await notified();
    t.clock.set(shanghai('2026-12-01T09:00:00'));
    await taken(id, 'decision', { fineCents: 300_000, reason: '逾期未改正' });
    await taken(id, 'service', {});
    return id;
  };
  return { ...t, plant, desk, second, post, taken, read, notified, served };
}

describe('the party answers', () => {
  it('and asks for a hearing within five working days; no decision before it was held and reviewed', async () => {
    const o = await office();
    const id = await o.notified({ hearing: true });
    o.clock.set(shanghai('2026-11-30T18:00:00'));
    const asked = await o.post(`/v1/cases/${id}/statements`, { text: '要求听证', hearing: true }, o.plant.key);
    expect(asked.json).toMatchObject({ kind: 'hearing' });
    o.clock.set(shanghai('2026-12-15T09:00:00'));
    const unheard = await o.post(`/v1/cases/${id}/decision`, { fineCents: 300_000, reason: '未改正' });
    expect(unheard.status).toBe(409);
    expect(unheard.json).toMatchObject({ hearingAskedOn: '2026-11-30', article: { zh: '行政处罚法第六十三条' } });

    const wrong = await o.post(`/v1/cases/${id}/hearing`, { text: '笔录', heldOn: '2026-12-10', announcedOn: '2026-12-02', chair: '甲' });
    expect(wrong.status).toBe(422);
    expect(wrong.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/announcedOn', '/chair']);
    await o.taken(id, 'hearing', { text: '笔录', heldOn: '2026-12-10', announcedOn: '2026-12-01', chair: '丙' });
    const unreviewed = await o.post(`/v1/cases/${id}/decision`, { fineCents: 300_000, reason: '未改正' });
    expect(unreviewed.json.errors[0]).toMatchObject({ pointer: '/legalReview' });
    expect(unreviewed.json.errors[0].expected).toContain('行政处罚法第五十八条');
    expect(await o.taken(id, 'decision', { fineCents: 300_000, reason: '未改正', legalReview: '审核通过' })).toMatchObject({
      state: 'decided',
    });
  });

  it('but not with a hearing on the sixth working day', async () => {
    const o = await office();
    const id = await o.notified({ hearing: true });
    o.clock.set(shanghai('2026-12-01T09:00:00'));
    const late = await o.post(`/v1/cases/${id}/statements`, { text: '要求听证', hearing: true }, o.plant.key);
    expect(late.status).toBe(422);
    expect(late.json.errors[0]).toMatchObject({ pointer: '/hearing' });
    expect(late.json.errors[0].expected).toContain('2026-11-30');
    expect((await o.read(id)).hearingAskedOn).toBeNull();
  });

  it('or gives further statement up, and the decision need not wait', async () => {
    const o = await office();
    const id = await o.notified();
    expect((await o.post(`/v1/cases/${id}/decision`, { fineCents: 300_000, reason: '未改正' })).status).toBe(409);
    const waived = await o.post(`/v1/cases/${id}/statements`, { text: '认可，放弃陈述', waives: true }, o.plant.key);
    expect(waived.json).toMatchObject({ kind: 'waiver' });
    await o.taken(id, 'decision', { fineCents: 300_000, reason: '未改正' });
    const after = await o.post(`/v1/cases/${id}/statements`, { text: '再说一句' }, o.plant.key);
    expect(after.status).toBe(409);
    expect(after.json.article.zh).toBe('行政处罚法第七条');
  });

  it('with its own words in its own chain as a commitment, and only with files it has stored', async () => {
    const o = await office();
    const lead = await seedLead(o, o.plant, 'record-incomplete');
    const path = `/v1/violations/${lead.id}/statements`;
    const unknown = await o.post(path, { text: '见附件', files: ['a'.repeat(64)] }, o.plant.key);
    expect(unknown.status).toBe(422);
    expect(unknown.json.errors[0].pointer).toBe('/files/0');
    expect((await o.post(path, { text: '当日王某停电' }, o.plant.key)).status).toBe(201);
    const seen = await o.request('GET', `/v1/violations/${lead.id}`, { key: o.desk.key });
    expect(seen.json.statements).toMatchObject([{ kind: 'statement', text: '当日王某停电' }]);
    expect((await o.post(path, { text: '不是我的' }, (await o.party()).key)).status).toBe(404);
    expect((await o.post(path, { text: '代答' })).status).toBe(403);
    const entries = await o.store.read.selectFrom('entry').select(['chain', 'bytes']).where('kind', '=', 'statement.made').execute();
    expect(entries.map((entry) => entry.chain)).toEqual([`party:${o.plant.id}`]);
    expect(entries[0]?.bytes).not.toContain('王某');
  });
});

describe('after the decision', () => {
  it('a fine is paid in parts, and no more than is due', async () => {
    const o = await office();
    const id = await o.served();
    expect((await o.post(`/v1/cases/${id}/payment`, { amountCents: 300_001 })).status).toBe(422);
    expect(await o.taken(id, 'payment', { amountCents: 100_000 })).toMatchObject({ state: 'served' });
    expect((await o.read(id)).payment).toMatchObject({ paidCents: 100_000, openCents: 200_000, payBy: '2026-12-16' });
    expect(await o.taken(id, 'payment', {})).toMatchObject({ state: 'paid', amountCents: 200_000 });
  });

  it('is enforced only after fifteen days, with three per cent a day', async () => {
    const o = await office();
    const id = await o.served();
    o.clock.set(shanghai('2026-12-16T23:00:00'));
    const early = await o.post(`/v1/cases/${id}/enforcement`, { reason: '未缴纳' });
    expect(early.status).toBe(409);
    expect(early.json).toMatchObject({ payBy: '2026-12-16', article: { zh: '行政处罚法第六十七条' } });
    o.clock.set(shanghai('2026-12-18T09:00:00'));
    expect((await o.read(id)).payment.surchargeCents).toBe(18_000);
    expect(await o.taken(id, 'enforcement', { reason: '未缴纳' })).toMatchObject({ state: 'enforced', surchargeCents: 18_000 });
  });

  it('reviewed and upheld it goes on; revoked its sanction counts no more and a new decision takes the next number', async () => {
    const o = await office();
    const id = await o.served();
    await o.taken(id, 'review', { kind: 'reconsideration' });
    expect(await o.taken(id, 'upholding', { reason: '维持' })).toMatchObject({ state: 'served' });
    await o.taken(id, 'review', { kind: 'suit' });
    expect(await o.taken(id, 'revocation', { reason: '法院撤销' })).toMatchObject({ state: 'revoked' });
    await o.taken(id, 'closing', { reason: '决定已撤销' });
    const lead = await seedLead(o, o.plant, 'record-incomplete', { occasion: 'again', actOn: '2026-11-26' });
    const next = (await o.post('/v1/cases', { violationIds: [lead.id], officers })).json.id;
    await o.taken(next, 'order', { dueOn: '2026-12-01', text: '补录', service: {} });
    o.clock.set(shanghai('2026-12-02T09:00:00'));
    await o.taken(next, 'notice', { fineCents: 100_000, text: '拟处罚款', service: {} });
    o.clock.set(shanghai('2026-12-10T09:00:00'));
    await o.taken(next, 'decision', { fineCents: 100_000, reason: '未改正' });
    await o.taken(next, 'service', {});
    const rows = await o.store.read.selectFrom('sanction').select(['n', 'fineCents', 'revokedAt']).orderBy('n').execute();
    expect(rows).toEqual([
      { n: 1, fineCents: 300_000, revokedAt: shanghai('2026-12-01T09:00:00') },
      { n: 2, fineCents: 100_000, revokedAt: null },
    ]);
  });
});

describe('an end without a fine', () => {
  it('no penalty with its ground; facts not established dismiss the leads', async () => {
    const o = await office();
    const id = await o.notified();
    expect((await o.post(`/v1/cases/${id}/noPenalty`, { reason: '轻微' })).json.errors[0].pointer).toBe('/ground');
    const done = await o.taken(id, 'noPenalty', { reason: '录入当时系统故障', ground: 'not-established' });
    expect(done).toMatchObject({ state: 'no-penalty' });
    const whole = await o.read(id);
    expect(whole).toMatchObject({ decidedOn: '2026-11-23', fineCents: null });
    expect(whole.violations[0].state).toBe('dismissed');
    await o.taken(id, 'closing', { reason: '已教育当事人' });
  });

  it('withdrawn or referred, each with its reason, and closed', async () => {
    const o = await office();
    const [a, b] = [await seedLead(o, o.plant, 'record-incomplete'), await seedLead(o, o.plant, 'code-not-displayed')];
    const [one, two] = [
      (await o.post('/v1/cases', { violationIds: [a.id], officers })).json.id,
      (await o.post('/v1/cases', { violationIds: [b.id], officers })).json.id,
    ];
    expect(await o.taken(one, 'withdrawal', { reason: '重复立案' })).toMatchObject({ state: 'withdrawn' });
    expect(await o.taken(two, 'referral', { reason: '涉嫌犯罪', to: '示例市公安局' })).toMatchObject({ state: 'referred' });
    expect((await o.post(`/v1/cases/${two}/notice`, { fineCents: 100_000, text: '拟处罚款' })).status).toBe(409);
    await o.taken(two, 'closing', { reason: '已移送' });
    expect((await o.read(two)).violations[0].state).toBe('closed');
  });

  it('between notice and service it cannot simply be closed', async () => {
    const o = await office();
    const id = await o.notified();
    expect((await o.post(`/v1/cases/${id}/closing`, { reason: '算了' })).status).toBe(409);
  });
});

describe('the value of the goods', () => {
  it('is entered by an officer with its evidence before a fine in multiples can be told', async () => {
    const o = await office();
    const lead = await seedLead(o, o.plant, 'record-incomplete', { offence: 'past-shelf-life' });
    const { id } = (await o.post('/v1/cases', { violationIds: [lead.id], officers })).json;
    const unknown = await o.post(`/v1/cases/${id}/notice`, { fineCents: 6_000_000, text: '拟处罚款' });
    expect(unknown.status).toBe(422);
    expect(unknown.json.errors[0].pointer).toBe('/fineCents');
    const bare = await o.post(`/v1/cases/${id}/notice`, { fineCents: 6_000_000, text: '拟处罚款', goodsValueCents: 50_000 });
    expect(bare.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/goodsValueEvidence']);
    const given = { text: '拟处罚款', goodsValueCents: 1_400_000, goodsValueEvidence: '进货单合计' };
    const above = await o.post(`/v1/cases/${id}/notice`, { ...given, fineCents: 28_000_001 });
    expect(above.status).toBe(422);
    await o.taken(id, 'notice', { ...given, fineCents: 28_000_000 });
    expect(await o.read(id)).toMatchObject({ goodsValueCents: 1_400_000, penalty: { minCents: 14_000_000, maxCents: 28_000_000 } });
  });
});

describe('in bulk', () => {
  async function threeFirms(o: TestApp): Promise<{ firm: TestParty; ids: string[] }[]> {
    const firms = [];
    for (let n = 0; n < 3; n++) {
      const firm = await o.party();
      const ids = [];
      for (let i = 0; i < 4; i++) ids.push((await seedLead(o, firm, 'record-incomplete', { occasion: `sale ${i}` })).id);
      firms.push({ firm, ids });
    }
    return firms;
  }

  it('an order is one line and one case a firm, and a line that cannot be refuses itself alone', async () => {
    const o = await office();
    const firms = await threeFirms(o);
    const taken = firms[1]?.ids[0] ?? '';
    await o.post('/v1/cases', { violationIds: [taken], officers });
    const body = { violationIds: firms.flatMap((one) => one.ids), officers, dueOn: '2026-11-20', text: '补录' };
    const past = await o.post('/v1/cases/bulk-order', { ...body, dueOn: '2026-11-04' });
    expect(past.status).toBe(422);
    const answer = await o.post('/v1/cases/bulk-order', body);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json.items.map((line: { status: number }) => line.status)).toEqual([201, 409, 201]);
    expect(answer.json.items[0]).toMatchObject({ case: { state: 'ordered', dueOn: '2026-11-20' }, violationIds: firms[0]?.ids });
    expect(answer.json.items[1].problem).toMatchObject({ code: 'out-of-order' });
    const cases = await o.store.read.selectFrom('case_file').select('state').execute();
    expect(cases.map((one) => one.state).sort()).toEqual(['opened', 'ordered', 'ordered']);
    const steps = (await o.read(answer.json.items[2].case.id)).steps;
    expect(steps.map((one: { kind: string }) => one.kind)).toEqual(['opening', 'order']);
  });

  it('takes a filter instead of ids, and never both or neither', async () => {
    const o = await office();
    const firms = await threeFirms(o);
    const rest = { officers, dueOn: '2026-11-20', text: '补录' };
    expect((await o.post('/v1/cases/bulk-order', rest)).status).toBe(422);
    expect((await o.post('/v1/cases/bulk-order', { ...rest, violationIds: firms[0]?.ids, filter: {} })).status).toBe(422);
    const answer = await o.post('/v1/cases/bulk-order', { ...rest, filter: { rule: 'record-incomplete', party: firms[0]?.firm.id } });
    expect(answer.json.items).toHaveLength(1);
    expect(answer.json.items[0].violationIds.toSorted()).toEqual(firms[0]?.ids.toSorted());
    expect((await o.post('/v1/cases/bulk-order', { ...rest, filter: { rule: 'record-incomplete' } })).json.items).toHaveLength(2);
  });

  it('a reminder is one a firm, in the chain of the authority', async () => {
    const o = await office();
    const firms = await threeFirms(o);
    const answer = await o.post('/v1/reminders/bulk', { violationIds: firms.flatMap((one) => one.ids), text: '请补录' });
    expect(answer.json.items.map((line: { status: number }) => line.status)).toEqual([201, 201, 201]);
    const entries = await o.store.read.selectFrom('entry').select('chain').where('kind', '=', 'reminder.sent').execute();
    expect(entries).toEqual([0, 1, 2].map(() => ({ chain: `authority:${o.desk.id}` })));
    const firm = firms[0]?.firm.key ?? '';
    const todos = (await o.request('GET', '/v1/todos', { key: firm })).json.items as Answer['json'][];
    expect(todos.map((one) => one.statements.map((said: { kind: string; text: string }) => [said.kind, said.text]))).toEqual(
      [0, 1, 2, 3].map(() => [['reminder', '请补录']]),
    );
    const rival = await o.authority({ regionCode: '330106' });
    expect((await o.post('/v1/reminders/bulk', { violationIds: firms[0]?.ids }, rival.key)).status).toBe(404);
  });
});
