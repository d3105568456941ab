import { z } from '@hono/zod-openapi';
import { civilDate, gtin, quantity, text, uscc } from '../platform/fields.ts';
import { casCheckDigit, casText } from '../substances/reading/normalise.ts';

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'SHA-256 in 64 lower-case hex digits')
  .openapi({
    description: 'SHA-256 of a file put before with PUT /v1/files/{sha256}',
    example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  });

export const certificateKinds = [
  'release',
  'typeTest',
  'quickTest',
  'officialSample',
  'quarantine',
  'meatQuality',
  'commitment',
  'importInspection',
  'other',
] as const;

export const result = z
  .strictObject({
    item: text(120, 'What was looked for', '磺胺类'),
    value: text(1_000, 'Result as the report writes it: a number, a range, ND, 未检出 …', 'ND'),
    unit: text(40, 'Unit of the result', 'µg/kg').optional(),
    limit: text(1_000, 'Limit or requirement as the report writes it', '100').optional(),
    method: text(120, 'Method of the test', 'GB 31658.17-2021').optional(),
  })
  .openapi({ description: 'One line of a test report' });

const certificateShape = {
  number: text(100, 'Number of the document', 'HZ-2026-11-0042').optional(),
  issuer: text(200, 'Who issued it', '杭州某检测有限公司').optional(),
  issuedOn: civilDate('Day of issue', '2026-11-02').optional(),
  validUntil: civilDate('Last day of validity, where the document has one', '2027-05-01').optional(),
  conclusion: z.enum(['pass', 'fail']).optional().openapi({ description: 'What the document concludes', example: 'pass' }),
  batchNumber: text(100, 'Batch number the document itself names', '20261101A').optional(),
  results: z.array(result).max(500).optional().openapi({ description: 'Lines of the report' }),
  fileSha256: sha256.optional(),
};

export const certificate = z
  .strictObject({
    kind: z.enum(certificateKinds).openapi({ description: 'Kind of document (合格证明文件)', example: 'release' }),
    ...certificateShape,
  })
  .openapi({ description: 'A document that goes with the goods' });

export const releaseCertificate = z
  .strictObject(certificateShape)
  .openapi({ description: 'Shorthand for one certificate of kind release (检验合格证)' });

const shelfLife = z
  .strictObject({
    value: z.number().int().min(1).max(36_500).openapi({ description: 'How many', example: 7 }),
    unit: z.enum(['hour', 'day', 'month', 'year']).openapi({ description: 'Of what', example: 'day' }),
  })
  .openapi({ description: 'Shelf life (保质期)', example: { value: 7, unit: 'day' } });

const packaging = z
  .strictObject({
    unit: text(20, 'Outer unit', '箱'),
    contains: z
      .strictObject({ amount: text(20, 'How many', '10'), unit: text(20, 'Inner unit', '袋') })
      .openapi({ description: 'What one outer unit contains', example: { amount: '10', unit: '袋' } }),
    gtin: gtin('GTIN of the outer unit').optional(),
  })
  .openapi({ description: 'A packing level', example: { unit: '箱', contains: { amount: '10', unit: '袋' } } });

const cas = z
  .string()
  .max(60)
  .superRefine((value, context) => {
    const refusal = casRefusal(value);
    if (refusal) context.addIssue({ code: 'custom', params: { refusal } });
  })
  .openapi({ description: 'CAS number, where the supplier’s paper names one', example: '149-32-6' });

function casRefusal(value: string) {
  const number = casText(value);
  const digit = number === null ? null : casCheckDigit(number);
  if (number !== null && digit === Number(number.at(-1))) return null;
  return {
    found: value,
    expected: { zh: 'CAS号：数字-2位数字-1位校验', en: 'a CAS number: digits-2 digits-check digit' },
    fix:
      digit === null
        ? { zh: '核对CAS号，例如 149-32-6；没有就不填', en: 'check the number, for example 149-32-6; leave it out where there is none' }
        : { zh: `核对：按前面的数字校验位应为 ${digit}`, en: `check it: by its other digits the check digit is ${digit}` },
  };
}

const ingredient = z
  .strictObject({ name: text(200, 'Name as declared', '猪肉'), cas: cas.optional() })
  .openapi({ description: 'An ingredient', example: { name: '猪肉' } });

