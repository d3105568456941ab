import type { RandomBytes } from '../codes/ids.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { Touch } from '../store/store.ts';
import { ruleOf } from './engine.ts';
import type { RuleEvent } from './facts.ts';
import { type Evidence, type FindingDraft, weights } from './model.ts';
import { type FindingRow, rowOf } from './row.ts';
import { baseOccasion, batchesIn, episode, episodeOf, restsOn, settles } from './scope.ts';

export { loadFindings } from './repository.ts';
export type { FindingRow, StoredBand } from './row.ts';
export { draftLookups, type FindingLookup, scopeLookups } from './scope.ts';
export { type FindingView, findingView } from './view.ts';

/** Why the service itself ended a finding; people's reasons are their own words. */
export const SETTLED_BY_RECORD = '记录已更正，所述事实不再存在';
export const SETTLED_BY_REPORT = '所依据的检验报告已撤回、更正或者被复检结论代替';
export const SETTLED_BY_JUDGING = '按新的事实重新判断，由新一条代替';

export interface Reconciling {
  /** The events judged: they decide which stored findings may end. */
  events: readonly RuleEvent[];
  /** Fresh inner ids, taken one a new row. */
  ids: Iterator<number>;
  random: RandomBytes;
  now: number;
  today: CivilDate;
}

export interface Reconciled {
  rows: { finding?: FindingRow[] };
  touch: Touch[];
  /** The findings that stand open after the commit, as they will be stored: new ones, and those of `existing` that still hold; none in shadow. */
  current: FindingRow[];
}

const isVisible = (row: FindingRow) => row.state === 'open' || row.state === 'in-case';
/** A finding in shadow keeps its state when it holds no more: nobody is shown that it ever did. */
const isInShadow = (row: FindingRow) => row.state === 'shadow' && row.settledAt === null;
const hasEnded = (row: FindingRow) => row.state === 'corrected' || (row.state === 'shadow' && row.settledAt !== null);
const weightRank = (weight: string) => (weights as readonly string[]).indexOf(weight);

/**
 * Brings stored findings in line with what was found now. Unique by (rule, subject, occasion):
 * - new → a row; the same still open → kept, its words renewed where the record of the same act changed, its weight raised where
 *   offence and act are the same;
 * - resting on a shipment that is voided, and found of another sale → it rests on that one, in a new row where it was on another day;
 * - found no more by an event that carries its facts → `corrected`; a lead whose rule says `by-officer` stays unless its shipment was voided, or every
 *   report it rests on was withdrawn or replaced by the laboratory or authority that issued it;
 * - settled before and found again → a new row, occasion `…#2`; dismissed or closed by a person → nothing, the decision stands;
 * - in a case → left to the officers;
 * - of a rule in shadow → the same, in the state `shadow` throughout; once the rule is shown, a new row takes the place of the shadow.
 * @param existing what {@link scopeLookups} and {@link draftLookups} name, loaded before the commit
 * @throws {RangeError} when `ids` runs out
 */
export function reconcile(existing: readonly FindingRow[], drafts: readonly FindingDraft[], at: Reconciling): Reconciled {
  const work = new Work(existing, at);
  for (const draft of drafts) work.take(draft);
  work.settleOthers(drafts);
  return work.result();
}

class Work {
  private readonly standing = new Map<number, FindingRow>();
  private readonly byKey = new Map<string, FindingRow[]>();
  private readonly fresh: FindingRow[] = [];
  private readonly touch: Touch[] = [];
  private readonly at: Reconciling;
  private readonly existing: readonly FindingRow[];
  private readonly gone: ReadonlySet<string>;
  private readonly voided: readonly string[];

  constructor(existing: readonly FindingRow[], at: Reconciling) {
    this.existing = existing;
    this.at = at;
    this.gone = new Set(at.events.flatMap(batchesIn).flatMap((batch) => batch.goneReports ?? []));
    this.voided = at.events.flatMap((event) =>
      event.kind === 'shipment' && event.shipment.state === 'void' ? [event.shipment.publicId] : [],
    );
    for (const row of existing) {
      this.remember(row);
      if (isVisible(row) || isInShadow(row)) this.standing.set(row.id, row);
    }
  }

  private remember(row: FindingRow): void {
    const key = keyOf(row.rule, row.subjectType, row.subjectId, baseOccasion(row.occasion));
    this.byKey.set(key, [...(this.byKey.get(key) ?? []), row]);
  }

  take(draft: FindingDraft): void {
    const episodes = this.byKey.get(keyOf(draft.rule, draft.subject.type, draft.subject.id, draft.occasion)) ?? [];
    const last = episodes.reduce<FindingRow | undefined>(later, undefined);
    if (!last) this.add(draft, 1);
    else if (hasEnded(last)) this.add(draft, episodeOf(last.occasion) + 1);
    else if (isInShadow(last) && !draft.shadow) this.replace(draft, last);
    else if (last.state === 'open' || isInShadow(last)) this.renew(draft, last);
  }

