import { newPublicId } from '../codes/ids.ts';
import { actedBy } from '../platform/caller.ts';
import { addDays, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { foldFullWidth, shown } from '../platform/result.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { type EnteredRow, settingRepository } from './repository.ts';
import type { DirectoryInput } from './schemas.ts';
import { CHAIN, listEntered } from './settings.ts';
import { parseSubjectValue } from './subject-value.ts';

/** A row as replies show it; `ended` where an administrator ended it. */
export function directoryView(row: DB['directory_row'] & Partial<EnteredRow>) {
  const { publicId: id, kind, value, from, until, source, reason, endedFrom, endedAt } = row;
  const subject = kind === 'subject' ? parseSubjectValue(value) : null;
  const said = { id, kind, value, ...(subject ? { subject } : {}), from, until, source, reason, at: formatInstant(row.at) };
  if (!endedFrom) return said;
  return { ...said, ended: { from: endedFrom, source: row.endedSource, reason: row.endedReason, at: formatInstant(endedAt ?? 0) } };
}

/**
 * Enters a row of the directory of varieties or of subjects, with the source it was published in. Its days may lie in the past: the directory
 * held before somebody could enter it.
 * @throws {Problem} invalid-input; conflict where the same row already covers one of the days
 */
export function enterDirectoryRow(deps: Deps, call: Call<unknown, unknown, DirectoryInput>): Promise<Reply> {
  const { body, now } = call;
  const value = foldFullWidth(body.value).normalize('NFKC');
  const errors = wrongFields(body, value);
  if (errors.length > 0) throw invalidInput(errors);
  return write(deps.store, async () => {
    const rows = await settingRepository(deps.store.read).rowsOf(body.kind, value);
    const known = rows.find((row) => meets(row, body));
    if (known) throw taken(known);
    const [id = 0] = await deps.store.ids(1);
    const row: DB['directory_row'] = {
      id,
      publicId: newPublicId(deps.random),
      kind: body.kind,
      value,
      from: body.from,
      until: body.until ?? null,
      source: body.source.trim(),
      reason: body.reason.trim(),
      at: now,
    };
    const { id: _id, publicId, at: _at, ...said } = row;
    return {
      chain: CHAIN,
      at: now,
      entries: [
        { kind: 'directory.set', subject: `directory/${publicId}`, payload: { ...said, row: publicId, actedBy: actedBy(call.caller) } },
      ],
      // One more row of this value each time: of two at once the second reads again and sees the first.
      rows: {
        directory_row: [row],
        claim: [{ kind: 'directory-row', key: `${body.kind}/${value}/${rows.length + 1}`, subjectId: id, at: now }],
      },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => ({ reply: json(201, { ...directoryView(row), ledger: stamps[0] ?? null }) }),
    };
  });
}

function wrongFields(body: DirectoryInput, value: string): ProblemDetail[] {
  const errors: ProblemDetail[] = [];
  if (body.kind === 'subject' && parseSubjectValue(value) === null)
    errors.push({
      pointer: '/value',
      found: shown(value),
      expected: { zh: '义务/主体类型，或 义务/主体类型/not-bound', en: 'duty/kind, or duty/kind/not-bound' },
      fix: { zh: '例如 confirm/retailer', en: 'for example confirm/retailer' },
    });
  if (body.until !== undefined && body.until < body.from)
    errors.push({
      pointer: '/until',
      found: body.until,
      expected: { zh: `${body.from} 或以后`, en: `${body.from} or later` },
      fix: { zh: '去掉 until，或改为更晚的日期', en: 'leave until out, or take a later day' },
    });
  return errors;
}

/** Whether two rows share a day on which neither is ended. */
function meets(row: EnteredRow, { from, until }: DirectoryInput): boolean {
  if (row.endedFrom !== null && (row.endedFrom <= from || row.endedFrom <= row.from)) return false;
  return (until === undefined || row.from <= until) && (row.until === null || from <= row.until);
}

function taken(known: EnteredRow): Problem {
  const days = `${known.from}—${known.endedFrom === null ? (known.until ?? '') : addDays(known.endedFrom, -1)}`;
  return new Problem(
    'conflict',
    {
      zh: `“${known.value}”在 ${days} 已列入，不覆盖。`,
      en: `"${known.value}" is entered for ${days} already and is not overwritten.`,
    },
    { extra: { row: known.publicId } },
  );
}

type ListQuery = { limit?: number | undefined; cursor?: string | undefined; kind?: 'variety' | 'subject' | undefined };

export function listDirectory(deps: Deps, call: Call<unknown, ListQuery>): Promise<Reply> {
  return listEntered(call, (after, limit) => settingRepository(deps.store.read).directory(call.query.kind, after, limit), directoryView);
}
