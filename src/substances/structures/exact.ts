import { CanonizerUtil, type Molecule, SSSearcher } from 'openchemlib';
import type { Knowledge, Substance } from '../knowledge.ts';
import rawStructures from '../tables/structures.json' with { type: 'json' };
import { readStructure } from './guard.ts';
import { readSmilesText } from './smiles-text.ts';
import { type Part, standardise } from './standardise.ts';

/** A structure of a row: its SMILES and, where computed, its keys. */
interface TableStructure {
  readonly smiles: string;
  readonly inchikey?: string | undefined;
  /** Keys of tautomers, which differ in their first block (azo and hydrazone). */
  readonly inchikeyAlt?: readonly string[] | undefined;
}

/** Structures with the id of their row. */
const shippedStructures: readonly (TableStructure & { readonly substance: string })[] = rawStructures;

/** A row's structure, its largest part read when a molecule of the same composition comes. */
interface Entry {
  readonly substance: Substance;
  readonly structure: TableStructure;
  readonly isSalt: boolean;
  readonly salt: string;
  read: Reference | null;
}

interface Reference {
  readonly molecule: Molecule;
  readonly searcher: SSSearcher;
  readonly bonds: number;
  readonly hydrogens: number;
  /** Computed when an isomer comes: it costs more than all the rest. */
  tautomer: string | null;
}

export interface ExactIndex {
  /** By heavy atoms of the largest part. */
  readonly byComposition: ReadonlyMap<string, readonly Entry[]>;
  /** By the first block of InChIKeys: the skeleton without stereochemistry. */
  readonly byInchikey: ReadonlyMap<string, readonly Substance[]>;
}

const compositionText = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .map(([element, count]) => element + count)
    .sort()
    .join(' ');

/** Heavy atoms of each part of a SMILES by its text alone, the largest part first: reading all rows as molecules would cost the first request dearly. */
function writtenCompositions(smiles: string): string[] {
  const parts = new Map<number, { atoms: number; counts: Map<string, number> }>();
  for (const { element, part } of readSmilesText(smiles).atoms) {
    if (element === 'H') continue;
    const known = parts.get(part) ?? { atoms: 0, counts: new Map<string, number>() };
    known.atoms += 1;
    known.counts.set(element, (known.counts.get(element) ?? 0) + 1);
    parts.set(part, known);
  }
  return [...parts.values()].sort((a, b) => b.atoms - a.atoms).map((part) => compositionText(part.counts));
}

