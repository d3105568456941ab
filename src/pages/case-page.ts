import { type CaseState, STATE_WORDS, STEP_WORDS, type TakenKind } from '../enforcement/case-model.ts';
import type { OneCase } from '../enforcement/case-reading.ts';
import type { Locale } from '../platform/problems.ts';
import { type FormField, statementFields, stepForms } from './case-forms.ts';
import { escapeHtml as e, safeUrl } from './escape.ts';
import { time, yuan } from './format.ts';
import { alert, csrfField, deskPage, facts, link, table } from './layout.ts';
import { regulatorNav } from './regulator-nav.ts';
import { CASE_TEXT, type CaseText } from './text-case.ts';
import type { Language } from './view.ts';
import { VIOLATIONS_PATH } from './violations-page.ts';

export interface CasePageView {
  file: OneCase;
  /** Who reads it; the party answers, an officer of the office takes steps. */
  reader: { kind: 'party' | 'authority' | 'admin'; name: string };
  /** Names of who took a step, by the reference it was recorded with. */
  names: ReadonlyMap<string, string>;
  csrf?: string | undefined;
  error?: { text: string; step: string; field?: string | undefined };
  entered?: Readonly<Record<string, string>>;
}

interface Words {
  t: CaseText;
  locale: Locale;
}

/** A case: where it stands, the days that count, what is missing, facts, arithmetic, every step, and the forms of the steps that are open. */
export function casePage(view: CasePageView, language: Language): string {
  const w: Words = { t: CASE_TEXT[language], locale: language === 'en' ? 'en' : 'zh' };
  const { file, reader } = view;
  const state = STATE_WORDS[file.state as CaseState][w.locale];
  const back = reader.kind === 'party' ? link('/home', `← ${w.t.home}`, 'tap') : link(VIOLATIONS_PATH, `← ${w.t.back}`, 'tap');
  const late = file.overdue ? ` <span class="tag red">${w.t.overdue}</span>` : '';
  const head = `<div class="head"><h1>${e(file.title)} <span class="tag">${state}</span>${late}</h1><p class="code quiet">${e(file.id)}</p></div>`;
  const main = [
    reader.kind === 'party' ? '' : regulatorNav(null, language),
    `<p>${back}</p>`,
    alert(view.error?.text),
    head,
    warnings(file, w),
    identity(file, w),
    deadlines(file, w),
    penalty(file, w),
    violations(file, w, reader.kind),
    statements(file, w),
    history(view, w),
    reader.kind === 'party' ? answerForm(view, w) : `${drafts(file, w)}${nextSteps(view, w)}`,
  ].join('');
  return deskPage({
    language,
    title: `${w.t.title} ${file.id}`,
    main: `<div class="in wide">${main}</div>`,
    who: reader.name,
    csrf: view.csrf,
  });
}

const card = (title: string, body: string, className = '') =>
  body === '' ? '' : `<section class="card${className}"><h2>${title}</h2>${body}</section>`;
