import { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { hotRoute, type Route, route } from '../platform/route.ts';
import { finder } from './find.ts';
import { findQueries } from './find-queries.ts';
import { qrAnswers, scaleOf } from './qr-answer.ts';
import { cors, resolverDescription } from './resolver.ts';
import { scanAnswers } from './scan-answer.ts';
import { linkQuery, scannedView, scanProblemView, scanQuery, traceCodeParam } from './scan-schemas.ts';
import { siteRoutes } from './site-routes.ts';

const scanReplies = {
  200: { description: 'A page for people, or JSON where Accept prefers it', schema: scannedView },
  304: { description: 'Nothing has changed since the ETag in If-None-Match' },
  404: {
    description: 'Nothing is recorded under the code (unknown), or it is mistyped (mistyped); as page or JSON',
    schema: scanProblemView,
  },
};
const findReplies = {
  200: { description: 'A page: what is still to be told, or the batches that fit', mediaType: 'text/html' },
  303: { description: 'One batch fits: to its page' },
  404: { description: 'Nothing fits; the page says which field to look at', mediaType: 'text/html' },
};

/** What a barcode alone answers to a program: what is still to be told, or the batches that fit. */
const askedView = z
  .strictObject({
    status: z.enum(['incomplete', 'choose', 'unknown']).openapi({ description: 'What is to be done next', example: 'incomplete' }),
    gtin: z.string().optional().openapi({ description: 'Product code', example: '09521234543213' }),
    batch: z.string().optional().openapi({ description: 'Batch number as asked', example: '20261101A' }),
    date: z.string().optional().openapi({ description: 'Date as asked', example: '2026-11-01' }),
    productName: z.string().optional().openapi({ description: 'Name of the product', example: '冷鲜猪后腿肉' }),
    error: z.unknown().openapi({ description: 'Which field to look at', example: {} }).optional(),
    candidates: z.array(z.unknown()).optional().openapi({ description: 'Batches that fit', example: [] }),
  })
  .openapi('Asked', { description: 'A product without its batch' });

/** A link to a batch answers as its code does; a barcode alone may have to ask. */
const productReplies = { ...scanReplies, 200: { ...scanReplies[200], schema: z.union([scannedView, askedView]) } };

/** What answers the public; made once, since it keeps warm copies. */
export function publicAnswers(deps: Deps) {
  const scans = scanAnswers(deps);
  const queries = findQueries(deps.store);
  return { scans, queries, find: finder(queries, scans, deps.publicUrl) };
}

export type PublicAnswers = ReturnType<typeof publicAnswers>;

/** All that needs no key: scans, Digital Links, QR codes, the search by hand, the front door. */
export function publicRoutes(deps: Deps, { scans, queries, find }: PublicAnswers): Route[] {
  const qr = qrAnswers(deps, queries);
  return [
    hotRoute({
      path: '/t/{traceCode}',
      id: 'scan',
      tag: 'public',
      summary: 'Scan a trace code',
      description:
        'What is public about a batch, as JSON where Accept prefers application/json, else as a page in Chinese or English (`?lang=`, Accept-Language). ' +
        'It says what is recorded, as of now: recalled, expired, or no problem recorded; never that food is safe. Firms down the line stand as role and county; natural persons never. ' +
        'Always asks again (no-cache); send the ETag and get 304 while nothing has changed.',
      params: traceCodeParam,
      query: scanQuery,
      replies: scanReplies,
      fast: (request, { traceCode = '' }) => scans.byText(request, traceCode),
    }),
    route({
      method: 'get',
      path: '/t/{traceCode}/qr.svg',
      id: 'qrSvg',
      tag: 'public',
      summary: 'QR code as SVG',
      description:
        'Says the GS1 Digital Link of the batch where its goods have a GTIN, else the address of its page. Level M, quiet zone of 4 modules included.',
      access: { who: ['public'] },
      params: traceCodeParam,
      replies: { 200: { description: 'The symbol', mediaType: 'image/svg+xml' } },
      handle: (call) => qr(call.request, call.params.traceCode, null),
    }),
    route({
      method: 'get',
      path: '/t/{traceCode}/qr.png',
      id: 'qrPng',
      tag: 'public',
      summary: 'QR code as PNG',
      description: 'The same symbol, 1 bit greyscale, `scale` whole pixels a module.',
      access: { who: ['public'] },
      params: traceCodeParam,
      query: z.object({ scale: z.string().max(40).optional().openapi({ description: 'Pixels a module, 1 to 40 (8)', example: '8' }) }),
      replies: { 200: { description: 'The symbol', mediaType: 'image/png' } },
      handle: (call) => qr(call.request, call.params.traceCode, scaleOf(call.query.scale ?? null)),
    }),
    ...['/01/{gtin}', '/01/{gtin}/10/{lot}', '/01/{gtin}/10/{lot}/21/{serial}'].map((path, keys) =>
      hotRoute({
        path,
        id: ['linkToProduct', 'linkToBatch', 'linkToItem'][keys] ?? '',
        tag: 'public',
        summary: ['GS1 Digital Link of a product', 'GS1 Digital Link of a batch', 'GS1 Digital Link of an item'][keys] ?? '',
        description:
          keys === 0
            ? 'A barcode names the product, not the batch: asks for the batch number or the date on the pack, or takes them as `batchNumber` and `productionDate`.'
            : 'The page (or JSON) of the batch, as GET /t/{traceCode}; a choice by production date where several batches carry this number. A serial number is accepted; items are not told apart.',
        params: linkParams(keys),
        query: linkQuery,
        replies: {
          ...findReplies,
          ...(keys === 0 ? productReplies : scanReplies),
          400: { description: 'Not the syntax of a GS1 Digital Link' },
        },
        fast: (request) => find.byLink(request),
      }),
    ),
    hotRoute({
      path: '/find',
      id: 'find',
      tag: 'public',
      summary: 'Find a batch by hand',
      description:
        'A trace code (`q` or `code`), or the digits under the barcode (`gtin`) with `date` (made on or expires on, whichever the pack shows) or `batch`. Without a query it is the form.',
      query: z.object({
        q: z
          .string()
          .optional()
          .openapi({ description: 'Trace code, scan address or barcode digits', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
        code: z.string().optional().openapi({ description: 'As q', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
        gtin: z.string().optional().openapi({ description: 'Digits under the barcode', example: '9521234543213' }),
        date: z.string().optional().openapi({ description: 'Date of production or of expiry', example: '2026-11-01' }),
        batch: z.string().optional().openapi({ description: 'Batch number', example: '20261101A' }),
      }),
      replies: findReplies,
      fast: (request) => find.byForm(request),
    }),
    hotRoute({
      path: '/.well-known/gs1resolver',
      id: 'resolverDescription',
      tag: 'public',
      summary: 'What this GS1 resolver answers',
      description: 'The description file of a GS1-conformant resolver: primary keys and link types.',
      replies: { 200: { description: 'The description', mediaType: 'application/json' } },
      fast: async () => ({
        status: 200,
        headers: { ...cors, 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'public, max-age=3600' },
        body: JSON.stringify(resolverDescription(deps.publicUrl)),
      }),
    }),
    ...siteRoutes(),
  ];
}

function linkParams(keys: number): z.ZodObject {
  const gtin = z.string().openapi({ description: 'GTIN, 8 to 14 digits', example: '09521234543213' });
  const lot = z.string().openapi({ description: 'Batch or lot number (AI 10)', example: '20261101A' });
  const serial = z.string().openapi({ description: 'Serial number (AI 21)', example: '000117' });
  return z.object({ gtin, ...(keys > 0 ? { lot } : {}), ...(keys > 1 ? { serial } : {}) });
}