function compositionOf(molecule: Molecule): string {
  const counts = new Map<string, number>();
  for (let atom = 0; atom < molecule.getAtoms(); atom += 1) {
    const label = molecule.getAtomLabel(atom);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return compositionText(counts);
}

const saltText = (compositions: readonly string[]): string => [...compositions].sort().join('.');

function add<T>(index: Map<string, T[]>, key: string, value: T): void {
  const known = index.get(key);
  if (known) known.push(value);
  else index.set(key, [value]);
}

function buildIndex(base: Knowledge): ExactIndex {
  const rows = new Map(base.rows.map((row) => [row.id, row]));
  const byComposition = new Map<string, Entry[]>();
  const byInchikey = new Map<string, Substance[]>();
  const shipped = shippedStructures.map((structure) => ({ structure, substance: rows.get(structure.substance) }));
  const entered = base.structures.map(({ smiles, substance }) => ({ structure: { smiles }, substance }));
  const all: readonly { structure: TableStructure; substance: Substance | undefined }[] = [...shipped, ...entered];
  for (const { structure, substance } of all) {
    if (!substance) continue;
    const compositions = writtenCompositions(structure.smiles);
    const entry = { substance, structure, isSalt: compositions.length > 1, salt: saltText(compositions), read: null };
    add(byComposition, compositions[0] ?? '', entry);
    for (const key of [structure.inchikey, ...(structure.inchikeyAlt ?? [])]) if (key) add(byInchikey, key.slice(0, 14), substance);
  }
  return { byComposition, byInchikey };
}

const indexes = new WeakMap<Knowledge, ExactIndex>();

/** The index of the structures of a knowledge base, built on first use and kept beside it (a pure cache). */
export function exactIndex(base: Knowledge): ExactIndex {
  const known = indexes.get(base);
  if (known) return known;
  const index = buildIndex(base);
  indexes.set(base, index);
  return index;
}

function hydrogensOf(molecule: Molecule): number {
  let hydrogens = 0;
  for (let atom = 0; atom < molecule.getAtoms(); atom += 1) hydrogens += molecule.getAllHydrogens(atom);
  return hydrogens;
}

/** The library's key of a molecule without stereochemistry, one for all its tautomers; places of atoms left out. */
function tautomerIdcode(molecule: Molecule): string {
  const bare = molecule.getCompactCopy();
  for (let atom = 0; atom < bare.getAllAtoms(); atom += 1) bare.setAtomMapNo(atom, 0, false);
  return CanonizerUtil.getIDCode(bare, CanonizerUtil.NOSTEREO_TAUTOMER);
}

function largest(parts: readonly Part[]): Molecule {
  const [first, ...others] = parts.map((part) => part.molecule);
  if (!first) throw new Error('A structure of the table has no atoms.');
  return others.reduce((most, next) => (next.getAtoms() > most.getAtoms() ? next : most), first);
}

function reference(entry: Entry): Reference {
  if (entry.read) return entry.read;
  const molecule = largest(standardise(readStructure(entry.structure.smiles).molecule));
  const [bonds, hydrogens] = [molecule.getBonds(), hydrogensOf(molecule)];
  const fragment = molecule.getCompactCopy();
  fragment.setFragment(true);
  const searcher = new SSSearcher({ matchAtomCharge: true });
  searcher.setFragment(fragment);
  entry.read = { molecule, searcher, bonds, hydrogens, tautomer: null };
  return entry.read;
}

/** The table's own tautomer idcodes keep the E/Z marks some of its SMILES have, so the key is computed here. */
function tautomerOf(entry: Entry): string {
  const row = reference(entry);
  row.tautomer ??= tautomerIdcode(row.molecule);
  return row.tautomer;
}

/** Same atoms, bonds and hydrogens, and one contained in the other: the same molecule, as equal idcodes would say, at a tenth of their cost. */
function isSame(entry: Entry, molecule: Molecule, hydrogens: number): boolean {
  const row = reference(entry);
  if (row.bonds !== molecule.getBonds() || row.hydrogens !== hydrogens) return false;
  row.searcher.setMolecule(molecule);
  return row.searcher.isFragmentInMolecule();
}

/**
 * The rows whose structure a standardised part is, stereochemistry aside: as it is drawn, else as a tautomer (equal tautomer idcodes). Rows that are
 * salts of the same base come only where the whole structure is that salt, or where no row is the base itself.
 * @param whole compositions of all parts of the structure
 */
export function exactRows(index: ExactIndex, part: Molecule, whole: readonly string[]): Substance[] {
  const candidates = index.byComposition.get(compositionOf(part)) ?? [];
  if (candidates.length === 0) return [];
  const hydrogens = hydrogensOf(part);
  let found = candidates.filter((entry) => isSame(entry, part, hydrogens));
  if (found.length === 0) {
    const isomers = candidates.filter((entry) => reference(entry).hydrogens === hydrogens);
    const key = isomers.length > 0 ? tautomerIdcode(part) : null;
    found = isomers.filter((entry) => tautomerOf(entry) === key);
  }
  const salt = saltText(whole);
  const hasBase = found.some((entry) => !entry.isSalt);
  return [...new Set(found.filter((entry) => !entry.isSalt || !hasBase || entry.salt === salt).map((entry) => entry.substance))];
}

/** Compositions of the parts of a structure, for {@link exactRows}. */
export const compositions = (parts: readonly Part[]): string[] => parts.map((part) => compositionOf(part.molecule));

/** The rows with the skeleton an InChIKey names. */
export function rowsOfInchikey(index: ExactIndex, inchikey: string): readonly Substance[] {
  return [...new Set(index.byInchikey.get(inchikey.slice(0, 14)) ?? [])];
}
