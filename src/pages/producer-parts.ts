import type { FindingView } from '../rules/view.ts';
import { escapeHtml as e } from './escape.ts';
import { fineBandText, time } from './format.ts';
import { citation } from './lead-parts.ts';
import { word } from './text.ts';
import type { ProducerText } from './text-producer.ts';
import type { Language } from './view.ts';

/** What a check found, as the pages of a producer show it. */
export interface FoundView {
  findings: readonly FindingView[];
  expiresOn: string | null;
  /** The date was computed here, not printed on the pack. */
  isComputed: boolean;
  language: Language;
}

export const certificateKindsShown = (t: ProducerText): Readonly<Record<string, string>> => t.paperKinds;

/** The card under the form: gaps with their article, or that there are none, or what will stand here. */
export function foundCard(found: FoundView | undefined, t: ProducerText): string {
  if (!found) return `<section class="card gap"><h2>${t.checkTitle}</h2><p>${t.checkIdle}</p></section>`;
  const expires = found.expiresOn !== null && found.isComputed ? `<p class="small">${t.expires(e(found.expiresOn))}</p>` : '';
  const tone = found.findings.length === 0 ? '' : ' ochre';
  return `<section class="card${tone}"><h2>${t.checkTitle}</h2>${findingList(found.findings, t, found.language, t.checkNone)}${expires}</section>`;
}

/** Each finding in a sentence, with the article it is judged under. */
export function findingList(findings: readonly FindingView[], t: ProducerText, language: Language, none: string): string {
  if (findings.length === 0) return `<p>${none}</p>`;
  const rows = findings.map((finding) => {
    const from = finding.citations.map((one) => citation(one, language)).join('；');
    const article = from === '' ? t.unverified : from;
    const band = finding.fineBand === null ? null : fineBandText(finding.fineBand, language);
    return `<li><b>${e(finding.message)}</b> <span class="tag">${word(t.weights, finding.weight)}</span><p class="small">${t.law} ${article}${band === null ? '' : ` · ${e(band)}`}</p></li>`;
  });
  return `<ul class="why">${rows.join('')}</ul>`;
}

export const day = (on: string | null) => (on === null ? '' : time(on));
