import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

const HOSTILE = '"><script>alert(1)</script>';

/** A session of the holder of a key, as a browser keeps it. */
async function recallPages() {
  const w = await custodyWorld();
  const signIn = async (key: string) => {
    const made = await w.request('POST', '/sign-in', {
      raw: new URLSearchParams({ key }),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', host: 'localhost' },
    });
    return (made.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  const [producer, shop] = [await signIn(w.producer.key), await signIn(w.shop.key)];
  const show = (path: string, cookie?: string) => w.request('GET', path, cookie ? { headers: { cookie } } : {});
  const send = (path: string, cookie: string, fields: Record<string, string>) =>
    w.request('POST', path, {
      raw: new URLSearchParams(fields),
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', host: 'localhost' },
    });
  const traceCode = await w.batch();
  const sent = await w.ship([{ traceCode, quantity: bags('10') }]);
  await w.post(`/v1/shipments/${sent.id}/receipt`, w.shop.key, { outcome: 'accepted' });
  return { ...w, cookies: { producer, shop }, show, send, traceCode };
}

describe('the pages of a recall', () => {
  it('carry it from opening to closing without a program, and show it on the shelf of who has the goods', async () => {
    const w = await recallPages();
    const { producer, shop } = w.cookies;
    expect((await w.show('/recalls')).headers.get('location')).toBe('/sign-in?next=%2Frecalls');
    expect((await w.show('/home', shop)).text).not.toContain('一级召回');

    const wrong = await w.send('/recalls', producer, { traceCodes: w.traceCode, level: '9', reason: HOSTILE });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('&quot;&gt;&lt;script&gt;');
    expect(wrong.text).not.toContain(HOSTILE);
    const opened = await w.send('/recalls', producer, { traceCodes: `${w.traceCode}\n`, level: '1', reason: HOSTILE, note: '喷码 02:00' });
    expect(opened.status, opened.text).toBe(303);
    const path = opened.headers.get('location') ?? '';

    expect((await w.show('/home', shop)).text).toMatch(/一级召回 · 冷鲜猪后腿肉<\/b> <span class="tag red">请确认/);
    const asked = await w.show(path, shop);
    expect(asked.text).toContain('已通知，未回应');
    expect(asked.text).not.toContain(HOSTILE);
    expect(asked.text).not.toContain('持有方');
    expect((await w.send(`${path}/acknowledgement`, shop, { text: '已下架' })).status).toBe(303);
    expect((await w.show('/home', shop)).text).not.toContain('请确认');
    const much = await w.send(`${path}/report`, shop, { kind: 'stopped', traceCode: w.traceCode, amount: '10', unit: '吨' });
    expect(much.status).toBe(422);
    expect(much.text).toContain('value="吨"');
    expect((await w.send(`${path}/report`, shop, { kind: 'stopped', traceCode: w.traceCode, amount: '1', unit: '箱' })).status).toBe(303);

    await w.follower.catchUp();
    const own = await w.show(path, producer);
    expect(own.text).toContain('已报告<span>1</span>');
    expect(own.text).toContain('1 家中 1 家已回应');
    expect(own.text).toContain('都已回应');
    expect(own.text).toContain('条号待核实');
    expect((await w.send(`${path}/closing`, shop, { text: '完' })).status).toBe(403);
    expect((await w.send(`${path}/closing`, producer, { text: '应召回 10 袋，全部停售。' })).status).toBe(303);
    expect((await w.show(path, producer)).text).toContain('应召回 10 袋，全部停售。');
    expect((await w.show('/home', shop)).text).not.toContain('一级召回');
    expect((await w.show('/recalls?lang=en', shop)).text).toContain('Level 1 recall');
  });

  it('print a notice for the door that everybody may read, with nothing in it that could act', async () => {
    const w = await recallPages();
    const opened = (await w.post('/v1/recalls', w.producer.key, { level: 2, reason: HOSTILE, contact: HOSTILE, traceCodes: [w.traceCode] }))
      .json;
    const sheet = await w.show(`/recalls/${opened.id}/announcement`);
    expect(sheet.status).toBe(200);
    for (const text of ['召回公告', '二级召回', '冷鲜猪后腿肉', '20261101A', w.traceCode, '示例肉联厂']) expect(sheet.text).toContain(text);
    expect(sheet.text).not.toContain('<script');
    expect((await w.show(`/recalls/${opened.id}/announcement?lang=en`)).text).toContain('Recall notice');
    expect((await w.show('/recalls/none/announcement')).status).toBe(404);
  });
});
