import { z } from '@hono/zod-openapi';
import { batchBody, externalCode, goodsName } from '../batches/schemas.ts';
import { civilDate, instant, paging, quantity, text, uscc } from '../platform/fields.ts';
import { outcomes, purposes } from './model.ts';
import { transportBody } from './transport-schemas.ts';

const site = text(40, 'Id of the caller’s site; its first site without it', 'V1StGXR8Z5jdHi6B').optional();
const reason = text(500, 'Why', '送错门店');

/** Goods and how much of them, in any unit that converts to the batch's own. */
export const line = z
  .strictObject({ ...goodsName, quantity: quantity('How much, in any unit that converts to that of the batch') })
  .openapi({ description: 'Goods on a line', example: { traceCode: 'ABCD-EFGH-JKMN-PQRS-TUVM', quantity: { amount: '24', unit: '箱' } } });
export type LineInput = z.infer<typeof line>;

const lines = z.array(line).min(1).max(500).openapi({ description: 'What goes along, in the order of the slip' });

export const shipmentBody = z
  .strictObject({
    purpose: z.enum(purposes).openapi({ description: 'Why the goods go (用途)', example: 'sale' }),
    site,
    to: z
      .strictObject({
        uscc: uscc('Credit code of the buyer; leave it out for a natural person').optional(),
        name: text(200, 'Name of the buyer; may be left out where its credit code is registered here', '示例超市有限公司').optional(),
        site: text(40, 'Site of the buyer; for a transfer, the own site the goods go to', 'V1StGXR8Z5jdHi6B').optional(),
      })
      .openapi({ description: 'Who gets the goods', example: { uscc: '91330110MA0DEM013U', name: '示例超市有限公司' } }),
    shippedAt: instant('When they left; at most 31 days ago').optional(),
    deliveredAt: instant('When they arrived, by the carrier’s or driver’s proof', '2026-11-05T10:30:00+08:00').optional(),
    documentNumber: text(100, 'Number of the sender’s own document', 'SH-77').optional(),
    externalCodes: z
      .array(externalCode)
      .max(100)
      .optional()
      .openapi({
        description: 'Codes of other systems for the shipment or its pallets and cartons; scheme `sscc` is checked as one',
        example: [{ scheme: 'sscc', value: '095212345000000018' }],
      }),
    transport: transportBody.optional(),
    lines,
  })
  .openapi({ description: 'A shipment (发货)' });
export type ShipmentInput = z.infer<typeof shipmentBody>;

export const shipmentBodies = z
  .union([shipmentBody, z.array(z.unknown()).min(1).max(1_000)])
  .openapi({ description: 'One shipment, or up to 1,000 with a result each' });

const checks = z
  .strictObject({
    licence: z.boolean().optional().openapi({ description: 'The supplier’s licence was checked', example: true }),
    certificate: z.boolean().optional().openapi({ description: 'The certificate was checked', example: true }),
    dates: z.boolean().optional().openapi({ description: 'The dates were checked', example: true }),
    temperature: z.boolean().optional().openapi({ description: 'The temperature was checked', example: true }),
  })
  .openapi({ description: 'What was checked on receipt (进货查验)', example: { licence: true, certificate: true, dates: true } });

const outcome = z.enum(outcomes).openapi({ description: 'What came of it (接收结果)', example: 'accepted' });

const answerLine = z
  .strictObject({
    line: z.number().int().min(1).max(500).optional().openapi({ description: 'Number of the line on the slip', example: 2 }),
    ...goodsName,
    outcome: outcome.optional(),
    quantity: quantity('What came; needed for short and over').optional(),
  })
  .openapi({ description: 'A line that differs', example: { line: 2, outcome: 'short', quantity: { amount: '20', unit: '袋' } } });
export type AnswerLine = z.infer<typeof answerLine>;

const answer = {
  outcome,
  lines: z
    .array(answerLine)
    .min(1)
    .max(500)
    .optional()
    .openapi({ description: 'Lines with their own outcome; may be left out unless short or over' }),
  checks: checks.optional(),
  reason: text(500, 'Why it was not accepted', '外箱破损').optional(),
};

export const receiptBody = z
  .strictObject({ ...answer, receivedAt: instant('When the goods were taken over, not before they left; now without it').optional(), site })
  .openapi({ description: 'A receipt (接收确认)' });
export type ReceiptInput = z.infer<typeof receiptBody>;

