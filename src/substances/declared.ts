import type { Knowledge } from './knowledge.ts';
import { matchCas } from './match.ts';
import { matchReadable } from './reading/unreadable.ts';
import type { Match } from './verdict.ts';

/** An ingredient as its maker declared it. */
export interface Declared {
  readonly name: string;
  readonly cas?: string | undefined;
}

/** The matches of one declared ingredient, what cannot be read included: by its name, and by its CAS number where that says more than the name did. */
export function matchDeclared({ name, cas }: Declared, base: Knowledge): Match[] {
  const byName = matchReadable(name, base);
  if (cas === undefined) return byName;
  const known = new Set(byName.flatMap((match) => match.substance?.id ?? []));
  return [...byName, ...matchCas(cas, base).filter((match) => match.substance === null || !known.has(match.substance.id))];
}
