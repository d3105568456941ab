import { escapeHtml as e } from './escape.ts';
import { groupedCode, shanghaiTime, time } from './format.ts';
import { ICON } from './icons.ts';
import { sizeLink } from './large-text.ts';
import { alert, bar, FIND_PATH, foot, headStart } from './layout.ts';
import { SCAN_STYLE } from './stylesheet.ts';
import { FIND_TEXT } from './text-find.ts';
import { SCAN_TEXT } from './text-scan.ts';
import type { FindView, FoundBatch, Language, ScanProblemView } from './view.ts';

const LONGEST_ECHO = 120;

type Banner = { tone: string; icon: string; title: string; lines: string };

function page(language: Language, banner: Banner, body: string, here = ''): string {
  const { tone, icon, title, lines } = banner;
  return `${headStart(language, SCAN_STYLE)}<title>${title}</title><meta name="robots" content="noindex"></head><body><main><section class="st ${tone}" role="status"><div class="in">${icon}<div><h1>${title}</h1>${lines}</div></div></section>${bar(language, sizeLink(language, e(here)), here)}<div class="in">${body}</div></main>${foot(language)}`;
}

/**
 * The answer (404) to a code nothing is recorded under, or whose check character is wrong: two different pages, since the remedy differs.
 * Both say what it may mean, what it does not mean, and offer the form by hand with the code filled in.
 */
export function scanProblemPage(view: ScanProblemView, language: Language): string {
  const t = FIND_TEXT[language];
  const problem = t.problem[view.status];
  const icon = view.status === 'unknown' ? ICON.none : ICON.typo;
  const lines = `<p>${problem.text}</p><p class="small">${e(SCAN_TEXT[language].asOf(shanghaiTime(view.asOf)))}</p>`;
  const shown = view.traceCode.length > LONGEST_ECHO ? `${view.traceCode.slice(0, LONGEST_ECHO)}…` : view.traceCode;
  const reasons = problem.reasons.map((reason) => `<li>${reason}</li>`).join('');
  const body = `${meant(shown, view.didYouMean ?? [], language)}<section class="card"><p class="ticket first">${t.typed}<b class="code">${e(groupedCode(shown))}</b></p><ul class="why">${reasons}</ul><p>${problem.after}</p></section>${findForm({ code: shown }, language)}`;
  return page(language, { tone: 'slate', icon, title: problem.title, lines }, body);
}

/** Recorded codes that may be meant; the characters that differ from what was typed are marked. */
function meant(typed: string, codes: readonly string[], language: Language): string {
  if (codes.length === 0) return '';
  const t = FIND_TEXT[language];
  const mine = groupedCode(typed).toUpperCase();
  const marked = (code: string) => [...code].map((sign, at) => (sign === mine[at] ? e(sign) : `<mark>${e(sign)}</mark>`)).join('');
  const items = codes.map((code) => `<li><a href="/t/${encodeURIComponent(code)}"><b class="code">${marked(code)}</b></a></li>`);
  return `<section class="card" id="meant"><h2>${t.didYouMean}</h2><p>${t.didYouMeanText}</p><ul class="pick">${items.join('')}</ul></section>`;
}

/** The form by hand (`GET FIND_PATH`), with what was wrong or the batches that fit. */
export function findPage(view: FindView, language: Language): string {
  const t = FIND_TEXT[language];
  const asksForBatch = view.gtin !== undefined && view.code === undefined && view.error === undefined && view.candidates === undefined;
  const title = asksForBatch ? t.packTitle : t.findTitle;
  const lines = `<p>${asksForBatch ? t.packText : t.findIntro}</p>`;
  const product = view.productName === undefined ? '' : `<section class="card"><h2 class="name">${e(view.productName)}</h2></section>`;
  const here = new URLSearchParams();
  for (const key of ['code', 'gtin', 'date', 'batch'] as const) if (view[key] !== undefined) here.set(key, view[key]);
  return page(
    language,
    { tone: 'slate', icon: ICON.none, title, lines },
    product + candidateList(view, language) + findForm(view, language) + whatToDo(view, language),
    here.toString(),
  );
}

