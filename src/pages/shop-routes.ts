import { z } from '@hono/zod-openapi';
import { endDisplay, recordDisplay } from '../custody/displays.ts';
import { displayBody, idParam } from '../custody/schemas.ts';
import { recalledBatches, type ShopSite, shelfRepository } from '../custody/shelf.ts';
import { checkShelf } from '../exchange/resolve/shelf-check.ts';
import { textOf } from '../platform/body.ts';
import { type PartyCaller, partyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { DISPLAYS_PATH, type DisplaysView, displaysPage, type Marked, PAPERS, sheetPage } from './displays-page.ts';
import { fieldErrors } from './field-errors.ts';
import { everybody, PAGE } from './page-route.ts';
import { askedIn, seeOther, send } from './regulator-desk.ts';
import { scriptTags } from './scripts/scripts.ts';
import { stockRoutes } from './stock-routes.ts';
import { partyElsewhere, sendTool } from './tool-page.ts';

const typed = (most: number, description: string, example: string) => z.string().max(most).optional().openapi({ description, example });
const lang = typed(10, 'Language of the page', 'en');
const site = typed(40, 'Id of the site', 'V1StGXR8Z5jdHi6B');
const siteQuery = z.object({ site, lang });
const sheetQuery = siteQuery.extend({ paper: z.enum(PAPERS).optional().openapi({ description: 'Paper', example: 'A4' }) });
type SiteCall<B = unknown, P = unknown> = Call<P, z.output<typeof siteQuery>, B>;

/** Codes of one photo. */
const MOST_CODES = 500;
const SHOPS = ['shop', 'stall'] as const;

/** What is on the shelf, where goods went, and the codes on show. */
export function shopPageRoutes(deps: Deps): Route[] {
  return [...stockRoutes(deps), ...displayRoutes(deps)];
}

function displayRoutes(deps: Deps): Route[] {
  const looseForm = z.looseObject({});
  const showers = { who: ['party'], right: 'displays' } as const;
  return [
    route({
      method: 'get',
      path: DISPLAYS_PATH,
      id: 'displaysPage',
      tag: 'pages',
      summary: 'Codes on show at a shop',
      description: 'What is on show, what could be, the sheet to print, the shop’s one code, and the check of a shelf by photo.',
      access: everybody,
      query: siteQuery,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showDisplays(deps, call),
    }),
    route({
      method: 'get',
      path: `${DISPLAYS_PATH}/sheet`,
      id: 'displaySheet',
      tag: 'pages',
      summary: 'The sheet of codes on show',
      description: 'To print on A4 or A5: the shop’s one code, and a code a batch.',
      access: everybody,
      query: sheetQuery,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showSheet(deps, call),
    }),
    route({
      method: 'post',
      path: DISPLAYS_PATH,
      id: 'showFromPage',
      tag: 'pages',
      summary: 'Put codes on show from the page',
      description: 'As POST /v1/displays; a refusal comes back on the page with what was typed.',
      access: showers,
      query: siteQuery,
      body: looseForm,
      bodyKind: 'form',
      replies: { 303: { description: 'Recorded; to the page' }, 422: PAGE },
      handle: (call) => showFromPage(deps, call),
    }),
    route({
      method: 'post',
      path: `${DISPLAYS_PATH}/check`,
      id: 'checkShelf',
      tag: 'pages',
      summary: 'Check a shelf by the codes in a photo',
      description:
        'Takes the codes alone, one a line, no picture: which are on show, which are not, which are expired or recalled, which are missing.',
      access: { who: ['party'] },
      query: siteQuery,
      body: looseForm,
      bodyKind: 'form',
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => checkFromPage(deps, call),
    }),
    route({
      method: 'post',
      path: `${DISPLAYS_PATH}/{id}/end`,
      id: 'endDisplayFromPage',
      tag: 'pages',
      summary: 'End a display from the page',
      description: 'As POST /v1/displays/{id}/end, today.',
      access: showers,
      params: idParam,
      query: siteQuery,
      body: looseForm,
      bodyKind: 'form',
      replies: { 303: { description: 'Ended; to the page' } },
      handle: async (call) => {
        await endDisplay(deps, { ...call, body: {} }, partyCaller(call));
        return seeOther(`${DISPLAYS_PATH}${call.query.site ? `?site=${encodeURIComponent(call.query.site)}` : ''}`);
      },
    }),
  ];
}

const nameOf = ({ party }: PartyCaller) => (party.natural ? '' : party.name);

/** The shop that was asked for, else the first. @throws {Problem} not-found */
async function shopOf(deps: Deps, caller: PartyCaller, wanted: string | undefined): Promise<{ sites: ShopSite[]; site: ShopSite | null }> {
  const sites = await shelfRepository(deps.store.read, caller).sites(SHOPS);
  const found = wanted === undefined ? sites[0] : sites.find((one) => one.publicId === wanted);
  if (!found && wanted !== undefined) throw notFound({ zh: '这个门店', en: 'such shop' });
  return { sites, site: found ?? null };
}

async function shownAt(deps: Deps, caller: PartyCaller, shop: ShopSite, today: string): Promise<Marked[]> {
  const { read } = deps.store;
  const shown = await shelfRepository(read, caller).shown(shop.id, today);
  const recalled = await recalledBatches(
    read,
    shown.map((one) => one.batchId),
  );
  return shown.map((one) => ({ ...one, expired: one.expiresOn !== null && one.expiresOn < today, recalled: recalled.has(one.batchId) }));
}

type Again = Pick<DisplaysView, 'entered' | 'errors' | 'check'> & { status?: number };

async function showDisplays(deps: Deps, call: SiteCall, { status = 200, ...more }: Again = {}): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const today = civilDateOf(call.now);
  const { sites, site: shop } = await shopOf(deps, caller, call.query.site);
  const shown = shop ? await shownAt(deps, caller, shop, today) : [];
  const onShow = new Set(shown.map((one) => one.batchId));
  const stock = shop ? await shelfRepository(deps.store.read, caller).shelf(shop.id) : [];
  const toShow = stock.filter((row) => !onShow.has(row.batchId) && row.recallId === null);
  const view = { who: nameOf(caller), head: scriptTags(deps.scripts, 'displays'), sites, site: shop, shown, toShow, ...more };
  return sendTool(deps, status, displaysPage(view, askedIn(call).language));
}

