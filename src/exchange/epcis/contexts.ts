import canonicalize from 'canonicalize';
import type { EpcisEvent } from './document.ts';
import { isObject } from './shape.ts';

/** The context every EPCIS 2.0 document has. */
export const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
/** What a record of this service says beyond EPCIS; the names are described in docs/architecture/epcis.md. */
export const OWN_NAMESPACE = 'urn:suyuan:epcis:';
export const OWN_TERMS = { suyuan: OWN_NAMESPACE } as const;

/** Contexts beside the standard's, in order. */
function extrasOf(context: unknown): unknown[] {
  const all = Array.isArray(context) ? context : context === undefined ? [] : [context];
  return all.filter((one) => one !== EPCIS_CONTEXT);
}

/** An event, and the contexts it needs beside the standard's: at most one object of terms, the last. */
export interface Placed {
  event: EpcisEvent;
  extras: readonly unknown[];
}

/**
 * An event taken out of its document: with the terms it uses, of the document's and of its own, and without those it does not. So the same event is the same
 * in whichever document it comes. Keywords (@vocab, @base) are always in force.
 */
export function takenOut(sent: EpcisEvent, documentContext?: unknown): { event: EpcisEvent; extras: unknown[] } {
  const { '@context': own, ...event } = sent;
  const all = [...extrasOf(documentContext), ...extrasOf(own)];
  const names = namesIn(event);
  const isUsed = (term: string) => term.startsWith('@') || names.has(term);
  const terms = Object.fromEntries(all.flatMap((one) => (isObject(one) ? Object.entries(one).filter(([term]) => isUsed(term)) : [])));
  const links = [...new Set(all.filter((one) => typeof one === 'string'))];
  return { event, extras: Object.keys(terms).length > 0 ? [...links, terms] : links };
}

/** The words of an event that a term may stand for: whole names and texts, and what stands before their first colon. */
function namesIn(value: unknown, names = new Set<string>()): Set<string> {
  const add = (text: string) => {
    names.add(text);
    const colon = text.indexOf(':');
    if (colon > 0) names.add(text.slice(0, colon));
  };
  if (typeof value === 'string') add(value);
  else if (Array.isArray(value)) for (const one of value) namesIn(one, names);
  else if (isObject(value))
    for (const [name, one] of Object.entries(value)) {
      add(name);
      namesIn(one, names);
    }
  return names;
}

/** One context for events of several documents. Where two of them mean different things by one term, the later event brings its own. */
export function joined(placed: readonly Placed[]): { context: unknown[]; events: EpcisEvent[] } {
  const links: unknown[] = [];
  const terms: Record<string, unknown> = {};
  const events = placed.map((one) => {
    if (!one.extras.every((extra) => fits(terms, extra))) return standing(one);
    for (const extra of one.extras)
      if (isObject(extra)) Object.assign(terms, extra);
      else if (!links.includes(extra)) links.push(extra);
    return one.event;
  });
  return { context: [EPCIS_CONTEXT, ...links, ...(Object.keys(terms).length > 0 ? [terms] : [])], events };
}

const fits = (terms: Record<string, unknown>, extra: unknown) =>
  !isObject(extra) ||
  Object.entries(extra).every(([term, means]) => !Object.hasOwn(terms, term) || canonicalize(terms[term]) === canonicalize(means));

/** A single event with all the context it needs. */
export function standing({ event, extras }: Placed): EpcisEvent {
  return { '@context': [EPCIS_CONTEXT, ...extras], ...event };
}
