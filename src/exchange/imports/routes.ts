import { z } from '@hono/zod-openapi';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/route.ts';
import { applyImport, receiveImport } from './receive.ts';
import { rejectedSheet } from './rejected.ts';
import { importParams, importQuery, importReply, listQuery, listReply, templateQuery } from './schemas.ts';
import { templateReply } from './template.ts';
import { listImports, readImport } from './views.ts';

const tag = 'exchange';
const importers = { who: ['party', 'authority', 'admin'] } as const;
const ran = {
  200: { description: 'The same file was imported before: that import', schema: importReply },
  201: { description: 'Read to its end; `state` says what came of it', schema: importReply },
  202: { description: 'It runs; ask Location how far it is', schema: importReply },
};

/** Sheets of rows: templates, what is wrong with them cell by cell, and what was recorded. */
export function importRoutes(deps: Deps): Route[] {
  return [...sendRoutes(deps), ...readRoutes(deps)];
}

function sendRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/imports',
      id: 'importSheet',
      tag,
      summary: 'Import a sheet',
      description:
        'The body is the file itself: XLSX (at most 32 MiB and 100,000 rows), CSV in UTF-8, GB18030 or UTF-16 with comma, semicolon or tab, or NDJSON with one body of the API a line (both at most 1 GiB and 1,000,000 rows). What it is, its bytes decide. ' +
        'Every row goes through the same checks as the API’s own operation, and every wrong cell is told at once; nothing is recorded unless all rows are right (`mode=good-rows` records those that are). ' +
        'Rows are recorded in parts that each are recorded once, also when the service stops in between. The same file sent again is the same import. An owner has at most two imports under way; a third is answered 429. Batches and products need the right `batches`, movements of goods `custody`. Answers 501 at the edge.',
      access: importers,
      query: importQuery,
      body: z.looseObject({}),
      bodyKind: 'stream',
      replies: ran,
      handle: (call) => receiveImport(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/imports/{id}/application',
      id: 'applyImport',
      tag,
      summary: 'Record a preview',
      description:
        'Records the rows that a preview found good, without sending the file again; 409 for a preview in which a fault holds up all.',
      access: importers,
      params: importParams,
      replies: ran,
      handle: (call) => applyImport(deps, call),
    }),
  ];
}

function readRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/imports/template',
      id: 'importTemplate',
      tag,
      summary: 'A template to fill in',
      description:
        'The headers in Chinese with an example row, which is not imported while it stays as it is; as XLSX with text columns, so that zeros and long numbers stay, and sheets that explain columns and mistakes.',
      access: importers,
      query: templateQuery,
      replies: { 200: { description: 'The file', mediaType: 'application/octet-stream' } },
      handle: (call) => templateReply(call),
    }),
    route({
      method: 'get',
      path: '/v1/imports',
      id: 'listImports',
      tag,
      summary: 'Imports of the caller',
      description: 'Newest first, with how far each is.',
      access: importers,
      query: listQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: listReply } },
      handle: (call) => listImports(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/imports/{id}',
      id: 'readImport',
      tag,
      summary: 'How far an import is, and its mistakes',
      description:
        'State and progress, readable while it runs, and the mistakes in the order of the rows: the row’s number as the person sees it, letter and header of the column, what was found, what is expected, the fix. `limit` counts rows.',
      access: importers,
      params: importParams,
      query: listQuery,
      replies: { 200: { description: 'The import', schema: importReply } },
      handle: (call) => readImport(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/imports/{id}/rejected',
      id: 'rejectedSheet',
      tag,
      summary: 'The sheet with its reasons',
      description:
        'The same sheet in the same format with a column 原因, to be corrected and sent again: the whole sheet where nothing was recorded, the faulty rows alone where the others were. CSV comes as UTF-8 with the mark spreadsheets look for.',
      access: importers,
      params: importParams,
      replies: { 200: { description: 'The file', mediaType: 'application/octet-stream' } },
      handle: (call) => rejectedSheet(deps, call),
    }),
  ];
}
