import type { Entered } from '../knowledge.ts';
import type { Bilingual } from '../verdict.ts';

/** A class rule of structures: whoever holds one of its patterns belongs to the family. Shipped, or entered by people. */
export interface StructureRule {
  readonly key: string;
  readonly title: Bilingual;
  /** Key of FAMILIES, or the name of a family entered with the rule. */
  readonly family: string;
  readonly verdict: 'banned' | 'review';
  /** Patterns in the dialect of openchemlib; one that matches is enough. */
  readonly smarts: readonly string[];
  /** The text the rule was entered from; absent on shipped rules. */
  readonly entered?: Entered;
}

/** More structures than these are not screened in one request. */
export const MOST_STRUCTURES = 20;
/** Longest SMILES that is read, in characters. */
export const MOST_CHARACTERS = 600;
/** Atoms of a readable structure, written hydrogens among them. */
export const MOST_ATOMS = 150;
/** Rings (ring closures as written): fused cages cost most, and tannins and cyclodextrins stay well below. */
export const MOST_RINGS = 20;
/** Separate parts (salts, solvents) of one structure. */
export const MOST_PARTS = 12;
