import { escapeHtml as e, safeUrl } from './escape.ts';
import { fineBandText, time } from './format.ts';
import { csrfField, deskPage, facts, table } from './layout.ts';
import { bandLine, citation, place, ruleWords, stateTag } from './lead-parts.ts';
import type { LeadView } from './lead-view.ts';
import { photoStrip } from './photos.ts';
import { regulatorNav } from './regulator-nav.ts';
import { SHARED, word } from './text.ts';
import { DESK_TEXT } from './text-desk.ts';
import { errorSummary } from './tool-page.ts';
import type { CitationView, FineBandView, Language, LeadItem } from './view.ts';
import { VIOLATIONS_PATH } from './violations-page.ts';

type Text = (typeof DESK_TEXT)[Language];

/**
 * One lead: the facts with who entered them, the articles with what is confirmed, the band with its condition, and the steps open to this
 * officer. It states what the records say; deciding, and the reason for it, is left to people.
 */
export function leadPage(view: LeadView, language: Language): string {
  const t = DESK_TEXT[language];
  const { item } = view;
  const title = ruleWords(item.rule, language);
  const refused = view.error === undefined ? [] : [view.error];
  const message = view.message === undefined ? '' : `<p class="gapped">${e(view.message)}</p>`;
  const main = `<div class="in wide">${regulatorNav('leads', language)}<p><a class="tap" href="${VIOLATIONS_PATH}">← ${t.back}</a></p>${errorSummary(refused, t.refused)}<div class="head"><h1>${title} ${stateTag(item.state, language)}</h1>${message}<p class="small quiet">${t.note}</p></div>${identity(item, t, language)}${evidence(view, language)}${law(item, t, language)}${history(view, t)}${nextSteps(view, t)}</div>`;
  return deskPage({
    language,
    title: `${DESK_TEXT[language].rules[item.rule] ?? item.rule} · ${t.titleOf}`,
    main,
    who: view.authority.name,
    csrf: view.csrf,
  });
}

function identity(item: LeadItem, t: Text, language: Language): string {
  const code = (text: string) => `<span class="code">${e(text)}</span>`;
  const rows = facts([
    [t.party, `<b>${e(item.party.name)}</b>${item.party.uscc === null ? '' : ` ${code(item.party.uscc)}`}`],
    [t.place, `${place(item)} ${code(item.regionCode)}`],
    [t.department, word(t.departments, item.department)],
    [t.subject, `${word(t.subjects, item.subject.type)} ${code(item.subject.id)}`],
    [t.certainty, word(t.certainties, item.certainty)],
    [t.actOn, item.actOn === null ? SHARED[language].none : time(item.actOn)],
    [t.judgedAsOf, item.judgedAsOf === null ? SHARED[language].none : time(item.judgedAsOf)],
    [t.detectedAt, time(item.detectedAt)],
    [
      t.caseId,
      item.caseId === null
        ? ''
        : `<a class="tap code" href="${safeUrl(`/cases/${encodeURIComponent(item.caseId)}`)}">${e(item.caseId)}</a>`,
    ],
  ]);
  return `<section class="card">${rows}</section>`;
}

function evidence({ item, photos = [] }: LeadView, language: Language): string {
  const t = DESK_TEXT[language];
  const rows = item.evidence.map(({ fact, value, expected, enteredBy }) => [e(fact), `<b>${e(value)}</b>`, e(expected), e(enteredBy)]);
  return `<section class="card">${table(t.evidence, [t.fact, t.value, t.expected, t.enteredBy], rows)}${photoStrip(photos, language)}<p><a class="tap" href="${VIOLATIONS_PATH}/${encodeURIComponent(item.id)}/facts.csv">${t.csv}</a></p></section>`;
}

function law(item: LeadItem, t: Text, language: Language): string {
  const source = (from: CitationView) =>
    from.source === '' ? '' : `<p class="small quiet">${t.source}${SHARED[language].colon}${e(from.source)}</p>`;
  const articles = item.citations.map((from) => `<div class="law"><p>${citation(from, language)}</p>${source(from)}</div>`).join('');
  const none = `<p><span class="tag ochre">${t.articleUnknown}</span></p>`;
  return `<div class="steps"><section class="card"><h2>${t.citations}</h2>${articles === '' ? none : articles}</section><section class="card"><h2>${t.band}</h2><p>${bandLine(item.fineBand, language)}</p>${bandLines(item.fineBand, language)}<p class="small quiet">${t.bandNote}</p></section></div>`;
}

