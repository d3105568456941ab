import { escapeHtml as e } from './escape.ts';
import { fineBandText } from './format.ts';
import { word } from './text.ts';
import { DESK_TEXT } from './text-desk.ts';
import type { CitationView, FineBandView, Language, LeadItem, LeadState } from './view.ts';

const STATE_TONE: Record<LeadState, string> = { open: 'ochre', 'in-case': 'red', corrected: 'ok', dismissed: '', closed: '' };

/** The state in a word and a colour. */
export function stateTag(state: LeadState, language: Language): string {
  return `<span class="tag ${STATE_TONE[state]}">${DESK_TEXT[language].states[state]}</span>`;
}

/** The rule in words that name the fact, not a guilt. */
export function ruleWords(rule: string, language: Language): string {
  return word(DESK_TEXT[language].rules, rule);
}

/** '《…》第 N 条', with the mark 待核实 wherever the article is unknown or not read at its source. */
export function citation({ law, article, confirmed }: CitationView, language: Language): string {
  const t = DESK_TEXT[language];
  const where = article === null ? '' : ` ${e(t.article(article))}`;
  const doubt = article === null ? t.articleUnknown : confirmed === 'yes' ? '' : confirmed === 'secondary' ? t.secondary : t.unconfirmed;
  return `${e(t.law(law))}${where}${doubt === '' ? '' : ` <span class="tag ochre">${doubt}</span>`}`;
}

/** The band in one line; where it is no amount of money, its first line in words. */
export function bandLine(band: FineBandView | null, language: Language): string {
  const t = DESK_TEXT[language];
  if (band === null) return `<span class="quiet">${t.bandNone}</span>`;
  const text = fineBandText(band, language) ?? band.lines[0];
  return text === undefined ? `<span class="quiet">${t.bandNone}</span>` : `<b>${e(text)}</b>`;
}

/** County of the act, by name where it is known, with the site. */
export function place(item: LeadItem): string {
  const region = e(item.regionName ?? item.regionCode);
  return item.site === undefined ? region : `${region} · ${e(item.site.name)}`;
}
