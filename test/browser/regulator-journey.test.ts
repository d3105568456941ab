import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/platform/civil-date.ts';
import { ADMIN_KEY } from '../world.ts';
import { axeFindings, htmlFaults, openWorld, sticksOut } from './harness.ts';

const world = await openWorld();
const { cast } = world.walked;
const { key } = cast.province;

/** A lead an officer noted, of a firm whose case each journey opens anew. */
async function noted(party: string): Promise<string> {
  const reply = await fetch(`${world.url}/v1/violations`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ rule: 'code-not-displayed', party, seenAt: new Date(world.clock.now()).toISOString(), text: '门口未见追溯码' }),
  });
  const lead = (await reply.json()) as { party: { name: string } };
  expect(reply.status).toBe(201);
  return lead.party.name;
}

/** The next step's form, filled as it stands but for what only a person says. */
async function take(page: Page, step: string, fields: Record<string, string> = {}): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.fill(`#${step}-${name}`, value);
  await page.click(`#form-${step} button`);
}

describe('from the list to the notice', () => {
  it.each([
    { width: 'phone', javaScript: false, party: cast.slaughterhouse.id },
    { width: 'phone', javaScript: true, party: cast.saucePlant.id },
    { width: 'desktop', javaScript: true, party: cast.supermarket.id },
  ] as const)(
    'on a $width, scripts $javaScript: firm, lead, order, case, notice on paper',
    { timeout: 120_000 },
    async ({ width, javaScript, party }) => {
      const name = await noted(party);
      const page = await world.page('/regulator', { key, width, javaScript });
      const firm = page.locator('.firm', { hasText: name });
      await firm.locator('summary').click();
      await firm.locator('.lead', { hasText: '门口未见追溯码' }).locator('h3 a').first().click();
      expect(await page.innerText('h1')).toContain('销售场所未见公示追溯码');
      const dueOn = await page.inputValue('#dueOn');
      expect(dueOn).toMatch(/^2026-\d\d-\d\d$/);
      expect(await page.inputValue('#text')).toContain('限期改正下列事项');
      await page.fill('#officer1', '示例执法员甲');
      await page.fill('#officer2', '示例执法员乙');
      await page.locator('form:has(#dueOn) button').click();
      await page.click('main a[href^="/cases/"]');
      const path = new URL(page.url()).pathname;
      expect(await page.innerText('main')).toContain(name);
      await sound(page, path, width);
      await take(page, 'service');
      expect(await page.innerText('.head')).toContain(width === 'phone' ? '下一步：登记改正' : '已责令');

      // The order runs out; whoever signs in the day after finds the notice next.
      world.clock.set(`${addDays(dueOn, 1)}T10:00:00+08:00`);
      const later = await world.page(path, { key, width, javaScript });
      expect(await later.innerText('h1')).toContain('已逾期');
      expect(await later.inputValue('#notice-text')).toContain(`本机关已责令在 ${dueOn}（含当日）前改正，期满未见改正。`);
      expect(await later.innerText('#form-notice')).toMatch(/幅度：.*元/);
      await take(later, 'notice', { fineYuan: '1' });
      expect(await later.innerText('[role=alert]')).toContain('减轻');
      expect(await later.inputValue('#notice-fineYuan')).toBe('1');
      await take(later, 'notice', { fineYuan: '1000' });
      expect(await later.innerText('h1')).toContain('已告知拟处罚');
      await later.click('#documents a[href$="/documents/notice"]');
      const paper = await later.innerText('body');
      for (const word of ['行政处罚告知书', name, '1,000', '示例执法员甲', '草稿']) expect(paper).toContain(word);
      const pdf = await later.pdf({ format: 'A4' });
      expect([...pdf.subarray(0, 5)]).toEqual([...Buffer.from('%PDF-')]);
    },
  );
});

/** The page of a case: sound HTML, axe, no sideways scroll; the reading beside the step on a desk, above it on a phone. */
async function sound(page: Page, path: string, width: 'phone' | 'desktop'): Promise<void> {
  expect(await htmlFaults(await (await page.request.get(world.url + path)).text())).toEqual([]);
  expect(await sticksOut(page)).toEqual([]);
  const [facts, said, next] = await Promise.all(['#facts', '#said', '#next'].map((id) => page.locator(id).boundingBox()));
  if (!facts || !said || !next) throw new Error('a part of the page is not there');
  if (width === 'desktop') {
    expect(next.x).toBeGreaterThan(facts.x + facts.width);
    expect(next.y).toBeLessThan(facts.y + facts.height);
    expect(await axeFindings(page)).toEqual([]);
  } else {
    expect(next.y).toBeGreaterThan(said.y);
    expect(await page.locator('.jump a').isVisible()).toBe(true);
  }
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/case-${width}.png`, fullPage: true });
}

describe('pages beside the journey', () => {
  it('are sound at 320 px with 200 percent text: whom a reminder reaches, the form on site, the days that are due, the access audit', {
    timeout: 120_000,
  }, async () => {
    const security = await fetch(`${world.url}/v1/administrators`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ role: 'audit' }),
    });
    const auditor = ((await security.json()) as { key: string }).key;
    const page = await world.page('/regulator/violations?state=open', { key, width: 320 });
    await page.locator('input[name=id]').first().check();
    await page.click('#remind button');
    await fits(page);
    await page.goto(`${world.url}/regulator/visit?code=${world.walked.pork.leg.traceCode}`);
    await fits(page);
    await page.goto(`${world.url}/regulator/limits`);
    await fits(page);
    const audit = await world.page('/audit?kind=sign-in', { key: auditor, width: 320 });
    expect(await audit.innerText('main')).toContain('signIn');
    expect(await htmlFaults(await (await audit.request.get(`${world.url}/audit`)).text())).toEqual([]);
    await fits(audit);
  });
});

async function fits(page: Page): Promise<void> {
  expect(await axeFindings(page), page.url()).toEqual([]);
  expect(await sticksOut(page), page.url()).toEqual([]);
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  expect(await sticksOut(page), page.url()).toEqual([]);
  if (process.env.SHOTS) {
    await page.evaluate("document.documentElement.style.fontSize = ''");
    const name = new URL(page.url()).pathname.replace(/\W+/g, '_');
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-320.png` });
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-1280.png` });
  }
}
