import { Molecule } from 'openchemlib';
import { describe, expect, it } from 'vitest';
import { indexKnowledge, knowledge } from '../knowledge.ts';
import { worst } from '../verdict.ts';
import { screenStructure } from './index.ts';

type Named = readonly [name: string, formula: string, smiles: string];

const BANNED: readonly Named[] = [
  ['phenolphthalein', 'C20H14O4', 'O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12'],
  ['phenolphthalein diacetate', 'C24H18O6', 'CC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(OC(C)=O)cc1'],
  ['phenolphthalein dibutyrate', 'C28H26O6', 'CCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(OC(=O)CCC)cc1'],
  ['phenolphthalein disulfate', 'C20H14O10S2', 'O=C1OC(c2ccc(OS(=O)(=O)O)cc2)(c2ccc(OS(=O)(=O)O)cc2)c2ccccc12'],
  ['phenolphthalein diphosphate', 'C20H16O10P2', 'O=C1OC(c2ccc(OP(=O)(O)O)cc2)(c2ccc(OP(=O)(O)O)cc2)c2ccccc12'],
  ['phenolphthalein mono-glucuronide', 'C26H22O10', 'O=C1OC(c2ccc(O)cc2)(c2ccc(OC3OC(C(=O)O)C(O)C(O)C3O)cc2)c2ccccc12'],
  ['phenolphthalein disodium (quinoid)', 'C20H12O4Na2', '[Na+].[Na+].[O-]C(=O)c1ccccc1C(=C1C=CC(=O)C=C1)c1ccc([O-])cc1'],
  ['oxyphenisatin', 'C20H15NO3', 'O=C1Nc2ccccc2C1(c1ccc(O)cc1)c1ccc(O)cc1'],
  ['oxyphenisatin, lactim form', 'C20H15NO3', 'OC1=Nc2ccccc2C1(c1ccc(O)cc1)c1ccc(O)cc1'],
  ['oxyphenisatin acetate', 'C24H19NO5', 'CC(=O)Oc1ccc(cc1)C1(C(=O)Nc2ccccc12)c1ccc(OC(C)=O)cc1'],
  ['oxyphenisatin dipropionate', 'C26H23NO5', 'CCC(=O)Oc1ccc(cc1)C1(C(=O)Nc2ccccc12)c1ccc(OC(=O)CC)cc1'],
  ['oxyphenisatin dicyclopropanecarboxylate', 'C28H23NO5', 'O=C(Oc1ccc(cc1)C1(C(=O)Nc2ccccc12)c1ccc(OC(=O)C2CC2)cc1)C1CC1'],
  ['triacetyl oxyphenisatin', 'C26H21NO6', 'CC(=O)N1C(=O)C(c2ccc(OC(C)=O)cc2)(c2ccc(OC(C)=O)cc2)c2ccccc12'],
  ['oxyphenisatin bis(trimethylsilyl) ether', 'C26H31NO3Si2', 'O=C1Nc2ccccc2C1(c1ccc(O[Si](C)(C)C)cc1)c1ccc(O[Si](C)(C)C)cc1'],
  ['bisoxatin', 'C20H15NO4', 'O=C1Nc2ccccc2OC1(c1ccc(O)cc1)c1ccc(O)cc1'],
  ['bisoxatin diacetate', 'C24H19NO6', 'CC(=O)Oc1ccc(cc1)C1(Oc2ccccc2NC1=O)c1ccc(OC(C)=O)cc1'],
  ['bisacodyl', 'C22H19NO4', 'CC(=O)Oc1ccc(cc1)C(c1ccc(OC(C)=O)cc1)c1ccccn1'],
  ['bisacodyl hydrochloride', 'C22H20NO4Cl', 'Cl.CC(=O)Oc1ccc(cc1)C(c1ccc(OC(C)=O)cc1)c1ccccn1'],
  ['desacetyl bisacodyl', 'C18H15NO2', 'Oc1ccc(cc1)C(c1ccc(O)cc1)c1ccccn1'],
  ['sodium picosulfate', 'C18H13NO8S2Na2', '[Na+].[Na+].[O-]S(=O)(=O)Oc1ccc(cc1)C(c1ccc(OS([O-])(=O)=O)cc1)c1ccccn1'],
  ['phenolphthalin', 'C20H16O4', 'OC(=O)c1ccccc1C(c1ccc(O)cc1)c1ccc(O)cc1'],
  ['phenolphthalol', 'C20H18O3', 'OCc1ccccc1C(c1ccc(O)cc1)c1ccc(O)cc1'],
  ['thymolphthalein', 'C28H30O4', 'Cc1cc(O)c(C(C)C)cc1C1(OC(=O)c2ccccc12)c1cc(C(C)C)c(O)cc1C'],
  ['o-cresolphthalein', 'C22H18O4', 'Cc1cc(ccc1O)C1(OC(=O)c2ccccc12)c1ccc(O)c(C)c1'],
  ['tetrachlorophenolphthalein', 'C20H10O4Cl4', 'O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2c(Cl)c(Cl)c(Cl)c(Cl)c12'],
  ['tetrabromophenolphthalein', 'C20H10O4Br4', 'O=C1OC(c2cc(Br)c(O)c(Br)c2)(c2cc(Br)c(O)c(Br)c2)c2ccccc12'],
  ['tetraiodophenolphthalein', 'C20H10O4I4', 'O=C1OC(c2cc(I)c(O)c(I)c2)(c2cc(I)c(O)c(I)c2)c2ccccc12'],
  ['phenolphthalimidine', 'C20H15NO3', 'O=C1NC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12'],
  ['3,3-bis(4-hydroxyphenyl)benzofuranone', 'C20H14O4', 'O=C1Oc2ccccc2C1(c1ccc(O)cc1)c1ccc(O)cc1'],
];

