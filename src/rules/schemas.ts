import { z } from '@hono/zod-openapi';
import { ruleIds, weights } from './model.ts';

const text = (description: string, example: string) => z.string().openapi({ description, example });
const cents = (description: string, example: number) => z.number().int().openapi({ description, example });

export const citationView = z
  .object({
    law: text('Name of the law, regulation, directory or notice', '浙江省食品安全数字化追溯规定'),
    article: z.string().nullable().openapi({ description: 'Article; null where its text was not read (待核实)', example: null }),
    title: text('What it says, in short', '未按规定录入追溯信息'),
    confirmed: z
      .enum(['yes', 'secondary', 'no'])
      .openapi({ description: 'Read in a text, stated at second hand, or not confirmed (待核实)', example: 'yes' }),
    source: text('Where it was read', 'https://scjg.hangzhou.gov.cn/art/2023/10/27/art_1693482_58925057.html'),
    text: text('As written in a sentence, with 待核实 where it applies', '《浙江省食品安全数字化追溯规定》（条号待核实）'),
  })
  .openapi({ description: 'A place in the law' });

export const fineBandView = z
  .object({
    minCents: cents('Lower end in cents, inclusive', 100_000),
    maxCents: cents('Upper end in cents, inclusive', 1_000_000),
    after: z
      .enum(['order-overdue', 'order-refused', 'immediate'])
      .openapi({ description: 'What must come before a fine; notice, statement and defence always do', example: 'order-overdue' }),
    basis: text('Whether the amounts are fixed or the goods value is still to be established', 'fixed'),
    multiple: z
      .object({
        fromCents: cents('Goods value from which the multiples hold', 1_000_000),
        minTimes: z.number().int().openapi({ description: 'Least multiple', example: 10 }),
        maxTimes: z.number().int().openapi({ description: 'Greatest multiple', example: 20 }),
      })
      .nullable()
      .openapi({ description: 'Multiples of the goods value, where the law counts in them' }),
    lines: z
      .array(z.string())
      .openapi({ description: 'The band in words', example: ['先责令限期改正；逾期不改正的，处1,000元以上10,000元以下罚款'] }),
    notes: z.array(z.string()).openapi({ description: 'Exemptions and doubts beside the band', example: [] }),
  })
  .openapi({ description: 'A fine band in force on the day of the act' });

export const findingView = z
  .object({
    id: z.string().optional().openapi({ description: 'Public id, where stored', example: 'b7Kd93hTqWm2ZxYc' }),
    state: z.string().optional().openapi({ description: 'open, in-case, corrected, dismissed or closed', example: 'open' }),
    rule: text('Rule', 'record-incomplete'),
    weight: z
      .enum(weights)
      .openapi({ description: 'todo (the party’s own), reminder, lead (线索, opened for the authority)', example: 'todo' }),
    certainty: z.enum(['established', 'suspected', 'advisory']).openapi({ description: 'How sure the fact is', example: 'advisory' }),
    message: text('What was found', '记录尚缺：保质期；请在首次销售发货前补齐。'),
    citations: z.array(citationView).openapi({ description: 'Articles the fact meets' }),
    fineBand: fineBandView.nullable().openapi({ description: 'Null where no band reaches it' }),
    evidence: z
      .array(
        z.object({
          fact: text('Condition', '保质期'),
          value: text('What stands recorded', '未记录'),
          expected: text('What would have been right', '如实录入'),
          enteredBy: text('Who entered it; law for data of the law, system for the service itself', 'party:7Qm…/k3…'),
        }),
      )
      .openapi({ description: 'One line a condition' }),
    subject: z
      .object({ type: text('Kind', 'batch'), id: text('Public id or trace code', 'ABCDEFGHJKMNPQRSTUVM') })
      .openapi({ description: 'What it is about' }),
    department: z.string().nullable().openapi({ description: 'Department the law makes competent', example: 'market' }),
    actOn: text('Day of the act; its law applies', '2026-11-05'),
  })
  .openapi({ description: 'What a rule found: which article a recorded fact meets, never that an act is illegal' });

const bandOfOffence = z
  .object({
    offence: text('Offence', 'trace-record'),
    title: text('What it is', '未按规定录入、接收确认追溯信息或者录入虚假追溯信息'),
    departments: z.array(z.string()).openapi({ description: 'Departments the law names', example: ['market', 'agriculture', 'forestry'] }),
    citation: citationView,
  })
  .extend(fineBandView.shape);

export const fineBandList = z.object({ items: z.array(bandOfOffence).openapi({ description: 'Every band in force on the day' }) });

export const ruleList = z.object({
  items: z
    .array(
      z.object({
        id: z.enum(ruleIds).openapi({ description: 'Rule', example: 'record-incomplete' }),
        version: z.number().int().openapi({ description: 'Rises when the same facts would be judged otherwise', example: 1 }),
        title: text('What it is about', '追溯信息未按规定录入'),
        startsOn: text('Acts before this day are not judged', '2024-01-01'),
        watches: z.array(z.string()).openapi({ description: 'Records that are judged', example: ['batch', 'shipment'] }),
        weights: z.array(z.enum(weights)).openapi({ description: 'Weights it can give', example: ['todo', 'lead'] }),
        leadEnds: z
          .enum(['when-corrected', 'by-officer'])
          .openapi({ description: 'Whether correcting the record ends a lead', example: 'when-corrected' }),
        departments: z.array(z.string()).openapi({ description: 'Departments its offences name', example: ['market'] }),
        offence: text('The offence it is about in the first place', 'trace-record'),
        fineBand: fineBandView.nullable().openapi({ description: 'Band of that offence today' }),
        offences: z
          .array(text('Offence', 'trace-record'))
          .openapi({ description: 'Every offence it can name; their bands: /v1/fine-bands' }),
        citations: z.array(citationView).openapi({ description: 'Duties and provisions of its offences' }),
      }),
    )
    .openapi({ description: 'Every rule' }),
});
