import type { CitationId, Confirmed, EnteredSubject, EnteredVariety, LawSettingRow, OffenceId } from '../law/index.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { Bilingual } from '../platform/problem-detail.ts';
import type { KnowledgeBase } from '../substances/entered/entries.ts';
import type { PartyFacts, RuleEvent, SiteFacts } from './facts.ts';

export type { Bilingual };

export const ruleIds = [
  'record-incomplete',
  'receipt-unconfirmed',
  'false-record-suspected',
  'code-not-displayed',
  'certificate-missing',
  'certificate-failed',
  'past-shelf-life',
  'banned-substance',
  'buyer-missing',
  'supplier-record-missing',
  'sold-without-source',
  'certificate-expired-or-withdrawn',
  'result-over-limit',
  'result-contradicts-conclusion',
  'ingredients-changed-after-shipping',
  'licence-missing-or-expired',
  'commitment-certificate-missing',
  'lot-split-or-merged',
  'additive-over-limit',
  'date-label-differs',
  'input-past-date',
  'order-overdue',
  'repeat-offender',
  'batch-number-reused',
  'certificate-reused',
  'sold-after-recall',
  'moved-while-held',
  'official-sample-failed',
  'harvested-inside-interval',
  'field-record-missing',
  'commitment-certificate-not-collected',
  'import-papers-missing',
  'waybill-missing',
  'bulk-permit-missing',
  'temperature-out-of-range',
  'listed-substance-stored',
  'commissioned-without-licence',
] as const;
export type RuleId = (typeof ruleIds)[number];

/** A gap for the party alone; something it is told and the authority counts; a 线索 opened for the authority. In rising order. */
export const weights = ['todo', 'reminder', 'lead'] as const;
export type Weight = (typeof weights)[number];

/** The fact stands as recorded; it follows from records that may be wrong; a hint for a person. */
export type Certainty = 'established' | 'suspected' | 'advisory';

export const subjectTypes = ['batch', 'shipment', 'receipt', 'disposition', 'display', 'note', 'party', 'case'] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** What a finding is about: inner id, and the public id or trace code people see. */
export interface Subject {
  type: SubjectType;
  id: number;
  code: string;
}

/** One condition of a finding: the fact, what stands recorded, what would have been right, and who entered it (`law` for data of the law). */
export interface Evidence {
  fact: Bilingual;
  value: Bilingual | string;
  expected: Bilingual | string;
  enteredBy: string;
  /** Public id of the document it was read from, where it was read from one. */
  certificate?: string;
}

/** A citation by its id, or the source of a value of the law that has none of its own (both are unconfirmed and shown as 待核实). */
export type CitationRef = CitationId | 'zhejiang-traceability/bound-subjects' | 'zhejiang-traceability/confirmation-deadline';

/** What a rule found, before it is compared with what was found already. */
export interface FindingDraft {
  rule: RuleId;
  ruleVersion: number;
  weight: Weight;
  certainty: Certainty;
  /** The offence the fact may be held against; null when no encoded provision reaches it, and then there is no band. */
  offence: OffenceId | null;
  /** The department the law makes competent for the offence at that stage; null without an offence. */
  department: string | null;
  /** Against whom; for a todo whose work it is. */
  party: PartyFacts;
  site: SiteFacts | null;
  /** Place of the act. */
  regionCode: string;
  subject: Subject;
  batchId: number | null;
  /** Tells findings of one rule on one subject apart; see each rule. Never holds '#', which marks a later episode. */
  occasion: string;
  message: Bilingual;
  evidence: Evidence[];
  citations: CitationRef[];
  /** The day of the act: its law applies. */
  actOn: CivilDate;
  /** Set by the engine while the rule runs in shadow: stored and counted, shown to nobody. */
  shadow?: true;
}

/** A time the service did not answer, epoch ms: no clock runs in it. */
export interface Interrupted {
  from: number;
  to: number;
}

/** Rows administrators entered into the two directories, with their sources. */
export interface Directory {
  varieties: readonly EnteredVariety[];
  subjects: readonly EnteredSubject[];
}

export interface RuleSettings {
  /** What weighed goods may lose or gain on the way, in thousandths; counted goods have no tolerance. */
  weighedTolerancePermille: number;
}

/** What rules know beside the facts of the event. */
export interface RuleContext {
  today: CivilDate;
  /** Epoch milliseconds. */
  now: number;
  directory: Directory;
  settings: RuleSettings;
  /** Rules that run in shadow now; none where absent. */
  shadow?: ReadonlySet<string>;
  /** What administrators entered into the data of the law; none where absent. */
  lawSettings?: readonly LawSettingRow[];
  /** What is known of substances on the day of an act; the shipped table alone where absent. */
  knowledge?: KnowledgeBase;
  /** Interruptions that may touch the clocks judged; none where absent. */
  interruptions?: readonly Interrupted[];
}

export interface Rule {
  id: RuleId;
  /** Rises when the same facts would be judged otherwise. */
  version: number;
  title: Bilingual;
  /** Acts before this day are not judged: the law before it is not in the data. */
  startsOn: CivilDate;
  /** Without an administrator's word: findings are not shown before this day. Absent: shown from the start. */
  shadowUntil?: CivilDate;
  watches: readonly RuleEvent['kind'][];
  /** The weights it can give. */
  weights: readonly Weight[];
  /** The offences it can name; the first is the one an officer's own note is held against. */
  offences: readonly [OffenceId, ...OffenceId[]];
  /** Whether a lead ends when the record is corrected, or stays for an officer because correcting a record does not undo the act. */
  leadEnds: 'when-corrected' | 'by-officer';
  /** Pure, deterministic, no reading. */
  judge(event: RuleEvent, context: RuleContext): FindingDraft[];
}

/** What replies show of a citation; `article` is null where the text was not read, `text` then says 待核实. */
export interface CitationView {
  law: string;
  article: string | null;
  title: string;
  confirmed: Confirmed;
  source: string;
  text: string;
}
