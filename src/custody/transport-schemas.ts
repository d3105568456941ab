import { z } from '@hono/zod-openapi';
import { instant, text } from '../platform/fields.ts';

const degrees = (description: string, example: number) => z.number().min(-100).max(200).multipleOf(0.1).openapi({ description, example });

export const transportBody = z
  .strictObject({
    carrier: z
      .strictObject({
        party: text(100, 'A registered carrier: id or uscc:…; it may then add what it measured', 'uscc:91330110MA0DEM013U').optional(),
        name: text(200, 'Name of one that is not registered', '示例冷链物流').optional(),
      })
      .optional()
      .openapi({ description: 'Who carries the goods', example: { name: '示例冷链物流' } }),
    plate: text(20, 'Number plate; kept as a commitment, never public', '浙A00000').optional(),
    minC: degrees('Lowest temperature the goods allow, °C, to a tenth', -25).optional(),
    maxC: degrees('Highest temperature the goods allow, °C, to a tenth', -18).optional(),
    readings: z
      .array(
        z
          .strictObject({ at: instant('When'), c: degrees('Degrees Celsius, to a tenth', -19.5) })
          .openapi({ description: 'A reading of the logger' }),
      )
      .max(5_000)
      .optional()
      .openapi({ description: 'Readings of the logger' }),
    logFileSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'SHA-256 in 64 lower-case hex digits')
      .optional()
      .openapi({
        description: 'The log as a file put before with PUT /v1/files/{sha256}',
        example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      }),
    bulk: z.boolean().optional().openapi({ description: 'Liquid carried without packing (散装)', example: false }),
    waybill: text(60, 'Number of the waybill of bulk liquid food (联单)', 'LD-2026-0007').optional(),
    permit: text(60, 'Number of the carrier’s permit for bulk liquid food (准运证), as it was checked', 'ZY-2026-0007').optional(),
  })
  .openapi({ description: 'How goods travel: the range they need and what was measured' });
export type TransportInput = z.output<typeof transportBody>;

export const transportView = z
  .looseObject({
    id: z.string().openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }),
    outOfRange: z
      .array(z.unknown())
      .openapi({ description: 'The first 100 readings outside the range the shipper asked for last', example: [] }),
    outOfRangeCount: z.number().openapi({ description: 'How many there are', example: 0 }),
  })
  .openapi('Transport', { description: 'How goods travelled' });
export const transportList = z.object({ items: z.array(transportView) }).openapi({ description: 'All of a shipment, oldest first' });
