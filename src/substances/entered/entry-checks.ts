import { type CivilDate, parseCivilDate } from '../../platform/civil-date.ts';
import type { Bilingual, ProblemDetail } from '../../platform/problem-detail.ts';
import { invalidInput } from '../../platform/problems.ts';
import { shown } from '../../platform/result.ts';
import { zodProblems } from '../../platform/zod-problems.ts';
import type { Knowledge } from '../knowledge.ts';
import { casText, nameKey } from '../reading/normalise.ts';
import type { EntryBody } from './entries.ts';
import { type EntryInput, entryBody } from './entry-schemas.ts';

/** Reads structures and structure queries; loaded only where an entry has some. */
export interface StructureReader {
  /** Why a query cannot be used, null where it can. */
  smarts(text: string): Bilingual | null;
  /** Why a structure cannot be read, null where it can. */
  smiles(text: string): Bilingual | null;
}

export interface Checking {
  /** Where the entry stands in the caller's body. */
  root: string;
  today: CivilDate;
  /** An administrator may date a spelling back. */
  isAdmin: boolean;
  /** Everything entered and not revoked, whatever its first day. */
  known: Knowledge;
  reader(): Promise<StructureReader>;
}

interface Given {
  kind?: unknown;
  smiles?: unknown;
  smarts?: unknown;
  from?: unknown;
  publishedOn?: unknown;
  name?: unknown;
  of?: unknown;
}

/**
 * An entry as it was sent, with every wrong field told at once: what its schema refuses beside structures that cannot be read, days that cannot be, an
 * alias of nothing.
 * @throws {Problem} invalid-input
 */
export async function readEntry(value: unknown, checking: Checking): Promise<EntryInput> {
  const parsed = entryBody.safeParse(value);
  const given: Given = typeof value === 'object' && value !== null ? value : {};
  const errors = [
    ...(parsed.success ? [] : zodProblems(parsed.error.issues, value, checking.root)),
    ...wrongDays(given, checking),
    ...(given.kind === 'alias' ? wrongAlias(given, checking) : []),
    ...(await unreadable(given, checking)),
  ];
  if (errors.length > 0 || !parsed.success) throw invalidInput(errors);
  return parsed.data;
}

const isDay = (value: unknown): value is string => typeof value === 'string' && parseCivilDate(value) !== null;

function wrongDays({ kind, from, publishedOn }: Given, { root, today, isAdmin }: Checking): ProblemDetail[] {
  const wrong: ProblemDetail[] = [];
  if (isDay(publishedOn) && publishedOn > today)
    wrong.push({
      pointer: `${root}/publishedOn`,
      found: publishedOn,
      expected: { zh: `今天（${today}）或以前`, en: `today (${today}) or earlier` },
      fix: { zh: '公布后再录入', en: 'enter it once it is published' },
    });
  // A spelling says what was meant, whenever it was written: it is no law. Dated back it opens leads against what was recorded before.
  else if (kind === 'alias' && isDay(from) && from < today && !isAdmin)
    wrong.push({
      pointer: `${root}/from`,
      found: from,
      expected: {
        zh: `今天（${today}）或以后；更早的由系统管理员录入`,
        en: `today (${today}) or later; an administrator may enter an earlier day`,
      },
      fix: { zh: '改用今天，或请系统管理员录入', en: 'take today, or ask an administrator' },
    });
  else if (kind !== 'alias' && isDay(publishedOn) && isDay(from) && from < publishedOn)
    wrong.push({
      pointer: `${root}/from`,
      found: from,
      expected: {
        zh: `${publishedOn} 或以后：公布之前不约束任何人`,
        en: `${publishedOn} or later: it bound nobody before it was published`,
      },
      fix: { zh: '改用公布日或施行日', en: 'take the day it was published, or the day it takes effect' },
    });
  return wrong;
}

function wrongAlias({ name, of }: Given, { root, known }: Checking): ProblemDetail[] {
  if (typeof of !== 'string') return [];
  const row = known.rows.find((one) => one.id === of.trim());
  if (!row)
    return [
      {
        pointer: `${root}/of`,
        found: shown(of),
        expected: { zh: '已知物质的 id', en: 'the id of a known substance' },
        fix: { zh: '用 GET /v1/substances?q= 查找', en: 'look it up with GET /v1/substances?q=' },
      },
    ];
  const means = typeof name === 'string' ? (known.byName.get(nameKey(name)) ?? []) : [];
  if (!means.includes(row)) return [];
  return [
    {
      pointer: `${root}/name`,
      found: shown(String(name)),
      expected: { zh: '此物质尚没有的写法', en: 'a spelling the substance does not have yet' },
      fix: { zh: '无需录入：已能识别', en: 'nothing to enter: it is recognised already' },
    },
  ];
}

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string').slice(0, 20) : []);

async function unreadable(given: Given, { root, reader }: Checking): Promise<ProblemDetail[]> {
  const smiles = given.kind === 'substance' ? textsOf(given.smiles) : [];
  const smarts = given.kind === 'class' ? textsOf(given.smarts) : [];
  if (smiles.length + smarts.length === 0) return [];
  const read = await reader();
  return [
    ...smiles.flatMap((text, i) => wrongText(`${root}/smiles/${i}`, text, 'SMILES', read.smiles(text))),
    ...smarts.flatMap((text, i) => wrongText(`${root}/smarts/${i}`, text, 'SMARTS', read.smarts(text))),
  ];
}

function wrongText(pointer: string, text: string, what: string, why: Bilingual | null): ProblemDetail[] {
  if (why === null) return [];
  return [
    {
      pointer,
      found: shown(text),
      expected: { zh: `可识读的 ${what}：${why.zh}`, en: `${what} that can be read: ${why.en}` },
      fix: { zh: `改正 ${what}，或去掉`, en: `correct the ${what}, or leave it out` },
    },
  ];
}

const trimmed = (texts: readonly string[] | undefined): string[] => (texts ?? []).map((text) => text.trim());
const namesOf = (names: { zh?: string[] | undefined; en?: string[] | undefined }) => ({ zh: trimmed(names.zh), en: trimmed(names.en) });
const titleOf = ({ zh, en }: { zh: string; en?: string | undefined }) => ({ zh: zh.trim(), en: (en ?? zh).trim() });
const casOf = (cas: string | undefined) => (cas === undefined ? null : casText(cas));

/** The body as it is stored: every field named, CAS numbers in one form. */
export function bodyOf(input: EntryInput): EntryBody {
  if (input.kind === 'alias') return { kind: 'alias', name: input.name.trim(), of: input.of.trim() };
  const common = {
    names: namesOf(input.names),
    family: input.family.trim(),
    titleOfText: titleOf(input.titleOfText),
    isDrug: input.isDrug ?? false,
  };
  if (input.kind === 'substance')
    return {
      kind: 'substance',
      ...common,
      aliases: trimmed(input.aliases),
      cas: casOf(input.cas),
      smiles: trimmed(input.smiles),
      standing: input.standing,
    };
  return {
    kind: 'class',
    ...common,
    members: (input.members ?? []).map((member) => ({ names: namesOf(member.names), cas: casOf(member.cas) })),
    stems: trimmed(input.stems),
    smarts: trimmed(input.smarts),
    verdict: input.verdict,
    forms: trimmed(input.forms),
    claims: trimmed(input.claims),
  };
}
