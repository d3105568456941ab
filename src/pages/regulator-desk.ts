import { z } from '@hono/zod-openapi';
import { authorityOf } from '../enforcement/calling.ts';
import { oneCase } from '../enforcement/case-reading.ts';
import { caseBody, correctionBody, orderBody } from '../enforcement/case-schemas.ts';
import { correction, order } from '../enforcement/case-steps.ts';
import { openCase } from '../enforcement/cases.ts';
import { namesOf } from '../enforcement/entered-by.ts';
import { leadList, oneLead } from '../enforcement/lists.ts';
import { photosOfLeads } from '../enforcement/note-photos.ts';
import { dismissLead } from '../enforcement/notes.ts';
import { leadQuery, reasonBody } from '../enforcement/schemas.ts';
import type { LeadReply } from '../enforcement/views.ts';
import { law } from '../law/index.ts';
import { lawSettings } from '../law-settings/repository.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, type Locale, Problem } from '../platform/problems.ts';
import { type Call, page } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { orderText } from './case-drafts.ts';
import { fieldErrors } from './field-errors.ts';
import { leadPage } from './lead-page.ts';
import type { LeadView } from './lead-view.ts';
import { deskName, leadItem, regionChoices } from './regulator-views.ts';
import { languageOf, localeOf, pickLanguage } from './text.ts';
import type { Language, LeadFilters, ViolationsView } from './view.ts';
import { VIOLATIONS_PATH, violationsPage } from './violations-page.ts';

const asTyped = (description: string, example: string) => z.string().max(500).optional().openapi({ description, example });

const lang = asTyped('Language of the page: zh-CN or en', 'en');
export const langQuery = z.object({ lang });
/** What a form sends is read by the API's own schema in the handler, so that a wrong value is told on the page. */
export const listQuery = z.object({
  rule: asTyped('Rule', 'past-shelf-life'),
  state: asTyped('State', 'open'),
  weight: asTyped('lead or reminder', 'lead'),
  region: asTyped('Place of the act', '330110'),
  party: asTyped('Party', '示例超市'),
  since: asTyped('Found on or after', '2026-11-01'),
  q: asTyped('Search', '示例超市'),
  sort: asTyped('Order of the list', 'fine'),
  page: asTyped('Page of the firms, from 1', '2'),
  reminded: asTyped('Firms just reminded', '2'),
  cursor: paging.cursor,
  lang,
});

const FILTERS = ['rule', 'state', 'weight', 'region', 'party', 'since', 'q', 'sort'] as const satisfies readonly (keyof LeadFilters)[];

export const orderForm = z.object({
  officer1: asTyped('First officer', '甲'),
  officer2: asTyped('Second officer', '乙'),
  dueOn: asTyped('Last day', '2026-12-01'),
  text: z.string().max(5_000).optional().openapi({ description: 'What is to be corrected', example: '补录保质期' }),
});
export const openingForm = orderForm.pick({ officer1: true, officer2: true });
export const correctionForm = z.object({
  correctionText: z.string().max(5_000).optional().openapi({ description: 'What was seen', example: '已补录' }),
});
export const dismissalForm = z.object({ reason: z.string().max(5_000).optional().openapi({ description: 'Why', example: '店码已展示' }) });

export const send = (status: number, text: string): Reply => page(status, text, { 'Cache-Control': 'no-store' });
export const seeOther = (to: string): Reply => ({ status: 303, headers: { Location: to, 'Cache-Control': 'no-store' }, body: '' });

export function languageFor(call: Pick<Call, 'locale'>, chosen: string | undefined): Language {
  return chosen === undefined ? languageOf(call.locale) : pickLanguage(chosen, undefined);
}

/** In which language a page is asked for, and which of the API's texts stand on it. */
export function askedIn(call: Pick<Call<unknown, { lang?: string | undefined }>, 'locale' | 'query'>): {
  language: Language;
  locale: Locale;
} {
  const language = languageFor(call, call.query.lang);
  return { language, locale: localeOf(language) };
}

