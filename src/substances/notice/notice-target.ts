import type { CivilDate } from '../../platform/civil-date.ts';
import type { Store } from '../../store/store.ts';
import { loadKnowledgeBase } from '../entered/current.ts';
import { knowledgeOn } from '../entered/entries.ts';
import { indexKnowledge, type Knowledge, type Substance } from '../knowledge.ts';
import { nameKey } from '../reading/normalise.ts';
import { FAMILIES } from '../registers.ts';
import type { Bilingual } from '../verdict.ts';
import { claimsIn, formsIn } from './mention-words.ts';
import { bansOf } from './notice-words.ts';

/** Groupings of what has nothing in common: being one of them makes nobody a relative. */
const CATCH_ALL: ReadonlySet<string> = new Set(['non-edible', 'other-drug', 'dye-other', 'preservative-banned']);

/** What a notice asks for: rows by their names and numbers, and what products say of themselves. */
export interface NoticeTarget {
  id: string;
  kind: Substance['kind'];
  name: Bilingual;
  names: { zh: readonly string[]; en: readonly string[] };
  cas: string | null;
  family: string;
  /** Title of the text it rests on; null where none names it. */
  title: Bilingual | null;
  /** First day of the entered text; null for the shipped table. */
  from: CivilDate | null;
  /** These rows alone, to check what the mentions lead to. */
  base: Knowledge;
  /** Keys of names and CAS numbers under which mentions stand. */
  tokens: readonly string[];
  claims: readonly string[];
  forms: readonly string[];
  /** Words of the text under which nothing is indexed. */
  notIndexed: readonly string[];
}

export interface NoticeOptions {
  /** Further words of the paper, for a text that was not entered as a class. */
  claims?: readonly string[];
  forms?: readonly string[];
  /** As if the entry were not revoked: what it had led to is judged again. */
  evenRevoked?: boolean;
}

/**
 * What an id asks for: a row of the shipped table, an entered substance or class (one that holds only from a later day as well), or what an alias means.
 * Null for what is unknown or revoked.
 * @param today a civil day: what begins later counts for its own entry alone
 */
export async function noticeTarget(
  store: Store,
  id: string,
  today: CivilDate,
  { claims = [], forms = [], evenRevoked = false }: NoticeOptions = {},
): Promise<NoticeTarget | null> {
  const stored = (await loadKnowledgeBase(store)).entries;
  const entries = evenRevoked ? stored.map((one) => (one.id === id ? { ...one, revokedAt: null } : one)) : stored;
  const entry = entries.find((one) => one.id === id && one.revokedAt === null);
  const known = knowledgeOn(entries, entry && entry.from > today ? entry.from : today);
  const wanted = entry?.body.kind === 'alias' ? entry.body.of : id;
  const row = known.rows.find((one) => one.id === wanted);
  if (!row) return null;
  const rule = known.rules.find((one) => one.key === row.id);
  const base = indexKnowledge(coveredBy(row, known));
  return {
    id: row.id,
    kind: row.kind,
    name: { zh: row.zh[0] ?? row.en[0] ?? row.id, en: row.en[0] ?? row.zh[0] ?? row.id },
    names: { zh: row.zh, en: row.en },
    cas: row.cas,
    family: row.family,
    title: bansOf(row),
    from: row.entered?.from ?? null,
    base,
    tokens: [...base.byName.keys(), ...base.byCas.keys()],
    ...indexed([...(rule?.claims ?? []), ...claims], [...(rule?.forms ?? []), ...forms], rule?.stems ?? []),
  };
}

/** The rows a row takes in: itself; of a class the members its text names and the known members of its family. */
function coveredBy(row: Substance, known: Knowledge): Substance[] {
  if (row.kind !== 'class') return [row];
  const isFamily = row.family in FAMILIES && !CATCH_ALL.has(row.family);
  const isMember = (one: Substance) => one.id.startsWith(`${row.id}.`) || (isFamily && one.family === row.family && one.kind !== 'class');
  return [row, ...known.rows.filter((one) => one !== row && isMember(one))];
}

function indexed(claims: readonly string[], forms: readonly string[], stems: readonly string[]) {
  return {
    claims: [...new Set(claims.flatMap((claim) => [nameKey(claim), ...claimsIn(claim)]))].filter((token) => token !== ''),
    forms: [...new Set(forms.flatMap(formsIn))],
    notIndexed: [...forms.filter((form) => formsIn(form).length === 0), ...stems],
  };
}
