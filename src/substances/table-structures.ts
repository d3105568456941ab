import rawStructures from './tables/structures.json' with { type: 'json' };

/** A structure as people copy it; the InChIKey is null where it was not computed. */
export interface StructureText {
  readonly smiles: string;
  readonly inchikey: string | null;
}

const rows: readonly { substance: string; smiles: string; inchikey?: string | undefined }[] = rawStructures;

/** The structures the shipped table has of a row, as text: nothing is read or drawn. */
export function tableStructures(substance: string): StructureText[] {
  return rows.filter((row) => row.substance === substance).map(({ smiles, inchikey }) => ({ smiles, inchikey: inchikey ?? null }));
}
