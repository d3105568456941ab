import { deliverDue } from '../exchange/delivery.ts';
import { chainOf } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply } from '../store/store.ts';
import { judgedWith } from './judged.ts';
import type { Reported } from './model.ts';
import { inForce, isTaker, mayChange, noReport, type Params, payloadOf, standingOf, stateTouch, stateView, withdrawn } from './standing.ts';
import { noLaboratory, registeredLaboratory } from './taking.ts';
import { reportNotices } from './telling.ts';

/**
 * POST /v1/samples/{no}/withdrawal: the report in force no longer counts and its goods are judged again; an earlier one that a retest had replaced
 * stands again. Cases that rest on it are marked by the follower.
 */
export function withdrawReport(deps: Deps, call: Call<Params, unknown, { reason: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const standing = await standingOf(deps, call);
    const { row, batches, reports, caller } = standing;
    const before = inForce(reports);
    mayChange(standing, before);
    if (!before) throw noReport();
    const left = inForce(reports.filter((report) => report.id !== before.id));
    const settled: Reported = left ? { state: 'retestOpen', retestUntil: null } : { state: 'withdrawn', retestUntil: null };
    const reason = call.body.reason.trim();
    const after = { ...row, ...settled };
    const judging = await judgedWith(deps, call.now, after, batches, { without: [before.certificatePublicId] });
    const notices = await reportNotices(deps, call.now, {
      kind: 'report.withdrawn',
      row: after,
      batches,
      report: before,
      caller,
      conclusion: null,
      reason,
    });
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'report.withdrawn',
          subject: `sample/${row.publicId}`,
          payload: {
            ...(await payloadOf(deps, standing, before)),
            reportNumber: before.number,
            certificate: before.certificatePublicId,
            reason,
            state: settled.state,
          },
        },
      ],
      rows: notices,
      touch: [...stateTouch(row, settled), ...withdrawn(before, call.now, reason).touch],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const judged = judging.settle();
        deps.later(deliverDue(deps));
        return { rows: judged.rows, touch: judged.touch, reply: json(201, stateView(after, before)) };
      },
    };
  });
}

/**
 * POST /v1/samples/{no}/retest, by the sampled party within the period: the conclusion then waits for the retest.
 * @throws {Problem} forbidden for others; out-of-order when nothing may be disputed, or no more
 */
export function askRetest(deps: Deps, call: Call<Params, unknown, { reason: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const standing = await standingOf(deps, call);
    const { row, batches, reports, caller } = standing;
    if (caller.kind !== 'party' || caller.party.id !== row.partyId)
      throw new Problem('forbidden', { zh: '复检由被抽样单位申请。', en: 'The sampled party asks for a retest.' });
    const before = inForce(reports);
    if (row.state !== 'retestOpen' || row.retestUntil === null || row.retestUntil <= call.now || !before)
      throw new Problem(
        'out-of-order',
        {
          zh: '没有可以申请复检的结论，或者期限已过、已经申请。',
          en: 'There is no conclusion to dispute, or its period is over, or a retest was asked for.',
        },
        { extra: { state: row.state, retestUntil: row.retestUntil === null ? null : formatInstant(row.retestUntil) } },
      );
    const settled: Reported = { state: 'retestOpen', retestUntil: null };
    const after = { ...row, ...settled };
    const reason = call.body.reason.trim();
    const judging = await judgedWith(deps, call.now, after, batches, { without: [] });
    const notices = await reportNotices(deps, call.now, {
      kind: 'retest.asked',
      row: after,
      batches,
      report: before,
      caller,
      conclusion: null,
      reason,
    });
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        { kind: 'retest.asked', subject: `sample/${row.publicId}`, payload: { ...(await payloadOf(deps, standing, before)), reason } },
      ],
      rows: notices,
      touch: stateTouch(row, settled),
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => {
        const judged = judging.settle();
        deps.later(deliverDue(deps));
        return { rows: judged.rows, touch: judged.touch, reply: json(201, stateView(after, before)) };
      },
    };
  });
}

/**
 * POST /v1/samples/{no}/retest-laboratory, by who took the sample, while a retest that was asked for has no report.
 * @throws {Problem} forbidden for others; out-of-order when none was asked for; invalid-input for who is no registered laboratory
 */
export function nameRetestLaboratory(deps: Deps, call: Call<Params, unknown, { laboratory: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const standing = await standingOf(deps, call);
    const { row, reports, caller } = standing;
    if (!isTaker(row, caller))
      throw new Problem('forbidden', {
        zh: '承担复检的实验室由抽样单位指定。',
        en: 'Who took the sample names the laboratory of the retest.',
      });
    const before = inForce(reports);
    if (row.state !== 'retestOpen' || row.retestUntil !== null || !before)
      throw new Problem(
        'out-of-order',
        { zh: '没有已申请、尚无结论的复检。', en: 'There is no retest that was asked for and has no conclusion.' },
        { extra: { state: row.state } },
      );
    const laboratory = await registeredLaboratory(deps, call.body.laboratory);
    if (!laboratory) throw invalidInput([noLaboratory(call.body.laboratory)]);
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'retest.laboratory-named',
          subject: `sample/${row.publicId}`,
          payload: { ...(await payloadOf(deps, standing, before)), laboratory: laboratory.publicId },
        },
      ],
      touch: [
        {
          set: 'sample',
          id: row.id,
          to: { retestLaboratoryId: laboratory.id },
          was: { state: row.state, retestUntil: row.retestUntil },
        },
      ],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, stateView(row, before)) }),
    };
  });
}
