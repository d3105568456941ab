import type { Molecule } from 'openchemlib';
import type { Census } from './census.ts';
import { element, type Graph, neighbours, OXYGEN, SULFUR } from './graph.ts';
import { matchPattern, patternOf } from './patterns.ts';
import type { StructureRule } from './rule.ts';

/** A shipped family with the keys of the sources that speak of its series. */
export interface Family extends StructureRule {
  readonly sources: readonly string[];
  /** Dyes with sulfonic acid groups are permitted colours or matched exactly: the rule leaves them alone. */
  readonly notSulfonated?: boolean;
  /** Dropped where this other rule matches: it says the same more exactly. */
  readonly unless?: string;
}

/**
 * The families besides the laxative diphenols, as patterns of any bond so that tautomers and models of aromaticity do not matter. Banned: a notice or
 * list speaks of the series. The others hold medicines and permitted veterinary drugs too, so a person looks.
 */
export const FAMILY_RULES: readonly Family[] = [
  {
    key: 'pde5-sildenafil',
    title: { zh: '西地那非类骨架', en: 'sildenafil skeleton' },
    family: 'pde5',
    verdict: 'banned',
    smarts: ['[#6,#7]~1~[#6,#7]~[#6,#7]~[#6,#7]~2~[#6]~1~[#6](~[#8,#16])~[#7]~[#6](-c3ccccc3[OX2])~[#7]~2'],
    sources: ['nhc-samr-non-edible-2025'],
  },
  {
    key: 'pde5-tadalafil',
    title: { zh: '他达拉非类骨架', en: 'tadalafil skeleton' },
    family: 'pde5',
    verdict: 'banned',
    smarts: ['[#6]~1(-c2ccc3OCOc3c2)~[#7]~[#6](C(=O))~[#6]~c~2~c~1~[#7]~c~3~c~c~c~c~c~2~3'],
    sources: ['nhc-samr-non-edible-2025'],
  },
  {
    key: 'sibutramine',
    title: { zh: '西布曲明类骨架', en: 'sibutramine skeleton' },
    family: 'sibutramine',
    verdict: 'banned',
    smarts: ['[CH2]1[CH2][CH2]C1(c2ccccc2)[CX4][NX3]'],
    sources: ['samr-2025-91'],
  },
  {
    key: 'biguanide',
    title: { zh: '双胍', en: 'biguanide' },
    family: 'glucose-drug',
    verdict: 'review',
    smarts: ['[#7]~;!@[#6](~;!@[#7])~;!@[#7]~;!@[#6](~;!@[#7])~;!@[#7]'],
    sources: [],
  },
  {
    key: 'sulfonylurea',
    title: { zh: '降糖磺酰脲', en: 'antidiabetic sulfonylurea' },
    family: 'sulfonylurea',
    verdict: 'review',
    smarts: ['c-S(=O)(=O)-[#7]-[#6](=O)-[#7]-[CX4]', 'c-S(=O)(=O)-[#7]-[#6](=O)-[#7]-[#7]'],
    sources: [],
  },
  {
    key: 'azo-naphthol',
    title: { zh: '萘酚偶氮(苏丹红型)', en: 'naphthol azo (Sudan dyes)' },
    family: 'sudan-dye',
    verdict: 'review',
    smarts: ['c~1~c~c~c~c~c~1~[#7]~[#7]~[#6]~1~[#6](~[#8])~[#6]~[#6]~c~2~c~1~c~c~c~c~2'],
    sources: [],
    notSulfonated: true,
  },
  {
    key: 'tam-amino',
    title: { zh: '氨基三芳基甲烷(孔雀石绿型)', en: 'aminotriarylmethane (malachite green)' },
    family: 'tam-dye',
    verdict: 'review',
    smarts: [
      '[#6](~[#6]~1~[#6]~[#6]~[#6](~[#7])~[#6]~[#6]~1)(~[#6]~1~[#6]~[#6]~[#6](~[#7])~[#6]~[#6]~1)~[#6]~1~[#6]~[#6]~[#6]~[#6]~[#6]~1',
    ],
    sources: [],
    notSulfonated: true,
    unless: 'rhodamine',
  },
  {
    key: 'auramine',
    title: { zh: '氨基二芳基甲烷(金胺型)', en: 'aminodiarylmethane (auramine)' },
    family: 'diarylmethane-dye',
    verdict: 'review',
    smarts: ['[#6](~[#7])(c1ccc([#7])cc1)c1ccc([#7])cc1'],
    sources: [],
  },
  {
    key: 'rhodamine',
    title: { zh: '罗丹明骨架', en: 'rhodamine skeleton' },
    family: 'rhodamine',
    verdict: 'review',
    smarts: ['[#7]~[#6]~1~[#6]~[#6]~[#6]~2~[#6]~[#6]~3~[#6]~[#6]~[#6](~[#7])~[#6]~[#6]~3~[#8]~[#6]~2~[#6]~1'],
    sources: [],
    notSulfonated: true,
  },
  {
    key: 'beta-agonist',
    title: { zh: '苯乙醇胺(β受体激动剂型)', en: 'phenylethanolamine (beta agonists)' },
    family: 'beta-agonist',
    verdict: 'review',
    smarts: ['c[CH]([OH])[CH2][NH][CX4]([CH3])[#6]'],
    sources: [],
  },
  {
    key: 'nitrofuran',
    title: { zh: '5-硝基呋喃', en: '5-nitrofuran' },
    family: 'nitrofuran',
    verdict: 'review',
    smarts: ['[O-][N+](=O)c1ccc([#6]=[#7][#7])o1', '[O-][N+](=O)c1ccc([#6]=[#6])o1'],
    sources: [],
  },
  {
    key: 'amphenicol',
    title: { zh: '酰胺醇', en: 'amphenicol' },
    family: 'amphenicol',
    verdict: 'review',
    smarts: ['c[CX4]([OX2])[CX4]([#7][#6](=O)[#6]([F,Cl])[F,Cl])[CH2][OX2]', 'c[CX4]([OX2])[CX4]([#7][#6](=O)[#6]([F,Cl])[F,Cl])[CH2]F'],
    sources: [],
  },
  {
    key: 'corticosteroid',
    title: { zh: '糖皮质激素骨架', en: 'corticosteroid skeleton' },
    family: 'corticosteroid',
    verdict: 'review',
    smarts: [
      '[#8]~[#6]~1~[#6]~[#6]~2~[#6]~[#6]~[#6]~3~[#6]~4~[#6]~[#6]~[#6]([#6](=O)[#6])~[#6]~4(C)~[#6]~[#6](~[#8])~[#6]~3~[#6]~2(C)~[#6]~[#6]~1',
    ],
    sources: [],
  },
];

