import { z } from '@hono/zod-openapi';
import { isLayout } from '../codes/in-store.ts';
import { instant, text } from '../platform/fields.ts';
import { listReply, siteQuery } from './schemas.ts';

const layout = z
  .string()
  .max(20)
  .superRefine((value, context) => {
    if (isLayout(value)) return;
    const refusal = {
      found: value,
      expected: {
        zh: '13 个字母：PP 前缀，3 至 10 个 I 商品，可有 K，4 至 6 个 W（克）或 M（分），末位 C',
        en: '13 letters: PP prefix, 3 to 10 I item, K if any, 4 to 6 W (grams) or M (fen), C last',
      },
      fix: { zh: '例如 PPIIIIIWWWWWC', en: 'for example PPIIIIIWWWWWC' },
    };
    context.addIssue({ code: 'custom', params: { refusal } });
  })
  .openapi({
    description:
      'What each of the 13 digits is: `PP` prefix, `I` item, `W` weight in grams, `M` price in fen, `K` check digit over weight or price, `C` check digit',
    example: 'PPIIIIIWWWWWC',
  });

export const storeCodeBody = z
  .strictObject({
    site: text(40, 'Id of the caller’s shop; its first site without it', 'V1StGXR8Z5jdHi6B').optional(),
    code: text(20, 'Any label of the item, as the scale prints it: 13 digits from 20 to 29', '2012345012349'),
    layout,
    batch: text(40, 'Trace code of the batch on the counter', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
    from: instant('From when on; now without it').optional(),
    until: instant('Until when; until it is ended without it', '2026-11-06T21:00:00+08:00').optional(),
    replace: z
      .boolean()
      .optional()
      .openapi({ description: 'End what the item stands for at this shop till then: the tray was filled from a new batch', example: true }),
  })
  .openapi({ description: 'The batch an in-store code stands for at a shop' });
export type StoreCodeInput = z.infer<typeof storeCodeBody>;

export const storeCodeEndBody = z
  .strictObject({ at: instant('When, not ahead; now without it').optional() })
  .openapi({ description: 'When the item stopped standing for the batch' });

export const storeCodeQuery = siteQuery.omit({ q: true }).extend({
  code: z.string().max(20).optional().openapi({ description: 'Only what this label may stand for', example: '2012345012349' }),
  inForce: z.enum(['true', 'false']).optional().openapi({ description: 'Only those in force now, or only the others', example: 'true' }),
});

export const storeCodeView = z
  .object({
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    site: z.object({ id: z.string(), name: z.string() }).openapi({ description: 'The shop' }),
    item: z.string().openapi({ description: 'Prefix and item digits', example: '2012345' }),
    layout: z.string().openapi({ description: 'What each digit is', example: 'PPIIIIIWWWWWC' }),
    traceCode: z.string().openapi({ description: 'The batch', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
    product: z.object({ name: z.string() }).openapi({ description: 'What it is', example: { name: '冷鲜猪后腿肉' } }),
    batchNumber: z.string().nullable().openapi({ description: 'Batch number', example: '20261101A' }),
    from: z.string().openapi({ description: 'From', example: '2026-11-05T01:00:00Z' }),
    until: z.string().nullable().openapi({ description: 'Until, where it has an end', example: null }),
    inForce: z.boolean().openapi({ description: 'Whether it is in force now', example: true }),
  })
  .openapi('StoreCode', { description: 'An in-store code and the batch it stands for' });

export const storeCodeList = listReply.extend({ items: z.array(storeCodeView) });
