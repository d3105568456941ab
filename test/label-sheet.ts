import { expect } from 'vitest';
import type { LabelJob } from '../src/codes/labels/content.ts';
import { pdfOf } from '../src/codes/labels/pdf.ts';
import { contentOf, joined, labelFace, labelFont, rasterised, zxingTexts } from './labels.ts';

/** Prints so many labels of as many batches on A4 sheets and reads every code back from the pixels of the pages. */
export async function everyCodeDecodes(count: number): Promise<void> {
  const contents = Array.from({ length: count }, (_, n) => contentOf(n));
  const labels = contents.map((content) => ({ content, copies: 1 }));
  const job: LabelJob = { format: 'pdf', layout: 'A4-65', dpi: 300, startPosition: 1, test: false, labels };
  const read = new Set<string>();
  let pages = 0;
  for await (const page of rasterised(joined(pdfOf(job, labelFace, labelFont)), 300)) {
    for (const text of await zxingTexts(page)) read.add(text);
    pages++;
  }
  expect(pages).toBe(Math.ceil(count / 65));
  expect(contents.map((content) => content.link).filter((link) => !read.has(link))).toEqual([]);
  expect(read.size).toBe(count);
}