export const branchReceiptsBody = z
  .strictObject({
    shipments: z
      .array(text(40, 'Id of a shipment addressed to a branch', 'V1StGXR8Z5jdHi6B'))
      .min(1)
      .max(500)
      .openapi({ description: 'Shipments to branches that delegated to the caller, or to itself', example: ['V1StGXR8Z5jdHi6B'] }),
    outcome: z.enum(['accepted', 'refused']).openapi({ description: 'What came of each of them', example: 'accepted' }),
    checks: checks.optional(),
    reason: text(500, 'Why it was not accepted', '总部抽检不合格').optional(),
  })
  .openapi({ description: 'Checked once, confirmed for many branches' });
export type BranchReceiptsInput = z.infer<typeof branchReceiptsBody>;

export const slipBody = z
  .strictObject({
    ...answer,
    receivedAt: instant('When the goods were taken over, not before they left; now without it').optional(),
    signedName: text(60, 'Who signs; kept as a commitment', '王师傅').optional(),
  })
  .openapi({ description: 'A receipt by whoever holds the slip' });

/** What a browser or a program sends to a slip: read by slip.ts, which knows the two shapes. */
export const slipForm = z
  .looseObject({
    outcome: z
      .string()
      .max(20)
      .optional()
      .openapi({ description: 'accepted or notMine from the form; any outcome in JSON', example: 'accepted' }),
    signedName: z.string().max(60).optional().openapi({ description: 'Who signs; kept as a commitment', example: '王师傅' }),
    reason: z.string().max(500).optional().openapi({ description: 'Why it was not accepted', example: '外箱破损' }),
  })
  .openapi({
    description:
      'The form’s fields (also line.{n}.outcome, line.{n}.amount, check.licence, check.certificate, check.dates), or the JSON of POST …/receipt with signedName',
  });

export const reasonBody = z.strictObject({ reason }).openapi({ description: 'The reason' });

export const deliveryBody = z
  .strictObject({ deliveredAt: instant('When the goods arrived, by the carrier’s or driver’s proof', '2026-11-05T10:30:00+08:00') })
  .openapi({ description: 'Proof of delivery' });

const namedLine = z
  .strictObject({
    line: z.number().int().min(1).max(500).optional().openapi({ description: 'Number of the line on the slip', example: 2 }),
    ...goodsName,
    quantity: quantity('How much of it'),
  })
  .openapi({ description: 'A line of the slip and how much of it', example: { line: 2, quantity: { amount: '4', unit: '袋' } } });

export const takebackBody = z
  .strictObject({
    lines: z
      .array(namedLine)
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: 'What came back; all that is still in transit without it' }),
    reason,
  })
  .openapi({ description: 'Goods that came back to the sender' });

export const amendmentBody = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          ...namedLine.shape,
          quantity: namedLine.shape.quantity.optional(),
          none: z.literal(true).optional().openapi({ description: 'Nothing of this line changed hands', example: true }),
        }),
      )
      .min(1)
      .max(500)
      .openapi({ description: 'Lines with the quantity that changed hands in fact, or none' }),
    reason,
  })
  .openapi({ description: 'What changed hands in fact, as one side proposes' });

export const outsideBatch = batchBody
  .omit({ inputs: true, commissionedBy: true, site: true, public: true })
  .required({ quantity: true })
  .openapi({ description: 'Goods described as on the pack; they become a batch of their own' });
export type OutsideBatch = z.infer<typeof outsideBatch>;
const linesOf = <B extends z.ZodType>(described: B) =>
  z
    .array(z.union([described, line]))
    .min(1)
    .max(500)
    .openapi({ description: 'Goods described by product, or named as recorded already' });
const outsideLines = linesOf(outsideBatch);
export type OutsideLine = OutsideBatch | LineInput;

export const outsideBody = z
  .strictObject({
    from: z
      .strictObject({
        name: text(200, 'Name of the supplier', '示例农户'),
        uscc: uscc('Credit code of the supplier, where it has one').optional(),
        address: text(300, 'Address', '杭州市余杭区示例路1号').optional(),
        contact: text(100, 'Telephone or other contact; kept as a commitment', '0571-00000000').optional(),
      })
      .openapi({ description: 'The supplier (供货者)' }),
    site,
    receivedAt: instant('When the goods were taken over, at most 31 days ago; now without it').optional(),
    checks: checks.optional(),
    lines: outsideLines,
  })
  .openapi({ description: 'Goods from a supplier outside the system' });
export type OutsideInput = z.infer<typeof outsideBody>;

const openingBatch = outsideBatch.extend({
  ownMake: z.boolean().optional().openapi({
    description: 'The party made the goods itself (自产): sold, they stand in its 出厂检验记录. Without it they are bought goods',
    example: true,
  }),
});
export const openingBody = z
  .strictObject({ site, asOf: civilDate('Stock at the beginning of this day'), lines: linesOf(openingBatch) })
  .openapi({ description: 'Opening stock (期初库存), once a site' });
