import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const url = (path: string) => JSON.stringify(pathToFileURL(`${import.meta.dirname}/../${path}`).href);

/** What a fresh process has loaded from the structure library after some code. */
async function loaded(code: string): Promise<string> {
  const script = `
    import { registerHooks } from 'node:module';
    let seen = 0;
    registerHooks({ load(address, context, next) { if (address.includes('openchemlib')) seen += 1; return next(address, context); } });
    ${code}
    console.log(seen > 0 ? 'loaded' : 'not loaded');`;
  const { stdout } = await run(process.execPath, ['--no-warnings', '--input-type=module', '-e', script]);
  return stdout.trim();
}

describe('the code for structures', () => {
  it('is not loaded by the application as it starts', async () => {
    expect(await loaded(`await import(${url('src/app.ts')});`)).toBe('not loaded');
  });

  it('is not loaded for names, but for the first structure', async () => {
    const parts = `const { screenStructures } = await import(${url('src/substances/structure-screening.ts')});
      const { knowledge } = await import(${url('src/substances/knowledge.ts')});`;
    expect(await loaded(`${parts} await screenStructures([], knowledge());`)).toBe('not loaded');
    expect(await loaded(`${parts} await screenStructures(['CCO'], knowledge());`)).toBe('loaded');
  });
});
