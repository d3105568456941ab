import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import pkg from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root }).sort()];

/** A page without its fenced and indented blocks: what they show is typed elsewhere, or output. */
function proseOf(page: string): string {
  return readFileSync(join(root, page), 'utf8')
    .replace(/^```.*?^```$/gms, '')
    .replace(/^ {4}.*$/gm, '');
}

/** Paths of the repository in inline code, also as an argument of a command; a `…` stands for any path and is none. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code = '']) => code.split(/\s+/))
    .filter((word) => /^(?:src|test|prisma|docs)\//.test(word) && !word.includes('…'));
}

interface Target {
  /** Path from the root of the repository. */
  path: string;
  anchor: string | undefined;
}

/** What the relative links of a page point to. */
function linksIn(page: string): Target[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, href = '']) => {
    if (/^[a-z]+:/.test(href)) return [];
    const [path = '', anchor] = href.split('#');
    return [{ path: path === '' ? page : relative(root, join(root, dirname(page), path)), anchor }];
  });
}

/** The anchors GitHub gives the headings of a page. */
function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

function isBroken({ path, anchor }: Target): boolean {
  if (!existsSync(join(root, path))) return true;
  return anchor !== undefined && !anchorsOf(path).includes(anchor);
}

describe('the documentation', () => {
  it('names no file or folder of the repository that is not there', () => {
    const missing = pages.flatMap((page) =>
      pathsIn(proseOf(page))
        .filter((path) => globSync(path, { cwd: root }).length === 0)
        .map((path) => `${page}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('has no link to a page or a heading that is not there', () => {
    const broken = pages.flatMap((page) =>
      linksIn(page)
        .filter(isBroken)
        .map(({ path, anchor }) => `${page}: ${path}${anchor === undefined ? '' : `#${anchor}`}`),
    );
    expect(broken).toEqual([]);
  });

  it('is reached page by page from docs/README.md', () => {
    const reached = new Set(['docs/README.md']);
    for (const page of reached)
      for (const { path } of linksIn(page)) if (path.startsWith('docs/') && path.endsWith('.md') && pages.includes(path)) reached.add(path);
    expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
  });

  it('has every room of src in the plan of the house', () => {
    const plan = pathsIn(proseOf('docs/architecture/README.md'));
    const rooms = readdirSync(join(root, 'src'))
      .filter((name) => statSync(join(root, 'src', name)).isDirectory() && readdirSync(join(root, 'src', name)).length > 0)
      .map((name) => `src/${name}/`);
    expect(rooms.filter((room) => !plan.includes(room))).toEqual([]);
  });

  it('gives a reason for each library of package.json, and for none that is not there', () => {
    const rows = [...proseOf('docs/architecture/libraries.md').matchAll(/^\| ([^|]+) \|/gm)].map(([, cell = '']) => cell);
    const told = rows.filter((cell) => cell !== 'library' && cell !== '---').flatMap((cell) => cell.split(', '));
    expect(told.sort()).toEqual([...Object.keys(pkg.dependencies), ...Object.keys(pkg.devDependencies)].sort());
  });
});
