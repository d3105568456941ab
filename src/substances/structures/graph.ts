import { Molecule } from 'openchemlib';

/** A bond as seen from one of its atoms. */
export interface Neighbour {
  readonly atom: number;
  readonly bond: number;
  /** 1, 2 or 3, by the drawn (Kekulé) form. */
  readonly order: number;
  readonly inRing: boolean;
  /** Part of an aromatic ring, where the drawn order means nothing. */
  readonly aromatic: boolean;
}

interface Atom {
  /** Atomic number. */
  readonly z: number;
  readonly aromatic: boolean;
  readonly neighbours: readonly Neighbour[];
}

export interface Ring {
  readonly atoms: readonly number[];
  readonly aromatic: boolean;
}

/** A molecule as the rules read it: atoms by the library's numbers, rings of at most seven atoms. */
export interface Graph {
  readonly atoms: readonly Atom[];
  readonly rings: readonly Ring[];
}

export const CARBON: number = 6;
export const NITROGEN: number = 7;
export const OXYGEN: number = 8;
export const SILICON: number = 14;
export const PHOSPHORUS: number = 15;
export const SULFUR: number = 16;

function neighboursOf(molecule: Molecule, atom: number): Neighbour[] {
  const neighbours: Neighbour[] = [];
  for (let i = 0; i < molecule.getConnAtoms(atom); i += 1) {
    const bond = molecule.getConnBond(atom, i);
    neighbours.push({
      atom: molecule.getConnAtom(atom, i),
      bond,
      order: molecule.getConnBondOrder(atom, i),
      inRing: molecule.isRingBond(bond),
      aromatic: molecule.isAromaticBond(bond),
    });
  }
  return neighbours;
}

/** The graph of a molecule without written hydrogens. */
export function graphOf(molecule: Molecule): Graph {
  molecule.ensureHelperArrays(Molecule.cHelperRings);
  const atoms: Atom[] = [];
  for (let atom = 0; atom < molecule.getAtoms(); atom += 1) {
    atoms.push({ z: molecule.getAtomicNo(atom), aromatic: molecule.isAromaticAtom(atom), neighbours: neighboursOf(molecule, atom) });
  }
  const set = molecule.getRingSet();
  const rings: Ring[] = [];
  for (let ring = 0; ring < set.getSize(); ring += 1) rings.push({ atoms: set.getRingAtoms(ring), aromatic: set.isAromatic(ring) });
  return { atoms, rings };
}

const NO_NEIGHBOURS: readonly Neighbour[] = [];

export const neighbours = (graph: Graph, atom: number): readonly Neighbour[] => graph.atoms[atom]?.neighbours ?? NO_NEIGHBOURS;
export const element = (graph: Graph, atom: number): number => graph.atoms[atom]?.z ?? 0;
export const isAromatic = (graph: Graph, atom: number): boolean => graph.atoms[atom]?.aromatic ?? false;

/** Whether an atom has a neighbour of one of these elements over a bond of this order. */
export function hasNeighbour(graph: Graph, atom: number, order: number, elements: readonly number[]): boolean {
  return neighbours(graph, atom).some((next) => next.order === order && elements.includes(element(graph, next.atom)));
}

/** Whether an atom of two neighbours stands in a ring of at most so many atoms. */
export function isInRingUpTo(graph: Graph, atom: number, most: number): boolean {
  const [first, second] = neighbours(graph, atom);
  if (!first || !second) return false;
  const seen = new Set([atom, first.atom]);
  let edge = [first.atom];
  for (let atoms = 2; atoms < most && edge.length > 0; atoms += 1) {
    edge = edge.flatMap((at) => neighbours(graph, at).map((next) => next.atom)).filter((next) => !seen.has(next));
    if (edge.includes(second.atom)) return true;
    for (const next of edge) seen.add(next);
  }
  return false;
}
