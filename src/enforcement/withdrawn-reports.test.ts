import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

const banned = [{ item: '三聚氰胺', value: '12', unit: 'mg/kg', limit: '2.5' }];
const failing = { reportNumber: 'JB-2026-0011', conclusion: 'fail', results: banned };
const amended = { reportNumber: 'JB-2026-0011A', conclusion: 'pass', results: [], reason: '样品混淆' };

/** A maker’s batch, the market authority of its county, and a laboratory. */
async function world() {
  const w = await custodyWorld();
  const desk = await w.authority({ regionCode: '330110' });
  const lab = await w.party({ name: '示例检测有限公司', kinds: ['laboratory'] });
  const code = await w.batch();
  /** A sample with its report; the sample's id. */
  const reported = async (by: { key: string }, sample: Record<string, unknown>, report: Record<string, unknown> = failing) => {
    const taken = await w.post('/v1/samples', by.key, { kind: 'official', traceCodes: [code], laboratory: lab.id, ...sample });
    expect(taken.status, taken.text).toBe(201);
    const reporter = taken.json.laboratory ? lab : by;
    const done = await w.post(`/v1/samples/${taken.json.id}/results`, reporter.key, report);
    expect(done.status, done.text).toBe(201);
    await w.follower.catchUp();
    return { id: taken.json.id as string, ...done.json };
  };
  const say = async (id: string, what: string, body: unknown, by: { key: string } = lab) => {
    const done = await w.post(`/v1/samples/${id}/${what}`, by.key, body);
    expect(done.status, done.text).toBe(201);
    await w.follower.catchUp();
  };
  /** States of every lead, by rule. */
  const leads = async () => {
    const rows = await w.store.read.selectFrom('finding').select(['rule', 'state']).where('weight', '=', 'lead').orderBy('rule').execute();
    return rows.filter((row) => row.state !== 'shadow').map((row) => `${row.rule} ${row.state}`);
  };
  return { ...w, desk, lab, code, reported, say, leads };
}

describe('a lead that rests on a report', () => {
  it.each([
    ['withdrawal', { reason: '设备未校准' }],
    ['amendments', amended],
  ])('is corrected by its %s, though such leads are else for officers', async (what, body) => {
    const w = await world();
    const { id } = await w.reported(w.producer, { number: 'C-1', kind: 'client' });
    await w.ship([{ traceCode: w.code, quantity: bags('10') }]);
    expect(await w.leads()).toEqual(['banned-substance open', 'certificate-failed open']);
    await w.say(id, what, body);
    expect(await w.leads()).toEqual(['banned-substance corrected', 'certificate-failed corrected']);
  });

  it('rests on what the amended report says from then on', async () => {
    const w = await world();
    const { id } = await w.reported(w.producer, { number: 'C-1', kind: 'client' });
    await w.ship([{ traceCode: w.code, quantity: bags('10') }]);
    await w.say(id, 'amendments', { ...failing, reportNumber: 'JB-2', reason: '单位有误' });
    expect(await w.leads()).toEqual(['banned-substance open', 'certificate-failed open']);
    const { items } = (await w.get('/v1/violations', w.desk.key)).json;
    const facts = items.map((one: { evidence: { fact: string }[] }) => one.evidence[0]?.fact);
    expect(facts).toEqual([expect.stringContaining('JB-2'), expect.stringContaining('JB-2')]);
  });

  it('stays for officers where the party takes back what it reported itself', async () => {
    const w = await world();
    const { id } = await w.reported(w.producer, { number: 'C-1', kind: 'client', laboratory: undefined });
    await w.say(id, 'withdrawal', { reason: '录错' }, w.producer);
    expect(await w.leads()).toEqual(['banned-substance open']);
  });
});

describe('a case that rests on a report', () => {
  /** The case on a final failing report, with the marks it bears. */
  async function opened() {
    const w = await world();
    const plain = { ...failing, results: [{ item: '氨基酸态氮', value: '0.2', unit: 'g/100mL', limit: '≥0.4' }] };
    const sample = await w.reported(w.desk, { number: 'CJ-1' }, plain);
    w.clock.set(Date.parse(sample.retestUntil));
    await w.sweep();
    await w.follower.catchUp();
    const [lead] = (await w.get('/v1/violations?rule=official-sample-failed&state=open', w.desk.key)).json.items;
    const file = await w.post('/v1/cases', w.desk.key, { violationIds: [lead.id], officers: ['甲', '乙'] });
    expect(file.status, file.text).toBe(201);
    const marks = async () => {
      const { steps } = (await w.get(`/v1/cases/${file.json.id}`, w.desk.key)).json;
      return steps.slice(1).map((step: { kind: string; reportNumber: string }) => `${step.kind} ${step.reportNumber}`);
    };
    return { ...w, sample, marks };
  }

  it('is marked when the report is amended, and both sides are told', async () => {
    const w = await opened();
    await w.say(w.sample.id, 'amendments', amended);
    expect(await w.marks()).toEqual(['report-amended JB-2026-0011']);
    for (const side of [w.desk, w.producer]) {
      const told = (await w.get('/v1/notices', side.key)).json.items.filter((one: { kind: string }) => one.kind === 'case.report-amended');
      expect(told).toMatchObject([{ body: { reportNumber: 'JB-2026-0011', replacedBy: 'JB-2026-0011A' } }]);
    }
    await w.say(w.sample.id, 'withdrawal', { reason: '作废' });
    expect(await w.marks()).toEqual(['report-amended JB-2026-0011']);
  });

  it('is not marked by the withdrawal of another report whose number is part of it', async () => {
    const w = await opened();
    const other = await w.reported(w.desk, { number: 'CJ-2' }, { reportNumber: '1', conclusion: 'pass' });
    await w.say(other.id, 'withdrawal', { reason: '录错' });
    expect(await w.marks()).toEqual([]);
    await w.say(w.sample.id, 'withdrawal', { reason: '作废' });
    expect(await w.marks()).toEqual(['report-withdrawn JB-2026-0011']);
  });
});
