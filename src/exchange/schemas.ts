import { z } from '@hono/zod-openapi';
import { paging } from '../platform/fields.ts';
import { noticeKinds } from './notices.ts';

export const noticeQuery = z.object({
  ...paging,
  unread: z.enum(['true', 'false']).optional().openapi({ description: 'Only those not read yet', example: 'true' }),
});

export const noticeParams = z.object({ id: z.string().max(40).openapi({ description: 'Id of the notice', example: 'V1StGXR8Z5jdHi6B' }) });

const kinds = z
  .array(z.enum(noticeKinds))
  .min(1)
  .max(noticeKinds.length)
  .openapi({ description: 'What to be told of; all kinds without it', example: ['recall.opened'] });

export const webhookBody = z.strictObject({
  url: z.string().max(500).openapi({ description: 'Address on the open internet, https', example: 'https://erp.example.com/suyuan' }),
  kinds: kinds.optional(),
});

export const webhookParams = z.object({
  id: z.string().max(40).openapi({ description: 'Id of the webhook', example: 'V1StGXR8Z5jdHi6B' }),
});

export const deliveryParams = webhookParams.extend({
  delivery: z.string().max(40).openapi({ description: 'Id of the message (webhook-id), that of its notice', example: 'V1StGXR8Z5jdHi6B' }),
});

export const deliveryQuery = z.object({
  ...paging,
  state: z.enum(['waiting', 'done', 'given-up']).optional().openapi({ description: 'Only in this state', example: 'given-up' }),
});

const instant = (description: string) => z.string().openapi({ description, example: '2026-11-05T01:00:00Z' });

export const noticeView = z
  .object({
    id: z.string().openapi({ description: 'Id', example: 'V1StGXR8Z5jdHi6B' }),
    kind: z.enum(noticeKinds).openapi({ description: 'What happened', example: 'recall.opened' }),
    subject: z
      .object({ type: z.string(), id: z.string() })
      .openapi({ description: 'About what', example: { type: 'recall', id: 'V1StGXR8Z5jdHi6B' } }),
    body: z.looseObject({}).openapi({ description: 'The sentence in Chinese and English, and fields for programs', example: { level: 1 } }),
    at: instant('When it was given'),
    readAt: instant('When it was read').nullable(),
  })
  .openapi('InboxNotice', { description: 'What a party or authority is told' });

export const webhookView = z
  .object({
    id: z.string().openapi({ description: 'Id', example: 'V1StGXR8Z5jdHi6B' }),
    url: z.string().openapi({ description: 'Address', example: 'https://erp.example.com/suyuan' }),
    kinds: z.array(z.string()).openapi({ description: 'What it is told of', example: ['recall.opened'] }),
    createdAt: instant('Since when'),
    endedAt: instant('When it was ended').optional(),
    secret: z
      .string()
      .optional()
      .openapi({ description: 'Shown once: the key of the signatures', example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }),
  })
  .openapi('Webhook', { description: 'Where its owner is told by program' });

export const deliveryView = z
  .object({
    id: z.string().openapi({ description: 'Id of the message, in the header webhook-id', example: 'V1StGXR8Z5jdHi6B' }),
    kind: z.string().openapi({ description: 'What happened', example: 'recall.opened' }),
    state: z.enum(['waiting', 'done', 'given-up']).openapi({ description: 'Whether it was taken', example: 'done' }),
    attempts: z.number().openapi({ description: 'Tries so far', example: 1 }),
    nextAt: instant('When it is tried next').nullable(),
    lastStatus: z.number().nullable().openapi({ description: 'HTTP status of the last answer', example: 200 }),
    lastError: z.string().nullable().openapi({ description: 'Why there was no answer', example: 'timed out' }),
    doneAt: instant('When it was taken or given up').nullable(),
  })
  .openapi('Delivery', { description: 'One message to one address' });
