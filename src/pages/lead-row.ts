import { escapeHtml as e } from './escape.ts';
import { time } from './format.ts';
import { bandLine, citation, place, ruleWords, stateTag } from './lead-parts.ts';
import { VIOLATIONS_PATH } from './regulator-nav.ts';
import { SHARED, word } from './text.ts';
import { DESK_TEXT } from './text-desk.ts';
import type { Language, LeadItem } from './view.ts';

/** A lead in a list: rule, state, party, place; first fact, band, article. `pick` is markup put before it. */
export function leadRow(item: LeadItem, language: Language, pick = ''): string {
  const t = DESK_TEXT[language];
  const { colon } = SHARED[language];
  const first = item.evidence[0];
  const evidence =
    first === undefined
      ? ''
      : `<p class="ev small">${e(first.fact)}${colon}<b>${e(first.value)}</b> · ${t.expected} ${e(first.expected)}</p>`;
  const article = item.citations[0];
  const law = article === undefined ? `<span class="tag ochre">${t.articleUnknown}</span>` : citation(article, language);
  const weight = item.weight === 'reminder' ? `<span class="tag">${t.weights.reminder}</span>` : '';
  const actOn = item.actOn === null ? '' : `<span>${t.actOn} ${time(item.actOn)}</span>`;
  return `<article class="lead ${item.certainty === 'suspected' ? 'suspected' : ''}"><div><h3>${pick}<a href="${VIOLATIONS_PATH}/${encodeURIComponent(item.id)}">${ruleWords(item.rule, language)}</a></h3><p class="meta">${stateTag(item.state, language)}${weight}<b>${e(item.party.name)}</b></p><p class="meta small quiet"><span>${place(item)}</span>${actOn}<span>${word(t.certainties, item.certainty)}</span></p></div><div>${evidence}<p class="band small">${t.band}${colon}${bandLine(item.fineBand, language)}</p><p class="band small">${law}</p></div></article>`;
}
