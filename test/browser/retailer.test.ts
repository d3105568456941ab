import { describe, expect, it } from 'vitest';
import { axeFindings, htmlFaults, openWorld, type PageOptions, pathOf, sticksOut } from './harness.ts';

const world = await openWorld();
const { cast, openSlip, pork } = world.walked;

/** A page of the supermarket's tool; its phone's clock runs with the service's. */
async function toolPage(path: string, options: PageOptions = {}) {
  const page = await world.page(undefined, { key: cast.supermarket.key, ...options });
  await page.clock.setFixedTime(world.clock.now());
  await page.goto(world.url + path);
  return page;
}

async function api(path: string) {
  const reply = await fetch(world.url + path, { headers: { Authorization: `Bearer ${cast.supermarket.key}` } });
  return reply.json() as Promise<{ state: string; receipt: unknown; items: { id: string }[] }>;
}

const call = (path: string, key: string, body: unknown) =>
  fetch(world.url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Pork on its way from the distributor to the shop at the canal. */
async function ship(amount: string): Promise<{ id: string; slipUrl: string }> {
  const site = cast.supermarket.sites.find((one) => one.name === '运河店')?.id;
  const reply = await call('/v1/shipments', cast.distributor.key, {
    purpose: 'sale',
    to: { uscc: cast.supermarket.uscc, site },
    documentNumber: `PS-TEST-${amount}`,
    lines: [{ traceCode: pork.leg.traceCode, quantity: { amount, unit: '千克' } }],
  });
  expect(reply.status).toBe(201);
  return reply.json() as Promise<{ id: string; slipUrl: string }>;
}

describe('a retailer with a phone', () => {
  it('scans a slip with the camera and stands before the delivery', async () => {
    const page = await toolPage('/receive', { camera: [openSlip.slipUrl] });
    await page.click('[data-camera]');
    await page.waitForURL(`**/receive/${openSlip.id}`);
    expect(await page.textContent('main')).toContain('120 千克');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('confirms without network, reloads twice, and has exactly one receipt when the network is back', async () => {
    const page = await toolPage('/receive', { mayFail: true });
    await page.waitForSelector('text=没有网络时也可以用了');
    await page.context().setOffline(true);
    await page.click(`[data-slip="${pathOf(openSlip.slipUrl).slice(3)}"]`);
    await page.waitForSelector('#receipt');
    await page.click('.go button');
    await page.waitForSelector('#queue li');
    expect(await page.textContent('#queue')).toContain('待上传');
    for (let i = 0; i < 2; i++) {
      await page.reload();
      await page.waitForSelector('#queue li');
    }
    expect((await api(`/v1/shipments/${openSlip.id}`)).receipt).toBeNull();
    await page.context().setOffline(false);
    await page.waitForSelector('#queue', { state: 'hidden' });
    const shipment = await api(`/v1/shipments/${openSlip.id}`);
    expect(shipment.state).toBe('received');
    await page.reload();
    expect(await page.isVisible('#queue')).toBe(false);
  });

  it('sends an action whose answer was lost again, and it is recorded once', async () => {
    const shipped = await ship('10');
    const page = await toolPage(`/receive/${shipped.id}`, { mayFail: true });
    await page.waitForSelector('text=没有网络时也可以用了');
    let lost = 0;
    await page.route('**/v1/shipments/*/receipt', async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await page.click('.go button');
    await page.waitForSelector('text=已上传 1 条');
    expect(lost).toBe(2);
    const { state } = await api(`/v1/shipments/${shipped.id}`);
    expect(state).toBe('received');
  });

  it('confirms two deliveries without network, sees both wait, and each is sent and recorded once when it is back', async () => {
    const [first, second] = [await ship('14'), await ship('15')];
    const page = await toolPage('/receive', { mayFail: true });
    await page.waitForSelector('text=没有网络时也可以用了');
    await page.context().setOffline(true);
    for (const { id } of [first, second]) {
      await page.click(`a[href="/receive/${id}"]`);
      await page.waitForSelector('#receipt');
      await page.click('.go button');
      await page.waitForURL('**/receive');
      await page.waitForSelector(`a[href="/receive/${id}"] [data-waits]:visible`);
    }
    expect(await page.locator('#queue li').count()).toBe(2);
    await page.goto(`${world.url}/receive/${first.id}`);
    await page.waitForSelector('#queue li');
    expect(await page.isVisible('#receipt')).toBe(false);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(new URL(request.url()).pathname);
    });
    await page.context().setOffline(false);
    await page.waitForSelector('#queue', { state: 'hidden' });
    expect(asked.sort()).toEqual([first, second].map(({ id }) => `/v1/shipments/${id}/receipt`).sort());
    for (const { id } of [first, second]) expect((await api(`/v1/shipments/${id}`)).state).toBe('received');
  });

  it('keeps what waits where the sign-in has ended meanwhile, says so, and sends it after signing in again', async () => {
    const shipped = await ship('16');
    const page = await toolPage(`/receive/${shipped.id}`, { mayFail: true });
    await page.waitForSelector('text=没有网络时也可以用了');
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await page.click('.go button');
    await page.waitForURL('**/sign-in*');
    expect((await api(`/v1/shipments/${shipped.id}`)).state).toBe('in-transit');
    await page.context().addCookies(cookies);
    await page.goto(`${world.url}/receive`);
    await page.waitForSelector('text=已上传 1 条');
    expect((await api(`/v1/shipments/${shipped.id}`)).state).toBe('received');
  });

  it('says that a delivery is not its own in a browser that does not tell which button sent a form', async () => {
    const shipped = await ship('17');
    const page = await toolPage('/receive');
    await page.addInitScript(`Object.defineProperty(SubmitEvent.prototype, 'submitter', { value: undefined })`);
    await page.goto(`${world.url}/receive/${shipped.id}`);
    await page.waitForSelector('#tool[data-ready]', { state: 'attached' });
    await page.click('#receipt summary');
    await Promise.all([page.waitForEvent('framenavigated'), page.click('#receipt button[value="notMine"]')]);
    await page.waitForLoadState();
    expect((await api(`/v1/shipments/${shipped.id}`)).state).toBe('disputed');
  });

  it('is told what to do where a colleague was faster', async () => {
    const shipped = await ship('11');
    const page = await toolPage(`/receive/${shipped.id}`, { mayFail: true });
    await page.waitForSelector('text=没有网络时也可以用了');
    await page.context().setOffline(true);
    await page.selectOption('#line-1-outcome', 'short');
    await page.fill('#line-1-amount', '9');
    await page.click('.go button');
    await page.waitForSelector('#queue li');
    const said = await fetch(`${world.url}${pathOf(shipped.slipUrl)}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ outcome: 'accepted' }),
    });
    expect(said.status).toBe(303);
    await page.context().setOffline(false);
    await page.waitForSelector('#queue li.red');
    expect(await page.textContent('#queue')).toContain('怎么办：打开此单看已登记的结果');
    expect(await axeFindings(page)).toEqual([]);
    await page.click('#queue button');
    await page.waitForSelector('#queue', { state: 'hidden' });
  });

  it('touches only the line that differs, and is shown beside it what is wrong, without script too', async () => {
    const shipped = await ship('12');
    const page = await toolPage(`/receive/${shipped.id}`, { javaScript: false, width: 320 });
    expect(await sticksOut(page)).toEqual([]);
    await page.fill('#line-1-amount', '8');
    await page.click('.go button');
    expect(await page.textContent('[role=alert]')).toContain('数量与发货不同');
    expect(await page.inputValue('#line-1-amount')).toBe('8');
    await page.selectOption('#line-1-outcome', 'short');
    await page.click('.go button');
    expect(await page.textContent('main')).toContain('有差异，待双方核对');
  });

  it('finds a delivery by a typed code of the goods, and says so where there is none', async () => {
    const shipped = await ship('13');
    const page = await toolPage('/receive', { javaScript: false });
    await page.fill('#code', pork.leg.traceCode);
    await page.click('main form .btn');
    await page.waitForURL(`**/receive/${shipped.id}`);
    await page.goto(`${world.url}/receive?code=9521234543213`);
    expect(await page.textContent('[role=alert]')).toContain('没有找到对应的待收货');
    expect(await htmlFaults(await page.content())).toEqual([]);
  });
});

describe('the shelf', () => {
  it('is checked by a photo of it: what is on show, what is past its date, what is missing', async () => {
    const shop = cast.supermarket.sites.find((one) => one.name === '城西店')?.id ?? '';
    const sheet = await toolPage(`/displays/sheet?site=${shop}&paper=A4`, { width: 'desktop' });
    await sheet.waitForLoadState('networkidle');
    const photo = await sheet.screenshot({ fullPage: true });
    const page = await toolPage(`/displays?site=${shop}`);
    expect(await axeFindings(page)).toEqual([]);
    expect(await htmlFaults(await page.content())).toEqual([]);
    await page.setInputFiles('#scan input', { name: 'shelf.png', mimeType: 'image/png', buffer: photo });
    await page.waitForSelector('#checked');
    const seen = await page.$$eval('#checked li', (items) => items.map((one) => one.getAttribute('data-state')));
    expect(seen.sort()).toEqual(['shop', 'shown', 'shown']);
    expect(await page.textContent('#checked')).toContain('已过期');
    expect(await page.locator('[data-state=missing]').count()).toBe(0);
  });

  it('is checked without script by codes that were typed, printed as a sheet, and shown behind the one code of the shop', async () => {
    const shop = cast.supermarket.sites.find((one) => one.name === '城西店')?.id ?? '';
    const page = await toolPage(`/displays?site=${shop}`, { javaScript: false, width: 320 });
    expect(await sticksOut(page)).toEqual([]);
    await page.fill('#codes', `${world.url}/m/${shop}\n9521234543213`);
    await page.click('text=核对 >> nth=-1');
    const states = await page.locator('#checked li').evaluateAll((items) => items.map((one) => one.getAttribute('data-state')));
    expect(states.sort()).toEqual(['barcode', 'shop']);
    expect(await page.locator('[data-state=missing]').count()).toBe(2);
    await page.click('text=打印 A5 陈列单');
    expect(await page.locator('.codes img').count()).toBe(2);
    expect(await page.getAttribute('.shopcode img', 'src')).toBe(`/m/${shop}/qr.svg`);
    const buyer = await world.page(`/m/${shop}`, { javaScript: false, width: 320 });
    expect(await buyer.locator(`main a[href^="/t/"]`).count()).toBe(2);
    expect(await sticksOut(buyer)).toEqual([]);
  });

  it('shows what is past its date first, and takes down where goods went', async () => {
    const page = await toolPage('/stock', { width: 375 });
    expect(await axeFindings(page)).toEqual([]);
    expect(await htmlFaults(await page.content())).toEqual([]);
    expect(await page.textContent('section.card.red')).toContain('已过保质期');
    await page.click('section.card.red td a');
    await page.fill('#amount', 'x');
    await page.click('form.card .btn');
    expect(await page.textContent('[role=alert]')).toContain('请修改以下内容');
    await page.selectOption('#kind', 'destroyed');
    await page.fill('#amount', '1');
    await page.click('form.card .btn');
    expect(await page.textContent('[role=status]')).toContain('已登记');
  });

  it('has what expires within days apart, what is recalled before everything else, and the ledger of the month to print', async () => {
    const today = new Date(world.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const bought = await call('/v1/receipts', cast.supermarket.key, {
      from: { name: '示例豆制品坊', address: '外省某市' },
      lines: [
        {
          product: { name: '鲜豆腐', category: 'food', shelfLife: { value: 3, unit: 'day' } },
          batchNumber: 'DF-1',
          productionDate: today,
          quantity: { amount: '20', unit: '盒' },
        },
      ],
    });
    expect(bought.status).toBe(201);
    const page = await toolPage('/stock', { javaScript: false, width: 320 });
    expect(await page.innerText('section:has(h2:text("7 日内到期"))')).toContain('鲜豆腐');
    expect(await page.textContent('main section >> nth=0')).toContain('货架上没有被召回的货');
    const recall = await call('/v1/recalls', cast.slaughterhouse.key, { level: 1, reason: '示例', traceCodes: [pork.leg.traceCode] });
    expect(recall.status).toBe(201);
    await page.reload();
    const first = page.locator('main section').first();
    expect(await first.textContent()).toContain('被召回，立即下架');
    expect(await sticksOut(page)).toEqual([]);
    await first.getByRole('link', { name: '打开召回' }).first().click();
    expect(await page.textContent('h1')).toContain('一级召回');
    await page.goto(`${world.url}/stock`);
    await page.click('text=本月进货查验台账（打印）');
    expect(await page.innerText('body')).toContain('鲜豆腐');
    expect(await htmlFaults(await page.content())).toEqual([]);
  });
});
