import { z } from '@hono/zod-openapi';
import { regulationPage, regulationView } from '../law/law-view.ts';
import { lawEntries, regulations } from '../law/registry.ts';
import { applySettings } from '../law/settings.ts';
import { lawSettings } from '../law-settings/repository.ts';
import { parseCivilDate } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { lawListPage, regulationLawPage } from './law-pages.ts';
import { PAGE } from './page-route.ts';
import { askedIn, langQuery, send } from './regulator-desk.ts';
import { LAW_PATH } from './regulator-nav.ts';
import { deskName } from './regulator-views.ts';

const query = langQuery.extend({
  asOf: z.string().max(40).optional().openapi({ description: 'Day whose law is shown; all dates without it', example: '2026-11-10' }),
});
type LawCall<P = unknown> = Call<P, z.output<typeof query>>;

function readerOf(call: LawCall) {
  const { caller } = call;
  const { language, locale } = askedIn(call);
  const typed = call.query.asOf ?? '';
  const asOf = typed === '' ? undefined : (parseCivilDate(typed) ?? undefined);
  const isDesk = caller.kind === 'authority' || caller.kind === 'admin';
  const reader = { asOf, wrongDay: typed !== '' && asOf === undefined, ...(isDesk ? { who: deskName(caller, locale) } : {}) };
  return { language, locale, reader };
}

async function showList(deps: Deps, call: LawCall): Promise<Reply> {
  const { language, locale, reader } = readerOf(call);
  const entries = applySettings(lawEntries, await lawSettings(deps.store.read));
  const items = regulations.map((one) => regulationView(one, entries, locale));
  return send(reader.wrongDay ? 422 : 200, lawListPage(items, reader, language));
}

async function showOne(deps: Deps, call: LawCall<{ regulation: string }>): Promise<Reply> {
  const { language, locale, reader } = readerOf(call);
  const found = regulations.find((one) => one.id === call.params.regulation);
  if (!found) throw notFound({ zh: '没有这部法规的数据；见 /law。', en: 'This regulation is not in the data; see /law.' });
  const entries = applySettings(lawEntries, await lawSettings(deps.store.read));
  return send(reader.wrongDay ? 422 : 200, regulationLawPage(regulationPage(found, entries, undefined, locale), reader, language));
}

/** The law for people: which text held on a day, and what came after it. Readable by everybody, since everybody is judged by it. */
export function lawPageRoutes(deps: Deps): Route[] {
  const common = { method: 'get', tag: 'pages', access: { who: ['public'] }, query, replies: { 200: PAGE, 422: PAGE } } as const;
  return [
    route({
      ...common,
      path: LAW_PATH,
      id: 'lawListPage',
      summary: 'The law in the data, as a page',
      description: 'As GET /v1/law, with a day that goes along into each regulation.',
      handle: (call) => showList(deps, call),
    }),
    route({
      ...common,
      path: `${LAW_PATH}/{regulation}`,
      id: 'lawPage',
      summary: 'One regulation as a page',
      description: 'As GET /v1/law/{regulation}; with a day also the later text of each value, and whether it is milder.',
      params: z.object({ regulation: z.string().max(80).openapi({ description: 'Id of the regulation', example: 'food-safety-law' }) }),
      handle: (call) => showOne(deps, call),
    }),
  ];
}
