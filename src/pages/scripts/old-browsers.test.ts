import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';

const names = globSync('*.js', { cwd: import.meta.dirname }).sort();
const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

/** Names of the language that came after ES2018 and of the browser after Chrome 64: the cores in chat apps on old phones lack them. */
const YOUNGER =
  /\.(?:flat|flatMap|matchAll|replaceAll|at|findLast|findLastIndex|toSorted|toReversed|trimStart|trimEnd|replaceChildren|checkVisibility|showModal)\(|\b(?:fromEntries|allSettled|structuredClone|randomUUID|hasOwn|groupBy|globalThis|queueMicrotask|submitter|requestSubmit|ResizeObserver|OffscreenCanvas)\b|Promise\.any|AbortSignal\.(?:timeout|any)/g;

/** What of a script old cores cannot read or do not know. */
async function tooYoung(source: string): Promise<string[]> {
  // What belongs to modules came with them: a core that runs modules at all has both.
  const written = async (target: string) =>
    (await transform(source, { target, format: 'esm', supported: { 'dynamic-import': true, 'import-meta': true }, legalComments: 'none' }))
      .code;
  const [old, now] = await Promise.all([written('es2018'), written('esnext')]);
  const syntax = old === now ? [] : [now.split('\n').find((line) => !old.includes(line)) ?? ''];
  return [...syntax, ...(source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').match(YOUNGER) ?? [])];
}

describe('the scripts of the pages', () => {
  it.each(names)('%s runs in browsers of 2018', async (name) => {
    expect(await tooYoung(read(name))).toEqual([]);
  });

  it('would be told from younger ones', async () => {
    expect(await tooYoung('const a = b?.c;')).toEqual(['const a = b?.c;']);
    expect(await tooYoung('try { a(); } catch { b(); }')).not.toEqual([]);
    expect(await tooYoung('a.replaceAll("b", "c")')).toEqual(['.replaceAll(']);
    expect(await tooYoung('const a = event.submitter;')).toEqual(['submitter']);
    expect(await tooYoung('async function* a() { for await (const { b, ...c } of d) yield c; }')).toEqual([]);
  });
});
