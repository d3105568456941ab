import { describe, expect, it } from 'vitest';
import { matchName, matchText } from '../match.ts';

/** What stands at the place of each match in the text as it was typed, with its verdict. */
const found = (text: string): string[] =>
  matchText(text).map((match) => `${match.span ? text.slice(...match.span) : '?'} ${match.verdict}`);

describe('an ingredient list as packs carry it', () => {
  it.each([
    ['a function class in brackets', '甜味剂(阿斯巴甜)、着色剂（柠檬黄、苏丹红IV）', ['苏丹红IV banned']],
    ['a function class without brackets', '白砂糖、着色剂苏丹红IV、水', ['着色剂苏丹红IV banned']],
    ['nested brackets left open', '食品添加剂(甜味剂(山梨糖醇.酚酞.安赛蜜).酸度调节剂(碳酸氢钠)', ['酚酞 banned']],
    [
      'a percentage before, behind and beside',
      '酚酞0.1%、0.5%西布曲明、他达拉非（≥2%）',
      ['酚酞0.1% banned', '0.5%西布曲明 banned', '他达拉非 banned'],
    ],
    ['numbered lines', '1.白砂糖\n2.酚酞\n③西布曲明', ['2.酚酞 banned', '③西布曲明 banned']],
    [
      'several lists in one',
      '面饼：小麦粉、栀子黄 粉包：食用盐、酚酞酱包：棕榈油、西布曲明调味油包：油',
      ['酚酞 banned', '西布曲明 banned'],
    ],
    ['several names joined', '酚酞和西布曲明、咖啡因+他达拉非', ['酚酞 banned', '西布曲明 banned', '咖啡因 clear', '他达拉非 banned']],
    ['English joined', 'Contains: sugar, sibutramine and phenolphthalein.', ['sibutramine banned', 'phenolphthalein banned']],
    ['two languages', '配料/Ingredients: 白砂糖 Sugar, 酚酞 Phenolphthalein', ['酚酞 banned', 'Phenolphthalein banned']],
    ['full-width signs', '白砂糖，ｐｈｅｎｏｌｐｈｔｈａｌｅｉｎ，水', ['ｐｈｅｎｏｌｐｈｔｈａｌｅｉｎ banned']],
    ['words before a name', '本品含有西布曲明，另添加酚酞', ['另添加酚酞 banned', '本品含有西布曲明 review']],
  ])('with %s', (_, text, expected) => {
    expect(found(text).toSorted()).toEqual([...expected].toSorted());
  });

  it('keeps the places of the text as typed, zero-width and full-width characters included', () => {
    const text = '水、酚\u200b酞、（７７－０９－８）';
    const spans = matchText(text).map((match) => match.span && text.slice(...match.span));
    expect(spans).toEqual(['酚\u200b酞', '７７－０９－８']);
  });
});

describe('a text read by a machine', () => {
  it.each([
    ['a line that ends inside a name', '白砂糖、西布\n曲明、水', ['西布\n曲明 banned']],
    ['a line that ends inside brackets', '香精、邻苯二甲酸二(2-乙\n基)己酯、水', ['邻苯二甲酸二(2-乙\n基)己酯 banned']],
    ['a hyphen at the end of the line', 'sugar, phenol-\r\nphthalein, water', ['phenol-\r\nphthalein banned']],
    ['lines without separators', '白砂糖\n酚酞\n水', ['酚酞 banned']],
    ['spaces inside a name', '白砂糖 西布 曲明 柠檬酸', ['西布 曲明 banned']],
    ['a salt over two lines, once', '白砂糖、盐酸\n西布曲明、水', ['盐酸\n西布曲明 banned']],
    ['every character apart', '白 砂 糖 硼 砂 水', ['硼 砂 review']],
    ['every character apart and a longer name around', '四 溴 酚 酞', ['四 溴 酚 酞 review']],
    ['0 for O and 1 for l', 'sugar, pheno1phtha1ein, sibutrarnine', ['pheno1phtha1ein review', 'sibutrarnine review']],
    ['letters in a CAS number', '水（77-O9-8）', ['77-O9-8 banned']],
  ])('with %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('asks a person what a look-alike is, naming what it looks like', () => {
    const [match] = matchName('S1BUTRAMINE');
    expect(match).toMatchObject({ verdict: 'review', ground: 'hint', substance: { cas: '106650-56-0' } });
    expect(match?.reason.zh).toContain('疑为“西布曲明”');
  });

  it('lets lines, dots and conjunctions of lawful lists alone', () => {
    for (const text of [
      '小麦粉\n白砂糖\n食用盐\n苯甲酸钠\n硫酸\n镁',
      '调和油、和田枣、及第粥、木糖醇.阿斯巴甜(含苯丙氨酸).安赛蜜',
      "维生素B1.5%、5'-呈味核苷酸二钠、L-丙氨酸、磷酸三钙",
      'Sugar and salt, flavouring (vanillin), E471, colour and preservative',
      '水 / 大麥 / 烏龍茶 / 酸度調節劑（500(ii)) / 氧化劑（301）',
      '硅铝酸钠、偏硅酸钠、硫酸钠、酚类、黄酮',
    ])
      expect(found(text), text).toEqual([]);
  });
});

describe('a name with words around it', () => {
  it.each([
    ['酚酞含量', '酚酞'],
    ['三聚氰胺的测定', '三聚氰胺'],
    ['检出西布曲明', '西布曲明'],
    ['主要成分：酚酞', '酚酞'],
    ['(1)酚酞', '酚酞'],
    ['着色劑蘇丹紅IV', '苏丹红IV'],
    ['酚酞¹', '酚酞'],
  ])('%s is %s', (written, name) => {
    const matches = matchName(written).filter((match) => match.verdict === 'banned');
    expect(matches.flatMap((match) => match.substance?.zh ?? [])).toContain(name);
  });

  it.each([
    ['不含酚酞'],
    ['未检出酚酞'],
    ['酚酞胶囊'],
    ['三聚氰胺树脂'],
    ['desmethylsibutraminehydroxide'],
    ['无瘦肉精'],
    ['苏丹红辣椒油'],
  ])('leaves %s to a person: part of a name is no identity', (written) => {
    expect(matchName(written)).toMatchObject([{ verdict: 'review', substance: null, ground: 'hint' }]);
  });

  it.each([
    ['吗啡啉'],
    ['硅铝酸钠'],
    ['二氧化硫'],
    ['二氧化碳'],
    ['硼酸酯'],
    ['苏丹草'],
    ['酞菁蓝'],
    ['柠檬酸钠'],
    ['甘氨酸'],
    ['melanin'],
  ])('passes over %s, which only shares characters with one', (written) => {
    expect(matchName(written)).toEqual([]);
  });
});
