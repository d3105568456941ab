import { describe, expect, it } from 'vitest';
import { type TestApp, type TestParty, testApp } from '../../test/app.ts';

const GTIN = '09521234543213';
const SOY = {
  product: { name: '酿造酱油', specification: '1.9L/桶', category: 'food', gtin: GTIN },
  batchNumber: '20261101A',
  productionDate: '2026-11-01',
  quantity: { amount: '100', unit: '桶' },
};
const JSON_ONLY = { headers: { Accept: 'application/json' } };

async function record(t: TestApp, party: TestParty, more: Record<string, unknown> = {}): Promise<string> {
  const made = await t.request('POST', '/v1/batches', { key: party.key, body: { ...SOY, ...more } });
  if (made.status !== 201) throw new Error(`batch: ${made.status} ${made.text}`);
  return made.json.traceCode;
}

describe('a GS1 Digital Link', () => {
  it('shows the page and the JSON of its batch, with and without a serial number', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    for (const path of [`/01/${GTIN}/10/20261101A`, `/01/${GTIN}/10/20261101A/21/000117`, '/01/9521234543213/10/20261101A?17=261108']) {
      const reply = await t.request('GET', path, JSON_ONLY);
      expect([reply.status, reply.json?.traceCode]).toEqual([200, code]);
    }
    const page = await t.request('GET', `/01/${GTIN}/10/20261101A`);
    expect([page.status, page.text.includes('未发现问题记录')]).toEqual([200, true]);
  });

  it('finds a batch number with signs that stand percent-encoded in an address', async () => {
    const t = await testApp();
    const code = await record(t, await t.party(), { batchNumber: 'A+1(2)' });
    expect((await t.request('GET', `/01/${GTIN}/10/A%2B1%282%29`, JSON_ONLY)).json.traceCode).toBe(code);
  });

  it('offers a choice by date where several batches carry the number', async () => {
    const t = await testApp();
    const maker = await t.party({ name: '示例酱油厂' });
    const codes = [await record(t, maker), await record(t, maker, { productionDate: '2026-11-02' })];
    const reply = await t.request('GET', `/01/${GTIN}/10/20261101A`, JSON_ONLY);
    expect(reply.json.status).toBe('choose');
    expect(reply.json.candidates).toEqual([
      {
        traceCode: codes[1],
        productName: '酿造酱油',
        specification: '1.9L/桶',
        producer: '示例酱油厂',
        batchNumber: '20261101A',
        productionDate: '2026-11-02',
        expiresOn: null,
      },
      {
        traceCode: codes[0],
        productName: '酿造酱油',
        specification: '1.9L/桶',
        producer: '示例酱油厂',
        batchNumber: '20261101A',
        productionDate: '2026-11-01',
        expiresOn: null,
      },
    ]);
    const page = await t.request('GET', `/01/${GTIN}/10/20261101A`);
    for (const code of codes) expect(page.text).toContain(`href="/t/${code}"`);
  });

  it('asks for the batch number or the date where only the product is named, and takes them', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    const asks = await t.request('GET', `/01/${GTIN}`);
    expect([asks.status, asks.text.includes('还差一步'), asks.text.includes('酿造酱油')]).toEqual([200, true, true]);
    for (const query of ['batchNumber=20261101A', 'productionDate=2026-11-01', 'productionDate=20261101&batchNumber=20261101A']) {
      const reply = await t.request('GET', `/01/${GTIN}?${query}`);
      expect([reply.status, reply.headers.get('location')]).toEqual([303, `/t/${code}`]);
    }
  });

  it('says on a page of its own what is wrong with a barcode (400) or that a batch number is unknown (404)', async () => {
    const t = await testApp();
    await record(t, await t.party());
    const digit = await t.request('GET', '/01/09521234543214/10/20261101A');
    expect([digit.status, digit.text.includes('条码数字不对')]).toEqual([400, true]);
    const lot = await t.request('GET', `/01/${GTIN}/10/NOBODYS`);
    expect([lot.status, lot.text.includes('这个批号下没有记录')]).toEqual([404, true]);
    expect((await t.request('GET', `/01/${GTIN}/10/${encodeURIComponent('批')}`)).status).toBe(400);
    expect((await t.request('GET', `/01/${GTIN}/10/${'9'.repeat(21)}`)).status).toBe(400);
  });
});

