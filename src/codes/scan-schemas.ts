import { z } from '@hono/zod-openapi';

const told = (description: string, example: string) => z.string().nullable().openapi({ description, example });

export const traceCodeParam = z.object({
  traceCode: z
    .string()
    .max(120)
    .openapi({ description: 'Trace code, any case, with or without dashes', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
});

const lang = z.string().optional().openapi({ description: 'zh-CN or en', example: 'en' });

export const scanQuery = z.object({
  lang,
  text: z.string().optional().openapi({ description: 'large: the page in larger letters', example: 'large' }),
  at: z.string().optional().openapi({
    description: 'Store code: the public id of the shop; it is named where it has held the batch',
    example: 'V1StGXR8Z5jdHi6B',
  }),
});

export const linkQuery = z.object({
  lang,
  batchNumber: z.string().optional().openapi({ description: 'Batch number on the pack', example: '20261101A' }),
  productionDate: z.string().optional().openapi({ description: 'Date of production on the pack', example: '2026-11-01' }),
});

/** The reply of a scan. */
export const scannedView = z
  .object({
    status: z
      .enum(['no-problem-recorded', 'recalled', 'expired'])
      .openapi({ description: 'What is recorded, never that food is safe', example: 'no-problem-recorded' }),
    asOf: z.string().openapi({ description: 'The instant this was true', example: '2026-11-05T01:00:00Z' }),
    traceCode: z.string().openapi({ description: 'As printed', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
    product: z.object({
      name: z.string().openapi({ description: 'Name', example: '冷鲜猪后腿肉' }),
      specification: told('Specification', '约2kg/袋'),
      category: z.string().openapi({ description: 'food or agricultural', example: 'food' }),
      gtin: told('GTIN, 14 digits', '09521234543213'),
      shelfLife: z
        .object({ value: z.number(), unit: z.string() })
        .nullable()
        .openapi({ description: 'Shelf life', example: { value: 7, unit: 'day' } }),
    }),
    producer: z
      .object({
        name: told('Name; a person’s is masked', '示例肉类加工厂'),
        licence: told('Valid SC or JY number', 'SC10333011000012'),
        place: told('County', '杭州市余杭区'),
      })
      .openapi({ description: 'All null where the goods came from outside the service' }),
    batchNumber: told('As printed', '20261101A'),
    productionDate: told('Civil date', '2026-11-01'),
    productionDateTo: told('Last day, where the batch took several', '2026-11-02'),
    expiresOn: told('Civil date', '2026-11-08'),
    expiresBy: told('printed or computed', 'printed'),
    certificates: z.array(
      z.object({
        kind: z.string().openapi({ description: 'Kind', example: 'release' }),
        number: told('Number', 'HZ-2026-11-0042'),
        issuer: told('Issuer', '杭州某检测有限公司'),
        issuedOn: told('Civil date', '2026-11-02'),
        conclusion: told('pass or fail', 'pass'),
        results: z.array(z.unknown()).optional().openapi({ description: 'Only where the producer declared them public', example: [] }),
      }),
    ),
    steps: z.array(
      z.object({
        kind: z.enum(['made', 'shipped', 'received', 'displayed']).openapi({ description: 'What happened', example: 'made' }),
        role: z.string().openapi({ description: 'Kind of party; buyer for one without registration', example: 'retailer' }),
        party: told('Null where the firm has not agreed to be named', '示例肉类加工厂'),
        place: told('County', '杭州市余杭区'),
        on: z.string().openapi({ description: 'Civil date', example: '2026-11-01' }),
      }),
    ),
    unknowns: z.array(z.string()).openapi({
      description:
        'What is not recorded or not public: producer, licence, batchNumber, productionDate, expiresOn, certificates, results, shipped, received, displayed, shop',
      example: ['received', 'shop'],
    }),
    recall: z
      .object({
        level: z.number().openapi({ description: 'Level 1, 2 or 3', example: 1 }),
        reason: z.string().openapi({ description: 'Why', example: '检出不应含有的药物成分' }),
        on: z.string().openapi({ description: 'Civil date', example: '2026-11-05' }),
        howToTell: told('Which part of the batch, and how to tell', '喷码时间 02:00 至 06:00 的袋装'),
        instructions: told('What to do', '停止食用，凭包装退货'),
        contact: told('Whom to call', '客服 0571-0000-0000'),
        closedOn: told('Day the recall was closed; the goods stay recalled', '2026-11-20'),
      })
      .optional()
      .openapi({ description: 'Only of a recalled batch' }),
    ledger: z.object({
      hash: z.string().openapi({ description: 'SHA-256 of the batch’s ledger entry', example: '9f2c6a1b…' }),
      chain: z.string().openapi({ description: 'Chain', example: 'party:V1StGXR8Z5jdHi6B' }),
      seq: z.number().openapi({ description: 'Place in the chain', example: 7 }),
      log: z
        .object({
          leafIndex: z.number().openapi({ description: 'Place in the Merkle log over all chains, from 0', example: 41 }),
          treeSize: z.number().openapi({ description: 'Size of the first signed tree that covers it', example: 64 }),
          root: z.string().openapi({ description: 'Root of that tree', example: '9f2c6a1b…' }),
          proof: z.string().openapi({ description: 'Address of the proof', example: '/v1/ledger/entries/9f2c6a1b…/proof' }),
        })
        .nullable()
        .openapi({ description: 'Null for a few seconds after the record, until a signature covers it' }),
    }),
  })
  .openapi('Scanned', { description: 'What everybody may know of a batch' });

/** The reply for what is no code of a batch. */
export const scanProblemView = z
  .object({
    status: z
      .enum(['unknown', 'mistyped'])
      .openapi({ description: 'unknown: nothing is recorded; mistyped: the check character does not fit', example: 'unknown' }),
    asOf: z.string().openapi({ description: 'Instant', example: '2026-11-05T01:00:00Z' }),
    traceCode: z.string().openapi({ description: 'As it came', example: 'ABCD-EFGH-JKMN-PQRS-TUVX' }),
    didYouMean: z.array(z.string()).openapi({
      description: 'Recorded codes that differ in one character or in the order of two neighbours; for mistyped codes',
      example: ['ABCD-EFGH-JKMN-PQRS-TUVM'],
    }),
  })
  .openapi('ScanProblem', { description: 'No batch under this code' });
