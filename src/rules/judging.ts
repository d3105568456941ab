import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Locale } from '../platform/problems.ts';
import type { Rows, Touch } from '../store/store.ts';
import { loadKnowledgeBase } from '../substances/entered/current.ts';
import { judge, rules } from './engine.ts';
import type { RuleEvent } from './facts.ts';
import { draftLookups, type FindingRow, type FindingView, findingView, loadFindings, reconcile, scopeLookups } from './findings.ts';
import type { FindingDraft, RuleContext } from './model.ts';
import { shadowRules } from './modes.ts';
import { loadDirectory, loadModes } from './repository.ts';

export interface Subject {
  type: string;
  id: number;
}

export type JudgingDeps = Pick<Deps, 'store' | 'random'>;

/** The judging of one request: loaded before its commit, settled inside it. */
export interface Judging {
  /** Judges and answers the rows and touches that bring the stored findings in line. Pure; call it in `finish`. */
  settle(balances?: ReadonlyMap<number, number>): { rows: Rows; touch: Touch[] };
  /** Findings that stand on a subject after `settle`, as replies show them; of one party only, where the subject is shared by several. */
  views(type: string, id: number, locale: Locale, partyId?: number): FindingView[];
  /** Findings that came up or still hold in this judging, on whatever subject (a sale finds on its batches too), of one party where given. */
  found(locale: Locale, partyId?: number): FindingView[];
}

type Events = readonly RuleEvent[] | ((balances: ReadonlyMap<number, number>) => readonly RuleEvent[]);

const NO_BALANCES: ReadonlyMap<number, number> = new Map();

/**
 * Prepares the judging of what is being recorded.
 * @param events the facts, or how they follow from the balances the commit leaves (called with none first, to find what to read)
 * @param known subjects whose stored findings are judged again (a revision, a receipt of a shipment); new subjects have none
 * @param isNew whether a subject comes into being with this commit: what cannot be stored yet is not looked for
 */
export async function judgeRecords(
  deps: JudgingDeps,
  now: number,
  events: Events,
  known: readonly Subject[] = [],
  isNew: (subject: Subject) => boolean = () => false,
): Promise<Judging> {
  const context = await ruleContext(deps, now);
  const eventsAfter = (balances: ReadonlyMap<number, number>) => (typeof events === 'function' ? events(balances) : events);
  const before = eventsAfter(NO_BALANCES);
  const likely = before.flatMap((event) => judge(event, context));
  const again = known.length === 0 ? [] : before.flatMap(scopeLookups);
  const lookups = [...again, ...draftLookups(likely.filter(({ subject }) => !isNew(subject)))];
  const existing = lookups.length === 0 ? [] : await loadFindings(deps.store.read, lookups);
  const ids = await takeIds(deps, likely.length + BY_BALANCE * linesOf(before));
  let drafts: FindingDraft[] = [];
  let current: FindingRow[] = existing;
  return {
    settle: (balances = NO_BALANCES) => {
      const judged = eventsAfter(balances);
      // Events that do not follow from balances are what they were when they were judged to find out what to read.
      drafts = typeof events === 'function' ? judged.flatMap((event) => judge(event, context)) : likely;
      const settled = reconcile(existing, drafts, { events: judged, ids: ids.values(), random: deps.random, now, today: context.today });
      current = settled.current;
      return { rows: settled.rows, touch: settled.touch };
    },
    views: (type, id, locale, partyId) =>
      current
        .filter((row) => row.subjectType === type && row.subjectId === id && (partyId === undefined || row.partyId === partyId))
        .map((row) => findingView(row, locale)),
    found: (locale, partyId) =>
      current
        .filter((row) => drafts.some((draft) => isFoundAs(draft, row)) && (partyId === undefined || row.partyId === partyId))
        .map((row) => findingView(row, locale)),
  };
}

function isFoundAs(draft: FindingDraft, row: FindingRow): boolean {
  if (draft.rule !== row.rule || draft.subject.type !== row.subjectType || draft.subject.id !== row.subjectId) return false;
  return row.occasion === draft.occasion || row.occasion.startsWith(`${draft.occasion}#`);
}

/** Balances are known only inside the commit: each line may yet bring a finding of each of these (false-record-suspected, sold-without-source). */
const BY_BALANCE = 2;

function linesOf(events: readonly RuleEvent[]): number {
  return events.reduce((sum, event) => {
    if (event.kind === 'shipment') return sum + event.shipment.lines.length;
    return event.kind === 'disposition' ? sum + event.disposition.lines.length : sum;
  }, 0);
}

async function takeIds(deps: JudgingDeps, n: number): Promise<number[]> {
  return n === 0 ? [] : deps.store.ids(n);
}

/** What rules may know beside the facts: the day, what people entered, and which rules run in shadow. */
export async function ruleContext(deps: Pick<Deps, 'store'>, now: number): Promise<RuleContext> {
  const [directory, modes, knowledge] = await Promise.all([
    loadDirectory(deps.store),
    loadModes(deps.store),
    loadKnowledgeBase(deps.store),
  ]);
  return { ...contextOn(now, directory), shadow: shadowRules(rules, modes, now), knowledge };
}

/** The context of an instant (epoch ms) with the settings of the service: weighed goods may differ by 3 %. */
export function contextOn(now: number, directory: RuleContext['directory']): RuleContext {
  return { now, today: civilDateOf(now), directory, settings: { weighedTolerancePermille: 30 } };
}

/** Stored findings that stand on one subject; of one party only, where several parties have findings on it (a batch in many shops). */
export async function findingsOn(
  deps: Pick<Deps, 'store'>,
  type: string,
  id: number,
  locale: Locale,
  partyId?: number,
): Promise<FindingView[]> {
  const rows = await loadFindings(deps.store.read, [{ type, ids: [id], ...(partyId === undefined ? {} : { partyId }) }]);
  return rows.filter((row) => row.state === 'open' || row.state === 'in-case').map((row) => findingView(row, locale));
}
