import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';
import { chainFault, type StoredEntry } from '../ledger/verify.ts';

interface Run {
  chain: string;
  start: { seq: number; hash: string; at: number };
  entries: StoredEntry[];
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** An incomplete record of bound food is sold; its lead becomes a case with an order, and the party states its view. */
async function caseOf(w: CustodyWorld) {
  const desk = await w.authority({ name: '余杭区市场监督管理局', regionCode: '330110' });
  const traceCode = await w.batch({ certificates: [] }, { directoryItem: '猪肉', category: 'agricultural', specification: undefined });
  w.clock.advance(60_000);
  const shipment = await w.ship([{ traceCode, quantity: { amount: '24', unit: '袋' } }], {
    shippedAt: new Date(w.clock.now()).toISOString(),
  });
  w.clock.advance(60_000);
  await w.post(`/v1/shipments/${shipment.id}/receipt`, w.shop.key, { outcome: 'accepted' });
  await w.follower.catchUp();
  const leads = await w.get('/v1/violations', desk.key);
  const lead = leads.json.items.find((one: { rule: string }) => one.rule === 'record-incomplete');
  expect(lead, leads.text).toBeDefined();
  const opened = await w.post('/v1/cases', desk.key, { violationIds: [lead.id], officers: ['甲', '乙'] });
  expect(opened.status, opened.text).toBe(201);
  w.clock.advance(60_000);
  const ordered = await w.post(`/v1/cases/${opened.json.id}/order`, desk.key, { dueOn: '2026-11-20', text: '补录规格' });
  expect(ordered.status, ordered.text).toBe(201);
  w.clock.advance(60_000);
  const said = await w.post(`/v1/cases/${opened.json.id}/statements`, w.producer.key, { text: '系统升级期间漏填，已安排补录' });
  expect(said.status, said.text).toBe(201);
  return { desk, traceCode, lead, id: opened.json.id as string };
}

describe('the evidence pack of a case', () => {
  it('holds facts with who entered them, the law of the day with its mark, steps, statements and an index in Chinese', async () => {
    const w = await custodyWorld();
    const { desk, traceCode, lead, id } = await caseOf(w);
    const file = await w.get(`/v1/cases/${id}/evidence`, desk.key);
    expect(file.status, file.text).toBe(200);
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="evidence-${id}.json"`);
    const pack = file.json;
    expect(pack.format).toBe('suyuan-evidence/1');
    expect(pack.facts).toHaveLength(1);
    expect(pack.facts[0]).toMatchObject({ violation: lead.id, subject: { type: 'batch', id: traceCode } });
    expect(pack.facts[0].evidence[0]).toMatchObject({ enteredByName: '示例肉联厂' });
    expect(pack.law[0].actOn).toBe('2026-11-05');
    expect(pack.law[0].citations.every((one: { source: string; confirmed: string }) => one.source !== '' && one.confirmed)).toBe(true);
    expect(pack.law[0].band).toMatchObject({ minCents: 100_000, maxCents: 1_000_000 });
    expect(pack.case.steps.map((step: { kind: string }) => step.kind)).toEqual(['opening', 'order']);
    expect(pack.statements).toMatchObject([{ text: '系统升级期间漏填，已安排补录' }]);
    const index = pack.index.join('\n');
    for (const words of [
      '一、事实（1条线索）',
      '二、法律依据',
      '三、办理程序',
      '四、证明文件',
      '五、账目',
      '待核实',
      '示例肉联厂',
      '系统升级期间漏填',
    ])
      expect(index).toContain(words);
  });

  it('can be checked from the file alone: every entry by its bytes, every run by its links, every statement by its commitment', async () => {
    const w = await custodyWorld();
    const { desk, traceCode, lead, id } = await caseOf(w);
    const { ledger, statements } = JSON.parse((await w.get(`/v1/cases/${id}/evidence`, desk.key)).text);
    const runs: Run[] = ledger.runs;
    for (const run of runs) expect(chainFault(run.entries, run.start), run.chain).toBeNull();
    const entries = runs.flatMap((run) => run.entries);
    for (const entry of entries) expect(sha256(entry.bytes)).toBe(entry.hash);
    const told = entries.map((entry) => `${entry.chain.split(':')[0]} ${entry.kind} ${entry.subject}`);
    for (const line of [
      'party product.recorded',
      `party batch.recorded batch/${traceCode.replaceAll('-', '')}`,
      `authority lead.opened violation/${lead.id}`,
      `authority case.opened case/${id}`,
      `authority case.ordered case/${id}`,
      `party statement.made statement/${statements[0].id}`,
    ])
      expect(
        told.some((one) => one.startsWith(line)),
        line,
      ).toBe(true);
    expect(told.every((line) => !line.includes('key.made'))).toBe(true);
    const [{ commitment, salt, value }] = ledger.commitments;
    expect(value).toBe('系统升级期间漏填，已安排补录');
    expect(commitment).toBe(`c:${sha256(`${salt}\n${value}`)}`);
    expect(entries.some((entry) => entry.bytes.includes(commitment))).toBe(true);
    const forged = runs.map((run) => ({
      ...run,
      entries: run.entries.map((one) => ({ ...one, bytes: one.bytes.replace('猪肉', '牛肉') })),
    }));
    expect(forged.some((run) => chainFault(run.entries, run.start)?.what === 'hash')).toBe(true);
  });

  it('is for the office that handles the case and those above it', async () => {
    const w = await custodyWorld();
    const { id, desk } = await caseOf(w);
    const city = await w.authority({ regionCode: '330100' });
    const farming = await w.authority({ regionCode: '330110', department: 'agriculture' });
    const xihu = await w.authority({ regionCode: '330106' });
    const ask = async (key?: string) => (await w.get(`/v1/cases/${id}/evidence`, key)).status;
    expect(await ask(desk.key)).toBe(200);
    expect(await ask(city.key)).toBe(200);
    expect(await ask(farming.key)).toBe(404);
    expect(await ask(xihu.key)).toBe(404);
    expect(await ask(w.producer.key)).toBe(403);
    expect(await ask()).toBe(401);
  });
});
