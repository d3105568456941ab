import { z } from '@hono/zod-openapi';
import { paging, text } from '../../platform/fields.ts';
import { noticeLists } from './notice.ts';
import { reasons } from './notice-words.ts';

export const noticeParams = z.object({ id: text(80, 'Id of a substance of the shipped table, or of an entry', 'phenolphthalein') });

export const noticeQuery = z.strictObject({
  list: z.enum(noticeLists).optional().openapi({ description: 'One list alone; its `cursor` leads on', example: 'sampling' }),
  months: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .optional()
    .openapi({ description: 'How far back batches of the same maker, formula, form or claim are asked for (6)', example: 6 }),
  claims: text(500, 'Claims the paper names, beside those of an entered class', '减肥、润肠').optional(),
  forms: text(500, 'Product forms the paper names', '压片糖果、果冻').optional(),
  format: z
    .enum(['json', 'csv', 'xlsx'])
    .optional()
    .openapi({ description: '`csv` as `Accept: text/csv`, or `xlsx`: a file for a spreadsheet', example: 'csv' }),
  ...paging,
});

const nullable = (description: string, example: string) => z.string().nullable().openapi({ description, example });
const quantity = z
  .object({ amount: z.string(), unit: z.string() })
  .openapi({ description: 'A quantity', example: { amount: '240', unit: '袋' } });
const names = z
  .object({ zh: z.array(z.string()), en: z.array(z.string()) })
  .openapi({ description: 'Names', example: { zh: ['酚酞'], en: ['phenolphthalein'] } });
const traceCodes = z.array(z.string()).openapi({ description: 'Trace codes', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] });
const party = z.object({ id: z.string().nullable(), uscc: z.string().nullable(), name: z.string() }).openapi({
  description: 'A party; `id` is null for a supplier outside the system',
  example: { id: 'V1StGXR8Z5jdHi6B', uscc: '91330110MA0DEM013U', name: '示例食品厂' },
});
const place = {
  regionCode: z.string().openapi({ description: 'Division code', example: '330110' }),
  regionName: z.string().openapi({ description: 'Its name', example: '杭州市余杭区' }),
};
const site = z
  .object({ id: z.string(), name: z.string() })
  .nullable()
  .openapi({ description: 'A site', example: { id: 'sT3kP9dWq2RnYb7x', name: '一号仓' } });

const matched = z
  .object({
    input: z.string().openapi({ description: 'As it is written there', example: '酚酞' }),
    substance: nullable('The substance it names; null for a class word', 'phenolphthalein'),
    certificate: z
      .object({ id: z.string(), kind: z.string(), number: z.string().nullable(), issuedOn: z.string().nullable(), value: z.string() })
      .nullable()
      .openapi({ description: 'The document that found it, with the value as written; null for a declared ingredient', example: null }),
  })
  .openapi({ description: 'Where the batch says so' });

const why = z
  .object({
    reason: z.enum(reasons).openapi({ description: 'Why it is to be sampled, the strongest first', example: 'same-material' }),
    text: z.string().openapi({ description: 'The same in words', example: '与检出批次使用同批原料' }),
    because: nullable(
      'The positive batch it is like; null outside your scope, or where its own papers are the reason',
      'ABCD-EFGH-JKMN-PQRS-TUVM',
    ),
  })
  .openapi({ description: 'A reason to sample' });

const line = z
  .object({
    traceCode: z.string().openapi({ description: 'Trace code', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
    rank: z.number().int().optional().openapi({ description: 'Place on the sampling list, from 1', example: 1 }),
    product: z
      .object({ name: z.string(), specification: z.string().nullable() })
      .openapi({ description: 'Product', example: { name: '示例果冻', specification: '20g/袋' } }),
    batchNumber: nullable('Batch number as printed', '20261101A'),
    lot: z.string().openapi({ description: 'Value of AI 10', example: '20261101A' }),
    productionDate: nullable('Production date', '2026-11-01'),
    expiresOn: nullable('Last day of shelf life', '2027-11-01'),
    origin: z.string().openapi({ description: 'own, transformation, outside, opening', example: 'own' }),
    maker: party,
    recordedBy: party,
    site,
    ...place,
    matched: z
      .array(matched)
      .openapi({ description: 'Where it says so; on the sampling list what is unreadable or withdrawn', example: [] }),
    why: z.array(why).openapi({ description: 'Reasons to sample; empty on the other lists', example: [] }),
    holders: z
      .array(z.object({ party, site, ...place, quantity: quantity.nullable() }))
      .openapi({ description: 'Who has some of it still, where; within your regions', example: [] }),
  })
  .openapi('NoticeLine', { description: 'A batch a notice concerns' });

const list = z
  .object({
    totals: z
      .object({ batches: z.number(), onHandBatches: z.number(), holders: z.number(), sites: z.number(), onHand: z.array(quantity) })
      .openapi({
        description: 'Of the whole list',
        example: { batches: 1, onHandBatches: 1, holders: 1, sites: 1, onHand: [{ amount: '240', unit: '袋' }] },
      }),
    items: z.array(line).openapi({ description: 'A page', example: [] }),
    next: nullable('`cursor` of the next page, with the name of the list as `list`', 'NTAuMTIz'),
  })
  .openapi('NoticeList', { description: 'One list with its totals' });

export const noticeReply = z
  .object({
    substance: z
      .object({
        id: z.string(),
        kind: z.enum(['substance', 'class']),
        names,
        cas: z.string().nullable(),
        family: z.string(),
        text: z.object({ zh: z.string(), en: z.string() }).nullable(),
        from: z.string().nullable(),
        covers: z.number(),
      })
      .openapi({ description: 'What was asked for, the text it rests on, and how many substances it covers', example: {} }),
    asOf: z.string().openapi({ description: 'When it was asked', example: '2026-11-05T01:00:00Z' }),
    found: list.optional(),
    declared: list.optional(),
    sampling: list.optional(),
    draftHold: z.object({ reason: z.string(), traceCodes }).openapi({
      description: 'Body for POST /v1/holds: what was found or declared and is still on hand',
      example: { reason: '…', traceCodes: [] },
    }),
    recallScope: z
      .object({ traceCodes })
      .openapi({ description: 'Batches for POST /v1/recalls: all that was found or declared', example: { traceCodes: [] } }),
    notIndexed: z
      .array(z.string())
      .openapi({ description: 'Forms and stems of the text that stored records are not indexed by', example: ['软膏'] }),
    capped: z
      .array(z.string())
      .openapi({ description: 'Lists and reasons that hold more than one answer takes in: ask for less', example: [] }),
  })
  .openapi('NoticeDay', { description: 'What the records say on the day a notice appears' });