export type OpeningInput = z.infer<typeof openingBody>;

const soldLine = z
  .strictObject({
    ...goodsName,
    storeCode: text(20, 'In-store code of the shop’s own scale, instead of the goods’ names', '2012345012349').optional(),
    quantity: quantity('How much; may be left out where the in-store code holds a weight').optional(),
  })
  .openapi({ description: 'Goods and how much of them, or what the scale printed', example: { storeCode: '2012345012349' } });
export type SoldLine = z.infer<typeof soldLine>;

export const dispositionBody = z
  .strictObject({
    kind: z.enum(['sold', 'consumed', 'destroyed']).openapi({ description: 'Where the goods went (去向)', example: 'sold' }),
    at: instant('When').optional(),
    site,
    lines: z.array(soldLine).min(1).max(500).openapi({ description: 'What went, in the order of the till’s receipt' }),
  })
  .openapi({ description: 'Goods that went to consumers, into the kitchen or to destruction' });
export type DispositionInput = z.infer<typeof dispositionBody>;

export const displayBody = z
  .strictObject({
    site,
    place: text(100, 'Where in the shop', '入口货架'),
    traceCodes: z
      .array(text(40, 'Trace code', 'ABCD-EFGH-JKMN-PQRS-TUVM'))
      .min(1)
      .max(200)
      .openapi({ description: 'Codes that are shown', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] }),
    shownFrom: civilDate('First day, not ahead; today without it', '2026-11-06').optional(),
  })
  .openapi({ description: 'Codes shown at the sales site (公示)' });
export type DisplayInput = z.infer<typeof displayBody>;

export const displayEndBody = z
  .strictObject({ shownTo: civilDate('Last day, not ahead; today without it', '2026-11-30').optional() })
  .openapi({ description: 'The end of a display' });

export const idParam = z.object({ id: z.string().max(40).openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }) });
export const amendmentParam = idParam.extend({
  amendment: z.string().max(40).openapi({ description: 'Public id of the amendment', example: 'V1StGXR8Z5jdHi6B' }),
});
export const slipParam = z.object({ slip: z.string().max(40).openapi({ description: 'Code of the slip', example: 'V1StGXR8Z5jdHi6B' }) });
export const langQuery = z.object({ lang: z.string().max(10).optional().openapi({ description: 'Language of the page', example: 'en' }) });
export const pageQuery = z.object(paging);
export const siteQuery = pageQuery.extend({
  site: z.string().max(40).optional().openapi({ description: 'Only this site', example: 'V1StGXR8Z5jdHi6B' }),
  q: z.string().max(60).optional().openapi({ description: 'Beginning of the product’s name, or a trace code', example: '冷鲜' }),
});
export const shipmentQuery = pageQuery.extend({
  direction: z.enum(['out', 'in']).optional().openapi({ description: 'Sent or addressed to the caller; both without it', example: 'in' }),
  state: z
    .enum(['in-transit', 'received', 'refused', 'disputed', 'void'])
    .optional()
    .openapi({ description: 'Only in this state', example: 'in-transit' }),
});

const described = (description: string) => z.looseObject({}).openapi({ description });
export const shipmentView = z
  .looseObject({
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    state: z.string().openapi({ description: 'in-transit, received, refused, disputed or void', example: 'in-transit' }),
    slipUrl: z.string().nullable().openapi({ description: 'The slip, for a phone', example: 'https://trace.example/s/V1StGXR8Z5jdHi6B' }),
  })
  .openapi('Shipment', { description: 'A shipment with its lines and what came of it' });
export const recordedReply = described('What was recorded, with the findings of the caller');
const heldGoods = z
  .object({
    id: z.string().openapi({ description: 'Of the hold', example: 'V1StGXR8Z5jdHi6B' }),
    traceCode: z.string().openapi({ description: 'Goods it binds', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
    reason: z.string().openapi({ description: 'Why', example: '留样复检' }),
    byAuthority: z.boolean().openapi({ description: 'An authority placed it', example: false }),
    at: z.string().openapi({ description: 'Since when', example: '2026-11-05T01:00:00Z' }),
  })
  .openapi({ description: 'A hold (暂停销售)' });
export const stateReply = z
  .looseObject({
    state: z.string().openapi({ description: 'State of the shipment', example: 'received' }),
    holds: z
      .array(heldGoods)
      .optional()
      .openapi({ description: 'Of a receipt: holds in force on what came, which is not to be sold until they are lifted' }),
  })
  .openapi({ description: 'The state after it, with the findings of the caller' });
export const listReply = z
  .object({ items: z.array(z.unknown()), next: z.string().nullable() })
  .openapi({ description: 'A page, newest first' });
