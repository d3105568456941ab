import type { CivilDate } from '../../platform/civil-date.ts';
import {
  type ClassRule,
  type Entered,
  type EnteredStanding,
  type EnteredStructure,
  indexKnowledge,
  type Knowledge,
  knowledge,
  type Substance,
} from '../knowledge.ts';
import { nameKey } from '../reading/normalise.ts';
import { judge } from '../verdict.ts';

export const entryKinds = ['substance', 'class', 'alias'] as const;
/** What a text says of one substance. */
export const standings = ['listed', 'named', 'class', 'limit', 'lawful', 'method'] as const satisfies readonly EnteredStanding[];
export const classVerdicts = ['banned', 'review'] as const;

interface Names {
  readonly zh: readonly string[];
  readonly en: readonly string[];
}

interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface SubstanceBody {
  readonly kind: 'substance';
  readonly names: Names;
  readonly aliases: readonly string[];
  /** `digits-digits-digit`, its check digit right. */
  readonly cas: string | null;
  readonly smiles: readonly string[];
  /** Key of FAMILIES, or a name of its own. */
  readonly family: string;
  readonly standing: (typeof standings)[number];
  readonly titleOfText: Text;
  readonly isDrug: boolean;
}

export interface ClassBody {
  readonly kind: 'class';
  /** Words for the class itself. */
  readonly names: Names;
  readonly family: string;
  /** Substances the text or a laboratory names as of the class. */
  readonly members: readonly { readonly names: Names; readonly cas: string | null }[];
  readonly stems: readonly string[];
  readonly smarts: readonly string[];
  readonly verdict: (typeof classVerdicts)[number];
  readonly forms: readonly string[];
  readonly claims: readonly string[];
  readonly titleOfText: Text;
  readonly isDrug: boolean;
}

export interface AliasBody {
  readonly kind: 'alias';
  readonly name: string;
  /** Id of the substance it means: of the shipped table, or of an entry. */
  readonly of: string;
}

export type EntryBody = SubstanceBody | ClassBody | AliasBody;

/** What people entered, with its source; never changed, only revoked. */
export interface Entry {
  readonly id: string;
  readonly body: EntryBody;
  /** First day it holds. */
  readonly from: CivilDate;
  readonly source: string;
  readonly publishedOn: CivilDate;
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
  readonly revokedAt: number | null;
}

const BANNING: ReadonlySet<string> = new Set(['listed', 'named', 'class']);

/** Whether it makes something banned by its own text; an alias takes over what its substance says. */
export function entryBans(body: EntryBody): boolean {
  if (body.kind === 'alias') return false;
  return body.kind === 'class' ? body.verdict === 'banned' : BANNING.has(body.standing);
}

function enteredOf(entry: Entry, body: SubstanceBody | ClassBody): Entered {
  const { id, from, publishedOn, source, by } = entry;
  const ofClass = body.kind === 'class' && body.verdict === 'banned' ? 'class' : 'review';
  const standing = body.kind === 'class' ? ofClass : body.standing;
  return { id, standing, title: body.titleOfText, isDrug: body.isDrug, from, publishedOn, source, by };
}

interface Said {
  id: string;
  kind: Substance['kind'];
  names: Names;
  aliases: readonly string[];
  cas: string | null;
  family: string;
  entered: Entered;
}

function rowOf({ id, kind, names, aliases, cas, family, entered }: Said): Substance {
  return {
    id,
    kind,
    zh: names.zh,
    en: names.en,
    aliases: aliases.map((name) => ({ name, source: entered.source })),
    cas,
    formula: null,
    family,
    listed: [],
    notices: [],
    methods: entered.standing === 'method' ? [entered.title.zh] : [],
    lawful: null,
    limitApplies: entered.standing === 'limit',
    drug: [],
    relation: null,
    sources: [entered.source],
    confidence: 'entered',
    chem: null,
    entered,
  };
}

function rowsOf(entry: Entry): Substance[] {
  const { id, body } = entry;
  if (body.kind === 'alias') return [];
  const entered = enteredOf(entry, body);
  const { names, family } = body;
  if (body.kind === 'substance') return [rowOf({ id, kind: 'substance', names, aliases: body.aliases, cas: body.cas, family, entered })];
  const words = rowOf({ id, kind: 'class', names, aliases: [], cas: null, family, entered });
  const members = body.members.map((member, i) =>
    rowOf({ id: `${id}.${i + 1}`, kind: 'substance', names: member.names, aliases: [], cas: member.cas, family, entered }),
  );
  return [words, ...members];
}

