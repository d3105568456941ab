/** How many values one list of a query takes along, below every engine's limit on parameters. */
const VALUES_A_QUERY = 500;

/** Runs a query over a list of any length, a part at a time; not at all over none. */
export async function inParts<V>(values: readonly V[], query: (part: V[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < values.length; from += VALUES_A_QUERY) await query(values.slice(from, from + VALUES_A_QUERY));
}

/** The rows of a query over a list of any length. */
export async function rowsOf<V, R>(values: readonly V[], query: (part: V[]) => Promise<R[]>): Promise<R[]> {
  const rows: R[] = [];
  await inParts([...new Set(values)], async (part) => {
    for (const row of await query(part)) rows.push(row);
  });
  return rows;
}
