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

  it.each([
    ['11.9 mg/kg', '≤100'],
    ['11.9', '100 mg/kg'],
    ['11.9 mg/kg', '≤100 mg/L'],
    ['11.9', '≤100'],
  ])('bans phenolphthalein found at %s whatever limit (%s) its sender wrote beside it', (value, limit) => {
    const [match, ...others] = matchResult({ item: '酚酞', value, limit });
    expect(others).toEqual([]);
    expect(match?.verdict).toBe('banned');
  });

  it('says that the limit beside it is none for it, and leaves to a person what has none either way', () => {
    expect(matchResult({ item: '酚酞', value: '11.9 mg/kg', limit: '≤100' })[0]?.reason.zh).toContain('所附的限量不能作为依据');
    expect(matchResult({ item: '呋塞米', value: '1 mg/kg', limit: '≤100' })).toMatchObject([{ verdict: 'review' }]);
    expect(matchResult({ item: '喹诺酮类', value: '50μg/kg', limit: '≤100' })).toMatchObject([{ verdict: 'review' }]);
    expect(matchResult({ item: '咖啡因', value: '90 mg/kg', limit: '≤150' })).toEqual([]);
  });

  it.each([['敌敌畏'], ['DDVP'], ['敌百虫'], ['DEHP'], ['三聚氰胺'], ['三聚氫胺']])('finds nothing in %s within its limit', (item) => {
    expect(matchResult({ item, value: '0.05 mg/kg', limit: '≤0.2' })).toEqual([]);
    expect(matchResult({ item, value: '0.5 mg/kg', limit: '≤0.2' })).toMatchObject([{ verdict: 'banned' }]);
  });

  it('asks a person about an item that cannot be read, unless it was not found', () => {
    expect(matchResult({ item: 'フェノールフタレイン', value: '12' })).toMatchObject([{ verdict: 'review', ground: 'unreadable' }]);
    expect(matchResult({ item: 'フェノールフタレイン', value: 'ND' })).toEqual([]);
  });

  it('lets nothing known and lawful hide what cannot be read beside it', () => {
    expect(screen({ names: ['咖啡因、フェノールフタレイン'] })).toMatchObject({ verdict: 'review' });
  });

  it('lets no number of harmless names hide a ban', () => {
    const lawful = Array.from({ length: 150 }, (_, i) => `咖啡因 ${i + 1}mg`);
    const doubtful = Array.from({ length: 300 }, (_, i) => `${String.fromCharCode(0x4e00 + i)}酚酞甲`);
    const text = screen({ ingredientsText: [...lawful, ...doubtful, '酚酞'].join('、') });
    expect(text.verdict).toBe('banned');
    expect(text.matches).toHaveLength(201);
    expect(text.matches.filter((match) => match.verdict === 'banned').map((match) => match.input)).toEqual(['酚酞']);
    expect(screen({ names: [...lawful, '酚酞'] }).matches.map((match) => match.verdict)).toEqual(['clear', 'banned']);
  });

  it('lists no more than its budget however much is sent, CAS numbers in names and texts included', () => {
    const names = Array.from({ length: 200 }, (_, i) => `${'77-09-8 603-50-9 '.repeat(50)}${i}`);
    const { verdict, matches } = screen({ names, ingredientsText: names.join('、') });
    expect(verdict).toBe('banned');
    expect(matches).toHaveLength(201);
    expect(matches.at(-1)).toMatchObject({ verdict: 'review', ground: 'unreadable' });
    expect(matches.at(-1)?.reason.en).toContain('not all was read');
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
