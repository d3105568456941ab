import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A shop with three batches, and what its pages answer. */
async function shopPages() {
  const w = await custodyWorld();
  const form = (path: string, fields: [string, string][]) =>
    w.request('POST', path, { key: w.shop.key, raw: new URLSearchParams(fields), headers: FORM });
  const show = async (path: string) => (await w.get(path, w.shop.key)).text;
  async function received(batchNumber: string): Promise<string> {
    const traceCode = await w.batch({ batchNumber });
    const sent = await w.ship([{ traceCode, quantity: bags('10') }]);
    await w.post(`/v1/shipments/${sent.id}/receipt`, w.shop.key, { outcome: 'accepted' });
    return traceCode;
  }
  const site = w.shop.sites[0]?.id ?? '';
  return { ...w, form, show, received, site };
}

/** The states of the codes on the page of a check, by code. */
function statesOn(page: string): Record<string, string> {
  const found = page.matchAll(/<li class="line[^"]*" data-state="(\w+)">.*?<p class="code small">([^<]*)<\/p>/g);
  return Object.fromEntries([...found].map(([, state = '', code = '']) => [code, state]));
}

describe('the pages of a shop', () => {
  it('tell of each code of a photo what it is, and which displays are missing from it', async () => {
    const w = await shopPages();
    const [shown, hidden, unseen] = [await w.received('A'), await w.received('B'), await w.received('C')];
    const elsewhere = await w.batch({ batchNumber: 'D' });
    const begun = await w.form(`/displays?site=${w.site}`, [
      ['place', '冷鲜柜台'],
      ['traceCode', shown],
      ['traceCode', unseen],
    ]);
    expect(begun.status, begun.text).toBe(303);
    const codes = [
      `https://trace.example/t/${shown}`,
      hidden,
      elsewhere,
      `https://trace.example/m/${w.site}`,
      '09521234543213',
      'https://example.com/menu',
      '(01)09521234543213(10)B',
    ];
    const checked = await w.form(`/displays/check?site=${w.site}`, [['codes', codes.join('\n')]]);
    expect(checked.status).toBe(200);
    expect(statesOn(checked.text)).toEqual({
      [shown]: 'shown',
      [hidden]: 'notShown',
      [elsewhere]: 'notHere',
      [`https://trace.example/m/${w.site}`]: 'shop',
      '09521234543213': 'barcode',
      'https://example.com/menu': 'unknown',
      [unseen]: 'missing',
    });
  });

  it('keep what was typed when a display lacks its place, and end one that stands', async () => {
    const w = await shopPages();
    const traceCode = await w.received('A');
    const refused = await w.form('/displays', [['traceCode', traceCode]]);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('href="#place"');
    expect(refused.text).toContain(`value="${traceCode}" checked`);
    expect(await w.show('/displays')).toContain('没有正在公示的码');
    await w.form('/displays', [
      ['traceCode', traceCode],
      ['place', '冷鲜柜台'],
    ]);
    const path = /action="(\/displays\/[^"]+\/end\?[^"]+)"/.exec(await w.show('/displays'))?.[1] ?? '';
    expect((await w.form(path, [])).status).toBe(303);
    expect(await w.show('/displays')).toContain('没有正在公示的码');
  });

  it('record once what is sent twice, and say what was typed where the row has left the shelf meanwhile', async () => {
    const w = await shopPages();
    const traceCode = await w.received('A');
    const open = async () => {
      const page = await w.show(`/stock?take=${traceCode}&site=${w.site}`);
      const fields = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]);
      return Object.fromEntries(fields) as Record<string, string>;
    };
    const sell = (fields: Record<string, string>, amount: string) => w.form('/stock', Object.entries({ ...fields, kind: 'sold', amount }));
    const first = await open();
    const both = await Promise.all([sell(first, '3'), sell(first, '3')]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await w.held(w.shop, traceCode)).toBe('7');
    const other = await sell(first, '4');
    expect([other.status, other.text.includes('已经按另一内容记录过')]).toEqual([422, true]);
    expect(await w.held(w.shop, traceCode)).toBe('7');
    expect((await sell(await open(), '7')).status).toBe(303);
    const gone = await sell({ ...first, once: '' }, '五');
    expect(gone.status).toBe(422);
    expect(gone.text).toContain(traceCode);
    expect(gone.text).toMatch(/五|有误/);
    expect(gone.text).toContain('<b>五</b>');
    expect(gone.text).not.toContain('href="#amount"');
  });

  it('ask once before more goes than is there, and show first what went below zero', async () => {
    const w = await shopPages();
    const traceCode = await w.received('A');
    const fields = { traceCode, site: w.site, kind: 'sold', unit: '袋', once: 'o1234567' };
    const sell = (more: Record<string, string>) => w.form('/stock', Object.entries({ ...fields, ...more }));
    // The same six twice: the second is the first again, though only four are left.
    expect([(await sell({ amount: '6' })).status, (await sell({ amount: '6' })).status]).toEqual([303, 303]);
    const asked = await sell({ amount: '999999', once: 'p1234567' });
    expect([asked.status, asked.text.includes('在库只有 4 袋')]).toEqual([422, true]);
    expect(asked.text).toContain('value="999999"');
    expect(await w.held(w.shop, traceCode)).toBe('4');
    expect((await sell({ amount: '50', once: 'r1234567', more: '5' })).status).toBe(422);
    expect((await sell({ amount: '5', once: 'q1234567', more: '5' })).status).toBe(303);
    expect(await w.held(w.shop, traceCode)).toBe('-1');
    expect(await w.show('/stock')).toMatch(/账面为负.*-1 袋/s);
  });

  it('put recalled goods first, and mark them on the list behind the code of the shop', async () => {
    const w = await shopPages();
    const traceCode = await w.received('A');
    await w.form('/displays', [
      ['traceCode', traceCode],
      ['place', '冷鲜柜台'],
    ]);
    expect(await w.show('/stock')).toContain('货架上没有被召回的货');
    expect(await w.show(`/m/${w.site}`)).not.toContain('已召回');
    const opened = await w.post('/v1/recalls', w.producer.key, { level: 1, reason: '示例', traceCodes: [traceCode] });
    expect(opened.status, opened.text).toBe(201);
    expect(await w.show('/stock')).toContain(`/recalls/${opened.json.id}`);
    expect(await w.show(`/m/${w.site}`)).toContain('已召回，请勿购买和食用');
    expect(await w.show('/displays')).toContain('已召回');
  });
});
