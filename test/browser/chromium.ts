import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
/** Debian's names: the browser, and a font without which Chinese is drawn as boxes. */
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/**
 * The browser the tests drive: CHROMIUM names one; else the machine's; else Debian's package where it may be installed; else playwright's
 * own, downloaded.
 * @throws {Error} saying what to install when there is none: the browser tests are never left out
 */
export function chromiumPath(): string {
  const { CHROMIUM: chosen } = process.env;
  if (chosen !== undefined && !existsSync(chosen)) throw new Error(`CHROMIUM: found "${chosen}", expected the path of a browser`);
  const tried: string[] = [];
  const found = chosen ?? onMachine() ?? fromDebian(tried) ?? fromPlaywright(tried);
  if (found !== undefined) return found;
  throw new Error(
    `The browser tests found no Chromium. Install one (Debian: apt-get install ${PACKAGES.join(' ')}), or name one with CHROMIUM=/path/to/it.\n${tried.join('\n')}`,
  );
}

function onMachine(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [...paths, ...ELSEWHERE].find((path) => existsSync(path));
  if (found !== undefined && process.platform === 'linux' && !hasChineseFont()) installed(PACKAGES.slice(1), []);
  return found;
}

function hasChineseFont(): boolean {
  try {
    return execFileSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return false;
  }
}

function fromDebian(tried: string[]): string | undefined {
  return installed(PACKAGES, tried) ? onMachine() : undefined;
}

/** Installs Debian packages where that is allowed: as root on a system that has apt. */
function installed(packages: readonly string[], tried: string[]): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    tried.push('apt-get: not tried, since this is no Debian or not its root user');
    return false;
  }
  const apt = (...words: string[]) =>
    execFileSync('apt-get', words, { stdio: 'pipe', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  try {
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
    return true;
  } catch (error) {
    tried.push(`apt-get install ${packages.join(' ')}: ${String(error)}`);
    return false;
  }
}

function fromPlaywright(tried: string[]): string | undefined {
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  try {
    execFileSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'pipe' });
  } catch (error) {
    tried.push(`playwright-core install chromium: ${String(error)}`);
  }
  return existsSync(own) ? own : undefined;
}