/** A rule a molecule meets, with the atoms that meet it. */
export interface RuleHit {
  readonly rule: StructureRule;
  readonly atoms: readonly number[];
}

function isSulfonated(graph: Graph): boolean {
  return graph.atoms.some(
    (atom, at) => atom.z === SULFUR && neighbours(graph, at).filter((next) => element(graph, next.atom) === OXYGEN).length >= 3,
  );
}

function hit(rule: StructureRule, molecule: Molecule, census: Census): RuleHit | null {
  for (const smarts of rule.smarts) {
    const atoms = matchPattern(patternOf(rule.key, smarts), molecule, census);
    if (atoms) return { rule, atoms };
  }
  return null;
}

/** The shipped families a molecule belongs to. */
export function familiesOf(molecule: Molecule, graph: Graph, census: Census): RuleHit[] {
  const found: (RuleHit & { readonly rule: Family })[] = [];
  for (const rule of FAMILY_RULES) {
    const one = hit(rule, molecule, census);
    if (one && !(rule.notSulfonated && isSulfonated(graph))) found.push({ rule, atoms: one.atoms });
  }
  return found.filter(({ rule }) => !found.some((other) => other.rule.key === rule.unless));
}

/** The rules entered by people that a molecule meets; their patterns were checked before. */
export function rulesMet(rules: readonly StructureRule[], molecule: Molecule, census: Census): RuleHit[] {
  return rules.flatMap((rule) => hit(rule, molecule, census) ?? []);
}

/**
 * Compiles all shipped patterns; done once, cheap afterwards.
 * @throws {Error} naming the family whose pattern does not compile
 */
export function compileFamilies(): void {
  for (const rule of FAMILY_RULES) for (const smarts of rule.smarts) patternOf(rule.key, smarts);
}
