import { z } from '@hono/zod-openapi';
import { civilDate, text as words } from '../platform/fields.ts';
import { ruleIds, weights } from './model.ts';

const text = (description: string, example: string) => z.string().openapi({ description, example });
const count = (description: string) => z.number().int().openapi({ description, example: 0 });
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
        confirmed: z
          .enum(['yes', 'secondary', 'no'])
          .openapi({ description: 'The weakest mark among its citations; no is shown as 待核实', example: 'yes' }),
        mode: z
          .enum(['live', 'shadow'])
          .openapi({ description: 'shadow: what it finds is counted here and shown to nobody', example: 'live' }),
        modeSince: z.string().nullable().openapi({ description: 'Since when; null from its start', example: null }),
        modeReason: text('Why, where something is to be said', ''),
        shadowUntil: z
          .string()
          .nullable()
          .openapi({ description: 'Day from which a new rule is shown, unless an administrator says otherwise', example: null }),
        counts: z
          .object({
            fired: count('Everything it found, in shadow too'),
            open: count('Open, in a case or not'),
            corrected: count('Ended with the record'),
            dismissed: count('Dismissed by an officer'),
            decided: count('In a case whose decision took effect'),
            shadow: count('Found in shadow'),
          })
          .openapi({ description: 'What became of what it found' }),
      }),
    )
    .openapi({ description: 'Every rule' }),
});

export const ruleParam = z.object({ rule: z.enum(ruleIds).openapi({ description: 'Rule', example: 'date-label-differs' }) });

export const modeBody = z
  .strictObject({
    mode: z
      .enum(['live', 'shadow'])
      .openapi({ description: 'live shows what the rule finds from now on, shadow only counts it', example: 'live' }),
    reason: words(500, 'Why', '试运行 30 天内无误报'),
  })
  .openapi({ description: 'How a rule is to run' });

export const modeReply = z
  .object({
    rule: text('Rule', 'date-label-differs'),
    mode: text('live or shadow', 'live'),
    since: text('From this instant on', '2026-11-05T09:00:00+08:00'),
    reason: text('Why', '试运行 30 天内无误报'),
  })
  .openapi({ description: 'How the rule runs now' });

export const replayBody = z
  .strictObject({
    rule: z.enum(ruleIds).optional().openapi({ description: 'One rule; all without it', example: 'past-shelf-life' }),
    version: z
      .number()
      .int()
      .min(1)
      .optional()
      .openapi({ description: 'Version of the rule, which must be the one that runs', example: 1 }),
    asOf: civilDate('What was entered by the end of this day counts; today without it', '2026-11-05').optional(),
    from: civilDate('First day of recording', '2026-10-01'),
    to: civilDate('Last day of recording', '2026-10-31'),
    region: z
      .string()
      .regex(/^\d{2}(\d{2}(\d{2})?)?$/, 'two, four or six digits')
      .optional()
      .openapi({ description: 'Place of the act: the first two, four or six digits of its division code', example: '3301' }),
  })
  .openapi({ description: 'What to judge again' });

export const replayReply = z
  .object({
    stored: z.literal(false).openapi({ description: 'Nothing was stored', example: false }),
    judged: z
      .object({
        batches: count('Batches'),
        shipments: count('Shipments that were not voided'),
        receipts: count('Receipts of them'),
        dispositions: count('Sales to consumers and other ends'),
      })
      .openapi({ description: 'Records judged' }),
    counts: z
      .array(
        z.object({
          rule: text('Rule', 'past-shelf-life'),
          version: count('Version that judged'),
          findings: count('Findings'),
          leads: count('Leads among them'),
          reminders: count('Reminders among them'),
          todos: count('Todos among them'),
        }),
      )
      .openapi({ description: 'By rule; rules that found nothing are left out' }),
    findings: z.array(findingView).openapi({ description: 'The first 200' }),
  })
  .openapi({ description: 'What the rules would have found' });
