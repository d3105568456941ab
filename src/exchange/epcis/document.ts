import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { aboutNothing, context, eventShapes, extendedShape, time } from './event-shape.ts';
import { anyText, bounded, type Check, isObject, isUri, list, object, text, told, uri } from './shape.ts';
import { eventTypes } from './vocabulary.ts';

export type EpcisEvent = Record<string, unknown>;

/** A document as it was sent: its events unread, and where they stand in it. */
export interface Document {
  events: unknown[];
  /** JSON Pointer of the list of events. */
  root: string;
  context: unknown;
}

/** What is wrong with one event, of very much the first places; none when it is an event. */
export function eventProblems(event: unknown, at: string): ProblemDetail[] {
  const wrong: ProblemDetail[] = [];
  const type = isObject(event) ? event.type : undefined;
  const known = eventTypes.find((one) => one === type);
  if (!known && isObject(event) && !isUri(type)) return [told(type, `${at}/type`, unknownType)];
  (known ? eventShapes[known] : extendedShape)(event, at, wrong);
  return wrong.length === 0 ? aboutNothing(event as EpcisEvent, at) : bounded(wrong, at);
}

const unknownType = {
  expected: { zh: `${eventTypes.join('、')}，或自有类型的 URI`, en: `${eventTypes.join(', ')}, or the URI of a type of your own` },
  fix: { zh: '检查 type 的拼写', en: 'check the spelling of type' },
};

/** A single event, which must bring its context. */
export function singleProblems(event: unknown): ProblemDetail[] {
  const wrong = eventProblems(event, '');
  if (isObject(event) && event['@context'] === undefined) context(undefined, '/@context', wrong);
  return wrong;
}

const documentTypes = {
  expected: { zh: 'EPCISDocument（或 EPCISQueryDocument）', en: 'EPCISDocument (or EPCISQueryDocument)' },
  fix: { zh: '单个事件请用 POST /epcis/events', en: 'a single event goes to POST /epcis/events' },
};

const version = text((value) => /^2(\.\d+)*$/.test(value), {
  expected: { zh: 'EPCIS 版本 2.0', en: 'version 2.0 of EPCIS' },
  fix: { zh: '写 "2.0"', en: 'write "2.0"' },
});

const anything: Check = () => {};
const attribute = object({ fields: { id: uri }, required: ['id'], others: 'any' });
const element = object({ fields: { id: uri, attributes: list(attribute), children: list(uri) }, required: ['id'], others: 'any' });
const vocabulary = object({ fields: { type: uri, vocabularyElementList: list(element) }, required: ['type'], others: 'any' });
const masterData = object({ fields: { vocabularyList: list(vocabulary) }, others: 'any' });
const results = object({
  fields: { eventList: list(anything), vocabularyList: list(vocabulary) },
  required: ['eventList'],
  others: 'extensions',
});
const queryResults = object({
  fields: { queryName: anyText, subscriptionID: anyText, resultsBody: results },
  required: ['queryName', 'resultsBody'],
  others: 'extensions',
});

const head = { '@context': context, id: uri, type: anyText, schemaVersion: version, creationDate: time };
const frames: Readonly<Record<string, { shape: Check; root: string }>> = {
  EPCISDocument: {
    shape: object({
      fields: {
        ...head,
        instanceIdentifier: anyText,
        sender: anyText,
        receiver: anyText,
        epcisHeader: object({ fields: { epcisMasterData: masterData }, others: 'extensions' }),
        epcisBody: object({ fields: { eventList: list(anything) }, required: ['eventList'], others: 'any' }),
      },
      required: ['@context', 'schemaVersion', 'creationDate', 'epcisBody'],
      others: 'extensions',
    }),
    root: '/epcisBody/eventList',
  },
  EPCISQueryDocument: {
    shape: object({
      fields: { ...head, epcisBody: object({ fields: { queryResults }, required: ['queryResults'], others: 'extensions' }) },
      required: ['@context', 'epcisBody'],
      others: 'extensions',
    }),
    root: '/epcisBody/queryResults/resultsBody/eventList',
  },
};

/** The frame of a document: everything but its events. */
export function readDocument(body: unknown): { document: Document } | { errors: ProblemDetail[] } {
  if (!isObject(body)) return { errors: [told(body, '', documentTypes)] };
  const kind = typeof body.type === 'string' && Object.hasOwn(frames, body.type) ? frames[body.type] : undefined;
  if (!kind) return { errors: [told(body.type, '/type', documentTypes)] };
  const errors: ProblemDetail[] = [];
  kind.shape(body, '', errors);
  if (errors.length > 0) return { errors: bounded(errors, '') };
  const events = kind.root
    .split('/')
    .slice(1)
    .reduce<unknown>((value, step) => (value as EpcisEvent)[step], body);
  return { document: { events: events as unknown[], root: kind.root, context: body['@context'] } };
}
