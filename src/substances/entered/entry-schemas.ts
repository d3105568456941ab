import { z } from '@hono/zod-openapi';
import { civilDate, paging, text } from '../../platform/fields.ts';
import { type Refusal, shown } from '../../platform/result.ts';
import { casCheckDigit, casText, nameKey } from '../reading/normalise.ts';
import { classVerdicts, entryKinds, standings } from './entries.ts';

/** Shorter keys would be ordinary words: 醋, 糖. */
const SHORTEST_KEY = 2;

function refuse(context: z.RefinementCtx, refusal: Refusal): void {
  context.addIssue({ code: 'custom', params: { refusal } });
}

/** A name, or part of one, as screening compares it. */
function name(description: string, example: string) {
  return text(120, description, example)
    .superRefine((value, context) => {
      if (value.trim() === '' || nameKey(value).length >= SHORTEST_KEY) return;
      refuse(context, {
        found: shown(value),
        expected: { zh: '至少两个字母、数字或汉字', en: 'at least two letters, digits or Han characters' },
        fix: { zh: '写全名称', en: 'write the whole name' },
      });
    })
    .openapi({ description, example });
}

const list = <T extends z.ZodType>(item: T, most: number, description: string, example: unknown[]) =>
  z.array(item).max(most).openapi({ description, example });

const cas = text(60, 'CAS number; its check digit is checked', '77-09-8')
  .superRefine((value, context) => {
    if (value.trim() === '') return;
    const read = casText(value);
    if (read === null)
      refuse(context, {
        found: shown(value),
        expected: { zh: 'CAS 号：数字-2 位数字-1 位校验', en: 'a CAS number: digits-2 digits-1 check digit' },
        fix: { zh: '例如 77-09-8；不知道就不填', en: 'for example 77-09-8; leave it out where it is not known' },
      });
    else if (casCheckDigit(read) !== Number(read.at(-1)))
      refuse(context, {
        found: shown(value),
        expected: {
          zh: `前面的数字要求校验位 ${casCheckDigit(read)}`,
          en: `the other digits ask for the check digit ${casCheckDigit(read)}`,
        },
        fix: { zh: '核对来源中的 CAS 号', en: 'check the number in the source' },
      });
  })
  .openapi({ description: 'CAS number; its check digit is checked', example: '77-09-8' });

const names = z
  .strictObject({
    zh: list(name('Chinese name', '示例酚汀'), 50, 'Chinese names', ['示例酚汀']).optional(),
    en: list(name('English name', 'examplesatin'), 50, 'English names', ['examplesatin']).optional(),
  })
  .superRefine((value, context) => {
    if ((value.zh?.length ?? 0) + (value.en?.length ?? 0) > 0) return;
    refuse(context, {
      found: '0',
      expected: { zh: '至少一个中文或英文名称', en: 'at least one Chinese or English name' },
      fix: { zh: '填写 zh 或 en', en: 'give zh or en' },
    });
  })
  .openapi({ description: 'Names, compared whole', example: { zh: ['示例酚汀'] } });

const titleOfText = z
  .strictObject({
    zh: text(300, 'Title in Chinese', '示例局关于打击非法添加示例酚汀的通知'),
    en: text(300, 'Title in English', 'Example notice against adding examplesatin').optional(),
  })
  .openapi({ description: 'Title of the list, notice or method', example: { zh: '示例局关于打击非法添加示例酚汀的通知' } });

const family = text(60, 'Key of a family (GET /v1/substances), or the name of a new one', 'laxative-diphenol');
const isDrug = z
  .boolean()
  .optional()
  .openapi({ description: 'It is a drug (食品安全法 38); false: a non-food substance (34（一）)', example: true });

const entered = {
  source: text(500, 'Where the text is published: title, number or address', '示例局公告（2026年第1号）'),
  publishedOn: civilDate('Day the text was published', '2026-11-01'),
  from: civilDate(
    'First day it holds; not before it was published. That of an alias may be earlier, for administrators alone before today',
    '2026-11-05',
  ),
  reason: text(2_000, 'Why it is entered; stands in the record', '通知公布'),
  confirm: z.boolean().optional().openapi({
    description: 'True: enter it though it strikes what is lawful, or many stored products; asked for by a 409 that counts them',
    example: true,
  }),
};

