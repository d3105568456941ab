import { daysBetween, parseCivilDate } from '../platform/civil-date.ts';
import { escapeHtml as e } from './escape.ts';
import { groupedCode, shanghaiDate, shanghaiTime, time } from './format.ts';
import { ICON } from './icons.ts';
import { sizeLink } from './large-text.ts';
import { bar, facts, foot, headStart } from './layout.ts';
import { SCAN_STYLE } from './stylesheet.ts';
import { SHARED, word } from './text.ts';
import { SCAN_TEXT } from './text-scan.ts';
import type { CertificateView, Language, RecallView, ScanView, StepView } from './view.ts';

type Text = (typeof SCAN_TEXT)[Language];

const LOOK = {
  'no-problem-recorded': { tone: 'ok', icon: ICON.ok },
  recalled: { tone: 'red', icon: ICON.stop },
  expired: { tone: 'ochre', icon: ICON.over },
} as const;

/* The parts no scan changes, ready-made: this page is the one that must be fast when it is not in the cache. */
const parts = (language: Language) => ({
  start: headStart(language, SCAN_STYLE),
  bar: bar(language, sizeLink(language)),
  foot: foot(language),
});
const READY: Record<Language, ReturnType<typeof parts>> = { 'zh-CN': parts('zh-CN'), en: parts('en') };

/** What every {@link scanPage} of a language begins with. */
export const scanPageStart = (language: Language): string => READY[language].start;

/**
 * The page a shopper sees after a scan. Status is the first text of the body and is told in word, shape and colour. It says what is recorded
 * as of `view.asOf`, never that food is safe; it depends on the view alone, so it may be cached by page version, civil date and language.
 */
export function scanPage(view: ScanView, language: Language): string {
  const t = SCAN_TEXT[language];
  const { start, bar: strip, foot: end } = READY[language];
  const status = t.status[view.status];
  const name = e(view.product.name);
  return `${start}<title>${status} · ${name}</title><meta name="description" content="${t.traceCode} ${e(groupedCode(view.traceCode))} · ${e(view.producer.name)}"></head><body><main>${statusBanner(view, t)}${strip}<div class="in">${whatToDo(view, t)}${identity(view, t, language)}${timeline(view.steps, t, language)}${certificates(view.certificates, t)}${gaps(view.unknowns, t)}${report(view, t)}${proof(view, t)}</div></main>${end}`;
}

function statusBanner(view: ScanView, t: Text): string {
  const { tone, icon } = LOOK[view.status];
  return `<section class="st ${tone}" id="status" role="status"><div class="in">${icon}<div><h1>${t.status[view.status]}</h1><p>${e(t.asOf(shanghaiTime(view.asOf)))}</p><p class="small">${t.meaning[view.status]}</p></div></div></section>`;
}

function whatToDo(view: ScanView, t: Text): string {
  if (view.recall) return recallNotice(view.recall, t);
  if (view.status !== 'expired') return '';
  return `<section class="card ochre"><h2>${t.expired.title}</h2>${actionList(t.expired.actions)}</section>`;
}

const actionList = (actions: readonly string[]) =>
  `<ol class="do">${actions.map((action, i) => `<li data-n="${i + 1}">${action}</li>`).join('')}</ol>`;

function recallNotice(recall: RecallView, t: Text): string {
  const r = t.recall;
  const rows = facts([
    [r.reason, e(recall.reason)],
    [r.howToTell, e(recall.howToTell ?? '')],
    [r.contact, e(recall.contact ?? r.shop)],
    [r.levelLabel, e(r.level(recall.level))],
    [r.on, time(recall.on)],
    [r.instructions, e(recall.instructions ?? '')],
    [r.closedOn, recall.closedOn ? time(recall.closedOn) : ''],
  ]);
  return `<section class="card red"><h2>${r.title}</h2>${actionList(r.actions)}<div class="gapped">${rows}</div></section>`;
}

function identity(view: ScanView, t: Text, language: Language): string {
  const { product, producer } = view;
  const none = `<span class="quiet">${SHARED[language].none}</span>`;
  const rows = facts([
    [t.producer, `<b>${e(producer.name)}</b>`],
    [t.licence, producer.licence === null ? none : `<span class="code">${e(producer.licence)}</span>`],
    [t.place, producer.place === null ? none : e(producer.place)],
    [t.batchNumber, view.batchNumber === null ? none : `<span class="code">${e(view.batchNumber)}</span>`],
    [t.shelfLife, product.shelfLife ? e(t.shelf(product.shelfLife)) : ''],
  ]);
  const specification = product.specification === null ? '' : `<p class="quiet">${e(product.specification)}</p>`;
  return `<section class="card"><h2 class="name">${e(product.name)}</h2>${specification}${datePair(view, t, none)}${rows}<p class="ticket">${t.traceCode}<b class="code">${e(groupedCode(view.traceCode))}</b><span class="small quiet">${t.traceCodeHint}</span></p></section>`;
}

function datePair(view: ScanView, t: Text, none: string): string {
  const made = view.productionDate === null ? none : time(view.productionDate);
  const until = view.productionDateTo === undefined ? '' : `<span>${t.to} ${time(view.productionDateTo)}</span>`;
  const expires = view.expiresOn === null ? none : time(view.expiresOn);
  return `<dl class="pair"><div><dt>${t.productionDate}</dt><dd>${made}${until}</dd></div><div><dt>${t.expiresOn}</dt><dd>${expires}${expiryNotes(view, t)}</dd></div></dl>`;
}

