import type { TakenKind } from '../enforcement/case-model.ts';
import type { OneCase } from '../enforcement/case-reading.ts';
import type { Locale } from '../platform/problems.ts';
import { othersText } from './case-drafts.ts';
import { type FormField, statementFields, stepForms } from './case-forms.ts';
import { type CaseReader, lastOf, type NextSteps, stepWords } from './case-next.ts';
import { escapeHtml as e, safeUrl } from './escape.ts';
import { time, yuan } from './format.ts';
import { csrfField, facts, link } from './layout.ts';
import { languageOf } from './text.ts';
import { CASE_TEXT, type CaseText } from './text-case.ts';
import { NEXT_TEXT } from './text-case-next.ts';
import type { FieldError } from './tool-page.ts';

export interface StepFormsView {
  file: OneCase;
  reader: CaseReader;
  next: NextSteps;
  /** Names of the keys and people that took steps, by the reference; for readers inside the office. */
  hands: ReadonlyMap<string, string>;
  /** Key of this filling in of a form. */
  once: string;
  csrf?: string | undefined;
  /** What was refused: of which step, and every field that was wrong, by the id of its control. */
  refused?: { step: string; errors: readonly FieldError[]; entered: Readonly<Record<string, string>> } | undefined;
}

interface Words {
  t: CaseText;
  locale: Locale;
}

const wordsOf = (locale: Locale): Words => ({ t: CASE_TEXT[languageOf(locale)], locale });

/** The id of a control: a field of one of several forms of the page. */
export const controlId = (step: string, field: string): string => `${step}-${field}`;

/** The step the case waits for, its form filled as far as the case tells; the others that are open fold beneath. */
export function nextPanel(view: StepFormsView, locale: Locale): string {
  const w = wordsOf(locale);
  const t = NEXT_TEXT[locale];
  const { file, next, refused } = view;
  // A refused step stands in front, whatever comes next.
  const front = (refused && file.next.find((kind) => kind === refused.step)) ?? next.main;
  const forms = (kinds: readonly TakenKind[]) => kinds.flatMap((kind) => stepForm(view, kind, w));
  const others = forms(file.next.filter((kind) => kind !== front));
  const main = front === null ? [] : forms([front]);
  const body = main.length === 0 ? `<p class="card">${others.length === 0 ? w.t.noStep : t.waiting}</p>` : main.join('');
  const more =
    others.length === 0
      ? ''
      : `<details class="filter"><summary>${t.others} <span class="tag">${others.length}</span></summary>${others.join('')}</details>`;
  return `<section id="next"><h2 class="gapped">${t.main}</h2>${body}${more}</section>`;
}

function stepForm(view: StepFormsView, kind: TakenKind, w: Words): string[] {
  const spec = stepForms[kind];
  if (!spec) return [];
  const t = NEXT_TEXT[w.locale];
  const title = stepWords(kind, w.locale);
  const proposal = kind === 'approval' ? proposalOf(view, w) : '';
  const tag = kind === 'approval' ? ` <span class="tag ochre">${t.approvalTag}</span>` : '';
  const why = view.next.barred[kind];
  if (why !== undefined)
    return [`<section class="card"><h3 class="gapped">${title}${tag}</h3>${proposal}<p class="limit" role="note">${e(why)}</p></section>`];
  const notes = view.next.proposed[kind]?.notes ?? [];
  const hint = proposal + (notes.length === 0 ? '' : `<ul class="why small">${notes.map((note) => `<li>${e(note)}</li>`).join('')}</ul>`);
  return [formOf(view, { step: kind, title: `${title}${tag}`, fields: spec.fields, hint: hint + draftLink(view.file, kind, t.print) }, w)];
}

/* The document a step makes, to be read before it is made. */
function draftLink({ id }: OneCase, kind: TakenKind, text: string): string {
  const document = (
    { order: 'order', notice: 'notice', decision: 'decision', approval: 'decision', referral: 'referral' } as Record<string, string>
  )[kind];
  return document === undefined ? '' : `<p>${link(`/v1/cases/${encodeURIComponent(id)}/documents/${document}`, text, 'tap')}</p>`;
}