const substanceBody = z.strictObject({
  kind: z.literal('substance').openapi({ description: 'One substance', example: 'substance' }),
  names,
  aliases: list(name('Misspelling met in papers', '示例酚訂'), 100, 'Further spellings met in papers', ['示例酚訂']).optional(),
  cas: cas.optional(),
  smiles: list(text(600, 'SMILES', 'CC(=O)O'), 10, 'Its structures', ['CC(=O)O']).optional(),
  family,
  standing: z.enum(standings).openapi({
    description:
      'What the text says: listed (on a list of banned substances), named (in a notice), class (covered by a notice as of a class), limit (a limit is set), lawful (a lawful place in food), method (analyte of a test method). The first three ban',
    example: 'named',
  }),
  titleOfText,
  isDrug,
  ...entered,
});

const classBody = z.strictObject({
  kind: z.literal('class').openapi({ description: 'A class of substances', example: 'class' }),
  names,
  family,
  members: list(
    z.strictObject({ names, cas: cas.optional() }).openapi({ description: 'A member by name', example: { names: { zh: ['示例酚汀'] } } }),
    200,
    'Members by name: banned or for review as the class is',
    [],
  ).optional(),
  stems: list(name('Part of names', '示例酚'), 20, 'Parts of names: a name that holds one is for review, never more', [
    '示例酚',
  ]).optional(),
  smarts: list(text(600, 'SMARTS', 'c1ccccc1O'), 20, 'Structures of the class', ['c1ccccc1O']).optional(),
  verdict: z
    .enum(classVerdicts)
    .openapi({ description: 'Whether its words, members and structures are banned or for review', example: 'banned' }),
  forms: list(text(20, 'Form', '果冻'), 50, 'Forms of product the text names (片剂, 胶囊, 酵素, 果冻 …)', ['果冻']).optional(),
  claims: list(text(20, 'Claim', '润肠'), 50, 'Claims the text names (减肥, 润肠 …)', ['润肠']).optional(),
  titleOfText,
  isDrug,
  ...entered,
});

const aliasBody = z.strictObject({
  kind: z.literal('alias').openapi({ description: 'A further spelling of a substance', example: 'alias' }),
  name: name('The spelling', '酚肽钛'),
  of: text(60, 'Id of the substance it means', '77-09-8'),
  ...entered,
});

export const entryBody = z
  .discriminatedUnion('kind', [substanceBody, classBody, aliasBody])
  .openapi('SubstanceRequest', { description: 'A substance, a class of them or a further spelling, from a day on, with its source' });
export type EntryInput = z.output<typeof entryBody>;

export const revocationBody = z
  .strictObject({ reason: text(2_000, 'Why; stands in the record', '通知已废止') })
  .openapi('SubstanceRevocationRequest', { description: 'Ends an entry' });

const word = (description: string, example: string) => z.string().openapi({ description, example });
const words = (description: string) => z.array(z.string()).openapi({ description, example: [] });
const bilingual = z.object({
  zh: word('In Chinese', '酚汀(酚丁)、酚酞类'),
  en: word('In English', 'phenolphthalein and oxyphenisatin group'),
});

const entryView = z
  .object({
    id: word('Id', 'eT3kP9dWq2RnYb7x'),
    kind: z.enum(entryKinds).openapi({ description: 'Kind', example: 'substance' }),
    from: word('First day', '2026-11-05'),
    publishedOn: word('Day the text was published', '2026-11-01'),
    source: word('Where it is published', '示例局公告（2026年第1号）'),
    reason: word('Why it was entered', '通知公布'),
    by: word('Office that entered it', 'authority:aT3kP9dWq2RnYb7x'),
    at: word('When it was entered', '2026-11-05T01:00:00Z'),
    revoked: z
      .object({ at: word('When', '2026-11-06T01:00:00Z'), reason: word('Why', '通知已废止') })
      .nullable()
      .openapi({ description: 'Null while it holds', example: null }),
  })
  .loose()
  .openapi('SubstanceEntry', { description: 'What was entered, as it was written' });

