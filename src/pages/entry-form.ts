import { z } from '@hono/zod-openapi';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { Locale } from '../platform/problems.ts';
import { casText } from '../substances/reading/normalise.ts';
import { remedy } from './field-errors.ts';
import { languageOf } from './text.ts';
import { ENTRY_TEXT } from './text-entry.ts';
import type { FieldError } from './tool-page.ts';

export const KINDS = ['substance', 'class', 'alias'] as const;
export type EntryKind = (typeof KINDS)[number];
type Entered = Readonly<Record<string, string>>;

const typed = (description: string, example: string) => z.string().max(8_000).optional().openapi({ description, example });

/** The fields of all three kinds of entry, as typed: lists one a line. */
export const entryFields = {
  kind: typed('substance, class or alias', 'alias'),
  zhNames: typed('Chinese names', '示例酚汀'),
  enNames: typed('Other names', 'examplesatin'),
  aliases: typed('Further spellings', '示例酚訂'),
  cas: typed('CAS number', '77-09-8'),
  smiles: typed('SMILES', 'CC(=O)O'),
  family: typed('Key of a family', 'laxative-diphenol'),
  newFamily: typed('A new family', '示例类'),
  standing: typed('What the text says', 'named'),
  members: typed('Members, each with its CAS number', '示例酚汀 77-09-8'),
  stems: typed('Parts of names', '示例酚'),
  smarts: typed('SMARTS', 'c1ccccc1O'),
  verdict: typed('banned or review', 'banned'),
  forms: typed('Forms of product', '果冻、压片糖果'),
  claims: typed('Claims', '润肠'),
  titleZh: typed('Title of the text', '示例局通知'),
  titleEn: typed('Title in English', 'Example notice'),
  isDrug: typed('It is a drug', '1'),
  name: typed('The spelling', '示例酚肽钛'),
  of: typed('Id of the substance it means', '77-09-8'),
  source: typed('Source', '示例局公告（2026年第1号）'),
  publishedOn: typed('Published on', '2026-11-01'),
  from: typed('First day', '2026-11-05'),
  reason: typed('Why', '通知公布'),
  confirm: typed('It is meant to strike what was listed', '1'),
};

export function kindOf(entered: Entered): EntryKind {
  return KINDS.find((kind) => kind === entered.kind) ?? 'substance';
}

const linesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/\r\n|\r|\n/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

const wordsOf = (text: string | undefined): string[] => (text ?? '').split(/[、，,;；\s]+/u).filter((one) => one !== '');

/** A list where something was typed; an empty field says nothing. */
const listOf = (name: string, items: readonly unknown[]) => (items.length === 0 ? {} : { [name]: items });
const textOf = (name: string, text: string | undefined) => (text === undefined || text.trim() === '' ? {} : { [name]: text.trim() });

/** `示例酚汀、examplesatin 77-09-8`: names in front, a CAS number at the end. */
function memberOf(line: string): Record<string, unknown> {
  const words = line.split(/[、，,;；\t]+|\s{2,}/u).flatMap((word) => word.trim() || []);
  const tail = /^(.*\S)\s+(\S*\d-\d\S*)$/u.exec(words.at(-1) ?? '');
  if (tail) words.splice(-1, 1, tail[1] ?? '', tail[2] ?? '');
  const cas = words.length > 1 && /\d-\d/.test(words.at(-1) ?? '') && casText(words.at(-1) ?? '') !== null ? words.pop() : undefined;
  const isHan = (word: string) => /\p{Script=Han}/u.test(word);
  return {
    names: namesOf(
      words.filter(isHan),
      words.filter((word) => !isHan(word)),
    ),
    ...(cas ? { cas } : {}),
  };
}

const namesOf = (zh: readonly string[], en: readonly string[]) => ({ ...listOf('zh', zh), ...listOf('en', en) });

/** The body of POST /v1/substances that the fields say. Nothing is checked here: that is for the API's own schema. */
export function entryOf(entered: Entered): Record<string, unknown> {
  const kind = kindOf(entered);
  const dated = {
    ...textOf('source', entered.source),
    ...textOf('publishedOn', entered.publishedOn),
    ...textOf('from', entered.from),
    ...textOf('reason', entered.reason),
    ...(entered.confirm ? { confirm: true } : {}),
  };
  if (kind === 'alias') return { kind, ...textOf('name', entered.name), ...textOf('of', entered.of), ...dated };
  const title = { ...textOf('zh', entered.titleZh), ...textOf('en', entered.titleEn) };
  const common = {
    kind,
    names: namesOf(linesOf(entered.zhNames), linesOf(entered.enNames)),
    ...textOf('family', (entered.newFamily ?? '').trim() === '' ? entered.family : entered.newFamily),
    titleOfText: title,
    isDrug: (entered.isDrug ?? '') !== '',
    ...dated,
  };
  if (kind === 'substance')
    return {
      ...common,
      ...listOf('aliases', linesOf(entered.aliases)),
      ...textOf('cas', entered.cas),
      ...listOf('smiles', linesOf(entered.smiles)),
      ...textOf('standing', entered.standing),
    };
  return {
    ...common,
    ...listOf('members', linesOf(entered.members).map(memberOf)),
    ...listOf('stems', linesOf(entered.stems)),
    ...listOf('smarts', linesOf(entered.smarts)),
    ...textOf('verdict', entered.verdict),
    ...listOf('forms', wordsOf(entered.forms)),
    ...listOf('claims', wordsOf(entered.claims)),
  };
}

const LISTS: ReadonlySet<string> = new Set(['aliases', 'smiles', 'members', 'stems', 'smarts', 'forms', 'claims']);

/** The field a pointer of the API means, and the line of it where it is a list; undefined where it is none of the form's. */
export function fieldAt(pointer: string, entered: Entered): { field: string; line?: number } | undefined {
  const [first = '', second, third] = pointer.split('/').slice(1);
  if (first === 'names') return { field: second === 'en' ? 'enNames' : 'zhNames', ...lineAt(third) };
  if (first === 'titleOfText') return { field: second === 'en' ? 'titleEn' : 'titleZh' };
  if (first === 'family' && (entered.newFamily ?? '') !== '') return { field: 'newFamily' };
  if (!(first in entryFields)) return undefined;
  return { field: first, ...(LISTS.has(first) ? lineAt(second) : {}) };
}

const lineAt = (index: string | undefined) => (index === undefined || !/^\d+$/.test(index) ? {} : { line: Number(index) + 1 });

/** What was refused, beside the fields of the form; `root` stands before the pointers of the entry. */
export function entryErrors(errors: readonly ProblemDetail[], entered: Entered, locale: Locale, root = ''): FieldError[] {
  const t = ENTRY_TEXT[languageOf(locale)];
  return errors.map((error) => {
    const { pointer } = error;
    const at = pointer.startsWith(root) ? fieldAt(pointer.slice(root.length), entered) : undefined;
    const text = remedy(error, locale);
    return at === undefined ? { text } : { field: at.field, text: `${at.line === undefined ? '' : t.line(at.line)}${text}` };
  });
}