/** Who comes without a session is sent to sign in and back; a party has its own start page. */
export function elsewhere(call: Call): Reply | null {
  if (call.caller.kind === 'authority' || call.caller.kind === 'admin') return null;
  if (call.caller.kind === 'party') return seeOther('/home');
  const { pathname, search } = new URL(call.request.url);
  return seeOther(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

export type ListCall = Call<unknown, z.output<typeof listQuery>>;

const NOT_FILTERS = ['lang', 'page', 'reminded'];

/** What of the address filters: empty fields of the form are left out. */
export function givenFilters(asked: Record<string, unknown>): { given: Record<string, unknown>; filters: LeadFilters } {
  const given = Object.fromEntries(
    Object.entries(asked).filter(([key, value]) => !NOT_FILTERS.includes(key) && value !== undefined && value !== ''),
  );
  const filters: LeadFilters = Object.fromEntries(FILTERS.flatMap((key) => (typeof given[key] === 'string' ? [[key, given[key]]] : [])));
  return { given, filters };
}

/** The list under the filters of the address; a filter that makes no sense shows an empty list with its chip to take off. */
export async function showList(deps: Deps, call: ListCall, refused?: Pick<ViolationsView, 'error' | 'entered'>): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale } = askedIn(call);
  const { given, filters } = givenFilters(call.query);
  const reminded = /^\d{1,3}$/.test(call.query.reminded ?? '') ? { reminded: Number(call.query.reminded) } : {};
  const desk = {
    authority: { name: deskName(call.caller, locale) },
    filters,
    regions: regionChoices(call.caller),
    mayRemind: call.caller.kind === 'authority' && call.caller.role === 'officer',
    ...reminded,
    ...refused,
  };
  const nothing = { counts: { total: 0, byState: {} }, items: [], next: null };
  const query = leadQuery.safeParse(given);
  if (!query.success) return send(422, violationsPage({ ...desk, ...nothing }, language));
  try {
    const asking = { caller: call.caller, now: call.now, locale } as const;
    const list = await leadList(deps, asking, query.data);
    const first = list.counts ?? (await leadList(deps, asking, { ...query.data, cursor: undefined, limit: 1 })).counts;
    const items = list.items.map((lead) => leadItem(lead, locale));
    const view = { ...desk, counts: first ?? nothing.counts, items, next: list.next };
    return send(refused?.error === undefined ? 200 : 422, violationsPage(view, language));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return send(422, violationsPage({ ...desk, ...nothing }, language));
  }
}

type LeadCall<B = unknown> = Call<{ id: string }, { lang?: string | undefined }, B>;

/** What a form sent and why it was refused, to be shown again. */
interface Refused {
  problem: Problem;
  entered: Record<string, string>;
  /** The field of the form for a pointer of the API. */
  fields: Record<string, string>;
}

export async function showLead(deps: Deps, call: LeadCall, refused?: Refused): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale } = askedIn(call);
  const asking = { caller: call.caller, now: call.now, locale } as const;
  const lead = await oneLead(deps, asking, call.params.id);
  const file = await caseOf(deps, asking, lead.caseId);
  const names = await namesOf(
    deps.store.read,
    lead.evidence.map((one) => one.enteredBy),
  );
  const given = file?.steps.find((step) => step.kind === 'order');
  const view: LeadView = {
    authority: { name: deskName(call.caller, locale) },
    item: leadItem(lead, locale, names),
    message: lead.message,
    ...(given ? { order: { dueOn: given.dueOn ?? '', text: given.text ?? '', orderedAt: given.at } } : {}),
    statements: lead.statements,
    photos: call.caller.kind === 'admin' ? await photoCountOf(deps, lead.id) : lead.photos,
    actions: actionsOn(call, lead, file),
    proposed: await proposedFor(deps, asking, lead),
    ...(refused ? refusal(refused, locale) : {}),
  };
  return send(refused?.problem.status ?? 200, leadPage(view, language));
}

/** An administrator reads that there are photos; the files are for the authorities of the place. */
const photoCountOf = async ({ store }: Deps, id: string) => (await photosOfLeads(store.read, [id])).get(id)?.length ?? 0;

/** How an order begins: the day the settings propose, what is to be put right by which articles, in Chinese for the party. */
async function proposedFor(deps: Deps, asking: Parameters<typeof oneLead>[1], lead: LeadReply): Promise<Record<string, string>> {
  const chinese = asking.locale === 'zh' ? lead : await oneLead(deps, { ...asking, locale: 'zh' }, lead.id);
  const { on } = law.deadlines.order(civilDateOf(asking.now), await lawSettings(deps.store.read));
  return { dueOn: on, text: orderText({ citations: chinese.citations, violations: [chinese] }) };
}

type CaseFile = Awaited<ReturnType<typeof oneCase>>;

/** Null where the lead has no case, or one that another authority handles. */
async function caseOf(deps: Deps, asking: Parameters<typeof oneCase>[1], caseId: string | null): Promise<CaseFile | null> {
  if (caseId === null) return null;
  try {
    return await oneCase(deps, asking, caseId);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return null;
    throw error;
  }
}

/** The fine of its band comes without an order before it. */
const isFinedAtOnce = (lead: LeadReply) => lead.fineBand?.after === 'immediate';