function candidateList({ candidates = [] }: FindView, language: Language): string {
  if (candidates.length === 0) return '';
  const t = FIND_TEXT[language];
  const items = candidates.map((one) => candidateItem(one, candidates, language));
  const hint = candidates.length > 1 ? `<p>${t.candidatesHint}</p>` : '';
  return `<section class="card"><h2>${t.candidates}</h2>${hint}<ul class="pick">${items.join('')}</ul></section>`;
}

/** One batch to choose; what it does not share with all the others is marked. */
function candidateItem(one: FoundBatch, all: readonly FoundBatch[], language: Language): string {
  const s = SCAN_TEXT[language];
  const shown = (key: keyof FoundBatch, label = '', written: (value: string) => string = e) => {
    const value = one[key];
    if (value === null) return [];
    const text = written(value);
    return [`${label}${all.every((other) => other[key] === value) ? text : `<mark>${text}</mark>`}`];
  };
  const parts = [
    ...shown('specification'),
    ...shown('batchNumber', `${s.batchNumber} `),
    ...shown('productionDate', `${s.productionDate} `, time),
    ...shown('expiresOn', `${s.expiresOn} `, time),
  ];
  const [name, maker] = [shown('productName'), shown('producer')];
  return `<li><a href="/t/${encodeURIComponent(one.traceCode)}"><b>${name.join('')}</b><br>${maker.join('')}<br>${parts.join(' · ')}</a></li>`;
}

function whatToDo({ nothing }: FindView, language: Language): string {
  const t = FIND_TEXT[language];
  const items = t.nothingDo.map((item) => `<li>${item}</li>`).join('');
  return nothing === true ? `<section class="card"><h2>${t.nothing}</h2><ul class="why">${items}</ul></section>` : '';
}

/** Two forms: the trace code, or the digits under the barcode with the date or batch number. Used on the front page too. */
export function findForm(view: FindView, language: Language): string {
  const t = FIND_TEXT[language];
  const field = (name: 'code' | 'gtin' | 'date' | 'batch', label: string, hint: string, more: string) => {
    const wrong = view.error?.field === name;
    const message = wrong ? `<p class="wrong" id="${name}-e">${e(view.error?.text ?? '')}</p>` : '';
    return `<div class="field"><label for="${name}">${label}</label><p class="hint" id="${name}-h">${hint}</p>${message}<input id="${name}" name="${name}" value="${e(view[name] ?? '')}" aria-describedby="${name}-h${wrong ? ` ${name}-e" aria-invalid="true` : ''}" ${more}></div>`;
  };
  const byCode = `<form method="get" action="${FIND_PATH}" role="search" aria-label="${t.byCode}">${field('code', t.byCode, t.byCodeHint, 'class="code" required autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="120"')}<button class="btn">${t.go}</button></form>`;
  const byPack = `<form method="get" action="${FIND_PATH}" role="search" aria-label="${t.gtin}">${field('gtin', t.gtin, t.gtinHint, 'required inputmode="numeric" autocomplete="off" maxlength="20"')}<div class="halves">${field('date', t.date, t.dateHint, 'inputmode="numeric" autocomplete="off" maxlength="20"')}${field('batch', t.batch, t.batchHint, 'autocomplete="off" maxlength="60"')}</div><button class="btn">${t.go}</button></form>`;
  const order = view.gtin === undefined || view.code !== undefined ? [byCode, byPack] : [byPack, byCode];
  return `<section class="card">${alert(view.error?.text)}${order.join(`<p class="or">${t.or}</p>`)}</section>`;
}

/** A page for an answer that is none of the above (403, 404, 500, 503): what happened in plain words, and the request's number for support. */
export function errorPage(error: { title?: string; text: string; requestId: string }, language: Language): string {
  const t = FIND_TEXT[language];
  const title = e(error.title ?? t.errorTitle);
  const body = `<section class="card"><p>${e(error.text)}</p><p class="small quiet">${t.request} <span class="code">${e(error.requestId)}</span></p><p><a class="btn plain" href="/">${t.home}</a></p></section>`;
  return page(language, { tone: 'slate', icon: ICON.none, title, lines: '' }, body);
}
