import { actedBy, type Caller, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, Problem } from '../platform/problems.ts';
import type { DB } from '../store/schema.ts';
import type { Expect, Touch } from '../store/store.ts';
import { custodyRepository } from './repository.ts';

export const noShipment = () => notFound({ zh: '该发货单', en: 'such shipment' });

/** @throws {Problem} not-found out of the caller's scope */
export async function shipmentInScope(deps: Deps, caller: Caller, publicId: string): Promise<DB['shipment']> {
  const row = await custodyRepository(deps.store.read, caller).shipment(publicId);
  if (!row) throw noShipment();
  return row;
}

/**
 * A shipment the caller sent.
 * @throws {Problem} not-found for a stranger, forbidden for its buyer
 */
export async function ownShipment(deps: Deps, caller: PartyCaller, publicId: string): Promise<DB['shipment']> {
  const row = await shipmentInScope(deps, caller, publicId);
  if (row.partyId === caller.party.id) return row;
  throw new Problem('forbidden', { zh: '此操作由发货方办理。', en: 'This is for the sender to do.' });
}

/** What every change of a shipment carries: it was so when it was read, and it is one revision further now. */
export function nextRevision(
  row: DB['shipment'],
  to: Partial<Pick<DB['shipment'], 'state' | 'deliveredAt'>>,
): { expect: Expect[]; touch: Touch[] } {
  return {
    expect: [{ table: 'shipment', id: row.id, column: 'revision', is: row.revision }],
    touch: [{ set: 'shipment', id: row.id, to: { ...to, revision: row.revision + 1 } }],
  };
}

/** Stops the clock of the confirmation. */
export function noLongerDue(shipmentId: number): Touch {
  return { undueSubject: { rule: 'receipt-unconfirmed', subjectType: 'shipment', subjectId: shipmentId } };
}

/** What every entry names: whose record it is and who pressed the key. */
export function signed(caller: PartyCaller): { party: string; actedBy: string } {
  return { party: caller.party.publicId, actedBy: actedBy(caller) };
}

/** @throws {Problem} already-ended unless the shipment is on its way */
export function mustBeInTransit(row: DB['shipment'], more: Record<string, unknown> = {}): void {
  if (row.state === 'in-transit') return;
  const isVoid = row.state === 'void';
  throw new Problem(
    'already-ended',
    isVoid
      ? { zh: '发货方已作废此单。', en: 'The sender has voided this shipment.' }
      : {
          zh: '此单已有接收记录；如需更正，由一方提出、另一方同意。',
          en: 'This shipment has its receipt; to correct it, one side proposes an amendment and the other accepts.',
        },
    { extra: { state: row.state, ...more } },
  );
}

/** @throws {Problem} out-of-order before there is a receipt, already-ended for a void shipment */
export function mustBeReceived(row: DB['shipment']): void {
  if (row.state === 'in-transit')
    throw new Problem('out-of-order', {
      zh: '尚无接收记录；接收前可作废此单。',
      en: 'There is no receipt yet; before it the shipment can be voided.',
    });
  if (row.state === 'void') mustBeInTransit(row);
}
