import { z } from '@hono/zod-openapi';
import { purposes } from '../custody/model.ts';

export const formats = ['json', 'ndjson', 'csv', 'xlsx', 'svg'] as const;
export type TraceFormat = (typeof formats)[number];

/** Kinds of edges; a shipment's is its purpose. */
export const edgeKinds = [...purposes, 'made', 'amendment', 'in-transit', 'sold', 'consumed', 'destroyed'] as const;

export const traceQuery = z.object({
  traceCode: z
    .string()
    .max(3_000)
    .openapi({ description: 'Trace code; repeat it for several batches, 50 at most', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
  direction: z
    .enum(['back', 'forward', 'both'])
    .optional()
    .openapi({ description: 'back (追溯来源), forward (追踪去向, the default) or both', example: 'forward' }),
  since: z.string().max(40).optional().openapi({ description: 'Only edges from this day or instant on', example: '2026-11-01' }),
  until: z.string().max(40).optional().openapi({ description: 'Only edges up to this day or instant', example: '2026-11-30' }),
  depth: z.coerce.number().int().min(1).max(10_000).optional().openapi({ description: 'Edges from the asked goods at most', example: 3 }),
  kinds: z
    .string()
    .max(300)
    .optional()
    .openapi({ description: `Only edges of these kinds, with commas: ${edgeKinds.join(', ')}`, example: 'sale,transfer,made' }),
  party: z
    .string()
    .max(60)
    .optional()
    .openapi({ description: 'Start at the holdings of this party alone: id or uscc:…', example: 'uscc:91330110MA0DEM013U' }),
  site: z.string().max(40).optional().openapi({ description: 'Start at the holdings of this site alone', example: 'V1StGXR8Z5jdHi6B' }),
  format: z.enum(formats).optional().openapi({ description: 'Goes before Accept', example: 'csv' }),
});
export type TraceQuery = z.output<typeof traceQuery>;

const amount = z
  .object({ amount: z.string(), unit: z.string(), unitCode: z.string().nullable() })
  .nullable()
  .openapi({
    description: 'A quantity in the unit the batch is counted in; null where it is not known',
    example: { amount: '240', unit: '袋', unitCode: 'XBG' },
  });
const party = z
  .object({ id: z.string().nullable(), uscc: z.string().nullable(), name: z.string() })
  .openapi({ description: 'Who has it; id null for whoever is not registered here' });
const site = z
  .object({ id: z.string(), name: z.string(), kind: z.string(), regionCode: z.string() })
  .nullable()
  .openapi({ description: 'Where' });
const contact = z
  .enum(['registered', 'known', 'none'])
  .openapi({ description: 'Whether whoever has it can be told', example: 'registered' });
const basis = z
  .enum(['books', 'no-till-data', 'no-books'])
  .openapi({ description: 'What the amount on hand rests on; without till data or books it is an interval from 0', example: 'books' });
const receipt = { node: z.string(), traceCode: z.string(), party, quantity: amount, contact };

export const traceReply = z
  .object({
    asked: z.array(z.string()).openapi({ description: 'The batches asked', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] }),
    asOf: z.string().openapi({ description: 'When this was so', example: '2026-11-05T01:00:00Z' }),
    batches: z
      .array(z.looseObject({ traceCode: z.string(), product: z.object({ name: z.string(), specification: z.string().nullable() }) }))
      .openapi({ description: 'What the goods of each code are' }),
    nodes: z
      .array(
        z.looseObject({
          id: z.string(),
          traceCode: z.string(),
          party,
          site,
          quantity: amount,
          received: amount,
          atMost: amount,
          atLeast: amount,
          basis,
          contact,
        }),
      )
      .openapi({ description: 'Holdings: a batch at a party’s site. atMost and atLeast are how much of the asked goods is there now' }),
    edges: z
      .array(z.looseObject({ from: z.string(), to: z.string().nullable(), kind: z.string(), quantity: amount, at: z.string() }))
      .openapi({ description: 'Flows; `to` is null for goods on their way and for what ended' }),
    summary: z
      .object({
        received: z.array(z.looseObject(receipt)),
        inTransit: z.array(
          z.looseObject({ shipment: z.string(), traceCode: z.string(), from: z.string(), to: party, quantity: amount, contact }),
        ),
        onHand: z.array(z.looseObject({ ...receipt, atLeast: amount, atMost: amount, basis })),
      })
      .openapi({ description: 'Who received it, what is on its way and can be stopped, what is on hand' }),
    brokenLinks: z
      .array(z.looseObject({ kind: z.string(), node: z.string(), traceCode: z.string(), quantity: amount, message: z.string() }))
      .openapi({ description: 'Where the records break: unconfirmed, unsettled, no-source, more-out-than-in, vanished' }),
  })
  .openapi('Trace', { description: 'Where goods came from or went' });
