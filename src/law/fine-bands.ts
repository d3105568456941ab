import { bandLines, type FineBasis, fineFor } from './bands.ts';
import type { Citation, CivilDate, Confirmed, Department, FineAfter, Lang, PartyKind } from './model.ts';
import { valueOn } from './model.ts';
import { type OffenceId, offenceIds, offences } from './offences.ts';

/** A citation as replies carry it: `article` null means 待核实. */
export type PublicCitation = {
  law: string;
  article: string | null;
  title: string;
  confirmed: Confirmed;
  source: string;
  effectiveFrom: CivilDate;
  publishedOn: CivilDate | null;
  lastConfirmedOn: CivilDate;
  doubt: string | null;
};

/** A band as replies carry it. Amounts are cents, inclusive; `multiple` is set where the law counts in goods value. */
export type PublicFineBand = {
  minCents: number;
  maxCents: number;
  after: FineAfter;
  basis: FineBasis;
  multiple: { fromCents: number; minTimes: number; maxTimes: number } | null;
  lines: string[];
  notes: string[];
};

export type FineBandItem = PublicFineBand & { offence: OffenceId; title: string; departments: Department[]; citation: PublicCitation };

/** A citation in the reader's language. */
export function publicCitation(citation: Citation, lang: Lang = 'zh'): PublicCitation {
  return {
    law: citation.law[lang],
    article: citation.article,
    title: citation.title[lang],
    confirmed: citation.confirmed,
    source: citation.source,
    effectiveFrom: citation.effectiveFrom,
    publishedOn: citation.publishedOn ?? null,
    lastConfirmedOn: citation.lastConfirmedOn,
    doubt: citation.doubt?.[lang] ?? null,
  };
}

/** How a citation is written in a sentence: law and article, or law and 待核实. */
export function citationText(citation: Citation, lang: Lang = 'zh'): string {
  if (lang === 'en') return `${citation.law.en}, ${citation.article ?? 'article to be verified'}`;
  return `《${citation.law.zh}》${citation.article ?? '（条号待核实）'}`;
}

/**
 * The band of an offence for an act on `actOn` by a party of these kinds; null when the law then in force is not in the data, or when its bands
 * do not reach the party (食品安全法 127: workshops). `goodsValueCents` is what an officer entered; without it the multiples stand as words only.
 * Throws RangeError for an impossible goods value.
 */
export function fineBandOn(
  offenceId: OffenceId,
  at: { actOn: CivilDate; partyKinds: readonly PartyKind[]; goodsValueCents?: number | null | undefined },
  lang: Lang = 'zh',
): PublicFineBand | null {
  const offence = offences[offenceId];
  const excluded: readonly PartyKind[] = offence.excludes;
  if (at.partyKinds.some((kind) => excluded.includes(kind))) return null;
  const household = at.partyKinds.includes('farmer');
  return present(offenceId, at.actOn, { goodsValueCents: at.goodsValueCents, household }, lang);
}

/** Every band in force on `asOf`, for GET /v1/fine-bands. */
export function fineBands(asOf: CivilDate, lang: Lang = 'zh'): FineBandItem[] {
  return offenceIds.flatMap((id) => {
    const band = present(id, asOf, {}, lang);
    const { title, departments, citation } = offences[id];
    return band
      ? [{ offence: id, title: title[lang], departments: [...departments], ...band, citation: publicCitation(citation, lang) }]
      : [];
  });
}

function present(id: OffenceId, on: CivilDate, at: Parameters<typeof fineFor>[1], lang: Lang): PublicFineBand | null {
  const offence = offences[id];
  const dated = valueOn(offence.band.values, on);
  if (!dated) return null;
  const band = dated.value;
  const notes = offence.notes.filter((note) => note.citation.effectiveFrom <= on).map((note) => note.text[lang]);
  return {
    ...fineFor(band, at),
    after: band.after,
    multiple: band.goodsValue ?? null,
    lines: bandLines(band, at).map((line) => line[lang]),
    notes,
  };
}
