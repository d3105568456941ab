import { describe, expect, it } from 'vitest';
import { axeFindings, htmlFaults, openWorld, sticksOut } from './harness.ts';

const world = await openWorld();
const { cast } = world.walked;
const key = cast.province.key;
/** Part of a name fits it: screening leaves it to a person. */
const ASKED = '乙基酚酞宝';
const DRUG = '示例匹素';

let lots = 0;
/** A batch of the plant, so that there is something to find and something to ask. */
async function record(...ingredients: string[]): Promise<string> {
  const reply = await fetch(`${world.url}/v1/batches`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${cast.saucePlant.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      product: {
        name: `示例果冻${++lots}号`,
        specification: '20克×10条/盒',
        category: 'food',
        shelfLife: { value: 12, unit: 'month' },
        ingredients: ingredients.map((name) => ({ name })),
      },
      batchNumber: `GL-${lots}`,
      productionDate: '2026-11-05',
      quantity: { amount: '100', unit: '盒' },
    }),
  });
  expect(reply.status).toBe(201);
  await world.running.follower.catchUp();
  return ((await reply.json()) as { traceCode: string }).traceCode;
}

const today = () => new Date(world.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);

describe('the regulator on the day a notice appears', () => {
  it.each([
    ['desktop', true],
    ['phone', false],
  ] as const)(
    'enters a substance, decides a question and opens the sampling list (%s, scripts %s)',
    { timeout: 90_000 },
    async (width, javaScript) => {
      const drug = `${DRUG}${width}`;
      const question = `${ASKED}${width}`;
      const declared = await record('水', drug);
      const like = await record('水', question);
      const page = await world.page('/regulator', { key, width, javaScript });

      await page.click('nav.desk a[href="/regulator/substances"]');
      await page.click(`a[href="/regulator/substances/new"]`);
      await page.fill('#zhNames', drug);
      await page.selectOption('#family', 'other-drug');
      await page.fill('#titleZh', '示例局关于打击非法添加示例匹素的通知');
      await page.fill('#source', '示例局公告（2026年第1号）');
      await page.fill('#publishedOn', today());
      await page.fill('#from', '2020-01-01');
      await page.fill('#reason', '通知公布');
      await page.click('button[value=preview]');
      expect(await page.innerText('[role=alert]')).toContain('公布之前不约束任何人');
      expect(await page.inputValue('#zhNames')).toContain(drug);
      await page.fill('#from', today());
      await page.click('button[value=preview]');
      expect(await page.innerText('#preview')).toContain(declared);
      if (javaScript) expect(await axeFindings(page)).toEqual([]);
      await page.click('button[value=save]');
      expect(await page.innerText('[role=status]')).toContain('已录入');
      expect(await page.innerText('main')).toContain(cast.province.name);

      await page.click('nav.desk a[href="/regulator/reviews"]');
      await page.click(`td a:text-is("${question}")`);
      expect(await page.innerText('main')).toContain(like);
      await page.click('a[href*="entry=alias"]');
      expect(await page.inputValue('#name')).toBe(question);
      if (javaScript) expect(await axeFindings(page)).toEqual([]);
      expect(await sticksOut(page)).toEqual([]);
      expect(await htmlFaults(await (await page.request.get(page.url())).text())).toEqual([]);
      await page.locator('input[name=outcome][value=banned]').check();
      await page.fill('#reason:visible', '检验报告附有结构，与酚酞相同');
      await page.fill('#of', '77-09-8');
      await page.fill('#source', '示例局复核意见（2026年第7号）');
      await page.fill('#publishedOn', today());
      await page.fill('#from', today());
      await page.click('#decide button');
      expect(await page.innerText('[role=status]')).toContain('已判断');
      expect(await page.innerText('main')).toContain('属于禁用');
      await page.goto(`${world.url}/regulator/reviews`);
      expect(await page.locator('td a', { hasText: question }).count()).toBe(0);

      await page.goto(`${world.url}/regulator/substances?q=${encodeURIComponent(drug)}`);
      await page.click(`td a:text-is("${drug}")`);
      await page.click('main a.btn[href$="/notice"]');
      expect(await page.innerText('#declared')).toContain(declared);
      await page.fill('#forms', '果冻');
      await page.click('form:has(#forms) button');
      expect(await page.innerText('#sampling')).toContain(like);
      expect(await page.innerText('#sampling')).toContain('产品形态或宣称为文件所指');
      expect(await sticksOut(page)).toEqual([]);
      await page.click('main a[href*="/notice/sheet"]');
      expect(await page.innerText('.sheet')).toContain('样品编号');
      expect(await page.innerText('.sheet')).toContain(like);
      expect(await sticksOut(page)).toEqual([]);
    },
  );

  it('gets the lists as files from the page, with the filter in them', async () => {
    const page = await world.page('/regulator/substances/115-33-3/notice?months=12', { key, javaScript: false });
    expect(await page.innerText('#found')).toContain('减肥果冻');
    const href = async (label: string) => (await page.locator('main a', { hasText: label }).first().getAttribute('href')) ?? '';
    const csv = await (await page.request.get(world.url + (await href('CSV')))).text();
    expect(csv).toContain('months=12');
    expect(csv).toContain('减肥果冻');
    const xlsx = await page.request.get(world.url + (await href('XLSX')));
    expect(xlsx.headers()['content-type']).toContain('spreadsheetml.sheet');
    expect([...(await xlsx.body()).subarray(0, 2)]).toEqual([0x50, 0x4b]);
  });

  it('prints the sampling sheet alone: no way back, no strip, no foot', async () => {
    const page = await world.page('/regulator/substances/115-33-3/notice/sheet', { key, width: 'desktop' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.noprint').isVisible()).toBe(false);
    expect(await page.locator('header').first().isVisible()).toBe(false);
    expect(await page.locator('.sheet h1').isVisible()).toBe(true);
  });

  it('finds no desk without an office: visitors sign in first, a firm has its own page', async () => {
    const visitor = await world.page('/regulator/substances');
    expect(new URL(visitor.url()).pathname).toBe('/sign-in');
    const firm = await world.page('/regulator/reviews', { key: cast.supermarket.key });
    expect(new URL(firm.url()).pathname).toBe('/home');
  });

  it.each([
    '/regulator/substances',
    '/regulator/substances?q=没有这个物质',
    '/regulator/substances?view=entries',
    '/regulator/substances/115-33-3',
    '/regulator/substances/new?kind=class',
    '/regulator/substances/115-33-3/notice',
    '/regulator/substances/115-33-3/notice/sheet',
    '/regulator/reviews?state=all',
    '/regulator/reviews?input=CCO',
  ])('%s is sound HTML, fits 320 px and 200 percent text, and axe finds nothing', { timeout: 90_000 }, async (path) => {
    const page = await world.page(path, { key, width: 320 });
    expect(await htmlFaults(await (await page.request.get(world.url + path)).text())).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toEqual([]);
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    expect(await sticksOut(page)).toEqual([]);
    if (process.env.SHOTS) {
      await page.evaluate("document.documentElement.style.fontSize = ''");
      const name = path.replace(/\W+/g, '_');
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-320.png`, fullPage: true });
      await page.setViewportSize({ width: 1280, height: 1100 });
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-1280.png`, fullPage: true });
    }
  });

  it('goes from a page of the law to the one that was in force on the day, and back to the desk', async () => {
    const page = await world.page('/regulator/substances', { key, javaScript: false });
    await page.click('nav.desk a[href="/law"]');
    await page.fill('#asOf', '2020-01-01');
    await page.click('form:has(#asOf) button');
    await page.click('td a[href^="/law/food-safety-law"]');
    expect(page.url()).toContain('asOf=2020-01-01');
    expect(await page.innerText('main')).toContain('之后的规定');
    await page.click('nav.desk a[href="/regulator"]');
    expect(await page.textContent('h1')).toBe('按企业看线索');
  });
});
