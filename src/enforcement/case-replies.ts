import { z } from '@hono/zod-openapi';
import { caseStates, stepKinds } from './case-model.ts';
import { band, leadReply, next, partyRefReply } from './schemas.ts';

const day = (description: string, example: string | null = null) => z.string().nullable().openapi({ description, example });
const cents = (description: string) => z.number().int().nullable().openapi({ description, example: null });

const listed = {
  id: z.string().openapi({ description: 'Id', example: 'cT3kP9dWq2RnYb7x' }),
  state: z.enum(caseStates).openapi({ description: caseStates.join(', '), example: 'ordered' }),
  party: partyRefReply,
  offence: z.string().openapi({ description: 'Offence (GET /v1/fine-bands)', example: 'trace-record' }),
  officers: z.array(z.string()).openapi({ description: 'In charge', example: ['甲', '乙'] }),
  dueOn: day('Last day of the order', '2026-12-01'),
  overdue: z.boolean().openapi({ description: 'The order ran out without a correction', example: false }),
  occurredFrom: z.string().openapi({ description: 'Day of the first act; its law applies', example: '2026-11-05' }),
  occurredTo: z.string().openapi({ description: 'Day of the last act; the limitation is counted from it', example: '2026-11-20' }),
  statementDueOn: day('Last day for statement and defence'),
  hearingAskedOn: day('Day the party asked for a hearing'),
  fineCents: cents('The fine decided, in cents'),
  decidedOn: day('Day of the decision'),
  servedOn: day('Day the decision was served'),
  fineBand: band.openapi({ description: 'Band of the offence on the day of the act; never immediate', example: null }),
};

export const caseReply = z.object(listed).loose().openapi('Case', { description: 'One case a party, offence and period' });

const deadline = z.object({
  kind: z.string().openapi({
    description: 'correction, statement, hearing-request, decision, service, payment, limitation',
    example: 'statement',
  }),
  on: z.string().openapi({ description: 'Last day', example: '2026-12-10' }),
  passed: z.boolean().openapi({ description: 'The day has passed', example: false }),
  whose: z.enum(['party', 'authority']).openapi({ description: 'Who has to act', example: 'party' }),
  setting: z.boolean().openapi({ description: 'A setting of this service: no law gives the period', example: true }),
  basis: z
    .string()
    .nullable()
    .openapi({ description: 'Law and article; null for the day an order sets', example: '《行政处罚法》第六十条' }),
  text: z.string().openapi({ description: 'In words', example: '陈述、申辩期限（系统设置，法律未规定）' }),
});

export const statementReply = z
  .object({
    id: z.string().openapi({ description: 'Id', example: 'aT3kP9dWq2RnYb7x' }),
    kind: z.string().openapi({ description: 'statement, hearing, waiver; reminder is the authority’s', example: 'statement' }),
    text: z.string().openapi({ description: 'In the party’s words', example: '已于次日补录' }),
    files: z.array(z.string()).openapi({ description: 'Files by SHA-256', example: [] }),
    by: z.string().openapi({ description: 'Who entered it', example: 'party:pT3kP9dWq2RnYb7x/kT3kP9dWq2RnYb7x' }),
    at: z.string().openapi({ description: 'When', example: '2026-12-05T01:00:00Z' }),
    how: z
      .string()
      .optional()
      .openapi({ description: 'paper or spoken, where the office received it and `by` entered it', example: 'paper' }),
    receivedOn: z.string().optional().openapi({ description: 'Day the office received it', example: '2026-12-04' }),
    file: z
      .string()
      .optional()
      .openapi({ description: 'SHA-256 of the paper or the signed record', example: '0'.repeat(64) }),
  })
  .openapi('Statement', { description: 'What a party said' });

export const wholeCaseReply = z
  .object({
    ...listed,
    violations: z.array(leadReply).openapi({ description: 'Its leads', example: [] }),
    steps: z
      .array(z.object({ n: z.number().int(), kind: z.enum(stepKinds), at: z.string(), by: z.string() }).loose())
      .openapi({ description: 'Every step taken, with what it recorded', example: [] }),
    statements: z.array(statementReply).openapi({ description: 'What the party said', example: [] }),
    deadlines: z.array(deadline).openapi({ description: 'The days that count now, the nearest first', example: [] }),
    warnings: z
      .array(z.object({ kind: z.string(), text: z.string() }).loose())
      .openapi({ description: 'What is missing or late, with its article; for the authority', example: [] }),
    penalty: z.object({}).loose().nullable().openapi({
      description: 'Whole consequence with its arithmetic, step by step; null where no known band reaches the party',
      example: null,
    }),
    provisions: z
      .object({})
      .loose()
      .nullable()
      .openapi({ description: 'Where the same acts meet several provisions: one of them, the heavier named (29)', example: null }),
    cityLevel: z.object({}).loose().nullable().openapi({
      description: 'From `fromCents` a fine is for city level or above to decide, not for this office; null where none is',
      example: null,
    }),
    payment: z
      .object({})
      .loose()
      .nullable()
      .openapi({ description: 'Once a fine is served: fine, paid, open, payBy, surchargeCents still open (67, 72)', example: null }),
    next: z.array(z.enum(stepKinds)).openapi({ description: 'Steps the state allows the authority now', example: ['service'] }),
  })
  .loose()
  .openapi('WholeCase', { description: 'A case with all that belongs to it' });

export const caseListReply = z
  .object({ items: z.array(caseReply).openapi({ description: 'Newest first', example: [] }), next })
  .openapi('CaseList', { description: 'A page of cases' });

export const bulkReply = z
  .object({
    items: z
      .array(
        z
          .object({
            party: partyRefReply,
            violationIds: z.array(z.string()).openapi({ description: 'Its leads', example: ['vLt8Kd2rYb7xQ3mA'] }),
            status: z.number().int().openapi({ description: '201 done; otherwise refused, with `problem`', example: 201 }),
          })
          .loose(),
      )
      .openapi({ description: 'One line a firm (and offence, for orders)', example: [] }),
  })
  .openapi('BulkResult', { description: 'Each line with its own result' });
