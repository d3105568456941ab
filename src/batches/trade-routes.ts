import { z } from '@hono/zod-openapi';
import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { type Route, route } from '../platform/route.ts';
import { listCommissioned } from './commissioned.ts';
import { extendImportPapers, listImportPapers, readImportPapers, recordImportPapers } from './import-papers.ts';
import { correctImportPapers } from './import-papers-correcting.ts';
import {
  importBatchesBody,
  importCorrectionBody,
  importPapersBody,
  importPapersPage,
  importPapersParams,
  importPapersQuery,
  importPapersView,
} from './import-papers-schemas.ts';

const tag = 'goods';
const importers = { who: ['party'], right: 'batches' } as const;
const readers = { who: ['party'], delegateRight: 'batches' } as const;

/** What importers and brand owners have beside batches. */
export function tradeRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/import-papers',
      id: 'recordImportPapers',
      tag,
      summary: 'Record the papers of an imported container',
      description:
        'Country, registration abroad, declaration, inspection certificate, arrival: once a container, attached to many batches. The inspection certificate becomes a document of each batch, so that buyers and the public page show it. A declaration is recorded once.',
      access: importers,
      body: importPapersBody,
      replies: { 201: { description: 'Recorded', schema: importPapersView } },
      handle: (call) => recordImportPapers(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/import-papers',
      id: 'listImportPapers',
      tag,
      summary: 'Import papers of the caller',
      description: 'The party’s own, newest first; a delegate of some sites sees those of batches there.',
      access: readers,
      query: importPapersQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: importPapersPage } },
      handle: (call) => listImportPapers(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/import-papers/{id}',
      id: 'readImportPapers',
      tag,
      summary: 'The papers of one container',
      description: 'With the batches that came in it.',
      access: readers,
      params: importPapersParams,
      replies: { 200: { description: 'The papers', schema: importPapersView } },
      handle: (call) => readImportPapers(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/import-papers/{id}/corrections',
      id: 'correctImportPapers',
      tag,
      summary: 'Correct import papers',
      description:
        'What was said wrongly, with a reason; null takes a field away. The ledger keeps what stood before. The inspection certificate is a document: withdraw it and record another.',
      access: importers,
      params: importPapersParams,
      body: importCorrectionBody,
      replies: { 200: { description: 'Corrected', schema: importPapersView } },
      handle: (call) => correctImportPapers(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/import-papers/{id}/batches',
      id: 'extendImportPapers',
      tag,
      summary: 'Attach further batches',
      description: 'Batches recorded after the papers; each is attached once.',
      access: importers,
      params: importPapersParams,
      body: importBatchesBody,
      replies: { 201: { description: 'Attached', schema: importPapersView } },
      handle: (call) => extendImportPapers(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/commissioned-batches',
      id: 'listCommissionedBatches',
      tag,
      summary: 'Batches made for the caller',
      description:
        'What makers recorded as commissioned by the caller’s credit code (委托加工), newest first. A delegate needs the right `batches` for all sites.',
      access: readers,
      query: z.object(paging),
      replies: { 200: { description: 'A page', schema: z.object({ items: z.array(z.unknown()), next: z.string().nullable() }) } },
      handle: (call) => listCommissioned(deps, call, partyCaller(call)),
    }),
  ];
}
