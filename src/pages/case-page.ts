import { type CaseState, STATE_WORDS, STEP_WORDS } from '../enforcement/case-model.ts';
import { OTHER_WORDS, type Other } from '../enforcement/case-others.ts';
import type { OneCase } from '../enforcement/case-reading.ts';
import type { Locale } from '../platform/problems.ts';
import { lastOf, stepWords } from './case-next.ts';
import { bandPanel, factsPanel, firedPanel, lawPanel, list, type PanelView, panel, statementsPanel, type Words } from './case-panels.ts';
import { answerForm, nextPanel, type StepFormsView } from './case-step-form.ts';
import { escapeHtml as e } from './escape.ts';
import { time, yuan } from './format.ts';
import { deskPage, facts, link, table } from './layout.ts';
import { regulatorNav } from './regulator-nav.ts';
import { localeOf } from './text.ts';
import { CASE_TEXT, type CaseText } from './text-case.ts';
import { NEXT_TEXT } from './text-case-next.ts';
import { errorSummary } from './tool-page.ts';
import type { Language } from './view.ts';
import { VIOLATIONS_PATH } from './violations-page.ts';

export interface CasePageView extends StepFormsView, Pick<PanelView, 'enteredBy' | 'photos'> {
  /** Names of who took a step, by the reference it was recorded with. */
  names: ReadonlyMap<string, string>;
}

/**
 * A case. Where it stands and which days count come first; then what an officer reads to decide: facts and who entered them, the articles as of the
 * day, what fired and why, the arithmetic of the band, what the party says; then the next step. One column on a phone, in that order; on a
 * wide screen the reading stands on the left and the step beside it.
 */
export function casePage(view: CasePageView, language: Language): string {
  const locale: Locale = localeOf(language);
  const w: Words = { t: CASE_TEXT[language], locale, language };
  const { file, reader } = view;
  const isParty = reader.kind === 'party';
  const state = STATE_WORDS[file.state as CaseState][locale];
  const back = isParty ? link('/home', `← ${w.t.home}`, 'tap') : link(VIOLATIONS_PATH, `← ${w.t.back}`, 'tap');
  const late = file.overdue ? ` <span class="tag red">${w.t.overdue}</span>` : '';
  const panels: PanelView = { file, isParty, enteredBy: view.enteredBy, photos: view.photos };
  const reading = [factsPanel, lawPanel, firedPanel, bandPanel, statementsPanel].map((part) => part(panels, w)).join('');
  const main = [
    isParty ? '' : regulatorNav(null, language),
    `<p>${back}</p>`,
    errorSummary(view.refused?.errors ?? [], w.t.refused),
    `<div class="head"><h1>${e(file.title)} <span class="tag">${state}</span>${late}</h1><p class="code quiet">${e(file.id)}</p>${jump(view, locale)}</div>`,
    panel('warnings', w.t.warnings, list(file.warnings.map((one) => warning(one, locale))), ' ochre'),
    identity(file, w),
    deadlines(file, w),
    `<div class="case"><div class="reading">${reading}</div><div class="acting">${isParty ? answerForm(view, locale) : nextPanel(view, locale)}${isParty ? '' : drafts(file, w)}</div></div>`,
    history(view, w),
  ].join('');
  return deskPage({
    language,
    title: `${w.t.title} ${file.id}`,
    main: `<div class="in wide widest">${main}</div>`,
    who: reader.name,
    csrf: view.csrf,
  });
}

/* On a phone the next step stands below the reading: who knows the case goes there at once. */
function jump({ next, reader }: CasePageView, locale: Locale): string {
  if (reader.kind === 'party' || next.main === null) return '';
  return `<p class="jump"><a class="btn plain" href="#next">${NEXT_TEXT[locale].jump(stepWords(next.main, locale))} ↓</a></p>`;
}

const warning = (one: OneCase['warnings'][number], locale: Locale) =>
  `${e(one.text)}${locale === 'en' ? ` (${one.article.en})` : `（${one.article.zh}）`}`;

