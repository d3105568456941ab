import { parseInstant } from '../../platform/civil-date.ts';
import type { DB } from '../../store/schema.ts';
import type { EpcisEvent } from './document.ts';
import { canonicalId, canonicalWord, identifiersOf, isFindable } from './identifiers.ts';

/** What the body of a row holds: the event as it was sent, and the terms it needs. */
export interface Body {
  event: EpcisEvent;
  /** Contexts of its document beside the standard's. */
  extras: unknown[];
}

export function bodyOf(row: Pick<DB['epcis_event'], 'body'>): Body {
  const { event, extras = [] } = JSON.parse(row.body) as { event: EpcisEvent; extras?: unknown[] };
  return { event, extras };
}

export function bodyText({ event, extras }: Body): string {
  return JSON.stringify(extras.length === 0 ? { event } : { event, extras });
}

export type Place = Pick<DB['epcis_event'], 'id' | 'eventId' | 'partyId' | 'captureId' | 'recordTime' | 'seq' | 'n'>;

/** Types of somebody’s own may have anything in these fields. */
const textOf = (value: unknown): string | null => (typeof value === 'string' && isFindable(value) ? value : null);
const idOf = (value: unknown): string | null => {
  const id = textOf((value as { id?: unknown } | null | undefined)?.id);
  return id === null ? null : canonicalId(id);
};

/** The row of an event that was found right: what queries ask for, and all of it verbatim. */
export function eventRow(body: Body, place: Place): { row: DB['epcis_event']; epcs: DB['epcis_epc'][] } {
  const { event } = body;
  const word = (value: unknown) => {
    const found = textOf(value);
    return found === null ? null : canonicalWord(found);
  };
  const row: DB['epcis_event'] = {
    ...place,
    type: String(event.type),
    action: textOf(event.action),
    bizStep: word(event.bizStep),
    disposition: word(event.disposition),
    readPoint: idOf(event.readPoint),
    bizLocation: idOf(event.bizLocation),
    eventTime: parseInstant(String(event.eventTime)) ?? 0,
    body: bodyText(body),
    declaredAt: null,
  };
  return { row, epcs: identifiersOf(event).map((one) => ({ ...one, eventId: place.id })) };
}
