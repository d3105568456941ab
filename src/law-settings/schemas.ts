import { z } from '@hono/zod-openapi';
import { civilDate, instant, paging, text } from '../platform/fields.ts';

const next = z.string().nullable().openapi({ description: 'Cursor of the next page', example: null });
const by = z.string().openapi({ description: 'Who entered it', example: 'admin/kT3kP9dWq2RnYb7x' });
const at = z.string().openapi({ description: 'When it was entered', example: '2026-11-05T01:00:00Z' });
const id = z.string().openapi({ description: 'Id', example: 'eT3kP9dWq2RnYb7x' });
const reason = text(2_000, 'Why it is entered; stands in the record', '主管部门公布了确认时限');
const source = text(500, 'Where this is published: title, number or address', '浙江省市场监督管理局公告（2026年）');

export const settingBody = z
  .strictObject({
    key: text(120, 'A value of the law that may be set (GET /v1/law)', 'zhejiang-traceability/confirmation-deadline'),
    from: civilDate('First day it holds', '2026-12-01'),
    value: z
      .union([z.number().int(), z.string().max(200), z.record(z.string(), z.unknown())])
      .optional()
      .openapi({ description: 'The value in the unit of its key; left out, the value stays and only gets its source', example: 24 }),
    source,
    publishedOn: civilDate('Day the source was published', '2026-11-01').optional(),
    reason,
  })
  .openapi('LawSettingRequest', { description: 'A value of the law, or its published source, from a day on' });
export type SettingInput = z.output<typeof settingBody>;

export const settingReply = z
  .object({
    id,
    key: z.string().openapi({ description: 'The value of the law', example: 'zhejiang-traceability/confirmation-deadline' }),
    from: z.string().openapi({ description: 'First day', example: '2026-12-01' }),
    value: z.unknown().openapi({ description: 'Null where only the source was entered', example: 24 }),
    source: z.string().openapi({ description: 'Where it is published', example: '浙江省市场监督管理局公告（2026年）' }),
    publishedOn: z.string().nullable().openapi({ description: 'When it was published', example: '2026-11-01' }),
    reason: z.string().openapi({ description: 'Why it was entered', example: '主管部门公布了确认时限' }),
    by,
    at,
  })
  .loose()
  .openapi('LawSetting', { description: 'A dated setting; never overwritten' });
export const settingListReply = z
  .object({ items: z.array(settingReply).openapi({ description: 'Newest first', example: [] }), next })
  .openapi('LawSettingList', { description: 'A page of settings' });
export const settingQuery = z.strictObject({
  ...paging,
  key: text(120, 'Only of this value of the law', 'zhejiang-traceability/confirmation-deadline').optional(),
});

export const directoryKinds = ['variety', 'subject'] as const;
const kind = z.enum(directoryKinds).openapi({ description: 'Directory of varieties, or of subjects', example: 'variety' });
const value = (description: string) => text(100, description, '杨梅');

export const directoryBody = z
  .strictObject({
    kind,
    value: value(
      'A variety by its name in the directory; a subject as `duty/kind` or `duty/kind/not-bound`, with duty entry, confirm or display: `confirm/retailer`',
    ),
    from: civilDate('First day', '2026-12-01'),
    until: civilDate('Last day, where it has one', '2027-12-31').optional(),
    source,
    reason,
  })
  .openapi('DirectoryRowRequest', { description: 'A row of the directories the regulation speaks of' });
export type DirectoryInput = z.output<typeof directoryBody>;

export const directoryEndBody = z
  .strictObject({
    from: civilDate('First day on which the row holds no more; of a row entered by mistake its own first day', '2026-12-01'),
    source,
    reason: text(2_000, 'Why it is ended; stands in the record', '新目录不再列入该品种'),
  })
  .openapi('DirectoryEndRequest', { description: 'The end of a row, with the source it was published in' });
export type DirectoryEndInput = z.output<typeof directoryEndBody>;

export const directoryParams = z.strictObject({ id: text(40, 'Id of the row (GET /v1/directory)', 'eT3kP9dWq2RnYb7x') });

const directoryEnd = z
  .object({
    from: z.string().openapi({ description: 'First day on which it holds no more', example: '2026-12-01' }),
    source: z.string().openapi({ description: 'Where that is published', example: '浙江省食品安全数字化追溯品种目录（2026年）' }),
    reason: z.string().openapi({ description: 'Why it was ended', example: '新目录不再列入该品种' }),
    at,
  })
  .openapi({ description: 'Its end, where an administrator entered one; the row itself stays as it was entered' });

export const directoryReply = z
  .object({
    id,
    kind,
    value: value('The row'),
    from: z.string().openapi({ description: 'First day', example: '2026-12-01' }),
    until: z.string().nullable().openapi({ description: 'Last day', example: null }),
    source: z.string().openapi({ description: 'Where it is published', example: '浙江省食品安全数字化追溯品种目录（2026年）' }),
    reason: z.string().openapi({ description: 'Why it was entered', example: '目录第四行公布' }),
    at,
    ended: directoryEnd.optional(),
  })
  .loose()
  .openapi('DirectoryRow', { description: 'A row an administrator entered, with its source' });
export const directoryListReply = z
  .object({ items: z.array(directoryReply).openapi({ description: 'Newest first', example: [] }), next })
  .openapi('DirectoryList', { description: 'A page of rows' });
export const directoryQuery = z.strictObject({ ...paging, kind: kind.optional() });

export const interruptionBody = z
  .strictObject({
    from: instant('When the service stopped answering', '2026-11-04T22:00:00+08:00'),
    to: instant('When it answered again', '2026-11-05T01:30:00+08:00'),
    reason,
  })
  .openapi('InterruptionRequest', { description: 'A time the service did not answer' });
export type InterruptionInput = z.output<typeof interruptionBody>;

export const interruptionReply = z
  .object({
    id,
    from: z.string().openapi({ description: 'From', example: '2026-11-04T14:00:00Z' }),
    to: z.string().openapi({ description: 'To', example: '2026-11-04T17:30:00Z' }),
    reason: z.string().openapi({ description: 'Why', example: '机房停电' }),
    by,
    at,
  })
  .loose()
  .openapi('Interruption', { description: 'No clock runs in it' });
export const interruptionListReply = z
  .object({ items: z.array(interruptionReply).openapi({ description: 'Newest first', example: [] }), next })
  .openapi('InterruptionList', { description: 'A page of interruptions' });
export const pageQuery = z.strictObject(paging);
