import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { xlsxOf } from '../xlsx.ts';
import { axeFindings, htmlFaults, openWorld, sticksOut } from './harness.ts';

const world = await openWorld();
const { cast } = world.walked;

/** What every page owes to whoever reads it, on its own width. */
async function good(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
  expect(await sticksOut(page)).toEqual([]);
  expect(await htmlFaults(await page.content())).toEqual([]);
}

/** The smallest PNG: one white dot. */
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==', 'base64');

describe('recording a batch by the form', () => {
  it('checks as it is typed, names the article, and ends at the code', async () => {
    const page = await world.page('/producer/batches/new', { key: cast.saucePlant.key, width: 320 });
    await good(page);

    await page.selectOption('#productId', { label: '香菇黄豆酱 · 210克/瓶' });
    expect(await page.isVisible('#product-name')).toBe(false);
    expect(await page.inputValue('#quantity-unit')).toBe('箱');
    await page.fill('#batchNumber', '20261110K');
    await page.locator('#found', { hasText: '检验合格证' }).waitFor();
    expect(await page.textContent('#found')).toMatch(/第.{1,6}条|条号待核实/);

    await page.fill('#quantity-amount', '三');
    await page.press('#quantity-amount', 'Tab');
    await page.locator('#quantity-amount-w').waitFor();
    expect(await page.getAttribute('#quantity-amount', 'aria-invalid')).toBe('true');
    await page.fill('#quantity-amount', '20');
    await page.locator('#quantity-amount-w').waitFor({ state: 'detached' });

    await page.setInputFiles('#certificates-0-file', { name: '合格证.png', mimeType: 'image/png', buffer: PHOTO });
    await page.getByText('已收到文件 · 合格证.png').waitFor();
    await page.fill('#certificates-0-number', 'JC-20261110');
    await page.fill('#certificates-0-issuer', '示例酱品厂');
    await page.fill('#certificates-0-issuedOn', '2026-11-10');
    await page.press('#certificates-0-issuedOn', 'Tab');
    await page.locator('#found', { hasText: '没有发现缺项' }).waitFor();
    await page.getByRole('button', { name: '保存，生成追溯码' }).click();

    await page.getByRole('heading', { name: '香菇黄豆酱' }).waitFor();
    expect(await page.textContent('.shopcode')).toMatch(/([2-9A-HJKMNP-Z]{4}-){4}[2-9A-HJKMNP-Z]{4}/);
    await good(page);
  });

  it('needs no script: what was typed stays, what is wrong stands beside its field and leads there', async () => {
    const page = await world.page('/producer/batches/new', { key: cast.saucePlant.key, javaScript: false });
    await page.fill('#product-name', '豆瓣酱');
    await page.fill('#product-gtin', '9521234543214');
    await page.fill('#quantity-amount', '300');
    await page.fill('#quantity-unit', '瓶');
    await page.setInputFiles('#certificates-0-file', { name: '合格证.png', mimeType: 'image/png', buffer: PHOTO });
    await page.getByRole('button', { name: '保存，生成追溯码' }).click();
    expect(await page.textContent('[role=alert]')).toContain('需要修改');
    await page.locator('[role=alert] a').first().click();
    expect(new URL(page.url()).hash).toBe('#product-gtin');
    expect(await page.inputValue('#product-name')).toBe('豆瓣酱');
    expect(await page.textContent('#certificates-0-file >> xpath=../..')).toContain('已收到文件');
    expect(await htmlFaults(await page.content())).toEqual([]);

    await page.fill('#product-gtin', '9521234543220');
    await page.fill('#product-shelfLife-value', '12');
    await page.selectOption('#product-shelfLife-unit', 'month');
    await page.fill('#batchNumber', 'D-1');
    await page.getByRole('button', { name: '核对', exact: true }).click();
    expect(await page.textContent('#found')).toContain('到期日按保质期推算为');
    await page.locator('summary', { hasText: '现在就发货' }).click();
    await page.fill('#buyer-uscc', cast.supermarket.uscc);
    await page.fill('#buyer-amount', '24');
    await page.getByRole('button', { name: '保存，生成追溯码' }).click();
    expect(await page.textContent('main')).toContain('已保存');
    expect(await page.textContent('table')).toContain('示例连锁超市有限公司');
    expect(await page.textContent('table')).toContain('24 瓶');
    await page.getByRole('link', { name: '打印', exact: true }).click();
    expect(await page.textContent('main')).toContain('豆瓣酱');

    await page.goto(`${world.url}/producer/batches/new?copy=last`);
    expect(await page.inputValue('#quantity-amount')).toBe('300');
    expect(await page.inputValue('#batchNumber')).toBe('');
  });

  for (const javaScript of [true, false])
    it(`takes a PDF as a paper, refuses what is neither photo nor PDF beside its field, and copies the last batch (script ${javaScript})`, async () => {
      const number = `P-${javaScript}`;
      const page = await world.page('/producer/batches/new', { key: cast.saucePlant.key, javaScript });
      await page.fill('#product-name', '豆豉');
      await page.fill('#quantity-amount', '40');
      await page.fill('#quantity-unit', '罐');
      await page.fill('#batchNumber', number);
      const attach = (name: string, text: string) =>
        page.setInputFiles('#certificates-0-file', { name, mimeType: 'application/pdf', buffer: Buffer.from(text) });
      const save = () => page.getByRole('button', { name: '保存，生成追溯码' }).click();
      await attach('合格证.pdf', 'no paper at all');
      if (!javaScript) await save();
      await page.getByText('内容不是 PDF、PNG').first().waitFor();
      expect(await page.inputValue('#batchNumber')).toBe(number);
      await attach('合格证.pdf', '%PDF-1.7\n1 0 obj << >> endobj\n%%EOF');
      if (javaScript) await page.getByText('已收到文件 · 合格证.pdf').waitFor();
      await page.fill('#certificates-0-number', 'JC-PDF');
      await save();
      await page.getByText('已保存').waitFor();
      const papers = page.locator('section', { has: page.getByRole('heading', { name: '合格证明' }) });
      expect(await papers.innerText()).toContain('JC-PDF');
      const [download] = await Promise.all([page.waitForEvent('download'), papers.getByText('打开原件').click()]);
      expect(await download.failure()).toBeNull();
      await page.goto(`${world.url}/producer/batches/new`);
      await page.getByRole('link', { name: '照上一批再录' }).click();
      expect(await page.inputValue('#quantity-unit')).toBe('罐');
      for (const empty of ['#batchNumber', '#expiresOn', '#certificates-0-number']) expect(await page.inputValue(empty)).toBe('');
      expect(await sticksOut(page)).toEqual([]);
    });
});

