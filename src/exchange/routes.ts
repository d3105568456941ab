import { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { listNotices, readNotice } from './notice-box.ts';
import {
  deliveryParams,
  deliveryQuery,
  deliveryView,
  noticeParams,
  noticeQuery,
  noticeView,
  webhookBody,
  webhookParams,
  webhookView,
} from './schemas.ts';
import { addWebhook, endWebhook, listDeliveries, listWebhooks, retryDelivery } from './webhooks.ts';

const tag = 'exchange';
const readers = { who: ['party', 'authority'], delegateRight: 'party', wholeParty: true } as const;
const keepers = { who: ['party', 'authority'], right: 'party', wholeParty: true } as const;
const list = (schema: z.ZodType) => ({
  200: {
    description: 'A page, newest first; `next` and the Link header lead on',
    schema: z.object({ items: z.array(schema), next: z.string().nullable() }),
  },
});

/** What the caller is told, in the service and by program. */
export function noticeRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/notices',
      id: 'listNotices',
      tag,
      summary: 'The inbox',
      description:
        'What the caller is told: recalls and holds of goods it has or had, newest first. A delegate needs the right `party` for all sites.',
      access: readers,
      query: noticeQuery,
      replies: list(noticeView),
      handle: (call) => listNotices(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/notices/{id}/read',
      id: 'readNotice',
      tag,
      summary: 'Mark a notice read',
      description: 'Takes it off the unread ones. It is no answer: a recall is acknowledged at POST /v1/recalls/{id}/acknowledgements.',
      access: readers,
      params: noticeParams,
      replies: { 200: { description: 'The notice', schema: noticeView } },
      handle: (call) => readNotice(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/webhooks',
      id: 'addWebhook',
      tag,
      summary: 'Be told by program',
      description:
        'Every notice is sent to the address as JSON {type, timestamp, data}, signed as Standard Webhooks: headers webhook-id, webhook-timestamp and webhook-signature (`v1,` and the base64 HMAC-SHA-256 over `id.timestamp.body` under the secret). ' +
        'Only https addresses on the open internet; redirects are not followed. Anything but 2xx within ten seconds is tried again after 5 s, 5 min, 30 min, 2 h and so on for three days, then given up; 410 is given up at once. The same message may come twice, with the same webhook-id.',
      access: keepers,
      body: webhookBody,
      secret: true,
      replies: { 201: { description: 'In force; the secret is shown this once', schema: webhookView } },
      handle: (call) => addWebhook(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/webhooks',
      id: 'listWebhooks',
      tag,
      summary: 'Addresses in force',
      description: 'Without their secrets.',
      access: keepers,
      replies: list(webhookView),
      handle: (call) => listWebhooks(deps, call),
    }),
    route({
      method: 'delete',
      path: '/v1/webhooks/{id}',
      id: 'endWebhook',
      tag,
      summary: 'End a webhook',
      description: 'No message goes there any more, those that wait neither.',
      access: keepers,
      params: webhookParams,
      replies: { 200: { description: 'Ended', schema: webhookView } },
      handle: (call) => endWebhook(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/webhooks/{id}/deliveries',
      id: 'listDeliveries',
      tag,
      summary: 'What was sent to an address',
      description: 'Each message with its tries and the last answer; `?state=given-up` lists those to look after.',
      access: keepers,
      params: webhookParams,
      query: deliveryQuery,
      replies: list(deliveryView),
      handle: (call) => listDeliveries(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/webhooks/{id}/deliveries/{delivery}/retry',
      id: 'retryDelivery',
      tag,
      summary: 'Send a message again',
      description: 'Due again now with all its tries anew, also when it was taken or given up.',
      access: keepers,
      params: deliveryParams,
      replies: { 200: { description: 'Waiting', schema: deliveryView } },
      handle: (call) => retryDelivery(deps, call),
    }),
  ];
}