export const product = z
  .strictObject({
    name: text(200, 'Name of the food (名称)', '冷鲜猪后腿肉'),
    specification: text(200, 'Specification (规格)', '约2kg/袋').optional(),
    category: z
      .enum(['food', 'agricultural'])
      .openapi({ description: 'food (食品) or agricultural (食用农产品)', example: 'agricultural' }),
    directoryItem: text(50, 'Variety of the bound directory (重点品种目录), exactly as it stands there', '猪肉').optional(),
    foodClass: text(50, 'GB 2760 food class number', '08.01').optional(),
    gtin: gtin().optional(),
    shelfLife: shelfLife.optional(),
    packaging: z.array(packaging).max(6).optional().openapi({ description: 'Packing levels' }),
    ingredients: z
      .array(ingredient)
      .max(300)
      .optional()
      .openapi({ description: 'Declared ingredients (配料)', example: [{ name: '猪肉' }] }),
    claims: z
      .array(text(200, 'One claim as printed', '低脂'))
      .max(50)
      .optional()
      .openapi({ description: 'What the pack says the food does (宣称)', example: ['低脂'] }),
  })
  .openapi({ description: 'What the goods are' });

export const externalCode = z
  .strictObject({
    scheme: text(40, 'Whose code it is', 'zheshilian'),
    value: text(200, 'The code', 'ZSL-000123'),
  })
  .openapi({ description: 'A code another system gave the goods' });

/** How a line or an input names goods: by our code, by GTIN with batch number or date, or by another system's code. */
export const goodsName = {
  traceCode: text(40, 'Trace code, with or without dashes', 'ABCD-EFGH-JKMN-PQRS-TUVM').optional(),
  gtin: gtin().optional(),
  batchNumber: text(100, 'Batch number as printed, with gtin', '20261101A').optional(),
  productionDate: civilDate('Production date, with gtin').optional(),
  externalCode: externalCode.optional(),
};

const input = z
  .strictObject({ ...goodsName, quantity: quantity('How much of it went in') })
  .openapi({ description: 'Goods that went into this batch' });

const material = z
  .strictObject({
    name: text(200, 'Name of the material', '魔芋粉'),
    lot: text(100, 'Its lot, as its supplier names it', 'MY-202610-07'),
    supplier: z
      .strictObject({ name: text(200, 'Name', '示例魔芋制品有限公司'), uscc: uscc().optional() })
      .optional()
      .openapi({ description: 'Who supplied it', example: { name: '示例魔芋制品有限公司' } }),
  })
  .openapi({ description: 'A lot of material that was used', example: { name: '魔芋粉', lot: 'MY-202610-07' } });

const batchShape = {
  product: product.optional(),
  productId: text(40, 'A product recorded before, instead of product', 'V1StGXR8Z5jdHi6B').optional(),
  batchNumber: text(100, 'Production batch number as printed (生产批号)', '20261101A').optional(),
  productionDate: civilDate('Production date (生产日期)').optional(),
  productionDateTo: civilDate('Last production date of a run over midnight').optional(),
  productionTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM')
    .optional()
    .openapi({ description: 'Time of production, for shelf lives in hours', example: '05:30' }),
  expiresOn: civilDate('Expiry as printed; it wins over the computed one', '2026-11-08').optional(),
  quantity: quantity('Quantity produced (数量)').optional(),
  site: text(40, 'Id of the site; the party’s first site without it', 'V1StGXR8Z5jdHi6B').optional(),
  commissionedBy: z
    .strictObject({ uscc: uscc().optional(), name: text(200, 'Name', '示例品牌有限公司') })
    .optional()
    .openapi({ description: 'Brand owner who commissioned the production (委托方)' }),
  certificates: z.array(certificate).max(50).optional().openapi({ description: 'Documents that cover the batch' }),
  inspectionCertificate: releaseCertificate.optional(),
  materials: z
    .array(material)
    .max(200)
    .optional()
    .openapi({
      description:
        'Lots of materials that were used and are no batches here: what lets one positive result lead to all that share its material',
      example: [{ name: '魔芋粉', lot: 'MY-202610-07' }],
    }),
  inputs: z.array(input).max(200).optional().openapi({ description: 'What went in' }),
  externalCodes: z.array(externalCode).max(10).optional().openapi({ description: 'Codes of other systems' }),
  public: z
    .array(z.enum(['results']))
    .max(1)
    .optional()
    .openapi({
      description: 'What the consumer’s page may show beside the usual fields: `results`, the lines of its reports',
      example: ['results'],
    }),
};

export const batchBody = z.strictObject(batchShape).openapi({ description: 'One batch (批次)' });
export type BatchInput = z.infer<typeof batchBody>;

export const batchBodies = z
  .union([batchBody, z.array(z.unknown()).min(1).max(1_000)])
  .openapi({ description: 'One batch, or up to 1,000 with a result each' });

// What went in is corrected by voiding and recording anew, since holdings moved with it.
const { inputs: _inputs, externalCodes: _externalCodes, productId: _productId, ...correctable } = batchShape;

export const revisionBody = z
  .strictObject({
    ...correctable,
    reason: text(500, 'Why it is corrected', '数量录入有误'),
  })
  .openapi({ description: 'The fields to correct, with the reason' });

