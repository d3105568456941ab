import { describe, expect, it } from 'vitest';
import { readPastedResults } from './pasted-results.ts';

describe('lines copied from a report', () => {
  it('are read by their heading', () => {
    const text =
      '序号\t检验项目\t单位\t标准要求\t实测值\t检出限\t单项判定\n1\t酚酞\tmg/kg\t不得检出\t11.9\t0.5\t不合格\n2\t西布曲明\tmg/kg\t不得检出\t未检出\t0.5\t合格';
    expect(readPastedResults(text)).toEqual({
      results: [
        { item: '酚酞', value: '11.9', unit: 'mg/kg', limit: '不得检出', lod: '0.5' },
        { item: '西布曲明', value: '未检出', unit: 'mg/kg', limit: '不得检出', lod: '0.5' },
      ],
      remarks: [],
    });
  });

  it('take the unit of the heading where their cells have none', () => {
    expect(readPastedResults('Item | Result (mg/kg) | Limit\nMelamine | 3 | ≤2.5').results).toEqual([
      { item: 'Melamine', value: '3', unit: 'mg/kg', limit: '≤2.5' },
    ]);
  });

  it.each([
    ['酚酞\tmg/kg\t不得检出\t11.9\t不合格', { item: '酚酞', value: '11.9', unit: 'mg/kg', limit: '不得检出' }],
    ['1  铅(以Pb计)  mg/kg  GB 5009.12  ≤0.5  0.12', { item: '铅(以Pb计)', value: '0.12', unit: 'mg/kg', limit: '≤0.5' }],
    ['酚酞，未检出', { item: '酚酞', value: '未检出' }],
    ['酚酞 11.9mg/kg', { item: '酚酞', value: '11.9mg/kg' }],
    ['酚酞|ND', { item: '酚酞', value: 'ND' }],
    ['酚酞 见附件', { item: '酚酞', value: '见附件' }],
  ])('without a heading are told by their look: %s', (line, expected) => {
    expect(readPastedResults(line).results).toEqual([expected]);
  });

  it('are told where they are none', () => {
    const { results, remarks } = readPastedResults('以下空白\n酚酞\tND');
    expect(results).toHaveLength(1);
    expect(remarks[0]?.zh).toContain('以下空白');
  });

  it('are capped, and the rest is told', () => {
    const { results, remarks } = readPastedResults('酚酞\tND\n'.repeat(2_000));
    expect(results).toHaveLength(500);
    expect(remarks[0]?.zh).toContain('有1500行没有筛查');
  });

  it('lose no line unsaid: the 501st without a heading is told, the 501st with one is the heading', () => {
    expect(readPastedResults(`${'糖\tND\n'.repeat(500)}酚酞\t11.9`).remarks[0]?.zh).toContain('有1行没有筛查');
    const { results, remarks } = readPastedResults(`项目\t结果\n${'糖\tND\n'.repeat(499)}酚酞\t11.9`);
    expect(results.at(-1)).toEqual({ item: '酚酞', value: '11.9' });
    expect(remarks).toEqual([]);
  });

  it.each([
    ['of more than 2,000 characters', `糖${' '.repeat(1)}ND ${'x'.repeat(2_000)} 酚酞`],
    ['of more than 30 cells', `糖\tND${'\t'.repeat(40)}酚酞`],
  ])('%s are told as cut', (_, line) => {
    expect(readPastedResults(line).remarks[0]?.zh).toContain('其后没有读');
  });

  it('with a first and a second test are found by either', () => {
    expect(readPastedResults('项目\t初检结果\t复检结果\n酚酞\tND\t11.9').results).toEqual([{ item: '酚酞', value: 'ND;11.9' }]);
  });
});
