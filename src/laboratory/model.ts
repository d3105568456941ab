import { type LawSettingRow, law } from '../law/index.ts';
import { civilDateOf, endOfDay } from '../platform/civil-date.ts';

/** official: an authority's (监督抽检); client: a party's own commission; market: the operator's laboratory test; quick: a quick test (快检). */
export const sampleKinds = ['official', 'client', 'market', 'quick'] as const;
export type SampleKind = (typeof sampleKinds)[number];

export const sampleStates = ['taken', 'reported', 'retestOpen', 'final', 'withdrawn'] as const;
export type SampleState = (typeof sampleStates)[number];

export type Conclusion = 'pass' | 'fail';

/** Departments whose samples are taken under the Agricultural Products Law (51: five working days); the others’ under the Food Safety Law (88: seven). */
const AGRICULTURAL = ['agriculture', 'forestry'];
export const isAgricultural = (department: string | undefined): boolean => department !== undefined && AGRICULTURAL.includes(department);

const HOUR = 3_600_000;

/** Whether the report is the sampled party’s own: it tested what it made or holds itself. */
export function isOwnWord(sample: { partyId: number; laboratoryId: number | null; takerKind: string; takerId: number }): boolean {
  return sample.laboratoryId === null
    ? sample.takerKind === 'party' && sample.takerId === sample.partyId
    : sample.laboratoryId === sample.partyId;
}

/**
 * Whether a report to the sample stands among the papers of a batch: the maker’s own, an authority’s, a market’s. What somebody else had tested for itself is
 * its own paper, so nobody grounds a finding, or publishes a paper, on the goods of another.
 */
export function standsWith(sample: { kind: string; takerKind: string; partyId: number }, batch: { partyId: number }): boolean {
  return sample.partyId === batch.partyId || sample.takerKind === 'authority' || sample.kind === 'market';
}

export interface Reported {
  state: SampleState;
  /** Last instant to ask for a retest, epoch ms. */
  retestUntil: number | null;
}

interface Reporting {
  kind: SampleKind;
  conclusion: Conclusion;
  /** A retest has the last word. */
  isRetest: boolean;
  agricultural: boolean;
  /** When the sampled party got the conclusion, epoch ms; its day is not counted, hours are. */
  receivedAt: number;
  settings: readonly LawSettingRow[];
}

/**
 * How a sample stands once its report is recorded. A failing official sample may be disputed for the law's working days, a failing quick test for its
 * hours; a report nobody can dispute by law is `reported` (a client's, a market's own) or `final` (a pass, a retest).
 */
export function reportedState({ kind, conclusion, isRetest, agricultural, receivedAt, settings }: Reporting): Reported {
  if (kind === 'client' || kind === 'market') return { state: 'reported', retestUntil: null };
  if (conclusion === 'pass' || isRetest) return { state: 'final', retestUntil: null };
  if (kind === 'quick') return { state: 'retestOpen', retestUntil: receivedAt + quickHours(receivedAt, settings) * HOUR };
  const { on } = law.deadlines.retest(civilDateOf(receivedAt), agricultural ? 'agricultural' : 'food', settings);
  return { state: 'retestOpen', retestUntil: endOfDay(on) };
}

/** Hours to dispute a quick test (食品安全法 88（二）). */
function quickHours(at: number, settings: readonly LawSettingRow[]): number {
  const found = law.number('food-safety-law/quick-retest-hours', civilDateOf(at), settings);
  if (!found) throw new Error('The law’s data has no hours for the retest of a quick test.');
  return found.value;
}

/** The kind of document a report stands as, so that rules and pages see it with the papers of the goods. */
export function certificateKindOf(kind: SampleKind, as: 'typeTest' | 'release' | undefined): string {
  if (kind === 'official') return 'officialSample';
  if (kind === 'quick') return 'quickTest';
  return kind === 'client' ? (as ?? 'typeTest') : 'typeTest';
}