const amount = (cents: number | null, locale: Locale) => (cents === null ? '' : `<b>${yuan(cents)}</b> ${locale === 'en' ? 'yuan' : '元'}`);

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
    [t.fine, file.fineCents === 0 ? t.noFine : amount(file.fineCents, locale)],
    [t.others, e(othersWords(file.fineCents === null ? [] : (lastOf(file, 'decision', 'approval')?.others ?? []), locale))],
    [t.paid, payment === null ? '' : amount(payment.paidCents, locale)],
    [t.open, payment === null ? '' : amount(payment.openCents, locale)],
    [t.surcharge, payment === null || payment.surchargeCents === 0 ? '' : amount(payment.surchargeCents, locale)],
  ]);
  return `<section class="card">${rows}</section>`;
}

/* A party reads what was decided in the words of the decision; only the kind is translated. */
const othersWords = (others: readonly Other[], locale: Locale) =>
  others.map(({ kind, text }) => `${OTHER_WORDS[kind][locale]}${locale === 'en' ? ': ' : '：'}${text}`).join(locale === 'en' ? '; ' : '；');

function deadlines(file: OneCase, { t }: Words): string {
  if (file.deadlines.length === 0) return '';
  const rows = file.deadlines.map((one) => [
    `<b>${e(one.text)}</b>`,
    `${time(one.on)}${one.passed ? ` <span class="tag red">${t.passed}</span>` : ''}`,
    e(one.basis ?? ''),
  ]);
  return `<section class="card">${table(t.deadlines, [t.kind, t.on, t.basis], rows)}</section>`;
}

function history({ file, names, hands }: CasePageView, { t, locale }: Words): string {
  const items = file.steps.map((step) => {
    const details = [
      step.dueOn,
      step.servedOn,
      step.seenOn,
      step.receivedOn,
      step.fineCents ? `${yuan(step.fineCents)}` : undefined,
      step.others === undefined ? undefined : othersWords(step.others, locale),
      step.amountCents === undefined ? undefined : `${yuan(step.amountCents)}`,
      step.text,
      step.reason,
      step.ground,
    ].flatMap((one) => (one === undefined ? [] : [e(one)]));
    const hand = hands.get(step.by);
    const by = `${e(names.get(step.by) ?? step.by)}${hand === undefined ? '' : ` · ${e(hand)}`}`;
    return `<b>${STEP_WORDS[step.kind][locale]}</b>${twoHands(step, hands, locale)} <span class="small quiet">${time(step.at)} ${by}</span><br>${details.join(' · ')}`;
  });
  return panel('history', t.history, list(items));
}

/* A decision below the minimum shows that two officers stand behind it, and to its own office which. */
function twoHands(step: OneCase['steps'][number], hands: ReadonlyMap<string, string>, locale: Locale): string {
  if (step.kind !== 'approval') return '';
  const t = NEXT_TEXT[locale];
  const { proposedBy = '', approvedBy = '' } = step as { proposedBy?: string; approvedBy?: string };
  const who = [
    [t.proposedBy, hands.get(proposedBy)],
    [t.approvedBy, hands.get(approvedBy)],
  ].flatMap(([label, name]) => (name === undefined ? [] : [`${label} ${e(name)}`]));
  return ` <span class="tag ok">${t.approvedTag}</span>${who.length === 0 ? '' : ` <span class="small">${who.join(' · ')}</span>`}`;
}

function drafts(file: OneCase, { t }: Words): string {
  const links = (Object.keys(t.documentNames) as (keyof CaseText['documentNames'])[]).map((kind) =>
    link(`/v1/cases/${encodeURIComponent(file.id)}/documents/${kind}`, t.documentNames[kind], 'tap'),
  );
  const evidence = link(`/v1/cases/${encodeURIComponent(file.id)}/evidence`, t.evidencePack, 'tap');
  return panel('documents', t.documents, `<p>${[...links, evidence].join(' ')}</p>`);
}
