import { describe, expect, it } from 'vitest';
import { matchResult, screen } from './screen.ts';

describe('screening', () => {
  it('clears ordinary food without a word', () => {
    expect(
      screen({ ingredients: [{ name: '猪肉' }, { name: '食用盐' }], ingredientsText: '水、白砂糖、食品添加剂（柠檬酸、日落黄）' }),
    ).toEqual({
      verdict: 'clear',
      matches: [],
    });
    expect(screen({})).toEqual({ verdict: 'clear', matches: [] });
  });

  it('lets the worst verdict win', () => {
    expect(screen({ names: ['咖啡因'] }).verdict).toBe('clear');
    expect(screen({ names: ['咖啡因', '呋塞米'] }).verdict).toBe('review');
    expect(screen({ names: ['咖啡因', '呋塞米'], cas: ['77-09-8'] }).verdict).toBe('banned');
    expect(screen({ cas: ['77-09-7'] }).verdict).toBe('review');
  });

  it.each([['ND'], ['未检出'], ['未检出(检出限:0.03g/100mL)'], ['<LOD'], ['—'], ['/'], ['0'], ['阴性'], ['＜0.01']])(
    'never fires on phenolphthalein looked for and answered %s',
    (value) => {
      expect(screen({ results: [{ item: '酚酞', value, unit: 'mg/kg', limit: '不得检出' }] })).toEqual({ verdict: 'clear', matches: [] });
    },
  );

  it('bans phenolphthalein found in a result', () => {
    const { verdict, matches } = screen({ results: [{ item: '酚酞', value: '11.9', unit: 'mg/g', limit: '不得检出' }] });
    expect(verdict).toBe('banned');
    expect(matches).toMatchObject([{ input: '酚酞', by: 'name', ground: 'named', substance: { cas: '77-09-8' } }]);
  });

  it('asks a person when the value of a banned substance cannot be read', () => {
    expect(matchResult({ item: '酚酞', value: '见附件' })).toMatchObject([{ verdict: 'review' }]);
    expect(matchResult({ item: '酚酞', value: '' })).toMatchObject([{ verdict: 'review' }]);
  });

  it('finds nothing in a value within the number its limit allows', () => {
    expect(matchResult({ item: '磺胺二甲嘧啶', value: '100', unit: 'µg/kg', limit: '≤100' })).toEqual([]);
    expect(matchResult({ item: '磺胺二甲嘧啶', value: '101', unit: 'µg/kg', limit: '≤100' })).toMatchObject([{ verdict: 'banned' }]);
    expect(matchResult({ item: '磺胺二甲嘧啶', value: '0.05mg/kg', limit: '≤100μg/kg' })).toEqual([]);
    expect(matchResult({ item: '磺胺二甲嘧啶', value: '0.05mg/L', limit: '≤100μg/kg' })).toMatchObject([{ verdict: 'review' }]);
  });

  it('asks a person about melamine found without a limit beside it, and bans it as an ingredient', () => {
    expect(matchResult({ item: '三聚氰胺', value: '0.5', unit: 'mg/kg' })).toMatchObject([{ verdict: 'review' }]);
    expect(matchResult({ item: '三聚氰胺', value: '3', unit: 'mg/kg', limit: '≤2.5' })).toMatchObject([{ verdict: 'banned' }]);
    expect(screen({ ingredients: [{ name: '三聚氰胺' }] }).verdict).toBe('banned');
  });

  it('looks at no item that is not watched', () => {
    expect(
      screen({
        results: [
          { item: '铅(以Pb计)', value: '2mg/kg', limit: '≤0.5mg/kg' },
          { item: '磺胺类', value: 'ND' },
        ],
      }).matches,
    ).toEqual([]);
  });
});
