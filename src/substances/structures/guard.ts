import { Molecule } from 'openchemlib';
import { readSmilesText, Unreadable, type WrittenAtom, type WrittenSmiles } from './smiles-text.ts';

/** A structure that was read; each atom of the molecule carries its place in the SMILES plus one as its map number. */
interface ReadStructure {
  readonly molecule: Molecule;
  readonly written: WrittenSmiles;
}

/** Most bonds an element may have in a readable structure (hydrogens counted), by charge; metals are not looked at. */
const MOST_BONDS: Readonly<Record<number, { readonly minus: number; readonly plain: number; readonly plus: number }>> = {
  1: { minus: 0, plain: 1, plus: 0 },
  5: { minus: 4, plain: 3, plus: 2 },
  6: { minus: 3, plain: 4, plus: 3 },
  7: { minus: 2, plain: 3, plus: 4 },
  8: { minus: 1, plain: 2, plus: 3 },
  9: { minus: 0, plain: 1, plus: 2 },
  14: { minus: 5, plain: 4, plus: 3 },
  15: { minus: 6, plain: 5, plus: 4 },
  16: { minus: 5, plain: 6, plus: 5 },
  17: { minus: 0, plain: 7, plus: 6 },
  34: { minus: 5, plain: 6, plus: 5 },
  35: { minus: 0, plain: 7, plus: 6 },
  53: { minus: 0, plain: 7, plus: 6 },
};
/** Azides and N-oxides are also written with five bonds at an uncharged nitrogen. */
const HYPERVALENT_NITROGEN = 5;

/**
 * The library moves plain written hydrogens behind all other atoms, each in exchange with the last atom that is none. The same exchange gives the
 * place in the SMILES of each of its atoms.
 */
function writtenOrder(atoms: readonly WrittenAtom[]): number[] {
  const order = atoms.map((_, index) => index);
  const isHydrogen = atoms.map((atom) => atom.element === 'H' && !atom.isotope && !atom.charged);
  if (!isHydrogen.includes(true)) return order;
  let last = order.length - 1;
  const skipHydrogens = () => {
    while (last >= 0 && isHydrogen[last]) last -= 1;
  };
  skipHydrogens();
  for (let at = 0; at < last; at += 1) {
    if (!isHydrogen[at]) continue;
    [order[at], order[last]] = [order[last] ?? 0, order[at] ?? 0];
    [isHydrogen[at], isHydrogen[last]] = [false, true];
    skipHydrogens();
  }
  return order;
}

/** Marks each atom with its place in the SMILES, as far as the elements agree. */
function markPlaces(molecule: Molecule, atoms: readonly WrittenAtom[]): void {
  const order = writtenOrder(atoms);
  if (order.some((place, atom) => molecule.getAtomLabel(atom) !== atoms[place]?.element)) return;
  for (const [atom, place] of order.entries()) molecule.setAtomMapNo(atom, place + 1, false);
}

function bondsAt(molecule: Molecule, atom: number): number {
  let written = 0;
  for (let i = 0; i < molecule.getAllConnAtoms(atom); i += 1) {
    if (molecule.getAtomicNo(molecule.getConnAtom(atom, i)) === 1) written += 1;
  }
  return molecule.getOccupiedValence(atom) + molecule.getAllHydrogens(atom) - written;
}

function hasMultipleBond(molecule: Molecule, atom: number): boolean {
  for (let i = 0; i < molecule.getConnAtoms(atom); i += 1) if (molecule.getConnBondOrder(atom, i) > 1) return true;
  return false;
}

function tooManyBonds(molecule: Molecule, atom: number): boolean {
  const element = molecule.getAtomicNo(atom);
  const most = MOST_BONDS[element];
  if (!most) return false;
  const charge = molecule.getAtomCharge(atom);
  const bonds = bondsAt(molecule, atom);
  const allowed = charge < 0 ? most.minus : charge > 0 ? most.plus : most.plain;
  if (bonds <= allowed) return false;
  return !(element === 7 && charge === 0 && bonds <= HYPERVALENT_NITROGEN && hasMultipleBond(molecule, atom));
}

