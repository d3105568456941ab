import { z } from '@hono/zod-openapi';
import type { FindQueries } from '../../codes/find-queries.ts';
import type { Deps } from '../../platform/deps.ts';
import { civilDate, text } from '../../platform/fields.ts';
import { type Route, route } from '../../platform/route.ts';
import { resolveCode } from './resolve.ts';

const query = z.object({
  code: z
    .string()
    .min(1)
    .max(4_296)
    .openapi({ description: 'The code as scanned, pasted or typed', example: '(01)09521234543213(10)20261101A' }),
  scheme: text(40, 'The system whose code it is, for a code of another system; `sscc` for a pallet', 'zheshilian').optional(),
  batch: text(100, 'Batch number beside a barcode', '20261101A').optional(),
  date: civilDate('Production date beside a barcode').optional(),
});

const kinds = z.enum(['traceCode', 'goods', 'logisticUnit', 'slip', 'storeCode', 'externalCode']);
const by = kinds.openapi({ description: 'By which meaning of the code it was found', example: 'goods' });

const batchCandidate = z
  .object({
    type: z.literal('batch'),
    by,
    traceCode: z.string().openapi({ description: 'Trace code', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
    scanUrl: z.string().openapi({ description: 'The consumer’s page', example: 'https://trace.example/t/ABCD-EFGH-JKMN-PQRS-TUVM' }),
    product: z.object({ name: z.string(), specification: z.string().nullable(), gtin: z.string().nullable() }),
    producer: z.string().openapi({ description: 'Who recorded it; a natural person masked', example: '示例肉联厂' }),
    batchNumber: z.string().nullable(),
    productionDate: z.string().nullable(),
    expiresOn: z.string().nullable(),
    own: z.boolean().openapi({ description: 'Recorded by the caller', example: false }),
    held: z
      .array(
        z.object({
          site: z.object({ id: z.string(), name: z.string() }),
          quantity: z.object({ amount: z.string(), unit: z.string(), unitCode: z.string().nullable() }).nullable(),
        }),
      )
      .openapi({ description: 'What the caller has of it, by site' }),
  })
  .openapi({ description: 'A batch' });

const shipmentCandidate = z
  .object({
    type: z.literal('shipment'),
    by,
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    state: z.string(),
    direction: z.enum(['in', 'out']).nullable(),
    documentNumber: z.string().nullable(),
    shippedAt: z.string(),
    slipUrl: z.string(),
  })
  .openapi({ description: 'A shipment to or from the caller' });

const slipCandidate = z
  .object({ type: z.literal('slip'), by, slipUrl: z.string() })
  .openapi({ description: 'A slip of strangers: its page is for whoever holds the paper' });

const resolved = z
  .object({
    code: z.string().openapi({ description: 'As asked', example: '(01)09521234543213(10)20261101A' }),
    form: z
      .enum(['traceCode', 'address', 'digitalLink', 'elementString', 'digits', 'slip', 'externalCode'])
      .openapi({ description: 'How it is written', example: 'elementString' }),
    meanings: z.array(kinds).openapi({ description: 'What it may name', example: ['goods'] }),
    elements: z
      .array(z.object({ ai: z.string(), title: z.string(), value: z.string() }))
      .openapi({ description: 'GS1 elements in it', example: [{ ai: '10', title: 'BATCH/LOT', value: '20261101A' }] }),
    is: z.enum(['batch', 'shipment', 'slip', 'product', 'choice']).openapi({
      description: 'What it names; `choice` where several candidates fit, `product` where only the product is known',
      example: 'batch',
    }),
    product: z.object({ gtin: z.string(), name: z.string() }).nullable().openapi({ description: 'The product of a GTIN' }),
    candidates: z.array(z.discriminatedUnion('type', [batchCandidate, shipmentCandidate, slipCandidate])),
    more: z.boolean().openapi({ description: 'There may be more than are shown', example: false }),
  })
  .openapi('Resolved', { description: 'What a printed code is' });

/** Any code on paper, pack or pallet, as what it stands for. */
export function resolveRoutes(deps: Deps, queries: FindQueries): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/resolve',
      id: 'resolveCode',
      tag: 'exchange',
      summary: 'What a printed code is',
      description:
        'Reads a trace code, an address of a page or slip, a GS1 Digital Link, a GS1 element string (bracketed, or as a scanner sends it with GS between elements), the digits of a barcode, ' +
        'of a pallet (SSCC) or of a label of the shop’s scale, or with `scheme` a code of another system, and answers what it names: batches, shipments, or a product. ' +
        'A code on a pack names its batch for everybody; codes of other systems, pallets and labels name only what the caller made, has, sent or is sent, for an authority what lies in its region. ' +
        'What cannot be read is 422 with the reason, what names nothing 404. Compressed Digital Links are not read.',
      access: { who: ['party', 'authority'] },
      query,
      replies: {
        200: { description: 'What it is', schema: resolved },
        404: { description: 'Nothing in the caller’s scope carries the code' },
      },
      handle: (call) => resolveCode(deps, queries, call),
    }),
  ];
}
