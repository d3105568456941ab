/** Structures one page draws: each takes some 10 ms. */
const MOST_DRAWN = 3;

/** Drawings of structures, in their order; null beyond the first few and where none can be made. The library is loaded only when there is one. */
export async function structureDrawings(structures: readonly string[], title: string): Promise<(string | null)[]> {
  if (structures.length === 0) return [];
  const { drawerOf } = await import('./structures/index.ts');
  return structures.map((smiles, i) => (i < MOST_DRAWN ? drawerOf(smiles)([], title) : null));
}
