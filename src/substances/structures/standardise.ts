import { Molecule } from 'openchemlib';

/** One part of a structure as it is compared: uncharged where a proton does that, without written hydrogens, isotope labels and metal ions on oxygen. */
export interface Part {
  readonly molecule: Molecule;
  /** Carries an isotope label: an internal standard of a laboratory rather than something in food. */
  readonly isLabelled: boolean;
}

/** Sodium, potassium, magnesium, calcium and their groups: salts are also drawn with a bond (`[Na]Oc1ccccc1`). */
const SALT_METALS = new Set([3, 11, 19, 37, 55, 4, 12, 20, 38, 56]);
const HETERO = new Set([7, 8, 16]);

function splitSalts(molecule: Molecule): boolean {
  let isSplit = false;
  for (let bond = 0; bond < molecule.getAllBonds(); bond += 1) {
    const [a, b] = [molecule.getAtomicNo(molecule.getBondAtom(0, bond)), molecule.getAtomicNo(molecule.getBondAtom(1, bond))];
    if (!((SALT_METALS.has(a) && HETERO.has(b)) || (SALT_METALS.has(b) && HETERO.has(a)))) continue;
    molecule.markBondForDeletion(bond);
    isSplit = true;
  }
  if (isSplit) molecule.deleteMarkedAtomsAndBonds();
  return isSplit;
}

/** Whether a label was taken off. A written deuterium becomes an ordinary hydrogen. */
function dropLabels(molecule: Molecule): boolean {
  let isLabelled = false;
  for (let atom = 0; atom < molecule.getAllAtoms(); atom += 1) {
    if (molecule.getAtomMass(atom) === 0) continue;
    molecule.setAtomMass(atom, 0);
    isLabelled = true;
  }
  return isLabelled;
}

function isOnium(molecule: Molecule, atom: number): boolean {
  let bonds = 0;
  for (let i = 0; i < molecule.getConnAtoms(atom); i += 1) {
    if (molecule.getConnBondOrder(atom, i) !== 1 || molecule.isAromaticBond(molecule.getConnBond(atom, i))) return false;
    if (molecule.getAtomCharge(molecule.getConnAtom(atom, i)) < 0) return false;
    bonds += 1;
  }
  return bonds <= 3;
}

function besideCation(molecule: Molecule, atom: number): boolean {
  for (let i = 0; i < molecule.getConnAtoms(atom); i += 1) if (molecule.getAtomCharge(molecule.getConnAtom(atom, i)) > 0) return true;
  return false;
}

/** Takes charges off O⁻, S⁻, N⁻ and protonated amines; nitro groups, N-oxides and quaternary nitrogen keep theirs. */
function neutralise(molecule: Molecule): boolean {
  let isChanged = false;
  for (let atom = 0; atom < molecule.getAllAtoms(); atom += 1) {
    const charge = molecule.getAtomCharge(atom);
    if (charge === 0) continue;
    const z = molecule.getAtomicNo(atom);
    const isAnion = charge === -1 && HETERO.has(z) && !besideCation(molecule, atom);
    if (!isAnion && !(charge === 1 && z === 7 && isOnium(molecule, atom))) continue;
    molecule.setAtomCharge(atom, 0);
    isChanged = true;
  }
  return isChanged;
}

/** The separate parts of a structure, standardised; the molecule given is changed. Map numbers stay with their atoms. */
export function standardise(molecule: Molecule): Part[] {
  splitSalts(molecule);
  molecule.ensureHelperArrays(Molecule.cHelperRings);
  const fragments = molecule.getFragmentNumbers(new Array<number>(molecule.getAllAtoms()).fill(0), false, true);
  const parts = fragments > 1 ? molecule.getFragments() : [molecule];
  return parts.map((part) => {
    part.ensureHelperArrays(Molecule.cHelperRings);
    const isLabelled = dropLabels(part);
    neutralise(part);
    part.ensureHelperArrays(Molecule.cHelperNeighbours);
    if (part.getAtoms() !== part.getAllAtoms()) part.removeExplicitHydrogens();
    part.ensureHelperArrays(Molecule.cHelperRings);
    return { molecule: part, isLabelled };
  });
}
