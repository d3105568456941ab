import { type Citation, type CitationId, law, type OffenceId } from '../law/index.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import type { CitationView } from './model.ts';

const idOf = new Map<Citation, CitationId>((Object.keys(law.citations) as CitationId[]).map((id) => [law.citations[id], id]));

/** The citations of an offence, duty first, then the provision that punishes. */
export function offenceCitations(offence: OffenceId): CitationId[] {
  const { duties, citation } = law.offences[offence];
  return [...duties, citation].flatMap((one) => idOf.get(one) ?? []);
}

/** Undefined for a name that is not in the data. */
export function citationOf(ref: string, actOn: CivilDate): Citation | undefined {
  if (ref in law.citations) return law.citations[ref as CitationId];
  const values = law.entries.find((entry) => entry.id === ref)?.values ?? [];
  return (values.find((value) => value.from <= actOn && (value.to === undefined || actOn <= value.to)) ?? values[0])?.citation;
}

/** A citation as replies carry it; what is not confirmed says 待核实 in its own text. */
export function citationView(ref: string, actOn: CivilDate, locale: Locale): CitationView | null {
  const citation = citationOf(ref, actOn);
  if (!citation) return null;
  const { law: name, article, title, confirmed, source } = law.publicCitation(citation, locale);
  const mark = confirmed === 'no' ? { zh: '（待核实）', en: ' (to be verified)' }[locale] : '';
  return { law: name, article, title, confirmed, source, text: `${law.citationText(citation, locale)}${mark}` };
}
