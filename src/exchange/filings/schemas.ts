import { z } from '@hono/zod-openapi';
import { paging, text } from '../../platform/fields.ts';
import { adapterIds } from './adapters.ts';
import { allRecordKinds } from './kinds.ts';

const kind = z.enum(allRecordKinds as [string, ...string[]]);
const states = ['queued', 'sent', 'accepted', 'refused', 'failed'] as const;

export const targetBody = z
  .strictObject({
    name: text(100, 'What the other platform is called', '示例追溯平台'),
    adapter: z.enum(adapterIds).openapi({
      description:
        '`signed-json`: signed HTTPS JSON. `zheshilian-fields`: the same with the known fields of 浙食链 filled in (its interface is not published, names to be verified), for a system that files on',
      example: 'signed-json',
    }),
    url: z.string().max(500).openapi({ description: 'Address on the open internet, https', example: 'https://filing.example.com/records' }),
    key: z
      .string()
      .min(16)
      .max(200)
      .regex(/^[\x21-\x7e]+$/)
      .optional()
      .openapi({
        description:
          'The key both sides sign with, as the other platform gave it (its bytes, or `whsec_` and base64); one is made without it',
        example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      }),
    kinds: z
      .array(kind)
      .min(1)
      .max(allRecordKinds.length)
      .optional()
      .openapi({ description: 'Records to file; all without it', example: ['batch', 'shipment'] }),
  })
  .openapi('FilingTargetRequest', { description: 'Another platform that is to be told of records' });
export type TargetInput = z.output<typeof targetBody>;

export const targetParams = z.object({ id: z.string().max(40).openapi({ description: 'Id of the target', example: 'V1StGXR8Z5jdHi6B' }) });
export const filingParams = z.object({ id: z.string().max(40).openapi({ description: 'Id of the filing', example: 'V1StGXR8Z5jdHi6B' }) });

export const filingQuery = z.object({
  ...paging,
  state: z.enum(states).optional().openapi({ description: 'Only in this state', example: 'refused' }),
  target: z.string().max(40).optional().openapi({ description: 'Only to this target', example: 'V1StGXR8Z5jdHi6B' }),
});
export type FilingQuery = z.output<typeof filingQuery>;

const instant = (description: string) => z.string().openapi({ description, example: '2026-11-05T01:00:00Z' });

export const targetView = z
  .object({
    id: z.string().openapi({ description: 'Id', example: 'V1StGXR8Z5jdHi6B' }),
    name: z.string().openapi({ description: 'What the other platform is called', example: '示例追溯平台' }),
    adapter: z.string().openapi({ description: 'How records reach it', example: 'signed-json' }),
    url: z.string().openapi({ description: 'Address', example: 'https://filing.example.com/records' }),
    kinds: z.array(z.string()).openapi({ description: 'Records it is told of', example: ['batch'] }),
    scope: z.enum(['own', 'all']).openapi({ description: 'Records of its owner, or (an administrator’s) of everybody', example: 'own' }),
    createdAt: instant('Since when: records from then on are filed'),
    key: z
      .string()
      .optional()
      .openapi({ description: 'Shown once, where it was made here', example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }),
    endedAt: instant('When it was ended').optional(),
  })
  .openapi('FilingTarget', { description: 'Another platform that is told of records' });

export const filingView = z
  .object({
    id: z.string().openapi({ description: 'Id of the message, in the header webhook-id', example: 'V1StGXR8Z5jdHi6B' }),
    target: z
      .object({ id: z.string(), name: z.string() })
      .openapi({ description: 'To whom', example: { id: 'V1StGXR8Z5jdHi6B', name: '示例追溯平台' } }),
    record: z.string().openapi({ description: 'What: batch, shipment, receipt, transformation, disposition, recall', example: 'batch' }),
    type: z.string().openapi({ description: 'Kind of the entry', example: 'batch.recorded' }),
    subject: z
      .object({ type: z.string(), id: z.string() })
      .openapi({ description: 'About what', example: { type: 'batch', id: 'ABCDEFGHJKMNPQRSTUVM' } }),
    chain: z.string().openapi({ description: 'Chain of the entry', example: 'party:V1StGXR8Z5jdHi6B' }),
    seq: z.number().openapi({ description: 'Place in the chain', example: 7 }),
    state: z.enum(states).openapi({
      description:
        'queued: on its way, sent: taken and not judged yet, accepted, refused: with the reason, failed: no answer, or none but 202, in any of its tries',
      example: 'refused',
    }),
    attempts: z.number().openapi({ description: 'Tries so far', example: 1 }),
    nextAt: instant('When it is tried or asked next').nullable(),
    remoteId: z.string().nullable().openapi({ description: 'Its number at the other platform', example: 'R-2026-0001' }),
    reason: z.string().nullable().openapi({ description: 'What the other platform or the network said last', example: '缺少规格' }),
    at: instant('When the record was made'),
    doneAt: instant('When it was accepted, refused or given up').nullable(),
  })
  .openapi('Filing', { description: 'One record on its way to another platform' });
