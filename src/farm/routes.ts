import { z } from '@hono/zod-openapi';
import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { issueCommitment, printCommitment } from './commitment.ts';
import { correctField } from './correcting.ts';
import { linkField, listFields, recordField } from './records.ts';
import {
  commitmentBody,
  fieldCorrectionBody,
  fieldLinkBody,
  fieldPage,
  fieldParams,
  fieldQuery,
  fieldRecordBody,
  fieldRecordView,
} from './schemas.ts';

const tag = 'farm';
const growers = { who: ['party'], right: 'batches' } as const;
const batchParams = z.object({
  traceCode: z.string().max(40).openapi({ description: 'Trace code, with or without dashes', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
});
const langQuery = z.object({ lang: z.string().max(10).optional().openapi({ description: 'Language of the page', example: 'en' }) });

/** Field records and commitment certificates. */
export function farmRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/field-records',
      id: 'recordField',
      tag,
      summary: 'Record what was done on a field',
      description:
        'What was applied, its registration number and safety interval, when it was harvested, and the batches it became. Only the crop is needed; a harvest inside the interval is told at once, and becomes a lead only if the goods are sold.',
      access: growers,
      body: fieldRecordBody,
      replies: { 201: { description: 'Recorded', schema: fieldRecordView } },
      handle: (call) => recordField(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/field-records',
      id: 'listFieldRecords',
      tag,
      summary: 'Field records of the caller',
      description: 'The party’s own, newest first.',
      access: { who: ['party'] },
      query: fieldQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: fieldPage } },
      handle: (call) => listFields(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/field-records/{id}/links',
      id: 'linkFieldRecord',
      tag,
      summary: 'Add the harvest and its batches',
      description: 'The day of harvest, said once, and batches that came from the field. The batches and their sales are judged again.',
      access: growers,
      params: fieldParams,
      body: fieldLinkBody,
      replies: { 201: { description: 'Recorded', schema: fieldRecordView } },
      handle: (call) => linkField(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/field-records/{id}/corrections',
      id: 'correctFieldRecord',
      tag,
      summary: 'Correct a field record',
      description:
        'What was said wrongly, with a reason; null takes a field away. The ledger keeps what stood before. The batches and their sales are judged again by what stands now; a lead that stands already is for the officer to end.',
      access: growers,
      params: fieldParams,
      body: fieldCorrectionBody,
      replies: { 200: { description: 'Corrected', schema: fieldRecordView } },
      handle: (call) => correctField(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/batches/{traceCode}/commitment-certificate',
      id: 'issueCommitment',
      tag,
      summary: 'Issue the commitment certificate',
      description:
        'Records the 承诺达标合格证 of a batch of produce in the name of the party, as a document like the others; print it with GET. Each has a number of its own.',
      access: growers,
      params: batchParams,
      body: commitmentBody,
      replies: { 201: { description: 'Issued', schema: z.looseObject({}) } },
      handle: (call) => issueCommitment(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/batches/{traceCode}/commitment-certificate',
      id: 'printCommitment',
      tag,
      summary: 'Print the commitment certificate',
      description:
        'One sheet with the QR of the batch, for its party and the authority of its place: the last one issued here, never a paper of a supplier.',
      access: { who: ['party', 'authority'] },
      params: batchParams,
      query: langQuery,
      replies: { 200: { description: 'The certificate', mediaType: 'text/html' } },
      handle: (call) => printCommitment(deps, call),
    }),
  ];
}
