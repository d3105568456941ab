import type { regulationPage, regulationView } from '../law/law-view.ts';
import { escapeHtml as e, safeUrl } from './escape.ts';
import { time } from './format.ts';
import { alert, deskPage, facts, table } from './layout.ts';
import { LAW_PATH, regulatorNav } from './regulator-nav.ts';
import { LAW_TEXT, type LawText } from './text-law.ts';
import type { Language } from './view.ts';

type Listed = ReturnType<typeof regulationView>;
type Whole = ReturnType<typeof regulationPage>;
type Entry = Whole['entries'][number];
type Value = Entry['values'][number];

interface Reader {
  /** Name of the desk that reads; absent for the public. */
  who?: string;
  asOf: string | undefined;
  wrongDay: boolean;
}

const hrefOf = (id: string, asOf: string | undefined) =>
  safeUrl(`${LAW_PATH}/${encodeURIComponent(id)}${asOf === undefined ? '' : `?asOf=${asOf}`}`);

/** Every regulation in the data, with what is still to be verified; the day goes along into each. */
export function lawListPage(items: readonly Listed[], reader: Reader, language: Language): string {
  const t = LAW_TEXT[language];
  const { asOf } = reader;
  const rows = items.map((one) => [
    `<a class="tap" href="${hrefOf(one.id, asOf)}">${e(one.name)}</a>${asOf !== undefined && asOf < one.effectiveFrom ? ` <span class="tag ochre">${e(t.notYet(asOf))}</span>` : ''}`,
    time(one.effectiveFrom),
    String(one.values),
    one.unconfirmed === 0 ? '0' : `<span class="tag ochre">${one.unconfirmed}</span>`,
    one.notKnown === 0 ? '0' : `<span class="tag ochre">${one.notKnown}</span>`,
  ]);
  const heads = [t.regulation, t.effective, t.values, t.unconfirmed, t.notKnown];
  const body = `<div class="head"><h1>${t.title}</h1><p class="quiet">${t.note}</p></div>${daySwitch(LAW_PATH, reader, t)}<section class="card">${table(t.title, heads, rows, [2, 3, 4])}</section>`;
  return shell(t.title, body, reader, language);
}

/**
 * One regulation: the values in force on the day asked for, each with what follows it later and whether that is milder; or all of them.
 * @param whole the regulation with all its dated values
 */
export function regulationLawPage(whole: Whole, reader: Reader, language: Language): string {
  const t = LAW_TEXT[language];
  const { asOf } = reader;
  const about = facts([
    [t.published, whole.publishedOn === null ? '' : time(whole.publishedOn)],
    [t.effective, time(whole.effectiveFrom)],
    [t.source, whole.sources.map((one) => e(one)).join('<br>')],
  ]);
  const early = asOf !== undefined && asOf < whole.effectiveFrom ? `<p class="card ochre" role="status">${e(t.notYet(asOf))}</p>` : '';
  const title = asOf === undefined ? t.everyDay : t.onDay(asOf);
  const entries = whole.entries.map((one) => entry(one, asOf, t)).join('');
  const paragraphs = whole.paragraphs.map((one) => [
    one.article === null ? `<span class="tag ochre">${t.articleUnknown}</span>` : e(one.article),
    e(one.says),
    `<span class="tag${one.treatment === 'not-known' ? ' ochre' : ''}">${e(t.treatments[one.treatment] ?? one.treatment)}</span>`,
  ]);
  const account =
    paragraphs.length === 0
      ? ''
      : `<details class="card"><summary>${t.paragraphs} <span class="tag">${paragraphs.length}</span></summary>${table(t.paragraphs, [t.article, t.says, t.treatment], paragraphs)}</details>`;
  const body = `<p><a class="tap" href="${safeUrl(asOf === undefined ? LAW_PATH : `${LAW_PATH}?asOf=${asOf}`)}">← ${t.back}</a></p><div class="head"><h1>${e(whole.name)}</h1><p class="quiet">${e(whole.note)}</p></div>${daySwitch(`${LAW_PATH}/${encodeURIComponent(whole.id)}`, reader, t)}${early}<section class="card">${about}</section><h2 class="gapped">${e(title)}</h2>${entries}${account}`;
  return shell(whole.name, body, reader, language);
}

