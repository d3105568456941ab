import { z } from '@hono/zod-openapi';
import { languageOf, queryOf } from '../../codes/negotiate.ts';
import { pageHeaders } from '../../codes/scan-answer.ts';
import { deskName } from '../../pages/regulator-views.ts';
import { screeningPage } from '../../pages/screening-page.ts';
import { localeOf } from '../../pages/text.ts';
import type { Language, ScreeningPageView } from '../../pages/view.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Call, json, page, type Route, route } from '../../platform/route.ts';
import { loadKnowledge } from '../entered/current.ts';
import { FAMILIES } from '../registers.ts';
import { nameDecisions } from '../reviews/reviews.ts';
import { worst } from '../verdict.ts';
import { answerScreening, type ScreeningAnswer, type ScreeningRequest } from './screening.ts';
import { readScreeningForm } from './screening-form.ts';
import { screeningBody, screeningReply } from './screening-schemas.ts';
import { screeningView } from './screening-view.ts';

const open = { who: ['public', 'admin', 'authority', 'party'], pending: true } as const;

/** Screening for everybody: the API and the page. Nothing of a request is stored. */
export function screeningRoutes(deps: Deps): Route[] {
  return [screen(deps), showForm(), screenForm(deps)];
}

function screen(deps: Deps): Route {
  return route({
    method: 'post',
    path: '/v1/screenings',
    id: 'screen',
    tag: 'substances',
    summary: 'Screen ingredients, names, CAS numbers, structures or results',
    description:
      'Says which texts name what was sent: by any name, by CAS number, by structure, in an ingredient list as printed, in lines of a report. Needs no key and stores nothing. ' +
      'The worst verdict wins. banned: a list or notice of the day names it or its class. review: a person must look, because only a part fits or something cannot be read. ' +
      'clear: nothing known was recognised; that is no test result and does not say the food is safe. What was looked for and not found (ND, 未检出) never counts. ' +
      'Names are compared whole, never inside a longer word. Structures are answered with the rule, the atoms and a drawing; “belongs to a family by a rule” is not “illegal”.',
    access: open,
    body: screeningBody,
    replies: { 200: { description: 'The answer', schema: screeningReply } },
    handle: async (call) => {
      const answer = await answerOf(deps, call, call.body);
      return json(200, screeningView(answer, call.locale), { 'Cache-Control': 'no-store' });
    },
  });
}

const html = { 200: { description: 'The page', mediaType: 'text/html' } };

const begun = (description: string, example: string) => z.string().max(2_000).optional().openapi({ description, example });

function showForm(): Route {
  return route({
    method: 'get',
    path: '/screening',
    id: 'showScreening',
    tag: 'public',
    summary: 'The page that screens',
    description:
      'A form for an ingredient list, names, CAS numbers, structures and lines of a report. Works without a script. The address may say what it begins with.',
    access: open,
    query: z.object({
      lang: begun('Language of the page: zh-CN or en', 'en'),
      ingredients: begun('Ingredient list to begin with', '白砂糖、酚酞'),
      names: begun('Names to begin with', '酚酞'),
      structures: begun('Structures to begin with', 'CC(=O)O'),
    }),
    replies: html,
    handle: async (call) => {
      const language = languageOf(call.request, queryOf(call.request.url));
      const { ingredients = '', names = '', structures = '' } = call.query;
      const { entered } = readScreeningForm({ ingredients, names, structures });
      const body = screeningPage({ entered, ...readerOf(call, language) }, language);
      return page(200, body, { ...pageHeaders(language), ...(call.caller.kind === 'anonymous' ? {} : NOT_KEPT) });
    },
  });
}

const NOT_KEPT = { 'Cache-Control': 'no-store' };

/** Who is signed in: the regulator's desk keeps its row of places. A natural person's name is not shown. */
function readerOf({ caller }: Pick<Call, 'caller'>, language: Language): Pick<ScreeningPageView, 'reader'> {
  if (caller.kind === 'anonymous') return {};
  if (caller.kind === 'party') return { reader: { who: caller.party.natural ? '' : caller.party.name, isDesk: false } };
  return { reader: { who: deskName(caller, localeOf(language)), isDesk: true } };
}

const field = (description: string, example: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .openapi({ description, example });

function screenForm(deps: Deps): Route {
  return route({
    method: 'post',
    path: '/screening',
    id: 'screenByForm',
    tag: 'public',
    summary: 'Screen by the page',
    description:
      'The answer of POST /v1/screenings on the page, with what was typed kept and what was recognised marked. Nothing is stored.',
    access: open,
    bodyKind: 'form',
    body: z.object({
      ingredients: field('An ingredient list', '白砂糖、酚酞'),
      names: field('Names or CAS numbers, one a line', '酚酞\n77-09-8'),
      structures: field('SMILES, one a line', 'O=C1OC(c2ccc(O)cc2)(c2ccc(O)cc2)c2ccccc12'),
      results: field('Lines of a report, pasted from a table', '酚酞\tmg/kg\t不得检出\t11.9'),
    }),
    replies: html,
    handle: async (call) => {
      const language = languageOf(call.request, queryOf(call.request.url));
      const lang = localeOf(language);
      const { entered, request, remarks } = readScreeningForm(call.body);
      const told = remarks.map((one) => one[lang]);
      const reader = readerOf(call, language);
      const headers = { ...pageHeaders(language), ...NOT_KEPT };
      if (request === null) return page(200, screeningPage({ entered, isEmpty: true, remarks: told, ...reader }, language), headers);
      const answer = await answerOf(deps, call, request);
      // What was left out may hold anything: then nothing recognised in the rest is no all-clear.
      const verdict = remarks.length > 0 ? worst([answer.verdict, 'review']) : answer.verdict;
      const view = screeningView({ ...answer, verdict }, lang);
      const families = Object.fromEntries(Object.entries(FAMILIES).map(([key, name]) => [key, name[lang]]));
      const body = screeningPage({ entered, answer: view, families, remarks: told, ...reader }, language);
      return page(200, body, headers);
    },
  });
}

/** By what is known today; a match that a person decided before says so. */
async function answerOf(
  { store }: Deps,
  { now, caller }: Pick<Call, 'now' | 'caller'>,
  request: ScreeningRequest,
): Promise<ScreeningAnswer> {
  const answer = await answerScreening(request, await loadKnowledge(store, civilDateOf(now)));
  return { ...answer, matches: await nameDecisions(store.read, answer.matches, caller) };
}
