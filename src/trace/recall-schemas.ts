import { z } from '@hono/zod-openapi';
import { instant, paging, quantity, text } from '../platform/fields.ts';

/** Batches one hold or recall may name; what was made from them comes with them. */
export const MOST_BATCHES = 50;

const traceCodes = z
  .array(z.string().max(120).openapi({ description: 'Trace code, with or without dashes', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }))
  .min(1)
  .max(MOST_BATCHES)
  .openapi({ description: 'Batches, up to 50', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] });

const affected = z
  .strictObject({
    from: instant('From when on it was made', '2026-11-01T02:00:00+08:00').optional(),
    to: instant('Until when it was made', '2026-11-01T06:00:00+08:00').optional(),
    line: text(100, 'Line or shift', '二号线').optional(),
    serials: z
      .array(text(60, 'Serial number or span of them', '000117-000420'))
      .max(200)
      .optional()
      .openapi({ description: 'Serial numbers', example: ['000117-000420'] }),
    note: text(1_000, 'How to tell by the pack', '喷码时间 02:00 至 06:00 的袋装').optional(),
  })
  .superRefine((value, context) => {
    if (value.from === undefined || value.to === undefined || Date.parse(value.from) <= Date.parse(value.to)) return;
    context.addIssue({
      code: 'custom',
      path: ['to'],
      params: {
        refusal: {
          found: value.to,
          expected: { zh: `不早于 from（${value.from}）`, en: `not before from (${value.from})` },
          fix: { zh: '核对起止时间', en: 'check the two times' },
        },
      },
    });
  })
  .openapi({ description: 'The part of the batches concerned, and how to tell it', example: { note: '喷码时间 02:00 至 06:00 的袋装' } });

export type Affected = z.output<typeof affected>;

export const holdBody = z.strictObject({ reason: text(1_000, 'Why', '抽样结果待复核'), traceCodes, affected: affected.optional() });
export type HoldInput = z.output<typeof holdBody>;

export const liftBody = z.strictObject({ reason: text(1_000, 'Why it is lifted', '复检合格') });

export const recallBody = z.strictObject({
  level: z
    .union([z.literal(1), z.literal(2), z.literal(3)])
    .openapi({ description: 'Level by the harm, set by who recalls: 1, 2 or 3', example: 1 }),
  reason: text(1_000, 'Why; public', '检出不应含有的药物成分'),
  traceCodes,
  affected: affected.optional(),
  instructions: text(2_000, 'What holders do with the goods', '下架封存，七日内退回').optional(),
  contact: text(200, 'Whom a consumer may call; public, so never a private number', '客服 0571-0000-0000').optional(),
  knownAt: instant('Since when the reason was known; the clock to start runs from it (now)', '2026-11-05T08:00:00+08:00').optional(),
  drill: z
    .boolean()
    .optional()
    .openapi({ description: 'A drill: nobody is told, nothing is public, all is timed and kept', example: false }),
});
export type RecallInput = z.output<typeof recallBody>;

export const reachedWays = ['phone', 'visit', 'mail', 'sms', 'wechat', 'app', 'other'] as const;

export const acknowledgementBody = z.strictObject({
  reachedBy: z.enum(reachedWays).optional().openapi({ description: 'How the holder was reached', example: 'phone' }),
  party: text(60, 'The holder that was reached, by id or uscc:…; for who recalls or an authority', 'uscc:91330106MA0DEM044T').optional(),
  shipment: text(40, 'A buyer without registration, by the shipment to it; for who recalls or an authority', 'V1StGXR8Z5jdHi6B').optional(),
  text: text(1_000, 'What it said', '已下架 12 袋').optional(),
});
export type AcknowledgementInput = z.output<typeof acknowledgementBody>;

export const reportKinds = ['stopped', 'returned', 'destroyed', 'sold'] as const;
export type ReportKind = (typeof reportKinds)[number];