const REVIEW: readonly Named[] = [
  ['phenol red', 'C19H14O5S', 'O=S1(=O)OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12'],
  ['bromophenol blue', 'C19H10O5SBr4', 'O=S1(=O)OC(c2cc(Br)c(O)c(Br)c2)(c2cc(Br)c(O)c(Br)c2)c2ccccc12'],
  ['bromothymol blue', 'C27H28O5SBr2', 'Cc1c(Br)c(O)c(C(C)C)cc1C1(OS(=O)(=O)c2ccccc12)c1cc(C(C)C)c(O)c(Br)c1C'],
  ['cresol red (quinoid)', 'C21H18O5S', 'Cc1cc(ccc1O)C(=C1C=CC(=O)C(C)=C1)c1ccccc1S(=O)(=O)O'],
  ['phenolphthalein dimethyl ether', 'C22H18O4', 'COc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(OC)cc1'],
  ['cresolphthalein complexone', 'C32H32N2O12', 'Cc1cc(cc(CN(CC(=O)O)CC(=O)O)c1O)C1(OC(=O)c2ccccc12)c1cc(C)c(O)c(CN(CC(=O)O)CC(=O)O)c1'],
  ['sulfobromophthalein', 'C20H10O10S2Br4', 'O=C1OC(c2ccc(O)c(S(=O)(=O)O)c2)(c2ccc(O)c(S(=O)(=O)O)c2)c2c(Br)c(Br)c(Br)c(Br)c12'],
  ['aurin', 'C19H14O3', 'O=C1C=CC(C=C1)=C(c1ccc(O)cc1)c1ccc(O)cc1'],
  ['bisphenol AP', 'C20H18O2', 'CC(c1ccccc1)(c1ccc(O)cc1)c1ccc(O)cc1'],
  ['bisphenol BP', 'C25H20O2', 'Oc1ccc(cc1)C(c1ccccc1)(c1ccccc1)c1ccc(O)cc1'],
  ['bisphenol FL', 'C25H18O2', 'Oc1ccc(cc1)C1(c2ccc(O)cc2)c2ccccc2-c2ccccc21'],
  ['1-naphtholphthalein', 'C28H18O4', 'O=C1OC(c2ccc(O)c3ccccc23)(c2ccc(O)c3ccccc23)c2ccccc12'],
];

