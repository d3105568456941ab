import {
  CARBON,
  element,
  type Graph,
  hasNeighbour,
  isAromatic,
  type Neighbour,
  NITROGEN,
  neighbours,
  OXYGEN,
  type Ring,
  SULFUR,
} from './graph.ts';

/** A six-membered ring hanging on the centre by a bond outside rings, with an oxygen opposite (para): a phenol, its ether, or a quinone methide. */
export interface Arm {
  /** The ring atom bound to the centre. */
  readonly foot: number;
  readonly ring: readonly number[];
  readonly oxygen: number;
  /** The phenol is free, or stands as the quinone of the indicator form. */
  readonly free: boolean;
  readonly quinoid: boolean;
  /** Sulfonated, aminomethylated or fused: a dye or complexone rather than a laxative. */
  readonly modified: boolean;
}

const isAllCarbon = (graph: Graph, ring: readonly number[]): boolean => ring.every((atom) => element(graph, atom) === CARBON);

/** The six-membered carbon ring's atom opposite to one of its atoms. */
function opposite(ring: readonly number[], atom: number): number {
  return ring[(ring.indexOf(atom) + 3) % 6] ?? atom;
}

/** In the given order of bond, the exocyclic oxygen at an atom, or null. */
function exocyclicOxygen(graph: Graph, atom: number, order: 1 | 2): number | null {
  return neighbours(graph, atom).find((next) => element(graph, next.atom) === OXYGEN && next.order === order && !next.inRing)?.atom ?? null;
}

const isFused = (graph: Graph, ring: readonly number[]): boolean =>
  ring.some((atom) => neighbours(graph, atom).filter((next) => next.inRing).length > 2);

function isSulfonated(graph: Graph, ring: readonly number[]): boolean {
  return ring.some((atom) => neighbours(graph, atom).some((next) => element(graph, next.atom) === SULFUR));
}

/** Whether a ring carries CH₂–N or the like, as complexones do. */
function isAminomethylated(graph: Graph, ring: readonly number[], centre: number): boolean {
  return ring.some((atom) =>
    neighbours(graph, atom).some(
      (next) =>
        next.atom !== centre &&
        !ring.includes(next.atom) &&
        element(graph, next.atom) === CARBON &&
        neighbours(graph, next.atom).some((further) => element(graph, further.atom) === NITROGEN),
    ),
  );
}

function phenolArm(graph: Graph, centre: number, foot: number, { atoms: ring, aromatic }: Ring): Arm | null {
  if (!aromatic) return null;
  const oxygen = exocyclicOxygen(graph, opposite(ring, foot), 1);
  if (oxygen === null) return null;
  const modified = isFused(graph, ring) || isSulfonated(graph, ring) || isAminomethylated(graph, ring, centre);
  return { foot, ring, oxygen, free: neighbours(graph, oxygen).length === 1, quinoid: false, modified };
}

function quinoneArm(graph: Graph, foot: number, { atoms: ring }: Ring): Arm | null {
  const oxygen = exocyclicOxygen(graph, opposite(ring, foot), 2);
  if (oxygen === null) return null;
  return { foot, ring, oxygen, free: true, quinoid: true, modified: isFused(graph, ring) || isSulfonated(graph, ring) };
}

/** The arm over one bond of the centre: a free phenol before an ether, either before a quinone methide. */
function armOver(graph: Graph, centre: number, bond: Neighbour): Arm | null {
  if (bond.inRing) return null;
  let best: Arm | null = null;
  for (const ring of graph.rings) {
    if (ring.atoms.length !== 6 || !ring.atoms.includes(bond.atom) || !isAllCarbon(graph, ring.atoms)) continue;
    const arm = isAromatic(graph, bond.atom)
      ? phenolArm(graph, centre, bond.atom, ring)
      : bond.order === 2
        ? quinoneArm(graph, bond.atom, ring)
        : null;
    if (arm?.free) return arm;
    best ??= arm;
  }
  return best;
}

/** The arms of a centre, in the order of its bonds. */
export function armsOf(graph: Graph, centre: number): Arm[] {
  const arms: Arm[] = [];
  for (const bond of neighbours(graph, centre)) {
    const arm = armOver(graph, centre, bond);
    if (arm) arms.push(arm);
  }
  return arms;
}

/** A carbon with two single bonds to heteroatoms or one double: C=O, C=S, or the lactim form C(OH)=N. */
export function isCarbonyl(graph: Graph, atom: number): boolean {
  if (element(graph, atom) !== CARBON || isAromatic(graph, atom)) return false;
  if (hasNeighbour(graph, atom, 2, [OXYGEN, SULFUR])) return true;
  if (!hasNeighbour(graph, atom, 2, [NITROGEN])) return false;
  return neighbours(graph, atom).some((next) => next.order === 1 && !next.inRing && [OXYGEN, SULFUR].includes(element(graph, next.atom)));
}
