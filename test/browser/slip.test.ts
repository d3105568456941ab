import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { dotPng } from '../slip-form.ts';
import { axeFindings, htmlFaults, openWorld, pathOf, sticksOut } from './harness.ts';

const world = await openWorld();
const { cast, pork } = world.walked;

interface Shipped {
  id: string;
  slipUrl: string;
  state: string;
  receipt: { outcome: string; signedName: string | null; photos: { sha256: string; href: string }[] } | null;
  lines: { outcome: string }[];
}

async function api(path: string, key: string, body?: unknown): Promise<Shipped> {
  const reply = await fetch(world.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(reply.ok, path).toBe(true);
  return reply.json() as Promise<Shipped>;
}

/** Pork for a canteen that has no account, in two lines. */
const ship = () =>
  api('/v1/shipments', cast.distributor.key, {
    purpose: 'sale',
    to: { name: '示例小学食堂' },
    lines: ['3', '2'].map((amount) => ({ traceCode: pork.leg.traceCode, quantity: { amount, unit: '千克' } })),
  });
const seen = ({ id }: Shipped) => api(`/v1/shipments/${id}`, cast.distributor.key);
const photo = (name: string) => ({ name: `${name}.png`, mimeType: 'image/png', buffer: Buffer.from(dotPng(name)) });

/** Pixels of a thing to tap; a finger with a wet glove needs 44. */
async function height(page: Page, selector: string): Promise<number> {
  return (await page.locator(selector).first().boundingBox())?.height ?? 0;
}

describe('a slip, by whoever holds the paper and has no account', () => {
  for (const javaScript of [true, false]) {
    const how = javaScript ? 'with script' : 'without script';

    it(`is confirmed with one tap and a photo, which the sender can open (${how})`, async () => {
      const shipped = await ship();
      const page = await world.page(pathOf(shipped.slipUrl), { javaScript, width: 320 });
      expect(await sticksOut(page)).toEqual([]);
      expect(await htmlFaults(await page.content())).toEqual([]);
      for (const target of ['.go .btn', '.alt summary', '#all-photos', '.more summary'])
        expect(await height(page, target), target).toBeGreaterThanOrEqual(44);
      await page.setInputFiles('#all-photos', [photo('front'), photo('back')]);
      await page.click('.more summary');
      await page.fill('#all-name', '王师傅');
      await page.click('.go .btn');
      expect(await page.textContent('h1')).toBe('已确认收货');
      expect(await page.textContent('[role=status]')).toContain('照片 2 张');
      expect(await page.locator('a[href^="/v1/files/"]').count()).toBe(0);
      const { receipt } = await seen(shipped);
      expect([receipt?.outcome, receipt?.signedName, receipt?.photos.length]).toEqual(['accepted', '王*', 2]);

      const sender = await world.page(pathOf(shipped.slipUrl), { key: cast.distributor.key, javaScript });
      const [download] = await Promise.all([sender.waitForEvent('download'), sender.click('text=照片 1')]);
      expect(await download.failure()).toBeNull();
    });

    it(`takes only the lines that differ; what was typed and the photo stay when a number is missing (${how})`, async () => {
      const shipped = await ship();
      const page = await world.page(pathOf(shipped.slipUrl), { javaScript, width: 'phone' });
      await page.click('text=有差异');
      await page.selectOption('#line-2-o', 'short');
      await page.setInputFiles('#some-photos', photo('short'));
      await page.fill('#some-name', '李师傅');
      await page.click('text=按以上差异确认');
      expect(await page.textContent('[role=alert]')).toContain('请填写实收数量');
      expect(await page.getAttribute('#line-2-a', 'aria-invalid')).toBe('true');
      expect(await page.inputValue('#line-2-o')).toBe('short');
      expect(await page.inputValue('#some-name')).toBe('李师傅');
      expect(await page.innerText('.alt[open]')).toContain('已收到照片 1 张');
      if (javaScript) expect(await axeFindings(page)).toEqual([]);
      expect(await sticksOut(page)).toEqual([]);
      await page.fill('#line-2-a', '1.5');
      await page.click('text=按以上差异确认');
      expect(await page.textContent('h1')).toBe('有差异，待双方核对');
      const { state, receipt, lines } = await seen(shipped);
      expect([state, receipt?.photos.length, lines.map(({ outcome }) => outcome)]).toEqual(['disputed', 1, ['accepted', 'short']]);
    });
  }

  it('refuses what is no photo beside the field, and confirms without it', async () => {
    const shipped = await ship();
    const page = await world.page(pathOf(shipped.slipUrl), { javaScript: false });
    await page.setInputFiles('#all-photos', { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') });
    await page.click('.go .btn');
    expect(await page.textContent('[role=alert]')).toContain('不是照片');
    expect(await page.textContent('#all-photos-w')).toContain('不是照片');
    await page.click('.go .btn');
    expect(await page.textContent('h1')).toBe('已确认收货');
  });

  it('tapped twice, or sent again by a colleague with the same paper, is recorded once', async () => {
    const shipped = await ship();
    const colleague = await world.page(pathOf(shipped.slipUrl));
    const page = await world.page(pathOf(shipped.slipUrl));
    await page.setInputFiles('#all-photos', photo('once'));
    await page.dblclick('.go .btn');
    await page.getByRole('heading', { name: '已确认收货' }).waitFor();
    await colleague.setInputFiles('#all-photos', photo('late'));
    await colleague.click('.go .btn');
    expect(await colleague.textContent('h1')).toBe('已确认收货');
    expect(await colleague.textContent('[role=status]')).toContain('这张单已经确认过');
    const { receipt } = await seen(shipped);
    expect(receipt?.photos.map(({ sha256 }) => sha256)).toHaveLength(1);
  });

  it('says that the goods are somebody else’s, with a photo of why, in English too', async () => {
    const shipped = await ship();
    const page = await world.page(`${pathOf(shipped.slipUrl)}?lang=en`, { javaScript: false, language: 'en' });
    await page.locator('.alt summary').nth(1).click();
    await page.fill('#not-mine', 'Never ordered');
    await page.setInputFiles('#none-photos', photo('door'));
    await page.click('.btn.red');
    expect(await page.textContent('h1')).toBe('Differs, both sides to check');
    expect((await seen(shipped)).receipt?.photos).toHaveLength(1);
  });
});