const CLEAR: readonly Named[] = [
  ['bisphenol A', 'C15H16O2', 'CC(C)(c1ccc(O)cc1)c1ccc(O)cc1'],
  ['bisphenol F', 'C13H12O2', 'Oc1ccc(Cc2ccc(O)cc2)cc1'],
  ['bisphenol S', 'C12H10O4S', 'O=S(=O)(c1ccc(O)cc1)c1ccc(O)cc1'],
  ['curcumin', 'C21H20O6', 'COc1cc(/C=C/C(=O)CC(=O)/C=C/c2ccc(O)c(OC)c2)ccc1O'],
  ['resveratrol', 'C14H12O3', 'Oc1ccc(/C=C/c2cc(O)cc(O)c2)cc1'],
  ['quercetin', 'C15H10O7', 'O=c1c(O)c(-c2ccc(O)c(O)c2)oc2cc(O)cc(O)c12'],
  ['catechin', 'C15H14O6', 'OC1Cc2c(O)cc(O)cc2OC1c1ccc(O)c(O)c1'],
  ['EGCG', 'C22H18O11', 'O=C(OC1Cc2c(O)cc(O)cc2OC1c1cc(O)c(O)c(O)c1)c1cc(O)c(O)c(O)c1'],
  ['procyanidin B2', 'C30H26O12', 'OC1Cc2c(O)cc(O)c(C3C(O)C(Oc4cc(O)cc(O)c34)c3ccc(O)c(O)c3)c2OC1c1ccc(O)c(O)c1'],
  ['caffeine', 'C8H10N4O2', 'Cn1c(=O)c2c(ncn2C)n(C)c1=O'],
  ['theobromine', 'C7H8N4O2', 'Cn1cnc2c1c(=O)[nH]c(=O)n2C'],
  ['vanillin', 'C8H8O3', 'COc1cc(C=O)ccc1O'],
  ['aspartame', 'C14H18N2O5', 'COC(=O)C(Cc1ccccc1)NC(=O)C(N)CC(=O)O'],
  ['saccharin', 'C7H5NO3S', 'O=C1NS(=O)(=O)c2ccccc12'],
  ['acesulfame potassium', 'C4H4NO4SK', '[K+].CC1=CC(=O)[N-]S(=O)(=O)O1'],
  ['sucralose', 'C12H19O8Cl3', 'OCC1OC(OC2(CCl)OC(CCl)C(O)C2O)C(O)C(O)C1Cl'],
  ['benzoic acid', 'C7H6O2', 'OC(=O)c1ccccc1'],
  ['sorbic acid', 'C6H8O2', 'C/C=C/C=C/C(=O)O'],
  ['tocopherol', 'C29H50O2', 'Cc1c(C)c2OC(C)(CCCC(C)CCCC(C)CCCC(C)C)CCc2c(C)c1O'],
  ['BHT', 'C15H24O', 'Cc1cc(C(C)(C)C)c(O)c(C(C)(C)C)c1'],
  ['propyl gallate', 'C10H12O5', 'CCCOC(=O)c1cc(O)c(O)c(O)c1'],
  ['allura red', 'C18H14N2O8S2Na2', '[Na+].[Na+].COc1cc(S(=O)(=O)[O-])c(C)cc1N=Nc1c(O)ccc2cc(S(=O)(=O)[O-])ccc12'],
  ['sunset yellow', 'C16H10N2O7S2Na2', '[Na+].[Na+].[O-]S(=O)(=O)c1ccc(cc1)N=Nc1c(O)ccc2cc(S(=O)(=O)[O-])ccc12'],
  ['ponceau 4R', 'C20H11N2O10S3Na3', '[Na+].[Na+].[Na+].[O-]S(=O)(=O)c1ccc(N=Nc2c(O)ccc3cc(S(=O)(=O)[O-])cc(S(=O)(=O)[O-])c23)c2ccccc12'],
  [
    'brilliant blue',
    'C37H34N2O9S3Na2',
    '[Na+].[Na+].CCN(Cc1cccc(S(=O)(=O)[O-])c1)c1ccc(cc1)C(=C1C=CC(=[N+](CC)Cc2cccc(S(=O)(=O)[O-])c2)C=C1)c1ccccc1S(=O)(=O)[O-]',
  ],
  [
    'fast green',
    'C37H34N2O10S3Na2',
    '[Na+].[Na+].CCN(Cc1cccc(S(=O)(=O)[O-])c1)c1ccc(cc1)C(=C1C=CC(=[N+](CC)Cc2cccc(S(=O)(=O)[O-])c2)C=C1)c1ccc(O)cc1S(=O)(=O)[O-]',
  ],
  ['patent blue V', 'C27H31N2O7S2Na', '[Na+].CCN(CC)c1ccc(cc1)C(=C1C=CC(=[N+](CC)CC)C=C1)c1cc(O)c(S(=O)(=O)[O-])cc1S(=O)(=O)[O-]'],
  ['fluorescein', 'C20H12O5', 'O=C1OC2(c3ccc(O)cc3Oc3cc(O)ccc23)c2ccccc12'],
  ['erythrosine', 'C20H6O5I4Na2', '[Na+].[Na+].[O-]C(=O)c1ccccc1-c1c2cc(I)c(=O)c(I)c-2oc2c(I)c([O-])c(I)cc12'],
  ['eosin', 'C20H8O5Br4', 'O=C1OC2(c3cc(Br)c(O)c(Br)c3Oc3c(Br)c(O)c(Br)cc23)c2ccccc12'],
  ['riboflavin', 'C17H20N4O6', 'Cc1cc2nc3c(=O)[nH]c(=O)nc-3n(CC(O)C(O)C(O)CO)c2cc1C'],
  ['honokiol', 'C18H18O2', 'C=CCc1ccc(O)c(c1)-c1ccc(O)c(CC=C)c1'],
  ['magnolol', 'C18H18O2', 'C=CCc1ccc(O)c(c1)-c1cc(CC=C)ccc1O'],
  ['silybin', 'C25H22O10', 'COc1cc(ccc1O)C1Oc2cc(ccc2OC1CO)C1Oc2cc(O)cc(O)c2C(=O)C1O'],
  ['genistein', 'C15H10O5', 'O=c1c(-c2ccc(O)cc2)coc2cc(O)cc(O)c12'],
  ['capsaicin', 'C18H27NO3', 'COc1cc(CNC(=O)CCCC/C=C/C(C)C)ccc1O'],
  ['synephrine', 'C9H13NO2', 'CNCC(O)c1ccc(O)cc1'],
  ['creatine', 'C4H9N3O2', 'CN(CC(=O)O)C(=N)N'],
  ['arginine', 'C6H14N4O2', 'NC(CCCNC(=N)N)C(=O)O'],
  ['sennidin', 'C30H18O10', 'O=C(O)c1cc(O)c2c(c1)C(C1c3cc(C(=O)O)cc(O)c3C(=O)c3c(O)cccc13)c1cccc(O)c1C2=O'],
  ['gastrodin', 'C13H18O7', 'OCc1ccc(OC2OC(CO)C(O)C(O)C2O)cc1'],
  ['sesamin', 'C20H18O6', 'C1OC(C2COC(C12)c1ccc2OCOc2c1)c1ccc2OCOc2c1'],
  ['sitosterol', 'C29H50O', 'CCC(CCC(C)C1CCC2C3CC=C4CC(O)CCC4(C)C3CCC12C)C(C)C'],
  ['tetrahydro-beta-carboline-3-carboxylic acid', 'C12H12N2O2', 'OC(=O)C1Cc2c(CN1)[nH]c1ccccc21'],
];

