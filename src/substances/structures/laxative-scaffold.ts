import { CARBON, element, type Graph, isAromatic, type Neighbour, NITROGEN, neighbours, OXYGEN, SULFUR } from './graph.ts';
import { type Arm, isCarbonyl } from './laxative-arms.ts';

/** What stands at the centre besides the arms, the nearest to the listed compounds first. */
export const SCAFFOLDS = {
  'benzo-lactone': { zh: '苯并内酯/内酰胺(酚酞、酚汀型)', en: 'benzo-lactone or lactam (phenolphthalein, oxyphenisatin)', core: true },
  azinyl: { zh: '吡啶甲烷(比沙可啶型)', en: 'pyridylmethane (bisacodyl)', core: true },
  seco: { zh: '开环(邻位带碳的芳基)', en: 'opened ring (aryl with a carbon substituent beside)', core: true },
  sultone: { zh: '磺内酯(磺酞型)', en: 'sultone (sulfonephthalein)', core: false },
  lactone: { zh: '非苯并的内酯/内酰胺', en: 'lactone or lactam without a fused benzene ring', core: false },
  'seco-sulfo': { zh: '开环磺酞', en: 'opened sulfonephthalein', core: false },
  'heteroaryl-methane': { zh: '杂芳基甲烷', en: 'heteroaryl methane', core: false },
  'aryl-methane': { zh: '三芳基甲烷', en: 'triarylmethane', core: false },
  'aryl-ring': { zh: '芳环稠合环(芴型)', en: 'ring fused to an aryl (fluorene)', core: false },
} as const;

type ScaffoldKey = keyof typeof SCAFFOLDS;
const NEAREST_FIRST = Object.keys(SCAFFOLDS) as readonly ScaffoldKey[];

/** A scaffold with the atoms that make it. */
export interface Scaffold {
  readonly key: ScaffoldKey;
  readonly atoms: readonly number[];
}

function isSulfone(graph: Graph, atom: number): boolean {
  if (element(graph, atom) !== SULFUR) return false;
  return neighbours(graph, atom).filter((next) => next.order === 2 && element(graph, next.atom) === OXYGEN).length === 2;
}

/** What a ring of five to seven atoms holding the centre is. */
function ringKind(graph: Graph, ring: readonly number[], centre: number): ScaffoldKey | null {
  const isFusedToAryl = ring.filter((atom) => isAromatic(graph, atom)).length >= 2;
  if (isFusedToAryl && ring.some((atom) => isSulfone(graph, atom))) return 'sultone';
  const hasHetero = ring.some((atom) => [NITROGEN, OXYGEN, SULFUR].includes(element(graph, atom)));
  if (hasHetero && ring.some((atom) => atom !== centre && isCarbonyl(graph, atom))) return isFusedToAryl ? 'benzo-lactone' : 'lactone';
  return isFusedToAryl ? 'aryl-ring' : null;
}

function ringScaffolds(graph: Graph, centre: number, arms: readonly Arm[]): Scaffold[] {
  const found: Scaffold[] = [];
  for (const { atoms } of graph.rings) {
    if (atoms.length < 5 || !atoms.includes(centre) || arms.some((arm) => atoms.includes(arm.foot))) continue;
    const key = ringKind(graph, atoms, centre);
    if (key) found.push({ key, atoms });
  }
  return found;
}

/** What stands beside the foot of an aryl ring outside its rings: where the ring of a lactone was opened. */
function orthoSubstituents(graph: Graph, bond: Neighbour, centre: number, rings: readonly number[]): number[] {
  return neighbours(graph, bond.atom)
    .filter((next) => next.atom !== centre)
    .flatMap((next) => neighbours(graph, next.atom).map((further) => further.atom))
    .filter((atom) => !rings.includes(atom));
}

function carriesHetero(graph: Graph, atom: number): boolean {
  return neighbours(graph, atom).some((next) => [OXYGEN, NITROGEN].includes(element(graph, next.atom)));
}

function arylScaffold(graph: Graph, centre: number, bond: Neighbour): Scaffold {
  const rings = graph.rings.filter((ring) => ring.aromatic && ring.atoms.includes(bond.atom)).flatMap((ring) => [...ring.atoms]);
  const isHetero = rings.some((atom) => element(graph, atom) !== CARBON);
  if (isHetero && rings.length === 6 && rings.some((atom) => element(graph, atom) === NITROGEN)) return { key: 'azinyl', atoms: rings };
  const ortho = orthoSubstituents(graph, bond, centre, rings);
  const opened = ortho.filter((atom) => element(graph, atom) === CARBON && carriesHetero(graph, atom));
  if (opened.length > 0) return { key: 'seco', atoms: [...rings, ...opened] };
  const sulfo = ortho.filter((atom) => element(graph, atom) === SULFUR);
  if (sulfo.length > 0) return { key: 'seco-sulfo', atoms: [...rings, ...sulfo] };
  return { key: isHetero ? 'heteroaryl-methane' : 'aryl-methane', atoms: rings };
}

/** The aryl groups of a centre other than the arms, outside rings. */
export function otherAryls(graph: Graph, centre: number, arms: readonly Arm[]): Neighbour[] {
  return neighbours(graph, centre).filter(
    (bond) => !bond.inRing && isAromatic(graph, bond.atom) && !arms.some((arm) => arm.foot === bond.atom),
  );
}

/** The scaffold of a centre that is nearest to the listed compounds; null for open chains (bisphenol A), which have none. */
export function scaffoldOf(graph: Graph, centre: number, arms: readonly Arm[]): Scaffold | null {
  const found = ringScaffolds(graph, centre, arms);
  if (found.every((scaffold) => scaffold.key === 'aryl-ring')) {
    for (const bond of otherAryls(graph, centre, arms)) found.push(arylScaffold(graph, centre, bond));
  }
  // A third arm serves as the aryl itself (aurin).
  const [, , third] = arms;
  if (found.length === 0 && third) found.push({ key: 'aryl-methane', atoms: third.ring });
  for (const key of NEAREST_FIRST) {
    const scaffold = found.find((candidate) => candidate.key === key);
    if (scaffold) return scaffold;
  }
  return null;
}
