import { describe, expect, it } from 'vitest';
import { indexKnowledge, knowledge } from '../knowledge.ts';
import { MOST_STRUCTURES, screenStructures } from '../structure-screening.ts';
import { readStructure } from './guard.ts';
import { hydrolyse } from './hydrolyse.ts';
import { type StructureRule, screenStructure, structureRuleProblems } from './index.ts';

const base = knowledge();
const PHENOLPHTHALEIN = 'O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12';
const PALMITATE = 'CCCCCCCCCCCCCCCC(=O)OCC(NC(=O)C(Cl)Cl)C(O)c1ccc(cc1)[N+](=O)[O-]';

describe('a structure that cannot be read', () => {
  it.each([
    ['', '结构为空', 'the structure is empty'],
    ['   ', '结构为空', 'the structure is empty'],
    ['c1ccc1', '第1个字符处的原子C写作芳香原子', 'the atom C at character 1 is written as aromatic'],
    ['[NH5]', '第1个字符处的原子N的价态不可能', 'the atom N at character 1 has an impossible valence (5 bonds)'],
    ['CC(C)(C)(C)C', '第2个字符处的原子C的价态不可能', 'the atom C at character 2 has an impossible valence (5 bonds)'],
    ['[OH3]', '价态不可能', 'impossible valence'],
    ['n1cccc1', '缺少键或氢', 'lacks a bond or a hydrogen (a pyrrole nitrogen is written [nH])'],
    ['*', 'R基团或通配原子', 'an R group or a wildcard atom'],
    ['[R1]c1ccccc1', 'R基团或通配原子', 'an R group or a wildcard atom'],
    ['>>', '反应式或配位键', 'reactions and dative bonds'],
    ['[NH3]->[Cu]', '反应式或配位键', 'reactions and dative bonds'],
    ['CC(', '第4个字符处:括号没有配对', 'character 4: brackets do not pair'],
    ['CC)', '第3个字符处:括号没有配对', 'character 3: brackets do not pair'],
    ['C[OH', '第2个字符处:方括号没有配对', 'character 2: brackets do not pair'],
    ['C1CC', '环闭合标记1没有配对', 'ring closure 1 is not closed'],
    ['C[Xx]C', '「[Xx]」不是原子', '"[Xx]" is no atom'],
    ['フェノールフタレイン', '含有「フ」', 'it holds "フ"'],
    ['酚酞', '含有「酚」', 'it holds "酚"'],
    ['C\u200bC', '不是SMILES', 'this is no SMILES'],
    ['CCO ethanol', '含有空格', 'it holds a blank'],
    ['InChI=1S/CH4/h1H4', '这是InChI', 'this is an InChI'],
    ['C'.repeat(151), '原子超过150个', 'more than 150 atoms'],
    [Array.from({ length: 13 }, () => 'C').join('.'), '组成部分超过12个', 'more than 12 separate parts'],
    ['C1CC1'.repeat(21), '环超过20个', 'more than 20 rings'],
    ['ZZZZZZZZZZZZZZ-UHFFFAOYSA-N', '不在表内', 'not in the table'],
  ])('%j is for a person to look at and says what is wrong', (smiles, zh, en) => {
    const matches = screenStructure(smiles, base);
    expect(matches).toMatchObject([{ verdict: 'review', by: 'structure', ground: 'unreadable', substance: null }]);
    expect(matches[0]?.reason.zh).toContain(zh);
    expect(matches[0]?.reason.en).toContain(en);
  });

  it('of 10,000 atoms is answered by its length alone, without echoing it', () => {
    const [match] = screenStructure('C'.repeat(10_000), base);
    expect(match?.reason.en).toBe('the text has 10000 characters, more than 600: not read automatically');
    expect(match?.input).toHaveLength(61);
  });
});

