import { z } from '@hono/zod-openapi';
import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { type Route, route } from '../platform/route.ts';
import { liftHold, listHolds, placeHold } from './holds.ts';
import { acknowledge } from './recall-answers.ts';
import { holdersCsv } from './recall-call-list.ts';
import { closeRecall } from './recall-closing.ts';
import { listHolders } from './recall-holders.ts';
import { openRecall } from './recall-open.ts';
import { listRecalls, readRecall } from './recall-progress.ts';
import { listReports, proofFile, reportsCsv } from './recall-reported.ts';
import { report } from './recall-reports.ts';
import {
  acknowledgementBody,
  closingBody,
  holdBody,
  holderQuery,
  holdQuery,
  holdView,
  idParams,
  liftBody,
  recallBody,
  recallQuery,
  recallView,
  reportBody,
} from './recall-schemas.ts';

const tag = 'tracing';
const readers = { who: ['party', 'authority'] } as const;
const recorders = { who: ['party', 'authority'], right: 'batches', officer: true } as const;
const answerers = { who: ['party', 'authority'], right: 'custody' } as const;
const list = (items: z.ZodType) => ({
  200: {
    description: 'A page, newest first; `next` and the Link header lead on',
    schema: z.object({ items: z.array(items), next: z.string().nullable() }),
  },
});
const recorded = (description: string) => ({ 201: { description, schema: z.looseObject({}) } });

/** Holds (暂停销售) and recalls (召回). */
export function recallRoutes(deps: Deps): Route[] {
  return [...holdRoutes(deps), ...openRoutes(deps), ...answerRoutes(deps), ...reportedRoutes(deps)];
}

function holdRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/holds',
      id: 'placeHold',
      tag,
      summary: 'Hold goods (暂停销售)',
      description:
        'The step between suspicion and recall. The maker of a batch, and the brand it was made for, holds it everywhere, whoever has some of it its own stock, an authority what was made or lies in its region. Holders are told, and whoever the goods are on their way to; a shipment or sale of the goods says so. Never public.',
      access: recorders,
      body: holdBody,
      replies: recorded('In force'),
      handle: (call) => placeHold(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/holds',
      id: 'listHolds',
      tag,
      summary: 'Holds that concern the caller',
      description: 'Its own, those on goods it has, had or is sent, for an authority those in its region; in force unless `?state=all`.',
      access: readers,
      query: holdQuery,
      replies: list(holdView),
      handle: (call) => listHolds(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/holds/{id}/lifting',
      id: 'liftHold',
      tag,
      summary: 'Lift a hold',
      description: 'By whoever placed it, with the reason. Holders are told.',
      access: recorders,
      params: idParams,
      body: liftBody,
      replies: { 200: { description: 'Lifted', schema: holdView } },
      handle: (call) => liftHold(deps, call),
    }),
  ];
}

function openRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/recalls',
      id: 'openRecall',
      tag,
      summary: 'Open a recall (召回)',
      description:
        'By the producer of the batches or an authority, at the level it sets. It takes in every batch made from the named ones and every holder of any of them, and grows with every later record that moves the goods. Holders are told at once; the page of the goods says 已召回 at the next scan. ' +
        'The reply counts the holders, and the shipments to buyers without registration, and gives the legal clocks with their source. A drill tells nobody and shows nowhere, but is timed and kept.',
      access: recorders,
      body: recallBody,
      replies: { 201: { description: 'Open', schema: recallView } },
      handle: (call) => openRecall(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/recalls',
      id: 'listRecalls',
      tag,
      summary: 'Recalls that concern the caller',
      description: 'Its own, those that reached it, for an authority those opened in or reaching its region; newest first.',
      access: readers,
      query: recallQuery,
      replies: list(recallView),
      handle: (call) => listRecalls(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/recalls/{id}',
      id: 'readRecall',
      tag,
      summary: 'How a recall stands',
      description:
        'Holders by state, those that never answered, quantities by unit (on hand, in transit, with buyers without registration, sold, destroyed, reported, unaccounted), and the legal clock. A holder sees what it has to do, its own goods in it (what it made from recalled ones too) and its own state.',
      access: readers,
      params: idParams,
      replies: { 200: { description: 'The recall', schema: recallView } },
      handle: (call) => readRecall(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/recalls/{id}/holders',
      id: 'listHolders',
      tag,
      summary: 'The call list',
      description:
        'Who has or had the goods, whom to call, how each stands and how it was reached. An authority sees its region, the one in charge all; a firm those it sent the goods to, who recalls the others as role and county. Buyers without registration are named by the shipment to them; they follow the holders, on further pages where they are many.',
      access: readers,
      params: idParams,
      query: holderQuery,
      replies: {
        200: {
          description: 'A page',
          schema: z.object({ items: z.array(z.looseObject({})), unregistered: z.array(z.looseObject({})), next: z.string().nullable() }),
        },
      },
      handle: (call) => listHolders(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/recalls/{id}/holders.csv',
      id: 'holdersCsv',
      tag,
      summary: 'The call list as CSV',
      description: 'All of it, for a spreadsheet; read while it is sent.',
      access: readers,
      params: idParams,
      replies: { 200: { description: 'The list', mediaType: 'text/csv' } },
      handle: (call) => holdersCsv(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/recalls/{id}/closing',
      id: 'closeRecall',
      tag,
      summary: 'Close a recall with its report',
      description:
        'By who opened it. The report is kept with what stood recorded at that moment; the page of the goods goes on saying that they were recalled, with the day. Refused while records that move goods are still being looked at.',
      access: recorders,
      params: idParams,
      body: closingBody,
      replies: { 200: { description: 'Closed', schema: z.looseObject({}) } },
      handle: (call) => closeRecall(deps, call),
    }),
  ];
}

function answerRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/recalls/{id}/acknowledgements',
      id: 'acknowledgeRecall',
      tag,
      summary: 'Acknowledge a recall',
      description:
        'A holder says it knows. Who recalls, or an authority, names a holder in `party` (or a buyer without registration by `shipment`) it reached by telephone or otherwise: that is no answer of the holder, which stays among those that never answered.',
      access: answerers,
      params: idParams,
      body: acknowledgementBody,
      replies: recorded('Recorded'),
      handle: (call) => acknowledge(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/recalls/{id}/reports',
      id: 'reportOnRecall',
      tag,
      summary: 'Report what became of the goods',
      description:
        'Quantities stopped, returned, destroyed or sold before the notice, by batch, with proof; goods destroyed need a file. The books are moved by shipments (purpose return, disposal) and dispositions, not by this.',
      access: { who: ['party'], right: 'custody' },
      params: idParams,
      body: reportBody,
      replies: recorded('Recorded'),
      handle: (call) => report(deps, call, partyCaller(call)),
    }),
  ];
}

const fileParams = idParams.extend({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .openapi({ description: 'SHA-256 of the file', example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }),
});

/** What holders reported, and the proofs of it. */
function reportedRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/recalls/{id}/reports',
      id: 'listReports',
      tag,
      summary: 'What became of the goods, by report',
      description:
        'Quantities stopped, returned, destroyed or sold before the notice, newest first, with the hashes of their proofs. An authority sees those of its region, the one in charge all; a firm its own and those of the firms it sent the goods to; who recalls the others as role and county, without papers.',
      access: readers,
      params: idParams,
      query: z.object(paging),
      replies: list(z.looseObject({})),
      handle: (call) => listReports(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/recalls/{id}/reports.csv',
      id: 'reportsCsv',
      tag,
      summary: 'What became of the goods, as CSV',
      description: 'A line a quantity, for a spreadsheet; read while it is sent.',
      access: readers,
      params: idParams,
      replies: { 200: { description: 'The list', mediaType: 'text/csv' } },
      handle: (call) => reportsCsv(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/recalls/{id}/files/{sha256}',
      id: 'recallProof',
      tag,
      summary: 'A proof of a report',
      description: 'The photo or paper a holder handed in with its report, to whoever sees the report by name.',
      access: readers,
      params: fileParams,
      replies: { 200: { description: 'The file', mediaType: 'application/octet-stream' }, 404: { description: 'None, or out of scope' } },
      handle: (call) => proofFile(deps, call),
    }),
  ];
}
