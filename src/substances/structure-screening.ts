import type { Knowledge } from './knowledge.ts';
import { MOST_STRUCTURES, type StructureRule } from './structures/rule.ts';
import type { Match } from './verdict.ts';

export { MOST_STRUCTURES } from './structures/rule.ts';

interface StructureScreeningOptions {
  /** Rules entered by people; those of the knowledge base unless given. */
  readonly rules?: readonly StructureRule[] | undefined;
  /** Adds a drawing to each match. */
  readonly draw?: boolean | undefined;
}

const tooMany = (input: string): Match => ({
  input: input.slice(0, 60),
  verdict: 'review',
  substance: null,
  family: null,
  by: 'structure',
  ground: 'unreadable',
  reason: {
    zh: `一次最多筛查${MOST_STRUCTURES}个结构,此结构未筛查,请另行提交`,
    en: `at most ${MOST_STRUCTURES} structures are screened at a time; this one was not: send it separately`,
  },
  sources: [],
  structure: { rule: null, atoms: [], hydrolysesTo: null, svg: null },
});

/**
 * Screens structures (SMILES, InChIKeys of the table). The code for them, a megabyte, is loaded only when one comes: declared ingredients are nearly
 * always names. Structures beyond {@link MOST_STRUCTURES} are answered as not screened, for a person, never as clear.
 */
export async function screenStructures(
  inputs: readonly string[],
  base: Knowledge,
  options: StructureScreeningOptions = {},
): Promise<Match[]> {
  if (inputs.length === 0) return [];
  const { screenStructure } = await import('./structures/index.ts');
  const screened = inputs.slice(0, MOST_STRUCTURES).flatMap((input) => screenStructure(input, base, options.rules ?? base.rules, options));
  return [...screened, ...inputs.slice(MOST_STRUCTURES).map(tooMany)];
}
