import { newPublicId } from '../codes/ids.ts';
import { actedBy } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { directoryView } from './directory.ts';
import { DIRECTORY_END, type EnteredRow, settingRepository } from './repository.ts';
import type { DirectoryEndInput } from './schemas.ts';
import { CHAIN } from './settings.ts';

/**
 * POST /v1/directory/{id}/end: from a day on the row binds nobody any more. The row stays as it was entered; its end is a row of its own beside it, so
 * that what was known on any day can be read again. From that day on the same row may be entered anew.
 * @throws {Problem} not-found; invalid-input for a day the row does not cover; already-ended for the second end
 */
export function endDirectoryRow(deps: Deps, call: Call<{ id: string }, unknown, DirectoryEndInput>): Promise<Reply> {
  const { body, now } = call;
  return write(deps.store, async () => {
    const row = await settingRepository(deps.store.read).directoryRow(call.params.id);
    if (!row) throw notFound({ zh: '该目录行', en: 'such row of a directory' });
    refuseEnded(row);
    refuseOutside(row, body.from);
    const [id = 0] = await deps.store.ids(1);
    const end: DB['directory_row'] = {
      id,
      publicId: newPublicId(deps.random),
      kind: DIRECTORY_END,
      value: row.publicId,
      from: body.from,
      until: null,
      source: body.source.trim(),
      reason: body.reason.trim(),
      at: now,
    };
    const { id: _id, publicId, at: _at, ...said } = end;
    return {
      chain: CHAIN,
      at: now,
      entries: [
        {
          kind: 'directory.ended',
          subject: `directory/${row.publicId}`,
          payload: { ...said, end: publicId, row: row.publicId, of: { kind: row.kind, value: row.value }, actedBy: actedBy(call.caller) },
        },
      ],
      // Of two administrators at once the second reads again and is told.
      rows: { directory_row: [end], claim: [{ kind: 'directory-end', key: row.publicId, subjectId: id, at: now }] },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => ({
        reply: json(201, { ...directoryView({ ...row, ...endedBy(end) }), ledger: stamps[0] ?? null }),
      }),
    };
  });
}

const endedBy = ({ from, source, reason, at }: DB['directory_row']) => ({
  endedFrom: from,
  endedSource: source,
  endedReason: reason,
  endedAt: at,
});

function refuseEnded({ endedFrom, endedAt, publicId }: EnteredRow): void {
  if (endedFrom === null) return;
  const since = formatInstant(endedAt ?? 0);
  throw new Problem(
    'already-ended',
    {
      zh: `该目录行自 ${endedFrom} 起不再适用（${since} 录入）；重新适用的请另录一行。`,
      en: `The row holds no more from ${endedFrom} on (entered ${since}); where it is to hold again, enter it anew.`,
    },
    { extra: { row: publicId, from: endedFrom } },
  );
}

function refuseOutside({ from, until }: EnteredRow, day: string): void {
  if (day >= from && (until === null || day <= until)) return;
  throw invalidInput([
    {
      pointer: '/from',
      found: day,
      expected: {
        zh: `${from} 至 ${until ?? '以后任一日'}之间：该行适用的日期`,
        en: `a day the row covers, ${from} to ${until ?? 'any later day'}`,
      },
      fix: {
        zh: '填写不再适用的第一日；录错的行填写其首日',
        en: 'the first day it holds no more; of a row entered by mistake its own first day',
      },
    },
  ]);
}
