import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '..', 'src/ops/demo/main.ts');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'suyuan-demo-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Demo {
  child: ChildProcess;
  /** What it has printed so far. */
  out(): string;
  /** Resolves when it has printed the text. */
  printed(text: string): Promise<void>;
}

function demo(args: string[] = [], port = 0): Demo {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, PORT: String(port), TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  const printed = (text: string) =>
    new Promise<void>((found, failed) => {
      const look = () => out.includes(text) && found();
      child.stdout.on('data', look);
      child.once('close', () => (out.includes(text) ? found() : failed(new Error(`It ended without "${text}":\n${out}`))));
      look();
    });
  return { child, out: () => out, printed };
}

describe('the demo', () => {
  it('walks once, shows what it is expected to, leaves nothing behind and ends with 0', { timeout: 60_000 }, async () => {
    const { child, out } = demo(['--once']);
    const [code] = await once(child, 'close');
    expect(code, out()).toBe(0);
    expect(out()).not.toContain('✗');
    for (const met of [
      '✓ 一件商品从养殖场追到门店',
      '✓ 食堂无账号扫随货单确认28行、2处例外',
      '✓ 食堂登记后，此前扫码确认的收货自动归入',
      '✓ 一单送达未接收确认（提醒）',
      '✓ 一单回复“非本方货物”',
      '✓ 一笔销售超过包装所印到期日',
      '✓ 一份检验结果检出禁用物质',
      '✓ 一条执法人员现场记录：未展示追溯码，幅度 500–2,000 元',
      '✓ 一条记录不全，责令限期改正，幅度 1,000–10,000 元',
      '✓ 一条记录及时补正，线索自行关闭',
    ])
      expect(out()).toContain(met);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says what the rules find, with the law, the band, and 待核实 where an article was not read', { timeout: 60_000 }, async () => {
    const { child, out } = demo(['--once']);
    await once(child, 'close');
    expect(out()).toMatch(/▶ 提醒 reminder \[receipt-unconfirmed\].*\n.*依据 basis: 《浙江省食品安全数字化追溯规定》（条号待核实）/);
    expect(out()).toMatch(/▶ 线索 lead \[past-shelf-life\] 销售时已过到期日2天.*\n.*依据 basis: 《中华人民共和国食品安全法》第/);
    expect(out()).toMatch(/▶ 线索 lead \[banned-substance\] .*双醋酚丁.*\n.*依据 basis: 《市场监管总局/);
    expect(out()).toMatch(/▶ 线索 lead \[code-not-displayed\].*\n.*\n.*罚款幅度 band: 500–2,000 元/);
    expect(out()).toMatch(/▶ 线索 lead \[record-incomplete\] .*规格、保质期.*\n.*\n.*罚款幅度 band: 1,000–10,000 元/);
  });

  it('takes a free port while another program has the one it was given', { timeout: 60_000 }, async () => {
    const taken = createServer().listen(0);
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { child, out } = demo(['--once'], port);
    const [code] = await once(child, 'close');
    taken.close();
    expect(code, out()).toBe(0);
    expect(out()).not.toContain(`http://localhost:${port}/`);
  });

  it('stays up with an address for each kind of user, whose sign-in links work once, until Ctrl-C', { timeout: 60_000 }, async () => {
    const { child, out, printed } = demo();
    await printed('Ctrl-C');
    const urls = [...out().matchAll(/^ {6}(http\S+)$/gm)].map(([, url = '']) => url);
    const shopper = urls.find((url) => url.includes('/t/')) ?? '';
    const page = await fetch(shopper);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('香菇黄豆酱');
    const slips = urls.filter((url) => url.includes('/s/'));
    expect(slips).toHaveLength(2);
    for (const slip of slips) expect((await fetch(slip)).status).toBe(200);
    const links = urls.filter((url) => url.includes('/sign-in/'));
    expect(links).toHaveLength(4);
    for (const link of links) {
      expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
      expect((await fetch(link, { redirect: 'manual' })).status).toBe(401);
    }
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });
});
