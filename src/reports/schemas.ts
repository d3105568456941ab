import { z } from '@hono/zod-openapi';
import { traceCodeParam } from '../codes/scan-schemas.ts';
import { paging, text } from '../platform/fields.ts';

/** What people complain of. */
export const reportKinds = ['taste', 'foreign-body', 'spoiled', 'label', 'past-date', 'illness', 'other'] as const;
export type ReportKind = (typeof reportKinds)[number];

const kind = z.enum(reportKinds).openapi({
  description: 'taste, foreign-body, spoiled, label (differs from this page), past-date, illness or other',
  example: 'spoiled',
});
const details = text(1_000, 'What was found; kept as a commitment in the ledger', '开盖时已有霉斑');
const boughtAt = text(100, 'Where and when it was bought', '城西店，11月12日');
const contact = text(100, 'How the authority may reach the sender; nobody else sees it', '示例电话 0571-00000000');

export const reportBody = z
  .strictObject({
    traceCode: traceCodeParam.shape.traceCode,
    kind,
    details,
    boughtAt: boughtAt.optional(),
    contact: contact.optional(),
  })
  .openapi({ description: 'A consumer’s report' });
export type ReportInput = z.output<typeof reportBody>;

const asTyped = (description: string, example: string) => z.string().max(5_000).optional().openapi({ description, example });
/** As the page's form sends it; read by {@link reportBody}, so that what is wrong is told beside its field. */
export const reportForm = z
  .looseObject({
    kind: asTyped('Kind', 'spoiled'),
    details: asTyped('What was found', '开盖时已有霉斑'),
    boughtAt: asTyped('Where bought', '城西店'),
    contact: asTyped('Contact', '0571-00000000'),
  })
  .openapi({ description: 'The form’s fields' });

export const formQuery = z.object({
  lang: z.string().max(20).optional().openapi({ description: 'zh-CN or en', example: 'en' }),
  text: z.string().max(20).optional().openapi({ description: 'large: larger letters', example: 'large' }),
  sent: z.string().max(40).optional().openapi({ description: 'Number of the report just sent', example: 'V1StGXR8Z5jdHi6B' }),
});

export const sentReport = z
  .object({
    id: z.string().openapi({ description: 'Number of the report', example: 'V1StGXR8Z5jdHi6B' }),
    at: z.string().openapi({ description: 'When it came', example: '2026-11-05T01:00:00Z' }),
  })
  .openapi({ description: 'Taken' });

const told = (description: string, example: string) => z.string().nullable().openapi({ description, example });

export const reportView = z
  .object({
    ...sentReport.shape,
    traceCode: z.string().openapi({ description: 'As printed', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
    product: z.string().openapi({ description: 'Name of the product', example: '香菇黄豆酱' }),
    producer: z.string().openapi({ description: 'Name; a person’s is masked', example: '示例酱品厂' }),
    batchNumber: told('As printed', '20261101A'),
    regionCode: z.string().openapi({ description: 'Place of the batch', example: '330602' }),
    kind,
    details: told('What was found; null once erased', '开盖时已有霉斑'),
    boughtAt: told('Where and when it was bought', '城西店'),
    contact: told('How to reach the sender', '0571-00000000'),
  })
  .openapi({ description: 'A consumer’s report' });
export type ReportView = z.output<typeof reportView>;

export const reportQuery = z.object({
  traceCode: traceCodeParam.shape.traceCode.optional(),
  lang: z.string().max(20).optional().openapi({ description: 'Language of page and file: zh-CN or en', example: 'en' }),
  ...paging,
});

export const reportList = z
  .object({ items: z.array(reportView), next: told('Cursor of the next page', 'MTc2Mi4x') })
  .openapi({ description: 'A page of reports' });
