import { formatTraceCode } from '../codes/trace-code.ts';
import type { PublicFineBand } from '../law/index.ts';
import type { Locale } from '../platform/problems.ts';
import { citationView } from './citations.ts';
import type { Bilingual, CitationView, Evidence, FindingDraft } from './model.ts';
import { bandOf, type FindingRow, type StoredBand } from './row.ts';

export interface EvidenceView {
  fact: string;
  value: string;
  expected: string;
  enteredBy: string;
}

/** A finding as replies show it, in the reader's language. `id` and `state` only where it is stored. */
export interface FindingView {
  id?: string;
  state?: string;
  rule: string;
  weight: string;
  certainty: string;
  message: string;
  citations: CitationView[];
  fineBand: PublicFineBand | null;
  evidence: EvidenceView[];
  subject: { type: string; id: string };
  department: string | null;
  actOn: string;
}

/**
 * A stored finding, or one that was only judged (`POST /v1/batches/check`), in the shape of replies. The band is that of the day of the act; a
 * citation that is not confirmed, or has no article, says 待核实.
 */
export function findingView(finding: FindingRow | FindingDraft, locale: Locale): FindingView {
  return 'subject' in finding ? viewOfDraft(finding, locale) : viewOfRow(finding, locale);
}

function viewOfDraft(draft: FindingDraft, locale: Locale): FindingView {
  const { rule, weight, certainty, department, actOn } = draft;
  return {
    rule,
    weight,
    certainty,
    message: draft.message[locale],
    citations: citationViews(draft.citations, actOn, locale),
    fineBand: bandView(bandOf(draft), locale),
    evidence: evidenceViews(draft.evidence, locale),
    subject: { type: draft.subject.type, id: subjectId(draft.subject.type, draft.subject.code) },
    department,
    actOn,
  };
}

function viewOfRow(row: FindingRow, locale: Locale): FindingView {
  const { publicId, state, rule, weight, certainty, department, actOn } = row;
  return {
    id: publicId,
    state,
    rule,
    weight,
    certainty,
    message: (JSON.parse(row.message) as Bilingual)[locale],
    citations: citationViews(JSON.parse(row.citations) as string[], actOn, locale),
    fineBand: bandView(row.band === null ? null : (JSON.parse(row.band) as StoredBand), locale),
    evidence: evidenceViews(JSON.parse(row.evidence) as Evidence[], locale),
    subject: { type: row.subjectType, id: subjectId(row.subjectType, row.subjectCode) },
    department,
    actOn,
  };
}

/** A batch is named as it is printed, in groups of four. */
const subjectId = (type: string, code: string) => (type === 'batch' ? formatTraceCode(code) : code);

function citationViews(refs: readonly string[], actOn: string, locale: Locale): CitationView[] {
  return refs.flatMap((ref) => citationView(ref, actOn, locale) ?? []);
}

function bandView(band: StoredBand | null, locale: Locale): PublicFineBand | null {
  return band === null ? null : { ...band, lines: band.lines[locale], notes: band.notes[locale] };
}

const inWords = (text: Bilingual | string, locale: Locale) => (typeof text === 'string' ? text : text[locale]);

function evidenceViews(evidence: readonly Evidence[], locale: Locale): EvidenceView[] {
  return evidence.map(({ fact, value, expected, enteredBy }) => ({
    fact: fact[locale],
    value: inWords(value, locale),
    expected: inWords(expected, locale),
    enteredBy,
  }));
}
