import { createRequire } from 'node:module';
import { CanonizerUtil } from 'openchemlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { bans, indexKnowledge, knowledge, type Substance } from '../knowledge.ts';
import { casCheckDigit } from '../reading/normalise.ts';
import evidence from '../tables/structure-evidence.json' with { type: 'json' };
import structures from '../tables/structures.json' with { type: 'json' };
import { worst } from '../verdict.ts';
import { FAMILY_RULES } from './families.ts';
import { readStructure } from './guard.ts';
import { screenStructure } from './index.ts';
import { patternOf, structureRuleProblems } from './patterns.ts';
import { standardise } from './standardise.ts';

interface RdkitMolecule {
  get_inchi(): string;
  delete(): void;
}
interface Rdkit {
  get_mol(smiles: string): RdkitMolecule | null;
  get_inchikey_for_inchi(inchi: string): string;
}
interface TableStructure {
  readonly substance: string;
  readonly smiles: string;
  readonly inchikey?: string;
  readonly inchikeyAlt?: readonly string[];
}
interface Evidence {
  readonly substance: string;
  /** Of the largest part, without stereochemistry, as it was recorded with the table. */
  readonly idcode?: string;
  /** What the rules alone said when the table was made. */
  readonly screen?: { readonly verdict: string };
}

const table: readonly TableStructure[] = structures;
const recorded: readonly Evidence[] = evidence;
const rows = new Map(knowledge().rows.map((row) => [row.id, row]));
const rowOf = (id: string): Substance => {
  const row = rows.get(id);
  if (!row) throw new Error(`no row ${id}`);
  return row;
};

/** C20H14O4 as sorted counts; charges and the order of elements left out. */
const counts = (formula: string): string =>
  [...formula.replace(/[+-]\d*$/, '').matchAll(/([A-Z][a-z]?)(\d*)/g)]
    .map(([, symbol = '', count]) => `${symbol}${count || 1}`)
    .sort()
    .join(' ');

/** The formula of a structure counted from its standardised parts' atoms by the library. */
function formulaOf(smiles: string): string {
  return readStructure(smiles).molecule.getMolecularFormula().formula;
}

