import { z } from '@hono/zod-openapi';
import { authorityOf } from '../enforcement/calling.ts';
import type { TakenKind } from '../enforcement/case-model.ts';
import { oneCase } from '../enforcement/case-reading.ts';
import { caseParams, caseStatementBody } from '../enforcement/case-schemas.ts';
import { namesOf, ownerOf } from '../enforcement/entered-by.ts';
import { handsOf } from '../enforcement/hands.ts';
import { isToldOf, photosOfLeads } from '../enforcement/note-photos.ts';
import { stateOnCase } from '../enforcement/statements.ts';
import { lawSettings } from '../law-settings/repository.ts';
import { actedBy } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { once } from '../platform/each.ts';
import { refuseInspector } from '../platform/officer.ts';
import { type Locale, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { type FormField, fieldAt, readForm, statementFields, stepForms } from './case-forms.ts';
import { type CaseReader, nextSteps, ON_SITE } from './case-next.ts';
import { type CasePageView, casePage } from './case-page.ts';
import { controlId } from './case-step-form.ts';
import { factsAsCsv } from './facts-csv.ts';
import { remedy } from './field-errors.ts';
import { formClaim, newFormKey } from './form-once.ts';
import { everybody, PAGE } from './page-route.ts';
import { askedIn, langQuery, seeOther, send } from './regulator-desk.ts';
import { deskName, enteredBy } from './regulator-views.ts';
import { languageOf, SHARED } from './text.ts';
import { CASE_TEXT } from './text-case.ts';
import type { FieldError } from './tool-page.ts';

const typed = (description: string, example: string) => z.string().max(8_000).optional().openapi({ description, example });

/** Every field of every form of a case; which of them a step takes is for its form to say. */
const caseForm = z.object({
  step: z.string().max(40).openapi({ description: 'The step, or `statement`', example: 'order' }),
  dueOn: typed('Last day to correct', '2026-12-01'),
  text: typed('What it says', '补录保质期'),
  seenOn: typed('Day it was seen', '2026-11-28'),
  fineYuan: typed('Fine in yuan', '3000'),
  others: typed('Penalties beside the fine, one a line', '警告：给予警告'),
  goodsValueYuan: typed('Value of the goods in yuan', '500'),
  goodsValueEvidence: typed('What the value rests on', '进货单据'),
  ground: typed('Ground for less than the minimum', '第三十二条第一项'),
  noPenaltyGround: typed('Ground for no penalty', 'no-fault'),
  hearing: typed('Told of the right to a hearing', '1'),
  askHearing: typed('The party asks for a hearing', '1'),
  saidHow: typed('How the party stated it', 'paper'),
  receivedOn: typed('Day it was received', '2026-12-04'),
  waives: typed('The party gives further statement up', '1'),
  reason: typed('Why', '罚款已缴清'),
  legalReview: typed('Result of the legal review', '审核通过'),
  document: typed('Document served', 'decision'),
  servedOn: typed('Day of service', '2026-11-26'),
  how: typed('Way of service', 'in-person'),
  consent: typed('Agreed to electronic service', '1'),
  paidOn: typed('Day of payment', '2026-12-01'),
  amountYuan: typed('Amount paid in yuan', '3000'),
  heldOn: typed('Day of the hearing', '2026-12-20'),
  announcedOn: typed('Day the hearing was announced', '2026-12-08'),
  chair: typed('Who chaired it', '丙'),
  agrees: typed('The second officer does not agree', '1'),
  review: typed('Review or suit', 'suit'),
  filedOn: typed('Day it was filed', '2026-12-25'),
  to: typed('Office it goes to', '示例市公安局'),
  once: typed('Key of this filling in: sent twice it is one step', 'V1StGXR8Z5jdHi6B'),
  csrf: typed('Of the session', 'x'),
});

type CaseCall<B = unknown> = Call<{ id: string }, { lang?: string | undefined }, B>;
type Refused = NonNullable<CasePageView['refused']> & { status: number };

/** The page of a case, for its office and for its party. */
async function showCase(deps: Deps, call: CaseCall, refused?: Refused): Promise<Reply> {
  const { caller } = call;
  if (caller.kind === 'anonymous') {
    const { pathname, search } = new URL(call.request.url);
    return seeOther(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
  }
  const { read } = deps.store;
  const { language, locale } = askedIn(call);
  const asking = { caller, now: call.now, locale } as const;
  const file = await oneCase(deps, asking, call.params.id);
  const chinese = locale === 'zh' ? file : await oneCase(deps, { ...asking, locale: 'zh' }, call.params.id);
  const isParty = caller.kind === 'party';
  const entered = file.violations.flatMap((lead) => lead.evidence.map((one) => one.enteredBy));
  const by = [...file.steps, ...file.statements].map((one) => one.by);
  const owners = await namesOf(read, [...entered, ...by]);
  const reader: CaseReader = {
    kind: caller.kind,
    name: isParty ? file.party.name : deskName(caller, locale),
    ...(caller.kind === 'authority' ? { role: caller.role, by: actedBy(caller) } : {}),
  };
  const isTold = !isParty || isToldOf(file.steps);
  const photos = await photosOfLeads(read, isTold ? file.violations.map((lead) => lead.id) : []);
  const today = civilDateOf(call.now);
  const view: CasePageView = {
    file,
    reader,
    next: nextSteps(file, { chinese, reader, today, settings: await lawSettings(read) }, locale),
    names: new Map(by.map((one) => [one, owners.get(ownerOf(one)) ?? one])),
    hands: isParty ? new Map() : await handsOf(read, by),
    enteredBy: (reference) => enteredBy(reference, locale, owners),
    photos: new Map([...photos].map(([id, some]) => [id, caller.kind === 'admin' ? some.length : some.map(({ sha256 }) => sha256)])),
    once: newFormKey(deps.random),
    refused,
  };
  return send(refused?.status ?? 200, casePage(view, language));
}

/** Takes the step a form names, once however often it is sent; when it is refused the page comes back with what was typed. */
async function takeForm(deps: Deps, call: CaseCall<z.output<typeof caseForm>>): Promise<Reply> {
  const { step, csrf: _, once: key = '', ...fields } = call.body;
  const claim = formClaim(call, key, { step, ...fields });
  const form = stepForms[step as TakenKind];
  const specs = step === 'statement' ? statementFields : (form?.fields ?? []);
  const { caller } = call;
  try {
    if (caller.kind !== 'party' && form && !ON_SITE.has(step)) refuseInspector(caller);
    await once(deps, claim, async () => {
      if (caller.kind === 'party') return stateOnCase(deps, { ...call, claim, body: readForm(caseStatementBody, specs, fields) }, caller);
      if (form) return form.take(deps, { ...call, claim }, call.params.id, fields, authorityOf(caller));
      throw new Problem('out-of-order', { zh: '没有这个步骤。', en: 'There is no such step.' });
    });
    return seeOther(`/cases/${encodeURIComponent(call.params.id)}`);
  } catch (error) {
    if (!(error instanceof Problem) || ![403, 409, 422].includes(error.status)) throw error;
    return showCase(deps, call, refusalOf(error, step, specs, fields, askedIn(call).locale));
  }
}

/** Everything that was wrong, each beside its control where the form has one. */
function refusalOf(
  problem: Problem,
  step: string,
  specs: readonly FormField[],
  fields: Readonly<Record<string, string | undefined>>,
  locale: Locale,
): Refused {
  const language = languageOf(locale);
  const told = problem.errors.map((error): FieldError => {
    const name = fieldAt(specs, error.pointer);
    const text = remedy(error, locale);
    if (name === undefined) return { text };
    return { text: `${CASE_TEXT[language].labels[name]}${SHARED[language].colon}${text}`, field: controlId(step, name) };
  });
  const errors = told.length === 0 ? [{ text: problem.detail[locale] }] : told;
  const entered = Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return { status: problem.status, errors, step, entered };
}

/** A case as a page: its office takes the steps there, its party reads it and answers. */
export function casePageRoutes(deps: Deps): Route[] {
  const path = '/cases/{id}';
  return [
    route({
      method: 'get',
      path,
      id: 'casePage',
      tag: 'pages',
      summary: 'One case as a page',
      description:
        'For its office: where it stands, what is missing, the days that count, the arithmetic, drafts of documents and the steps that are open. For its party: the same facts, and the form to answer.',
      access: { ...everybody, delegateRight: 'party' },
      params: caseParams,
      query: langQuery,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showCase(deps, call),
    }),
    route({
      method: 'post',
      path,
      id: 'caseForm',
      tag: 'pages',
      summary: 'Take a step from the page',
      description:
        'The same steps as POST /v1/cases/{id}/…, and the statement of the party; a refusal comes back on the page with what was typed.',
      access: { who: ['authority', 'party'], right: 'party' },
      params: caseParams,
      query: langQuery,
      body: caseForm,
      bodyKind: 'form',
      replies: { 303: { description: 'Done; back to the case' }, 409: PAGE, 422: PAGE },
      handle: (call) => takeForm(deps, call),
    }),
    route({
      method: 'get',
      path: `${path}/facts.csv`,
      id: 'caseFactsCsv',
      tag: 'pages',
      summary: 'The facts of a case as a file',
      description: 'A line a fact: what was recorded, what was expected, and who entered it.',
      access: { who: ['authority', 'admin'] },
      params: caseParams,
      query: langQuery,
      replies: { 200: { description: 'The file', mediaType: 'text/csv' } },
      handle: async (call) => {
        const locale = askedIn(call).locale;
        const file = await oneCase(deps, { caller: call.caller, now: call.now, locale }, call.params.id);
        const title = [file.id, file.party.name, file.title];
        return factsAsCsv(deps, call.now, { name: `case-${file.id}`, title, leads: file.violations }, locale);
      },
    }),
  ];
}