describe('the start page of a firm', () => {
  it('says what is to be done today, in order, and leads there', async () => {
    const page = await world.page('/home', { key: cast.saucePlant.key });
    await good(page);
    const shop = await world.page('/home', { key: cast.supermarket.key, width: 'desktop' });
    await good(shop);
    for (const path of ['unconfirmed', 'ledgers', 'goods', 'batches']) {
      const one = await world.page(`/producer/${path}`, { key: cast.distributor.key, width: 320 });
      await good(one);
    }
  });
});

describe('a month in Excel', () => {
  const sheet = (date: string) => ({
    name: '批次.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: Buffer.from(
      xlsxOf([
        ['产品名称', '产品类别', '批号', '生产日期', '数量', '单位'],
        ['辣椒酱', '食品', 'L-1', '2026-11-08', '600', '瓶'],
        ['辣椒酱', '食品', 'L-2', date, '600', '瓶'],
      ]),
    ),
  });

  for (const width of ['phone', 'desktop'] as const)
    it(`names the wrong cell, takes the corrected sheet and records it once (${width})`, async () => {
      const page = await world.page('/imports', { key: cast.saucePlant.key, width });
      await good(page);
      await page.selectOption('#kind', 'batches');
      await page.setInputFiles('#file', sheet('11月8号'));
      await page.getByRole('button', { name: '检查' }).click();
      const wrong = page.locator('tbody tr', { hasText: '11月8号' });
      await wrong.waitFor();
      expect(await wrong.textContent()).toMatch(/3.*D.*生产日期/);
      await good(page);
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /下载退回的表/ }).click()]);
      expect(download.suggestedFilename()).toMatch(/xlsx$/);

      await page.setInputFiles('#file', sheet(width === 'phone' ? '2026-11-09' : '2026-11-10'));
      await page.getByRole('button', { name: '检查' }).click();
      await page.getByRole('button', { name: '导入', exact: true }).click();
      await page.getByRole('heading', { name: '批次：已导入' }).waitFor();
      await good(page);
      await page.goto(`${world.url}/producer/batches`);
      await page.getByText('L-2').first().waitFor();
    });

  it('is read and recorded without script too: the page is renewed by its link', async () => {
    const page = await world.page('/imports', { key: cast.saucePlant.key, javaScript: false, width: 320 });
    const settled = async (words: string) => {
      await expect.poll(async () => ((await page.reload()) ? page.textContent('main') : ''), { timeout: 20_000 }).toContain(words);
      expect(await sticksOut(page)).toEqual([]);
      expect(await htmlFaults(await page.content())).toEqual([]);
    };
    const check = async (date: string) => {
      await page.selectOption('#kind', 'batches');
      await page.setInputFiles('#file', sheet(date));
      await page.getByRole('button', { name: '检查' }).click();
    };
    await check('11月9号');
    await settled('11月9号');
    expect(await page.locator('tbody tr', { hasText: '11月9号' }).textContent()).toMatch(/3.*D.*生产日期/);
    await page.goto(`${world.url}/imports`);
    await check('2026-11-07');
    await settled('导入');
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await settled('批次：已导入');
  });
});

describe('a recall', () => {
  it('begins with holding the goods, and can be drilled without telling anybody', async () => {
    const { traceCode } = world.walked.pork.leg;
    const page = await world.page(`/producer/batches/${traceCode}`, { key: cast.slaughterhouse.key });
    await page.locator('summary', { hasText: '暂停销售' }).click();
    await page.fill('#reason', '抽样结果待复核');
    await page.getByRole('button', { name: '暂停销售' }).click();
    await page.getByText('正在暂停销售').waitFor();
    await good(page);
    await page.getByRole('link', { name: '召回演练' }).click();
    await page.fill('#reason', '年度演练');
    await page.getByRole('button', { name: '看会到哪些单位' }).click();
    await page.getByRole('button', { name: '开始演练' }).click();
    await page.locator('h1', { hasText: '演练' }).waitFor();
    await good(page);
  });
});

describe('a buyer who has not confirmed', () => {
  it('is asked once, and sees that it was asked', async () => {
    const page = await world.page('/producer/unconfirmed', { key: cast.distributor.key });
    await page.getByRole('button', { name: '提醒买方 示例连锁超市有限公司' }).click();
    await page.getByText('已提醒').first().waitFor();
    const shop = await world.page('/home', { key: cast.supermarket.key });
    await shop.getByText('供方在催').waitFor();
    await shop.getByRole('link', { name: /销售时已过到期日/ }).click();
    await shop.fill('#text', '当日已下架，误扫一件');
    await shop.getByRole('button', { name: '提交说明' }).click();
    await shop.getByText('当日已下架，误扫一件').waitFor();
    await good(shop);
  });
});
