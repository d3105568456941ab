import { Molecule } from 'openchemlib';
import { readStructure } from './guard.ts';

const [WIDTH, HEIGHT, MARGIN] = [360, 260, 24];
/** A bond is never drawn longer than this, so that small molecules do not fill the frame. */
const LONGEST_BOND = 34;
const INK = '#1f2937';
const MARK = '#fbbf24';
const DOUBLE_GAP = 2.4;
/** Text of element and hydrogens hides the ends of its bonds over this radius. */
const LABEL_RADIUS = 8;

interface Point {
  readonly x: number;
  readonly y: number;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const n = (value: number): string => value.toFixed(1);

/** Coordinates of all atoms in the frame. */
function placed(molecule: Molecule): Point[] {
  // The library's templates of cages take half a second to read and are seldom used.
  molecule.inventCoordinates({ seed: 1, skipDefaultTemplates: true });
  molecule.ensureHelperArrays(Molecule.cHelperRings);
  const raw = Array.from({ length: molecule.getAtoms() }, (_, atom) => ({ x: molecule.getAtomX(atom), y: molecule.getAtomY(atom) }));
  const [xs, ys] = [raw.map((point) => point.x), raw.map((point) => point.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const average = molecule.getAverageBondLength(true) || 1;
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / Math.max(right - left, 1e-6),
    (HEIGHT - 2 * MARGIN) / Math.max(bottom - top, 1e-6),
    LONGEST_BOND / average,
  );
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  return raw.map(({ x, y }) => ({ x: WIDTH / 2 + (x - middleX) * scale, y: HEIGHT / 2 + (y - middleY) * scale }));
}

const DIGITS = '₀₁₂₃₄₅₆₇₈₉';

/** What is written at an atom: nothing at a carbon within a chain or ring. */
function labelOf(molecule: Molecule, atom: number): string {
  const [charge, mass] = [molecule.getAtomCharge(atom), molecule.getAtomMass(atom)];
  if (molecule.getAtomicNo(atom) === 6 && charge === 0 && mass === 0 && molecule.getConnAtoms(atom) > 0) return '';
  const hydrogens = molecule.getAllHydrogens(atom);
  const many = hydrogens > 1 ? (DIGITS[hydrogens] ?? '') : '';
  const sign = charge === 0 ? '' : `${Math.abs(charge) > 1 ? Math.abs(charge) : ''}${charge > 0 ? '+' : '−'}`;
  return `${mass || ''}${molecule.getAtomLabel(atom)}${hydrogens > 0 ? `H${many}` : ''}${sign}`;
}

/** Moves the end of a bond out of the label at it. */
function shortened(from: Point, to: Point, hasLabel: boolean): Point {
  if (!hasLabel) return from;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = Math.min(0.45, LABEL_RADIUS / Math.max(length, 1e-6));
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

const OFFSETS: Readonly<Record<number, readonly number[]>> = { 2: [-1, 1], 3: [-2, 0, 2] };

function lines(a: Point, b: Point, order: number): string[] {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [dx, dy] = [(-(b.y - a.y) / length) * DOUBLE_GAP, ((b.x - a.x) / length) * DOUBLE_GAP];
  return (OFFSETS[order] ?? [0]).map(
    (by) => `<path d="M${n(a.x + dx * by)} ${n(a.y + dy * by)}L${n(b.x + dx * by)} ${n(b.y + dy * by)}"/>`,
  );
}

interface Sketch {
  readonly molecule: Molecule;
  readonly points: readonly Point[];
  readonly marked: ReadonlySet<number>;
  readonly labels: readonly string[];
}

const ORIGIN: Point = { x: 0, y: 0 };

function bonds({ molecule, points, marked, labels }: Sketch): { marks: string[]; strokes: string[] } {
  const [marks, strokes]: [string[], string[]] = [[], []];
  for (let bond = 0; bond < molecule.getBonds(); bond += 1) {
    const [a, b] = [molecule.getBondAtom(0, bond), molecule.getBondAtom(1, bond)];
    const [from, to] = [points[a] ?? ORIGIN, points[b] ?? ORIGIN];
    if (marked.has(a) && marked.has(b)) marks.push(`<path d="M${n(from.x)} ${n(from.y)}L${n(to.x)} ${n(to.y)}"/>`);
    strokes.push(...lines(shortened(from, to, labels[a] !== ''), shortened(to, from, labels[b] !== ''), molecule.getBondOrder(bond)));
  }
  return { marks, strokes };
}

/** Draws a structure with some atoms (by their place in the SMILES) marked; null where no drawing can be made. */
export type Drawer = (atoms: readonly number[], title: string) => string | null;

/**
 * A drawer of one structure, which is laid out once, on first use. The title says in words what is seen. Drawings have 360 × 260 units and at most
 * some 40 kB for 150 atoms; no script, no outside reference, no ids.
 */
export function drawerOf(smiles: string): Drawer {
  let layout: { molecule: Molecule; points: Point[] } | null | undefined;
  return (atoms, title) => {
    if (layout === undefined) layout = layoutOf(smiles);
    return layout && draw(layout.molecule, layout.points, new Set(atoms), title);
  };
}

function layoutOf(smiles: string): { molecule: Molecule; points: Point[] } | null {
  try {
    const { molecule } = readStructure(smiles);
    return { molecule, points: placed(molecule) };
  } catch {
    // A drawing is an extra: without it the verdict stands.
    return null;
  }
}

function draw(molecule: Molecule, points: readonly Point[], atoms: ReadonlySet<number>, title: string): string {
  const marked = new Set(points.flatMap((_, atom) => (atoms.has(molecule.getAtomMapNo(atom) - 1) ? [atom] : [])));
  const sketch: Sketch = { molecule, points, marked, labels: points.map((_, atom) => labelOf(molecule, atom)) };
  const { marks, strokes } = bonds(sketch);
  const dots = [...marked].map((atom) => points[atom] ?? ORIGIN).map(({ x, y }) => `<circle cx="${n(x)}" cy="${n(y)}" r="6"/>`);
  const texts = sketch.labels.flatMap((label, atom) => {
    const { x, y } = points[atom] ?? ORIGIN;
    return label ? [`<text x="${n(x)}" y="${n(y + 4.5)}">${escaped(label)}</text>`] : [];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<g fill="none" stroke="${MARK}" stroke-width="11" stroke-linecap="round">${marks.join('')}</g>`,
    `<g fill="${MARK}">${dots.join('')}</g>`,
    `<g fill="none" stroke="${INK}" stroke-width="1.5" stroke-linecap="round">${strokes.join('')}</g>`,
    `<g fill="${INK}" font-family="sans-serif" font-size="13" text-anchor="middle">${texts.join('')}</g>`,
    '</svg>',
  ].join('');
}