describe('a structure of the table', () => {
  it('says which text names it, and which rule it meets with which atoms', () => {
    const [exact, rule] = screenStructure(PHENOLPHTHALEIN, base);
    expect(exact).toMatchObject({ verdict: 'banned', ground: 'named', family: 'laxative-diphenol', substance: { id: '77-09-8' } });
    expect(exact?.reason.zh).toContain('列有酚酞');
    expect(rule).toMatchObject({ verdict: 'banned', ground: 'structure', substance: null, structure: { rule: 'laxative-diphenol' } });
    expect(rule?.structure?.atoms).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 23]);
  });

  it('counts the atoms as they are written, hydrogens written among them', () => {
    const written = screenStructure('[H]Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O[H])cc1', base).find((match) => match.structure?.rule);
    expect(written?.structure?.atoms).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 17, 18, 19, 20, 21, 22, 24, 25]);
  });

  it('in another tautomer is found as well', () => {
    const hydrazone = 'O=C1C=Cc2ccccc2C1=NNc1ccccc1';
    expect(screenStructure(hydrazone, base)[0]).toMatchObject({ substance: { id: '842-07-9' }, ground: 'class', verdict: 'banned' });
  });

  it('as a salt row comes with its base, the base alone without the salt', () => {
    const ids = (smiles: string) => screenStructure(smiles, base).flatMap((match) => match.substance?.id ?? []);
    expect(ids('Cl.CC(C)CC(C1(CCC1)c1ccc(Cl)cc1)N(C)C').sort()).toEqual(['106650-56-0', '84485-00-7']);
    expect(ids('CC(C)CC(C1(CCC1)c1ccc(Cl)cc1)N(C)C')).toEqual(['106650-56-0']);
  });

  it('with a lawful context is known and clear', () => {
    expect(screenStructure('Cc1cc(O)c2C(=O)c3c(O)cc(O)cc3C(=O)c2c1', base)).toMatchObject([
      { verdict: 'clear', ground: 'lawful', substance: { id: '518-82-1' } },
    ]);
  });

  it('shared by stereoisomers names them all', () => {
    const dexamethasone = 'CC1CC2C3CCC4=CC(=O)C=CC4(C)C3(F)C(O)CC2(C)C1(O)C(=O)CO';
    const ids = screenStructure(dexamethasone, base).flatMap((match) => match.substance?.id ?? []);
    expect(ids.sort()).toEqual(['378-44-9', '50-02-2']);
  });

  it('is found by its InChIKey, whole or its first block', () => {
    expect(screenStructure('KJFMBFZCATUALV-UHFFFAOYSA-N', base)).toMatchObject([{ substance: { id: '77-09-8' }, verdict: 'banned' }]);
    expect(screenStructure('KJFMBFZCATUALV', base)).toMatchObject([{ substance: { id: '77-09-8' } }]);
    expect(screenStructure('CCCCCCCCCCCCCC', base)).toEqual([]);
    expect(screenStructure('CCCCCCCCCCCCCC-CCCCCCCCCC-C', base)).toEqual([]);
  });
});

describe('an ester', () => {
  it('of a compound whose notice speaks of esters is of its class, and names the parent', () => {
    const valerate = 'CCCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1';
    const matches = screenStructure(valerate, base);
    expect(matches[0]).toMatchObject({ verdict: 'banned', ground: 'class', structure: { hydrolysesTo: { id: '77-09-8' } } });
    expect(matches[0]?.reason.zh).toContain('水解后得到酚酞');
    expect(matches.map((match) => match.structure?.rule)).toEqual([null, 'laxative-diphenol']);
  });

  it.each([
    ['adipate', 'O=C1CCCCC(=O)Oc2ccc(cc2)C2(OC(=O)c3ccccc23)c2ccc(O1)cc2'],
    ['sebacate', 'O=C1CCCCCCCCC(=O)Oc2ccc(cc2)C2(OC(=O)c3ccccc23)c2ccc(O1)cc2'],
    ['carbonate', 'O=C1Oc2ccc(cc2)C2(OC(=O)c3ccccc23)c2ccc(O1)cc2'],
    ['dimeric carbonate', 'O=C1Oc2ccc(cc2)C2(OC(=O)c3ccccc23)c2ccc(cc2)OC(=O)Oc2ccc(cc2)C2(OC(=O)c3ccccc23)c2ccc(O1)cc2'],
    ['sulfate', 'O=S1(=O)Oc2ccc(cc2)C2(OC(=O)c3ccccc23)c2ccc(O1)cc2'],
  ])('bent round into a ring is one too: the cyclic %s', (_, smiles) => {
    const matches = screenStructure(smiles, base);
    expect(matches[0]).toMatchObject({ verdict: 'banned', ground: 'class', structure: { hydrolysesTo: { id: '77-09-8' } } });
  });

  it('in the ring of a lactone stays closed, up to eight atoms', () => {
    for (const smiles of ['O=C1CCCO1', 'O=C1CCCCO1', 'O=C1CCCCCO1', 'O=C1CCCCCCO1', PHENOLPHTHALEIN])
      expect(hydrolyse(readStructure(smiles).molecule)).toEqual([]);
    expect(hydrolyse(readStructure('O=C1CCCCCCCO1').molecule).map((product) => product.toSmiles())).toEqual([expect.stringMatching(/^O/)]);
  });

  it('of a compound a list names alone is for a person', () => {
    const hits = screenStructure(PALMITATE, base).filter((match) => match.structure?.hydrolysesTo?.id === '56-75-7');
    expect(hits.length).toBeGreaterThan(0);
    expect(hits.map((match) => match.verdict)).toEqual(hits.map(() => 'review'));
  });
});

describe('an isotope-labelled standard', () => {
  it.each([
    ['[13CH3]C(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1'],
    ['[2H]c1cc(O)ccc1C1(OC(=O)c2ccccc12)c1ccc(O)cc1'],
    ['[D]Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1'],
  ])('%s is for a person to look at, never banned by itself', (smiles) => {
    const matches = screenStructure(smiles, base);
    expect(matches.length).toBeGreaterThan(0);
    expect(matches.filter((match) => match.verdict !== 'review')).toEqual([]);
    expect(matches[0]?.reason.en).toContain('isotope-labelled');
  });
});

