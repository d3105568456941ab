import { describe, expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';

const failing = { reportNumber: 'JB-1', conclusion: 'fail', results: [{ item: '苯甲酸', value: '1.4', unit: 'g/kg', limit: '1.0' }] };

/** A producer's batch, the market authority of its county, and a laboratory. */
async function world() {
  const w = await custodyWorld();
  const desk = await w.authority({ regionCode: '330110' });
  const lab = await w.party({ name: '示例检测有限公司', kinds: ['laboratory'] });
  const code = await w.batch();
  const take = async (key: string, fields: Record<string, unknown> = {}) =>
    w.post('/v1/samples', key, { number: 'CJ-1', kind: 'official', traceCodes: [code], laboratory: lab.id, ...fields });
  const findings = async () =>
    (await w.get(`/v1/batches/${code}`, w.producer.key)).json.findings.map(
      (one: { rule: string; weight: string }) => `${one.rule} ${one.weight}`,
    );
  return { ...w, desk, lab, code, take, findings };
}

describe('an official sample', () => {
  it('that failed is a todo while a retest may be asked for, and a lead after seven working days', async () => {
    const w = await world();
    const taken = await w.take(w.desk.key);
    expect(taken.status, taken.text).toBe(201);
    expect(taken.json).toMatchObject({ state: 'taken', kind: 'official', laboratory: { id: w.lab.id } });
    const reported = await w.post(`/v1/samples/${taken.json.id}/results`, w.lab.key, failing);
    expect(reported.status, reported.text).toBe(201);
    // 5 November 2026 is a Thursday: the seventh working day after it is Monday the sixteenth.
    expect(reported.json).toMatchObject({ state: 'retestOpen', retestUntil: '2026-11-16T16:00:00Z' });
    expect(await w.findings()).toEqual(['official-sample-failed todo']);
    w.clock.set(Date.parse('2026-11-16T15:59:59Z'));
    await w.sweep();
    expect(await w.findings()).toEqual(['official-sample-failed todo']);
    w.clock.set(Date.parse('2026-11-16T16:00:00Z'));
    await w.sweep();
    await w.follower.catchUp();
    expect(await w.findings()).toEqual(['official-sample-failed lead']);
    const leads = await w.get('/v1/violations?rule=official-sample-failed', w.desk.key);
    expect(leads.json.items).toMatchObject([
      { weight: 'lead', fineBand: { minCents: 5_000_000, maxCents: 10_000_000, after: 'immediate' } },
    ]);
    expect((await w.get('/v1/samples/CJ-1', w.lab.key)).json).toMatchObject({ state: 'final', reports: [{ conclusion: 'fail' }] });
  });

  it('of the agriculture department may be disputed for five working days', async () => {
    const w = await world();
    const farmers = await w.authority({ name: '示例农业农村局', department: 'agriculture', regionCode: '330110' });
    const taken = await w.take(farmers.key, { number: 'N-1' });
    const reported = await w.post(`/v1/samples/${taken.json.id}/results`, w.lab.key, failing);
    expect(reported.json.retestUntil).toBe('2026-11-12T16:00:00Z');
  });

  it('waits for the retest once one was asked for, and ends with a pass of it', async () => {
    const w = await world();
    const { id } = (await w.take(w.desk.key)).json;
    await w.post(`/v1/samples/${id}/results`, w.lab.key, failing);
    expect((await w.post(`/v1/samples/${id}/retest`, w.shop.key, { reason: '有异议' })).status).toBe(404);
    expect((await w.post(`/v1/samples/${id}/retest`, w.lab.key, { reason: '有异议' })).status).toBe(403);
    const asked = await w.post(`/v1/samples/${id}/retest`, w.producer.key, { reason: '有异议' });
    expect([asked.status, asked.json.retestUntil]).toEqual([201, null]);
    w.clock.set(Date.parse('2026-12-01T00:00:00Z'));
    await w.sweep();
    expect(await w.findings()).toEqual(['official-sample-failed todo']);
    const retest = { reportNumber: 'JB-2', conclusion: 'pass', retest: true };
    const passed = await w.post(`/v1/samples/${id}/results`, w.desk.key, retest);
    expect(passed.json, passed.text).toMatchObject({ state: 'final', n: 2 });
    expect(await w.findings()).toEqual([]);
    expect((await w.post(`/v1/samples/${id}/results`, w.lab.key, failing)).status).toBe(409);
  });

  it('shows nothing of itself on the public page', async () => {
    const w = await world();
    const { id } = (await w.take(w.desk.key)).json;
    await w.post(`/v1/samples/${id}/results`, w.lab.key, failing);
    const page = await w.get(`/t/${w.code}`, undefined, { headers: { Accept: 'application/json' } });
    expect(page.json.certificates.map((one: { kind: string }) => one.kind)).toEqual(['release']);
  });

  it('is not for the sampled party to withdraw, by its documents either', async () => {
    const w = await world();
    const { id } = (await w.take(w.desk.key)).json;
    const { json } = await w.post(`/v1/samples/${id}/results`, w.lab.key, failing);
    expect((await w.post(`/v1/samples/${id}/withdrawal`, w.producer.key, { reason: '不服' })).status).toBe(403);
    expect((await w.post(`/v1/certificates/${json.certificate.id}/withdrawal`, w.producer.key, { reason: '不服' })).status).toBe(403);
  });
});

describe('samples', () => {
  it('are taken only where the caller may: all wrong fields at once', async () => {
    const w = await world();
    const far = await w.authority({ name: '示例外地局', regionCode: '330200' });
    const refused = await w.take(far.key, { kind: 'client', traceCodes: [w.code, 'AAAA-AAAA-AAAA-AAAA-AAAA'], laboratory: w.shop.id });
    expect(refused.status).toBe(422);
    expect(refused.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/traceCodes/1', '/kind', '/party', '/laboratory']);
    expect((await w.take(w.shop.key, { kind: 'client', party: w.producer.id })).json.errors).toMatchObject([{ pointer: '/party' }]);
    expect((await w.take(w.shop.key, { kind: 'client' })).json.errors).toMatchObject([{ pointer: '/traceCodes/0' }]);
    expect((await w.take(w.desk.key)).status).toBe(201);
    expect((await w.take(w.desk.key)).status).toBe(409);
  });

  it('that a party had tested are nobody else’s to read', async () => {
    const w = await world();
    const { id } = (await w.take(w.producer.key, { kind: 'client' })).json;
    const seen = async (key: string) => (await w.get(`/v1/samples/${id}`, key)).status;
    expect([await seen(w.producer.key), await seen(w.lab.key), await seen(w.desk.key), await seen(w.shop.key)]).toEqual([
      200, 200, 404, 404,
    ]);
    // The client does not write the report of its laboratory.
    expect((await w.post(`/v1/samples/${id}/results`, w.producer.key, failing)).status).toBe(403);
    const reported = await w.post(`/v1/samples/${id}/results`, w.lab.key, { ...failing, conclusion: 'pass', results: [], as: 'release' });
    expect(reported.json).toMatchObject({ state: 'reported', certificate: { kind: 'release', issuer: '示例检测有限公司' } });
  });

  it('by quick test alone give no band, though the goods are sold', async () => {
    const w = await world();
    const { id } = (await w.take(w.producer.key, { kind: 'quick', laboratory: undefined })).json;
    const quick = await w.post(`/v1/samples/${id}/results`, w.producer.key, failing);
    expect(quick.json).toMatchObject({ state: 'retestOpen', retestUntil: '2026-11-05T05:00:00Z' });
    const sold = await w.ship([{ traceCode: w.code, quantity: { amount: '10', unit: '袋' } }]);
    const found = sold.json.findings.filter((one: { rule: string }) => one.rule === 'certificate-failed');
    expect(found).toMatchObject([{ weight: 'reminder', fineBand: null }]);
  });

  it('amended say what stands now, and keep what stood before', async () => {
    const w = await world();
    const { id } = (await w.take(w.desk.key)).json;
    await w.post(`/v1/samples/${id}/results`, w.lab.key, failing);
    const amended = await w.post(`/v1/samples/${id}/amendments`, w.lab.key, {
      reportNumber: 'JB-1A',
      conclusion: 'pass',
      reason: '限量引用有误',
    });
    expect(amended.json, amended.text).toMatchObject({ state: 'final', n: 2 });
    expect(await w.findings()).toEqual([]);
    const read = await w.get(`/v1/samples/${id}`, w.desk.key);
    expect(read.json.reports).toMatchObject([
      { conclusion: 'fail', withdrawnReason: '限量引用有误' },
      { conclusion: 'pass', withdrawnAt: null },
    ]);
    const told = await w.get('/v1/notices', w.producer.key);
    expect(told.json.items.map((one: { kind: string }) => one.kind)).toEqual(['report.amended', 'report.issued']);
  });
});
