import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { traceReply } from './formats.ts';
import { traceQuery, traceReply as traceReplySchema } from './trace-schemas.ts';
import { recordTransformation } from './transform.ts';
import {
  transformationBody,
  transformationPage,
  transformationParams,
  transformationQuery,
  transformationView,
  transformedView,
} from './transformation-schemas.ts';
import { listTransformations, readTransformation } from './transformation-views.ts';
import { MOST_ROWS } from './walk.ts';

const readers = { who: ['party', 'authority'] } as const;

/** What became of goods: transformations, and traces over all that is recorded. */
export function traceRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/transformations',
      id: 'recordTransformation',
      tag: 'goods',
      summary: 'Goods become other goods',
      description:
        'n inputs become m new batches in one record: made, split, pooled, repacked, relabelled, cut up. Inputs leave the holdings of the site, each output is a batch with a code of its own. ' +
        'What went in, came out and was lost is held against each other where one unit measures all of it: split, pool, repack, relabel and slaughter refuse more out than in (3 % for weighing); process tells the difference. ' +
        '`inputs` on POST /v1/batches is the short form of a process with one output.',
      access: { who: ['party'], right: 'batches' },
      body: transformationBody,
      replies: { 201: { description: 'Recorded', schema: transformedView } },
      handle: (call) => recordTransformation(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/transformations',
      id: 'listTransformations',
      tag: 'goods',
      summary: 'Transformations',
      description: 'A party’s own, for an authority those done in its region; newest first.',
      access: readers,
      query: transformationQuery,
      replies: { 200: { description: 'A page', schema: transformationPage } },
      handle: (call) => listTransformations(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/transformations/{id}',
      id: 'readTransformation',
      tag: 'goods',
      summary: 'One transformation',
      description: 'What went in at which revision, what came out, what was lost, and the balance.',
      access: readers,
      params: transformationParams,
      replies: { 200: { description: 'The transformation', schema: transformationView } },
      handle: (call) => readTransformation(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/trace',
      id: 'trace',
      tag: 'tracing',
      summary: 'Where goods came from and where they went',
      description:
        'The holdings and flows that hang together with the batches asked, with three lists: who received it, what is on its way and can be stopped, what is on hand; and where the records break. ' +
        'For each holding atLeast and atMost bound how much of the asked goods is there now, in its unit. A shop that books no sales is an interval from 0. ' +
        'A firm sees its own holdings and one step up and down beyond them; an authority those of its region and one step beyond; the provincial office, and an office with an open recall of the goods, all of them. ' +
        `More than ${MOST_ROWS.holdings} holdings or ${MOST_ROWS.flows} flows are refused (422): narrow it by party, site, time, depth or kinds; two traces of a caller run at once (429). ` +
        'As JSON, NDJSON (a line a node, edge or item), CSV or XLSX of the holders, or a picture (SVG), by `format` or Accept.',
      access: readers,
      query: traceQuery,
      replies: {
        200: { description: 'The trace', schema: traceReplySchema },
        404: { description: 'No batch of that code in the caller’s scope' },
      },
      handle: (call) => traceReply(deps, call),
    }),
  ];
}
