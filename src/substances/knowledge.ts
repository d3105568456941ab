import type { CivilDate } from '../platform/civil-date.ts';
import { nameKey } from './reading/normalise.ts';
import { LISTS, NOTICES, type Register } from './registers.ts';
import sourceTexts from './tables/sources.json' with { type: 'json' };
import rawRows from './tables/substances.json' with { type: 'json' };

/** Named: its own name stands in the text. Class: the text names a class that takes it in. */
export type Standing = 'named' | 'class';

/** What an entered text says of a substance; `review` is a class of which a person must judge each. */
export type EnteredStanding = 'listed' | 'named' | 'class' | 'limit' | 'lawful' | 'method' | 'review';

/** The text a row rests on that people entered with its source (see entries.ts). */
export interface Entered {
  /** Public id of the entry. */
  readonly id: string;
  readonly standing: EnteredStanding;
  readonly title: { readonly zh: string; readonly en: string };
  /** Met in food it is a drug (食品安全法 38), otherwise a non-food substance (34（一）). */
  readonly isDrug: boolean;
  /** First day it holds. */
  readonly from: CivilDate;
  readonly publishedOn: CivilDate;
  readonly source: string;
  /** Who entered it, see platform/caller.ts. */
  readonly by: string;
}

/** A class people entered: what of it is more than names. */
export interface ClassRule {
  /** Public id of its entry. */
  readonly key: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly family: string;
  readonly verdict: 'banned' | 'review';
  /** {@link nameKey}s of parts of names: a name that holds one is for a person to look at, never an identity. */
  readonly stems: readonly string[];
  /** Structures of the class, in the dialect of the structure screening. */
  readonly smarts: readonly string[];
  /** Forms of product the text names (片剂, 胶囊, 果冻 …). */
  readonly forms: readonly string[];
  /** Claims the text names (减肥, 润肠 …). */
  readonly claims: readonly string[];
  readonly entered: Entered;
}

/** A structure people entered for a substance. */
export interface EnteredStructure {
  readonly smiles: string;
  readonly substance: Substance;
}

/**
 * One substance, or one class word. The facts are kept apart and none implies another: being the analyte of a test method is no ban,
 * a drug licensed outside food says nothing about a list, a structural relative is only that.
 */
export interface Substance {
  readonly id: string;
  readonly kind: 'substance' | 'class';
  readonly zh: readonly string[];
  readonly en: readonly string[];
  /** Misspellings and further spellings met in real papers; `source` says where. */
  readonly aliases: readonly { readonly name: string; readonly source: string }[];
  readonly cas: string | null;
  readonly formula: string | null;
  /** Key of FAMILIES. */
  readonly family: string;
  /** Lists of non-food substances it stands on (keys of LISTS). */
  readonly listed: readonly { readonly list: string; readonly as: Standing }[];
  /** Notices or opinions that name or cover it (keys of NOTICES). */
  readonly notices: readonly { readonly notice: string; readonly as: Standing }[];
  /** Supplementary test methods (BJS) that look for it. */
  readonly methods: readonly string[];
  /** Key of LAWFUL_CONTEXTS, null where none is known. */
  readonly lawful: string | null;
  /** A residue or contamination limit applies to it in some foods. */
  readonly limitApplies: boolean;
  /** Its life as a drug outside food (licensed, withdrawn, never approved, controlled …). */
  readonly drug: readonly string[];
  /** A structural relative, indicator or precursor of a named family, nothing more. */
  readonly relation: string | null;
  /** Keys of tables/sources.json, never empty. */
  readonly sources: readonly string[];
  readonly confidence: string;
  /** Identity in the chemical table: its grouping, grade (A, B, C) and evidence; null for rows known from legal texts alone. */
  readonly chem: { readonly family: string; readonly confidence: string; readonly evidence: readonly string[] } | null;
  /** The text people entered for it; null for the rows of the shipped table. */
  readonly entered: Entered | null;
}

interface RawRow {
  id: string;
  kind?: string | undefined;
  zh: string[];
  en: string[];
  aliases?: { name: string; source: string }[] | undefined;
  cas?: string | undefined;
  formula?: string | undefined;
  family: string;
  listed?: { list: string; as: string }[] | undefined;
  notices?: { notice: string; as: string }[] | undefined;
  methods?: string[] | undefined;
  lawful?: string | undefined;
  limitApplies?: boolean | undefined;
  drug?: string[] | undefined;
  relation?: string | undefined;
  sources: string[];
  confidence: string;
  chem?: { family: string; confidence: string; evidence?: string[] | undefined } | undefined;
}

const standing = (text: string): Standing => (text === 'named' ? 'named' : 'class');

