import { z } from '@hono/zod-openapi';
import { type PartyCaller, partyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { Problem } from '../../platform/problems.ts';
import { type Call, type Route, route } from '../../platform/route.ts';
import type { Reply } from '../../store/store.ts';
import { captureDocument, captureEvent } from './capture.ts';
import { askedUnder, type Collection, collections, listValues, readValue } from './collections.ts';
import { exportEvents, exportPart } from './export.ts';
import { CAPTURE_BYTES, CAPTURE_LIMIT } from './headers.ts';
import { listJobs, readJob } from './jobs.ts';
import { caughtUp } from './own-index.ts';
import { queryEvents, readEvent } from './query.ts';
import {
  captureParam,
  collectionReply,
  documentBody,
  eventBody,
  eventParam,
  eventQuery,
  exportQuery,
  jobQuery,
  jobReply,
  jobSummary,
  queryReply,
  valueParam,
  valueQuery,
} from './schemas.ts';

const readers = { who: ['party'], delegateRight: 'party', wholeParty: true } as const;
const writers = { who: ['party'], right: 'custody', wholeParty: true } as const;

/**
 * Events tell what a party as a whole holds and does, at all its sites.
 * @throws {Problem} forbidden for a delegate of some sites alone
 */
export function wholeParty(call: { caller: Call['caller'] }): PartyCaller {
  const caller = partyCaller(call);
  if (caller.siteIds)
    throw new Problem('forbidden', {
      zh: 'EPCIS 事件涉及该单位的全部场所；仅限部分场所的委托不能使用。',
      en: 'EPCIS events are of all sites of the party; a delegation of some sites does not reach them.',
    });
  return caller;
}

/** The caller, with its own records read into events as far as its chain goes. */
async function withOwn(deps: Deps, call: { caller: Call['caller'] }): Promise<PartyCaller> {
  const caller = wholeParty(call);
  await caughtUp(deps, caller);
  return caller;
}

/** EPCIS 2.0: capture and query. OPTIONS is answered by `epcisOptions`. */
export function epcisRoutes(deps: Deps): Route[] {
  return [...captureRoutes(deps), ...eventRoutes(deps), exportRoute(deps), ...collections.flatMap((one) => collectionRoutes(deps, one))];
}

function captureRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/epcis/capture',
      id: 'captureEpcis',
      tag: 'EPCIS',
      summary: 'Capture EPCIS events',
      description: `Takes an EPCIS 2.0 document in JSON-LD of up to ${CAPTURE_LIMIT} events and ${CAPTURE_BYTES} bytes; \`Location\` names the job, which names every wrong event with its pointer (of an event at most 20 places, after 1,000 places of the document the first of each event). A context has at most 20 links, 200 terms and 8,192 characters, a URI at most 2,000 characters. \`GS1-Capture-Error-Behaviour: rollback\` (without it too) stores all or nothing, \`proceed\` stores the right ones. An event without identifier gets one made from what it says; one that is stored already word for word is not stored twice; another event under a known identifier is wrong. An error declaration marks the earlier event, which stays. Times need their zone, and a word that is not of the vocabulary must be a URI. Events that tell records of this service (\`suyuan:record\`) of the caller’s own credit code become records again, by the same checks as if they were sent by hand; the right \`batches\` is needed for it too.`,
      access: writers,
      body: documentBody,
      bodyReadByHandler: true,
      bodyLimit: CAPTURE_BYTES,
      replies: { 202: { description: 'The capture job', schema: jobReply } },
      handle: (call) => captureDocument(deps, call, wholeParty(call)),
    }),
    route({
      method: 'get',
      path: '/epcis/capture',
      id: 'listEpcisCaptures',
      tag: 'EPCIS',
      summary: 'Capture jobs',
      description: 'The capture jobs of the caller, newest first; what was wrong in one is read by its own address.',
      access: readers,
      query: jobQuery,
      replies: { 200: { description: 'Jobs; the Link header leads on', schema: jobSummary.array() } },
      handle: (call) => listJobs(deps, call, wholeParty(call)),
    }),
    route({
      method: 'get',
      path: '/epcis/capture/{captureID}',
      id: 'readEpcisCapture',
      tag: 'EPCIS',
      summary: 'A capture job',
      description: 'What became of a capture: every wrong event with its JSON Pointer, and which records were made of its events.',
      access: readers,
      params: captureParam,
      replies: { 200: { description: 'The job', schema: jobReply } },
      handle: (call) => readJob(deps, call, wholeParty(call)),
    }),
  ];
}

function eventRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/epcis/events',
      id: 'captureEpcisEvent',
      tag: 'EPCIS',
      summary: 'Capture one EPCIS event',
      description: 'Takes one event with its @context. 409 when its identifier is that of another event.',
      access: writers,
      body: eventBody,
      bodyReadByHandler: true,
      replies: { 201: { description: 'Stored; `Location` names the event', schema: z.looseObject({}) } },
      handle: (call) => captureEvent(deps, call, wholeParty(call)),
    }),
    route({
      method: 'get',
      path: '/epcis/events',
      id: 'queryEpcisEvents',
      tag: 'EPCIS',
      summary: 'Query EPCIS events',
      description:
        'Events the caller captured and its own records as events, newest first, as an EPCISQueryDocument. Several values of a parameter are parted by `|`, several parameters must all hold; a parameter that is not listed here is refused. EPC URNs and GS1 Digital Links of the same thing find each other.',
      access: readers,
      query: eventQuery,
      replies: { 200: { description: 'Events; the Link header leads on', schema: queryReply, mediaType: 'application/ld+json' } },
      handle: async (call) => queryEvents(deps, call, await withOwn(deps, call)),
    }),
    route({
      method: 'get',
      path: '/epcis/events/{eventID}',
      id: 'readEpcisEvent',
      tag: 'EPCIS',
      summary: 'An EPCIS event',
      description: 'The event, or where it was declared wrong the declaration, which repeats it whole.',
      access: readers,
      params: eventParam,
      replies: { 200: { description: 'The event', schema: queryReply, mediaType: 'application/ld+json' } },
      handle: async (call) => readEvent(deps, call, await withOwn(deps, call)),
    }),
  ];
}

function exportRoute(deps: Deps): Route {
  return route({
    method: 'get',
    path: '/v1/exports/epcis',
    id: 'exportEpcis',
    tag: 'EPCIS',
    summary: 'All events of the caller as one EPCIS document',
    description:
      'The caller’s records as events and what it captured, in the order of its chain, streamed as an EPCISDocument. Captured in another installation where the same credit code is registered with sites of the same names, the records are made there again; see docs/architecture/epcis.md for what is not. With `after` (first `after=0`) the answer is a document that one capture takes, of up to 1,000 events and 4 MiB, and `Link` with rel=next leads to the following one; without it, all in one document, which a capture refuses when it is larger than that.',
    access: readers,
    query: exportQuery,
    replies: { 200: { description: 'The document', schema: queryReply, mediaType: 'application/ld+json' } },
    handle: async (call) => {
      const caller = await withOwn(deps, call);
      const { after } = call.query;
      return after === undefined ? exportEvents(deps, call, caller) : exportPart(deps, { ...call, query: { after } }, caller);
    },
  });
}

function collectionRoutes(deps: Deps, one: Collection): Route[] {
  const path = `/epcis/${one.name}`;
  const title = one.name.charAt(0).toUpperCase() + one.name.slice(1);
  const params = valueParam(one.value, one.example);
  const givenIn = (call: Call) => (call.params as Record<string, string>)[one.value] ?? '';
  const under = async (call: Call): Promise<Reply> => readValue(deps, await withOwn(deps, call), one, givenIn(call));
  return [
    route({
      method: 'get',
      path,
      id: `listEpcis${title}`,
      tag: 'EPCIS',
      summary: `The ${one.title}`,
      description: `The ${one.title} that the caller’s events have.`,
      access: readers,
      query: valueQuery,
      replies: { 200: { description: 'The values; the Link header leads on', schema: collectionReply, mediaType: 'application/ld+json' } },
      handle: async (call) => listValues(deps, call, await withOwn(deps, call), one),
    }),
    route({
      method: 'get',
      path: `${path}/{${one.value}}`,
      id: `readEpcis${title}`,
      tag: 'EPCIS',
      summary: `What is under one of the ${one.title}`,
      description: `Names the one resource under a value, \`events\`; 404 when no event has it.`,
      access: readers,
      params,
      replies: { 200: { description: 'A collection of one', schema: collectionReply, mediaType: 'application/ld+json' } },
      handle: (call) => under(call as unknown as Call),
    }),
    route({
      method: 'get',
      path: `${path}/{${one.value}}/events`,
      id: `queryEpcis${title}`,
      tag: 'EPCIS',
      summary: `Events by the ${one.title}`,
      description: 'As GET /epcis/events, of this value alone.',
      access: readers,
      params,
      query: eventQuery,
      replies: { 200: { description: 'Events; the Link header leads on', schema: queryReply, mediaType: 'application/ld+json' } },
      handle: async (call) => queryEvents(deps, call, await withOwn(deps, call), askedUnder(one, givenIn(call as unknown as Call))),
    }),
  ];
}
