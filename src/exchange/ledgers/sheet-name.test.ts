import { describe, expect, it } from 'vitest';
import { sheetName } from './formats.ts';
import type { SheetPlace } from './sheets.ts';

const place = (name: string): SheetPlace => ({
  party: { id: 1, publicId: 'p', name: '示例公司', uscc: null, kinds: [], natural: false },
  site: { id: 1, publicId: 'V1StGXR8Z5jdHi6B', name, kind: 'shop', endedAt: null },
});

describe('the name of a sheet', () => {
  it('has none of the signs a workbook refuses, at most 31 characters, and is unlike the others', () => {
    expect(sheetName(place('一店/二楼:[东]'), [], false)).toBe('一店 二楼  东');
    expect(sheetName(place("'''"), [], false)).toBe('V1StGXR8Z5jdHi6B');
    expect(sheetName(place('店'.repeat(40)), [{ name: '店'.repeat(31) }], false)).toBe(`${'店'.repeat(27)} (2)`);
    expect(sheetName(place(`${'店'.repeat(30)}😀`), [], false)).toBe(`${'店'.repeat(30)}\uFFFD`);
    expect(sheetName(place('一店'), [{ name: '一店' }, { name: '一店 (2)' }], false)).toBe('一店 (3)');
    expect(sheetName(place('一店'), [], true)).toBe('示例公司 一店');
  });
});
