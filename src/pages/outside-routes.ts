import { z } from '@hono/zod-openapi';
import { recordOutsideReceipt } from '../custody/outside.ts';
import { outsideBatch, outsideBody } from '../custody/schemas.ts';
import { placesOf } from '../exchange/ledgers/sheets.ts';
import { UPLOAD_LIMIT } from '../platform/body.ts';
import { type PartyCaller, partyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { formOf, problemOf, storeFiles } from './batch-form.ts';
import { fieldErrors } from './field-errors.ts';
import { newFormKey, onceByForm } from './form-once.ts';
import { OUTSIDE_PATH, outsidePage } from './outside-page.ts';
import { everybody, PAGE } from './page-route.ts';
import { RECEIPT_CHECKS } from './receive-page.ts';
import { batchOf, type Entered, fieldAt, idOf } from './record-form.ts';
import { askedIn, seeOther } from './regulator-desk.ts';
import { type FieldError, partyElsewhere, sendTool } from './tool-page.ts';

const query = z.object({
  lang: z.string().max(10).optional().openapi({ description: 'Language of the page', example: 'en' }),
  recorded: z.string().max(40).optional().openapi({ description: 'Code of what was just recorded', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
});
type PageCall = Call<unknown, z.output<typeof query>>;

/** Purchases from suppliers who are not in the system, by a form. */
export function outsidePageRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: OUTSIDE_PATH,
      id: 'outsideReceiptPage',
      tag: 'pages',
      summary: 'Record a purchase from outside the system by a form',
      description: 'The supplier, the goods, their papers, what was checked.',
      access: everybody,
      query,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showForm(deps, call),
    }),
    route({
      method: 'post',
      path: OUTSIDE_PATH,
      id: 'outsideReceiptForm',
      tag: 'pages',
      summary: 'Record a purchase from the page',
      description:
        'As POST /v1/receipts with one line, papers stored as by PUT /v1/files/{sha256}; once however often it is sent. A refusal comes back with what was typed.',
      access: { who: ['party'], right: 'custody' },
      query,
      body: z.looseObject({}),
      bodyKind: 'bytes',
      bodyLimit: UPLOAD_LIMIT,
      replies: { 303: { description: 'Recorded; to the empty form, which says so' }, 409: PAGE, 422: PAGE },
      handle: (call) => recordFromPage(deps, call),
    }),
  ];
}

interface Again {
  status: number;
  entered: Entered;
  errors: readonly FieldError[];
}

async function showForm(deps: Deps, call: PageCall, again?: Again): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const places = await placesOf(deps.store.read, caller, {}, call.now);
  const view = {
    who: caller.party.natural ? '' : caller.party.name,
    sites: places.filter(({ site }) => site.endedAt === null).map(({ site }) => ({ id: site.publicId, name: site.name })),
    once: newFormKey(deps.random),
    today: civilDateOf(call.now),
    entered: again?.entered ?? {},
    errors: again?.errors ?? [],
    recorded: again ? null : (call.query.recorded ?? null),
  };
  return sendTool(deps, again?.status ?? 200, outsidePage(view, askedIn(call).language));
}

async function recordFromPage(deps: Deps, call: PageCall): Promise<Reply> {
  const caller = partyCaller(call);
  const { entered, files } = await formOf(call);
  const errors = await storeFiles(deps, call, caller, { entered, files });
  if (errors.length > 0) return showForm(deps, call, { status: 422, entered, errors });
  try {
    const code = await recorded(deps, call, caller, entered);
    const lang = call.query.lang ? `&lang=${encodeURIComponent(call.query.lang)}` : '';
    return seeOther(`${OUTSIDE_PATH}?recorded=${encodeURIComponent(code)}${lang}`);
  } catch (error) {
    const problem = problemOf(error);
    const told = fieldErrors(problem, askedIn(call).locale, (pointer) => outsideFieldAt(pointer, entered));
    return showForm(deps, call, { status: problem.status, entered, errors: told });
  }
}

/** The trace code of the goods. @throws {Problem} as POST /v1/receipts */
async function recorded(deps: Deps, call: PageCall, caller: PartyCaller, entered: Entered): Promise<string> {
  const body = outsideOf(entered, civilDateOf(call.now));
  const reply = await onceByForm(deps, call, entered.once, body, (claim) => {
    const read = formBody.safeParse(body);
    if (!read.success) throw invalidInput(zodProblems(read.error.issues, body));
    return recordOutsideReceipt(deps, { ...call, claim, body: read.data }, caller);
  });
  return String(JSON.parse(reply.body).lines[0]?.traceCode ?? '');
}

/** Goods described, never named by a code: what is missing is then said field by field. */
const formBody = outsideBody.extend({ lines: z.array(outsideBatch).length(1) });
const FROM = ['name', 'uscc', 'address', 'contact'] as const;

/** The body of `POST /v1/receipts` the fields say; nothing is checked here. */
export function outsideOf(entered: Entered, today: string): Record<string, unknown> {
  const apart = /^(from\.|check\.|receivedOn$|site$)/;
  const line = batchOf(Object.fromEntries(Object.entries(entered).filter(([name]) => !apart.test(name))));
  const said = (name: string) => entered[name]?.trim() ?? '';
  const from = Object.fromEntries(FROM.flatMap((name) => (said(`from.${name}`) === '' ? [] : [[name, said(`from.${name}`)]])));
  const checks = RECEIPT_CHECKS.filter((check) => entered[`check.${check}`] === '1').map((check) => [check, true] as const);
  const day = said('receivedOn');
  return {
    from,
    ...(said('site') === '' ? {} : { site: said('site') }),
    // Of a day gone by the hour is not known: its noon stands for it.
    ...(day === '' || day === today ? {} : { receivedAt: `${day}T12:00:00+08:00` }),
    ...(checks.length === 0 ? {} : { checks: Object.fromEntries(checks) }),
    lines: [line],
  };
}

function outsideFieldAt(pointer: string, entered: Entered): string | undefined {
  const [, first = '', second = ''] = pointer.split('/');
  if (first === 'from') return idOf(`from.${second || 'name'}`);
  if (first === 'receivedAt') return 'receivedOn';
  if (first === 'lines') return fieldAt(pointer.replace(/^\/lines\/0/, ''), entered);
  return first === 'site' ? 'site' : undefined;
}
