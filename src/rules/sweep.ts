import { loadCaseFacts } from '../enforcement/facts.ts';
import { finaliseSample, SAMPLE_FINAL } from '../laboratory/finality.ts';
import { lawSettings } from '../law-settings/repository.ts';
import type { Deps } from '../platform/deps.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Store } from '../store/store.ts';
import { judge } from './engine.ts';
import type { CaseFacts, RuleEvent, ShipmentFacts } from './facts.ts';
import { draftLookups, loadFindings, reconcile, scopeLookups } from './findings.ts';
import { ruleContext } from './judging.ts';
import type { RuleContext } from './model.ts';
import { confirmationDueAt } from './receipt-unconfirmed.ts';
import { REJUDGE, rejudgeStep } from './rejudge.ts';
import { interruptionsBetween } from './repository.ts';

type DueRow = DB['due'];

/** Loads what rules may know of shipments; ids that are not there are left out. */
export type LoadShipmentFacts = (read: Store['read'], ids: readonly number[]) => Promise<ShipmentFacts[]>;

export interface Swept {
  /** Items taken off the list by this sweep. */
  judged: number;
  /** Findings made. */
  found: number;
  /** The list held as many as were asked for: there may be more. */
  isMore: boolean;
}

const ATTEMPTS = 3;
/** No clock here runs longer, interruptions counted: 30 days. */
const LONGEST_CLOCK = 30 * 24 * 3_600_000;

/**
 * Judges what has fallen due, oldest first: one commit an item in the chain `system` (entry `due.judged`) takes it off the list and stores what was
 * found. Two sweeps may run at once: the one that comes second to an item moves on. Costs what is due, not what is stored.
 * @param limit items a sweep takes at most
 * @throws {StoreUnavailable} when the engine failed; what was judged before stays judged
 */
export async function sweepDue(
  deps: Pick<Deps, 'store' | 'clock' | 'random'>,
  loadShipmentFacts: LoadShipmentFacts,
  limit = 100,
): Promise<Swept> {
  const now = deps.clock();
  const due = await deps.store.read.selectFrom('due').selectAll().where('at', '<=', now).orderBy('at').limit(limit).execute();
  if (due.length === 0) return { judged: 0, found: 0, isMore: false };
  const later = due.find((item) => item.rule === REJUDGE);
  if (later) await rejudgeStep(deps, loadShipmentFacts, later);
  for (const item of due.filter((one) => one.rule === SAMPLE_FINAL)) await finaliseSample(deps, item);
  const items = due.filter((item) => item.rule !== REJUDGE && item.rule !== SAMPLE_FINAL);
  const oldest = items[0]?.at ?? now;
  const interruptions = items.length === 0 ? [] : await interruptionsBetween(deps.store.read, oldest - LONGEST_CLOCK, now);
  const context = { ...(await ruleContext(deps, now)), interruptions, lawSettings: await lawSettings(deps.store.read) };
  const subjects = await subjectsOf(deps, loadShipmentFacts, items);
  let [judged, found] = [0, 0];
  for (const item of items) {
    const made = await judgeItem(deps, item, subjects(item), context);
    if (made === null) continue;
    judged += 1;
    found += made;
  }
  return { judged, found, isMore: due.length === limit || later !== undefined };
}

/** What an item of the list is about; undefined where it is not there any more. */
type DueSubject = { shipment: ShipmentFacts } | { file: CaseFacts } | undefined;

async function subjectsOf(
  deps: Pick<Deps, 'store'>,
  loadShipmentFacts: LoadShipmentFacts,
  items: readonly DueRow[],
): Promise<(item: DueRow) => DueSubject> {
  const idsOf = (type: string) => [...new Set(items.filter((item) => item.subjectType === type).map((item) => item.subjectId))];
  const shipments = new Map((await loadShipmentFacts(deps.store.read, idsOf('shipment'))).map((shipment) => [shipment.id, shipment]));
  const files = new Map((await loadCaseFacts(deps.store.read, idsOf('case'))).map((file) => [file.id, file]));
  return ({ subjectType, subjectId }) => {
    const shipment = subjectType === 'shipment' ? shipments.get(subjectId) : undefined;
    if (shipment) return { shipment };
    const file = subjectType === 'case' ? files.get(subjectId) : undefined;
    return file ? { file } : undefined;
  };
}