function actionsOn(call: LeadCall, lead: LeadReply, file: CaseFile | null): LeadView['actions'] {
  if (call.caller.kind !== 'authority' || lead.weight !== 'lead') return {};
  const step = (name: string) => `${VIOLATIONS_PATH}/${encodeURIComponent(lead.id)}/${name}`;
  const isOfficer = call.caller.role === 'officer';
  if (lead.state === 'open' && !isOfficer) return {};
  if (lead.state === 'open')
    return { ...(isFinedAtOnce(lead) ? { opening: step('case') } : { order: step('order') }), dismissal: step('dismissal') };
  if (file?.authority?.id !== call.caller.authority.publicId) return {};
  if (file.state === 'opened') return isOfficer ? { order: step('order') } : {};
  return file.state === 'ordered' ? { correction: step('correction') } : {};
}

function refusal({ problem, entered, fields }: Refused, locale: 'zh' | 'en'): Pick<LeadView, 'error' | 'entered'> {
  const [error] = fieldErrors(problem, locale, (pointer) => fields[pointer]);
  return { ...(error ? { error } : {}), entered };
}

/** Runs a step; when it is refused the page comes back with what was typed. */
async function orShowAgain<B extends Record<string, string | undefined>>(
  deps: Deps,
  call: LeadCall<B>,
  fields: Record<string, string>,
  step: () => Promise<unknown>,
): Promise<Reply> {
  try {
    await step();
    return seeOther(`${VIOLATIONS_PATH}/${encodeURIComponent(call.params.id)}`);
  } catch (error) {
    if (!(error instanceof Problem) || (error.status !== 422 && error.status !== 409)) throw error;
    const entered = Object.fromEntries(Object.entries(call.body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    return showLead(deps, call, { problem: error, entered, fields });
  }
}

/** The value a schema of the API reads, or every wrong field of it. */
function read<S extends z.ZodType>(schema: S, value: unknown, errors: ProblemDetail[]): z.output<S> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  errors.push(...zodProblems(result.error.issues, value));
  return undefined;
}

/** An order on a lead without a case opens the case with it, in one step. */
export async function orderOnLead(deps: Deps, call: LeadCall<z.output<typeof orderForm>>): Promise<Reply> {
  const caller = authorityOf(call.caller);
  const { officer1, officer2, dueOn, text } = call.body;
  const lead = await oneLead(deps, call, call.params.id);
  const errors: ProblemDetail[] = [];
  const given = read(orderBody, { dueOn, text }, errors);
  const fields = { '/dueOn': 'dueOn', '/text': 'text', '/officers/0': 'officer1', '/officers/1': 'officer2' };
  return orShowAgain(deps, call, fields, async () => {
    const { caseId } = lead;
    if (caseId !== null) {
      if (!given) throw invalidInput(errors);
      return order(deps, { ...call, params: { id: caseId }, body: given }, caller);
    }
    const body = read(caseBody, { violationIds: [lead.id], officers: [officer1, officer2] }, errors);
    if (!given || !body) throw invalidInput(errors);
    return openCase(deps, { ...call, body, order: given }, caller);
  });
}

/** Opens the case with this lead and its two officers, and leads to it. */
export async function openingOnLead(deps: Deps, call: LeadCall<z.output<typeof openingForm>>): Promise<Reply> {
  const caller = authorityOf(call.caller);
  const { officer1, officer2 } = call.body;
  const errors: ProblemDetail[] = [];
  let opened = '';
  const reply = await orShowAgain(deps, call, { '/officers/0': 'officer1', '/officers/1': 'officer2' }, async () => {
    const body = read(caseBody, { violationIds: [call.params.id], officers: [officer1, officer2] }, errors);
    if (!body) throw invalidInput(errors);
    opened = (JSON.parse((await openCase(deps, { ...call, body }, caller)).body) as { id: string }).id;
  });
  return opened === '' ? reply : seeOther(`/cases/${encodeURIComponent(opened)}`);
}

export async function correctionOnLead(deps: Deps, call: LeadCall<z.output<typeof correctionForm>>): Promise<Reply> {
  const caller = authorityOf(call.caller);
  const lead = await oneLead(deps, call, call.params.id);
  return orShowAgain(deps, call, { '/text': 'correctionText' }, async () => {
    const errors: ProblemDetail[] = [];
    const body = read(correctionBody, { text: call.body.correctionText }, errors);
    if (!body) throw invalidInput(errors);
    if (lead.caseId === null) throw new Problem('out-of-order', { zh: '该线索还没有立案。', en: 'This lead is in no case yet.' });
    return correction(deps, { ...call, params: { id: lead.caseId }, body }, caller);
  });
}

export function dismissalOnLead(deps: Deps, call: LeadCall<z.output<typeof dismissalForm>>): Promise<Reply> {
  const caller = authorityOf(call.caller);
  return orShowAgain(deps, call, { '/reason': 'reason' }, async () => {
    const errors: ProblemDetail[] = [];
    const body = read(reasonBody, { reason: call.body.reason }, errors);
    if (!body) throw invalidInput(errors);
    return dismissLead(deps, { ...call, body }, caller);
  });
}