/* The pack's own date wins over a computed one, so the page says which it shows. No days are counted down on goods nobody should eat. */
function expiryNotes(view: ScanView, t: Text): string {
  if (view.expiresOn === null) return '';
  const today = shanghaiDate(view.asOf);
  const known = parseCivilDate(today) !== null && parseCivilDate(view.expiresOn) !== null;
  const days = known ? daysBetween(today, view.expiresOn) : null;
  const distance = days === null || view.status === 'recalled' ? '' : `<span>${days < 0 ? t.daysOver(-days) : t.daysLeft(days)}</span>`;
  const source = view.expiresBy === 'computed' ? t.computed : view.expiresBy === 'printed' ? t.printed : '';
  return source === '' ? distance : `${distance}<span class="quiet">${source}</span>`;
}

function timeline(steps: readonly StepView[], t: Text, language: Language): string {
  let items = '';
  for (const step of steps) {
    const role = word(SHARED[language].rolesOf, step.role);
    const where = step.place === null ? '' : ` · ${e(step.place)}`;
    const who =
      step.party === null
        ? `${role}<p class="small quiet">${t.unnamed}${where}</p>`
        : `${e(step.party)}<p class="small quiet">${role}${where}</p>`;
    items += `<li><p><b>${word(t.stepKinds, step.kind)}</b>${time(step.on)}</p>${who}</li>`;
  }
  return `<section class="card" id="steps"><h2>${t.steps}</h2>${items === '' ? `<p>${t.stepsNone}</p>` : `<ol class="flow">${items}</ol>`}</section>`;
}

function certificates(list: readonly CertificateView[], t: Text): string {
  const items = list.map((certificate) => certificateBlock(certificate, t)).join('');
  return `<section class="card" id="certificates"><h2>${t.certificates}</h2>${items === '' ? `<p>${t.certificatesNone}</p>` : items}</section>`;
}

function certificateBlock(certificate: CertificateView, t: Text): string {
  const rows = facts([
    [t.number, certificate.number === null ? '' : `<span class="code">${e(certificate.number)}</span>`],
    [t.issuer, e(certificate.issuer ?? '')],
    [t.issuedOn, certificate.issuedOn === null ? '' : time(certificate.issuedOn)],
  ]);
  const measured = results(certificate, t);
  return `<div class="cert"><h3>${word(t.certificateKinds, certificate.kind)} ${conclusion(certificate, t)}</h3>${rows}${measured}</div>`;
}

/* Three narrow columns stay a table on the smallest phone; the method stands under the item it belongs to. */
function results({ results: list = [] }: CertificateView, t: Text): string {
  if (list.length === 0) return '';
  const withUnit = (text: string, unit: string | undefined) => e(unit === undefined ? text : `${text} ${unit}`);
  const rows = list.map(({ item, value, unit, limit, method }) => {
    const how = method === undefined ? '' : `<br><span class="small quiet">${e(method)}</span>`;
    return `<tr><th scope="row">${e(item)}${how}</th><td>${withUnit(value, unit)}</td><td>${limit === undefined ? '' : withUnit(limit, unit)}</td></tr>`;
  });
  const heads = t.resultHeads.map((head) => `<th scope="col">${head}</th>`).join('');
  return `<table class="t gapped"><caption>${t.results}</caption><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function conclusion(certificate: CertificateView, t: Text): string {
  if (certificate.conclusion === 'pass') return `<span class="tag ok">✓ ${t.pass}</span>`;
  if (certificate.conclusion === 'fail') return `<span class="tag red">✕ ${t.fail}</span>`;
  return `<span class="tag">${t.noConclusion}</span>`;
}

function gaps(unknowns: readonly string[], t: Text): string {
  if (unknowns.length === 0) return '';
  return `<section class="card gap"><h2>${t.unknowns}</h2><ul>${unknowns.map((key) => `<li>${word(t.unknownWords, key)}</li>`).join('')}</ul></section>`;
}

function report(view: ScanView, t: Text): string {
  const batch = view.batchNumber === null ? '' : `<br>${t.batchNumber} <b class="code">${e(view.batchNumber)}</b>`;
  return `<section class="card"><h2>${t.report}</h2><p>${t.reportText}</p><p class="gapped">${t.traceCode} <b class="code">${e(groupedCode(view.traceCode))}</b>${batch}</p><p class="gapped"><a class="btn" href="/t/${e(view.traceCode)}/report">${t.reportForm}</a></p><a class="btn plain" href="tel:12315">${t.call}</a></section>`;
}

function proof(view: ScanView, t: Text): string {
  const { hash, chain, seq, log } = view.ledger;
  const place = chain === undefined || seq === undefined ? '' : `<p class="small quiet">${e(t.proofPlace(chain, seq))}</p>`;
  const signed = log
    ? `<p class="small">${t.proofLog(log.leafIndex + 1, log.treeSize)}</p><p class="code small">${e(log.root)}</p><p class="small"><a href="${e(log.proof)}">${t.proofLink}</a></p>`
    : `<p class="small quiet">${t.proofPending}</p>`;
  return `<details><summary>${t.proof}</summary><p class="small">${t.proofText}</p><p class="code small">${e(hash)}</p>${place}${signed}</details>`;
}