/** How many findings were made, or null when somebody else took the item. */
async function judgeItem(
  deps: Pick<Deps, 'store' | 'random'>,
  item: DueRow,
  subject: DueSubject,
  context: RuleContext,
): Promise<number | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { commit, made } = await commitOf(deps, item, subject, context);
    const result = await deps.store.commit(commit);
    if (result.committed) return made;
    if (result.conflict === 'expect') return null;
  }
  return null;
}

async function commitOf(
  deps: Pick<Deps, 'store' | 'random'>,
  item: DueRow,
  subject: DueSubject,
  context: RuleContext,
): Promise<{ commit: Commit; made: number }> {
  const { now, today } = context;
  const put = await putOff(deps.store.read, item, subject, context);
  if (put !== null) return { commit: moved(item, put, now), made: 0 };
  const events = eventsOf(item, subject);
  const drafts = events.flatMap((event) => judge(event, context));
  const existing = await loadFindings(deps.store.read, [...events.flatMap(scopeLookups), ...draftLookups(drafts)]);
  const ids = drafts.length === 0 ? [] : await deps.store.ids(drafts.length);
  const settled = reconcile(existing, drafts, { events, ids: ids.values(), random: deps.random, now, today });
  const findings = (settled.rows.finding ?? []).filter((row) => row.state !== 'shadow');
  const commit: Commit = {
    chain: 'system',
    at: now,
    entries: [
      {
        kind: 'due.judged',
        subject: `${item.subjectType}/${subject ? codeOf(subject) : item.subjectId}`,
        payload: {
          rule: item.rule,
          dueAt: item.at,
          party: subject ? partyOf(subject) : null,
          actedBy: 'system',
          findings: findings.map((row) => ({ id: row.publicId, weight: row.weight })),
        },
      },
    ],
    rows: settled.rows,
    touch: [{ undue: item }, ...settled.touch],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
  return { commit, made: findings.length };
}

const codeOf = (subject: NonNullable<DueSubject>) => ('file' in subject ? subject.file.publicId : subject.shipment.publicId);
const partyOf = (subject: NonNullable<DueSubject>) =>
  'file' in subject ? subject.file.party.publicId : (subject.shipment.buyer?.publicId ?? null);

function eventsOf(item: DueRow, subject: DueSubject): RuleEvent[] {
  if (!subject) return [];
  if ('file' in subject) return [{ kind: 'case-due', file: subject.file, dueAt: item.at }];
  return [{ kind: 'due', rule: item.rule, shipment: subject.shipment, dueAt: item.at }];
}

/** The later instant at which a clock runs out that stood still meanwhile, or was given other hours; null when it has run out. */
async function putOff(read: Store['read'], item: DueRow, subject: DueSubject, context: RuleContext): Promise<number | null> {
  if (!subject || !('shipment' in subject) || item.rule !== 'receipt-unconfirmed') return null;
  const at = confirmationDueAt(subject.shipment, context);
  if (at === null || at <= context.now) return null;
  // An item of a delivery time that was corrected has a row of its own: this one is judged, and finds nothing.
  const own = await read
    .selectFrom('due')
    .select('at')
    .where('at', '=', at)
    .where('rule', '=', item.rule)
    .where('subjectType', '=', item.subjectType)
    .where('subjectId', '=', item.subjectId)
    .executeTakeFirst();
  return own ? null : at;
}

function moved(item: DueRow, at: number, now: number): Commit {
  return {
    chain: 'system',
    at: now,
    entries: [],
    rows: { due: [{ ...item, at }] },
    touch: [{ undue: item }],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
}
