import { describe, expect, it } from 'vitest';
import { batchMentions, certificateMentions, formulaOf, productMentions, sameLotTokens } from './mentions.ts';

const product = (fields: { name?: string; specification?: string; ingredients?: { name: string; cas?: string }[]; claims?: string[] }) =>
  productMentions({
    id: 7,
    name: fields.name ?? '示例食品',
    specification: fields.specification ?? null,
    ingredients: fields.ingredients ? JSON.stringify(fields.ingredients) : null,
    claims: fields.claims ? JSON.stringify(fields.claims) : null,
  });

const tokens = (rows: { kind: string; token: string }[], kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.token);

const report = (...results: Record<string, string>[]) => certificateMentions({ id: 3, results: JSON.stringify(results) });

describe('a product mentions', () => {
  it('every name under which an ingredient could be found: whole, in brackets, as a salt, before an amount', () => {
    const said = tokens(product({ ingredients: [{ name: '复配粉（盐酸西布曲明、酚汀 2%）' }, { name: '魔芋粉' }] }), 'ingredient');
    expect(said).toEqual(expect.arrayContaining(['盐酸西布曲明', '西布曲明', '酚丁', '魔芋粉']));
  });

  it('the CAS number of an ingredient, given beside or inside its name', () => {
    expect(tokens(product({ ingredients: [{ name: '赤藓糖醇', cas: '149-32-6' }] }), 'ingredient')).toContain('149-32-6');
    expect(tokens(product({ ingredients: [{ name: '添加物 77-09-8' }] }), 'ingredient')).toContain('77-09-8');
  });

  it('its formula, whatever the order and the shares of the ingredients', () => {
    const one = tokens(product({ ingredients: [{ name: '魔芋粉 5%' }, { name: '赤藓糖醇' }] }), 'formula');
    expect(one).toEqual(tokens(product({ ingredients: [{ name: '赤藓糖醇' }, { name: '魔芋粉（8.5%）' }] }), 'formula'));
    expect(one).toHaveLength(1);
    expect(one).not.toEqual(tokens(product({ ingredients: [{ name: '魔芋粉' }, { name: '白砂糖' }] }), 'formula'));
  });

  it('no formula for a single ingredient, which half the market shares', () => {
    expect(formulaOf(['猪肉'])).toBeNull();
    expect(tokens(product({ ingredients: [{ name: '猪肉' }] }), 'formula')).toEqual([]);
  });

  it('what it claims, in its own words and in those of its name, traditional characters too', () => {
    expect(tokens(product({ name: '纤体酵素果冻', claims: ['轻盈一身'] }), 'claim')).toEqual(['轻盈一身', '减肥', '酵素']);
    expect(tokens(product({ name: '某牌減肥膠囊' }), 'claim')).toEqual(['减肥']);
  });

  it('its form, from name and specification', () => {
    expect(tokens(product({ name: '西梅压片糖果', specification: '60片/瓶' }), 'form')).toEqual(['片', '压片糖果', '糖果', '蜜饯']);
    expect(tokens(product({ name: '冷鲜猪后腿肉', specification: '约2kg/袋' }), 'form')).toEqual([]);
    expect(tokens(product({ name: '土豆片' }), 'form')).toEqual([]);
  });

  it('no claim of an ordinary food', () => {
    for (const name of ['瘦肉丸', '精瘦猪肉', '黄豆酱', '低脂牛奶']) expect(tokens(product({ name }), 'claim')).toEqual([]);
  });
});

describe('a report mentions', () => {
  it('what it found, and what it says in a way that cannot be read', () => {
    expect(tokens(report({ item: '西布曲明', value: '12.3', unit: 'mg/kg' }, { item: '酚酞', value: '详见附页' }), 'result')).toEqual([
      '西布曲明',
      '酚酞',
    ]);
  });

  it('nothing it looked for and did not find', () => {
    const absent = ['ND', '未检出', '<0.1', '—', '阴性', '0'].map((value) => ({ item: '西布曲明', value, unit: 'mg/kg' }));
    expect(report(...absent)).toEqual([]);
    expect(certificateMentions({ id: 3, results: null })).toEqual([]);
  });
});

describe('a batch mentions', () => {
  const lot = { name: '魔芋粉', lot: 'MY-07' };
  const of = (uscc: string) => ({ ...lot, supplier: { name: '示例魔芋', uscc } });
  const said = (material: Parameters<typeof batchMentions>[1][number]) => new Set(batchMentions(1, [material]).map((row) => row.token));
  const meet = (one: Parameters<typeof sameLotTokens>[0], other: Parameters<typeof sameLotTokens>[0]) =>
    sameLotTokens(one).some((token) => said(other).has(token));

  it('a lot of material that two batches share however it is written', () => {
    expect(meet(lot, { name: '魔芋粉 ', lot: 'ＭＹ07' })).toBe(true);
    expect(meet(lot, { ...lot, lot: 'MY-08' })).toBe(false);
  });

  it('lots of one number of two suppliers as two, and of nobody as either', () => {
    expect(meet(of('91330110MA0DEM013U'), of('91330110MA0DEM013U'))).toBe(true);
    expect(meet(of('91330110MA0DEM013U'), of('91330110MA00000022'))).toBe(false);
    expect(meet(of('91330110MA0DEM013U'), lot)).toBe(true);
    expect(meet(lot, of('91330110MA00000022'))).toBe(true);
  });
});