const list = (items: readonly string[]) =>
  items.length === 0 ? '' : `<ul class="why">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
const amount = (cents: number | null, locale: Locale) => (cents === null ? '' : `<b>${yuan(cents)}</b> ${locale === 'en' ? 'yuan' : '元'}`);

function warnings(file: OneCase, { t, locale }: Words): string {
  const items = file.warnings.map((one) => `${e(one.text)}${locale === 'en' ? ` (${one.article.en})` : `（${one.article.zh}）`}`);
  return card(t.warnings, list(items), ' ochre');
}

function identity(file: OneCase, { t, locale }: Words): string {
  const code = file.party.uscc === null ? '' : ` <span class="code">${e(file.party.uscc)}</span>`;
  const days = file.occurredFrom === file.occurredTo ? time(file.occurredFrom) : `${time(file.occurredFrom)} – ${time(file.occurredTo)}`;
  const { payment } = file;
  const rows = facts([
    [t.party, `<b>${e(file.party.name)}</b>${code}`],
    [t.office, e(file.authority?.name ?? '')],
    [t.officers, e(file.officers.join('、'))],
    [t.period, days],
    [t.openedAt, time(file.openedAt)],
    [t.band, e(file.penalty?.fineText ?? '')],
    [t.goodsValue, amount(file.goodsValueCents, locale)],
    [t.fine, amount(file.fineCents, locale)],
    [t.paid, payment === null ? '' : amount(payment.paidCents, locale)],
    [t.open, payment === null ? '' : amount(payment.openCents, locale)],
    [t.surcharge, payment === null || payment.surchargeCents === 0 ? '' : amount(payment.surchargeCents, locale)],
  ]);
  return `<section class="card">${rows}</section>`;
}

function deadlines(file: OneCase, { t }: Words): string {
  if (file.deadlines.length === 0) return '';
  const rows = file.deadlines.map((one) => [
    `<b>${e(one.text)}</b>`,
    `${time(one.on)}${one.passed ? ` <span class="tag red">${t.passed}</span>` : ''}`,
    e(one.basis ?? ''),
  ]);
  return `<section class="card">${table(t.deadlines, [t.kind, t.on, t.basis], rows)}</section>`;
}

function penalty(file: OneCase, { t }: Words): string {
  const { provisions } = file;
  const steps = (file.penalty?.steps ?? []).map(
    (step) => `${e(step.text)}${step.arithmetic === null ? '' : ` <b>${e(step.arithmetic)}</b>`}`,
  );
  const others = (file.penalty?.reductions ?? []).map((one) => e(one.text));
  const articles = file.citations.map((one) => `${e(one.text)} ${e(one.title)}`);
  return `<div class="steps">${card(t.arithmetic, list([...steps, ...others]))}${card(t.basis, list(articles))}${provisions === null ? '' : card(t.provisions, `<p>${e(provisions.text)}</p>`)}</div>`;
}

function violations(file: OneCase, { t }: Words, reader: CasePageView['reader']['kind']): string {
  const items = file.violations.map((lead) => {
    const text = `${time(lead.actOn)} ${e(lead.message)}`;
    const known = lead.evidence.map((one) => `${e(one.fact)}：<b>${e(one.value)}</b>`).join('；');
    const title = reader === 'party' ? text : `<a href="${safeUrl(`${VIOLATIONS_PATH}/${encodeURIComponent(lead.id)}`)}">${text}</a>`;
    return `${title}<br><span class="small quiet">${known}</span>`;
  });
  return card(`${t.violations} <span class="tag">${items.length}</span>`, list(items));
}

function statements(file: OneCase, { t }: Words): string {
  const kinds: Record<string, string> = { hearing: t.hearingAsked, waiver: t.waived, reminder: t.reminder };
  const items = file.statements.map((one) => {
    const kind = kinds[one.kind] === undefined ? '' : ` <span class="tag">${kinds[one.kind]}</span>`;
    return `<div class="law"><p class="small quiet">${time(one.at)}${kind}</p><p>${e(one.text)}</p></div>`;
  });
  return card(t.statements, items.join(''));
}

function history({ file, names }: CasePageView, { t, locale }: Words): string {
  const items = file.steps.map((step) => {
    const details = [
      step.dueOn,
      step.servedOn,
      step.seenOn,
      step.fineCents === undefined ? undefined : `${yuan(step.fineCents)}`,
      step.amountCents === undefined ? undefined : `${yuan(step.amountCents)}`,
      step.text,
      step.reason,
      step.ground,
    ].flatMap((one) => (one === undefined ? [] : [e(one)]));
    return `<b>${STEP_WORDS[step.kind][locale]}</b> <span class="small quiet">${time(step.at)} ${e(names.get(step.by) ?? step.by)}</span><br>${details.join(' · ')}`;
  });
  return card(t.history, list(items));
}

function drafts(file: OneCase, { t }: Words): string {
  const links = (Object.keys(t.documentNames) as (keyof CaseText['documentNames'])[]).map((kind) =>
    link(`/v1/cases/${encodeURIComponent(file.id)}/documents/${kind}`, t.documentNames[kind], 'tap'),
  );
  return card(t.documents, `<p>${links.join(' ')}</p>`);
}

function nextSteps(view: CasePageView, w: Words): string {
  const open = view.file.next.flatMap((kind) => {
    const spec = stepForms[kind as TakenKind];
    return spec ? [stepForm(view, kind, STEP_WORDS[kind][w.locale], spec.fields, w)] : [];
  });
  const body = open.length === 0 ? `<p class="card">${w.t.noStep}</p>` : `<div class="steps">${open.join('')}</div>`;
  return `<h2 class="gapped">${w.t.next}</h2>${body}`;
}

function answerForm(view: CasePageView, w: Words): string {
  const may: readonly string[] = ['opened', 'ordered', 'corrected', 'notified'];
  if (!may.includes(view.file.state)) return '';
  return stepForm(view, 'statement', w.t.answer, statementFields, w, w.t.answerHint);
}

function stepForm(view: CasePageView, step: string, title: string, fields: readonly FormField[], w: Words, hint = ''): string {
  const action = safeUrl(`/cases/${encodeURIComponent(view.file.id)}`);
  const help = hint === '' ? '' : `<p class="hint">${hint}</p>`;
  const inputs = fields.map((field) => control(view, step, field, w)).join('');
  return `<form class="card" method="post" action="${action}"><h3 class="gapped">${title}</h3>${help}${csrfField(view.csrf)}<input type="hidden" name="step" value="${step}">${inputs}<button class="btn plain">${w.t.go}</button></form>`;
}

function control(view: CasePageView, step: string, { name, as, required }: FormField, { t }: Words): string {
  const id = `${step}-${name}`;
  const mine = view.error?.step === step;
  const wrong = mine && view.error?.field === name ? ' aria-invalid="true"' : '';
  const value = e((mine ? view.entered?.[name] : undefined) ?? '');
  const attributes = `id="${id}" name="${name}"${required ? ' required' : ''}${wrong}`;
  const label = `<label for="${id}">${t.labels[name]}</label>`;
  if (as === 'check' || as === 'refusal')
    return `<div class="field"><label for="${id}"><input type="checkbox" id="${id}" name="${name}" value="1"> ${t.labels[name]}</label></div>`;
  return `<div class="field">${label}${input(as, attributes, value, t)}</div>`;
}

function input(as: Exclude<FormField['as'], 'check' | 'refusal'>, attributes: string, value: string, t: CaseText): string {
  if (as === 'area') return `<textarea ${attributes} rows="4" maxlength="2000">${value}</textarea>`;
  if (as === 'date') return `<input type="date" ${attributes} value="${value}">`;
  if (as === 'yuan') return `<input inputmode="decimal" ${attributes} maxlength="20" value="${value}">`;
  if (as === 'line') return `<input ${attributes} maxlength="500" value="${value}">`;
  const options = Object.entries(t.choices[as]).map(
    ([key, text]) => `<option value="${e(key)}"${key === value ? ' selected' : ''}>${e(text)}</option>`,
  );
  return `<select ${attributes}><option value="">${t.choose}</option>${options.join('')}</select>`;
}
