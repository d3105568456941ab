import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Judging, judgeRecords } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import { receiptFacts, shipmentContext } from './facts.ts';
import { type EndState, type LineStanding, standingOf, stateAfter } from './model.ts';
import type { Afterwards, ShippedLine } from './repository.ts';

/** A line with a quantity, as takebacks and amendments keep it. */
export interface KeptLine {
  n: number;
  steps: number;
  amount: string;
  unit: string;
  unitCode: string;
}

export type AmendmentState = 'proposed' | 'accepted' | 'settled' | 'refused' | 'withdrawn';

export function keptLines(text: string): KeptLine[] {
  return JSON.parse(text) as KeptLine[];
}

/** Whose holding follows an amendment already: the one who accepted at once, the proposer's once it has settled. */
function appliedTo(
  amendment: Pick<DB['amendment'], 'state' | 'byPartyId'>,
  shipment: Pick<DB['shipment'], 'partyId'>,
): { sender: boolean; receiver: boolean } {
  if (amendment.state === 'settled') return { sender: true, receiver: true };
  const isAccepted = amendment.state === 'accepted';
  const bySender = amendment.byPartyId === shipment.partyId;
  return { sender: isAccepted && !bySender, receiver: isAccepted && bySender };
}

/** Where every line of a shipment stands, by number. */
export function standingsOf(
  shipment: Pick<DB['shipment'], 'partyId'>,
  lines: readonly Pick<ShippedLine, 'n' | 'steps'>[],
  after: {
    receiptLines: readonly Pick<DB['receipt_line'], 'lineN' | 'steps'>[];
    takebacks: readonly Pick<DB['takeback'], 'lines'>[];
    amendments: readonly Pick<DB['amendment'], 'lines' | 'state' | 'byPartyId'>[];
  },
): Map<number, LineStanding> {
  const back = after.takebacks.flatMap((takeback) => keptLines(takeback.lines));
  return new Map(
    lines.map((line) => [
      line.n,
      standingOf({
        shipped: line.steps,
        came: after.receiptLines.find((one) => one.lineN === line.n)?.steps ?? 0,
        takenBack: back.filter((one) => one.n === line.n).reduce((sum, one) => sum + one.steps, 0),
        agreed: after.amendments.flatMap((amendment) =>
          keptLines(amendment.lines)
            .filter((one) => one.n === line.n)
            .map((one) => ({ steps: one.steps, ...appliedTo(amendment, shipment) })),
        ),
      }),
    ]),
  );
}

/** The state a change leaves an ended shipment in. */
export function stateWith(shipment: DB['shipment'], standings: ReadonlyMap<number, LineStanding>): EndState {
  return stateAfter([...standings.values()], shipment.state as EndState);
}

/** An amendment that waits for somebody. */
export function openAmendment(after: Pick<Afterwards, 'amendments'>): DB['amendment'] | undefined {
  return after.amendments.find(({ state }) => state === 'proposed' || state === 'accepted');
}

/** @throws {Problem} conflict while an amendment waits for somebody: what is in transit depends on it */
export function refuseWhileAmended(after: Pick<Afterwards, 'amendments'>): void {
  const open = openAmendment(after);
  if (!open) return;
  throw new Problem(
    'conflict',
    { zh: '有一项更正尚未办结，请先同意、拒绝、撤回或办结。', en: 'An amendment is open; accept, refuse, withdraw or settle it first.' },
    { extra: { amendment: open.publicId, state: open.state } },
  );
}

/** Judges a receipt again by what is still unsettled: lines that both books agree on by now differ no more. */
export async function judgeSettled(
  deps: Deps,
  now: number,
  shipment: DB['shipment'],
  lines: readonly ShippedLine[],
  after: Pick<Afterwards, 'receipt' | 'receiptLines'>,
  standings: ReadonlyMap<number, LineStanding>,
): Promise<Judging | null> {
  const { receipt } = after;
  if (!receipt) return null;
  const isOpen = (n: number | null) => {
    const standing = standings.get(n ?? 0);
    return standing !== undefined && (standing.inTransit > 0 || standing.beyond > 0);
  };
  const context = await shipmentContext(
    deps.store.read,
    [shipment],
    lines.map((line) => line.batchId),
  );
  const facts = receiptFacts(
    receipt,
    after.receiptLines.filter((line) => isOpen(line.lineN)),
    lines,
  );
  const event = { kind: 'receipt' as const, receipt: facts, shipment: context.factsOf(shipment, lines) };
  return judgeRecords(deps, now, [event], [{ type: 'receipt', id: receipt.id }]);
}
