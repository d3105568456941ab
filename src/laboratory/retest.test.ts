import { describe, expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';

const failing = { reportNumber: 'JB-1', conclusion: 'fail', results: [{ item: '苯甲酸', value: '1.4', unit: 'g/kg', limit: '1.0' }] };
const retest = { ...failing, reportNumber: 'JB-2', retest: true };

/** An official sample that failed, its laboratory, and another one. */
async function failedSample(fields: Record<string, unknown> = {}) {
  const w = await custodyWorld();
  const desk = await w.authority({ regionCode: '330110' });
  const lab = await w.party({ name: '示例检测有限公司', kinds: ['laboratory'] });
  const other = await w.party({ name: '示例复检有限公司', kinds: ['laboratory'] });
  const code = await w.batch();
  const sample = {
    number: 'CJ-1',
    kind: 'official',
    traceCodes: [code],
    laboratory: lab.id,
    takenAt: '2026-10-20T09:00:00+08:00',
    ...fields,
  };
  const { id } = (await w.post('/v1/samples', desk.key, sample)).json as { id: string };
  const say = (what: string, key: string, body: unknown) => w.post(`/v1/samples/${id}/${what}`, key, body);
  const leads = async () => {
    await w.follower.catchUp();
    return (await w.get('/v1/violations?rule=official-sample-failed', desk.key)).json.items.length as number;
  };
  return { ...w, desk, lab, other, say, leads };
}

describe('a retest', () => {
  it('is reported only where one was asked for: the period of the party is not cut short', async () => {
    const w = await failedSample();
    await w.say('results', w.lab.key, failing);
    for (const key of [w.lab.key, w.desk.key]) {
      const early = await w.say('results', key, retest);
      expect([early.status, early.json.code]).toEqual([409, 'out-of-order']);
    }
    expect(await w.leads()).toBe(0);
    expect((await w.say('retest', w.producer.key, { reason: '有异议' })).status).toBe(201);
  });

  it('is reported by the laboratory named for it by who took the sample', async () => {
    const w = await failedSample();
    expect((await w.say('retest-laboratory', w.desk.key, { laboratory: w.other.id })).status).toBe(409);
    await w.say('results', w.lab.key, failing);
    await w.say('retest', w.producer.key, { reason: '有异议' });
    expect((await w.say('results', w.lab.key, retest)).status).toBe(403);
    expect((await w.say('results', w.other.key, retest)).status).toBe(404);
    expect((await w.say('retest-laboratory', w.producer.key, { laboratory: w.other.id })).status).toBe(403);
    expect((await w.say('retest-laboratory', w.desk.key, { laboratory: w.shop.id })).json.errors).toMatchObject([
      { pointer: '/laboratory' },
    ]);
    const named = await w.say('retest-laboratory', w.desk.key, { laboratory: w.other.id });
    expect(named.status, named.text).toBe(201);
    const reported = await w.say('results', w.other.key, retest);
    expect(reported.json, reported.text).toMatchObject({ state: 'final', n: 2 });
    expect(await w.leads()).toBe(1);
    expect((await w.say('withdrawal', w.lab.key, { reason: '不符' })).status).toBe(403);
    const read = await w.get('/v1/samples/CJ-1', w.producer.key);
    expect(read.json).toMatchObject({ laboratory: { id: w.lab.id }, retestLaboratory: { id: w.other.id } });
  });
});

describe('the retest period', () => {
  it('does not begin before the report is issued', async () => {
    const w = await failedSample();
    const early = { receivedAt: '2026-10-21T09:00:00+08:00' };
    for (const issued of [{}, { issuedOn: '2026-10-22' }]) {
      const refused = await w.say('results', w.lab.key, { ...failing, ...issued, ...early });
      expect(refused.status).toBe(422);
      expect(refused.json.errors).toMatchObject([{ pointer: '/receivedAt' }]);
    }
    const late = await w.say('results', w.lab.key, { ...failing, issuedOn: '2026-10-21', ...early });
    // 21 October 2026 is a Wednesday: the seventh working day after it is Friday the thirtieth, long past.
    expect(late.json, late.text).toMatchObject({ state: 'final', retestUntil: null });
  });
});
