import { z } from '@hono/zod-openapi';
import { recordDisposition } from '../custody/dispositions.ts';
import { dispositionBody } from '../custody/schemas.ts';
import { MOST_ON_SHELF, shelfRepository } from '../custody/shelf.ts';
import { type PartyCaller, partyCaller } from '../platform/caller.ts';
import { addDays, civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { convert, parseQuantity } from '../platform/quantity.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { fieldErrors } from './field-errors.ts';
import { newFormKey, onceByForm } from './form-once.ts';
import { everybody, PAGE } from './page-route.ts';
import { askedIn, seeOther, send } from './regulator-desk.ts';
import { SOON_DAYS, STOCK_PATH, type StockView, stockPage } from './stock-page.ts';
import { partyElsewhere } from './tool-page.ts';

const typed = (most: number, description: string, example: string) => z.string().max(most).optional().openapi({ description, example });
const lang = typed(10, 'Language of the page', 'en');
const site = typed(40, 'Id of the site', 'V1StGXR8Z5jdHi6B');
const stockQuery = z.object({
  take: typed(40, 'Trace code whose form is open', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  site,
  saved: typed(5, 'Something was saved', 'yes'),
  lang,
});
const takenForm = z.object({
  traceCode: typed(40, 'Trace code', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  site,
  kind: typed(20, 'Where it went', 'sold'),
  amount: typed(20, 'How much', '2'),
  unit: typed(20, 'Unit', '盒'),
  once: typed(40, 'Key of this filling in', 'V1StGXR8Z5jdHi6B'),
  more: typed(20, 'The amount that is meant though it is more than there is', '20'),
  csrf: typed(200, 'Of the session', 'x'),
});

/** What is on the shelf, and where goods went. */
export function stockRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: STOCK_PATH,
      id: 'stockPage',
      tag: 'pages',
      summary: 'What is on the shelf',
      description: 'Recalled, expired, expiring soon, and the rest of the stock; the form for where goods went; the ledger of the month.',
      access: everybody,
      query: stockQuery,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showStock(deps, call),
    }),
    route({
      method: 'post',
      path: STOCK_PATH,
      id: 'takeFromPage',
      tag: 'pages',
      summary: 'Record from the page where goods went',
      description:
        'As POST /v1/dispositions with one line, once however often it is sent; a refusal comes back on the page with what was typed.',
      access: { who: ['party'], right: 'custody' },
      query: stockQuery,
      body: takenForm,
      bodyKind: 'form',
      replies: { 303: { description: 'Recorded; to the page' }, 422: PAGE },
      handle: (call) => takeFromPage(deps, call),
    }),
  ];
}

const nameOf = ({ party }: PartyCaller) => (party.natural ? '' : party.name);

/** A form that comes back: refused, or with more in it than there is, which is asked once. */
type Refused = { form: z.output<typeof takenForm>; problem: Problem | null };

async function showStock(deps: Deps, call: Call<unknown, z.output<typeof stockQuery>>, refused?: Refused): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const { language, locale } = askedIn(call);
  const today = civilDateOf(call.now);
  const soonest = addDays(today, SOON_DAYS);
  const rows = await shelfRepository(deps.store.read, caller).shelf();
  const [take, at] = [refused?.form.traceCode ?? call.query.take, refused?.form.site ?? call.query.site];
  const open = rows.find((row) => row.traceCode === take && row.site.id === at);
  const fine = rows.filter((row) => row.recallId === null);
  const until = (row: { expiresOn: string | null }) => row.expiresOn ?? '9999';
  // Without the form there is no field to lead to.
  const fieldOf = (pointer: string) => (open && /quantity/.test(pointer) ? 'amount' : undefined);
  const errors = refused?.problem ? fieldErrors(refused.problem, locale, fieldOf) : [];
  const once = newFormKey(deps.random);
  const view: StockView = {
    who: nameOf(caller),
    short: await shelfRepository(deps.store.read, caller).short(),
    recalled: rows.filter((row) => row.recallId !== null),
    expired: fine.filter((row) => until(row) < today),
    soon: fine.filter((row) => until(row) >= today && until(row) <= soonest),
    rest: fine.filter((row) => until(row) > soonest),
    hasMore: rows.length >= MOST_ON_SHELF,
    ledger: `/v1/statutory-ledgers/incoming?month=${today.slice(0, 7)}&format=html`,
    saved: call.query.saved === 'yes',
    errors,
    ...(open
      ? {
          taking: {
            row: open,
            kind: refused?.form.kind ?? 'sold',
            amount: refused?.form.amount ?? '',
            once,
            isMore: refused?.problem === null,
          },
        }
      : {}),
    ...(refused && !open ? { gone: refused.form } : {}),
  };
  return send(refused ? (refused.problem?.status ?? 422) : 200, stockPage(view, language));
}

async function takeFromPage(deps: Deps, call: Call<unknown, z.output<typeof stockQuery>, z.output<typeof takenForm>>): Promise<Reply> {
  const { traceCode, site: at, kind, amount = '', unit } = call.body;
  const value = { kind, site: at, lines: [{ traceCode, quantity: { amount: amount.trim(), unit } }] };
  try {
    const read = dispositionBody.safeParse(value);
    if (!read.success) throw invalidInput(zodProblems(read.error.issues, value));
    const body = read.data;
    await onceByForm(deps, call, call.body.once, body, async (claim) => {
      if ((call.body.more ?? '') !== amount.trim() && (await isMoreThanThere(deps, partyCaller(call), call.body)))
        throw new MoreThanThere();
      return recordDisposition(deps, { ...call, claim, body }, partyCaller(call));
    });
    return seeOther(`${STOCK_PATH}?saved=yes`);
  } catch (error) {
    if (error instanceof MoreThanThere) return showStock(deps, call, { form: call.body, problem: null });
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return showStock(deps, call, { form: call.body, problem: error });
  }
}

class MoreThanThere extends Error {}

/** Whether more goes than the books have there: a slip of the finger that nothing else would stop. Goods that are not there are told elsewhere. */
async function isMoreThanThere(deps: Deps, caller: PartyCaller, form: z.output<typeof takenForm>): Promise<boolean> {
  const rows = await shelfRepository(deps.store.read, caller).shelf();
  const row = rows.find((one) => one.traceCode === form.traceCode && one.site.id === form.site);
  const wanted = parseQuantity({ amount: form.amount?.trim() ?? '', unit: form.unit ?? '' });
  if (!row || !wanted.ok) return false;
  const steps = convert(wanted.quantity.steps, wanted.quantity.unit, row.quantity.unit);
  return steps !== null && steps > row.steps;
}