function shell(title: string, body: string, { who, asOf }: Reader, language: Language): string {
  const nav = who === undefined ? '' : regulatorNav('law', language);
  const here = asOf === undefined ? '' : `asOf=${asOf}`;
  return deskPage({ language, title, main: `<div class="in wide">${nav}${body}</div>`, here, ...(who === undefined ? {} : { who }) });
}

function daySwitch(path: string, { asOf, wrongDay }: Reader, t: LawText): string {
  const invalid = wrongDay ? ' aria-invalid="true"' : '';
  const all = asOf === undefined ? '' : `<div><a class="btn plain beside" href="${safeUrl(path)}">${t.all}</a></div>`;
  return `${alert(wrongDay ? t.wrongDay : undefined)}<form class="filter" method="get" action="${safeUrl(path)}"><div class="grid"><div><label for="asOf">${t.asOf}</label><input id="asOf" name="asOf" type="date" value="${e(asOf ?? '')}"${invalid}></div><div><button class="btn beside">${t.show}</button></div>${all}</div></form>`;
}

function entry({ title, note, unit, values }: Entry, asOf: string | undefined, t: LawText): string {
  const held = asOf === undefined ? values : values.filter(({ from, to }) => from <= asOf && (to === null || asOf <= to));
  const later = asOf === undefined ? [] : values.filter(({ from }) => from > asOf);
  const [now] = held;
  const shown = held.length === 0 ? `<p class="quiet">${t.noneOnDay}</p>` : held.map((one) => value(one, t)).join('');
  const after = later.map((one) => {
    const milder = unit === 'band' && now !== undefined && isMilder(one.value, now.value);
    return `<div class="later"><p><b>${t.later}</b>${milder ? ` <span class="tag red">${t.milder}</span>` : ''}</p>${value(one, t)}</div>`;
  });
  return `<section class="card"><h3>${e(title)}</h3>${note === null ? '' : `<p class="small quiet">${e(note)}</p>`}${shown}${after.join('')}</section>`;
}

function value({ from, to, text, citation }: Value, t: LawText): string {
  const lines = text.map((line) => `<li>${e(line)}</li>`).join('');
  const article = citation.article === null ? t.articleUnknown : citation.article;
  const mark = `<span class="tag${citation.confirmed === 'yes' ? ' ok' : ' ochre'}">${t.marks[citation.confirmed] ?? ''}</span>`;
  const doubt = citation.doubt === null ? '' : `<p class="small">${t.doubt}${t.colon}${e(citation.doubt)}</p>`;
  return `<div class="law"><p class="small">${t.from} ${time(from)} ${t.to} ${to === null ? t.still : time(to)}</p><ul class="why">${lines}</ul><p class="small">${e(citation.law)} ${e(article)} ${mark}</p>${doubt}<p class="small quiet">${t.source}${t.colon}${e(citation.source)}</p></div>`;
}

/** Whether a band asks for less: its upper end is lower, or that is the same and the lower one is. Where it is not plain, it is not said. */
export function isMilder(later: unknown, earlier: unknown): boolean {
  const [after, before] = [endsOf(later), endsOf(earlier)];
  if (after === null || before === null) return false;
  return after.max < before.max ? after.min <= before.min : after.max === before.max && after.min < before.min;
}

function endsOf(band: unknown): { min: number; max: number } | null {
  if (typeof band !== 'object' || band === null || !('minCents' in band) || !('maxCents' in band)) return null;
  // A multiple of the goods' value beside the amounts: which is milder depends on the goods.
  if ('goodsValue' in band && band.goodsValue !== undefined) return null;
  const { minCents, maxCents } = band;
  return typeof minCents === 'number' && typeof maxCents === 'number' ? { min: minCents, max: maxCents } : null;
}
