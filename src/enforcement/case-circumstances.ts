import { z } from '@hono/zod-openapi';

export const circumstances = z
  .strictObject({
    severe: z.boolean().optional().openapi({ description: 'An officer holds it serious (情节严重)', example: false }),
    durationMonths: z.number().int().min(0).max(1_200).optional().openapi({ description: 'Whole months the act went on', example: 0 }),
    falseInformation: z.boolean().optional().openapi({ description: 'False material given or facts hidden', example: false }),
    firstOffence: z.boolean().optional().openapi({ description: 'First time (33)', example: true }),
    minor: z.boolean().optional().openapi({ description: 'Minor (33)', example: true }),
    noHarm: z.boolean().optional().openapi({ description: 'No harm followed (33)', example: true }),
    correctedInTime: z.boolean().optional().openapi({ description: 'Corrected in time (33)', example: false }),
    harmDone: z
      .boolean()
      .optional()
      .openapi({ description: 'Life or health was harmed: the limitation is five years (36)', example: false }),
    deliberate: z.boolean().optional().openapi({ description: 'Done on purpose (条例 75)', example: false }),
    sourceNamedAndChecked: z
      .boolean()
      .optional()
      .openapi({ description: 'Incoming checks done, did not know, source named (食品安全法 136)', example: false }),
  })
  .openapi({ description: 'What an officer established about the act; the arithmetic shows what follows', example: {} });
export type CircumstancesInput = z.output<typeof circumstances>;