export const substanceReply = z
  .object({
    id: word('Id', '77-09-8'),
    kind: z.enum(entryKinds).openapi({ description: 'Kind', example: 'substance' }),
    names: z.object({ zh: words('Chinese names'), en: words('English names') }).openapi({ description: 'Names', example: {} }),
    aliases: words('Further spellings'),
    cas: z.string().nullable().openapi({ description: 'CAS number', example: '77-09-8' }),
    formula: z.string().nullable().openapi({ description: 'Formula', example: 'C20H14O4' }),
    family: bilingual.extend({ id: word('Key', 'laxative-diphenol') }).openapi({ description: 'Family', example: {} }),
    verdict: word('What the row says: banned, review or clear', 'banned'),
    reason: word('Why', '《…》列有酚酞'),
    sources: words('Texts of the sources'),
    confidence: word('How sure the row is', 'A'),
    structures: z
      .array(z.object({ smiles: word('SMILES', 'O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12'), inchikey: z.string().nullable() }))
      .openapi({ description: 'Its structures; the InChIKey is null where it was not computed', example: [] }),
    entry: entryView.nullable().openapi({ description: 'What was entered; null for the shipped table', example: null }),
  })
  .loose()
  .openapi('Substance', { description: 'What is known of a substance' });

export const substanceListReply = z
  .object({
    items: z.array(substanceReply).openapi({ description: 'Best match first', example: [] }),
    total: z.number().int().openapi({ description: 'How many there are in all', example: 1 }),
    next: z.string().nullable().openapi({ description: 'Cursor of the next page', example: null }),
  })
  .openapi('SubstanceList', { description: 'A page of substances' });

const format = z
  .enum(['json', 'csv'])
  .optional()
  .openapi({ description: '`csv` as `Accept: text/csv`: all of it as a file for a spreadsheet', example: 'csv' });

/** Whether an entry holds. */
export const entryStates = ['standing', 'revoked'] as const;

export const substanceQuery = z.strictObject({
  ...paging,
  q: text(100, 'Part of a name, or the beginning of its pinyin or pinyin initials', '酚酞').optional(),
  cas: text(60, 'CAS number', '77-09-8').optional(),
  family: text(60, 'Key of a family', 'laxative-diphenol').optional(),
  from: civilDate('Only what was entered and holds from this day or later', '2026-11-01').optional(),
  kind: z.enum(['substance', 'class']).optional().openapi({ description: 'Single substances, or words for a class', example: 'class' }),
  verdict: z.enum(['banned', 'review', 'clear']).optional().openapi({ description: 'What meeting its name says', example: 'banned' }),
  format,
});

export const entriesQuery = z.strictObject({
  ...paging,
  kind: z.enum(entryKinds).optional().openapi({ description: 'Substances, classes or spellings', example: 'alias' }),
  state: z.enum(entryStates).optional().openapi({ description: 'Those that hold, or those that were revoked', example: 'standing' }),
  format,
});
export const substanceParams = z.strictObject({ id: text(80, 'Id of the substance', '77-09-8') });
const found = z.looseObject({
  totals: z.looseObject({}).openapi({ description: 'Batches, holders, sites and what is on hand', example: { batches: 1 } }),
  items: z.array(z.looseObject({})).openapi({ description: 'The first ten, as GET /v1/substances/{id}/notice shows them', example: [] }),
});

export const entryPreviewReply = z
  .object({
    bans: z.boolean().openapi({ description: 'Whether its own text bans what it names', example: true }),
    from: word('First day it would hold', '2026-11-05'),
    strikes: z
      .object({ lawful: words('Names of what has a lawful place in food'), known: z.number().int(), products: z.number().int() })
      .openapi({ description: 'What it would strike beside what it is meant for', example: { lawful: [], known: 0, products: 0 } }),
    mustConfirm: z.boolean().openapi({ description: 'Whether it is entered with `confirm: true` alone', example: false }),
    found: found.openapi({ description: 'Batches in whose results it was found', example: {} }),
    declared: found.openapi({ description: 'Batches that declare it', example: {} }),
    isCapped: z.boolean().openapi({ description: 'There are more than one answer takes in', example: false }),
  })
  .openapi('SubstancePreview', { description: 'What an entry would find among what is stored' });

export const entryListReply = z
  .object({
    items: z.array(entryView).openapi({ description: 'Newest first', example: [] }),
    next: z.string().nullable().openapi({ description: 'Cursor of the next page', example: null }),
  })
  .openapi('SubstanceEntryList', { description: 'A page of what was entered' });
export const madeReply = entryView.extend({ ledger: z.unknown().openapi({ description: 'Where it stands in the ledger', example: {} }) });