export const reportBody = z.strictObject({
  kind: z
    .enum(reportKinds)
    .openapi({ description: 'What became of the goods: taken off sale, sent back, destroyed, sold before the notice', example: 'stopped' }),
  lines: z
    .array(
      z.strictObject({
        traceCode: z.string().max(120).openapi({ description: 'Batch in the recall', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
        quantity: quantity('How much'),
      }),
    )
    .min(1)
    .max(200)
    .openapi({
      description: 'Goods and quantities',
      example: [{ traceCode: 'ABCD-EFGH-JKMN-PQRS-TUVM', quantity: { amount: '12', unit: '袋' } }],
    }),
  site: z.string().max(40).optional().openapi({ description: 'Site, by id; the first without it', example: 'V1StGXR8Z5jdHi6B' }),
  files: z
    .array(
      z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .openapi({ description: 'SHA-256 of a stored file', example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }),
    )
    .max(20)
    .optional()
    .openapi({ description: 'Proof: photos, papers; needed for goods destroyed', example: [] }),
  text: text(1_000, 'Whatever else is to be said', '由某处置公司无害化处理').optional(),
});
export type ReportInput = z.output<typeof reportBody>;

export const closingBody = z.strictObject({
  text: text(10_000, 'The report: what was done, what came back, what was not found and why', '应召回 80 袋，召回 62 袋……'),
});

export const idParams = z.object({ id: z.string().max(40).openapi({ description: 'Id', example: 'V1StGXR8Z5jdHi6B' }) });

export const holdQuery = z.object({
  ...paging,
  state: z.enum(['open', 'all']).optional().openapi({ description: 'In force (without it), or lifted ones too', example: 'all' }),
});

export const recallQuery = z.object({
  ...paging,
  state: z.enum(['open', 'closed']).optional().openapi({ description: 'Only in this state', example: 'open' }),
});

export const holderQuery = z.object({
  ...paging,
  state: z
    .enum(['noticed', 'reached', 'acknowledged', 'reported', 'found'])
    .optional()
    .openapi({ description: 'Only in this state', example: 'noticed' }),
});

const code = z.string().openapi({ description: 'Trace code', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' });
const id = z.string().openapi({ description: 'Id', example: 'V1StGXR8Z5jdHi6B' });
const when = (description: string) => z.string().openapi({ description, example: '2026-11-05T01:00:00Z' });
const byWhom = z
  .object({ kind: z.enum(['party', 'authority']), id: z.string(), name: z.string() })
  .openapi({ description: 'By whom', example: { kind: 'party', id: 'V1StGXR8Z5jdHi6B', name: '示例肉类加工厂' } });
const goods = z
  .array(
    z.object({
      traceCode: code,
      product: z.object({ name: z.string() }),
      batchNumber: z.string().nullable(),
      productionDate: z.string().nullable(),
    }),
  )
  .openapi({ description: 'Batches named', example: [] });

export const holdView = z
  .object({
    id,
    by: byWhom,
    reason: z.string().openapi({ description: 'Why', example: '抽样结果待复核' }),
    affected: affected.nullable(),
    batches: goods,
    at: when('Since when'),
    liftedAt: when('Until when').nullable(),
    liftReason: z.string().nullable().openapi({ description: 'Why it was lifted', example: '复检合格' }),
  })
  .openapi('Hold', { description: 'Goods that are not to be sold until it is lifted' });

export const recallView = z
  .object({
    id,
    by: byWhom.optional(),
    level: z.number().openapi({ description: 'Level', example: 1 }),
    drill: z.boolean().openapi({ description: 'A drill', example: false }),
    state: z.enum(['open', 'closed']).openapi({ description: 'Whether it runs', example: 'open' }),
    holders: z.number().optional().openapi({ description: 'Parties reached', example: 12 }),
    unregistered: z
      .number()
      .optional()
      .openapi({ description: 'Shipments to buyers without registration, whom somebody has to call', example: 3 }),
    startBy: when('Until when it must have been started').nullable(),
    completeBy: when('Until when it must be completed').nullable(),
  })
  .loose()
  .openapi('Recall', { description: 'A recall: its goods, clocks, holders and quantities' });
