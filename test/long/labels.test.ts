import { describe, expect, it } from 'vitest';
import type { LabelFormat } from '../../src/codes/labels/content.ts';
import { threadPress } from '../../src/codes/labels/thread-press.ts';
import { everyCodeDecodes } from '../label-sheet.ts';
import { contentOf } from '../labels.ts';

/** Bytes a press of so many labels adds to the process at most while it is read. */
async function growth(format: LabelFormat, count: number): Promise<{ bytes: number; megabytes: number }> {
  const labels = Array.from({ length: count }, (_, n) => ({ content: contentOf(n), copies: 1 }));
  const before = process.memoryUsage().rss;
  const opened = await threadPress().open({ format, layout: '40x30', dpi: 203, startPosition: 1, test: false, labels });
  let [bytes, most] = [0, 0];
  for await (const piece of opened.pages()) {
    bytes += piece.length;
    most = Math.max(most, process.memoryUsage().rss - before);
  }
  return { bytes, megabytes: most / 1e6 };
}

describe('many labels', () => {
  it('decode, every one of a print of 1,000, from the rasterised pages', () => everyCodeDecodes(1_000));

  it.each(['pdf', 'zpl', 'svg'] as const)(
    'of 10,000 batches stream as %s in memory that does not grow with their number',
    async (format) => {
      const { bytes, megabytes } = await growth(format, 10_000);
      expect(bytes).toBeGreaterThan(5_000_000);
      // A thread with its libraries takes about 80 MB whatever it prints; its heap is limited to 144 MB.
      expect(megabytes).toBeLessThan(250);
    },
  );
});
