import type { FollowedEntry, FollowerJob } from '../ledger/follower.ts';
import type { AgainDeps } from '../rules/again.ts';
import { toleranceOf } from '../rules/false-record-suspected.ts';
import { SETTLED_BY_RECORD } from '../rules/findings.ts';
import { contextOn } from '../rules/judging.ts';
import type { Commit, Store } from '../store/store.ts';

type Read = Store['read'];

const ATTEMPTS = 12;

/** By what goods come into a holding, or come back to it. */
const RAISES: ReadonlySet<string> = new Set([
  'batch.revised',
  'shipment.received',
  'shipments.joined',
  'shipment.voided',
  'shipment.takenBack',
  'amendment.accepted',
  'amendment.settled',
  'opening.recorded',
  'receipt.recorded',
  'transformation.recorded',
]);
const RULES = ['false-record-suspected', 'sold-without-source'] as const;

/**
 * Ends what was found on a balance when its holding is no longer below zero: the receipt, the opening stock or the right quantity was entered, as the
 * finding asked. One in a case is left to its officers, one that people settled stays.
 *
 * It looks at the balance of now alone, so that reading the same entries again changes nothing; a later sale that overdraws the holding anew
 * is found on that sale.
 */
export function balancesJob(deps: AgainDeps): FollowerJob {
  return {
    name: 'balances',
    batch: 100,
    handle: async (entries) => {
      for (const party of partiesOf(entries)) await settleOf(deps, party);
      return {};
    },
  };
}

/** A commit moves the holdings of the party alone whose chain it is in. */
function partiesOf(entries: readonly FollowedEntry[]): string[] {
  const chains = entries.filter((entry) => RAISES.has(entry.kind) && entry.chain.startsWith('party:')).map((entry) => entry.chain);
  return [...new Set(chains)].map((chain) => chain.slice('party:'.length));
}

/**
 * Ends what has ended for a party. A finding that somebody takes meanwhile is left to them: read anew, the others of its shipment still end.
 * @throws {Error} when the findings keep changing under it
 */
async function settleOf(deps: AgainDeps, party: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) if (await settledOnce(deps, party)) return;
  throw new Error('Findings on balances could not be ended: they kept changing.');
}

/** A commit for each shipment or sale whose findings have ended; false where one of them was refused. */
async function settledOnce(deps: AgainDeps, party: string): Promise<boolean> {
  const now = deps.clock();
  const ended = (await balanced(deps.store.read, party)).filter((row) => !isBelow(row, now));
  let isDone = true;
  for (const rows of Map.groupBy(ended, (row) => `${row.subjectType}/${row.subjectCode}`).values())
    if (!(await deps.store.commit(settling(rows, party, now))).committed) isDone = false;
  return isDone;
}

type Row = Awaited<ReturnType<typeof balanced>>[number];

/** What stands found on balances of a party, each with the balance of now. */
function balanced(read: Read, party: string) {
  return read
    .selectFrom('finding')
    .innerJoin('party', 'party.id', 'finding.partyId')
    .innerJoin('batch', 'batch.id', 'finding.batchId')
    .innerJoin('holding', (join) =>
      join
        .onRef('holding.batchId', '=', 'finding.batchId')
        .onRef('holding.partyId', '=', 'finding.partyId')
        .onRef('holding.siteId', '=', 'finding.siteId'),
    )
    .select(['finding.id', 'finding.publicId', 'finding.rule', 'finding.state', 'finding.subjectType', 'finding.subjectCode'])
    .select(['holding.steps as held', 'batch.steps as made', 'batch.unit'])
    .where('party.publicId', '=', party)
    .where('finding.state', 'in', ['open', 'shadow'])
    .where('finding.settledAt', 'is', null)
    .where('finding.rule', 'in', [...RULES])
    .where('finding.occasion', 'like', 'balance/%')
    .orderBy('finding.id')
    .execute();
}

/** Weighed goods may lose what the rule that found them allows. */
function isBelow({ rule, held, made, unit }: Row, now: number): boolean {
  if (held >= 0) return false;
  const { settings } = contextOn(now, { varieties: [], subjects: [] });
  return rule !== 'false-record-suspected' || unit === null || -held > toleranceOf(made ?? 0, unit, settings);
}

function settling(rows: readonly Row[], party: string, now: number): Commit {
  const [first] = rows;
  return {
    chain: 'system',
    at: now,
    entries: [
      {
        kind: `${first?.subjectType}.rejudged`,
        subject: `${first?.subjectType}/${first?.subjectCode}`,
        payload: {
          party,
          actedBy: 'system',
          made: [],
          changed: rows.filter((row) => row.state !== 'shadow').map((row) => row.publicId),
        },
      },
    ],
    touch: rows.map((row) => ({
      set: 'finding',
      id: row.id,
      to: { state: row.state === 'shadow' ? 'shadow' : 'corrected', settledAt: now, settledReason: SETTLED_BY_RECORD },
      was: { state: row.state },
    })),
    expect: rows.map((row) => ({ table: 'finding', id: row.id, column: 'state', is: row.state })),
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
}
