import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAssets } from '../src/ops/build-assets.ts';

const root = join(import.meta.dirname, '..');
const GUIDES = [
  'producer',
  'retailer',
  'regulator',
  'consumer',
  'operator',
  'screening',
  'importing',
  'other-systems',
  'epcis',
  'client',
].map((role) => `docs/guide/${role}.md`);
/** What of a command is not run here: the packages are there already, and this run is `npm test`. */
const DONE_ALREADY = ['npm ci', 'npm test', 'npm run build:assets'];

interface Block {
  language: string;
  text: string;
}

const NOTHING: Block = { language: 'sh', text: '' };

/** The fenced blocks of a page that are run, in order. */
function blocksOf(page: string): Block[] {
  const found = readFileSync(join(root, page), 'utf8').matchAll(/^```(sh|ts|python)\n(.*?)^```$/gms);
  return [...found].map(([, language = '', text = '']) => ({ language, text: text.trim() }));
}

/** A command without its parts that are done already; the demo is asked to end by itself. */
function toRun({ text }: Block): string {
  const parts = text.split(' && ').filter((part) => !DONE_ALREADY.includes(part));
  return parts.join(' && ').replace(/^npm run demo$/, 'npm run demo -- --once');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The command that runs a block of any language; a program is put into a file of the folder first. */
function commandOf(block: Block, i: number): string {
  if (block.language === 'sh') return toRun(block);
  if (block.language === 'python' && !hasPython) return ':';
  const file = `example-${i}.${block.language === 'ts' ? 'ts' : 'py'}`;
  writeFileSync(join(folder, file), block.text);
  return block.language === 'ts' ? `'${process.execPath}' ${file}` : `python3 ${file}`;
}

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function bash(script: string, cwd: string, env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

/** Resolves when the service says in its log that it listens. */
function listening(service: ChildProcess): Promise<void> {
  return new Promise((found, failed) => {
    service.once('exit', (code) => failed(new Error(`The service ended with ${code} before it listened.`)));
    if (!service.stdout) throw new Error('The service has no output to read.');
    createInterface(service.stdout).on('line', (line) => line.includes('"listening"') && found());
  });
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasCurl = spawnSync('curl', ['--version']).status === 0;
const curl = hasCurl ? '' : `curl() { '${process.execPath}' '${join(root, 'test/curl.ts')}' "$@"; }\n`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'suyuan-readme-'));
  // What `npm run build:assets` writes, next to the programs that use it.
  await buildAssets(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the README', () => {
  const blocks = blocksOf('README.md');
  const [demo, test, start, ...rest] = blocks;

  it('is at most 150 lines, and its links and those of the guides lead to files', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(151);
    for (const page of ['README.md', ...GUIDES])
      for (const [, target = ''] of readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
        expect(existsSync(join(root, dirname(page), target)), `${page}: ${target}`).toBe(true);
  });

  it('opens with the two commands', () => {
    expect(demo?.text).toBe('npm ci && npm run demo');
    expect(test?.text).toBe('npm ci && npm test');
  });

  it('its demo command walks to the end', { timeout: 60_000 }, async () => {
    const ran = await bash(toRun(demo ?? NOTHING), root, { PORT: '0', TMPDIR: folder });
    expect(ran.code, ran.err + ran.out).toBe(0);
  });

  it('its programs in TypeScript agree with the types of the client', { timeout: 60_000 }, async () => {
    const files = GUIDES.flatMap(blocksOf)
      .filter((block) => block.language === 'ts')
      .map((block, i) => {
        writeFileSync(join(folder, `typed-${i}.ts`), block.text);
        return `typed-${i}.ts`;
      });
    expect(files.length).toBeGreaterThan(0);
    const options =
      '--ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --target ES2024 --module ESNext --moduleResolution Bundler';
    const node = `--types node --typeRoots '${join(root, 'node_modules/@types')}'`;
    const ran = await bash(
      `'${process.execPath}' '${join(root, 'node_modules/typescript/bin/tsc')}' ${options} ${node} ${files.join(' ')}`,
      folder,
    );
    expect(ran.code, ran.out).toBe(0);
  });

  it('its service starts as it says, and every command of it and of the guides is answered, in order', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const env = {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: `file:${join(folder, 's.db')}`,
      FILES_DIR: join(folder, 'files'),
    };
    const service = spawn('bash', ['-c', toRun(start ?? NOTHING)], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      await listening(service);
      const commands = [...rest, ...GUIDES.flatMap(blocksOf)].map((block, i) =>
        commandOf(block, i).replaceAll('http://localhost:8080', url),
      );
      const ran = await bash(curl + commands.map((command, i) => `echo '── ${i}' >&2\n${command}\necho`).join('\n'), folder);
      expect(ran.code, ran.err).toBe(0);
      expect(readFileSync(join(folder, 'batch-qr.svg'), 'utf8')).toMatch(/^<svg /);
      expect(ran.out).toContain('"state":"received"');
      expect(ran.out).toContain('"status":"no-problem-recorded"');
      expect(ran.out).toContain('"minCents":50000,"maxCents":200000');
      expect(ran.out).toContain('"state":"closed"');
      expect(ran.out).toMatch(/^\d+ records, whole$/m);
      expect(ran.out).toMatch(/^\{"type":"end","records":\d+,"files":\d+\}$/m);
    } finally {
      if (service.pid !== undefined && service.exitCode === null) {
        const ended = once(service, 'close');
        process.kill(-service.pid, 'SIGTERM');
        await ended;
      }
    }
  });
});