export const certificateBody = z
  .strictObject({
    kind: z.enum(certificateKinds).openapi({ description: 'Kind of document', example: 'release' }),
    ...certificateShape,
    covers: z
      .strictObject({
        traceCodes: z
          .array(z.string().max(40))
          .max(1_000)
          .optional()
          .openapi({ description: 'Batches it covers', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] }),
        from: civilDate('First production date it covers').optional(),
        to: civilDate('Last production date it covers').optional(),
      })
      .openapi({ description: 'Batches, or a period of production: those already recorded; one recorded later is not covered' }),
  })
  .openapi({ description: 'A document that covers several batches' });

export const withdrawalBody = z
  .strictObject({ reason: text(500, 'Why it no longer counts', '实验室已撤回报告') })
  .openapi({ description: 'Why the document is withdrawn' });

export const reserveBody = z
  .strictObject({
    count: z.number().int().min(1).max(5_000).openapi({ description: 'How many codes', example: 500 }),
    roll: text(60, 'Name of the roll they are printed on', '卷-07'),
  })
  .openapi({ description: 'Codes to print before their batch is known' });

export const bindBody = z
  .strictObject({ traceCode: text(40, 'Reserved code', 'ABCD-EFGH-JKMN-PQRS-TUVM'), batch: batchBody })
  .openapi({ description: 'The batch a reserved code stands for' });

const certificateView = z.object({
  id: z.string().openapi({ description: 'Id', example: '8fKq2LxRt0vN3pYc' }),
  kind: z.string().openapi({ description: 'Kind of document', example: 'release' }),
  number: z.string().nullable().openapi({ description: 'Number', example: 'HZ-2026-11-0042' }),
  issuer: z.string().nullable().openapi({ description: 'Issuer', example: '杭州某检测有限公司' }),
  issuedOn: z.string().nullable().openapi({ description: 'Day of issue', example: '2026-11-02' }),
  validUntil: z.string().nullable().openapi({ description: 'Last day it holds', example: null }),
  conclusion: z.enum(['pass', 'fail']).nullable().openapi({ description: 'Conclusion', example: 'pass' }),
  batchNumber: z.string().nullable().openapi({ description: 'Batch number on the document', example: null }),
  results: z.array(z.unknown()).openapi({ description: 'Items tested', example: [] }),
  fileSha256: z.string().nullable().openapi({ description: 'The document itself, by its hash', example: null }),
  withdrawn: z.boolean().openapi({ description: 'It counts no longer', example: false }),
});

export const recordedView = z
  .object({
    id: z.string().openapi({ description: 'The trace code without dashes', example: 'ABCDEFGHJKMNPQRSTUVM' }),
    traceCode: z.string().openapi({ description: 'Trace code in groups of four', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
    lot: z.string().openapi({ description: 'Value of AI 10', example: '20261101A' }),
    digitalLink: z
      .string()
      .nullable()
      .openapi({ description: 'GS1 Digital Link, when there is a GTIN', example: 'https://trace.example/01/09521234543213/10/20261101A' }),
    scanUrl: z.string().openapi({ description: 'The consumer’s page', example: 'https://trace.example/t/ABCD-EFGH-JKMN-PQRS-TUVM' }),
    qr: z.object({ svg: z.string(), png: z.string() }).openapi({
      description: 'The QR code',
      example: { svg: '/t/ABCD-EFGH-JKMN-PQRS-TUVM/qr.svg', png: '/t/ABCD-EFGH-JKMN-PQRS-TUVM/qr.png' },
    }),
    expiresOn: z.string().nullable().openapi({ description: 'Last day of shelf life', example: '2026-11-08' }),
    expiresBy: z
      .enum(['printed', 'computed'])
      .nullable()
      .openapi({ description: 'Printed on the pack or computed here', example: 'printed' }),
    revision: z.number().int().openapi({ description: 'Revision, for If-Match', example: 1 }),
    findings: z.array(z.unknown()).openapi({ description: 'What the rules find in it', example: [] }),
    ledger: z
      .object({ chain: z.string(), seq: z.number(), hash: z.string() })
      .openapi({ description: 'Where it stands in the ledger', example: { chain: 'party:V1StGXR8Z5jdHi6B', seq: 7, hash: '…' } }),
  })
  .openapi('RecordedBatch', { description: 'A batch as recorded' });

export const batchView = z
  .looseObject({
    id: z.string(),
    traceCode: z.string(),
    revision: z.number().int(),
    certificates: z.array(certificateView).optional().openapi({ description: 'Documents that cover it; not in lists', example: [] }),
  })
  .openapi('Batch', { description: 'The current revision of a batch with its product and documents' });