async function showSheet(deps: Deps, call: Call<unknown, z.output<typeof sheetQuery>>): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const { site: shop } = await shopOf(deps, caller, call.query.site);
  if (!shop) return seeOther(DISPLAYS_PATH);
  const shown = await shownAt(deps, caller, shop, civilDateOf(call.now));
  const view = { who: nameOf(caller), shop: nameOf(caller), site: shop, paper: call.query.paper ?? ('A4' as const), shown };
  return send(200, sheetPage(view, askedIn(call).language));
}

async function showFromPage(deps: Deps, call: SiteCall): Promise<Reply> {
  const form = new URLSearchParams(textOf(call.raw));
  const entered = { place: form.get('place') ?? '', traceCodes: form.getAll('traceCode') };
  const value = { ...entered, place: entered.place.trim(), ...(call.query.site === undefined ? {} : { site: call.query.site }) };
  try {
    const read = displayBody.safeParse(value);
    if (!read.success) throw invalidInput(zodProblems(read.error.issues, value));
    await recordDisplay(deps, { ...call, body: read.data }, partyCaller(call));
    return seeOther(`${DISPLAYS_PATH}${call.query.site ? `?site=${encodeURIComponent(call.query.site)}` : ''}`);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    const errors = fieldErrors(error, askedIn(call).locale, (pointer) => (pointer === '/place' ? 'place' : undefined));
    return showDisplays(deps, call, { status: 422, entered, errors });
  }
}

async function checkFromPage(deps: Deps, call: SiteCall): Promise<Reply> {
  const caller = partyCaller(call);
  const { site: shop } = await shopOf(deps, caller, call.query.site);
  if (!shop) return seeOther(DISPLAYS_PATH);
  const lines = (new URLSearchParams(textOf(call.raw)).get('codes') ?? '').split(/\r?\n/).map((line) => line.trim());
  const codes = [...new Set(lines.filter((line) => line !== ''))].slice(0, MOST_CODES);
  const check = await checkShelf(deps.store.read, caller, shop, codes, civilDateOf(call.now));
  return showDisplays(deps, call, { check: { ...check, codes } });
}
