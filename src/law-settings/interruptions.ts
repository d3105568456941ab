import { newPublicId } from '../codes/ids.ts';
import { actedBy } from '../platform/caller.ts';
import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { settingRepository } from './repository.ts';
import type { InterruptionInput } from './schemas.ts';
import { CHAIN, listEntered } from './settings.ts';

function view({ publicId: id, from, to, reason, by, at }: DB['interruption']) {
  return { id, from: formatInstant(from), to: formatInstant(to), reason, by, at: formatInstant(at) };
}

/**
 * Enters a time the service did not answer, once it is over: clocks stand still in it. Times do not overlap, so that none is taken off twice.
 * @throws {Problem} invalid-input for a time that is not over or ends before it begins; conflict with one that is entered
 */
export function enterInterruption(deps: Deps, call: Call<unknown, unknown, InterruptionInput>): Promise<Reply> {
  const { body, now } = call;
  const [from, to] = [parseInstant(body.from) ?? 0, parseInstant(body.to) ?? 0];
  const errors = wrongTimes(body, from, to, now);
  if (errors.length > 0) throw invalidInput(errors);
  return write(deps.store, async () => {
    const repository = settingRepository(deps.store.read);
    // Counted first: whatever is entered after it breaks the claim, and then both are read again.
    const count = await repository.count('interruption');
    const known = await repository.overlapping(from, to);
    if (known) throw overlaps(known);
    const [id = 0] = await deps.store.ids(1);
    const publicId = newPublicId(deps.random);
    const row: DB['interruption'] = { id, publicId, from, to, reason: body.reason.trim(), by: actedBy(call.caller), at: now };
    return {
      chain: CHAIN,
      at: now,
      entries: [
        {
          kind: 'interruption.recorded',
          subject: `interruption/${publicId}`,
          payload: { interruption: publicId, from, to, reason: row.reason, actedBy: row.by },
        },
      ],
      rows: { interruption: [row], claim: [{ kind: 'interruption', key: String(count + 1), subjectId: id, at: now }] },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => ({ reply: json(201, { ...view(row), ledger: stamps[0] ?? null }) }),
    };
  });
}

function wrongTimes(body: InterruptionInput, from: number, to: number, now: number): ProblemDetail[] {
  const errors: ProblemDetail[] = [];
  if (to > now)
    errors.push({
      pointer: '/to',
      found: body.to,
      expected: { zh: '不晚于现在', en: 'not later than now' },
      fix: { zh: '恢复之后再录入', en: 'enter it once it is over' },
    });
  if (from >= to)
    errors.push({
      pointer: '/from',
      found: body.from,
      expected: { zh: `早于 ${body.to}`, en: `before ${body.to}` },
      fix: { zh: '对调两个时间', en: 'change the two times round' },
    });
  return errors;
}

function overlaps(known: DB['interruption']): Problem {
  const [from, to] = [formatInstant(known.from), formatInstant(known.to)];
  return new Problem(
    'conflict',
    {
      zh: `与已录入的中断（${from} 至 ${to}）重叠；同一时间不重复扣除。`,
      en: `It overlaps the interruption from ${from} to ${to}; no time is taken off twice.`,
    },
    { extra: { interruption: known.publicId } },
  );
}

export function listInterruptions(
  deps: Deps,
  call: Call<unknown, { limit?: number | undefined; cursor?: string | undefined }>,
): Promise<Reply> {
  return listEntered(call, (after, limit) => settingRepository(deps.store.read).interruptions(after, limit), view);
}
