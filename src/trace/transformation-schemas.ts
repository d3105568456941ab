import { z } from '@hono/zod-openapi';
import { batchBody, goodsName, recordedView } from '../batches/schemas.ts';
import { transformationKinds } from '../batches/transformation.ts';
import { instant, paging, quantity, text } from '../platform/fields.ts';

const input = z
  .strictObject({ ...goodsName, quantity: quantity('How much of it went in, in any unit that converts to that of the batch') })
  .openapi({
    description: 'Goods that went in',
    example: { traceCode: 'ABCD-EFGH-JKMN-PQRS-TUVM', quantity: { amount: '83.6', unit: '千克' } },
  });

const output = batchBody
  .omit({ inputs: true, site: true })
  .required({ quantity: true })
  .extend({
    traceCode: text(40, 'A code reserved before, as printed on the label; a new one without it', 'ABCD-EFGH-JKMN-PQRS-TUVM').optional(),
  })
  .openapi({ description: 'A batch that came out, described as in POST /v1/batches' });
export type OutputInput = z.infer<typeof output>;

const loss = z
  .strictObject({
    amount: z.string().max(40).openapi({ description: 'Decimal number as text', example: '2.4' }),
    unit: z.string().max(20).openapi({ description: 'Unit as people write it', example: '千克' }),
    reason: text(200, 'What became of it', '放血、修整'),
  })
  .openapi({ description: 'A quantity that was lost', example: { amount: '2.4', unit: '千克', reason: '放血、修整' } });

export const transformationBody = z
  .strictObject({
    kind: z.enum(transformationKinds).openapi({
      description: 'process makes something else of it; split, pool, repack, relabel and slaughter keep every gram that is not lost',
      example: 'slaughter',
    }),
    at: instant('When, at most 31 days ago; now without it').optional(),
    site: text(40, 'Id of the site; the party’s first site without it', 'V1StGXR8Z5jdHi6B').optional(),
    inputs: z.array(input).min(1).max(200).openapi({ description: 'What went in' }),
    outputs: z.array(output).min(1).max(200).openapi({ description: 'What came out, a batch each' }),
    loss: z.array(loss).max(20).optional().openapi({ description: 'What was lost' }),
    reason: text(500, 'Why, where it needs saying', '换贴中文标签').optional(),
  })
  .openapi({ description: 'A transformation (加工、分割、合并、分装、换标、屠宰分割)' });
export type TransformationInput = z.infer<typeof transformationBody>;

const amount = z
  .object({ amount: z.string(), unit: z.string() })
  .openapi({ description: 'A quantity', example: { amount: '83.6', unit: '千克' } });

export const balanceView = z
  .object({
    state: z
      .enum(['balanced', 'less', 'more', 'not-comparable'])
      .openapi({ description: 'What came out and was lost against what went in', example: 'balanced' }),
    in: amount.optional(),
    out: amount.optional(),
    loss: amount.optional(),
    difference: amount.optional(),
  })
  .openapi({ description: 'In, out, loss and what is left unexplained, in one unit; not-comparable where no unit measures all of it' });

export const transformedView = z
  .object({
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    kind: z.string().openapi({ description: 'Kind', example: 'slaughter' }),
    outputs: z.array(recordedView).openapi({ description: 'The batches, in the order sent, as POST /v1/batches answers' }),
    balance: balanceView,
  })
  .openapi('RecordedTransformation', { description: 'A transformation as recorded' });

export const transformationView = z
  .looseObject({ id: z.string(), kind: z.string(), balance: balanceView })
  .openapi('Transformation', { description: 'What went in, what came out, what was lost' });

export const transformationParams = z.object({ id: z.string().max(40).openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }) });
export const transformationQuery = z.object(paging);
export const transformationPage = z
  .object({ items: z.array(transformationView), next: z.string().nullable() })
  .openapi({ description: 'A page, newest first' });
