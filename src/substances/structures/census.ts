import type { Molecule } from 'openchemlib';

/** What a molecule has, or a pattern needs at least: looked at before a search, which costs ten times as much. */
export interface Census {
  readonly atoms: number;
  readonly rings: number;
  /** Atoms of the smallest ring, Infinity without one: a molecule with a cycle of some length has a smallest ring of that length at most. */
  readonly smallestRing: number;
  /** Atoms by atomic number. */
  readonly elements: ReadonlyMap<number, number>;
  /** Bonds by the elements at their ends. */
  readonly pairs: ReadonlyMap<number, number>;
}

/** The census of a pattern, and the elements of which each of its listed atoms needs one. */
export interface Needs extends Census {
  readonly lists: readonly (readonly number[])[];
}

const MOST_ELEMENTS = 200;

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function smallestRing(molecule: Molecule): number {
  const rings = molecule.getRingSet();
  let smallest = Number.POSITIVE_INFINITY;
  for (let ring = 0; ring < rings.getSize(); ring += 1) smallest = Math.min(smallest, rings.getRingSize(ring));
  return smallest;
}

/** Counts the atoms and bonds of a molecule, those at open atoms left out. */
function counted(molecule: Molecule, isOpen: (atom: number) => boolean): Census {
  const [elements, pairs] = [new Map<number, number>(), new Map<number, number>()];
  for (let atom = 0; atom < molecule.getAllAtoms(); atom += 1) if (!isOpen(atom)) count(elements, molecule.getAtomicNo(atom));
  for (let bond = 0; bond < molecule.getAllBonds(); bond += 1) {
    const [one, other] = [molecule.getBondAtom(0, bond), molecule.getBondAtom(1, bond)];
    if (isOpen(one) || isOpen(other)) continue;
    const [a, b] = [molecule.getAtomicNo(one), molecule.getAtomicNo(other)];
    count(pairs, Math.min(a, b) * MOST_ELEMENTS + Math.max(a, b));
  }
  const [atoms, bonds] = [molecule.getAllAtoms(), molecule.getAllBonds()];
  return { atoms, rings: bonds - atoms + 1, smallestRing: smallestRing(molecule), elements, pairs };
}

/** The census of a connected molecule without written hydrogens. */
export const censusOf = (molecule: Molecule): Census => counted(molecule, () => false);

/** What a pattern needs at least. An atom written as a list of elements is open, and counts among the lists. */
export function needsOf(fragment: Molecule): Needs {
  const lists = new Map<number, number[]>();
  for (let atom = 0; atom < fragment.getAllAtoms(); atom += 1) {
    const list = fragment.getAtomList(atom) ?? [];
    if (list.length > 0) lists.set(atom, list);
  }
  return { ...counted(fragment, (atom) => lists.has(atom)), lists: [...lists.values()] };
}

function hasAll(has: ReadonlyMap<number, number>, needs: ReadonlyMap<number, number>): boolean {
  for (const [key, least] of needs) if ((has.get(key) ?? 0) < least) return false;
  return true;
}

/** Whether a molecule has enough of everything a pattern needs. */
export function mayHold(census: Census, needs: Needs): boolean {
  if (census.atoms < needs.atoms || census.rings < needs.rings || census.smallestRing > needs.smallestRing) return false;
  if (!hasAll(census.elements, needs.elements) || !hasAll(census.pairs, needs.pairs)) return false;
  return needs.lists.every((list) => list.some((element) => census.elements.has(element)));
}
