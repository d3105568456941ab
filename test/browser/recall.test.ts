import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFindings, htmlFaults, openWorld, sticksOut } from './harness.ts';

const world = await openWorld();
const { cast, canteen, pork, sauce } = world.walked;
const { traceCode } = pork.leg;

/** A photo as a phone would send it, of one grey dot. */
const PHOTO = {
  name: 'a.png',
  mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64'),
};

async function good(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
  expect(await sticksOut(page)).toEqual([]);
  expect(await htmlFaults(await (await page.request.get(page.url())).text())).toEqual([]);
}

/** As if the reader came back to the page: it renews itself at once. */
const lookAgain = (page: Page) => page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);

describe('a recall, from both sides', () => {
  it('goes from the maker’s phone over the shop’s shelf to the report the authority reads, and one holder never answers', {
    timeout: 240_000,
  }, async () => {
    const maker = await world.page(`/producer/batches/${traceCode}`, { key: cast.slaughterhouse.key });
    await maker.getByRole('link', { name: '准备召回' }).click();
    await maker.selectOption('#level', '1');
    await maker.fill('#reason', '检出不应含有的药物成分');
    await maker.fill('#instructions', '立即下架封存，销毁或者退回');
    await maker.getByRole('button', { name: '看会到哪些单位' }).click();
    expect(await maker.textContent('#reach')).toContain('示例食材配送有限公司');

    const shop = await world.page('/stock', { key: cast.supermarket.key });
    expect(await shop.locator('.shelf').first().innerText()).not.toContain('被召回');
    await maker.getByRole('button', { name: '发出召回' }).click();
    await maker.locator('#calls').waitFor();
    const recall = new URL(maker.url()).pathname;

    const consumer = await world.page(`/t/${traceCode}`);
    expect(await consumer.textContent('h1')).toContain('已召回');

    const office = await world.page(recall, { key: cast.province.key, width: 'desktop' });
    expect(await office.innerText('#calls')).toContain('示例学校食堂');
    expect(await office.locator('#calls a[href^="tel:"]').count()).toBeGreaterThanOrEqual(3);
    expect(await office.innerText('#hops')).toMatch(/第 1 环\s+1[\s\S]*第 2 环\s+2/);
    await good(office);

    await shop.reload();
    const shelf = shop.locator('.shelf').first();
    expect(await shelf.innerText()).toMatch(/被召回，立即下架[\s\S]*20261104A/);
    await shelf.getByRole('link', { name: '打开召回' }).click();
    await shop.fill('#text', '已下架');
    await shop.getByRole('button', { name: '确认收到' }).click();
    await shop.getByText('已确认收到。').waitFor();
    await shop.locator('#report button').first().click();
    await shop.getByText('已记录。').waitFor();
    expect(await shop.innerText('#own')).toMatch(/已下架停售[\s\S]*17.5 千克/);

    await shop.selectOption('#kind', 'destroyed');
    await shop.locator('#report button').first().click();
    expect(await shop.innerText('[role=alert]')).toContain('销毁的照片');
    expect(await shop.inputValue('#kind')).toBe('destroyed');
    await good(shop);
    await shop.setInputFiles('#photos', PHOTO);
    await shop.fill('#note', '两人见证，集中销毁');
    await shop.locator('#report button').first().click();
    await shop.getByText('已记录。').waitFor();
    await shop.goto(`${world.url}/stock`);
    expect(await shop.innerText('main')).not.toContain('20261104A');

    await lookAgain(office);
    await office.locator('#reports', { hasText: '两人见证，集中销毁' }).waitFor();
    const proof = await office.request.get(
      world.url + ((await office.locator('#reports a', { hasText: '凭据 1' }).first().getAttribute('href')) ?? ''),
    );
    expect(proof.headers()['content-type']).toBe('image/png');
    expect(Buffer.compare(await proof.body(), PHOTO.buffer)).toBe(0);

    const trader = await world.page(recall, { key: cast.distributor.key });
    await trader.selectOption('#kind', 'returned');
    await trader.locator('#report button').first().click();
    await trader.getByText('已记录。').waitFor();
    await maker.goto(`${world.url}/receive`);
    expect(await maker.innerText('main')).toContain('示例食材配送有限公司');

    const canteenLine = office.locator('.calls li', { hasText: '示例学校食堂' });
    // Nor what was chosen: it is not even asked for then.
    await office.evaluate(
      `asked = 0; fetched = fetch; fetch = (...what) => { asked++; return fetched(...what); }; document.activeElement.blur()`,
    );
    await lookAgain(office);
    // The page looks by itself as well.
    expect(await office.evaluate('asked')).toBeGreaterThan(0);
    await canteenLine.locator('select').selectOption('visit');
    await office.evaluate('asked = 0; document.activeElement.blur()');
    await lookAgain(office);
    expect(await office.evaluate('asked')).toBe(0);
    await canteenLine.locator('input[name=text]').fill('无人接听后由门卫转告');
    // What is being typed is not taken away by the renewing of the page.
    await lookAgain(office);
    expect(await canteenLine.locator('input[name=text]').inputValue()).toBe('无人接听后由门卫转告');
    await canteenLine.locator('select').selectOption('visit');
    await canteenLine.getByRole('button', { name: '记为已联系到' }).click();
    await office.locator('.calls li', { hasText: '已联系到，未回应' }).waitFor();
    expect(await office.innerText('#progress')).toContain('1 家一直没有回应');

    await maker.goto(world.url + recall);
    await maker.fill('#closing', '应召回 1,440 千克，已退回、销毁；学校食堂未回应。');
    await maker.getByRole('button', { name: '结束', exact: true }).click();
    await maker.getByRole('heading', { name: '结束报告' }).waitFor();

    await office.reload();
    expect(await office.innerText('main')).toMatch(/学校食堂未回应。[\s\S]*结束时的情况[\s\S]*未说明/);
    expect(await office.innerText('#calls')).toContain('一直没有回应的');
    expect(await office.innerText('#calls')).toContain('示例学校食堂');
    expect(await office.locator('#calls form').count()).toBe(0);
    await good(office);
    await consumer.reload();
    expect(await consumer.textContent('h1')).toContain('已召回');
    expect(canteen.name).toBe('示例学校食堂');
  });

  it('is answered without scripts too, on a narrow phone', async () => {
    const made = await fetch(`${world.url}/v1/recalls`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${cast.saucePlant.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ level: 3, reason: '标签漏标', traceCodes: [sauce.traceCode] }),
    });
    const { id } = (await made.json()) as { id: string };
    await world.running.follower.catchUp();
    const shop = await world.page(`/recalls/${id}`, { key: cast.supermarket.key, width: 320, javaScript: false });
    await shop.selectOption('#kind', 'destroyed');
    await shop.fill('#amount', '999999');
    await shop.setInputFiles('#photos', PHOTO);
    await shop.locator('#report button').first().click();
    expect(await shop.innerText('[role=alert]')).toContain('本方一共收到');
    expect(await shop.inputValue('#amount')).toBe('999999');
    expect(await shop.innerText('#report')).toContain('已收到 1 个文件');
    expect(await sticksOut(shop)).toEqual([]);
    await shop.fill('#amount', '1');
    await shop.locator('#report button').first().click();
    expect(await shop.innerText('#own')).toContain('凭据 1');
    const maker = await world.page(`/recalls/${id}`, { key: cast.saucePlant.key, width: 320, javaScript: false });
    expect(await maker.innerText('#reports')).toContain('已销毁');
    expect(await sticksOut(maker)).toEqual([]);
    await maker.evaluate(`document.documentElement.style.fontSize = '200%'`);
    expect(await sticksOut(maker)).toEqual([]);
  });
});