  private add(draft: FindingDraft, n: number): void {
    const next = this.at.ids.next();
    if (next.done) throw new RangeError('no id left for a finding');
    const { random, now, today } = this.at;
    const row = rowOf(draft, { id: next.value, random, now, today, occasion: episode(draft.occasion, n) });
    this.fresh.push(row);
    this.remember(row);
  }

  private renew(draft: FindingDraft, row: FindingRow): void {
    const rises = weightRank(draft.weight) - weightRank(row.weight);
    const isOnVoid = this.voided.some((shipment) => restsOn(row, shipment));
    const isSame = row.offence === draft.offence && row.actOn === draft.actOn;
    if (rises < 0 && !isOnVoid && !mayFade(row) && !this.isGone(row)) return;
    // Columns that say what the finding is cannot change on a row: another weight under another offence or act is another finding.
    if (rises < 0 || ((rises > 0 || isOnVoid) && !isSame)) {
      this.replace(draft, row);
      return;
    }
    // A later act of the same kind adds nothing: the finding keeps the words and evidence of the first, while all it rests on stands.
    const isKept = !isOnVoid && (row.actOn !== draft.actOn || draft.occasion === 'sale');
    if (rises === 0 && isKept && !sourcesOf(row).some((report) => this.gone.has(report))) return;
    const to = { weight: draft.weight, message: JSON.stringify(draft.message), evidence: JSON.stringify(draft.evidence) };
    if (row.weight === to.weight && row.message === to.message && row.evidence === to.evidence) return;
    this.set(row, { ...to, judgedAsOf: this.at.today });
  }

  private replace(draft: FindingDraft, row: FindingRow): void {
    this.settle(row, SETTLED_BY_JUDGING);
    this.add(draft, episodeOf(row.occasion) + 1);
  }

  private set(row: FindingRow, to: Partial<Pick<FindingRow, 'weight' | 'message' | 'evidence' | 'judgedAsOf'>>): void {
    const index = this.fresh.findIndex((one) => one.id === row.id);
    if (index >= 0) this.fresh[index] = { ...row, ...to };
    else {
      this.touch.push({ set: 'finding', id: row.id, to, was: { state: row.state } });
      this.standing.set(row.id, { ...row, ...to });
    }
  }

  private settle(row: FindingRow, settledReason: string): void {
    const state = row.state === 'shadow' ? 'shadow' : 'corrected';
    this.touch.push({ set: 'finding', id: row.id, to: { state, settledAt: this.at.now, settledReason }, was: { state: row.state } });
    this.standing.delete(row.id);
  }

  settleOthers(drafts: readonly FindingDraft[]): void {
    for (const row of this.existing) {
      if ((row.state !== 'open' && !isInShadow(row)) || !this.standing.has(row.id) || drafts.some((draft) => keeps(draft, row))) continue;
      const isGone = this.isGone(row);
      if (this.at.events.some((event) => settles(event, row) && (isGone || mayEnd(row, event))))
        this.settle(row, isGone ? SETTLED_BY_REPORT : SETTLED_BY_RECORD);
    }
  }

  /** Whether nothing stands any more of the reports a finding rests on. */
  private isGone(row: FindingRow): boolean {
    const reports = sourcesOf(row);
    return reports.length > 0 && reports.every((report) => this.gone.has(report));
  }

  result(): Reconciled {
    return {
      rows: this.fresh.length > 0 ? { finding: this.fresh } : {},
      touch: this.touch,
      current: [...this.standing.values(), ...this.fresh].filter(isVisible),
    };
  }
}

const keyOf = (...parts: (string | number)[]) => parts.join('\n');

function later(a: FindingRow | undefined, b: FindingRow): FindingRow {
  return a && episodeOf(a.occasion) > episodeOf(b.occasion) ? a : b;
}

/** A lead on a batch sold with gaps stands as long as its rule finds anything on the batch, though not under the occasion of the sale. */
function keeps(draft: FindingDraft, row: FindingRow): boolean {
  if (draft.rule !== row.rule || draft.subject.type !== row.subjectType || draft.subject.id !== row.subjectId) return false;
  const base = baseOccasion(row.occasion);
  return base === draft.occasion || (base === 'sale' && row.subjectType === 'batch');
}

/** Public ids of the documents a finding was read from. */
export function sourcesOf({ evidence }: Pick<FindingRow, 'evidence'>): string[] {
  return (JSON.parse(evidence) as Evidence[]).flatMap(({ certificate }) => certificate ?? []);
}

function mayEnd(row: FindingRow, event: RuleEvent): boolean {
  return mayFade(row) || (event.kind === 'shipment' && event.shipment.state === 'void');
}

/** Whether correcting the record is enough to end it. */
function mayFade(row: FindingRow): boolean {
  return row.weight !== 'lead' || ruleOf(row.rule)?.leadEnds !== 'by-officer';
}
