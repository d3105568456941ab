import { z } from '@hono/zod-openapi';
import { MOST_PHOTOS, type PhotoFault, takeNotePhotos } from '../enforcement/note-photos.ts';
import { recordNote } from '../enforcement/notes.ts';
import { noteBody } from '../enforcement/schemas.ts';
import { placesOf, rulesSeenOnSite } from '../enforcement/visits.ts';
import { parseMultipart, UPLOAD_LIMIT } from '../platform/body.ts';
import type { AuthorityCaller } from '../platform/caller.ts';
import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { once } from '../platform/each.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { formClaim, newFormKey } from './form-once.ts';
import { everybodyWaiting, PAGE } from './page-route.ts';
import { askedIn, elsewhere, langQuery, languageFor, seeOther } from './regulator-desk.ts';
import { FIRMS_PATH, VIOLATIONS_PATH, VISIT_PATH } from './regulator-nav.ts';
import { deskName } from './regulator-views.ts';
import { scriptTags } from './scripts/scripts.ts';
import { localeOf } from './text.ts';
import { VISIT_TEXT } from './text-visit.ts';
import { type FieldError, sendTool } from './tool-page.ts';
import { placeValue, type VisitView, visitPage } from './visit-page.ts';

const HOUR = 3_600_000;

const query = langQuery.extend({
  code: z.string().max(500).optional().openapi({ description: 'What was scanned or typed', example: '91330110MA0DEM013U' }),
});
type VisitCall = Call<unknown, z.output<typeof query>>;
type Entered = VisitView['entered'];
type Text = (typeof VISIT_TEXT)['zh-CN'];

/** What a field of type datetime-local holds: Beijing time to the minute. */
const localTime = (epochMs: number) => new Date(epochMs + 8 * HOUR).toISOString().slice(0, 16);

async function showVisit(
  deps: Deps,
  call: VisitCall,
  sent: { code?: string; entered?: Entered; errors?: readonly FieldError[] } = {},
): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { caller } = call;
  if (caller.kind !== 'authority') return seeOther(FIRMS_PATH);
  const { language, locale } = askedIn(call);
  const code = (sent.code ?? call.query.code ?? '').trim();
  const view: VisitView = {
    who: deskName(caller, locale),
    code,
    places: code === '' ? [] : await placesOf(deps, caller, code),
    rules: rulesSeenOnSite.map((rule) => ({ id: rule.id, title: rule.title[locale] })),
    entered: sent.entered ?? { seenAt: localTime(call.now), photos: [], once: newFormKey(deps.random) },
    errors: sent.errors ?? [],
    head: scriptTags(deps.scripts, 'visit'),
  };
  return sendTool(deps, view.errors.length > 0 ? 422 : 200, visitPage(view, language));
}

/**
 * Takes the note, once however often it is sent; whatever is wrong, everything typed and every photo received comes back on the page. Looking for
 * another place is the same form by its other button.
 */
async function takeVisit(deps: Deps, call: VisitCall): Promise<Reply> {
  const { caller } = call;
  if (caller.kind !== 'authority') return seeOther(FIRMS_PATH);
  const language = languageFor(call, call.query.lang);
  const t = VISIT_TEXT[language];
  const { code, entered, note, errors, finds } = await readVisit(deps, call, caller, t);
  if (finds) return showVisit(deps, call, { code, entered });
  if (errors.length > 0 || note === undefined) return showVisit(deps, call, { code, entered, errors });
  const claim = formClaim(call, entered.once, note);
  try {
    const { body: made } = await once(deps, claim, () => recordNote(deps, { ...call, claim, body: note }, caller));
    const { id } = JSON.parse(String(made)) as { id: string };
    return seeOther(`${VIOLATIONS_PATH}/${encodeURIComponent(id)}`);
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    const locale = localeOf(language);
    // Recorded with other words already: whoever means to record this too is asked once more, under a key of its own.
    if (error.code === 'key-reused')
      return showVisit(deps, call, { code, entered: { ...entered, once: newFormKey(deps.random) }, errors: [{ text: t.again }] });
    return showVisit(deps, call, { code, entered, errors: [{ text: error.errors[0]?.expected[locale] ?? error.detail[locale] }] });
  }
}

/** What the form says, every photo kept, and all that is wrong with it at once; `note` only where nothing is. */
async function readVisit(deps: Deps, call: VisitCall, caller: AuthorityCaller, t: Text) {
  const form = await formOf(call);
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const [party = '', site = ''] = text('place').split(' ');
  const { photos, faults } = await takeNotePhotos(deps, caller, form, call.now);
  const errors = faults.map((fault): FieldError => ({ field: 'photos', text: faultText(fault, t) }));
  const files = photos.map(({ sha256 }) => sha256);
  const entered: Entered = {
    place: text('place'),
    rule: text('rule'),
    seenAt: text('seenAt'),
    text: text('text'),
    photos: files,
    once: /^\w{8,40}$/.test(text('once')) ? text('once') : newFormKey(deps.random),
  };
  const seenAt = parseInstant(`${entered.seenAt}:00+08:00`);
  const code = text('code');
  const places = code === '' ? [] : await placesOf(deps, caller, code);
  if (!places.some((one) => placeValue(one) === entered.place))
    errors.push(places.length === 0 ? { field: 'code', text: t.missingPlace } : { field: 'place', text: t.missingSite });
  if (seenAt === null || seenAt > call.now) errors.push({ field: 'seenAt', text: t.wrongTime });
  const note = noteBody.safeParse({
    rule: entered.rule,
    party,
    site,
    seenAt: formatInstant(seenAt ?? call.now),
    text: entered.text,
    files,
  });
  if (entered.text === '' || (!note.success && errors.length === 0)) errors.push({ field: 'text', text: t.missingText });
  return { code, entered, note: note.data, errors, finds: text('do') === 'find' };
}

const faultText = (fault: PhotoFault, t: Text) =>
  ({ kind: t.wrongFile, large: t.tooLarge, many: t.tooMany(MOST_PHOTOS), nowhere: t.nowhere })[fault];

async function formOf({ request, raw }: Call): Promise<FormData> {
  return (await parseMultipart(raw, request.headers.get('content-type'))) ?? new FormData();
}

/** The officer's note on the spot. */
export function visitRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: VISIT_PATH,
      id: 'visitPage',
      tag: 'pages',
      summary: 'Note on site, the form',
      description: 'By a scanned or typed code the places of the office’s region it leads to, and the form for what was seen there.',
      access: everybodyWaiting,
      query,
      replies: { 200: PAGE, 303: { description: 'To sign-in, or to the own start page' } },
      handle: (call) => showVisit(deps, call),
    }),
    route({
      method: 'post',
      path: VISIT_PATH,
      id: 'takeVisit',
      tag: 'pages',
      summary: 'Note on site',
      description:
        'As POST /v1/violations, with photos (multipart/form-data). A refusal comes back with all that was typed and received; sent twice it is one note.',
      access: { who: ['authority'] },
      query,
      bodyKind: 'bytes',
      bodyLimit: UPLOAD_LIMIT,
      replies: { 303: { description: 'Recorded; to the lead' }, 422: PAGE },
      handle: (call) => takeVisit(deps, call),
    }),
  ];
}
