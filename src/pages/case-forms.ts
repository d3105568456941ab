import type { z } from '@hono/zod-openapi';
import { enforcement, payment, review, revocation, upholding } from '../enforcement/case-after.ts';
import { approval, decision, noPenalty } from '../enforcement/case-decision.ts';
import { closing, referral, withdrawal } from '../enforcement/case-ending.ts';
import type { TakenKind } from '../enforcement/case-model.ts';
import { hearing, notice } from '../enforcement/case-notice.ts';
import * as bodies from '../enforcement/case-schemas.ts';
import { service } from '../enforcement/case-service.ts';
import { statementReceived } from '../enforcement/case-statement.ts';
import { correction, order } from '../enforcement/case-steps.ts';
import type { Taking } from '../enforcement/case-taking.ts';
import { receivedBody } from '../enforcement/received-schemas.ts';
import type { AuthorityCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { othersIn } from './case-drafts.ts';
import type { CaseText } from './text-case.ts';

export type FieldName = keyof CaseText['labels'];

/** One field of a form: how it is typed, and where its value goes in the body of the API. A box that is `ticked` says no where it was cleared. */
export interface FormField {
  name: FieldName;
  as: 'line' | 'area' | 'others' | 'date' | 'yuan' | 'check' | 'ticked' | 'refusal' | keyof CaseText['choices'];
  to: string;
  required?: boolean;
}

type Typed = Readonly<Record<string, string | undefined>>;
type Take = (deps: Deps, call: Pick<Call, 'now' | 'claim' | 'locale'>, id: string, typed: Typed, caller: AuthorityCaller) => Promise<Reply>;

export interface StepForm {
  fields: readonly FormField[];
  take: Take;
}

const field = (name: FieldName, as: FormField['as'], to: string = name, required = true): FormField => ({ name, as, to, required });
const optional = (name: FieldName, as: FormField['as'], to: string = name): FormField => field(name, as, to, false);

function form<B extends z.ZodType>(
  body: B,
  take: (deps: Deps, call: Taking<z.output<B>>, caller: AuthorityCaller) => Promise<Reply>,
  ...fields: FormField[]
): StepForm {
  return {
    fields,
    take: (deps, call, id, typed, caller) => take(deps, { ...call, params: { id }, body: readForm(body, fields, typed) }, caller),
  };
}

const reason = field('reason', 'area');

/** The steps of a case that have a form, in the order in which they come; every one is the same call as in the API. */
export const stepForms: Partial<Record<TakenKind, StepForm>> = {
  order: form(bodies.orderBody, order, field('dueOn', 'date'), field('text', 'area')),
  correction: form(bodies.correctionBody, correction, optional('seenOn', 'date'), field('text', 'area')),
  notice: form(
    bodies.noticeBody,
    notice,
    optional('fineYuan', 'yuan', 'fineCents'),
    optional('others', 'others'),
    field('text', 'area'),
    optional('goodsValueYuan', 'yuan', 'goodsValueCents'),
    optional('goodsValueEvidence', 'line'),
    optional('ground', 'line'),
    optional('hearing', 'ticked'),
  ),
  service: form(
    bodies.serviceBody,
    service,
    optional('document', 'document'),
    optional('servedOn', 'date'),
    optional('how', 'how'),
    optional('consent', 'check'),
  ),
  'statement-received': form(
    receivedBody,
    statementReceived,
    field('saidHow', 'saidHow', 'how'),
    optional('receivedOn', 'date'),
    field('text', 'area'),
    optional('askHearing', 'check', 'hearing'),
    optional('waives', 'check'),
  ),
  hearing: form(
    bodies.hearingBody,
    hearing,
    field('text', 'area'),
    optional('heldOn', 'date'),
    optional('announcedOn', 'date'),
    optional('chair', 'line'),
  ),
  decision: form(
    bodies.decisionBody,
    decision,
    optional('fineYuan', 'yuan', 'fineCents'),
    optional('others', 'others'),
    reason,
    optional('ground', 'line'),
    optional('legalReview', 'line'),
  ),
  approval: form(bodies.approvalBody, approval, optional('text', 'area'), optional('agrees', 'refusal')),
  payment: form(bodies.paymentBody, payment, optional('paidOn', 'date'), field('amountYuan', 'yuan', 'amountCents')),
  enforcement: form(bodies.enforcementBody, enforcement, reason),
  review: form(bodies.reviewBody, review, field('review', 'review', 'kind'), optional('filedOn', 'date')),
  upholding: form(bodies.upholdingBody, upholding, reason),
  revocation: form(bodies.revocationBody, revocation, reason),
  'no-penalty': form(bodies.noPenaltyBody, noPenalty, field('noPenaltyGround', 'noPenaltyGround', 'ground'), reason),
  referral: form(bodies.referralBody, referral, optional('to', 'line'), reason),
  withdrawal: form(bodies.withdrawalBody, withdrawal, reason),
  closing: form(bodies.closingBody, closing, reason),
};

export const statementFields: readonly FormField[] = [
  field('text', 'area'),
  optional('askHearing', 'check', 'hearing'),
  optional('waives', 'check'),
];

/**
 * What was typed, read by the schema of the API.
 * @throws {Problem} invalid-input with pointers of the API; {@link fieldAt} leads back to the form
 */
export function readForm<B extends z.ZodType>(body: B, fields: readonly FormField[], typed: Typed): z.output<B> {
  const errors: ProblemDetail[] = [];
  const value: Record<string, unknown> = {};
  for (const one of fields) {
    const given = typed[one.name]?.trim() ?? '';
    if (one.as === 'ticked') value[one.to] = given !== '';
    else if (given !== '') value[one.to] = readField(one, given, errors);
  }
  const result = body.safeParse(value);
  if (!result.success) errors.push(...zodProblems(result.error.issues, value));
  if (errors.length > 0 || !result.success) throw invalidInput(errors);
  return result.data;
}

function readField({ as, to }: FormField, given: string, errors: ProblemDetail[]): unknown {
  if (as === 'check') return true;
  if (as === 'refusal') return false;
  if (as === 'others') return othersIn(given);
  if (as !== 'yuan') return given;
  const cents = centsOf(given);
  if (cents === null)
    errors.push({
      pointer: `/${to}`,
      found: given,
      expected: { zh: '金额，最多两位小数', en: 'an amount with at most two decimals' },
      fix: { zh: '例如 3000 或 3,000.50', en: 'for example 3000 or 3,000.50' },
    });
  return cents ?? 0;
}

/** '3,000' or '3000.50' in cents; null for what is no amount. */
export function centsOf(text: string): number | null {
  const parts = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.replace(/[,，\s]/g, ''));
  if (!parts) return null;
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

/** The field of a form that a pointer of the API is about. */
export function fieldAt(fields: readonly FormField[], pointer: string): FieldName | undefined {
  return fields.find((one) => pointer === `/${one.to}` || (one.as === 'others' && pointer.startsWith(`/${one.to}/`)))?.name;
}
