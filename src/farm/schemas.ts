import { z } from '@hono/zod-openapi';
import { civilDate, paging, text } from '../platform/fields.ts';

const traceCodes = z
  .array(text(40, 'Trace code', 'ABCD-EFGH-JKMN-PQRS-TUVM'))
  .min(1)
  .max(200)
  .openapi({ description: 'Batches that came from this field', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] });

export const fieldRecordBody = z
  .strictObject({
    site: text(40, 'Id of the site; the party’s first one without it', 'V1StGXR8Z5jdHi6B').optional(),
    plot: text(60, 'Plot or greenhouse (地块)', '3 号棚').optional(),
    crop: text(60, 'What grows there (作物)', '豇豆'),
    agent: text(100, 'What was applied (农药、肥料)', '示例杀虫剂').optional(),
    registrationNumber: text(60, 'Registration number on its label (登记证号)', 'PD20260001').optional(),
    dose: text(60, 'How much, as on the label', '30 毫升/亩').optional(),
    appliedOn: civilDate('Day it was applied; with an agent, today without it', '2026-10-20').optional(),
    intervalDays: z
      .number()
      .int()
      .min(0)
      .max(365)
      .optional()
      .openapi({ description: 'Safety interval of the label in days (安全间隔期)', example: 7 }),
    harvestedOn: civilDate('Day of harvest', '2026-11-01').optional(),
    note: text(300, 'Anything else', '雨后补施').optional(),
    traceCodes: traceCodes.optional(),
  })
  .openapi({ description: 'A field record (田间记录)' });
export type FieldRecordInput = z.output<typeof fieldRecordBody>;

export const fieldLinkBody = z
  .strictObject({
    harvestedOn: civilDate('Day of harvest, once', '2026-11-01').optional(),
    traceCodes: traceCodes.optional(),
  })
  .openapi({ description: 'The harvest of a field record, and the batches it became' });
export type FieldLinkInput = z.output<typeof fieldLinkBody>;

export const fieldCorrectionBody = z
  .strictObject({
    reason: text(300, 'Why it is corrected; it stands in the ledger beside what was said before', '间隔期多录一个零'),
    plot: text(60, 'Plot or greenhouse', '3 号棚').nullable().optional(),
    crop: text(60, 'What grows there', '豇豆').optional(),
    agent: text(100, 'What was applied', '示例杀虫剂').nullable().optional(),
    registrationNumber: text(60, 'Registration number on its label', 'PD20260001').nullable().optional(),
    dose: text(60, 'How much', '30 毫升/亩').nullable().optional(),
    appliedOn: civilDate('Day it was applied', '2026-10-20').nullable().optional(),
    intervalDays: z
      .number()
      .int()
      .min(0)
      .max(365)
      .nullable()
      .optional()
      .openapi({ description: 'Safety interval of the label in days', example: 7 }),
    harvestedOn: civilDate('Day of harvest', '2026-11-01').nullable().optional(),
    note: text(300, 'Anything else', '雨后补施').nullable().optional(),
  })
  .openapi({ description: 'What a field record says wrongly: null takes a field away, what is left out stays' });
export type FieldCorrectionInput = z.output<typeof fieldCorrectionBody>;

export const fieldParams = z.object({ id: z.string().max(40).openapi({ description: 'Id of the record', example: 'V1StGXR8Z5jdHi6B' }) });
export const fieldQuery = z.object(paging);
export const fieldRecordView = z
  .looseObject({
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    crop: z.string().openapi({ description: 'Crop', example: '豇豆' }),
    agent: z.string().nullable().openapi({ description: 'What was applied', example: '示例杀虫剂' }),
    appliedOn: z.string().nullable().openapi({ description: 'Applied on', example: '2026-10-20' }),
    intervalDays: z.number().nullable().openapi({ description: 'Safety interval, days', example: 7 }),
    harvestFrom: z.string().nullable().openapi({ description: 'First day on which it may be harvested', example: '2026-10-27' }),
    harvestedOn: z.string().nullable().openapi({ description: 'Harvested on', example: '2026-11-01' }),
    traceCodes: z.array(z.string()).openapi({ description: 'Batches', example: ['ABCD-EFGH-JKMN-PQRS-TUVM'] }),
  })
  .openapi('FieldRecord', { description: 'What was applied on a field, and when it was harvested' });
export const fieldPage = z
  .object({ items: z.array(fieldRecordView), next: z.string().nullable() })
  .openapi({ description: 'A page, newest first' });

export const commitmentBody = z
  .strictObject({
    number: text(60, 'Number of the certificate; one is made without it', 'CN-20261101-1').optional(),
    grounds: z
      .array(z.enum(['controlled', 'selfTested', 'commissionedTest']))
      .min(1)
      .max(3)
      .openapi({
        description:
          'What the commitment rests on: controlled (质量安全控制符合要求), selfTested (自行检测合格), commissionedTest (委托检测合格)',
        example: ['controlled'],
      }),
  })
  .openapi({ description: 'Issues the commitment certificate of a batch (承诺达标合格证)' });
export type CommitmentInput = z.output<typeof commitmentBody>;
