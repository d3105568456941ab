import { z } from '@hono/zod-openapi';
import { sha256Hex } from '../ledger/entry.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { enterSubstance, entryInput, revokeSubstance } from '../substances/entered/entering.ts';
import { previewEntry } from '../substances/entered/entry-preview.ts';
import { entriesQuery, revocationBody, substanceParams, substanceQuery } from '../substances/entered/entry-schemas.ts';
import { oneSubstance, substanceList } from '../substances/entered/listing.ts';
import { FAMILIES } from '../substances/registers.ts';
import { entryErrors, entryFields, entryOf, kindOf } from './entry-form.ts';
import { type EntryPageView, entryPage } from './entry-page.ts';
import { remedy } from './field-errors.ts';
import { enteredOf } from './form-parts.ts';
import { deskReading, html } from './page-route.ts';
import { askedIn, elsewhere, langQuery, seeOther, send } from './regulator-desk.ts';
import { SUBSTANCES_PATH } from './regulator-nav.ts';
import { substancePage } from './substance-page.ts';
import { aboutSubstance, entryLines, readerOf, substanceLine } from './substance-views.ts';
import { NEW_ENTRY_PATH, type SubstancesView, substanceHref, substancesPage } from './substances-page.ts';
import type { FieldError } from './tool-page.ts';

const officers = { who: ['admin', 'authority'], officer: true } as const;
const typed = (description: string, example: string) => z.string().max(500).optional().openapi({ description, example });

const listQuery = langQuery.extend({
  view: typed('entries: what people entered', 'entries'),
  q: typed('Name, CAS number or pinyin', '酚酞'),
  family: typed('Key of a family', 'laxative-diphenol'),
  kind: typed('substance, class or alias', 'class'),
  verdict: typed('banned, review or clear', 'banned'),
  state: typed('standing or revoked', 'standing'),
  cursor: typed('The page after', 'MTc2NDA'),
});
const newQuery = langQuery.extend({
  kind: typed('substance, class or alias', 'alias'),
  of: typed('Id of the substance a spelling means', '77-09-8'),
  name: typed('Name to begin with', '示例酚汀'),
});
const shownQuery = langQuery.extend({ told: typed('entered or revoked: what was just done', 'entered') });
const entryForm = z.object({
  ...entryFields,
  step: typed('preview or save', 'preview'),
  seen: typed('Of the preview', 'x'),
  csrf: typed('Of the session', 'x'),
});
const revocationForm = z.object({
  reason: z.string().max(8_000).optional().openapi({ description: 'Why', example: '通知已废止' }),
  csrf: typed('Of the session', 'x'),
});

/** What is read at one look on a phone. */
const LINES_A_PAGE = 30;

/** The list; a filter that makes no sense shows an empty list, with its chip to take off. */
async function showList(deps: Deps, call: Call<unknown, z.output<typeof listQuery>>): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale } = askedIn(call);
  const { lang: _lang, cursor, ...query } = call.query;
  const given = Object.fromEntries(Object.entries({ ...query, cursor }).filter(([, value]) => (value ?? '') !== ''));
  const { view, ...filters } = given;
  const base: SubstancesView = {
    ...readerOf(call.caller, locale),
    query,
    isWrong: false,
    families: Object.entries(FAMILIES).map(([key, name]) => [key, name[locale]]),
    cursor: cursor === '' ? undefined : cursor,
    next: null,
    list: null,
    entries: null,
  };
  const isEntries = view === 'entries';
  try {
    if (isEntries) {
      const { items, next } = await entryLines(deps, { ...entriesQuery.parse(filters), limit: LINES_A_PAGE }, locale);
      return send(200, substancesPage({ ...base, entries: items, next }, language));
    }
    const { items, total, next } = await substanceList(deps, { ...substanceQuery.parse(filters), limit: LINES_A_PAGE }, locale);
    const list = { total, items: items.map((row) => substanceLine(row, locale)) };
    return send(200, substancesPage({ ...base, list, next }, language));
  } catch (error) {
    const isWrong = error instanceof z.ZodError || (error instanceof Problem && error.status === 422);
    if (!isWrong) throw error;
    const nothing = isEntries ? { entries: [] } : { list: { total: 0, items: [] } };
    return send(422, substancesPage({ ...base, ...nothing, isWrong }, language));
  }
}

type OneCall<B = unknown> = Call<{ id: string }, z.output<typeof shownQuery>, B>;

async function showOne(
  deps: Deps,
  call: OneCall,
  refused?: { status: number; errors: FieldError[]; entered: Record<string, string> },
): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale } = askedIn(call);
  const row = await oneSubstance(deps, call.params.id, locale);
  const about = await aboutSubstance(deps, call.caller, row, locale);
  const told = call.query.told === 'entered' || call.query.told === 'revoked' ? call.query.told : null;
  const { status = 200, errors = [], entered = {} } = refused ?? {};
  return send(status, substancePage({ ...readerOf(call.caller, locale), ...about, row, told, errors, entered }, language));
}

async function revoke(deps: Deps, call: OneCall<z.output<typeof revocationForm>>): Promise<Reply> {
  const { locale } = askedIn(call);
  const errors: ProblemDetail[] = [];
  try {
    const body = revocationBody.safeParse({ reason: call.body.reason ?? '' });
    if (!body.success) errors.push(...zodProblems(body.error.issues, call.body));
    else {
      await revokeSubstance(deps, { ...call, body: body.data });
      return seeOther(`${substanceHref(call.params.id)}?told=revoked`);
    }
  } catch (error) {
    if (!(error instanceof Problem) || ![403, 409].includes(error.status)) throw error;
    return showOne(deps, call, { status: error.status, errors: [{ text: error.detail[locale] }], entered: enteredOf(call.body) });
  }
  const told = errors.map((error) => ({ field: 'reason', text: remedy(error, locale) }));
  return showOne(deps, call, { status: 422, errors: told, entered: enteredOf(call.body) });
}

