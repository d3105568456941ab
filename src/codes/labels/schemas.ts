import { z } from '@hono/zod-openapi';
import { paging, text } from '../../platform/fields.ts';
import { labelFormats } from './content.ts';
import { layoutNames } from './layouts.ts';

/** Labels one print holds at most. */
export const MOST_LABELS = 10_000;

const copies = z.number().int().min(1).max(MOST_LABELS).openapi({ description: 'How many of them', example: 65 });
const traceCode = z.string().max(60).openapi({ description: 'Trace code of an own batch', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' });
const item = z.strictObject({ traceCode, copies });

const layout = z
  .enum(layoutNames)
  .openapi({ description: 'A4-65, A4-24, A4-10: labels on a sheet; 40x30, 60x40, 50x50: one label a page, in mm', example: 'A4-65' });
const format = z.enum(labelFormats).openapi({ description: 'pdf, svg (sheets one below the other), zpl (rolls only)', example: 'pdf' });
const dpi = z
  .union([z.literal(203), z.literal(300)])
  .openapi({ description: 'Of the printer: 4 dots a module at 203, 5 at 300. Office printers take 300', example: 300 });
const startPosition = z
  .number()
  .int()
  .min(1)
  .max(65)
  .openapi({ description: 'First free label of the first sheet, from 1, row by row', example: 1 });
const test = z.boolean().openapi({ description: 'A test label first: a square and a ruler of 10 mm', example: true });

export const labelBody = z
  .strictObject({
    items: z
      .array(item)
      .max(MOST_LABELS)
      .openapi({ description: `Batches and copies, together at most ${MOST_LABELS}; may be empty for a test label alone`, example: [] }),
    format: format.default('pdf'),
    layout,
    dpi: dpi.optional(),
    startPosition: startPosition.default(1),
    test: test.default(false),
    reason: text(200, 'Why labels are printed again', '首批标签受潮').optional(),
  })
  .openapi('LabelPrintInput', { description: 'Labels to print' });
export type LabelInput = z.output<typeof labelBody>;

export const printParams = z.object({
  id: z.string().max(40).openapi({ description: 'Public id of a print', example: 'V1StGXR8Z5jdHi6B' }),
});

export const labelQuery = z.object({
  batch: z.string().max(60).optional().openapi({ description: 'Only prints with this batch', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }),
  ...paging,
});

export const voidBody = z
  .strictObject({
    items: z
      .array(item)
      .min(1)
      .max(MOST_LABELS)
      .openapi({ description: 'Batches of the print, and how many of their labels', example: [] }),
    reason: text(200, 'What became of them', '打印偏移，已销毁'),
  })
  .openapi('LabelVoidInput', { description: 'Labels of a print that will not be used' });
export type VoidInput = z.output<typeof voidBody>;

export const printView = z
  .object({
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    at: z.string().openapi({ description: 'When', example: '2026-11-05T09:00:00+08:00' }),
    by: z.string().openapi({ description: 'Who: party and key', example: 'party:V1StGXR8Z5jdHi6B/k1' }),
    format,
    layout,
    dpi: z.number().openapi({ description: 'Of the printer', example: 300 }),
    startPosition: z.number().openapi({ description: 'First label of the first sheet', example: 1 }),
    test: z.boolean().openapi({ description: 'With a test label', example: false }),
    labels: z.number().openapi({ description: 'Labels, the test label not counted', example: 65 }),
    reason: z.string().nullable().openapi({ description: 'Why they were printed again', example: null }),
    reprint: z.boolean().openapi({ description: 'Of a batch in `items` there were labels already', example: false }),
    file: z
      .string()
      .openapi({ description: 'The same labels once more, as the batches are recorded now', example: '/v1/labels/V1StGXR8Z5jdHi6B/file' }),
    batches: z.number().openapi({ description: 'Batches of the print', example: 1 }),
    items: z
      .array(
        z.object({
          traceCode,
          copies,
          before: z.number().openapi({ description: 'Labels of the batch printed earlier and not voided then', example: 0 }),
          voided: z.number().openapi({ description: 'Of these, voided since', example: 0 }),
          revision: z.number().openapi({ description: 'Revision of the batch that was printed', example: 1 }),
          currentRevision: z.number().openapi({ description: 'Its revision now: a later one may say something else', example: 1 }),
        }),
      )
      .openapi({ description: 'The first 20 batches, or the one asked for', example: [] }),
  })
  .openapi('LabelPrint', { description: 'A recorded print of labels' });

export const printList = z.object({
  items: z.array(printView).openapi({ description: 'Prints, newest first', example: [] }),
  next: z.string().nullable().openapi({ description: 'Cursor of the next page', example: null }),
});
