import type { Bilingual } from '../verdict.ts';
import { CARBON, element, type Graph, isAromatic, neighbours, OXYGEN } from './graph.ts';
import { type Arm, armsOf } from './laxative-arms.ts';
import { otherAryls, SCAFFOLDS, type Scaffold, scaffoldOf } from './laxative-scaffold.ts';

/** The laxative diphenols found in one molecule: two phenols on one carbon that also carries a scaffold, or something near it. */
export interface LaxativeFinding {
  readonly verdict: 'banned' | 'review';
  /** What was found, for a person to check. */
  readonly detail: Bilingual;
  /** Key of FAMILIES. */
  readonly family: string;
  readonly atoms: readonly number[];
}

/** Larger molecules with the same pattern are dyes and resins: for a person to look at. */
const MOST_ATOMS_OF_A_BAN = 40;

const familyOf = ({ key }: Scaffold): string => {
  if (key === 'azinyl') return 'bisacodyl';
  return key === 'sultone' || key === 'seco-sulfo' ? 'sulfonephthalein-indicator' : 'laxative-diphenol';
};

function atomsOf(centre: number, arms: readonly Arm[], scaffold: Scaffold): number[] {
  return [...new Set([centre, ...arms.flatMap((arm) => [...arm.ring, arm.oxygen]), ...scaffold.atoms])];
}

function finding(
  verdict: 'banned' | 'review',
  detail: Bilingual,
  centre: number,
  arms: readonly Arm[],
  scaffold: Scaffold,
): LaxativeFinding {
  return { verdict, detail, family: familyOf(scaffold), atoms: atomsOf(centre, arms, scaffold) };
}

/** Two arms: a ban on a core scaffold with a free phenol and plain arms, else for a person. */
function twoArms(graph: Graph, centre: number, arms: readonly Arm[], scaffold: Scaffold): LaxativeFinding {
  const { zh, en, core } = SCAFFOLDS[scaffold.key];
  const isModified = arms.some((arm) => arm.modified);
  const hasFree = arms.some((arm) => arm.free);
  const isBanned = core && hasFree && !isModified && graph.atoms.length <= MOST_ATOMS_OF_A_BAN;
  const notes = [
    ...(isModified ? [{ zh: '芳环带磺酸基、氨甲基或稠环', en: 'rings sulfonated, aminomethylated or fused' }] : []),
    ...(hasFree ? [] : [{ zh: '两个酚羟基均为稳定的醚', en: 'both phenols are stable ethers' }]),
  ];
  const detail = {
    zh: [`同一碳上有两个对位含氧苯环,骨架为${zh}`, ...notes.map((note) => note.zh)].join(';'),
    en: [`two para-oxygenated benzene rings on one carbon, scaffold ${en}`, ...notes.map((note) => note.en)].join('; '),
  };
  return finding(isBanned ? 'banned' : 'review', detail, centre, arms, scaffold);
}

/** One arm and a second aryl on a core scaffold; outside the lactones a third is asked for. */
function oneArm(graph: Graph, centre: number, arms: readonly Arm[], scaffold: Scaffold): LaxativeFinding | null {
  if (!SCAFFOLDS[scaffold.key].core) return null;
  if (otherAryls(graph, centre, arms).length < (scaffold.key === 'benzo-lactone' ? 1 : 2)) return null;
  const { zh, en } = SCAFFOLDS[scaffold.key];
  const detail = {
    zh: `同一碳上有一个对位含氧苯环和另一芳环,骨架为${zh}`,
    en: `one para-oxygenated benzene ring and a second aryl on one carbon, scaffold ${en}`,
  };
  return finding('review', detail, centre, arms, scaffold);
}

function carriesOxygen(graph: Graph, aryl: number): boolean {
  return graph.rings.some(
    (ring) =>
      ring.atoms.includes(aryl) &&
      ring.atoms.some((atom) =>
        neighbours(graph, atom).some((next) => element(graph, next.atom) === OXYGEN && next.order === 1 && !next.inRing),
      ),
  );
}

/** No arm, but two aryls with an oxygen elsewhere on a benzo-lactone: a positional isomer. */
function positionalIsomer(graph: Graph, centre: number, scaffold: Scaffold): LaxativeFinding | null {
  if (scaffold.key !== 'benzo-lactone') return null;
  const aryls = otherAryls(graph, centre, []);
  if (aryls.length < 2 || !aryls.some((bond) => carriesOxygen(graph, bond.atom))) return null;
  const detail = {
    zh: '苯并内酯/内酰胺的同一碳上有两个含氧芳环,氧不在对位(位置异构体)',
    en: 'two oxygenated aryls on one carbon of a benzo-lactone or lactam, the oxygen not para (positional isomer)',
  };
  const rings = graph.rings.filter((ring) => aryls.some((bond) => ring.atoms.includes(bond.atom))).flatMap((ring) => [...ring.atoms]);
  const found = finding('review', detail, centre, [], scaffold);
  return { ...found, atoms: [...new Set([...found.atoms, ...rings])] };
}

function judgeCentre(graph: Graph, centre: number): LaxativeFinding | null {
  const bonds = neighbours(graph, centre);
  if (element(graph, centre) !== CARBON || isAromatic(graph, centre) || bonds.length < 3) return null;
  const arms = armsOf(graph, centre);
  // The centre is tetrahedral, unless it is the carbon of a quinone methide.
  if (!arms.some((arm) => arm.quinoid) && bonds.some((bond) => bond.order !== 1)) return null;
  if (arms.length === 0 && otherAryls(graph, centre, arms).length < 2) return null;
  const scaffold = scaffoldOf(graph, centre, arms);
  if (!scaffold) return null;
  if (arms.length >= 2) return twoArms(graph, centre, arms, scaffold);
  return arms.length === 1 ? oneArm(graph, centre, arms, scaffold) : positionalIsomer(graph, centre, scaffold);
}

/**
 * The pharmacophore of phenolphthalein, oxyphenisatin and bisacodyl: two benzene rings, each bound to one carbon by a bond outside rings and with
 * an oxygen para to it, and a lactone, lactam, pyridyl or opened ring on the same carbon. For molecules freed of esters before.
 * Xanthenes (fluorescein, erythrosine) hang on ring bonds and open chains (bisphenol A) have no scaffold: neither is found.
 */
export function laxativeDiphenol(graph: Graph): LaxativeFinding | null {
  let best: LaxativeFinding | null = null;
  for (let centre = 0; centre < graph.atoms.length; centre += 1) {
    const found = judgeCentre(graph, centre);
    if (found?.verdict === 'banned') return found;
    best ??= found;
  }
  return best;
}