async function showNew(call: Call<unknown, z.output<typeof newQuery>>): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale } = askedIn(call);
  const reader = readerOf(call.caller, locale);
  if (!reader.mayEnter) return seeOther(SUBSTANCES_PATH);
  const { kind, of, name } = call.query;
  const entered = enteredOf({ kind, of, name, zhNames: name });
  return send(200, entryPage({ who: reader.who, kind: kindOf(entered), entered, errors: [] }, language));
}

/** What was typed as one short text: what is entered must be what the preview showed. */
const seenOf = (entry: Record<string, unknown>) => sha256Hex(JSON.stringify({ ...entry, confirm: undefined })).slice(0, 16);

/** First what it would find, then the entry; whatever is wrong, everything typed comes back. */
async function takeEntry(deps: Deps, call: Call<unknown, { lang?: string | undefined }, z.output<typeof entryForm>>): Promise<Reply> {
  const { language, locale } = askedIn(call);
  const { step, seen, csrf: _csrf, ...fields } = call.body;
  const entered = enteredOf(fields);
  const entry = entryOf(entered);
  const view: EntryPageView = { who: readerOf(call.caller, locale).who, kind: kindOf(entered), entered, errors: [] };
  try {
    const input = await entryInput(deps, call, entry, '');
    const isSeen = seen === seenOf(entry);
    if (step === 'save' && isSeen) {
      const made = await enterSubstance(deps, { ...call, body: entry });
      const { id } = JSON.parse(String(made.body)) as { id: string };
      return seeOther(`${substanceHref(id)}?told=entered`);
    }
    const preview = await previewEntry(deps, { ...call, locale }, input);
    return send(200, entryPage({ ...view, preview, seen: seenOf(entry), isChanged: step === 'save' }, language));
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    return send(error.status, entryPage({ ...view, ...(await refusalOf(deps, call, error, entered, entry)) }, language));
  }
}

async function refusalOf(
  deps: Deps,
  call: Call<unknown, { lang?: string | undefined }>,
  error: Problem,
  entered: Record<string, string>,
  entry: Record<string, unknown>,
): Promise<Partial<EntryPageView>> {
  const { locale } = askedIn(call);
  if (error.errors.length > 0) return { errors: entryErrors(error.errors, entered, locale) };
  const { substance } = error.extra;
  if (typeof substance === 'string') return { already: substance };
  // It would strike what is lawful, and nobody said yet that this is meant: the counts are shown with the box to tick.
  const preview = await previewEntry(deps, { ...call, locale }, await entryInput(deps, call, entry, ''));
  return { errors: [{ text: error.detail[locale] }], preview, seen: seenOf(entry) };
}

/** What is known of substances, for the regulator: the list, one of them, and how people add to it. */
export function substancePageRoutes(deps: Deps): Route[] {
  const one = `${SUBSTANCES_PATH}/{id}`;
  return [
    route({
      ...deskReading,
      path: SUBSTANCES_PATH,
      id: 'substancesPage',
      summary: 'Substances and classes as a page',
      description: 'As GET /v1/substances, and with `view=entries` as GET /v1/substance-entries; the filters stand in the address.',
      query: listQuery,
      handle: (call) => showList(deps, call),
    }),
    route({
      ...deskReading,
      path: NEW_ENTRY_PATH,
      id: 'newSubstancePage',
      summary: 'The form of an entry',
      description: 'A substance, a class or a spelling, with its source and days. Who may not enter is led to the list.',
      query: newQuery,
      handle: showNew,
    }),
    route({
      ...deskReading,
      path: one,
      id: 'substancePage',
      summary: 'One substance as a page',
      description: 'Names, identifiers, structures, the texts that name it, who entered it, its relatives.',
      params: substanceParams,
      query: shownQuery,
      handle: (call) => showOne(deps, call),
    }),
    route({
      method: 'post',
      tag: 'pages',
      access: officers,
      path: SUBSTANCES_PATH,
      id: 'enterFromPage',
      summary: 'Enter a substance, class or spelling from the page',
      description:
        'First what it would find (POST /v1/substances/check), then POST /v1/substances; what is entered is what the preview showed. A refusal comes back with what was typed.',
      query: langQuery,
      bodyKind: 'form',
      body: entryForm,
      replies: {
        200: html('What it would find'),
        303: { description: 'Entered; to its page' },
        409: html('It stands already, or must be confirmed'),
        422: html('A field is wrong'),
      },
      handle: (call) => takeEntry(deps, call),
    }),
    route({
      method: 'post',
      tag: 'pages',
      access: officers,
      path: `${one}/revocation`,
      id: 'revokeFromPage',
      summary: 'Revoke an entry from the page',
      description: 'As POST /v1/substances/{id}/revocation.',
      params: substanceParams,
      query: shownQuery,
      bodyKind: 'form',
      body: revocationForm,
      replies: {
        303: { description: 'Revoked; back to its page' },
        409: html('It was revoked before'),
        422: html('The reason is missing'),
      },
      handle: (call) => revoke(deps, call),
    }),
  ];
}
