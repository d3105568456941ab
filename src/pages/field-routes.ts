import { z } from '@hono/zod-openapi';
import { fieldView, recordField } from '../farm/records.ts';
import { fieldRepository } from '../farm/repository.ts';
import { fieldRecordBody } from '../farm/schemas.ts';
import { partyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { fieldErrors } from './field-errors.ts';
import { FIELD_RECORDS_PATH, type FieldRecordsView, fieldRecordsPage } from './field-records-page.ts';
import { everybody, PAGE } from './page-route.ts';
import { langQuery, languageFor, seeOther, send } from './regulator-desk.ts';

const typed = (description: string, example: string) => z.string().max(200).optional().openapi({ description, example });
const formBody = z.object({
  crop: typed('Crop', '豇豆'),
  plot: typed('Plot', '3 号棚'),
  agent: typed('What was applied', '示例杀虫剂'),
  registrationNumber: typed('Registration number', 'PD20260001'),
  appliedOn: typed('Applied on', '2026-10-20'),
  intervalDays: typed('Safety interval in days', '7'),
  harvestedOn: typed('Harvested on', '2026-11-01'),
  traceCode: typed('Trace code', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  csrf: typed('Of the session', 'x'),
});
type Form = z.output<typeof formBody>;
type Query = { lang?: string | undefined };

/** What a page of field records shows at once. */
const SHOWN = 20;

async function showRecords(deps: Deps, call: Call<unknown, Query>, refused?: FieldRecordsView['refused']): Promise<Reply> {
  if (call.caller.kind === 'anonymous') return seeOther(`/sign-in?next=${encodeURIComponent(FIELD_RECORDS_PATH)}`);
  if (call.caller.kind !== 'party') return seeOther('/home');
  const { caller } = call;
  const rows = await fieldRepository(deps.store.read, caller).list(null, SHOWN);
  const view = {
    who: caller.party.natural ? '' : caller.party.name,
    today: civilDateOf(call.now),
    items: rows.slice(0, SHOWN).map((row) => fieldView(row, [])),
    refused,
  };
  return send(refused ? 422 : 200, fieldRecordsPage(view, languageFor(call, call.query.lang)));
}

/** What is empty on the form was left out. */
function bodyOf({ csrf: _, traceCode, intervalDays, ...fields }: Form) {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const value = {
    ...given,
    ...(intervalDays?.trim() ? { intervalDays: Number(intervalDays) } : {}),
    ...(traceCode?.trim() ? { traceCodes: [traceCode.trim()] } : {}),
  };
  const read = fieldRecordBody.safeParse(value);
  if (read.success) return read.data;
  throw invalidInput(zodProblems(read.error.issues, value));
}

async function recordFromPage(deps: Deps, call: Call<unknown, Query, Form>): Promise<Reply> {
  try {
    await recordField(deps, { ...call, body: bodyOf(call.body) }, partyCaller(call));
    return seeOther(FIELD_RECORDS_PATH);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    const fieldOf = (pointer: string) => (pointer.startsWith('/traceCodes') ? 'traceCode' : pointer.slice(1));
    const errors = fieldErrors(error, call.locale, fieldOf);
    const entered = Object.fromEntries(Object.entries(call.body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    return showRecords(deps, call, { errors, entered });
  }
}

/** Field records as a page for the phone. */
export function fieldPageRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: FIELD_RECORDS_PATH,
      id: 'fieldRecordsPage',
      tag: 'pages',
      summary: 'Field records as a page',
      description: 'A form for the phone, filled in from the last record, and what was recorded before.',
      access: everybody,
      query: langQuery,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showRecords(deps, call),
    }),
    route({
      method: 'post',
      path: FIELD_RECORDS_PATH,
      id: 'recordFieldForm',
      tag: 'pages',
      summary: 'Record from the page',
      description: 'As POST /v1/field-records; a refusal comes back on the page with what was typed.',
      access: { who: ['party'], right: 'batches' },
      query: langQuery,
      body: formBody,
      bodyKind: 'form',
      replies: { 303: { description: 'Recorded; to the page' }, 422: PAGE },
      handle: (call) => recordFromPage(deps, call),
    }),
  ];
}
