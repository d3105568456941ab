import type { FollowedEntry } from '../../ledger/follower.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import { OWN_NAMESPACE } from './contexts.ts';
import type { EpcisEvent } from './document.ts';
import { event, idOf, type Line, linesOf, lotsOf, type Payload, partyPlain, partyUri, siteUri } from './own-event.ts';
import type { OwnFacts, PartyRef, SiteRef } from './own-facts.ts';
import { openName } from './own-goods.ts';
import type { Plain } from './own-terms.ts';

const desadv = (id: string) => [{ type: 'desadv', bizTransaction: `${OWN_NAMESPACE}shipment:${id}` }];

function ends(facts: OwnFacts, from: PartyRef | undefined, to: PartyRef | undefined, toSite: SiteRef | undefined) {
  const sourceList = from ? [{ type: 'possessing_party', source: partyUri(facts, from) }] : undefined;
  const destinationList = [
    ...(to ? [{ type: 'possessing_party', destination: partyUri(facts, to) }] : []),
    ...(toSite ? [{ type: 'location', destination: siteUri(toSite) }] : []),
  ];
  return { sourceList, destinationList: destinationList.length > 0 ? destinationList : undefined };
}

export function shipped(entry: FollowedEntry, facts: OwnFacts): EpcisEvent {
  const { payload } = entry;
  const to = (payload.to ?? {}) as Payload;
  const buyer = facts.partyOf(to.party);
  const toSite = facts.site(to.site);
  const lines = ((payload.lines ?? []) as (Line & { pieces?: number | null })[]).map(({ traceCode, quantity, pieces }) => ({
    traceCode,
    quantity: { ...quantity, pieces },
  }));
  const name = openName(to.name);
  return event(entry, facts, {
    at: payload.shippedAt as number,
    site: facts.site(payload.site),
    fields: {
      action: 'OBSERVE',
      bizStep: 'shipping',
      disposition: 'in_transit',
      quantityList: lotsOf(facts, entry, linesOf(entry)),
      bizTransactionList: desadv(idOf(entry)),
      ...ends(facts, facts.party, buyer, toSite),
    },
    record: {
      kind: 'shipment',
      id: idOf(entry),
      to: buyer ? partyPlain(buyer) : name === undefined ? { natural: true } : { name, uscc: (to.uscc ?? null) as Plain },
      toSite: toSite ? { ...toSite } : null,
      body: {
        purpose: payload.purpose as string,
        shippedAt: formatInstant(payload.shippedAt as number),
        deliveredAt: typeof payload.deliveredAt === 'number' ? formatInstant(payload.deliveredAt) : null,
        documentNumber: (payload.documentNumber ?? null) as Plain,
        lines,
      },
    },
  });
}

/** What happens to a whole shipment on its way. */
export function ofShipment(entry: FollowedEntry, facts: OwnFacts, kind: string, bizStep: string, disposition: string | null): EpcisEvent {
  const shipment = facts.shipment(idOf(entry));
  const { reason, deliveredAt } = entry.payload;
  const lines = (shipment?.lines ?? []).map(({ traceCode, revision, amount, unit }) => ({
    traceCode,
    revision,
    quantity: { amount, unit },
  }));
  return event(entry, facts, {
    at: typeof deliveredAt === 'number' ? deliveredAt : entry.at,
    fields: {
      action: 'OBSERVE',
      bizStep,
      disposition,
      quantityList: lotsOf(facts, entry, lines),
      bizTransactionList: desadv(idOf(entry)),
    },
    record: {
      kind,
      id: idOf(entry),
      from: partyPlain(shipment?.from),
      body: { reason: (reason ?? null) as Plain, deliveredAt: typeof deliveredAt === 'number' ? formatInstant(deliveredAt) : null },
    },
  });
}

const CAME = ['accepted', 'short', 'over'];

/** What came; goods that did not come or were refused are named without a quantity. */
export function received(entry: FollowedEntry, facts: OwnFacts): EpcisEvent {
  const { payload } = entry;
  const shipment = facts.shipment(idOf(entry));
  const revisions = new Map(shipment?.lines.map((line) => [line.n, line.revision]));
  const lines = linesOf(entry).map((line) => ({ ...line, revision: revisions.get(line.n ?? 0) ?? 1 }));
  const came = lines.filter((line) => CAME.includes(line.outcome ?? ''));
  const isAll = lines.every((line) => line.outcome === 'accepted');
  const goods = came.length > 0 ? lotsOf(facts, entry, came) : lotsOf(facts, entry, lines).map(({ epcClass }) => ({ epcClass }));
  return event(entry, facts, {
    at: payload.receivedAt as number,
    site: facts.site(payload.site),
    fields: {
      action: 'OBSERVE',
      bizStep: came.length > 0 ? 'receiving' : `${OWN_NAMESPACE}refusing`,
      disposition: isAll ? 'in_progress' : 'mismatch_quantity',
      quantityList: goods,
      bizTransactionList: desadv(idOf(entry)),
      ...ends(facts, shipment?.from, facts.party, undefined),
    },
    record: {
      kind: 'receipt',
      id: idOf(entry),
      from: partyPlain(shipment?.from),
      body: {
        outcome: payload.outcome as string,
        receivedAt: formatInstant(payload.receivedAt as number),
        reason: (payload.reason ?? null) as Plain,
        checks: (payload.checks ?? null) as Plain,
        lines: lines.map(({ n, outcome, quantity }) => ({ line: n, outcome, quantity: CAME.includes(outcome ?? '') ? quantity : null })),
      },
    },
  });
}

export function takenBack(entry: FollowedEntry, facts: OwnFacts): EpcisEvent {
  const shipment = facts.shipment(idOf(entry));
  return event(entry, facts, {
    at: entry.at,
    fields: {
      action: 'OBSERVE',
      bizStep: 'receiving',
      disposition: 'returned',
      quantityList: lotsOf(facts, entry, linesOf(entry)),
      bizTransactionList: desadv(idOf(entry)),
    },
    record: {
      kind: 'takeback',
      id: idOf(entry),
      from: partyPlain(shipment?.from),
      body: {
        reason: entry.payload.reason as string,
        lines: linesOf(entry).map(({ n, quantity }) => ({ line: n, quantity })),
      },
    },
  });
}

const dispositionSteps: Readonly<Record<string, { action: string; bizStep: string; disposition: string }>> = {
  sold: { action: 'OBSERVE', bizStep: 'retail_selling', disposition: 'retail_sold' },
  consumed: { action: 'DELETE', bizStep: 'decommissioning', disposition: 'inactive' },
  destroyed: { action: 'DELETE', bizStep: 'destroying', disposition: 'destroyed' },
};

export function disposed(entry: FollowedEntry, facts: OwnFacts): EpcisEvent {
  const { payload } = entry;
  const kind = payload.kind as string;
  return event(entry, facts, {
    at: payload.at as number,
    site: facts.site(payload.site),
    fields: { ...dispositionSteps[kind], quantityList: lotsOf(facts, entry, linesOf(entry)) },
    record: {
      kind: 'disposition',
      id: idOf(entry),
      body: {
        kind,
        at: formatInstant(payload.at as number),
        lines: linesOf(entry).map(({ traceCode, quantity }) => ({ traceCode, quantity })),
      },
    },
  });
}
