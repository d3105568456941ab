import { z } from '@hono/zod-openapi';
import { limitsDue } from '../enforcement/limits.ts';
import type { Deps } from '../platform/deps.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { type LimitsView, limitsPage } from './limits-page.ts';
import { deskReading } from './page-route.ts';
import { askedIn, elsewhere, langQuery, send } from './regulator-desk.ts';
import { LIMITS_PATH } from './regulator-nav.ts';
import { deskName } from './regulator-views.ts';
import { tableAsCsv } from './table-csv.ts';
import { FIRMS_TEXT } from './text-firms.ts';

const asTyped = (description: string, example: string) => z.string().max(40).optional().openapi({ description, example });
const query = langQuery.extend({
  whose: asTyped('party or authority: only the days that are theirs', 'party'),
  reminded: asTyped('Firms just reminded', '2'),
});
type LimitsCall = Call<unknown, { lang?: string | undefined; whose?: string | undefined; reminded?: string | undefined }>;

const whoseOf = ({ query: { whose } }: LimitsCall) => (whose === 'party' || whose === 'authority' ? whose : undefined);

/** The days that count, as a list by day; what was not sent yet comes back as ticked. */
export async function showLimits(deps: Deps, call: LimitsCall, kept?: Pick<LimitsView, 'error' | 'entered'>): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { caller, now } = call;
  const { language, locale } = askedIn(call);
  const whose = whoseOf(call);
  const due = await limitsDue(deps, { caller, now, locale }, whose);
  const view: LimitsView = {
    who: deskName(caller, locale),
    ...due,
    whose,
    officeId: caller.kind === 'authority' && caller.role === 'officer' ? caller.authority.publicId : undefined,
    ...(/^\d{1,3}$/.test(call.query.reminded ?? '') ? { reminded: Number(call.query.reminded) } : {}),
    ...kept,
  };
  return send(kept?.error === undefined ? 200 : 422, limitsPage(view, language));
}

async function limitsAsCsv(deps: Deps, call: LimitsCall): Promise<Response> {
  const { caller, now } = call;
  const { language, locale } = askedIn(call);
  const t = FIRMS_TEXT[language];
  const whose = whoseOf(call);
  const { items, isCut } = await limitsDue(deps, { caller, now, locale }, whose);
  return tableAsCsv('limits', now, {
    title: [t.limits],
    cut: isCut ? t.isCut : undefined,
    filter: [whose === undefined ? t.everybody : `whose=${whose}`],
    heads: [t.on, t.what, t.passed, t.whose, t.case, 'id', t.firm, t.office, t.basis],
    rows: items.map((one) => [
      one.on,
      one.text,
      one.passed ? t.passed : null,
      t.whoseOf[one.whose],
      one.case.title,
      one.case.id,
      one.party,
      one.authority?.name ?? null,
      one.basis,
    ]),
  });
}

/** Orders and limits due. */
export function limitsPageRoutes(deps: Deps): Route[] {
  return [
    route({
      ...deskReading,
      path: LIMITS_PATH,
      id: 'limitsPage',
      summary: 'Orders and limits due',
      description: 'The days that count in the open cases of the caller’s scope, a table a day, the nearest first.',
      query,
      handle: (call) => showLimits(deps, call),
    }),
    route({
      method: 'get',
      path: `${LIMITS_PATH}.csv`,
      id: 'limitsCsv',
      tag: 'pages',
      summary: 'Orders and limits due, as a file',
      description: 'The same days under the same filter.',
      access: { who: ['authority', 'admin'] },
      query,
      replies: { 200: { description: 'The file', mediaType: 'text/csv' } },
      handle: (call) => limitsAsCsv(deps, call),
    }),
  ];
}
