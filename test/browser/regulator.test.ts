import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFindings, htmlFaults, openWorld, sticksOut } from './harness.ts';

const world = await openWorld();
const { cast, pork } = world.walked;
const key = cast.province.key;

/** A photo as a phone would send it, of one grey dot. */
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64');

/** Whether a picture has come and can be seen. */
const isShown = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate(`(async () => {
    const image = document.querySelector(${JSON.stringify(selector)});
    image.loading = 'eager';
    await image.decode();
    return image.naturalWidth > 0;
  })()`);

/** Runs in the page: chooses two photos of noise, as large as a phone makes them, and sends the form in the same moment. */
const CHOOSE_AND_SEND = `(async () => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [2500, 500];
  const context = canvas.getContext('2d');
  const noise = context.createImageData(2500, 500);
  for (let i = 0; i < noise.data.length; i++) noise.data[i] = i % 4 === 3 ? 255 : Math.random() * 256;
  context.putImageData(noise, 0, 0);
  const photo = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  const chosen = new DataTransfer();
  for (const name of ['a.png', 'b.png']) chosen.items.add(new File([photo, name], name, { type: 'image/png' }));
  const input = document.getElementById('photos');
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  document.querySelector('.go .huge').click();
  return photo.size;
})()`;

describe('the regulator', () => {
  /** From the firms to the first open lead of one of them, with or without an order before its fine. */
  async function leadOf(width: 'phone' | 'desktop', ordersFirst: boolean) {
    const page = await world.page('/regulator', { key, width });
    expect(await page.textContent('h1')).toBe('按企业看线索');
    const firm = page.locator('.firm', { hasText: '示例连锁超市' });
    expect(await firm.locator('summary').innerText()).toContain('线索');
    await firm.locator('summary').click();
    const open = firm.locator('.lead', { hasText: '待处理', hasNotText: '提醒' });
    await open
      .filter({ hasText: ordersFirst ? /责令改正(逾期后|后拒不改正)/ : /不以责令改正为前提/ })
      .locator('h3 a')
      .first()
      .click();
    expect(page.url()).toMatch(/\/regulator\/violations\/\w+$/);
    expect(await page.innerText('main')).toContain('示例连锁超市');
    expect(await axeFindings(page)).toEqual([]);
    await page.fill('#officer1', '示例执法员甲');
    await page.fill('#officer2', '示例执法员乙');
    return page;
  }

  it('goes from the firms to a lead and orders correction', async () => {
    const page = await leadOf('phone', true);
    const order = page.locator('form:has(#dueOn)');
    await order.locator('#dueOn').fill('2026-12-20');
    await order.locator('#text').fill('补录缺少的追溯信息');
    await order.locator('button').click();
    expect(await page.innerText('main')).toContain('已责令限期改正');
    await page.goto(`${world.url}/regulator/limits`);
    expect(await page.innerText('main')).toContain('2026-12-20');
  });

  it('opens the case where the fine needs no order first, and may order in it', async () => {
    const page = await leadOf('desktop', false);
    await page.locator('form[action$="/case"] button').click();
    await page.waitForURL(/\/cases\/\w+$/);
    expect(await axeFindings(page)).toEqual([]);
    await page.locator('details:has(#order-dueOn) > summary').first().click();
    await page.fill('#order-dueOn', '2026-12-21');
    await page.fill('#order-text', '立即下架');
    await page.locator('form:has(#order-dueOn) button').click();
    await page.goto(`${world.url}/regulator/limits`);
    expect(await page.innerText('main')).toContain('2026-12-21');
  });

  it('filters by the address, takes a filter off by its chip, and keeps it in the file', async () => {
    const page = await world.page('/regulator/violations?state=open', { key, width: 'desktop', javaScript: false });
    const before = await page.innerText('p[role=status]');
    const href = (await page.locator('a', { hasText: 'CSV' }).first().getAttribute('href')) ?? '';
    const csv = await (await page.request.get(world.url + href)).text();
    expect(csv).toContain('state=open');
    await page.click('.chips a');
    expect(page.url()).toBe(`${world.url}/regulator/violations`);
    expect(await page.innerText('p[role=status]')).not.toBe(before);
  });

  it('reminds those ticked, and says so when nobody is', async () => {
    const page = await world.page('/regulator/violations?state=open', { key, javaScript: false });
    await page.click('#remind button');
    expect(await page.innerText('[role=alert]')).toContain('没有选中');
    await page.locator('input[name=id]').first().check();
    await page.fill('#remind-text', '请在本周内核对');
    await page.click('#remind button');
    expect(await page.innerText('h1')).toBe('向 1 家经营主体发送提醒？');
    await page.click('button[value=back]');
    expect(await page.locator('input[name=id]:checked').count()).toBe(1);
    await page.click('#remind button');
    await page.click('button[value=send]');
    expect(await page.innerText('main')).toContain('已提醒 1 家经营主体');
    expect(page.url()).toContain('state=open');
  });

  it('makes photos small before they are sent, and waits for that where the form is sent at once', async () => {
    const page = await world.page(`/regulator/visit?code=${pork.leg.traceCode}`, { key });
    const before = await page.evaluate(CHOOSE_AND_SEND);
    expect(before).toBeGreaterThan(1_000_000);
    await page.waitForSelector('[role=alert]');
    const src = await page.getAttribute('.photos img', 'src');
    const sent = await page.evaluate(
      `fetch('${src}').then((reply) => reply.blob()).then((blob) => createImageBitmap(blob).then(({ width, height }) => ({ type: blob.type, width, height })))`,
    );
    expect(sent).toEqual({ type: 'image/jpeg', width: 2000, height: 400 });
  });

  it('notes on site with a photo what it saw, found by a trace code; what was typed comes back when something is missing', async () => {
    const page = await world.page('/regulator/visit', { key });
    await page.fill('#code', `${world.url}/t/${pork.leg.traceCode}`);
    await page.click('form:has(#code) .full');
    expect(await axeFindings(page)).toEqual([]);
    await page.locator('label', { hasText: '示例连锁超市' }).last().click();
    await page.setInputFiles('#photos', { name: 'a.png', mimeType: 'image/png', buffer: PHOTO });
    await page.click('.go .huge');
    expect(await page.innerText('[role=alert]')).toContain('写明看到的情况');
    expect(await page.locator('input[name=place]:checked').count()).toBe(1);
    expect(await page.innerText('main')).toContain('已收到 1 张照片');
    expect(await isShown(page, '.photos img')).toBe(true);
    await page.fill('#text', '入口货架未见追溯码');
    const save = await page.locator('.go .huge').boundingBox();
    expect(save?.height).toBeGreaterThanOrEqual(44);
    await page.click('.go .huge');
    expect(await page.innerText('main')).toContain('入口货架未见追溯码');
    expect(page.url()).toMatch(/\/regulator\/violations\/\w+$/);
    expect(await isShown(page, '.photos img')).toBe(true);
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('.photos a')]);
    expect(await readFile(await file.path())).toEqual(PHOTO);
  });

  it.each([true, false])(
    'records a note once when the button is tapped twice, and keeps it when another place is looked for (scripts: %s)',
    async (javaScript) => {
      const page = await world.page('/regulator/visit', { key, javaScript });
      await page.fill('#code', pork.leg.traceCode);
      await page.click('#find');
      const text = `收银台旁没有追溯码，${javaScript}`;
      await page.fill('#text', text);
      await page.setInputFiles('#photos', { name: 'a.png', mimeType: 'image/png', buffer: PHOTO });
      await page.fill('#code', '示例连锁超市');
      await page.click('#find');
      expect(await page.inputValue('#text')).toBe(text);
      expect(await page.innerText('main')).toContain('已收到 1 张照片');
      await page.locator('input[name=place]').first().check();
      await page.locator('.go .huge').dblclick();
      await page.waitForURL(/\/regulator\/violations\/\w+$/);
      const noted = await fetch(`${world.url}/v1/violations?rule=code-not-displayed`, { headers: { Authorization: `Bearer ${key}` } });
      // Each lead tells its text once.
      expect((await noted.text()).split(text)).toHaveLength(2);
    },
  );

  it('sees the period in pictures, each with its numbers beside it', async () => {
    const page = await world.page('/regulator/overview', { key, width: 'desktop', javaScript: false });
    expect(await page.locator('svg[role=img]').count()).toBeGreaterThanOrEqual(4);
    for (const city of ['杭州', '舟山', '丽水']) expect(await page.locator('#region svg').textContent()).toContain(city);
    const rows = await page.locator('#rule tbody tr').count();
    expect(await page.locator('#rule svg rect').count()).toBe(rows);
    expect(await page.locator('#precision tbody tr').count()).toBe(rows);
  });

  it('asks the law as of a day: what held then, and what came later', async () => {
    const page = await world.page('/law/food-safety-law', { javaScript: false });
    const all = await page.locator('.law').count();
    await page.fill('#asOf', '2020-01-01');
    await page.click('form:has(#asOf) button');
    expect(page.url()).toContain('asOf=2020-01-01');
    expect(await page.innerText('main')).toContain('之后的规定');
    expect(await page.locator('.law').count()).toBeLessThanOrEqual(all);
    await page.goto(`${world.url}/law?asOf=gestern`);
    expect(await page.innerText('[role=alert]')).toContain('2026-12-01');
  });

  it.each([
    '/regulator',
    '/regulator/violations',
    '/regulator/limits',
    '/regulator/visit',
    '/regulator/overview',
    '/law',
    '/law/food-safety-law?asOf=2026-11-10',
  ])('%s is sound HTML, fits 320 px and 200 percent text, and axe finds nothing', async (path) => {
    const page = await world.page(path, { key, width: 320 });
    expect(await htmlFaults(await (await page.request.get(world.url + path)).text())).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toEqual([]);
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    expect(await sticksOut(page)).toEqual([]);
    if (process.env.SHOTS) {
      await page.evaluate("document.documentElement.style.fontSize = ''");
      const name = path.replace(/\W+/g, '_');
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-320.png` });
      await page.setViewportSize({ width: 1280, height: 1100 });
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-1280.png`, fullPage: path.includes('overview') });
    }
  });
});
