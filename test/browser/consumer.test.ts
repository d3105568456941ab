import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mistyped } from '../../src/ops/demo/doors.ts';
import { axeFindings, htmlFaults, openWorld, pathOf, sticksOut } from './harness.ts';

const world = await openWorld();
const { sauce, pork, cowpeas } = world.walked;

async function datesOf(code: string): Promise<{ productionDate: string; expiresOn: string }> {
  const reply = await fetch(`${world.url}/t/${code}`, { headers: { Accept: 'application/json' } });
  return reply.json() as Promise<{ productionDate: string; expiresOn: string }>;
}

const post = (path: string, key: string, body: unknown) =>
  fetch(world.url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a shopper with a phone', () => {
  it.each([
    { javaScript: true, width: 'phone' as const },
    { javaScript: false, width: 'phone' as const },
    { javaScript: false, width: 'desktop' as const },
  ])('sees the status first, then who made it and when ($width, script $javaScript)', async (as) => {
    const page = await world.page(pathOf(sauce.scanUrl), as);
    const [status, card] = await Promise.all([
      page.locator('main [role=status]').boundingBox(),
      page.locator('.card').first().boundingBox(),
    ]);
    expect(status?.y).toBe(0);
    expect(status?.y).toBeLessThan(card?.y ?? 0);
    expect(await page.textContent('h1')).toBe('未发现问题记录');
    const text = await page.innerText('main');
    for (const shown of ['香菇黄豆酱', '示例酱品厂', 'SC10333060200047', sauce.traceCode]) expect(text).toContain(shown);
    expect(await sticksOut(page)).toEqual([]);
  });

  it('of goods past their date sees that, in word and shape, and what to do', async () => {
    const page = await world.page(pathOf(pork.leg.scanUrl), { javaScript: false });
    expect(await page.textContent('h1')).toBe('已过保质期 · 请勿食用');
    expect(await page.locator('main [role=status] svg').count()).toBe(1);
    expect(await page.innerText('.card.ochre')).toContain('不要食用');
  });

  it('who mistypes is asked which code is meant, and comes to it', async () => {
    const page = await world.page(`/t/${mistyped(sauce.traceCode)}`, { javaScript: false });
    expect(await page.textContent('h1')).toBe('这个码输错了');
    await page.click('#meant a');
    expect(await page.textContent('h1')).toBe('未发现问题记录');
  });

  for (const javaScript of [true, false])
    it(`finds it by hand: by the code, by the barcode digits with the date made or the date it expires (script ${javaScript})`, async () => {
      const page = await world.page('/find', { javaScript, width: 320 });
      expect(await sticksOut(page)).toEqual([]);
      await page.fill('#code', sauce.traceCode.toLowerCase().replaceAll('-', ' '));
      await page.click('form:has(#code) button');
      expect(await page.innerText('main')).toContain('香菇黄豆酱');
      const gtin = /\/01\/(\d+)/.exec(sauce.digitalLink ?? '')?.[1] ?? '';
      await page.goto(`${world.url}/find`);
      await page.fill('#gtin', gtin);
      await page.click('form:has(#gtin) button');
      expect(await page.textContent('h1')).toBe('还差一步');
      const { productionDate, expiresOn } = await datesOf(sauce.traceCode);
      for (const date of [productionDate, expiresOn.replaceAll('-', '')]) {
        await page.goto(`${world.url}/find?gtin=${gtin}`);
        await page.fill('#date', date);
        await page.click('form:has(#gtin) button');
        expect(new URL(page.url()).pathname, date).toBe(`/t/${sauce.traceCode}`);
      }
    });

  it('finds several batches by hand and sees what tells them apart; finds none and is told what to do', async () => {
    const { productionDate } = await datesOf(sauce.traceCode);
    const gtin = /\/01\/(\d+)/.exec(sauce.digitalLink ?? '')?.[1] ?? '';
    const made = await post('/v1/batches', world.walked.cast.saucePlant.key, {
      product: { name: '香菇黄豆酱', category: 'food', gtin },
      batchNumber: '二线B',
      productionDate,
      quantity: { amount: '12', unit: '瓶' },
    });
    expect(made.status).toBe(201);
    const page = await world.page(`/find?gtin=${gtin}`, { javaScript: false, width: 320 });
    await page.fill('#date', productionDate);
    await page.click('form:has(#gtin) button');
    expect(await page.locator('ul.pick li').count()).toBe(2);
    expect(await page.locator('ul.pick mark').allTextContents()).toContain('二线B');
    expect(await sticksOut(page)).toEqual([]);
    await page.click('ul.pick li:has-text("二线B") a');
    expect(await page.innerText('main')).toContain('二线B');
    await page.goto(`${world.url}/find?gtin=${gtin}&date=2020-01-01`);
    expect(await page.textContent('#date-e')).toContain('没有找到符合这个日期');
    expect(await page.innerText('main')).toContain('日期换一个试');
    expect(await htmlFaults(await page.content())).toEqual([]);
  });

  it('reads it in large letters and in English, without script', async () => {
    const page = await world.page(pathOf(cowpeas.scanUrl), { javaScript: false });
    const size = async () => Number.parseFloat(String(await page.evaluate(`getComputedStyle(document.querySelector('main p')).fontSize`)));
    const before = await size();
    await page.click('a.size');
    expect(await size()).toBe(before * 1.5);
    expect(await sticksOut(page)).toEqual([]);
    await page.click('a[lang=en]');
    expect(await page.textContent('h1')).toBe('Past its date · do not eat');
    expect(await size()).toBe(before * 1.5);
    await page.click('a.size');
    expect(await size()).toBe(before);
  });

  it('reports a problem: what is missing is told beside the field, what was typed stays, and the authority reads it', async () => {
    const page = await world.page(pathOf(sauce.scanUrl), { javaScript: false });
    await page.click('text=填写报告');
    expect(await page.innerText('main')).toContain(sauce.traceCode);
    await page.fill('#details', ' ');
    await page.selectOption('#kind', 'spoiled');
    await page.fill('#contact', '0571-00000000');
    await page.click('form button.btn');
    expect(await page.getAttribute('#details', 'aria-invalid')).toBe('true');
    expect(await page.inputValue('#contact')).toBe('0571-00000000');
    expect(await page.inputValue('#kind')).toBe('spoiled');
    await page.click('[role=alert] a');
    await page.fill('#details', '开盖时已有霉斑');
    await page.click('form button.btn');
    expect(await page.textContent('h1')).toBe('报告已送出');
    const desk = await world.page('/consumer-reports', { key: world.walked.cast.province.key, width: 'desktop' });
    const row = await desk.innerText('tbody tr');
    for (const shown of ['香菇黄豆酱', '发霉', '开盖时已有霉斑', '0571-00000000']) expect(row).toContain(shown);
    expect(await axeFindings(desk)).toEqual([]);
    const source = await (await fetch(desk.url(), { headers: { Cookie: await world.sessionOf(world.walked.cast.province.key) } })).text();
    expect(await htmlFaults(source)).toEqual([]);
  });

  it('of recalled goods sees that first, how to tell whether theirs is meant, and what to do', async () => {
    const body = {
      level: 1,
      reason: '检出不应含有的成分',
      traceCodes: [cowpeas.traceCode],
      instructions: '退回购买处',
      contact: '客服 0571-00000106',
      affected: { note: '11月3日采收的净菜' },
    };
    const opened = await post('/v1/recalls', world.walked.cast.cooperative.key, body);
    expect(opened.status).toBe(201);
    const page = await world.page(pathOf(cowpeas.scanUrl), { javaScript: false });
    expect(await page.textContent('h1')).toBe('已召回 · 请勿食用');
    const notice = await page.innerText('.card.red');
    for (const shown of ['停止食用', '检出不应含有的成分', '客服 0571-00000106', '11月3日采收的净菜']) expect(notice).toContain(shown);
  });

  it('gets the first view in one packet burst: at most 14 kB compressed, style included, no script', async () => {
    for (const url of [sauce.scanUrl, pork.leg.scanUrl, `${cowpeas.scanUrl}?lang=en`]) {
      const html = await (await fetch(world.url + pathOf(url), { headers: { Accept: 'text/html' } })).text();
      expect(gzipSync(html).byteLength).toBeLessThanOrEqual(14 * 1024);
      expect(html).not.toMatch(/<script|<link rel="stylesheet"/);
    }
  });
});
