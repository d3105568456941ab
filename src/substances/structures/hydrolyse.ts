import { Molecule } from 'openchemlib';
import {
  CARBON,
  element,
  type Graph,
  graphOf,
  hasNeighbour,
  isAromatic,
  isInRingUpTo,
  type Neighbour,
  neighbours,
  OXYGEN,
  PHOSPHORUS,
  SILICON,
  SULFUR,
} from './graph.ts';

/** What an oxygen is freed of. */
type Leaving = 'acyl' | 'sulfo' | 'phospho' | 'silyl' | 'acetal' | 'benzyl';

interface Cut {
  readonly bond: number;
  /** The atom that leaves with its group. */
  readonly at: number;
  readonly leaving: Leaving;
}

const DOUBLY_BONDED = [OXYGEN, SULFUR];

const hasDoubleBond = (graph: Graph, atom: number): boolean =>
  neighbours(graph, atom).some((next) => next.order === 2 && !next.aromatic && DOUBLY_BONDED.includes(element(graph, next.atom)));

const isArylCarbon = (graph: Graph, atom: number): boolean => element(graph, atom) === CARBON && isAromatic(graph, atom);

/** Acetals and benzyl ethers come off phenols; on alcohols they are left alone, or sugars and fats would fall apart. */
function leavesAryl(graph: Graph, oxygen: number, carbon: number): Leaving | null {
  const around = neighbours(graph, carbon);
  if (!around.every((next) => next.order === 1)) return null;
  if (around.some((next) => next.atom !== oxygen && element(graph, next.atom) === OXYGEN)) return 'acetal';
  return around.length <= 2 && around.some((next) => next.atom !== oxygen && isArylCarbon(graph, next.atom)) ? 'benzyl' : null;
}

function leavingGroup(graph: Graph, oxygen: number, leaving: number, kept: number): Leaving | null {
  switch (element(graph, leaving)) {
    case CARBON:
      if (hasDoubleBond(graph, leaving)) return isAromatic(graph, leaving) ? null : 'acyl';
      return isArylCarbon(graph, kept) ? leavesAryl(graph, oxygen, leaving) : null;
    case SULFUR:
      return hasDoubleBond(graph, leaving) ? 'sulfo' : null;
    case PHOSPHORUS:
      return 'phospho';
    case SILICON:
      return 'silyl';
    default:
      return null;
  }
}

/** The cut at one side of an oxygen, or null. The kept side is a carbon, and of an anhydride neither side is. */
function cutAt(graph: Graph, oxygen: number, leaving: Neighbour, kept: Neighbour): Cut | null {
  if (element(graph, kept.atom) !== CARBON) return null;
  const group = leavingGroup(graph, oxygen, leaving.atom, kept.atom);
  if (!group || (group === 'acyl' && hasNeighbour(graph, kept.atom, 2, [OXYGEN]))) return null;
  return { bond: leaving.bond, at: leaving.atom, leaving: group };
}

/** The rings of lactones: they stay closed, for the lactone of phenolphthalein is what the rule looks for. A larger ring is an ester bent round (a cyclic adipate). */
const LARGEST_LACTONE = 8;

/** Where water splits a molecule: at each oxygen outside rings, or in a ring larger than a lactone's, that carries an acyl, sulfo, phospho or silyl group, or on an aryl an acetal or benzyl. */
function cutsOf(graph: Graph): Cut[] {
  const cuts: Cut[] = [];
  for (const [oxygen, atom] of graph.atoms.entries()) {
    const [one, other] = atom.neighbours;
    if (atom.z !== OXYGEN || atom.neighbours.length !== 2 || !one || !other) continue;
    if (one.inRing && isInRingUpTo(graph, oxygen, LARGEST_LACTONE)) continue;
    const cut = cutAt(graph, oxygen, one, other) ?? cutAt(graph, oxygen, other, one);
    if (cut) cuts.push(cut);
  }
  return cuts;
}

const TAKES_WATER: readonly Leaving[] = ['acyl', 'sulfo', 'phospho'];

/**
 * What is left of a part when all its cleavable bonds are cut in one pass, by editing the graph (the library's reactions gave no product here):
 * the parts, map numbers kept on the atoms; empty when there is nothing to cut.
 */
export function hydrolyse(part: Molecule, graph: Graph = graphOf(part)): Molecule[] {
  const cuts = cutsOf(graph);
  if (cuts.length === 0) return [];
  const molecule = part.getCompactCopy();
  for (const { at, leaving } of cuts) {
    if (TAKES_WATER.includes(leaving)) molecule.addBond(at, molecule.addAtom(OXYGEN));
  }
  for (const { bond } of cuts) molecule.markBondForDeletion(bond);
  molecule.deleteMarkedAtomsAndBonds();
  molecule.ensureHelperArrays(Molecule.cHelperRings);
  return molecule.getFragments().map((product) => {
    product.ensureHelperArrays(Molecule.cHelperRings);
    return product;
  });
}
