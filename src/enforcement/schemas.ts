import { z } from '@hono/zod-openapi';
import { departments } from '../parties/authorities.ts';
import { parseInstant } from '../platform/civil-date.ts';
import { civilDate, instant, paging, text } from '../platform/fields.ts';
import { ruleIds } from '../rules/model.ts';
import { penaltyLaw } from './case-model.ts';
import { reason, sha256 } from './case-schemas.ts';
import { leadStates } from './model.ts';
import { leadSorts } from './repository.ts';

const department = z.enum(departments).openapi({
  description: 'Department competent for the act: market, agriculture, forestry, customs, comprehensive, township',
  example: 'market',
});
const ruleId = z.enum(ruleIds).openapi({ description: 'A rule of GET /v1/rules', example: 'past-shelf-life' });
const leadState = z
  .enum(leadStates)
  .openapi({ description: 'open, in-case, corrected (closed itself or seen by an officer), dismissed, closed', example: 'open' });
const cents = (description: string) =>
  z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().openapi({ description, example: 100_000 });

const region = z
  .string()
  .regex(/^(?:\d{2}){1,3}$/)
  .openapi({ description: 'Place of the act: a division code or the beginning of one, `33`, `3301`, `330110`', example: '3301' });

export const format = z
  .enum(['json', 'csv'])
  .optional()
  .openapi({ description: '`csv` as `Accept: text/csv`: a file for a spreadsheet', example: 'csv' });

export const leadQuery = z.strictObject({
  rule: ruleId.optional(),
  state: leadState.optional(),
  weight: z
    .enum(['lead', 'reminder'])
    .optional()
    .openapi({ description: 'Leads unless `reminder` is asked for; to-dos are the party’s alone', example: 'lead' }),
  department: department.optional(),
  region: region.optional(),
  party: text(200, 'A party: its id, `uscc:…`, or part of a firm’s name', 'uscc:91330110MA0DEM013U').optional(),
  since: civilDate('Found on this day or later').optional(),
  until: civilDate('Found on this day or earlier', '2026-11-30').optional(),
  fineAtLeast: cents('Cents: the lower end of the band is at least this'),
  fineAtMost: cents('Cents: the upper end of the band is at most this'),
  certainty: z
    .enum(['established', 'suspected', 'advisory'])
    .optional()
    .openapi({ description: 'Stands as recorded; follows from records that may be wrong; a hint', example: 'established' }),
  q: text(100, 'Id of a lead, code of its subject, a trace code, or part of a firm’s name', '示例超市').optional(),
  sort: z.enum(leadSorts).optional().openapi({
    description: 'By the day of finding, the upper end of the band, the day of the act; `party` puts the leads of one party together',
    example: 'fine',
  }),
  order: z
    .enum(['asc', 'desc'])
    .optional()
    .openapi({ description: 'Highest or newest first (desc) unless asc is asked for', example: 'desc' }),
  format,
  ...paging,
});
export type LeadQuery = z.output<typeof leadQuery>;

export const todoQuery = z.strictObject(paging);

export const leadParams = z.object({ id: text(40, 'Id of the lead', 'vLt8Kd2rYb7xQ3mA') });

export const noteBody = z
  .strictObject({
    rule: ruleId,
    party: text(100, 'The party the note is about: id or `uscc:…`', 'uscc:91330110MA0DEM013U'),
    site: text(40, 'Id of its site; its first one when left out', 'sT3kP9dWq2RnYb7x').optional(),
    seenAt: instant('When the officer saw it', '2026-11-05T10:00:00+08:00'),
    text: text(2_000, 'What was seen', '入口货架未见追溯码，店内无店码'),
    files: z.array(sha256).max(20).optional().openapi({ description: 'Photos by their hash', example: [] }),
  })
  .openapi('OfficerNote', { description: 'What an officer saw' });
export type NoteInput = z.output<typeof noteBody>;

export const seenAtOf = (input: { seenAt: string }): number => parseInstant(input.seenAt) ?? 0;

export const reasonBody = z
  .strictObject({ reason: reason(penaltyLaw(54), '现场查看，店码已在入口展示', 'Why it is no matter for a case; stands in the record') })
  .openapi('Reason', { description: 'A lead set aside, with its reason' });

export const citation = z
  .object({
    law: z.string().openapi({ description: 'The law', example: '浙江省食品安全数字化追溯规定' }),
    article: z.string().nullable().openapi({ description: 'Null where it was not read: 待核实', example: null }),
    confirmed: z
      .enum(['yes', 'secondary', 'no'])
      .openapi({ description: 'Read, stated at second hand, not confirmed', example: 'secondary' }),
    source: z.string().openapi({ description: 'Where it was read', example: '浙江省人大公布的新闻' }),
  })
  .loose();

