import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFindings, htmlFaults, openWorld, sticksOut } from './harness.ts';

const world = await openWorld();
const { cast } = world.walked;
const SHOTS = process.env.SHOTS;
const shot = async (page: Page, name: string) => {
  if (SHOTS) writeFileSync(`${SHOTS}/${name}.png`, await page.screenshot({ fullPage: true }));
};

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
    const page = await world.page('/producer/batches/new', { key: cast.saucePlant.key });
    await shot(page, 'new');
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
    await shot(page, 'new-wrong');
    await page.fill('#quantity-amount', '20');
    await page.locator('#quantity-amount-w').waitFor({ state: 'detached' });

    await page.setInputFiles('#certificates-0-file', { name: '合格证.png', mimeType: 'image/png', buffer: PHOTO });
    await page.getByText('已收到文件 · 合格证.png').waitFor();
    await page.fill('#certificates-0-number', 'JC-20261110');
    await page.fill('#certificates-0-issuer', '示例酱品厂');
    await page.fill('#certificates-0-issuedOn', '2026-11-10');
    await page.press('#certificates-0-issuedOn', 'Tab');
    await page.locator('#found', { hasText: '没有发现缺项' }).waitFor();
    await shot(page, 'new-filled');
    await page.getByRole('button', { name: '保存，生成追溯码' }).click();

    await page.getByRole('heading', { name: '香菇黄豆酱' }).waitFor();
    expect(await page.textContent('.shopcode')).toMatch(/([2-9A-HJKMNP-Z]{4}-){4}[2-9A-HJKMNP-Z]{4}/);
    await shot(page, 'batch');
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
    await shot(page, 'noscript-wrong');

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
});
