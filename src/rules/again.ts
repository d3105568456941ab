import type { Deps } from '../platform/deps.ts';
import type { Commit, Expect } from '../store/store.ts';
import { judge } from './engine.ts';
import type { DispositionFacts, OutsideReceiptFacts, RuleEvent, ShipmentFacts } from './facts.ts';
import { draftLookups, type FindingRow, loadFindings, reconcile, scopeLookups } from './findings.ts';
import { ruleContext } from './judging.ts';
import type { RuleContext } from './model.ts';

const ATTEMPTS = 12;

export type AgainDeps = Pick<Deps, 'store' | 'clock' | 'random'>;

/** Facts to judge again, and the entry that tells of what changed. */
export interface Again {
  events: RuleEvent[];
  kind: string;
  subject: string;
  /** Public id of the party whose records they are. */
  party: string;
}

/**
 * Judges stored facts again in a commit of its own in the chain `system`, made only where something changes. Judging the same facts twice changes nothing.
 * @param load reads the facts; called again after a conflict; null where there is nothing to judge
 * @throws {Error} when the findings keep changing under it
 */
export async function judgeAgain(deps: AgainDeps, load: () => Promise<Again | null>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const again = await load();
    const commit = again && (await commitOf(deps, again, await ruleContext(deps, deps.clock())));
    if (!commit || (await deps.store.commit(commit)).committed) return;
  }
  throw new Error('Facts could not be judged again: their findings kept changing.');
}

/** A shipment judged again; balances after it are not known any more, and what was found on them stays as it is. */
export function shipmentAgain(shipment: ShipmentFacts): Again {
  const lines = shipment.lines.map((line) => ({ ...line, balanceAfter: null }));
  return {
    events: [{ kind: 'shipment', shipment: { ...shipment, lines } }],
    kind: 'shipment.rejudged',
    subject: `shipment/${shipment.publicId}`,
    party: shipment.sender.publicId,
  };
}

/** A sale or use judged again; like a shipment's, its balances are not known any more. */
export function dispositionAgain(disposition: DispositionFacts): Again {
  return {
    events: [{ kind: 'disposition', disposition }],
    kind: 'disposition.rejudged',
    subject: `disposition/${disposition.publicId}`,
    party: disposition.party.publicId,
  };
}

/** Goods taken over from outside, judged again. */
export function outsideReceiptAgain(receipt: OutsideReceiptFacts): Again {
  return {
    events: [{ kind: 'outside-receipt', receipt }],
    kind: 'receipt.rejudged',
    subject: `receipt/${receipt.publicId}`,
    party: receipt.party.publicId,
  };
}

/** Null when nothing changes. */
async function commitOf(deps: AgainDeps, again: Again, context: RuleContext): Promise<Commit | null> {
  const { events } = again;
  const drafts = events.flatMap((event) => judge(event, context));
  const stored = await loadFindings(deps.store.read, [...events.flatMap(scopeLookups), ...draftLookups(drafts)]);
  const existing = stored.filter((row) => !row.occasion.startsWith('balance/'));
  const ids = drafts.length === 0 ? [] : await deps.store.ids(drafts.length);
  const { now, today } = context;
  const { rows, touch } = reconcile(existing, drafts, { events, ids: ids.values(), random: deps.random, now, today });
  const made = rows.finding ?? [];
  if (made.length === 0 && touch.length === 0) return null;
  const touched = existing.filter((row) => touch.some((one) => 'set' in one && one.set === 'finding' && one.id === row.id));
  return {
    chain: 'system',
    at: now,
    entries: [
      {
        kind: again.kind,
        subject: again.subject,
        payload: {
          party: again.party,
          actedBy: 'system',
          made: made.filter(isShown).map((row) => ({ id: row.publicId, rule: row.rule, weight: row.weight })),
          changed: touched.filter(isShown).map((row) => row.publicId),
        },
      },
    ],
    rows,
    touch,
    expect: touched.map(unchanged),
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
}

const isShown = (row: FindingRow) => row.state !== 'shadow';
const unchanged = (row: FindingRow): Expect => ({ table: 'finding', id: row.id, column: 'state', is: row.state });