describe('before a recall', () => {
  it('an officer reads the picture of the flows, and holds the goods from there', async () => {
    const page = await world.page(`/trace?traceCode=${pork.pigs.traceCode}`, { key: cast.province.key, width: 'desktop' });
    const boxes = await page.locator('.flow [data-box]').count();
    expect(boxes).toBe(await page.locator('.hold .no:not([aria-hidden])').count());
    await good(page);
    await page.getByRole('link', { name: '暂停销售' }).click();
    await page.fill('#reason', '抽样结果待复核');
    await page.getByRole('button', { name: '暂停销售' }).click();
    expect(await page.innerText('table')).toContain('抽样结果待复核');
    await good(page);
    await page.getByLabel('解除原因').fill('复检合格');
    await page.getByRole('button', { name: '解除' }).click();
    expect(await page.innerText('main')).toContain('没有暂停销售的货');
  });

  it('the picture scrolls in its own box on a phone, below the list', async () => {
    const page = await world.page(`/trace?traceCode=${pork.pigs.traceCode}`, { key: cast.slaughterhouse.key, width: 320 });
    await good(page);
    const list = await page.locator('.hold').first().boundingBox();
    const flow = await page.locator('.flow').boundingBox();
    expect(list && flow && list.y < flow.y && flow.width <= 320).toBe(true);
    expect(
      await page.evaluate(`(() => { const box = document.querySelector('.flow'); return box.scrollWidth > box.clientWidth; })()`),
    ).toBe(true);
    await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
    expect(await sticksOut(page)).toEqual([]);
  });

  it('a drill tells nobody and shows whom it would reach', async () => {
    const page = await world.page(`/recalls/new?drill=yes&batch=${pork.ribs.traceCode}`, { key: cast.slaughterhouse.key });
    await page.fill('#reason', '年度演练');
    await page.getByRole('button', { name: '看会到哪些单位' }).click();
    await page.getByRole('button', { name: '开始演练' }).click();
    expect(await page.innerText('#progress')).toContain('演练不通知任何人');
    expect(await page.locator('#calls form').count()).toBe(0);
    await good(page);
    const other = await world.page('/recalls', { key: cast.distributor.key });
    expect(await other.innerText('main table')).not.toContain('冷鲜猪肋排');
  });
});