/** Names an atom as a person finds it in the text. */
function place(molecule: Molecule, atom: number, written: WrittenSmiles): { zh: string; en: string } {
  const position = written.atoms[molecule.getAtomMapNo(atom) - 1]?.position;
  const label = molecule.getAtomLabel(atom);
  return position === undefined
    ? { zh: `原子${label}`, en: `an atom ${label}` }
    : { zh: `第${position}个字符处的原子${label}`, en: `the atom ${label} at character ${position}` };
}

function checkValence(molecule: Molecule, written: WrittenSmiles): void {
  for (let atom = 0; atom < molecule.getAllAtoms(); atom += 1) {
    if (tooManyBonds(molecule, atom)) {
      const { zh, en } = place(molecule, atom, written);
      throw new Unreadable(
        `${zh}的价态不可能(键数${bondsAt(molecule, atom)})`,
        `${en} has an impossible valence (${bondsAt(molecule, atom)} bonds)`,
      );
    }
    if (MOST_BONDS[molecule.getAtomicNo(atom)] && molecule.getAtomRadical(atom) !== 0) {
      const { zh, en } = place(molecule, atom, written);
      throw new Unreadable(`${zh}缺少键或氢(如吡咯氮应写作[nH])`, `${en} lacks a bond or a hydrogen (a pyrrole nitrogen is written [nH])`);
    }
  }
}

/** A ring of fewer than five atoms cannot be aromatic: `c1ccc1` is a slip of the pen for benzene or for something else. */
function checkAromaticRings(molecule: Molecule, written: WrittenSmiles): void {
  if (!written.atoms.some((atom) => atom.aromatic)) return;
  for (let atom = 0; atom < molecule.getAtoms(); atom += 1) {
    if (!written.atoms[molecule.getAtomMapNo(atom) - 1]?.aromatic) continue;
    if (isInSmallRingOnly(molecule, atom)) {
      const { zh, en } = place(molecule, atom, written);
      throw new Unreadable(
        `${zh}写作芳香原子,但不在五元以上的环中`,
        `${en} is written as aromatic but stands in no ring of five or more atoms`,
      );
    }
  }
}

function isInSmallRingOnly(molecule: Molecule, atom: number): boolean {
  if (molecule.getAtomRingBondCount(atom) === 0) return true;
  const rings = molecule.getRingSet();
  let isInSmall = false;
  for (let ring = 0; ring < rings.getSize(); ring += 1) {
    if (!rings.isAtomMember(ring, atom)) continue;
    if (rings.getRingSize(ring) >= 5) return false;
    isInSmall = true;
  }
  return isInSmall;
}

function parse(written: WrittenSmiles): Molecule {
  let molecule: Molecule;
  try {
    molecule = Molecule.fromSmiles(written.text, { noCoordinates: true, noStereo: true });
  } catch (error) {
    // The library's own text is taken alone: the error itself carries the whole minified file when it is printed.
    const said = (error instanceof Error ? error.message : '').replace(/^.*?SmilesParser:\s*/su, '').slice(0, 120);
    throw new Unreadable(`SMILES无法识读(${said})`, `the SMILES cannot be read (${said})`);
  }
  if (molecule.getAllAtoms() !== written.atoms.length) throw new Unreadable('SMILES识读不完整', 'the SMILES was not read as a whole');
  return molecule;
}

/**
 * Reads a SMILES in bounded work. The library accepts carbon with five bonds, four-membered aromatic rings and unfinished text, so grammar,
 * valence and aromatic rings are checked here: what cannot be read is for a person to look at, never clear.
 * @throws {Unreadable} naming what is wrong and where
 */
export function readStructure(input: string): ReadStructure {
  const written = readSmilesText(input);
  const molecule = parse(written);
  markPlaces(molecule, written.atoms);
  molecule.ensureHelperArrays(Molecule.cHelperRings);
  checkValence(molecule, written);
  checkAromaticRings(molecule, written);
  return { molecule, written };
}