/* A band that is no amount of money has given its first line already. */
function bandLines(band: FineBandView | null, language: Language): string {
  if (band === null) return '';
  const rest = fineBandText(band, language) === null ? band.lines.slice(1) : band.lines;
  return rest.length === 0 ? '' : `<ul class="why">${rest.map((line) => `<li>${e(line)}</li>`).join('')}</ul>`;
}

function history(view: LeadView, t: Text): string {
  const order = view.order
    ? `<section class="card ochre one"><h2>${t.ordered}</h2>${facts([
        [t.dueOn, time(view.order.dueOn)],
        [t.text, e(view.order.text)],
        [t.orderedAt, time(view.order.orderedAt)],
      ])}</section>`
    : '';
  const statements = (view.statements ?? [])
    .map(({ at, text }) => `<div class="law"><p class="small quiet">${time(at)}</p><p>${e(text)}</p></div>`)
    .join('');
  return order + (statements === '' ? '' : `<section class="card"><h2>${t.statements}</h2>${statements}</section>`);
}

function nextSteps(view: LeadView, t: Text): string {
  const { opening, order, correction, dismissal } = view.actions;
  const forms = [
    opening === undefined ? '' : openingForm(opening, view, t),
    order === undefined ? '' : orderForm(order, view, t),
    correction === undefined ? '' : textForm(correction, view, 'correctionText', [t.correction, t.correctionText, t.correctionGo]),
    dismissal === undefined ? '' : textForm(dismissal, view, 'reason', [t.dismissal, t.reason, t.dismissalGo]),
  ].join('');
  return `<h2 class="gapped">${t.next}</h2>${forms === '' ? `<p class="card">${t.noStep}</p>` : `<div class="steps">${forms}</div>`}`;
}

const open = (action: string, view: LeadView, title: string) =>
  `<form class="card" method="post" action="${safeUrl(action)}"><h3 class="gapped">${title}</h3>${csrfField(view.csrf)}`;

function field(view: LeadView, name: string, label: string, control: (attributes: string, value: string) => string, hint = ''): string {
  const isWrong = view.error?.field === name;
  const ids = [...(hint === '' ? [] : [`${name}-h`]), ...(isWrong ? [`${name}-e`] : [])].join(' ');
  const wrong = isWrong ? ' aria-invalid="true"' : '';
  const told = isWrong ? `<p class="wrong" id="${name}-e">${e(view.error?.text ?? '')}</p>` : '';
  const described = ids === '' ? '' : ` aria-describedby="${ids}"`;
  const help = hint === '' ? '' : `<p class="hint" id="${name}-h">${hint}</p>`;
  return `<div class="field"><label for="${name}">${label}</label>${help}${told}${control(`id="${name}" name="${name}" required${described}${wrong}`, e((view.entered ?? view.proposed)?.[name] ?? ''))}</div>`;
}

const area = (attributes: string, value: string) => `<textarea ${attributes} rows="4" maxlength="2000">${value}</textarea>`;
const line = (attributes: string, value: string) => `<input ${attributes} maxlength="60" value="${value}">`;
const date = (attributes: string, value: string) => `<input type="date" ${attributes} value="${value}">`;

/* Two officers are named when a case is opened (行政处罚法 42); a lead already in a case has them. */
function officerFields(view: LeadView, t: Text): string {
  const [first = '', second = ''] = t.officers;
  return `<div class="grid">${field(view, 'officer1', first, line)}${field(view, 'officer2', second, line)}</div>`;
}

function openingForm(action: string, view: LeadView, t: Text): string {
  return `${open(action, view, t.opening)}<p class="hint">${t.openingHint}</p>${officerFields(view, t)}<button class="btn">${t.openingGo}</button></form>`;
}

function orderForm(action: string, view: LeadView, t: Text): string {
  const officers = view.item.caseId === null ? officerFields(view, t) : '';
  return `${open(action, view, t.order)}<p class="hint">${t.orderHint}</p>${officers}${field(view, 'dueOn', t.dueOn, date, t.dueHint)}${field(view, 'text', t.text, area)}<button class="btn">${t.orderGo}</button></form>`;
}

function textForm(action: string, view: LeadView, name: string, [title, label, go]: readonly [string, string, string]): string {
  return `${open(action, view, title)}${field(view, name, label, area)}<button class="btn plain">${go}</button></form>`;
}
