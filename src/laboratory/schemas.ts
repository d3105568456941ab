import { z } from '@hono/zod-openapi';
import { result } from '../batches/schemas.ts';
import { civilDate, instant, paging, text } from '../platform/fields.ts';
import { sampleKinds, sampleStates } from './model.ts';

export const sampleBody = z
  .strictObject({
    number: text(100, 'Number of the sampling sheet (抽样单号)', 'CJ-2026-0012'),
    kind: z.enum(sampleKinds).openapi({
      description:
        'official (监督抽检) by an authority; client: commissioned by a party; market: the market operator’s laboratory test; quick: a quick test (快检)',
      example: 'official',
    }),
    party: text(
      100,
      'From whom: id or uscc:…; an authority’s default is the maker of the first batch, a party’s is itself',
      'uscc:91330110MA0DEM013U',
    ).optional(),
    site: text(40, 'Site of that party where it was taken; its first one without it', 'V1StGXR8Z5jdHi6B').optional(),
    traceCodes: z
      .array(text(40, 'Trace code', 'ABCD-EFGH-JKMN-PQRS-TUVM'))
      .min(1)
      .max(100)
      .openapi({ description: 'Batches the sample stands for', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] }),
    takenAt: instant('When it was taken; at most 31 days ago, now without it').optional(),
    laboratory: text(100, 'Laboratory that tests it: id or uscc:… of a registered one', 'uscc:91330110MA0DEM013U').optional(),
  })
  .openapi({ description: 'A sample (样品)' });
export type SampleInput = z.output<typeof sampleBody>;

const report = {
  reportNumber: text(100, 'Number of the report', 'JB-2026-0099'),
  conclusion: z.enum(['pass', 'fail']).openapi({ description: 'What the report concludes', example: 'fail' }),
  results: z.array(result).max(500).optional().openapi({ description: 'Lines of the report' }),
  issuedOn: civilDate('Day of issue; today without it', '2026-11-05').optional(),
  receivedAt: instant(
    'When the sampled party got the conclusion, from which the retest period counts; not before the day of issue, now without it',
  ).optional(),
  fileSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'SHA-256 in 64 lower-case hex digits')
    .optional()
    .openapi({
      description: 'The report as a file the caller put before with PUT /v1/files/{sha256}',
      example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    }),
  as: z
    .enum(['typeTest', 'release'])
    .optional()
    .openapi({ description: 'Of a client’s sample: the kind of document it stands as (typeTest)', example: 'release' }),
};

export const resultsBody = z
  .strictObject({
    ...report,
    retest: z
      .literal(true)
      .optional()
      .openapi({ description: 'The report of a retest that was asked for; it has the last word', example: true }),
  })
  .openapi({ description: 'A report to a sample' });
export type ResultsInput = z.output<typeof resultsBody>;

export const amendmentBody = z
  .strictObject({ ...report, reason: text(500, 'Why it is amended', '样品名称录入有误') })
  .openapi({ description: 'A report that takes the place of the one before' });

export const reasonBody = z.strictObject({ reason: text(500, 'Why', '检测设备未校准，报告作废') }).openapi({ description: 'The reason' });

export const retestLaboratoryBody = z
  .strictObject({ laboratory: text(100, 'Laboratory that tests it again: id or uscc:… of a registered one', 'uscc:91330110MA0DEM013U') })
  .openapi({ description: 'The laboratory of the retest' });

export const sampleParams = z.object({
  no: z
    .string()
    .max(100)
    .openapi({ description: 'Id of the sample, or its number where the caller knows one sample by it', example: 'CJ-2026-0012' }),
});
export const sampleQuery = z.object({
  ...paging,
  state: z.enum(sampleStates).optional().openapi({ description: 'Only in this state', example: 'taken' }),
});

const party = z.object({ id: z.string(), name: z.string() }).nullable().openapi({ description: 'A party', example: null });
export const sampleView = z
  .looseObject({
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    number: z.string().openapi({ description: 'Number of the sampling sheet', example: 'CJ-2026-0012' }),
    kind: z.enum(sampleKinds).openapi({ description: 'Kind', example: 'official' }),
    state: z.enum(sampleStates).openapi({ description: 'taken, reported, retestOpen, final or withdrawn', example: 'retestOpen' }),
    party,
    laboratory: party,
    retestLaboratory: party,
    retestUntil: z.string().nullable().openapi({ description: 'Until when a retest may be asked for', example: '2026-11-16T16:00:00Z' }),
    traceCodes: z.array(z.string()).openapi({ description: 'Batches', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] }),
  })
  .openapi('Sample', { description: 'A sample with its reports' });
export const samplePage = z
  .object({ items: z.array(sampleView), next: z.string().nullable() })
  .openapi({ description: 'A page, newest first' });