describe('the search by hand', () => {
  it('goes to the page of a trace code, typed, pasted as an address or in full-width letters', async () => {
    const t = await testApp();
    const code = await record(t, await t.party());
    const wide = code.replace(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ' '), `https://trace.example/t/${code}?at=x`, wide]) {
      const reply = await t.request('GET', `/find?q=${encodeURIComponent(typed)}`);
      expect([reply.status, reply.headers.get('location')]).toEqual([303, `/t/${code}`]);
    }
    expect((await t.request('GET', `/find?code=${code}&lang=en`)).headers.get('location')).toBe(`/t/${code}?lang=en`);
  });

  it('finds by barcode digits and date, a date within the days of production too', async () => {
    const t = await testApp();
    const code = await record(t, await t.party(), { productionDateTo: '2026-11-03' });
    const reply = await t.request('GET', '/find?gtin=9521234543213&date=2026年11月2日');
    expect([reply.status, reply.headers.get('location')]).toEqual([303, `/t/${code}`]);
    const none = await t.request('GET', '/find?gtin=9521234543213&date=2026-11-04');
    expect([none.status, none.text.includes('没有找到符合')]).toEqual([404, true]);
  });

  it('takes whichever date the pack shows, made on or expires on, and six digits of it', async () => {
    const t = await testApp();
    const product = { ...SOY.product, shelfLife: { value: 1, unit: 'month' } };
    const party = await t.party();
    const code = await record(t, party, { product, productionDate: '2026-10-01' });
    for (const typed of ['2026-11-01', '20261101', '261101', '26.11.01', '261001']) {
      const reply = await t.request('GET', `/find?gtin=${GTIN}&date=${typed}`);
      expect([typed, reply.status, reply.headers.get('location')]).toEqual([typed, 303, `/t/${code}`]);
    }
    expect((await t.request('GET', `/find?gtin=${GTIN}&productionDate=2026-11-01`)).status).toBe(404);
    const second = await record(t, party, { product, batchNumber: 'NEXT' });
    const choice = await t.request('GET', `/find?gtin=${GTIN}&date=2026-11-01`, JSON_ONLY);
    expect(choice.json.candidates.map((one: { traceCode: string; expiresOn: string }) => [one.traceCode, one.expiresOn])).toEqual([
      [second, '2026-12-01'],
      [code, '2026-11-01'],
    ]);
  });

  it('says whether the barcode or only the date is unknown, and what to do', async () => {
    const t = await testApp();
    await record(t, await t.party());
    const date = await t.request('GET', `/find?gtin=${GTIN}&date=2020-01-01`);
    expect([date.status, date.text.includes('酿造酱油'), date.text.includes('没有找到符合这个日期或批号的批次')]).toEqual([
      404,
      true,
      true,
    ]);
    const barcode = await t.request('GET', '/find?gtin=9521234543220&date=2020-01-01');
    expect([barcode.status, barcode.text.includes('没有这个条码的记录'), barcode.text.includes('12315')]).toEqual([404, true, true]);
  });

  it('tells what is wrong with a code, a barcode or a date, and escapes it', async () => {
    const t = await testApp();
    expect((await t.request('GET', '/find?q=hello')).status).toBe(404);
    expect((await t.request('GET', '/find?gtin=123')).text).toContain('条码数字不对');
    expect((await t.request('GET', `/find?gtin=${GTIN}&date=soon`)).text).toContain('日期看不懂');
    const attack = await t.request('GET', `/find?gtin=${encodeURIComponent('"><script>')}&batch=${encodeURIComponent('<b>')}`);
    expect(attack.text).not.toContain('"><script>');
    expect(attack.text).not.toContain('<b>');
  });

  it('shows the form without a query, in either language', async () => {
    const t = await testApp();
    const form = await t.request('GET', '/find');
    expect([form.status, form.text.includes('<form method="get" action="/find"')]).toEqual([200, true]);
    expect((await t.request('GET', '/find?lang=en')).text).toContain('Look up a code');
  });
});
