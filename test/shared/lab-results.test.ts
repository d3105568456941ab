import { describe, expect, it } from 'vitest';
import { overLimit, readResult } from '../../src/substances/reading/results.ts';
import { counted, printTable } from './report.ts';
import { sharedTable } from './source.ts';

const rows = sharedTable('data/real/lab_results.csv', ['product_name', 'item', 'unit', 'requirement', 'result', 'verdict']);

const read = rows.map((row) => ({
  ...row,
  detected: readResult({ item: row.item, value: row.result, unit: row.unit, limit: row.requirement }).detected,
  against: overLimit(row.result, row.unit, row.requirement),
}));

describe('136 lines of real laboratory reports', () => {
  it('are each read as found, not found or unknown, and against their limit', () => {
    printTable('result / against its limit', counted(read.map((line) => `${line.detected} / ${line.against}`)));
    const unread = read.filter((line) => line.detected === 'unknown' || line.against === 'unknown');
    printTable(
      'not fully read',
      unread.map((line) => [line.detected, line.against, line.item, line.result, line.requirement]),
    );
    expect(read).toHaveLength(136);
    expect(read.filter((line) => !['detected', 'not-detected', 'unknown'].includes(line.detected))).toEqual([]);
    expect(read.filter((line) => !['over', 'within', 'unknown'].includes(line.against))).toEqual([]);
  });

  it('never find what was looked for and not found', () => {
    const negative = read.filter((line) => /未检出/.test(line.result) && !/[；;]/.test(line.result));
    expect(negative).toHaveLength(22);
    expect(negative.filter((line) => line.detected !== 'not-detected')).toEqual([]);
    expect(negative.filter((line) => line.against === 'over')).toEqual([]);
  });

  it('find the one positive sample of five', () => {
    expect(read.filter((line) => line.item === '单增李斯特菌').map((line) => [line.result, line.detected])).toEqual([
      ['未检出；未检出；未检出；检出；未检出', 'detected'],
    ]);
  });

  it('put no line over its limit that its laboratory let pass', () => {
    const passed = read.filter((line) => !/不合格/.test(line.verdict));
    expect(passed).toHaveLength(35);
    expect(passed.filter((line) => line.against === 'over')).toEqual([]);
  });

  it('put within its limit no line that failed, but for the one whose notice does not add up', () => {
    const within = read.filter((line) => /不合格/.test(line.verdict) && line.against === 'within');
    expect(within.map((line) => [line.product_name, line.result, line.requirement])).toEqual([['红薯粉条', '61.1mg/kg', '≤200mg/kg']]);
  });

  it('leave unread only a remark without a number, and a power of ten whose exponent was lost', () => {
    expect(read.filter((line) => line.detected === 'unknown').map((line) => line.result)).toEqual([
      '标签中未标注成分或配料表且未提供说明书',
    ]);
  });
});
