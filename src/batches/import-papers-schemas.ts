import { z } from '@hono/zod-openapi';
import { civilDate, paging, text } from '../platform/fields.ts';

const traceCodes = z
  .array(text(40, 'Trace code', 'ABCD-EFGH-JKMN-PQRS-TUVM'))
  .min(1)
  .max(1_000)
  .openapi({ description: 'The importer’s batches that came in the container', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] });

export const importPapersBody = z
  .strictObject({
    country: text(60, 'Country or region of origin (原产国)', '挪威'),
    overseasRegistration: text(60, 'Registration number of the producer abroad (境外注册编号)', 'CNOR00120260001').optional(),
    declarationNumber: text(60, 'Number of the customs declaration (报关单号), once', '310120261000000001'),
    inspectionCertificate: text(
      60,
      'Number of the entry inspection and quarantine certificate (入境货物检验检疫证明)',
      '1180001234567',
    ).optional(),
    arrivedOn: civilDate('Day of arrival', '2026-10-28').optional(),
    port: text(60, 'Port of entry', '宁波舟山港').optional(),
    fileSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'SHA-256 in 64 lower-case hex digits')
      .optional()
      .openapi({
        description: 'The papers as a file put before with PUT /v1/files/{sha256}',
        example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      }),
    traceCodes: traceCodes.optional(),
  })
  .openapi({ description: 'Papers of an imported container (进口资料)' });
export type ImportPapersInput = z.output<typeof importPapersBody>;

export const importCorrectionBody = z
  .strictObject({
    reason: text(300, 'Why it is corrected; it stands in the ledger beside what was said before', '录错国别'),
    country: text(60, 'Country or region of origin', '挪威').optional(),
    overseasRegistration: text(60, 'Registration number of the producer abroad', 'CNOR00120260001').nullable().optional(),
    declarationNumber: text(60, 'Number of the customs declaration, once', '310120261000000001').optional(),
    arrivedOn: civilDate('Day of arrival', '2026-10-28').nullable().optional(),
    port: text(60, 'Port of entry', '宁波舟山港').nullable().optional(),
    fileSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'SHA-256 in 64 lower-case hex digits')
      .nullable()
      .optional()
      .openapi({
        description: 'The papers as a file put before',
        example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      }),
  })
  .openapi({ description: 'What import papers say wrongly: null takes a field away, what is left out stays' });
export type ImportCorrectionInput = z.output<typeof importCorrectionBody>;

export const importBatchesBody = z.strictObject({ traceCodes }).openapi({ description: 'Further batches of the container' });
export const importPapersParams = z.object({
  id: z.string().max(60).openapi({ description: 'Id of the papers, or the declaration number', example: '310120261000000001' }),
});
export const importPapersQuery = z.object(paging);
export const importPapersView = z
  .looseObject({
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    declarationNumber: z.string().openapi({ description: 'Customs declaration', example: '310120261000000001' }),
    country: z.string().openapi({ description: 'Country of origin', example: '挪威' }),
    traceCodes: z.array(z.string()).openapi({ description: 'Batches', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] }),
  })
  .openapi('ImportPapers', { description: 'Papers of a container and the batches that came in it' });
export const importPapersPage = z
  .object({ items: z.array(importPapersView), next: z.string().nullable() })
  .openapi({ description: 'A page, newest first' });
