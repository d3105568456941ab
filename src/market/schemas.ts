import { z } from '@hono/zod-openapi';
import { outsideBody } from '../custody/schemas.ts';
import { instant, paging, text } from '../platform/fields.ts';

const { from, checks, lines } = outsideBody.shape;

const entry = z
  .strictObject({
    stall: text(60, 'Id of the stall’s site, or its stall number where only one stall of the caller has it', 'A-12'),
    from,
    checks,
    lines,
    show: z.boolean().optional().openapi({ description: 'Show the codes on the stall’s page from today on', example: true }),
  })
  .openapi({ description: 'What came for one stall' });

export const gateBody = z
  .strictObject({
    receivedAt: instant('When it came through the gate; now without it').optional(),
    entries: z.array(entry).min(1).max(200).openapi({ description: 'One for each stall and supplier' }),
  })
  .openapi({ description: 'Goods that came through the gate of a market (入场登记)' });
export type GateInput = z.output<typeof gateBody>;
export type GateEntry = GateInput['entries'][number];

export const gateReply = z
  .object({
    results: z
      .array(z.unknown())
      .openapi({ description: 'A result each, in the order sent: status 201 with the codes, or what was wrong', example: [] }),
  })
  .openapi({ description: 'What became of each entry' });

export const stallQuery = z.object(paging);
export const stallPage = z
  .object({ items: z.array(z.unknown()), next: z.string().nullable() })
  .openapi({ description: 'Stalls the caller may enter goods for' });
export const marketParams = z.object({
  code: z.string().max(40).openapi({ description: 'Code of the stall: the public id of its site', example: 'V1StGXR8Z5jdHi6B' }),
});
export const langQuery = z.object({ lang: z.string().max(10).optional().openapi({ description: 'Language of the page', example: 'en' }) });