describe('a rule entered by people', () => {
  const rule: StructureRule = {
    key: 'sub_example',
    title: { zh: '示例骨架', en: 'example skeleton' },
    family: 'example-family',
    verdict: 'banned',
    smarts: ['c1ccc2c(c1)OCO2'],
  };

  it('is checked like the shipped ones', () => {
    expect(screenStructure('C=CCc1ccc2c(c1)OCO2', base)).toEqual([]);
    const [match] = screenStructure('C=CCc1ccc2c(c1)OCO2', base, [rule]);
    expect(match).toMatchObject({ verdict: 'banned', ground: 'structure', family: 'example-family', structure: { rule: 'sub_example' } });
    expect(match?.structure?.atoms).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(match?.reason.zh).toContain('依据规则「示例骨架」');
  });

  it('that does not compile is told, never passed over', () => {
    const [match] = screenStructure('CCO', base, [{ ...rule, smarts: ['c1ccccc1[OX2,F]'] }]);
    expect(match).toMatchObject({ verdict: 'review', ground: 'unreadable' });
    expect(match?.reason.en).toContain('the rule "example skeleton" cannot be used');
  });

  it('may use structures entered with a substance', () => {
    const [row] = base.rows;
    if (!row) throw new Error('no rows');
    const own = { ...row, id: 'own', zh: ['示例物'], en: ['example'], cas: null };
    const grown = indexKnowledge([own], { structures: [{ smiles: 'CCOC(=O)c1ccncc1', substance: own }] });
    expect(screenStructure('c1cnccc1C(=O)OCC', grown)).toMatchObject([{ substance: { id: 'own' }, structure: { rule: null } }]);
  });

  it.each([
    ['c1ccccc1[OX2,F]', 'does not compile'],
    ['c1ccccc1[D2]', 'every atom names its elements'],
    ['*~*~*~*~*~*', 'every atom names its elements'],
    ['[R1]1[R1][R1][R1][R1]1', 'every atom names its elements'],
    ['CCO', 'expected 5 to 60 atoms, found 3'],
    ['CCCCC.CCCCC', 'one connected fragment'],
    ['CCCCC>>CCCCC', 'one connected fragment'],
    ['CCCC!@C', 'write a bond outside rings'],
    ['CCCC[$(CO)]', 'recursive'],
    ['CCCCC(', 'unfinished'],
    ['苯环', 'does not belong in SMARTS'],
    ['', 'expected 1 to 300 characters'],
    ['C'.repeat(301), 'expected 1 to 300 characters'],
    ['C'.repeat(61), 'expected 5 to 60 atoms, found 61'],
  ])('cannot be the pattern %j', (smarts, problem) => {
    expect(structureRuleProblems(smarts)).toContain(problem);
  });
});

describe('a request of several structures', () => {
  it('screens none without loading anything', async () => {
    expect(await screenStructures([], base)).toEqual([]);
  });

  it('answers those beyond the cap as not screened, for a person', async () => {
    const matches = await screenStructures(
      Array.from({ length: MOST_STRUCTURES + 2 }, () => 'CCO'),
      base,
    );
    expect(matches).toMatchObject([
      { verdict: 'review', ground: 'unreadable' },
      { verdict: 'review', ground: 'unreadable' },
    ]);
  });

  it('draws only when asked', async () => {
    const [plain] = await screenStructures([PHENOLPHTHALEIN], base);
    expect(plain?.structure?.svg).toBeNull();
    const [drawn] = await screenStructures([PHENOLPHTHALEIN], base, { draw: true });
    expect(drawn?.structure?.svg).toMatch(/^<svg [^>]*role="img"><title>结构与酚酞一致/);
  });
});

describe('a drawing', () => {
  const svgOf = (smiles: string) =>
    screenStructure(smiles, base, [], { draw: true }).find((match) => match.structure?.rule)?.structure?.svg;

  it('marks the atoms of the rule and no others', () => {
    const match = screenStructure(PHENOLPHTHALEIN, base, [], { draw: true }).find((one) => one.structure?.rule);
    expect(match?.structure?.svg?.match(/<circle/g)).toHaveLength(match?.structure?.atoms.length ?? -1);
  });

  it('is small and holds nothing that runs or loads', () => {
    const svg = svgOf(`CCCCCCCCCCCCCCCCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(OC(=O)${'C'.repeat(17)})cc1`) ?? '';
    expect(svg.length).toBeGreaterThan(2_000);
    expect(svg.length).toBeLessThan(20_000);
    expect(svg).not.toMatch(/<script|href|style=|\bon\w+=|\bid=/);
    expect(svg.match(/</g)?.length).toBe(svg.match(/>/g)?.length);
  });

  it('escapes what stands in its title', () => {
    const rule: StructureRule = {
      key: 'k',
      title: { zh: '<b>&"', en: '<b>' },
      family: 'x',
      verdict: 'review',
      smarts: ['c1ccc2c(c1)OCO2'],
    };
    const [match] = screenStructure('c1ccc2c(c1)OCO2', base, [rule], { draw: true });
    expect(match?.structure?.svg).toContain('&#60;b&#62;&#38;&#34;');
  });
});
