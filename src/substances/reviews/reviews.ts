import type { Caller } from '../../platform/caller.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import type { BatchFacts } from '../../rules/facts.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { matchDeclared } from '../declared.ts';
import type { Knowledge } from '../knowledge.ts';
import { nameKey } from '../reading/normalise.ts';
import { matchResult } from '../screen.ts';
import type { Bilingual, Ground, Match } from '../verdict.ts';

export const outcomes = ['banned', 'not-banned', 'lawful', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];

/** What a person is asked once for all: by the ground of the match, and what it is about. */
export interface QuestionKey {
  readonly kind: Ground;
  readonly key: string;
}

export interface Question extends QuestionKey {
  readonly input: string;
  readonly family: string | null;
  readonly reason: Bilingual;
}

/** Grounds that ask about a name, a substance or (put by an officer) a structure; a doubt about one result (its unit, its limit) is a matter of that paper. */
const ASKED: ReadonlySet<Ground> = new Set(['hint', 'unreadable', 'method', 'relation', 'identity', 'structure']);

/** The question a match asks; null where it asks none. */
export function questionOf(match: Match): Question | null {
  const { verdict, ground: kind, input, family, reason } = match;
  if (verdict !== 'review' || !ASKED.has(kind)) return null;
  const key = keyOf(match);
  return key === '' ? null : { kind, key, input, family, reason };
}

/** A relative by its structure is a question of its own, not one about the parent it hydrolyses to. Signs alone have no key of a name. */
function keyOf({ substance, structure, input }: Match): string {
  if (substance && !structure?.hydrolysesTo) return substance.id;
  return structure ? input.trim() : nameKey(input) || input.normalize('NFKC').trim();
}

/** What the ingredients and test results of a batch ask, each question once. */
export function questionsOn(batch: Pick<BatchFacts, 'product' | 'certificates'>, base: Knowledge): Question[] {
  const matches = [
    ...batch.product.ingredients.flatMap((ingredient) => matchDeclared(ingredient, base)),
    ...batch.certificates.flatMap((certificate) => certificate.results.flatMap((result) => matchResult(result, base))),
  ];
  const questions = matches.flatMap((match) => questionOf(match) ?? []);
  return [...new Map(questions.map((question) => [idOf(question), question])).values()];
}

export const idOf = ({ kind, key }: QuestionKey) => `${kind}\n${key}`;

type Item = DB['review_item'];

/** The row of a question nobody has decided yet. */
export function openItem(
  { kind, key, input, family, reason }: Question,
  own: Pick<Item, 'id' | 'publicId' | 'subjectType' | 'subjectCode' | 'regionCode' | 'at'>,
): Item {
  const undecided = { state: 'open', outcome: null, decision: null, entryId: null, by: null, decidedAt: null };
  return { ...own, kind, key, input, family, reason: JSON.stringify(reason), ...undecided };
}

/** Each outcome in words. */
export const outcomeWords: Readonly<Record<Outcome, Bilingual>> = {
  banned: { zh: '属于禁用', en: 'banned' },
  'not-banned': { zh: '不属于禁用', en: 'not banned' },
  lawful: { zh: '合法使用', en: 'lawful' },
  unknown: { zh: '无法判断', en: 'cannot be told' },
};

/** Keys one query takes along. */
const KEYS_A_QUERY = 90;

/**
 * Matches that a person decided before say so: its day and outcome to everybody, its reason, which officers write among themselves, to offices and
 * administrators alone. The verdict stays what the texts say: a decision changes it only through a dated entry. The work follows the matches that ask something.
 */
export async function nameDecisions(read: Store['read'], matches: readonly Match[], caller: Caller): Promise<Match[]> {
  const isOfficer = caller.kind === 'admin' || caller.kind === 'authority';
  const asked = matches.map((match) => questionOf(match));
  const keys = [...new Set(asked.flatMap((question) => (question ? [question.key] : [])))];
  const decided = new Map<string, Decided>();
  for (let from = 0; from < keys.length; from += KEYS_A_QUERY) {
    const rows = await read
      .selectFrom('review_item')
      .select(['kind', 'key', 'outcome', 'decision', 'decidedAt'])
      .where('kind', 'in', [...ASKED])
      .where('key', 'in', keys.slice(from, from + KEYS_A_QUERY))
      .where('state', '=', 'decided')
      .execute();
    for (const { outcome, decision, decidedAt, ...key } of rows)
      decided.set(idOf(key as QuestionKey), { outcome, decision, day: civilDateOf(decidedAt ?? 0) });
  }
  return matches.map((match, i) => {
    const question = asked[i];
    const known = question && decided.get(idOf(question));
    return known ? { ...match, reason: withDecision(match.reason, known, isOfficer) } : match;
  });
}

interface Decided {
  outcome: string | null;
  decision: string | null;
  day: string;
}

function withDecision(reason: Bilingual, { outcome, decision, day }: Decided, isOfficer: boolean): Bilingual {
  const said = outcomeWords[outcome as Outcome];
  const why = isOfficer ? `:${decision}` : '';
  return { zh: `${reason.zh};${day}已判断为${said.zh}${why}`, en: `${reason.en}; reviewed on ${day}, ${said.en}${why && `: ${decision}`}` };
}
