import { z } from '@hono/zod-openapi';
import { civilDate } from '../../platform/fields.ts';
import { ledgerFields, ledgerKinds } from './model.ts';

export const ledgerFormats = ['json', 'xlsx', 'html', 'csv'] as const;
export type LedgerFormat = (typeof ledgerFormats)[number];

export const ledgerParams = z.object({
  kind: z.enum(ledgerKinds).openapi({
    description: 'incoming: 进货查验记录 (50, 53, 65), outgoing: 出厂检验记录 (51), wholesale: 批发销售记录 (53)',
    example: 'incoming',
  }),
});

export const ledgerQuery = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .openapi({ description: 'A whole month; the running one without any period', example: '2026-11' }),
  from: civilDate('First day, instead of a month', '2026-11-01').optional(),
  to: civilDate('Last day; today without it', '2026-11-30').optional(),
  site: z
    .string()
    .max(40)
    .optional()
    .openapi({ description: 'Only this site; all of them without it, a sheet each', example: 'V1StGXR8Z5jdHi6B' }),
  branches: z.enum(['true', 'false']).optional().openapi({
    description: 'Also the sites of every party that lets the caller act in custody (head office and its shops), a sheet each',
    example: 'true',
  }),
  format: z.enum(ledgerFormats).optional().openapi({ description: 'Form; without it what Accept names first, else JSON', example: 'xlsx' }),
  lang: z.enum(['zh', 'en']).optional().openapi({ description: 'Language of the headings; that of the request without it', example: 'zh' }),
});
export type LedgerQuery = z.output<typeof ledgerQuery>;

const nullableText = (description: string, example: string) => z.string().nullable().openapi({ description, example });
const paper = z.object({ kind: z.string(), number: z.string().nullable() });

const row = z
  .object({
    n: z.number().openapi({ description: 'Number on the sheet', example: 1 }),
    on: z.string().openapi({ description: 'Day of receipt, or of sale', example: '2026-11-05' }),
    name: z.string().openapi({ description: 'Name (名称)', example: '大豆油' }),
    specification: nullableText('Specification (规格)', '20升/桶'),
    quantity: z.object({ amount: z.string(), unit: z.string() }).openapi({
      description: 'What changed hands: as written, or what is left of it after takebacks and amendments',
      example: { amount: '5', unit: '桶' },
    }),
    productionDate: nullableText('Production date (生产日期)', '2026-11-03'),
    productionDateTo: nullableText('Its last day, where it took more', '2026-11-04'),
    batchNumber: nullableText('Batch number (生产批号)', '20261103A'),
    shelfLife: z
      .object({ value: z.number(), unit: z.string() })
      .nullable()
      .openapi({ description: 'Shelf life (保质期)', example: { value: 18, unit: 'month' } }),
    expiresOn: nullableText('Last day of it', '2028-05-02'),
    other: z.object({ name: z.string().nullable(), address: z.string().nullable(), contact: z.string().nullable() }).openapi({
      description: 'Supplier (供货者), or buyer (购货者)',
      example: { name: '示例食材配送有限公司', address: '示例路1号', contact: '0571-00000000' },
    }),
    licences: z
      .array(paper)
      .openapi({ description: 'Licences the supplier held that day', example: [{ kind: 'JY', number: 'JY13301130000001' }] }),
    certificates: z.array(paper).openapi({ description: 'Papers of the goods', example: [{ kind: 'release', number: 'HZ-0042' }] }),
    checks: z
      .array(z.string())
      .nullable()
      .openapi({ description: 'Checked on receipt: licence, certificate, dates, temperature', example: ['licence', 'dates'] }),
    checkedBy: nullableText('Who checked: who signed, else the label of the key', '值班厨师'),
    document: nullableText('Number of the sender’s document', 'PS-1105-03'),
    traceCode: z.string().openapi({ description: 'Trace code', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
    source: z
      .object({ type: z.string(), id: z.string(), line: z.number() })
      .openapi({ description: 'The record behind it', example: { type: 'receipt', id: 'V1StGXR8Z5jdHi6B', line: 1 } }),
    keepUntil: nullableText('Kept at least until; null: to be verified', '2028-11-02'),
    missing: z
      .array(z.enum(ledgerFields))
      .openapi({ description: 'Fields of the article that were not recorded', example: ['otherContact'] }),
    basis: z.looseObject({}).openapi({ description: 'The article, and whether it is settled that it applies', example: { settled: true } }),
  })
  .openapi('LedgerRow', { description: 'One line of a statutory ledger' });

export const ledgerReply = z
  .object({
    ledger: z.enum(ledgerKinds).openapi({ description: 'Which ledger', example: 'incoming' }),
    title: z.string().openapi({ description: 'Its name', example: '进货查验记录' }),
    from: z.string().openapi({ description: 'First day', example: '2026-11-01' }),
    to: z.string().openapi({ description: 'Last day', example: '2026-11-30' }),
    sheets: z
      .array(
        z.object({
          party: z.object({ id: z.string(), uscc: z.string().nullable(), name: z.string() }),
          site: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
          rows: z.array(row),
        }),
      )
      .openapi({ description: 'A sheet a site', example: [] }),
  })
  .openapi('StatutoryLedger', { description: 'A statutory ledger (台账)' });
