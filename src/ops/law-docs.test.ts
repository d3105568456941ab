import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lawDocs } from './law-docs.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'law');

describe('the pages of docs/law', () => {
  it('are what the data says, page by page', async () => {
    for (const [file, text] of lawDocs()) expect(await readFile(join(folder, file), 'utf8'), `${file}: run npm run law:docs`).toBe(text);
  });

  it('are no more than the data makes', async () => {
    const markdown = (await readdir(folder)).filter((file) => file.endsWith('.md'));
    expect(markdown.sort()).toEqual([...lawDocs().keys()].sort());
  });

  it('show what was not read as 待核实', () => {
    expect(lawDocs().get('zhejiang-traceability.md')).toContain('| 24小时<br>24 hours | **待核实** | 本系统默认设置，未见公布的法定期限 |');
  });
});
