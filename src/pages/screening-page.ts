import { escapeHtml as e, svgImage } from './escape.ts';
import { ICON } from './icons.ts';
import { verdictTag } from './knowledge-parts.ts';
import { alert, deskPage, facts } from './layout.ts';
import { REVIEWS_PATH, regulatorNav, SCREENING_PATH, SUBSTANCES_PATH } from './regulator-nav.ts';
import { word } from './text.ts';
import { SCREENING_TEXT } from './text-screening.ts';
import type { Language, ScreeningMatchView, ScreeningPageView } from './view.ts';

/** What matters most stands first; within a verdict the order of the text. */
const ORDER: readonly string[] = ['banned', 'review', 'clear'];
const ICONS: Record<string, string> = { banned: ICON.stop, review: ICON.none, clear: ICON.ok };
const TONES: Record<string, string> = { banned: 'red', review: 'ochre', clear: 'slate' };

/** The page that screens what is pasted (`POST SCREENING_PATH`): the verdict with icon and word, each match with its reason and texts, and the form with what was typed. */
export function screeningPage(view: ScreeningPageView, language: Language): string {
  const t = SCREENING_TEXT[language];
  const main = view.answer ? banner(view, language) + answerCards(view, language) : intro(language);
  const title = view.answer ? (t.verdicts[view.answer.verdict]?.[0] ?? t.title) : t.title;
  const { reader } = view;
  const nav = reader?.isDesk ? `<div class="in wide">${regulatorNav('screening', language)}</div>` : '';
  const body = `${nav}${main}<div class="in">${form(view, language)}<p class="limit">${t.limit}</p></div>`;
  return deskPage({ language, title, main: body, ...(reader ? { who: reader.who } : {}) });
}

function intro(language: Language): string {
  const t = SCREENING_TEXT[language];
  return `<section class="st door"><div class="in"><h1>${t.title}</h1><p>${t.lead}</p><p class="small">${t.private}</p></div></section>`;
}

function banner(view: ScreeningPageView, language: Language): string {
  const verdict = view.answer?.verdict ?? 'review';
  const [title, text] = SCREENING_TEXT[language].verdicts[verdict] ?? ['', ''];
  return `<section class="st ${TONES[verdict] ?? 'slate'}" role="status"><div class="in">${ICONS[verdict] ?? ICON.none}<div><h1>${title}</h1><p>${text}</p></div></div></section>`;
}

function answerCards(view: ScreeningPageView, language: Language): string {
  const t = SCREENING_TEXT[language];
  const matches = (view.answer?.matches ?? []).toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const notes = [...(view.answer?.notes ?? []).map((note) => note.message), ...(view.remarks ?? [])];
  const told =
    notes.length === 0
      ? ''
      : `<section class="card ochre"><h2>${t.notes}</h2><ul class="why">${notes.map((note) => `<li>${e(note)}</li>`).join('')}</ul></section>`;
  const list = matches.length === 0 ? `<p>${t.none}</p>` : `<ul>${matches.map((match) => matchItem(match, view, language)).join('')}</ul>`;
  return `<div class="in">${markedText(view, matches, language)}<section class="card"><h2>${t.found}</h2>${list}</section>${told}</div>`;
}

function matchItem(match: ScreeningMatchView, view: ScreeningPageView, language: Language): string {
  const t = SCREENING_TEXT[language];
  const chip = verdictTag(match.verdict, t.chips);
  const names = match.substance ? [...match.substance.names.zh.slice(0, 2), ...match.substance.names.en.slice(0, 1)].join(' · ') : '';
  const cas = match.substance?.cas ? ` <span class="code">${e(match.substance.cas)}</span>` : '';
  const rows: [string, string][] = [
    [t.substance, match.substance ? e(names) + cas : ''],
    [t.family, match.family === null ? '' : word(view.families ?? {}, match.family)],
    [t.how, word(t.by, match.by)],
    [t.rule, e(match.structure?.rule ?? '')],
    [t.parent, e(match.structure?.hydrolysesTo?.names.zh[0] ?? match.structure?.hydrolysesTo?.names.en[0] ?? '')],
  ];
  const drawing = match.structure?.svg
    ? `<figure class="gapped"><img src="${svgImage(match.structure.svg)}" alt="${e(t.drawing(shortened(match.input)))}"></figure>`
    : '';
  return `<li class="lead"><div><h3><b>${e(shortened(match.input))}</b> ${chip}</h3><p class="gapped">${e(match.reason)}</p>${drawing}</div><div>${facts(rows)}${sourcesOf(match, language)}${deskLinks(match, view, language)}</div></li>`;
}

