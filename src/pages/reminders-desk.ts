import { z } from '@hono/zod-openapi';
import { authorityOf } from '../enforcement/calling.ts';
import { bulkReminder } from '../enforcement/case-bulk.ts';
import { bulkReminderBody } from '../enforcement/case-schemas.ts';
import { MOST_REMINDED, reminderPlan } from '../enforcement/reminders.ts';
import { leadQuery } from '../enforcement/schemas.ts';
import type { Deps } from '../platform/deps.ts';
import { once } from '../platform/each.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { formClaim, newFormKey } from './form-once.ts';
import { showLimits } from './limits-desk.ts';
import { html } from './page-route.ts';
import { askedIn, givenFilters, langQuery, languageFor, listQuery, seeOther, send, showList } from './regulator-desk.ts';
import { LIMITS_PATH, REMINDERS_PATH, VIOLATIONS_PATH } from './regulator-nav.ts';
import { deskName } from './regulator-views.ts';
import { remindersPage } from './reminders-page.ts';
import { localeOf } from './text.ts';
import { DESK_TEXT } from './text-desk.ts';

const ids = (description: string, example: string) =>
  z
    .union([z.string().max(40), z.array(z.string().max(40)).max(MOST_REMINDED)])
    .optional()
    .openapi({ description, example });
const typed = (max: number, description: string, example: string) => z.string().max(max).optional().openapi({ description, example });

const reminderForm = z.object({
  id: ids('Leads or reminders that were ticked', 'vLt8Kd2rYb7xQ3mA'),
  case: ids('Cases whose leads are meant', 'cT3kP9dWq2RnYb7x'),
  all: typed(2, 'Everything open under the filters of the list', '1'),
  text: typed(2_000, 'The reminder', '请及时接收确认'),
  from: z.enum(['leads', 'limits']).optional().openapi({ description: 'The list it is sent from', example: 'leads' }),
  back: typed(2_000, 'Filters of the list it was sent from', 'state=open'),
  do: z
    .enum(['send', 'back'])
    .optional()
    .openapi({ description: 'Send what was shown, or go back; shown first without it', example: 'send' }),
  once: typed(40, 'Key of this filling in', 'V1StGXR8Z5jdHi6B'),
  csrf: typed(200, 'Of the session', 'x'),
});
type ReminderCall = Call<unknown, { lang?: string | undefined }, z.output<typeof reminderForm>>;

const many = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat());

/** Shows whom a reminder would reach; sends it when that was seen, once. */
async function remind(deps: Deps, call: ReminderCall): Promise<Reply> {
  const { body } = call;
  const caller = authorityOf(call.caller);
  const { from = 'leads', back = '' } = body;
  const { language, locale } = askedIn(call);
  const text = body.text?.trim() || DESK_TEXT[language].remindDefault;
  const [chosen, cases] = [many(body.id), many(body.case)];
  if (body.do === 'back') return backTo(deps, call, undefined);
  if (body.do === 'send' && chosen.length > 0) return sendOut(deps, call, { ids: chosen, text });
  const filters = leadQuery.safeParse(givenFilters(Object.fromEntries(new URLSearchParams(back))).given);
  const all = body.all === '1' && from === 'leads' && filters.success ? filters.data : undefined;
  const plan = await reminderPlan(deps, { caller, now: call.now, locale }, { ids: chosen, cases, all });
  if (plan.firms.length === 0) return backTo(deps, call, DESK_TEXT[language].remindNone);
  const view = { who: deskName(caller, locale), from, back, text, cases, once: newFormKey(deps.random), ...plan };
  return send(200, remindersPage(view, language));
}

/** The list the reminder began from, with what was ticked and typed. */
function backTo(deps: Deps, call: ReminderCall, error: string | undefined): Promise<Reply> {
  const { from, back = '', text = '' } = call.body;
  const filters = { ...Object.fromEntries(new URLSearchParams(back)), lang: call.query.lang };
  const told = error === undefined ? {} : { error };
  if (from === 'limits') return showLimits(deps, { ...call, query: filters }, { ...told, entered: { cases: many(call.body.case), text } });
  const read = listQuery.safeParse(filters);
  const query = read.success ? read.data : listQuery.parse({ lang: call.query.lang });
  return showList(deps, { ...call, query }, { ...told, entered: { ids: many(call.body.id), text } });
}

async function sendOut(deps: Deps, call: ReminderCall, { ids: violationIds, text }: { ids: string[]; text: string }): Promise<Reply> {
  const caller = authorityOf(call.caller);
  const language = languageFor(call, call.query.lang);
  const t = DESK_TEXT[language];
  const claim = formClaim(call, call.body.once ?? '', { violationIds, text });
  const read = bulkReminderBody.safeParse({ violationIds, text });
  if (!read.success) return backTo(deps, call, t.remindGone);
  let reply: Reply;
  try {
    reply = await once(deps, claim, () => bulkReminder(deps, { ...call, claim, body: read.data }, caller));
  } catch (error) {
    if (!(error instanceof Problem) || ![404, 409, 422].includes(error.status)) throw error;
    return backTo(deps, call, error.status === 404 ? t.remindGone : error.detail[localeOf(language)]);
  }
  const { items } = JSON.parse(String(reply.body)) as { items: { status: number }[] };
  const sent = items.filter((item) => item.status === 201).length;
  if (sent === 0) return backTo(deps, call, t.remindGone);
  const filters = new URLSearchParams(call.body.back ?? '');
  filters.set('reminded', String(sent));
  return seeOther(`${call.body.from === 'limits' ? LIMITS_PATH : VIOLATIONS_PATH}?${filters}`);
}

/** Reminders to several firms at once. */
export function reminderPageRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: REMINDERS_PATH,
      id: 'remindSeveralFromPage',
      tag: 'pages',
      summary: 'Remind several firms from the page',
      description:
        'First shows how many firms it reaches, which, and of what; `do=send` then sends it as POST /v1/reminders/bulk, once however often the form comes.',
      access: { who: ['authority'], officer: true },
      query: langQuery,
      body: reminderForm,
      bodyKind: 'form',
      replies: {
        200: html('Whom it would reach'),
        303: { description: 'Sent; back to the list' },
        422: html('Nothing was ticked, or nothing was sent; the page says so and keeps what was ticked and typed'),
      },
      handle: (call) => remind(deps, call),
    }),
  ];
}