/** A decision below the minimum waits here: what is proposed, by whom, and who may approve it. */
function proposalOf({ file, hands }: StepFormsView, { t, locale }: Words): string {
  const words = NEXT_TEXT[locale];
  const proposal = lastOf(file, 'proposal');
  if (proposal === undefined) return '';
  return `<h4>${words.approvalTitle}</h4>${facts([
    [words.amount, `<b>${yuan(proposal.fineCents ?? 0)}</b> ${locale === 'en' ? 'yuan' : '元'}`],
    [t.others, e(othersText(proposal.others ?? []))],
    [t.band, e(file.penalty?.fineText ?? '')],
    [t.labels.reason, e(proposal.reason ?? '')],
    [t.labels.ground, e(proposal.ground ?? '')],
    [words.proposedBy, e(hands.get(proposal.by) ?? proposal.by)],
    [words.proposedAt, time(proposal.at)],
    [words.mayApprove, words.mayApproveText],
  ])}`;
}

/** The form of the party: its statement, while it may be made. */
export function answerForm(view: StepFormsView, locale: Locale): string {
  const may: readonly string[] = ['opened', 'ordered', 'corrected', 'notified'];
  if (!may.includes(view.file.state)) return '';
  const w = wordsOf(locale);
  const hint = `<p class="hint">${w.t.answerHint}</p>`;
  return formOf(view, { step: 'statement', title: w.t.answer, fields: statementFields, hint }, w);
}

interface Form {
  step: string;
  title: string;
  fields: readonly FormField[];
  /** Markup above the fields. */
  hint: string;
}

function formOf(view: StepFormsView, { step, title, fields, hint }: Form, w: Words): string {
  const action = safeUrl(`/cases/${encodeURIComponent(view.file.id)}`);
  const inputs = fields.map((field) => control(view, step, field, w)).join('');
  return `<form class="card" method="post" action="${action}" id="form-${step}"><h3 class="gapped">${title}</h3>${hint}${csrfField(view.csrf)}<input type="hidden" name="once" value="${e(view.once)}"><input type="hidden" name="step" value="${step}">${inputs}<button class="btn${step === view.next.main ? '' : ' plain'}">${w.t.go}</button></form>`;
}

function control(view: StepFormsView, step: string, { name, as, required }: FormField, { t }: Words): string {
  const id = controlId(step, name);
  const mine = view.refused?.step === step ? view.refused : undefined;
  const error = mine?.errors.find((one) => one.field === id);
  const proposed = view.next.proposed[step as TakenKind]?.values[name];
  const value = mine ? mine.entered[name] : proposed;
  const wrong = error === undefined ? '' : `<p class="wrong" id="${id}-e">${e(error.text)}</p>`;
  const marks = error === undefined ? '' : ` aria-invalid="true" aria-describedby="${id}-e"`;
  if (as === 'check' || as === 'ticked' || as === 'refusal')
    return `<div class="field">${wrong}<label class="check" for="${id}"><input type="checkbox" id="${id}" name="${name}" value="1"${value === '1' ? ' checked' : ''}${marks}> <span>${t.labels[name]}</span></label></div>`;
  const attributes = `id="${id}" name="${name}"${required ? ' required' : ''}${marks}`;
  return `<div class="field"><label for="${id}">${t.labels[name]}</label>${wrong}${input(as, attributes, e(value ?? ''), t)}</div>`;
}

function input(as: Exclude<FormField['as'], 'check' | 'ticked' | 'refusal'>, attributes: string, value: string, t: CaseText): string {
  if (as === 'area' || as === 'others') return `<textarea ${attributes} rows="5" maxlength="2000">${value}</textarea>`;
  if (as === 'date') return `<input type="date" ${attributes} value="${value}">`;
  if (as === 'yuan') return `<input inputmode="decimal" ${attributes} maxlength="20" value="${value}">`;
  if (as === 'line') return `<input ${attributes} maxlength="500" value="${value}">`;
  const options = Object.entries(t.choices[as]).map(
    ([key, text]) => `<option value="${e(key)}"${key === value ? ' selected' : ''}>${e(text)}</option>`,
  );
  return `<select ${attributes}><option value="">${t.choose}</option>${options.join('')}</select>`;
}
