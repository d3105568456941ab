import { z } from '@hono/zod-openapi';
import { paging, text } from '../../platform/fields.ts';
import { entryBody } from '../entered/entry-schemas.ts';
import { MOST_CHARACTERS } from '../structures/rule.ts';
import { outcomes } from './reviews.ts';

const states = ['open', 'decided'] as const;
const word = (description: string, example: string) => z.string().openapi({ description, example });

export const reviewQuery = z.strictObject({
  ...paging,
  state: z.enum(states).optional().openapi({ description: 'Only open or only decided questions', example: 'open' }),
  format: z
    .enum(['json', 'csv'])
    .optional()
    .openapi({ description: '`csv` as `Accept: text/csv`: all of it as a file for a spreadsheet', example: 'csv' }),
});
export const reviewParams = z.strictObject({ id: text(40, 'Id of the question', 'qT3kP9dWq2RnYb7x') });

const outcome = z
  .enum(outcomes)
  .openapi({ description: 'banned, not-banned, lawful (it has a lawful place in food), unknown', example: 'not-banned' });

export const decisionBody = z
  .strictObject({
    outcome,
    reason: text(2_000, 'Why; stands in the record', '为普通食品原料的商品名'),
    entry: entryBody.optional(),
  })
  .openapi('ReviewDecisionRequest', {
    description: 'What a person decides on a question; `entry`, the body of POST /v1/substances, makes it known to screening',
  });

export const askBody = z
  .strictObject({
    kind: z
      .literal('structure')
      .openapi({ description: 'What is asked about; names come into the queue by the records', example: 'structure' }),
    input: text(MOST_CHARACTERS, 'The structure, as SMILES', 'CCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1'),
    reason: text(2_000, 'Why it is asked; stands in the record', '某批次检验报告附图中的结构'),
  })
  .openapi('ReviewRequest', { description: 'A question an officer puts' });

/** What is read apart from the entry, whose fields are told of by their own check. */
export const decisionAlone = z.looseObject({ outcome, reason: text(2_000, 'Why', '为普通食品原料的商品名') });

export const reviewReply = z
  .object({
    id: word('Id', 'qT3kP9dWq2RnYb7x'),
    kind: word('Why a person must look: hint, unreadable, method, relation, identity, structure', 'hint'),
    input: word('As it was written', '乙基酚酞宝'),
    family: z.string().nullable().openapi({ description: 'Key of the family', example: 'laxative-diphenol' }),
    reason: word('Why', '名称中含有受关注类别的字样'),
    about: z
      .object({ type: word('Type', 'batch'), id: word('Trace code', 'ABCD-EFGH-JKMN-PQRS-TUVM') })
      .nullable()
      .openapi({ description: 'Where it was first met; null where an officer asked', example: null }),
    regionCode: word('Place of that batch, or of the office that asked', '330110'),
    state: z.enum(states).openapi({ description: 'State', example: 'open' }),
    at: word('When it was first met or asked', '2026-11-05T01:00:00Z'),
    decision: z
      .object({
        outcome,
        reason: word('Why', '为普通食品原料的商品名'),
        entry: z.string().nullable(),
        by: word('Who', 'admin/k'),
        at: word('When', '2026-11-05T01:00:00Z'),
      })
      .nullable()
      .openapi({ description: 'Null while it is open', example: null }),
  })
  .loose()
  .openapi('ReviewItem', { description: 'A question a person must judge' });

/** One question with the batches it concerns. */
export const reviewPageReply = reviewReply
  .extend({
    concerned: z
      .object({
        batches: z
          .array(
            z.object({
              traceCode: word('Trace code', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
              product: word('Product', '示例果冻'),
              batchNumber: z.string().nullable(),
              productionDate: z.string().nullable(),
              isFirst: z.boolean().openapi({ description: 'The one it was first met in', example: true }),
            }),
          )
          .openapi({ description: 'Newest first', example: [] }),
        isCapped: z.boolean().openapi({ description: 'There may be more than were read', example: false }),
      })
      .openapi({ description: 'Batches of the caller’s regions that put it; none for a structure an officer put', example: {} }),
  })
  .openapi('ReviewPage', { description: 'A question with the batches that put it' });

export const reviewListReply = z
  .object({
    items: z.array(reviewReply).openapi({ description: 'Newest first', example: [] }),
    next: z.string().nullable().openapi({ description: 'Cursor of the next page', example: null }),
  })
  .openapi('ReviewList', { description: 'A page of questions' });
