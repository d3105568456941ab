import { z } from '@hono/zod-openapi';
import { kindOf } from '../batches/file-kinds.ts';
import { recordNote } from '../enforcement/notes.ts';
import { noteBody } from '../enforcement/schemas.ts';
import { placesOf, rulesSeenOnSite } from '../enforcement/visits.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { UPLOAD_LIMIT } from '../platform/body.ts';
import type { AuthorityCaller } from '../platform/caller.ts';
import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { elsewhere, langQuery, languageFor, seeOther } from './regulator-desk.ts';
import { FIRMS_PATH, VIOLATIONS_PATH, VISIT_PATH } from './regulator-nav.ts';
import { deskName } from './regulator-views.ts';
import { scriptTags } from './scripts/scripts.ts';
import { VISIT_TEXT } from './text-visit.ts';
import { type FieldError, sendTool } from './tool-page.ts';
import { placeValue, type VisitView, visitPage } from './visit-page.ts';

const MOST_PHOTOS = 10;
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
  const language = languageFor(call, call.query.lang);
  const locale = language === 'en' ? 'en' : 'zh';
  const code = (sent.code ?? call.query.code ?? '').trim();
  const view: VisitView = {
    who: deskName(caller, locale),
    code,
    places: code === '' ? [] : await placesOf(deps, caller, code),
    rules: rulesSeenOnSite.map((rule) => ({ id: rule.id, title: rule.title[locale] })),
    entered: sent.entered ?? { seenAt: localTime(call.now), photos: [] },
    errors: sent.errors ?? [],
    head: scriptTags(deps.scripts, 'visit'),
  };
  return sendTool(deps, view.errors.length > 0 ? 422 : 200, visitPage(view, language));
}

/** Takes the note; whatever is wrong, everything typed and every photo received comes back on the page. */
async function takeVisit(deps: Deps, call: VisitCall): Promise<Reply> {
  const { caller } = call;
  if (caller.kind !== 'authority') return seeOther(FIRMS_PATH);
  const language = languageFor(call, call.query.lang);
  const t = VISIT_TEXT[language];
  const { code, entered, note, errors } = await readVisit(deps, call, caller, t);
  if (errors.length > 0 || note === undefined) return showVisit(deps, call, { code, entered, errors });
  try {
    const { body: made } = await recordNote(deps, { ...call, body: note }, caller);
    const { id } = JSON.parse(String(made)) as { id: string };
    return seeOther(`${VIOLATIONS_PATH}/${encodeURIComponent(id)}`);
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    const locale = language === 'en' ? 'en' : 'zh';
    return showVisit(deps, call, { code, entered, errors: [{ text: error.errors[0]?.expected[locale] ?? error.detail[locale] }] });
  }
}

/** What the form says, every photo kept, and all that is wrong with it at once; `note` only where nothing is. */
async function readVisit(deps: Deps, call: VisitCall, caller: AuthorityCaller, t: Text) {
  const form = await formOf(call);
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const [party = '', site = ''] = text('place').split(' ');
  const { photos, errors } = await photosOf(deps, form, t);
  const entered: Entered = { place: text('place'), rule: text('rule'), seenAt: text('seenAt'), text: text('text'), photos };
  const seenAt = parseInstant(`${entered.seenAt}:00+08:00`);
  const code = text('code');
  const places = code === '' ? [] : await placesOf(deps, caller, code);
  if (!places.some((one) => placeValue(one) === entered.place)) errors.push({ field: 'place', text: t.missingSite });
  if (seenAt === null || seenAt > call.now) errors.push({ field: 'seenAt', text: t.wrongTime });
  const note = noteBody.safeParse({
    rule: entered.rule,
    party,
    site,
    seenAt: formatInstant(seenAt ?? call.now),
    text: entered.text,
    files: photos,
  });
  if (entered.text === '' || (!note.success && errors.length === 0)) errors.push({ field: 'text', text: t.missingText });
  return { code, entered, note: note.data, errors };
}

async function formOf({ request, raw }: Call): Promise<FormData> {
  const headers = { 'Content-Type': request.headers.get('content-type') ?? '' };
  const form = await new Response(raw as Uint8Array<ArrayBuffer>, { headers }).formData().catch(() => null);
  return form ?? new FormData();
}

/** Photos by their hash: those kept from before, and those that came now; kept even when something else of the form is wrong. */
async function photosOf(deps: Deps, form: FormData, t: Text): Promise<{ photos: string[]; errors: FieldError[] }> {
  const photos = new Set<string>();
  const errors: FieldError[] = [];
  for (const hash of form.getAll('photo').slice(0, MOST_PHOTOS)) {
    const isKept = typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) && (await deps.files.get(hash)) !== null;
    if (isKept) photos.add(hash);
  }
  for (const file of form.getAll('photos')) {
    if (typeof file === 'string' || file.size === 0) continue;
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!kindOf(bytes)?.type.startsWith('image/')) {
      errors.push({ field: 'photos', text: t.wrongFile });
      continue;
    }
    if (photos.size >= MOST_PHOTOS) {
      errors.push({ field: 'photos', text: t.tooMany });
      break;
    }
    const hash = sha256Hex(bytes);
    await deps.files.put(hash, bytes);
    photos.add(hash);
  }
  return { photos: [...photos], errors };
}

/** The officer's note on the spot. */
export function visitRoutes(deps: Deps): Route[] {
  const page = { description: 'The page', mediaType: 'text/html' };
  return [
    route({
      method: 'get',
      path: VISIT_PATH,
      id: 'visitPage',
      tag: 'pages',
      summary: 'Note on site, the form',
      description: 'By a scanned or typed code the places of the office’s region it leads to, and the form for what was seen there.',
      access: { who: ['public', 'admin', 'authority', 'party'], pending: true },
      query,
      replies: { 200: page, 303: { description: 'To sign-in, or to the own start page' } },
      handle: (call) => showVisit(deps, call),
    }),
    route({
      method: 'post',
      path: VISIT_PATH,
      id: 'takeVisit',
      tag: 'pages',
      summary: 'Note on site',
      description: 'As POST /v1/violations, with photos (multipart/form-data). A refusal comes back with all that was typed and received.',
      access: { who: ['authority'] },
      query,
      bodyKind: 'bytes',
      bodyLimit: UPLOAD_LIMIT,
      replies: { 303: { description: 'Recorded; to the lead' }, 422: page },
      handle: (call) => takeVisit(deps, call),
    }),
  ];
}
