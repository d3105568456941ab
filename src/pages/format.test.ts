import { describe, expect, it } from 'vitest';
import { fineBandText, groupedCode, shanghaiDate, shanghaiTime, time, yuan } from './format.ts';

describe('times as people in Zhejiang read them', () => {
  it('are Shanghai time, whatever the offset they came with', () => {
    expect(shanghaiTime('2026-11-05T16:20:00Z')).toBe('2026-11-06 00:20');
    expect(shanghaiTime('2026-11-05T09:00:00+08:00')).toBe('2026-11-05 09:00');
    expect(shanghaiDate('2026-11-05T15:59:59Z')).toBe('2026-11-05');
    expect(shanghaiDate('2026-11-05T16:00:00Z')).toBe('2026-11-06');
  });

  it('stay as they are when they are civil dates or not dates at all', () => {
    expect(shanghaiTime('2026-11-05')).toBe('2026-11-05');
    expect(time('2026-11-05')).toBe('<time datetime="2026-11-05">2026-11-05</time>');
    expect(shanghaiTime('见包装')).toBe('见包装');
  });
});

describe('a trace code', () => {
  it('is read in groups of four however it was typed', () => {
    expect(groupedCode('7qkm4t9xwb2hnc8rvde6')).toBe('7QKM-4T9X-WB2H-NC8R-VDE6');
    expect(groupedCode('7QKM-4T9X WB2H-NC8R-VDE6')).toBe('7QKM-4T9X-WB2H-NC8R-VDE6');
    expect(groupedCode('')).toBe('');
  });
});

describe('a fine band', () => {
  it('shows yuan from cents, with decimals only where there are cents', () => {
    expect([0, 5, 1250, 100_000, 1_000_000, 123_456_789_00].map(yuan)).toEqual(['0', '0.05', '12.50', '1,000', '10,000', '123,456,789']);
  });

  it('says that it applies only after an order is overdue', () => {
    const band = { minCents: 100_000, maxCents: 1_000_000, after: 'order-overdue', lines: [] };
    expect(fineBandText(band, 'zh-CN')).toBe('1,000–10,000 元（责令改正逾期后）');
    expect(fineBandText(band, 'en')).toBe('CNY 1,000–10,000 (only after an order to correct is overdue)');
  });

  it('is never shown as following at once: notice and statement come before any decision', () => {
    const band = { minCents: 5_000_000, maxCents: 10_000_000, after: 'immediate', lines: [] };
    expect(fineBandText(band, 'zh-CN')).toBe('50,000–100,000 元（不以责令改正为前提，须经告知和陈述申辩）');
  });

  it('with one end open or none is not given a number it does not have', () => {
    expect(fineBandText({ minCents: 0, maxCents: 200_000, after: null, lines: [] }, 'zh-CN')).toBe('2,000 元以下');
    expect(fineBandText({ minCents: 5_000_000, maxCents: null, after: null, lines: [] }, 'zh-CN')).toBe('50,000 元起');
    expect(fineBandText({ minCents: null, maxCents: null, after: null, lines: ['货值金额 15–30 倍（未确定）'] }, 'zh-CN')).toBeNull();
  });
});
