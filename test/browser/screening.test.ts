import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFindings, htmlFaults, openWorld, sticksOut } from './harness.ts';

const world = await openWorld();
const { cast } = world.walked;
const PHENOLPHTHALEIN = 'O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12';
/** An ester of it that stands in no list. */
const ESTER = 'CCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1';

const screen = (page: Page) => page.click('form .btn.full');
const chips = (page: Page) => page.locator('li.lead h3').allInnerTexts();

describe('the screening page', () => {
  describe.each([
    ['with scripts', true],
    ['without scripts', false],
  ])('%s', (_, javaScript) => {
    it('reads an ingredient list from the front door, marks what it recognised, and keeps the text', async () => {
      const page = await world.page('/', { javaScript });
      await page.click('a[href="/screening"]');
      const text = '配料：白砂糖、酚酞（0.1%）、食用香精、乙基酚酞宝';
      await page.fill('#ingredients', text);
      await screen(page);
      expect(await page.innerText('h1')).toContain('有名单或通知提到的物质');
      expect(await page.locator('mark.red').allInnerTexts()).toEqual(['酚酞']);
      expect(await page.locator('mark.ochre').allInnerTexts()).toEqual(['乙基酚酞宝']);
      expect(await page.inputValue('#ingredients')).toBe(text);
      expect(await page.innerText('li.lead')).toContain('名单或通知提到');
    });

    it('reads names and CAS numbers, and says what a wrong check digit should be', async () => {
      const page = await world.page('/screening', { javaScript });
      await page.fill('#names', '西布曲明\n77-09-8\n77-09-7');
      await screen(page);
      const found = await chips(page);
      expect(found.filter((one) => one.includes('名单或通知提到'))).toHaveLength(2);
      expect(found.filter((one) => one.includes('需人工判断'))).toHaveLength(1);
      expect(await page.innerText('main')).toContain('77-09-8');
    });

    it('reads a structure, draws it, and names the rule and the parent of an ester no list has', async () => {
      const page = await world.page('/screening', { javaScript });
      await page.fill('#structures', `${PHENOLPHTHALEIN}\n${ESTER}`);
      await screen(page);
      expect(await page.locator('figure img').count()).toBeGreaterThanOrEqual(2);
      expect(await page.locator('li.lead', { hasText: ESTER }).first().innerText()).toContain('酚酞');
      expect(await page.innerText('.limit')).toContain('需检验和法律确认');
    });

    it('reads rows of a report as they are copied, and never counts what was not found', async () => {
      const page = await world.page('/screening', { javaScript });
      await page.fill('#results', '酚酞\tmg/kg\t不得检出\t未检出\n西布曲明\tmg/kg\t不得检出\t11.9');
      await screen(page);
      const found = (await chips(page)).join('\n');
      expect(found).toContain('西布曲明');
      expect(found).not.toContain('酚酞');
    });

    it('says what it did not recognise, and that this is no all-clear', async () => {
      const page = await world.page('/screening', { javaScript });
      await page.fill('#ingredients', '小麦粉、白砂糖');
      await screen(page);
      expect(await page.innerText('.st')).toContain('不说明食品安全');
    });

    it('asks for something to screen when nothing was typed', async () => {
      const page = await world.page('/screening', { javaScript });
      await screen(page);
      expect(await page.innerText('[role=alert]')).toContain('还没有填写');
    });
  });

  it('keeps the desk of an officer, and leads on to the substance and the queue', async () => {
    const page = await world.page('/screening', { key: cast.province.key, width: 'desktop' });
    expect(await page.locator('nav.desk a[aria-current]').innerText()).toBe('成分筛查');
    await page.fill('#names', '酚酞');
    await screen(page);
    await page.click('li.lead a[href="/regulator/substances/77-09-8"]');
    expect(await page.innerText('h1')).toContain('酚酞');
    const visitor = await world.page('/screening?names=酚酞');
    expect(await visitor.inputValue('#names')).toBe('酚酞');
    expect(await visitor.locator('nav.desk').count()).toBe(0);
  });

  it('is read without colour: each verdict has its own sign, word, line and outline', { timeout: 90_000 }, async () => {
    const page = await world.page('/screening', { width: 'desktop' });
    await page.fill('#ingredients', '白砂糖、酚酞、乙基酚酞宝、咖啡因');
    await screen(page);
    await page.evaluate("document.documentElement.style.filter = 'grayscale(1)'");
    const lines = await page.evaluate<string[]>(
      "[...document.querySelectorAll('mark')].map((mark) => getComputedStyle(mark).borderBottomStyle)",
    );
    expect(new Set(lines).size).toBe(3);
    const signs = await page.$$eval('li.lead .tag', (tags) => tags.map((tag) => (tag.textContent ?? '').trim()));
    expect(new Set(signs)).toEqual(new Set(['■ 名单或通知提到', '◆ 需人工判断', '○ 有合法情形']));
    const banners = await Promise.all(
      ['酚酞', '乙基酚酞宝', '白砂糖'].map(async (name) => {
        const one = await world.page(`/screening?names=${encodeURIComponent(name)}`);
        await screen(one);
        return [
          await one.innerHTML('.st svg'),
          await one.evaluate<string>("getComputedStyle(document.querySelector('.st')).borderBottomStyle"),
        ];
      }),
    );
    expect(new Set(banners.map(([icon]) => icon)).size).toBe(3);
    expect(new Set(banners.map(([, border]) => border)).size).toBeGreaterThanOrEqual(2);
  });

  it('is sound and fits 320 px and 200 percent text with an answer on it', { timeout: 60_000 }, async () => {
    const page = await world.page('/screening', { width: 320 });
    await page.fill('#ingredients', '白砂糖、酚酞、乙基酚酞宝、着色剂（102）');
    await page.fill('#structures', ESTER);
    await screen(page);
    expect(await axeFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toEqual([]);
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    expect(await sticksOut(page)).toEqual([]);
    const form = new URLSearchParams({ ingredients: '白砂糖、酚酞', structures: ESTER });
    const reply = await fetch(`${world.url}/screening`, { method: 'POST', body: form });
    expect(await htmlFaults(await reply.text())).toEqual([]);
  });

  it('speaks English, and keeps doing so in the answer', async () => {
    const page = await world.page('/screening', { language: 'en' });
    await page.fill('#names', 'phenolphthalein');
    await screen(page);
    expect(await page.innerText('h1')).toContain('A list or notice names something here');
    expect(await page.getAttribute('html', 'lang')).toBe('en');
  });
});
