import type { FollowedEntry } from '../../ledger/follower.ts';
import { formatInstant, startOfDay } from '../../platform/civil-date.ts';
import { OWN_NAMESPACE } from './contexts.ts';
import type { EpcisEvent } from './document.ts';
import { event, eventId, idOf, type Line, linesOf, lotsOf, type Payload } from './own-event.ts';
import type { LotRevision, OwnFacts } from './own-facts.ts';
import { described, element, openName } from './own-goods.ts';
import type { Plain } from './own-terms.ts';

type Given = { amount: string; unit: string };

/** A batch as it was first recorded. */
export function recorded(entry: FollowedEntry, facts: OwnFacts): EpcisEvent[] {
  const lot = facts.lot(idOf(entry), { revision: 1 });
  return lot ? [made(lot, facts)] : [];
}

/** A batch comes into being: of nothing recorded, or of the batches that went into it. */
function made(lot: LotRevision, facts: OwnFacts): EpcisEvent {
  const { record, entry, revision } = lot;
  const inputs = ((record.inputs ?? []) as Payload[]).map((input) => ({
    traceCode: input.traceCode as string,
    revision: input.revision as number,
    quantity: { amount: input.amount as string, unit: input.unit as string },
  }));
  // What came out of a transformation is counted by its event.
  const counted = record.origin === 'transformation' ? undefined : ((record.quantity ?? undefined) as Given | undefined);
  const output = [element(lot, counted)];
  const isMade = inputs.length > 0;
  const lotNumber = typeof record.batchNumber === 'string' ? record.batchNumber : undefined;
  const expires = typeof record.expiresOn === 'string' ? record.expiresOn : undefined;
  const ilmd = {
    ...(lotNumber === undefined ? {} : { 'cbvmda:lotNumber': lotNumber }),
    ...(expires === undefined ? {} : { 'cbvmda:itemExpirationDate': expires }),
  };
  const body =
    revision === 1 ? { ...described(lot), inputs: inputs.map(({ traceCode, quantity }) => ({ traceCode, quantity })) } : correction(lot);
  return event(entry, facts, {
    at: typeof record.productionDate === 'string' ? startOfDay(record.productionDate) : entry.at,
    n: revision === 1 ? 0 : 1,
    type: isMade ? 'TransformationEvent' : 'ObjectEvent',
    site: facts.site(record.site),
    fields: {
      ...(isMade
        ? { inputQuantityList: lotsOf(facts, entry, inputs), outputQuantityList: output }
        : { action: 'ADD', quantityList: output }),
      bizStep: 'commissioning',
      disposition: 'active',
      ilmd: Object.keys(ilmd).length > 0 ? ilmd : undefined,
    },
    record: { kind: kindOf(lot), id: lot.traceCode, revision, body },
  });
}

/** A batch that came with a receipt, an opening or a transformation is described here and made by that record. */
function kindOf({ record, revision }: LotRevision): string {
  if (revision > 1) return 'revision';
  return record.origin === 'own' && record.opening !== true ? 'batch' : 'described';
}

function correction(lot: LotRevision): { [name: string]: Plain } {
  const { inputs: _, externalCodes: _codes, ...body } = described(lot);
  const added = (lot.entry.payload.certificatesAdded ?? []) as Payload[];
  const certificates = described({ ...lot, record: { ...lot.record, certificates: added } }).certificates;
  return { ...body, certificates, reason: lot.entry.payload.reason as string };
}

/** The event as it was is declared wrong, and told anew. */
export function corrected(entry: FollowedEntry, facts: OwnFacts): EpcisEvent[] {
  const revision = Number(entry.payload.revision);
  const [before, after] = [revision - 1, revision].map((wanted) => facts.lot(idOf(entry), { revision: wanted }));
  if (!before || !after) return [];
  const errorDeclaration = {
    declarationTime: formatInstant(entry.at),
    reason: 'incorrect_data',
    correctiveEventIDs: [eventId(entry, 1)],
  };
  return [{ ...made(before, facts), errorDeclaration }, made(after, facts)];
}

/** Batches became other batches. */
export function transformed(entry: FollowedEntry, facts: OwnFacts): EpcisEvent {
  const { payload } = entry;
  const inputs = (payload.inputs ?? []) as Line[];
  const outputs = (payload.outputs ?? []) as Line[];
  return event(entry, facts, {
    at: payload.at as number,
    type: 'TransformationEvent',
    site: facts.site(payload.site),
    fields: {
      inputQuantityList: lotsOf(facts, entry, inputs),
      outputQuantityList: lotsOf(
        facts,
        entry,
        outputs.map((line) => ({ ...line, revision: 1 })),
      ),
      transformationID: `${OWN_NAMESPACE}transformation:${idOf(entry)}`,
      bizStep: 'commissioning',
      disposition: 'active',
    },
    record: {
      kind: 'transformation',
      id: idOf(entry),
      body: {
        kind: payload.kind as string,
        at: formatInstant(payload.at as number),
        loss: (payload.loss ?? null) as Plain,
        reason: (payload.reason ?? null) as Plain,
        inputs: inputs.map(({ traceCode, quantity }) => ({ traceCode, quantity: { ...quantity } })),
        outputs: outputs.map(({ traceCode }) => ({ traceCode, described: describedAt(traceCode, facts) })),
      },
    },
  });
}

function describedAt(traceCode: string, facts: OwnFacts): Plain {
  const lot = facts.lot(traceCode, { revision: 1 });
  return lot ? described(lot) : null;
}

/** Lines of goods that came into the books, those described there with all that was said of them. */
function incoming(entry: FollowedEntry, facts: OwnFacts): Plain[] {
  return linesOf(entry).map(({ traceCode, quantity }) => {
    const lot = facts.lot(traceCode, { revision: 1 });
    const isDescribed = lot?.isOwn === true && kindOf(lot) === 'described';
    const ownMake = lot?.record.opening === true ? { ownMake: true } : {};
    return { traceCode, quantity: { ...quantity }, described: isDescribed ? { ...described(lot), ...ownMake } : null };
  });
}

export function fromOutside(entry: FollowedEntry, facts: OwnFacts): EpcisEvent {
  const { payload } = entry;
  const from = (payload.from ?? {}) as Payload;
  const name = openName(from.name);
  return event(entry, facts, {
    at: payload.receivedAt as number,
    site: facts.site(payload.site),
    fields: { action: 'OBSERVE', bizStep: 'receiving', disposition: 'in_progress', quantityList: lotsOf(facts, entry, linesOf(entry)) },
    record: {
      kind: 'outside',
      id: idOf(entry),
      supplier: name === undefined ? { natural: true } : { name, uscc: (from.uscc ?? null) as Plain, address: openName(from.address) },
      body: {
        receivedAt: formatInstant(payload.receivedAt as number),
        checks: (payload.checks ?? null) as Plain,
        lines: incoming(entry, facts),
      },
    },
  });
}

export function opened(entry: FollowedEntry, facts: OwnFacts): EpcisEvent {
  const asOf = entry.payload.asOf as string;
  return event(entry, facts, {
    at: startOfDay(asOf),
    site: facts.site(entry.payload.site),
    fields: { action: 'OBSERVE', bizStep: 'stock_taking', quantityList: lotsOf(facts, entry, linesOf(entry)) },
    record: { kind: 'opening', id: idOf(entry), body: { asOf, lines: incoming(entry, facts) } },
  });
}