describe('the table of structures', () => {
  it('names rows whose CAS check digit is right', () => {
    const numbers = table.flatMap(({ substance }) => rowOf(substance).cas ?? []);
    expect(numbers.filter((cas) => casCheckDigit(cas) !== Number(cas.at(-1)))).toEqual([]);
    expect(numbers.length).toBeGreaterThan(150);
  });

  it('holds structures that can be read, with the formula of their row', () => {
    const wrong = table
      .map(({ substance, smiles }) => ({ substance, structure: counts(formulaOf(smiles)), row: counts(rowOf(substance).formula ?? '') }))
      .filter(({ structure, row }) => structure !== row);
    expect(wrong).toEqual([]);
    expect(table).toHaveLength(159);
  });

  it('compiles every pattern of every family', () => {
    const patterns = FAMILY_RULES.flatMap((rule) => rule.smarts.map((smarts) => patternOf(rule.key, smarts)));
    expect(patterns).toHaveLength(16);
    expect(patterns.filter((pattern) => pattern.needs.atoms < 5)).toEqual([]);
  });

  it('says by name which family does not compile', () => {
    expect(() => patternOf('some-family', 'c1ccccc1[OX2,F]')).toThrow(/some-family.*\[OX2,F\]/);
    expect(structureRuleProblems('c1ccccc1[OX2]')).toBeNull();
  });

  it('finds every row by its structure, with the verdict of its facts', () => {
    let banned = 0;
    for (const { substance, smiles } of table) {
      const row = rowOf(substance);
      const match = screenStructure(smiles, knowledge()).find((one) => one.substance === row && one.structure?.hydrolysesTo === null);
      expect(match, substance).toMatchObject({ by: 'structure', structure: { rule: null } });
      expect(match?.verdict === 'banned', substance).toBe(bans(row).length > 0 && row.lawful === null);
      if (match?.verdict === 'banned') banned += 1;
    }
    console.log(`${table.length} rows found by their structure, ${banned} of them banned by their facts`);
    expect(banned).toBe(86);
  });

  it('gives each row by the rules alone the verdict recorded with it', () => {
    const said = new Map(recorded.flatMap(({ substance, screen }) => (screen ? [[substance, screen.verdict]] : [])));
    const read = table.filter(({ substance }) => said.has(substance));
    const other = read.filter(({ substance, smiles }) => {
      const found = worst(screenStructure(smiles, indexKnowledge([])).map((match) => match.verdict));
      return found !== said.get(substance);
    });
    expect(other).toEqual([]);
    expect(read).toHaveLength(153);
  });

  it('finds every row by each of its InChIKeys', () => {
    const keys = table.flatMap(({ substance, inchikey, inchikeyAlt }) =>
      [inchikey, ...(inchikeyAlt ?? [])].flatMap((key) => (key ? [{ substance, key }] : [])),
    );
    const missed = keys.filter(({ substance, key }) => !screenStructure(key, knowledge()).some((one) => one.substance?.id === substance));
    expect(missed).toEqual([]);
    expect(keys).toHaveLength(162);
  });

  it('finds by its short cut the same rows that equal idcodes give', () => {
    const idcodes = new Map(recorded.map(({ substance, idcode }) => [substance, idcode]));
    const keyed = table.filter(({ substance }) => idcodes.get(substance) !== undefined);
    const recomputed = keyed.map(({ substance, smiles }) => {
      const parts = standardise(readStructure(smiles).molecule).map(({ molecule }) => molecule);
      const [first, ...others] = parts;
      const most = others.reduce((a, b) => (a && b.getAtoms() > a.getAtoms() ? b : a), first);
      if (!most) throw new Error(`no atoms in ${substance}`);
      for (let atom = 0; atom < most.getAllAtoms(); atom += 1) most.setAtomMapNo(atom, 0, false);
      return { substance, idcode: CanonizerUtil.getIDCode(most, CanonizerUtil.NOSTEREO) };
    });
    // The recorded keys of these keep the E/Z marks of their SMILES, which are left out here on purpose.
    const other = keyed.filter(({ substance }, i) => idcodes.get(substance) !== recomputed[i]?.idcode);
    expect(other.filter(({ smiles }) => !/N=N|=N|N=|\/C=C/.test(smiles))).toEqual([]);
    expect(other).toHaveLength(17);
    for (const { substance, smiles } of keyed) {
      const own = recomputed.find((one) => one.substance === substance)?.idcode;
      const same = recomputed.filter((one) => one.idcode === own).map((one) => one.substance);
      const told = screenStructure(smiles, knowledge()).filter(
        (one) => one.structure?.rule === null && one.structure.hydrolysesTo === null,
      );
      expect(told.map((one) => one.substance?.id ?? '').filter((id) => !same.includes(id))).toEqual([]);
    }
  });
});

describe('a second library', () => {
  let rdkit: Rdkit;
  beforeAll(async () => {
    const initialise: () => Promise<Rdkit> = createRequire(import.meta.url)('@rdkit/rdkit');
    rdkit = await initialise();
  });

  it('computes the same InChIKeys and formulas', () => {
    let [checked, formulas] = [0, 0];
    for (const { substance, smiles, inchikey } of table) {
      const molecule = rdkit.get_mol(smiles);
      expect(molecule, substance).not.toBeNull();
      if (!molecule) continue;
      const inchi = molecule.get_inchi();
      const [, formula = ''] = inchi.split('/');
      // Salts are written apart in an InChI, and protons moved between the parts in a layer of their own.
      if (!formula.includes('.') && !inchi.includes('/p')) {
        expect(counts(formula), substance).toBe(counts(rowOf(substance).formula ?? ''));
        formulas += 1;
      }
      if (inchikey) {
        expect(rdkit.get_inchikey_for_inchi(inchi), substance).toBe(inchikey);
        checked += 1;
      }
      molecule.delete();
    }
    console.log(`${checked} InChIKeys and ${formulas} formulas recomputed`);
    expect(checked).toBe(153);
    expect(formulas).toBeGreaterThan(140);
  });

  it('reads what the guard lets pass', () => {
    const refused = table.filter(({ smiles }) => {
      const molecule = rdkit.get_mol(smiles);
      molecule?.delete();
      return molecule === null;
    });
    expect(refused).toEqual([]);
  });
});
