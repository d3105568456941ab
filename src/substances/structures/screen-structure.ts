import type { Molecule } from 'openchemlib';
import type { Knowledge, Substance } from '../knowledge.ts';
import type { Match, Verdict } from '../verdict.ts';
import { type Census, censusOf } from './census.ts';
import { type Drawer, drawerOf } from './drawing.ts';
import { compositions, type ExactIndex, exactIndex, exactRows, rowsOfInchikey } from './exact.ts';
import { compileFamilies, familiesOf, type RuleHit, rulesMet } from './families.ts';
import { asLabelled, esterOf, type Found, familyFound, laxativeFound, listedStructure, unreadable } from './findings.ts';
import { type Graph, graphOf } from './graph.ts';
import { readStructure } from './guard.ts';
import { hydrolyse } from './hydrolyse.ts';
import { laxativeDiphenol } from './laxative.ts';
import { structureRuleFault } from './patterns.ts';
import { MOST_CHARACTERS, type StructureRule } from './rule.ts';
import { Unreadable } from './smiles-text.ts';
import { type Part, standardise } from './standardise.ts';

export interface StructureOptions {
  /** Adds a drawing to each match; costs more than the screening. */
  readonly draw?: boolean | undefined;
}

/** A smaller product of hydrolysis says nothing: the acids and alcohols of everyday food. */
const FEWEST_ATOMS = 6;
/** An InChIKey or its first block, which must hold a letter no SMILES has: `CCCCCCCCCCCCCC` is tetradecane. */
const INCHIKEY = /^(?:[A-Z]{14}-[A-Z]{8}[SN]A-[A-Z]|(?=.*[^BCNOPSFI])[A-Z]{14})$/;
const LONGEST_ECHO = MOST_CHARACTERS;

/** A molecule with what the rules ask of it. */
interface Subject {
  readonly molecule: Molecule;
  readonly graph: Graph;
  readonly census: Census;
}

function subject(molecule: Molecule): Subject {
  const graph = graphOf(molecule);
  return { molecule, graph, census: censusOf(molecule) };
}

/** Places in the SMILES of some atoms of a molecule, in their order. */
function places(molecule: Molecule, atoms: Iterable<number>): number[] {
  const found: number[] = [];
  for (const atom of atoms) {
    const mark = molecule.getAtomMapNo(atom);
    if (mark > 0) found.push(mark - 1);
  }
  return found.sort((a, b) => a - b);
}

const allPlaces = (molecule: Molecule): number[] =>
  places(
    molecule,
    Array.from({ length: molecule.getAtoms() }, (_, atom) => atom),
  );

/** One part of a structure, with what water makes of it. */
class PartScreen {
  readonly found: Found[] = [];
  private readonly index: ExactIndex;
  private readonly rules: readonly StructureRule[];
  private readonly met = new Set<string>();

  constructor(index: ExactIndex, rules: readonly StructureRule[]) {
    this.index = index;
    this.rules = rules;
  }

  screen(part: Molecule, whole: readonly string[]): void {
    const drawn = subject(part);
    const rows = exactRows(this.index, part, whole);
    for (const row of rows) this.found.push(listedStructure(row, allPlaces(part)));
    const products = hydrolyse(part, drawn.graph).filter((product) => product.getAtoms() >= FEWEST_ATOMS);
    const parents = this.esters(products, rows);
    const parent = parents[0] ?? null;
    this.families(drawn, parent);
    for (const product of products) this.product(product, parent);
    if (products.length === 0) this.laxatives(drawn, parent);
  }

  /** The listed rows among the products; told as such unless the drawn structure is listed and banned itself. */
  private esters(products: readonly Molecule[], rows: readonly Substance[]): Substance[] {
    const isBanned = this.found.some((one) => one.verdict === 'banned');
    const parents: Substance[] = [];
    for (const product of products) {
      for (const row of exactRows(this.index, product, compositions([{ molecule: product, isLabelled: false }]))) {
        const ester = esterOf(row, allPlaces(product));
        if (!ester || rows.includes(row) || parents.includes(row)) continue;
        parents.push(row);
        if (!isBanned) this.found.push(ester);
      }
    }
    return parents;
  }

  private product(product: Molecule, parent: Substance | null): void {
    const left = subject(product);
    this.families(left, parent);
    this.laxatives(left, parent);
  }

  private families({ molecule, graph, census }: Subject, parent: Substance | null): void {
    const hits: RuleHit[] = [...familiesOf(molecule, graph, census), ...rulesMet(this.rules, molecule, census)];
    for (const { rule, atoms } of hits) {
      if (this.met.has(rule.key)) continue;
      this.met.add(rule.key);
      this.found.push(familyFound(rule, places(molecule, atoms), parent));
    }
  }

