import { newPublicId } from '../codes/ids.ts';
import { regionRange } from '../enforcement/model.ts';
import { noticeRows } from '../exchange/notices.ts';
import { type Deadline, law } from '../law/index.ts';
import { lawSettings } from '../law-settings/repository.ts';
import { chainOf } from '../platform/caller.ts';
import { civilDateOf, endOfDay, formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, type Locale } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { affectedPayload } from './holds.ts';
import { type NamedBatch, namedBatches } from './recall-batches.ts';
import { ownerColumns, signedBy } from './recall-owner.ts';
import { reachAll } from './recall-reach.ts';
import type { RecallInput } from './recall-schemas.ts';
import { countBuyers, countHolders } from './scope-queries.ts';

/** A recall of at most so many holders is carried to them before the reply; a larger one by the follower, at once after it. */
const REACHED_AT_ONCE = 500;

export type Level = 1 | 2 | 3;

/**
 * POST /v1/recalls. The recall is one commit; the pages of its batches change with it. Whom it reaches is counted at once and told by derived rows.
 * @throws {Problem} invalid-input with every batch that is none of the caller's, and a time of knowing that lies ahead
 */
export async function openRecall(deps: Deps, call: Call<unknown, unknown, RecallInput>): Promise<Reply> {
  let row: DB['recall'] | undefined;
  let holders = 0;
  const reply = await write(deps.store, async () => {
    const { read } = deps.store;
    const batches = await namedBatches(read, call.caller, call.body.traceCodes, 'recall');
    const knownAt = knownAtOf(call.body.knownAt, call.now);
    row = await recallRow(deps, call, knownAt);
    const recall = row;
    const ids = batches.map((batch) => batch.id);
    holders = await countHolders(deps.store, ids, recall.partyId);
    const unregistered = await countBuyers(read, ids);
    const told = recall.drill === 1 ? { notice: [], delivery: [] } : await authoritiesTold(deps, recall, call);
    const body = { ...openedView(recall, knownAt, await clocksOf(read, recall, knownAt, call.locale)), holders, unregistered };
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [entryOf(call, recall, batches, knownAt)],
      rows: {
        recall: [recall],
        recall_batch: batches.map((batch) => ({ recallId: recall.id, batchId: batch.id, derived: 0, at: call.now })),
        ...told,
      },
      // A shopper sees it at the very next scan.
      touch: recall.drill === 1 ? [] : batches.map((batch) => ({ page: batch.id })),
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, body, { Location: `/v1/recalls/${recall.publicId}` }) }),
    };
  });
  if (row && holders <= REACHED_AT_ONCE) await reachNow(deps, row);
  return reply;
}

/** The recall stands whatever happens here: what is not reached now, the follower reaches. */
async function reachNow(deps: Deps, recall: DB['recall']): Promise<void> {
  try {
    await reachAll(deps, recall);
  } catch (error) {
    deps.log.warn('recall-reach', { recall: recall.publicId, error: String(error) });
  }
}

function knownAtOf(text: string | undefined, now: number): number {
  const knownAt = text === undefined ? now : (parseInstant(text) ?? now);
  if (knownAt <= now) return knownAt;
  throw invalidInput([
    {
      pointer: '/knownAt',
      found: text ?? '',
      expected: { zh: `不晚于现在 ${formatInstant(now)}`, en: `not after now, ${formatInstant(now)}` },
      fix: { zh: '填写获知的时间', en: 'give the time it became known' },
    },
  ]);
}

