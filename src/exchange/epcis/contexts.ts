import { isDeepStrictEqual } from 'node:util';
import type { EpcisEvent } from './document.ts';
import { isObject } from './shape.ts';

/** The context every EPCIS 2.0 document has. */
export const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
/** What a record of this service says beyond EPCIS; the names are described in docs/architecture/epcis.md. */
export const OWN_NAMESPACE = 'urn:suyuan:epcis:';
export const OWN_TERMS = { suyuan: OWN_NAMESPACE } as const;

/** Contexts beside the standard's, in order. */
export function extrasOf(context: unknown): unknown[] {
  const all = Array.isArray(context) ? context : context === undefined ? [] : [context];
  return all.filter((one) => one !== EPCIS_CONTEXT && !(isObject(one) && Object.keys(one).length === 0));
}

interface Placed {
  event: EpcisEvent;
  /** The context of the document it came in, without the standard's. */
  extras: readonly unknown[];
}

/**
 * One context for events of several documents. Where two of them mean different things by one term, the later event brings its own.
 */
export function joined(placed: readonly Placed[]): { context: unknown[]; events: EpcisEvent[] } {
  const links: unknown[] = [];
  const terms: Record<string, unknown> = {};
  const events = placed.map(({ event, extras }) => {
    if (!extras.every((one) => fits(terms, one)))
      return { '@context': [EPCIS_CONTEXT, ...extras, ...extrasOf(event['@context'])], ...without(event) };
    for (const one of extras)
      if (isObject(one)) Object.assign(terms, one);
      else if (!links.includes(one)) links.push(one);
    return event;
  });
  return { context: [EPCIS_CONTEXT, ...links, ...(Object.keys(terms).length > 0 ? [terms] : [])], events };
}

const fits = (terms: Record<string, unknown>, one: unknown) =>
  !isObject(one) || Object.entries(one).every(([term, means]) => !Object.hasOwn(terms, term) || isDeepStrictEqual(terms[term], means));

function without({ '@context': _, ...event }: EpcisEvent): EpcisEvent {
  return event;
}

/** A single event with all the context it needs. */
export function standing({ event, extras }: Placed): EpcisEvent {
  return { '@context': [EPCIS_CONTEXT, ...extras, ...extrasOf(event['@context'])], ...without(event) };
}