  private laxatives({ molecule, graph }: Subject, parent: Substance | null): void {
    const finding = graph.atoms.length < FEWEST_ATOMS ? null : laxativeDiphenol(graph);
    if (finding) this.found.push(laxativeFound(finding, places(molecule, finding.atoms), parent));
  }
}

/** A row with a lawful context is known and lawful: a mere resemblance by a rule adds nothing. */
function settled(found: readonly Found[]): Found[] {
  const isLawful = found.some((one) => one.rule === null && one.ground === 'lawful');
  return found.filter((one) => !(isLawful && one.ground === 'structure' && one.verdict === 'review'));
}

function screenPart(part: Part, whole: readonly string[], index: ExactIndex, rules: readonly StructureRule[]): Found[] {
  const screen = new PartScreen(index, rules);
  screen.screen(part.molecule, whole);
  const found = settled(screen.found);
  return part.isLabelled ? found.map(asLabelled) : found;
}

const ORDER: Readonly<Record<Verdict, number>> = { banned: 0, review: 1, clear: 2 };

/** Each row and rule once, by its worst verdict, the worst first. */
function distinct(found: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return [...found]
    .sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict])
    .filter((one) => {
      const key = `${one.rule ?? ''} ${one.substance?.id ?? ''}`;
      const isNew = one.ground === 'unreadable' || !seen.has(key);
      seen.add(key);
      return isNew;
    });
}

/** An InChIKey is a hash: only the keys of the table can be told. */
function screenInchikey(key: string, index: ExactIndex): Found[] {
  const rows = rowsOfInchikey(index, key);
  if (rows.length > 0) return rows.map((row) => listedStructure(row, []));
  return [
    unreadable({
      zh: '这个InChIKey不在表内;由它不能还原结构,请提供SMILES',
      en: 'this InChIKey is not in the table, and no structure can be read from it: give the SMILES',
    }),
  ];
}

/** Rules people entered that the library no longer compiles: told, or their class would silently disappear. */
function brokenRules(rules: readonly StructureRule[]): Found[] {
  return rules.flatMap((rule) =>
    rule.smarts.flatMap((smarts) => {
      const fault = structureRuleFault(smarts);
      return fault
        ? [
            unreadable({
              zh: `规则「${rule.title.zh}」无法使用:${fault.zh}`,
              en: `the rule "${rule.title.en}" cannot be used: ${fault.en}`,
            }),
          ]
        : [];
    }),
  );
}

function screenText(text: string, base: Knowledge, rules: readonly StructureRule[]): Found[] {
  const index = exactIndex(base);
  if (INCHIKEY.test(text.trim())) return screenInchikey(text.trim(), index);
  const parts = standardise(readStructure(text).molecule);
  const whole = compositions(parts);
  const usable = rules.filter((rule) => rule.smarts.every((smarts) => structureRuleFault(smarts) === null));
  return distinct([...parts.flatMap((part) => screenPart(part, whole, index, usable)), ...brokenRules(rules)]);
}

function told(input: string, { rule, atoms, hydrolysesTo, ...match }: Found, drawer: Drawer | null): Match {
  const svg = drawer && atoms.length > 0 ? drawer(atoms, `${match.reason.zh} / ${match.reason.en}`) : null;
  const echo = input.length > LONGEST_ECHO ? `${input.slice(0, 60)}…` : input;
  return { input: echo, ...match, structure: { rule, atoms, hydrolysesTo, svg } };
}

/**
 * What a structure (SMILES, or an InChIKey of the table) is: rows it equals, rows it hydrolyses to, families it belongs to, the worst first.
 * Empty: read as a whole, and nothing known about it. What cannot be read is a review that says what is wrong. Says which rule a structure meets,
 * never that an act is illegal. Work is bounded by the caps of rule.ts.
 * @throws {Error} only when a shipped rule does not compile
 */
export function screenStructure(
  smiles: string,
  base: Knowledge,
  rules: readonly StructureRule[] = base.rules,
  options: StructureOptions = {},
): Match[] {
  compileFamilies();
  let found: readonly Found[];
  try {
    found = screenText(smiles, base, rules);
  } catch (error) {
    // The library's errors are not shown: one carries its whole minified file.
    const reason = error instanceof Unreadable ? error.reason : { zh: '结构无法处理', en: 'the structure could not be worked on' };
    found = [unreadable(reason)];
  }
  const drawer = options.draw ? drawerOf(smiles) : null;
  return found.map((one) => told(smiles, one, drawer));
}
