import { z } from '@hono/zod-openapi';
import { paging } from '../../platform/fields.ts';
import { faultKinds } from './faults.ts';
import { importKinds, importModes, importStates, sheetFormats } from './model.ts';

const kind = z.enum(importKinds).openapi({ description: 'What the rows are', example: 'batches' });

export const importQuery = z.object({
  kind,
  mode: z.enum(importModes).optional().openapi({
    description: '`all-or-nothing` (default): nothing is recorded unless every row is right; `good-rows`: those that are right are',
    example: 'good-rows',
  }),
  preview: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: '`true`: every row is read and told, nothing is recorded until POST …/application', example: 'true' }),
  name: z.string().max(200).optional().openapi({ description: 'Name of the file, for the list', example: '十一月批次.xlsx' }),
});

export const templateQuery = z.object({
  kind,
  format: z.enum(['xlsx', 'csv']).optional().openapi({ description: 'xlsx without it', example: 'csv' }),
});

export const listQuery = z.object(paging);
export const importParams = z.object({ id: z.string().max(40).openapi({ description: 'Id of the import', example: 'V1StGXR8Z5jdHi6B' }) });

const fault = z
  .object({
    row: z.number().int().openapi({ description: 'Number of the row as the person sees it', example: 3 }),
    column: z.string().nullable().openapi({ description: 'Letter of the column; null for a whole row and for NDJSON', example: 'C' }),
    header: z.string().nullable().openapi({ description: 'Header of the column, or the JSON Pointer in NDJSON', example: '生产日期' }),
    code: z.enum(faultKinds.map(({ code }) => code)).openapi({ description: 'Kind of mistake', example: 'not-a-date' }),
    title: z.string().openapi({ description: 'The kind in words', example: '不是真实日期' }),
    found: z.string().openapi({ description: 'What stands there', example: '2026-02-30' }),
    expected: z.string().openapi({ description: 'What should stand there', example: '真实日期，如 2026-11-01' }),
    fix: z.string().openapi({ description: 'The smallest change that makes it right', example: '核对年月日' }),
  })
  .openapi('ImportFault', { description: 'A mistake at its cell' });

const count = (description: string) => z.number().int().openapi({ description, example: 120 });

export const importView = z
  .object({
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    kind,
    mode: z.enum(importModes).openapi({ description: 'Whether one wrong row holds up all', example: 'all-or-nothing' }),
    format: z.enum(sheetFormats).openapi({ description: 'What the file is, by its bytes', example: 'xlsx' }),
    fileName: z.string().nullable().openapi({ description: 'As the sender named it', example: '十一月批次.xlsx' }),
    sha256: z
      .string()
      .openapi({ description: 'SHA-256 of the file', example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }),
    state: z.enum(importStates).openapi({
      description:
        'previewing and checking read the rows, applying records them; previewed waits; finished, rejected (nothing recorded) and failed are ends',
      example: 'finished',
    }),
    total: count('Rows read so far'),
    good: count('Rows without fault'),
    bad: count('Rows with a fault'),
    applied: count('Rows recorded so far'),
    faults: z
      .array(z.object({ code: z.string(), title: z.string(), count: z.number().int() }))
      .openapi({ description: 'How many of each kind', example: [{ code: 'not-a-date', title: '不是真实日期', count: 2 }] }),
    fileFaults: z
      .array(
        z.object({
          code: z.string(),
          title: z.string(),
          row: z.number().int().nullable(),
          found: z.string(),
          expected: z.string(),
          fix: z.string(),
        }),
      )
      .openapi({ description: 'Why the file could not be read to its end, where it could not', example: [] }),
    at: z.string().openapi({ description: 'When it came', example: '2026-11-05T01:00:00Z' }),
    finishedAt: z.string().nullable().openapi({ description: 'When it ended', example: '2026-11-05T01:00:02Z' }),
  })
  .openapi('Import', { description: 'An import and how far it is' });

export const importReply = importView
  .extend({
    errors: z.object({ items: z.array(fault), next: z.string().nullable() }).openapi({
      description: 'A page of the mistakes in the order of the rows; `next` is the cursor of the following',
      example: { items: [], next: null },
    }),
  })
  .openapi('ImportWithErrors', { description: 'An import with its mistakes' });

export const listReply = z.object({ items: z.array(importView), next: z.string().nullable() }).openapi({ description: 'Newest first' });