function readRow(raw: RawRow): Substance {
  return {
    id: raw.id,
    kind: raw.kind === 'class' ? 'class' : 'substance',
    zh: raw.zh,
    en: raw.en,
    aliases: raw.aliases ?? [],
    cas: raw.cas ?? null,
    formula: raw.formula ?? null,
    family: raw.family,
    listed: (raw.listed ?? []).map((fact) => ({ list: fact.list, as: standing(fact.as) })),
    notices: (raw.notices ?? []).map((fact) => ({ notice: fact.notice, as: standing(fact.as) })),
    methods: raw.methods ?? [],
    lawful: raw.lawful ?? null,
    limitApplies: raw.limitApplies ?? false,
    drug: raw.drug ?? [],
    relation: raw.relation ?? null,
    sources: raw.sources,
    confidence: raw.confidence,
    chem: raw.chem ? { ...raw.chem, evidence: raw.chem.evidence ?? [] } : null,
    entered: null,
  };
}

/** The knowledge base with its indexes. A name or number several rows share returns them all. */
export interface Knowledge {
  readonly rows: readonly Substance[];
  /** By {@link nameKey} of any Chinese or English name or alias. */
  readonly byName: ReadonlyMap<string, readonly Substance[]>;
  /** By CAS number without leading zeros. */
  readonly byCas: ReadonlyMap<string, readonly Substance[]>;
  /** Latin abbreviations (SEM, DEP): ordinary words in other languages, so only their exact capitals count. */
  readonly abbreviations: ReadonlyMap<string, ReadonlySet<string>>;
  /** Classes people entered. */
  readonly rules: readonly ClassRule[];
  /** Structures people entered. */
  readonly structures: readonly EnteredStructure[];
}

const ABBREVIATION = /^[A-Z]{2,5}$/;

function add<T>(index: Map<string, T[]>, key: string, row: T): void {
  const known = index.get(key);
  if (!known) index.set(key, [row]);
  else if (!known.includes(row)) known.push(row);
}

/** Indexes of a set of rows: the shipped ones, or these with rows people entered. */
export function indexKnowledge(rows: readonly Substance[], entered: Partial<Pick<Knowledge, 'rules' | 'structures'>> = {}): Knowledge {
  const byName = new Map<string, Substance[]>();
  const byCas = new Map<string, Substance[]>();
  const abbreviations = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const name of [...row.zh, ...row.en, ...row.aliases.map((alias) => alias.name)]) {
      const key = nameKey(name);
      add(byName, key, row);
      if (ABBREVIATION.test(name)) abbreviations.set(key, (abbreviations.get(key) ?? new Set()).add(name));
    }
    if (row.cas) add(byCas, row.cas, row);
  }
  return { rows, byName, byCas, abbreviations, rules: entered.rules ?? [], structures: entered.structures ?? [] };
}

let shipped: Knowledge | undefined;

/** The shipped knowledge base, indexed on first use and kept (a pure cache). */
export function knowledge(): Knowledge {
  shipped ??= indexKnowledge((rawRows as readonly RawRow[]).map(readRow));
  return shipped;
}

const texts: Readonly<Record<string, string>> = sourceTexts;

/** The text of a source, its address included; a key without a text is shown as it is. */
export function sourceText(key: string): string {
  return texts[key] ?? key;
}

const ENTERED_BANS: Readonly<Record<EnteredStanding, Standing | null>> = {
  listed: 'named',
  named: 'named',
  class: 'class',
  limit: null,
  lawful: null,
  method: null,
  review: null,
};

/** A text that bans a row. */
export interface Ban {
  readonly title: { readonly zh: string; readonly en: string };
  readonly as: Standing;
  /** Key of tables/sources.json, or where people found the text. */
  readonly source: string;
  /** How well it was confirmed that the text says so; whoever entered a text had it before them. */
  readonly confirmed: Register['confirmed'];
}

/** What bans a row: its lists and notices, and the text people entered, with their titles. Empty for rows no text names. */
export function bans(row: Substance): Ban[] {
  const found: Ban[] = [];
  const as = row.entered ? ENTERED_BANS[row.entered.standing] : null;
  if (row.entered && as) found.push({ title: row.entered.title, as, source: row.entered.source, confirmed: 'yes' });
  for (const { notice, as } of row.notices) addRegister(found, NOTICES[notice], as);
  for (const { list, as } of row.listed) addRegister(found, LISTS[list], as);
  return found;
}

function addRegister(found: Ban[], register: Register | undefined, as: Standing): void {
  if (register) found.push({ title: register.title, as, source: register.source, confirmed: register.confirmed });
}
