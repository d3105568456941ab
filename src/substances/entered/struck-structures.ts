import type { Knowledge } from '../knowledge.ts';
import { screenStructure } from '../structures/index.ts';
import structures from '../tables/structures.json' with { type: 'json' };
import { ORDINARY_STRUCTURES } from './ordinary-structures.ts';

export interface StruckStructures {
  /** Ids of rows of the table. */
  readonly rows: ReadonlySet<string>;
  /** Names of molecules of everyday food. */
  readonly ordinary: readonly string[];
}

/** What of the table and of everyday food the structures and patterns of an entry meet. Loaded only for an entry that has some. */
export function struckStructures(own: Knowledge): StruckStructures {
  const isStruck = (smiles: string) => screenStructure(smiles, own).some((match) => match.entered && match.verdict !== 'clear');
  return {
    rows: new Set(structures.filter(({ smiles }) => isStruck(smiles)).map(({ substance }) => substance)),
    ordinary: ORDINARY_STRUCTURES.filter(([, smiles]) => isStruck(smiles)).map(([name]) => name),
  };
}
