import { describe, expect, it } from 'vitest';
import { bars, columns, tileMap } from './charts.ts';

describe('a chart', () => {
  it('draws bars in proportion, the part that is done solid and the rest hatched', () => {
    const svg = bars(
      [
        { label: '甲', value: 40, part: 10, words: '10/40' },
        { label: '<乙>', value: 20 },
      ],
      '召回',
      'c',
    );
    expect(svg).toContain('<rect x="0" y="20" width="70" height="14"');
    expect(svg).toContain('<rect x="70" y="20" width="210" height="14" fill="url(#c-h)"');
    expect(svg).toContain('<rect x="0" y="64" width="140" height="14"');
    expect(svg).toContain('>10/40<');
    expect(svg).toContain('&lt;乙&gt;');
  });

  it('names itself to those who do not see it', () => {
    expect(bars([], '按事项', 'c')).toContain('role="img" aria-labelledby="c"><title id="c">按事项</title>');
  });

  it('draws columns in proportion to the highest', () => {
    const svg = columns(
      [
        { label: '26/10', value: 1 },
        { label: '26/11', value: 2 },
      ],
      '按月份',
      'c',
    );
    expect(svg).toContain('height="65"');
    expect(svg).toContain('height="130"');
  });

  it('shows the eleven cities, shaded by number, with the number in each', () => {
    const svg = tileMap(
      new Map([
        ['3301', 9],
        ['3304', 3],
      ]),
      '按地区',
      'c',
      false,
    );
    expect(svg.match(/<rect/g)).toHaveLength(11);
    expect(svg).toMatch(/fill="#0f5548"[^>]*\/><text[^>]*>杭州<\/text><text[^>]*>9</);
    expect(svg).toMatch(/fill="#cfe0d9"[^>]*\/><text[^>]*>嘉兴<\/text><text[^>]*>3</);
    expect(svg).toMatch(/>舟山<\/text><text[^>]*>0</);
    expect(tileMap(new Map(), 'x', 'c', true)).toContain('Zhoushan');
  });
});