function ruleOf(entry: Entry): ClassRule[] {
  const { id: key, body } = entry;
  if (body.kind !== 'class') return [];
  const { titleOfText: title, family, verdict, smarts, forms, claims } = body;
  return [{ key, title, family, verdict, stems: body.stems.map(nameKey), smarts, forms, claims, entered: enteredOf(entry, body) }];
}

function structuresOf(entry: Entry, rows: readonly Substance[]): EnteredStructure[] {
  const [substance] = rows;
  if (entry.body.kind !== 'substance' || !substance) return [];
  return entry.body.smiles.map((smiles) => ({ smiles, substance }));
}

/** Rows with the further spellings people entered; a spelling whose substance is not in force that day means nothing. */
function withAliases(rows: readonly Substance[], entries: readonly Entry[]): Substance[] {
  const added = new Map<string, { name: string; source: string }[]>();
  for (const { body, source } of entries)
    if (body.kind === 'alias') added.set(body.of, [...(added.get(body.of) ?? []), { name: body.name, source }]);
  if (added.size === 0) return [...rows];
  return rows.map((row) => {
    const more = added.get(row.id);
    return more ? { ...row, aliases: [...row.aliases, ...more] } : row;
  });
}

/** Where an entry stands that is not stored yet. */
const UNSTORED = { id: '', from: '', source: '', publishedOn: '', by: '', at: 0, revokedAt: null };

/** What an entry alone would find, before it is stored; null where it finds nothing that a person must look at. */
export function ownKnowledge(body: EntryBody, known: Knowledge): Knowledge | null {
  const entry = { ...UNSTORED, body };
  const rows =
    body.kind === 'alias'
      ? namedOnly(
          known.rows.find((row) => row.id === body.of),
          body.name,
        )
      : rowsOf(entry);
  if (rows.every((row) => judge(row, 'name').verdict === 'clear')) return null;
  return indexKnowledge(rows, { rules: ruleOf(entry), structures: structuresOf(entry, rows) });
}

const namedOnly = (row: Substance | undefined, name: string): Substance[] =>
  row ? [{ ...row, zh: [name], en: [], aliases: [], cas: null }] : [];

/** The shipped rows with the entries given, whatever their days. */
function knowledgeWith(entries: readonly Entry[]): Knowledge {
  const made = entries.map((entry) => ({ entry, rows: rowsOf(entry) }));
  const rows = withAliases([...knowledge().rows, ...made.flatMap((one) => one.rows)], entries);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return indexKnowledge(rows, {
    rules: entries.flatMap(ruleOf),
    structures: made.flatMap(({ entry, rows: own }) =>
      structuresOf(
        entry,
        own.flatMap((row) => byId.get(row.id) ?? []),
      ),
    ),
  });
}

/** Sets of entries whose indexes are kept: the days of acts judged at one time are few. */
const KEPT = 8;
/** By the ids of the entries, which never change. */
const kept = new Map<string, Knowledge>();

/**
 * What is known of an act done on a day: the shipped rows, and of what people entered all that held on that day and is not revoked. A text published
 * or in force after the act binds nobody. What is revoked counts for no act judged from then on, earlier ones included: a rule given up is the lighter
 * law (行政处罚法 37), and a mistake never was one. Whoever asks what was known at an instant passes the entries as they stood then ({@link asOf}).
 * @param on the day of the act
 */
export function knowledgeOn(entries: readonly Entry[], on: CivilDate): Knowledge {
  const inForce = entries.filter((entry) => entry.from <= on && entry.revokedAt === null);
  if (inForce.length === 0) return knowledge();
  const key = inForce.map((entry) => entry.id).join();
  const known = kept.get(key) ?? knowledgeWith(inForce);
  kept.delete(key);
  kept.set(key, known);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return known;
}

/** The last day there is: every entry has begun by then. */
export const EVER: CivilDate = '2200-12-31';

/** The entries as they stood just before an instant (epoch ms): made by then, and not revoked yet. */
export function asOf(entries: readonly Entry[], before: number): Entry[] {
  return entries
    .filter((entry) => entry.at < before)
    .map((entry) => (entry.revokedAt !== null && entry.revokedAt >= before ? { ...entry, revokedAt: null } : entry));
}

/** What rules ask: what is known of an act of a day. */
export interface KnowledgeBase {
  readonly entries: readonly Entry[];
  on(day: CivilDate): Knowledge;
}

/** The last day asked for is kept: what is recorded now is of today. */
export function knowledgeBase(entries: readonly Entry[]): KnowledgeBase {
  let last: { day: CivilDate; known: Knowledge } | undefined;
  return {
    entries,
    on: (day) => {
      if (last?.day !== day) last = { day, known: knowledgeOn(entries, day) };
      return last.known;
    },
  };
}
