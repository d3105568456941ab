import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type axe from 'axe-core';
import { HtmlValidate } from 'html-validate/node';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { type DemoClock, demoClock } from '../../src/ops/demo/clock.ts';
import type { Walked } from '../../src/ops/demo/walk.ts';
import type { Running } from '../../src/service.ts';
import { ADMIN_KEY } from '../world.ts';
import { cameraVideo } from './camera.ts';
import { serveFrom } from './demo-world.ts';
import { smallPng } from './small-png.ts';

/** A phone most people have, and a desk. */
const SIZES = { phone: { width: 375, height: 812 }, desktop: { width: 1280, height: 800 } } as const;

export interface PageOptions {
  /** Signs in with this key first; 'admin' is the administrator's. */
  key?: string;
  /** A session's cookie that is there already, as `sessionOf` returned it. */
  session?: string;
  /** `phone` (375 × 812, touch) unless told otherwise; a number is a width in CSS pixels. */
  width?: 'phone' | 'desktop' | number;
  /** false: as in a browser with scripts off. */
  javaScript?: boolean;
  /** The language the browser asks for: zh-CN unless told otherwise. */
  language?: 'zh-CN' | 'en';
  /** QR texts the camera sees, a second each, over and over. */
  camera?: readonly string[];
  /** Requests of this page may fail and its console may complain: tests of a lost network. */
  mayFail?: boolean;
}

export interface BrowserWorld {
  /** Where the service listens, without a slash at the end. */
  url: string;
  running: Running;
  /** Who and what the demo's walk left: keys, codes, slips. Its addresses carry another port: `pathOf` them. */
  walked: Walked;
  /** Stands still at the end of the walk until it is set or runs on. */
  clock: DemoClock;
  /** Opens a page in a context of its own, closed when the test ends. `path` without it: a blank one. */
  page(path?: string, options?: PageOptions): Promise<Page>;
  /** Signs in with a key. @returns the session for `page` */
  sessionOf(key: string): Promise<string>;
}

/** The path and query of an address the walk printed. */
export function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

/**
 * The service with the demo's world, a copy for this file, and one browser. Call it once at the top of a test file with `await`: it closes
 * itself. A page whose scripts fail, that breaks its content policy, asks another host or meets a 5xx fails its test.
 */
export async function openWorld(): Promise<BrowserWorld> {
  const { folder: original, walked, at, chromium: executablePath } = inject('demoWorld');
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-browser-'));
  cpSync(original, folder, { recursive: true });
  const clock = demoClock(new Date(at).toISOString());
  const running = await serveFrom(folder, clock);
  const browsers: Browser[] = [];
  const launch = async (args: readonly string[] = []) => {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--lang=zh-CN', ...args] });
    browsers.push(browser);
    return browser;
  };
  const ordinary = await launch();
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];

  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(complaints.splice(0), 'what pages complained of').toEqual([]);
  });
  afterAll(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function browserFor(camera: readonly string[] | undefined): Promise<Browser> {
    if (camera === undefined) return ordinary;
    const file = join(folder, `camera-${browsers.length}.y4m`);
    cameraVideo(file, camera);
    return launch(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`]);
  }

  async function page(path?: string, options: PageOptions = {}): Promise<Page> {
    const browser = await browserFor(options.camera);
    const context = await browser.newContext({
      ...sizeOf(options.width ?? 'phone'),
      locale: options.language ?? 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      javaScriptEnabled: options.javaScript ?? true,
      ...(options.camera ? { permissions: ['camera'] } : {}),
    });
    contexts.push(context);
    context.setDefaultTimeout(30_000);
    const session = options.session ?? (options.key === undefined ? undefined : await sessionOf(options.key));
    if (session !== undefined) await context.addCookies([cookie(running.url, session)]);
    const opened = await context.newPage();
    if (options.mayFail !== true) listen(opened, running.url, complaints);
    if (path !== undefined) await opened.goto(running.url + path);
    return opened;
  }

  async function sessionOf(key: string): Promise<string> {
    const reply = await fetch(`${running.url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ key: key === 'admin' ? ADMIN_KEY : key }),
    });
    const [set] = reply.headers.getSetCookie();
    if (reply.status !== 303 || set === undefined) throw new Error(`signing in was answered with ${reply.status}`);
    return set.split(';')[0] ?? '';
  }

  return { url: running.url, running, walked, clock, page, sessionOf };
}

function sizeOf(width: 'phone' | 'desktop' | number): BrowserContextOptions {
  if (width === 'desktop') return { viewport: SIZES.desktop };
  const viewport = width === 'phone' ? SIZES.phone : { width, height: 800 };
  return width === 'phone' || width < 600 ? { viewport, isMobile: true, hasTouch: true } : { viewport };
}

function cookie(url: string, session: string) {
  const at = session.indexOf('=');
  return { url, name: session.slice(0, at), value: session.slice(at + 1), httpOnly: true };
}

/** Notes what a good page never does. A refusal's own status is no failure: those pages are opened on purpose. */
function listen(page: Page, url: string, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/^Failed to load resource.* 4\d\d /.test(message.text()))
      complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(url))
      complaints.push(`${page.url()} asked ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.url()}: ${response.status()}`);
  });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
declare const window: { axe: typeof axe };

/** What axe finds on the page as it stands, WCAG 2.2 A and AA: one line a serious or critical finding, with where. Empty is right. Needs a page with scripts on: axe waits for promises. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(`if (!window.axe) { ${axeSource} }`);
  const { violations } = await page.evaluate(() =>
    window.axe.run({
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(' ')).join(', ')})`);
}

/** Ours: pages are written for bytes, so what only prints nicer is not asked for. */
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'long-title': 'off',
    'no-inline-style': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
  },
});

/** What is wrong with a page's source as HTML: one line each. Empty is right. */
export async function htmlFaults(text: string): Promise<string[]> {
  const { results } = await validator.validateString(text);
  return results.flatMap(({ messages }) =>
    messages.filter(({ severity }) => severity === 2).map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}

/** Whether the page is wider than its window: WCAG 1.4.10. @returns the elements that stick out, none when all fits */
export function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5);
    return [wide + ' px too wide', ...out.slice(-3).map((e) => e.tagName + '.' + e.className + ' ' + (e.textContent || '').slice(0, 30))];
  })()`);
}

const images = join(import.meta.dirname, '..', '..', 'docs', 'images');

/**
 * A picture of what the window shows, small enough for the documentation. `npm run screenshots` (SCREENSHOTS=write) writes it to
 * docs/images/NAME.png; every other run only makes it.
 */
export async function screenshot(page: Page, name: string): Promise<Buffer> {
  const png = smallPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  if (process.env.SCREENSHOTS === 'write') {
    mkdirSync(images, { recursive: true });
    writeFileSync(join(images, `${name}.png`), png);
  }
  return png;
}