/** For the regulator: the substance's own page, and the queue for a structure that a person must judge. */
function deskLinks(
  { substance, verdict, structure, input }: ScreeningMatchView,
  { reader }: ScreeningPageView,
  language: Language,
): string {
  if (!reader?.isDesk) return '';
  const t = SCREENING_TEXT[language];
  const own = substance ? `<a class="tap" href="${SUBSTANCES_PATH}/${encodeURIComponent(substance.id)}">${t.substancePage} →</a> ` : '';
  const isAsked = structure !== undefined && verdict === 'review' && input.length <= MOST_ASKED;
  const ask = isAsked ? `<a class="tap" href="${REVIEWS_PATH}?input=${encodeURIComponent(input)}">${t.ask} →</a>` : '';
  return own + ask === '' ? '' : `<p>${own}${ask}</p>`;
}

/** Characters of a structure the queue takes. */
const MOST_ASKED = 600;

function sourcesOf({ sources }: ScreeningMatchView, language: Language): string {
  if (sources.length === 0) return '';
  const items = sources.map((source) => `<li>${e(source)}</li>`).join('');
  return `<details><summary>${SCREENING_TEXT[language].sources} (${sources.length})</summary><ul class="why small">${items}</ul></details>`;
}

const LONGEST_SHOWN = 120;
const shortened = (text: string) => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

/** The text as it was typed, with what was recognised marked; of overlapping places the first and longest. */
function markedText(view: ScreeningPageView, matches: readonly ScreeningMatchView[], language: Language): string {
  const text = view.entered.ingredients;
  const spans = matches.flatMap(({ span, verdict }) => (span ? [{ start: span[0] ?? 0, end: span[1] ?? 0, verdict }] : []));
  if (text === undefined || spans.length === 0) return '';
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  let [out, at] = ['', 0];
  for (const { start, end, verdict } of spans) {
    if (start < at) continue;
    out += `${e(text.slice(at, start))}<mark class="${TONES[verdict] ?? 'slate'}">${e(text.slice(start, end))}</mark>`;
    at = end;
  }
  return `<section class="card"><h2>${SCREENING_TEXT[language].marked}</h2><p class="pasted">${out}${e(text.slice(at))}</p></section>`;
}

function form(view: ScreeningPageView, language: Language): string {
  const t = SCREENING_TEXT[language];
  const area = (name: keyof ScreeningPageView['entered'], label: string, hint: string, rows: number) =>
    `<div class="field"><label for="${name}">${label}</label><p class="hint" id="${name}-h">${hint}</p><textarea id="${name}" name="${name}" rows="${rows}" aria-describedby="${name}-h" autocomplete="off" spellcheck="false">\n${e(view.entered[name] ?? '')}</textarea></div>`;
  const heading = view.answer ? `<h2>${t.again}</h2>` : '';
  const empty = view.isEmpty ? alert([t.empty, ...(view.remarks ?? [])].join(' ')) : '';
  const fields = [
    area('ingredients', t.ingredients, t.ingredientsHint, 6),
    area('names', t.names, t.namesHint, 2),
    area('results', t.results, t.resultsHint, 3),
    area('structures', t.structures, t.structuresHint, 2),
  ];
  return `<form class="card" method="post" action="${SCREENING_PATH}?lang=${language}">${heading}${empty}${fields.join('')}<button class="btn full">${t.go}</button><p class="small quiet gapped">${t.private}</p></form>`;
}
