import { describe, expect, it } from 'vitest';
import { type TestApp, testApp } from './app.ts';

const GTIN = '09521234543213';
const LINK = `/01/${GTIN}/10/20261101A`;

async function withBatch(): Promise<{ t: TestApp; code: string }> {
  const t = await testApp();
  const maker = await t.party({ name: '示例酱油厂' });
  const made = await t.request('POST', '/v1/batches', {
    key: maker.key,
    body: {
      product: { name: '酿造酱油', category: 'food', gtin: GTIN },
      batchNumber: '20261101A',
      productionDate: '2026-11-01',
      quantity: { amount: '10', unit: '桶' },
    },
  });
  return { t, code: made.json.traceCode };
}

const problem = { headers: { Accept: 'application/json' } };

describe('the GS1 resolver', () => {
  it('describes itself at /.well-known/gs1resolver', async () => {
    const t = await testApp();
    const reply = await t.request('GET', '/.well-known/gs1resolver');
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(reply.json).toMatchObject({ resolverRoot: 'https://trace.example', supportedPrimaryKeys: ['01'] });
  });

  it('leads to the default, and says where the set of links is', async () => {
    const { t, code } = await withBatch();
    for (const path of [LINK, `${LINK}?linkType=gs1:defaultLink`, `/01/${GTIN}/22/2A/10/20261101A/21/7`]) {
      const reply = await t.request('GET', path, problem);
      expect([path, reply.status, reply.json.traceCode]).toEqual([path, 200, code]);
      expect(reply.headers.get('link')).toContain('rel="linkset"; type="application/linkset+json"');
      expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it.each([
    ['linkType=linkset', {}],
    ['linkType=all', {}],
    ['', { Accept: 'application/linkset+json' }],
  ])('gives the set of links (RFC 9264) by %s %o', async (query, headers) => {
    const { t, code } = await withBatch();
    const reply = await t.request('GET', `${LINK}?${query}`, { headers });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/linkset+json; charset=utf-8']);
    const [set] = reply.json.linkset;
    expect(set.anchor).toBe(`https://trace.example${LINK}`);
    expect(set.itemDescription).toBe('酿造酱油');
    expect(set['https://gs1.org/voc/defaultLink']).toEqual([{ href: `https://trace.example/t/${code}`, title: '酿造酱油' }]);
    expect(set['https://gs1.org/voc/traceability']).toEqual([
      { href: `https://trace.example/t/${code}?lang=zh-CN#steps`, title: '追溯信息', type: 'text/html', hreflang: ['zh'] },
      { href: `https://trace.example/t/${code}?lang=en#steps`, title: 'Traceability information', type: 'text/html', hreflang: ['en'] },
    ]);
    for (const type of ['pip', 'certificationInfo', 'recallStatus']) expect(set[`https://gs1.org/voc/${type}`]).toHaveLength(2);
  });

  it('redirects to the part of the page a link type names, which is there', async () => {
    const { t, code } = await withBatch();
    const page = (await t.request('GET', `/t/${code}`)).text;
    for (const [type, part] of [
      ['gs1:pip', ''],
      ['gs1:traceability', '#steps'],
      ['gs1:certificationInfo', '#certificates'],
      ['gs1:recallStatus', '#status'],
      ['https://gs1.org/voc/traceability', '#steps'],
    ]) {
      const reply = await t.request('GET', `${LINK}?linkType=${encodeURIComponent(type ?? '')}`);
      expect([reply.status, reply.headers.get('location')]).toEqual([307, `/t/${code}${part}`]);
      if (part) expect(page).toContain(`id="${part.slice(1)}"`);
    }
    const english = await t.request('GET', `${LINK}?linkType=gs1:traceability&lang=en`);
    expect(english.headers.get('location')).toBe(`/t/${code}?lang=en#steps`);
  });

  it('answers HEAD as GET without a body, and OPTIONS with the methods', async () => {
    const { t } = await withBatch();
    const head = await t.request('HEAD', LINK);
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers.get('link')).toContain('linkset');
    const options = await t.request('OPTIONS', LINK);
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    expect(options.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
  });

  it('passes over what it does not know in a query, and an attribute that says the same', async () => {
    const { t, code } = await withBatch();
    for (const query of ['17=261108&utm=1', '10=20261101A', '9999=A']) {
      const reply = await t.request('GET', `${LINK}?${query}`, problem);
      expect([query, reply.status, reply.json.traceCode]).toEqual([query, 200, code]);
    }
  });

  it.each([
    ['an unknown link type', 404, `${LINK}?linkType=gs1:nutritionalInfo`],
    ['a link type every object has', 404, `${LINK}?linkType=toString`],
    ['another such link type', 404, `${LINK}?linkType=constructor`],
    ['an unknown batch number', 404, `/01/${GTIN}/10/NOBODYS`],
    ['the links of an unknown batch number', 404, `/01/${GTIN}/10/NOBODYS?linkType=linkset`],
    ['the links of an unknown product', 404, '/01/06901234567892?linkType=linkset'],
    ['a product without what only batches have', 404, `/01/${GTIN}?linkType=gs1:traceability`],
    ['a sound key of another kind', 404, '/00/106141412345678908'],
    ['a wrong check digit', 400, '/01/09521234543214/10/A'],
    ['the links under a wrong check digit', 400, '/01/09521234543214?linkType=linkset'],
    ['a wrong check digit of another key', 400, '/00/106141412345678909'],
    ['qualifiers in the wrong order', 400, `/01/${GTIN}/21/1/10/A`],
    ['a qualifier of another key', 400, `/01/${GTIN}/254/7`],
    ['a lot of 21 characters', 400, `/01/${GTIN}/10/${'9'.repeat(21)}`],
    ['broken percent-encoding', 400, `/01/${GTIN}/10/%zz`],
    ['an attribute that is no date', 400, `${LINK}?17=999999`],
    ['the links beside such an attribute', 400, `${LINK}?linkType=linkset&17=999999`],
    ['another lot in the query', 400, `${LINK}?10=B`],
  ])('never answers 200 to %s: %i', async (_, status, path) => {
    const { t } = await withBatch();
    for (const headers of [problem.headers, { Accept: 'text/html' }])
      expect((await t.request('GET', path, { headers })).status).toBe(status);
    const told = await t.request('GET', path, problem);
    expect(told.text.length).toBeGreaterThan(20);
  });
});
