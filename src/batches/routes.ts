import { z } from '@hono/zod-openapi';
import { UPLOAD_LIMIT } from '../platform/body.ts';
import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { type Route, route } from '../platform/route.ts';
import { recordCertificate, withdrawCertificate } from './certificates.ts';
import { getFile, putFile } from './files.ts';
import { bindCode, checkBatch, recordBatches } from './record.ts';
import { reserveCodes } from './reserve.ts';
import { reviseBatch } from './revise.ts';
import {
  batchBodies,
  batchBody,
  batchView,
  bindBody,
  certificateBody,
  recordedView,
  reserveBody,
  revisionBody,
  withdrawalBody,
} from './schemas.ts';
import { listBatches, listProducts, readBatch, readRevisions } from './views.ts';

const producers = { who: ['party'], right: 'batches' } as const;
const traceCodeParam = z.object({
  traceCode: z.string().max(40).openapi({ description: 'Trace code, with or without dashes', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
});
const pageQuery = z.object(paging);
const pageReply = {
  200: {
    description: 'A page, newest first; `next` and the Link header lead on',
    schema: z.object({ items: z.array(batchView), next: z.string().nullable() }),
  },
};

const idParam = z.object({ id: z.string().max(40).openapi({ description: 'Id of the document', example: 'V1StGXR8Z5jdHi6B' }) });
const sha256Param = z.object({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .openapi({
      description: 'SHA-256 of the content, 64 lower-case hex digits',
      example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    }),
});
const anything = z.looseObject({});

export function batchRoutes(deps: Deps): Route[] {
  return [...recordRoutes(deps), ...readRoutes(deps), ...paperRoutes(deps)];
}

function recordRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/batches',
      id: 'recordBatch',
      tag: 'goods',
      summary: 'Record a batch',
      description:
        'Records one batch and makes its trace code and QR, or up to 1,000 as an array with a result each (`?mode=all-or-nothing` stores all of them or none). ' +
        'An incomplete record is stored: its gaps come back as todos, and become a lead at the first sale of a bound food. A malformed one (impossible date, wrong check digit, unknown unit) is refused whole, with every wrong field.',
      access: producers,
      query: z.object({
        mode: z
          .enum(['each', 'all-or-nothing'])
          .optional()
          .openapi({ description: 'For arrays: each on its own (default), or all or none', example: 'all-or-nothing' }),
      }),
      body: batchBodies,
      bodyReadByHandler: true,
      replies: {
        200: { description: 'An array was sent: a result each, in its order', schema: z.object({ results: z.array(z.unknown()) }) },
        201: { description: 'Recorded', schema: recordedView },
      },
      handle: (call) => recordBatches(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/batches/check',
      id: 'checkBatch',
      tag: 'goods',
      summary: 'Check a batch before it is recorded',
      description: 'Takes the body of POST /v1/batches and answers what the rules would find; stores nothing.',
      access: producers,
      body: batchBody,
      replies: {
        200: {
          description: 'What the rules find',
          schema: z.object({ findings: z.array(z.unknown()), expiresOn: z.string().nullable(), expiresBy: z.string().nullable() }),
        },
      },
      handle: (call) => checkBatch(deps, call, partyCaller(call)),
    }),
    route({
      method: 'patch',
      path: '/v1/batches/{traceCode}',
      id: 'reviseBatch',
      tag: 'goods',
      summary: 'Correct a batch',
      description:
        'A correction is a new revision, with its reason; the earlier one stays readable and what was shipped keeps the revision it was shipped under. ' +
        'Fields left out stay as they are, `product` is replaced as a whole, certificates are added. The site and the unit stay (409); a former GTIN or batch number keeps leading to the batch. Findings whose fact is now right close themselves.',
      access: producers,
      params: traceCodeParam,
      body: revisionBody,
      ifMatch: true,
      replies: { 200: { description: 'The new revision; ETag names it', schema: recordedView } },
      handle: (call) => reviseBatch(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/codes/reserve',
      id: 'reserveCodes',
      tag: 'goods',
      summary: 'Reserve codes',
      description: 'Codes to print on a roll before their batch is known. A reserved code scans as unknown until it is bound.',
      access: producers,
      body: reserveBody,
      replies: { 201: { description: 'The codes', schema: z.object({ roll: z.string(), codes: z.array(z.string()) }) } },
      handle: (call) => reserveCodes(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/codes/bind',
      id: 'bindCode',
      tag: 'goods',
      summary: 'Record the batch of a reserved code',
      description: 'Records a batch under a code that was reserved and printed before. A code is bound once.',
      access: producers,
      body: bindBody,
      replies: { 201: { description: 'Recorded', schema: recordedView } },
      handle: (call) => bindCode(deps, call, partyCaller(call)),
    }),
  ];
}

function readRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/batches',
      id: 'listBatches',
      tag: 'goods',
      summary: 'Batches of the caller',
      description: 'The party’s own batches, newest first.',
      access: { who: ['party'] },
      query: pageQuery,
      replies: pageReply,
      handle: (call) => listBatches(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/batches/{traceCode}',
      id: 'readBatch',
      tag: 'goods',
      summary: 'One batch',
      description:
        'The current revision with its product, documents and open findings. For its own party, and for an authority whose region it was made in, ' +
        'which sees the reminders and leads of its own department only.',
      access: { who: ['party', 'authority'] },
      params: traceCodeParam,
      replies: { 200: { description: 'The batch; ETag is its revision', schema: batchView } },
      handle: (call) => readBatch(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/batches/{traceCode}/revisions',
      id: 'readBatchRevisions',
      tag: 'goods',
      summary: 'Every revision of a batch',
      description: 'What was recorded, when, by whom and why it was corrected, with the ledger entry of each.',
      access: { who: ['party', 'authority'] },
      params: traceCodeParam,
      replies: {
        200: { description: 'Revisions, oldest first', schema: z.object({ traceCode: z.string(), items: z.array(z.unknown()) }) },
      },
      handle: (call) => readRevisions(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/products',
      id: 'listProducts',
      tag: 'goods',
      summary: 'Products of the caller',
      description: 'Every product description the party has recorded, newest first; its id can stand in place of `product`.',
      access: { who: ['party'] },
      query: pageQuery,
      replies: { 200: { description: 'A page', schema: z.object({ items: z.array(z.unknown()), next: z.string().nullable() }) } },
      handle: (call) => listProducts(deps, call, partyCaller(call)),
    }),
  ];
}

function paperRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/certificates',
      id: 'recordCertificate',
      tag: 'goods',
      summary: 'Record a document that covers several batches',
      description:
        'A type test, quarantine or import paper covers many batches: name them, or the period of production. ' +
        'A period takes in the batches already recorded with a production date in it; a batch recorded later is not covered and needs the document again. The batches are judged again.',
      access: producers,
      body: certificateBody,
      replies: { 201: { description: 'Recorded', schema: anything } },
      handle: (call) => recordCertificate(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/certificates/{id}/withdrawal',
      id: 'withdrawCertificate',
      tag: 'goods',
      summary: 'Withdraw a document',
      description: 'The document no longer counts; it stays readable as withdrawn. The batches it covered are judged again.',
      access: producers,
      params: idParam,
      body: withdrawalBody,
      replies: { 200: { description: 'Withdrawn', schema: anything } },
      handle: (call) => withdrawCertificate(deps, call, partyCaller(call)),
    }),
    route({
      method: 'put',
      path: '/v1/files/{sha256}',
      id: 'putFile',
      tag: 'goods',
      summary: 'Store a file',
      description:
        'A PDF, PNG, JPEG, WebP, XLSX or OFD under its SHA-256. Refused when content and hash differ, when the content is something else, and when Content-Type calls it by another name; a picture has at most 100 million pixels. Private to the party and to the authorities where it has a site.',
      access: producers,
      params: sha256Param,
      body: anything,
      bodyKind: 'bytes',
      bodyLimit: UPLOAD_LIMIT,
      replies: { 200: { description: 'It was there already', schema: anything }, 201: { description: 'Stored', schema: anything } },
      handle: (call) => putFile(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/files/{sha256}',
      id: 'getFile',
      tag: 'goods',
      summary: 'Read a file',
      description:
        'The bytes, to the party that stored them and to the authorities of the regions where it has a site; a photo of a receipt to both sides of the shipment and the authorities of their places, a photo of an officer’s note to the authorities that see its lead, and to the party it is about once a notice told it of the facts.',
      access: { who: ['party', 'authority'] },
      params: sha256Param,
      replies: { 200: { description: 'The bytes', mediaType: 'application/octet-stream' } },
      handle: (call) => getFile(deps, call),
    }),
  ];
}