export const band = z
  .object({
    minCents: z.number().int().openapi({ description: 'Lower end, cents, inclusive', example: 100_000 }),
    maxCents: z.number().int().openapi({ description: 'Upper end, cents, inclusive', example: 1_000_000 }),
    after: z.string().openapi({
      description: 'What must come first; after order-overdue: only once an order to correct has run out',
      example: 'order-overdue',
    }),
    lines: z.array(z.string()).openapi({ description: 'In words', example: ['逾期不改正的，处1,000元以上10,000元以下罚款'] }),
  })
  .loose()
  .nullable();

export const partyRefReply = z.object({
  id: z.string().openapi({ description: 'Id of the party', example: 'pT3kP9dWq2RnYb7x' }),
  uscc: z.string().nullable().openapi({ description: 'Null for natural persons', example: '91330110MA0DEM013U' }),
  name: z.string().openapi({ description: 'Masked for natural persons', example: '示例超市有限公司' }),
});

export const leadReply = z
  .object({
    id: z.string().openapi({ description: 'Id', example: 'vLt8Kd2rYb7xQ3mA' }),
    rule: ruleId,
    state: leadState,
    weight: z.enum(['todo', 'reminder', 'lead']).openapi({ description: 'todo, reminder, lead', example: 'lead' }),
    certainty: z.string().openapi({ description: 'established, suspected, advisory', example: 'established' }),
    party: partyRefReply,
    department: z.string().nullable().openapi({ description: 'Department competent by law; null without an offence', example: 'market' }),
    regionCode: z.string().openapi({ description: 'Place of the act', example: '330110' }),
    message: z.string().openapi({ description: 'What the record says', example: '标注到期日之后有一笔销售记录' }),
    evidence: z.array(z.unknown()).openapi({ description: 'Each fact, what was expected, who entered it', example: [] }),
    citations: z.array(citation).openapi({ description: 'Articles; null article is 待核实', example: [] }),
    fineBand: band.openapi({ description: 'Null where no provision reaches it', example: null }),
    actOn: z.string().openapi({ description: 'Day of the act: its law applies', example: '2026-11-10' }),
    judgedAsOf: z.string().openapi({ description: 'Day of the last judging', example: '2026-11-10' }),
    detectedAt: z.string().openapi({ description: 'When it was found', example: '2026-11-10T02:00:00Z' }),
    caseId: z.string().nullable().openapi({ description: 'Its case', example: null }),
    photos: z
      .array(z.string())
      .optional()
      .openapi({ description: 'On one lead: photos of the officer’s note by hash, as far as the caller may open them', example: [] }),
    statements: z
      .array(z.object({ kind: z.string(), text: z.string(), at: z.string() }).loose())
      .optional()
      .openapi({
        description: 'On one lead and on to-dos: answers of the party (statement) and reminders it was sent (reminder)',
        example: [],
      }),
  })
  .loose()
  .openapi('Lead', { description: 'A lead (线索): a recorded fact set beside an article; people decide' });

export const next = z.string().nullable().openapi({ description: 'Cursor of the next page', example: null });

export const leadListReply = z
  .object({
    items: z.array(leadReply).openapi({ description: 'Newest first', example: [] }),
    next,
    counts: z
      .object({ total: z.number().int(), byState: z.record(z.string(), z.number().int()) })
      .optional()
      .openapi({ description: 'On the first page: how many under the filters, and by state', example: { total: 1, byState: { open: 1 } } }),
  })
  .openapi('LeadList', { description: 'A page of leads' });

export const todoListReply = z
  .object({
    items: z.array(leadReply).openapi({ description: 'What an order asks for by a day first, then the newest', example: [] }),
    next,
    deadlines: z
      .array(
        z.object({
          kind: z
            .string()
            .openapi({ description: 'correction, statement, hearing-request, payment, confirmation', example: 'confirmation' }),
          on: z.string().openapi({ description: 'Last day', example: '2026-11-06' }),
          at: z.string().optional().openapi({ description: 'To the second, where it counts in hours', example: '2026-11-06T01:00:00Z' }),
          subject: z.object({
            type: z.enum(['case', 'shipment']).openapi({ description: 'case, shipment', example: 'shipment' }),
            id: z.string().openapi({ description: 'Its id', example: 'hT3kP9dWq2RnYb7x' }),
          }),
          passed: z.boolean().openapi({ description: 'The day or hour has passed', example: false }),
          setting: z.boolean().openapi({ description: 'A setting of this service: no law read here gives the time', example: true }),
          basis: z.string().nullable().openapi({ description: 'Law and article; null for the day an order sets', example: null }),
          text: z.string().openapi({ description: 'In words', example: '接收确认的提醒时间' }),
        }),
      )
      .optional()
      .openapi({ description: 'On the first page, the nearest first', example: [] }),
  })
  .openapi('TodoList', { description: 'What stands open for a party' });

export const stepReply = z
  .object({
    id: z.string().openapi({ description: 'Id', example: 'cT3kP9dWq2RnYb7x' }),
    state: z.string().openapi({ description: 'State afterwards', example: 'ordered' }),
  })
  .loose()
  .openapi('StepTaken', { description: 'The step stands in the record' });