const OTHER_FAMILIES: readonly (readonly [...Named, verdict: 'banned' | 'review'])[] = [
  ['isoprenaline', 'C11H17NO3', 'CC(C)NCC(O)c1ccc(O)c(O)c1', 'review'],
  ['11-keto corticosteroid (prednisone)', 'C21H26O5', 'CC12CC(=O)C3C(CCC4=CC(=O)C=CC43C)C1CCC2(O)C(=O)CO', 'review'],
  ['zaprinast', 'C13H13N5O2', 'CCCOc1ccccc1-c1nc(=O)c2[nH]nnc2[nH]1', 'banned'],
  ['para red as its hydrazone', 'C16H11N3O3', 'O=C1C=Cc2ccccc2C1=NNc1ccc(cc1)[N+](=O)[O-]', 'review'],
];

/** Without rows: what the rules alone say. */
const rulesOnly = indexKnowledge([]);
const formula = (smiles: string): string =>
  Molecule.fromSmiles(smiles, { noCoordinates: true, noStereo: true }).getMolecularFormula().formula;
const verdict = (smiles: string, base = rulesOnly) => worst(screenStructure(smiles, base).map((match) => match.verdict));
const elements = (text: string) => [...text.matchAll(/([A-Z][a-z]?)(\d*)/g)].map(([, symbol, count]) => `${symbol}${count || 1}`).sort();

describe('compounds with a verdict of their own', () => {
  it.each<Named>([...BANNED, ...REVIEW, ...CLEAR, ...OTHER_FAMILIES.map(([name, its, smiles]): Named => [name, its, smiles])])(
    '%s is written with its formula, %s',
    (_, expected, smiles) => {
      expect(elements(formula(smiles))).toEqual(elements(expected));
    },
  );

  it.each(BANNED)('%s belongs to a banned family by its structure alone', (_, __, smiles) => {
    const [match] = screenStructure(smiles, rulesOnly);
    expect(match).toMatchObject({ verdict: 'banned', ground: 'structure', by: 'structure', substance: null });
    expect(match?.structure?.rule).toBe('laxative-diphenol');
    expect(match?.reason.zh).toMatch(/^结构属于.+,依据规则「双酚型泻药药效团」.+采取措施前需经实验室与法律确认$/u);
    expect(match?.reason.en).toContain('needs laboratory and legal confirmation');
  });

  it.each(REVIEW)('%s is for a person to look at', (_, __, smiles) => {
    expect(verdict(smiles)).toBe('review');
  });

  it.each(CLEAR)('%s is clear, by the rules and beside the table', (_, __, smiles) => {
    expect(screenStructure(smiles, rulesOnly)).toEqual([]);
    expect(verdict(smiles, knowledge())).toBe('clear');
  });

  it.each(OTHER_FAMILIES)('%s belongs to its family', (_, __, smiles, expected) => {
    expect(verdict(smiles)).toBe(expected);
  });

  it('never calls anything illegal', () => {
    const texts = [...BANNED, ...REVIEW].flatMap(([, , smiles]) => screenStructure(smiles, knowledge()).map(({ reason }) => reason));
    expect(
      texts.filter(({ zh, en }) => /违法|非法(?!添加)/u.test(zh.replace(/《[^》]*》/gu, '')) || /illegal(?!ly added)/iu.test(en)),
    ).toEqual([]);
  });
});
