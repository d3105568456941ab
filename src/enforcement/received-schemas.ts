import { z } from '@hono/zod-openapi';
import { civilDate, text } from '../platform/fields.ts';
import { sha256 } from './case-schemas.ts';

export const receivedBody = z
  .strictObject({
    how: z
      .enum(['paper', 'spoken'])
      .openapi({ description: 'On paper, or spoken before the officers, who wrote it down', example: 'paper' }),
    receivedOn: civilDate('Day it was received; today when left out', '2026-12-04').optional(),
    text: text(8_000, 'What it says, in words; may be left out where `file` has it', '已于次日补录，请从轻').optional(),
    file: sha256.optional().openapi({ description: 'SHA-256 of the paper, or of the signed record', example: '0'.repeat(64) }),
    hearing: z
      .boolean()
      .optional()
      .openapi({ description: 'Asks for a hearing; received within 5 working days of the notice (64)', example: false }),
    waives: z.boolean().optional().openapi({ description: 'Expressly gives up further statement and hearing (62)', example: false }),
  })
  .openapi('ReceivedStatement', { description: 'What the party stated on paper or in person' });
export type ReceivedInput = z.output<typeof receivedBody>;
