import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

const melamine = { reportNumber: 'X-1', conclusion: 'fail', results: [{ item: '三聚氰胺', value: '12', unit: 'mg/kg', limit: '2.5' }] };

/** A maker's batch that was sold, and a stranger who scanned its code and says it has some. */
async function scanned() {
  const w = await custodyWorld();
  const desk = await w.authority({ regionCode: '330110' });
  const rival = await w.party({ name: '示例邻街食品店', kinds: ['retailer'] });
  const code = await w.batch();
  await w.ship([{ traceCode: code, quantity: bags('10') }]);
  const opening = { asOf: '2026-11-05', lines: [{ traceCode: code, quantity: bags('5') }] };
  expect((await w.post('/v1/openings', rival.key, opening)).status).toBe(201);
  const tested = async (kind: string, body: object = {}) => {
    const { id } = (await w.post('/v1/samples', rival.key, { number: `R-${kind}`, kind, traceCodes: [code] })).json;
    const reported = await w.post(`/v1/samples/${id}/results`, rival.key, { ...melamine, ...body });
    await w.follower.catchUp();
    return { id: id as string, ...reported };
  };
  const publicPapers = async () => {
    const page = await w.get(`/t/${code}`, undefined, { headers: { Accept: 'application/json' } });
    return page.json.certificates.map((one: { number: string }) => one.number);
  };
  const sold = (by: { key: string }) =>
    w.post('/v1/dispositions', by.key, { kind: 'sold', lines: [{ traceCode: code, quantity: bags('1') }] });
  return { ...w, desk, rival, code, tested, publicPapers, sold };
}

const rulesOf = (found: { rule: string; weight: string }[]) => found.map((one) => `${one.rule} ${one.weight}`);

describe('what somebody else than the maker had tested', () => {
  it.each(['client', 'quick'])('by a %s sample grounds nothing on the maker, and is on none of its pages', async (kind) => {
    const w = await scanned();
    const reported = await w.tested(kind);
    expect(reported.status, reported.text).toBe(201);
    const batch = (await w.get(`/v1/batches/${w.code}`, w.producer.key)).json;
    expect(rulesOf(batch.findings)).toEqual([]);
    expect(batch.certificates.map((one: { number: string }) => one.number)).toEqual(['HZ-2026-11-0042']);
    expect((await w.get('/v1/violations', w.desk.key)).json.items).toEqual([]);
    expect(await w.publicPapers()).toEqual(['HZ-2026-11-0042']);
    // Nor does a later sale by the maker.
    const again = await w.ship([{ traceCode: w.code, quantity: bags('10') }]);
    expect(rulesOf(again.json.findings)).toEqual([]);
  });

  it('is no release certificate', async () => {
    const w = await scanned();
    const refused = await w.tested('client', { as: 'release' });
    expect(refused.json.errors, refused.text).toMatchObject([{ pointer: '/as' }]);
  });

  it('reminds whoever had it tested, and sells on', async () => {
    const w = await scanned();
    const { id } = await w.tested('quick');
    const found = rulesOf((await w.sold(w.rival)).json.findings).filter((one) => one.startsWith('certificate-failed'));
    expect(found).toEqual(['certificate-failed reminder']);
    await w.post(`/v1/samples/${id}/withdrawal`, w.rival.key, { reason: '试剂过期' });
    expect(rulesOf((await w.sold(w.rival)).json.findings).filter((one) => one.startsWith('certificate-failed'))).toEqual([]);
  });

  it('lifts no failing test of the maker', async () => {
    const w = await scanned();
    const own = await w.post('/v1/certificates', w.producer.key, {
      kind: 'typeTest',
      number: 'T-1',
      issuedOn: '2026-11-03',
      conclusion: 'fail',
      covers: { traceCodes: [w.code] },
    });
    expect(rulesOf(own.json.findings)).toEqual(['certificate-failed todo']);
    await w.tested('client', { conclusion: 'pass', results: [] });
    expect(rulesOf((await w.get(`/v1/batches/${w.code}`, w.producer.key)).json.findings)).toContain('certificate-failed todo');
  });
});

describe('what the maker had tested', () => {
  it('as its release certificate says who entered it: the laboratory', async () => {
    const w = await custodyWorld();
    const lab = await w.party({ name: '示例检测有限公司', kinds: ['laboratory'] });
    const code = await w.batch();
    const sample = { number: 'C-1', kind: 'client', traceCodes: [code], laboratory: lab.id };
    const { id } = (await w.post('/v1/samples', w.producer.key, sample)).json;
    await w.post(`/v1/samples/${id}/results`, lab.key, { ...melamine, as: 'release' });
    // Whatever is recorded afterwards judges the batch as it is stored.
    const other = { kind: 'typeTest', number: 'T-2', issuedOn: '2026-11-04', conclusion: 'pass', covers: { traceCodes: [code] } };
    expect((await w.post('/v1/certificates', w.producer.key, other)).status).toBe(201);
    const { findings } = (await w.get(`/v1/batches/${code}`, w.producer.key)).json;
    const banned = findings.find((one: { rule: string }) => one.rule === 'banned-substance');
    expect(banned).toMatchObject({ weight: 'lead', certainty: 'established' });
    expect(banned.evidence[0].enteredBy).toContain(lab.id);
  });
});
