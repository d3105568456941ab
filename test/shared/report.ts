/** Prints what a test met, for the person who reads the run. */
export function printTable(title: string, rows: readonly (readonly (string | number)[])[]): void {
  const lines = rows.map((row) => `  ${row.join(' | ')}`);
  console.log([title, ...(lines.length > 0 ? lines : ['  (none)'])].join('\n'));
}

/** How often each text occurs, most frequent first. */
export function counted(texts: Iterable<string>): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** One wrong field as a reply tells it. */
export interface Refused {
  pointer: string;
  found: string;
  expected: string;
  fix: string;
}

/** The refusals that leave the caller without a place, what stood there, what should, or what to do. An empty field is found as an empty text. */
export function unexplained(errors: readonly Refused[]): Refused[] {
  const says = (text: unknown) => typeof text === 'string' && text.trim() !== '';
  return errors.filter(
    ({ pointer, found, expected, fix }) => !(pointer.startsWith('/') && typeof found === 'string' && says(expected) && says(fix)),
  );
}