async function recallRow(deps: Deps, call: Call<unknown, unknown, RecallInput>, knownAt: number): Promise<DB['recall']> {
  const { body, caller, now } = call;
  const [id = 0] = await deps.store.ids(1);
  const settings = await lawSettings(deps.store.read);
  const done = law.deadlines.recallDone(body.level, civilDateOf(now), settings);
  return {
    id,
    publicId: newPublicId(deps.random),
    ...ownerColumns(caller),
    level: body.level,
    drill: body.drill ? 1 : 0,
    reason: body.reason.trim(),
    affected: body.affected ? JSON.stringify(body.affected) : null,
    instructions: body.instructions?.trim() ?? null,
    contact: body.contact?.trim() ?? null,
    state: 'open',
    startBy: law.deadlines.recallStart(body.level, knownAt, settings).at,
    completeBy: endOfDay(done.on) - 1_000,
    actedBy: signedBy(caller).actedBy,
    openedAt: now,
    closedAt: null,
    report: null,
    revision: 1,
  };
}

function entryOf(call: Call<unknown, unknown, RecallInput>, recall: DB['recall'], batches: readonly NamedBatch[], knownAt: number) {
  const codes = batches.map((batch) => batch.traceCode);
  const { level, reason, instructions, contact, startBy, completeBy } = recall;
  return {
    kind: 'recall.opened',
    subject: `recall/${recall.publicId}`,
    payload: {
      ...signedBy(call.caller),
      level,
      drill: recall.drill === 1,
      reason,
      instructions,
      contact,
      affected: affectedPayload(call.body.affected),
      knownAt,
      startBy,
      completeBy,
      // A drill changes no page, so it lists its batches under another name.
      ...(recall.drill === 1 ? { batches: codes } : { traceCodes: codes }),
    },
  };
}

/** The offices at and above the place of who recalls; an authority's own recall is known to it. */
async function authoritiesTold(deps: Deps, recall: DB['recall'], call: Call) {
  const { from } = regionRange(recall.regionCode);
  const above = [`${from.slice(0, 2)}0000`, `${from.slice(0, 4)}00`, from];
  const offices = await deps.store.read
    .selectFrom('authority')
    .select('id')
    .where('regionCode', 'in', above)
    .where('department', 'in', ['market', 'agriculture'])
    .orderBy('id')
    .execute();
  const subject = { type: 'recall' as const, code: recall.publicId };
  const text = {
    zh: `有召回发起（${recall.level} 级）：${recall.reason}。`,
    en: `A recall was opened (level ${recall.level}): ${recall.reason}.`,
  };
  const drafts = offices
    .filter((office) => office.id !== recall.authorityId)
    .map(({ id }) => ({
      owner: { kind: 'authority' as const, id },
      kind: 'recall.opened' as const,
      subject,
      text,
      details: { recall: recall.publicId, level: recall.level, reason: recall.reason, instructions: recall.instructions },
    }));
  return noticeRows(deps, drafts, call.now);
}

/** The legal clocks with where they come from; what was not read says 待核实 in its text. */
export async function clocksOf(read: Store['read'], recall: DB['recall'], knownAt: number, locale: Locale) {
  const level = recall.level as Level;
  const settings = await lawSettings(read);
  const start = law.deadlines.recallStart(level, knownAt, settings);
  const done = law.deadlines.recallDone(level, civilDateOf(recall.openedAt), settings);
  return {
    start: { hours: start.hours, ...citationOf(start, locale) },
    complete: { workingDays: done.value, ...citationOf(done, locale), calendar: done.calendar },
  };
}

function citationOf({ citation }: Pick<Deadline, 'citation'>, locale: Locale) {
  const { law: name, article, confirmed, source, doubt } = law.publicCitation(citation, locale);
  return { citation: { law: name, article, confirmed, source, doubt, text: law.citationText(citation, locale) } };
}

function openedView(recall: DB['recall'], knownAt: number, clocks: Awaited<ReturnType<typeof clocksOf>>) {
  return {
    id: recall.publicId,
    level: recall.level,
    drill: recall.drill === 1,
    state: recall.state,
    openedAt: formatInstant(recall.openedAt),
    knownAt: formatInstant(knownAt),
    startBy: recall.startBy === null ? null : formatInstant(recall.startBy),
    completeBy: recall.completeBy === null ? null : formatInstant(recall.completeBy),
    clocks,
  };
}
