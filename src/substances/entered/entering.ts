import { newPublicId } from '../../codes/ids.ts';
import { sha256Hex } from '../../ledger/entry.ts';
import { actedBy, chainOf } from '../../platform/caller.ts';
import { civilDateOf, formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound, Problem } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import { write } from '../../platform/write.ts';
import type { DB } from '../../store/schema.ts';
import type { EntryDraft, Reply, Rows, Touch } from '../../store/store.ts';
import { loadKnowledgeBase } from './current.ts';
import { type EntryBody, EVER, knowledgeOn } from './entries.ts';
import { bodyOf, readEntry } from './entry-checks.ts';
import { guardEntry } from './entry-guard.ts';
import type { EntryInput } from './entry-schemas.ts';
import { structureReader } from './entry-structures.ts';

export const unknownSubstance = () => notFound({ zh: '该物质或类别', en: 'substance or class' });

/** Reads an entry from the body of a request; every wrong field is told at once. */
export async function entryInput(deps: Deps, { caller, now }: Who, value: unknown, root: string): Promise<EntryInput> {
  const { entries } = await loadKnowledgeBase(deps.store);
  const known = knowledgeOn(entries, EVER);
  return readEntry(value, { root, today: civilDateOf(now), isAdmin: caller.kind === 'admin', known, reader: structureReader });
}

type Who = Pick<Call, 'caller' | 'now'>;

export interface DraftedEntry {
  row: DB['substance_entry'];
  entry: EntryDraft;
  rows: Rows;
}

/**
 * What a commit writes for an entry.
 * @throws {Problem} conflict where the same is entered from the same day on and not revoked
 */
export async function draftEntry(deps: Deps, { caller, now }: Who, input: EntryInput): Promise<DraftedEntry> {
  const said = bodyOf(input);
  const body = JSON.stringify(said);
  const same = await deps.store.read
    .selectFrom('substance_entry')
    .select(['publicId', 'revokedAt'])
    .where('body', '=', body)
    .where('from', '=', input.from)
    .execute();
  const standing = same.find((row) => row.revokedAt === null);
  if (standing) throw alreadyEntered(standing.publicId);
  const [id = 0] = await deps.store.ids(1);
  const row: DB['substance_entry'] = {
    id,
    publicId: newPublicId(deps.random),
    kind: input.kind,
    body,
    from: input.from,
    source: input.source.trim(),
    publishedOn: input.publishedOn,
    reason: input.reason.trim(),
    by: actedBy(caller),
    at: now,
    revokedAt: null,
    revokedBy: null,
    revokedReason: null,
  };
  const payload = {
    entry: row.publicId,
    ...jsonOf(said),
    from: row.from,
    source: row.source,
    publishedOn: row.publishedOn,
    reason: row.reason,
    ...(input.confirm ? { confirm: true } : {}),
    actedBy: row.by,
  };
  return {
    row,
    entry: { kind: 'substance.entered', subject: `substance/${row.publicId}`, payload },
    // Of two who enter the same at once one takes the claim, the other reads again and is told.
    rows: {
      substance_entry: [row],
      claim: [{ kind: 'substance-entry', key: `${sha256Hex(`${row.from}\n${body}`)}/${same.length + 1}`, subjectId: id, at: now }],
    },
  };
}

const jsonOf = (body: EntryBody) => JSON.parse(JSON.stringify(body)) as { [key: string]: string };

function alreadyEntered(publicId: string): Problem {
  return new Problem(
    'conflict',
    { zh: '同样的内容自同一天起已录入。', en: 'The same is entered from the same day on already.' },
    { extra: { substance: publicId } },
  );
}

/** POST /v1/substances. */
export async function enterSubstance(deps: Deps, call: Call<unknown, unknown, unknown>): Promise<Reply> {
  const input = await entryInput(deps, call, call.body, '');
  await guardEntry(deps, input, call.now);
  return write(deps.store, async () => {
    const { row, entry, rows } = await draftEntry(deps, call, input);
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [entry],
      rows,
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => ({ reply: json(201, { ...entryView(row), ledger: stamps[0] ?? null }) }),
    };
  });
}

/** An entry as it was written. Of who entered it only the office is shown: the entry is public. */
export function entryView(row: DB['substance_entry']) {
  const { publicId: id, from, publishedOn, source, reason } = row;
  const body = JSON.parse(row.body) as EntryBody;
  const revoked = row.revokedAt === null ? null : { at: formatInstant(row.revokedAt), reason: row.revokedReason };
  return { id, ...body, from, publishedOn, source, reason, by: officeOf(row.by), at: formatInstant(row.at), revoked };
}

const officeOf = (by: string) => by.split('/')[0] ?? by;

/**
 * POST /v1/substances/{id}/revocation: from now on the entry counts for no act. By an administrator, or the office that made it. A question of the review
 * queue that was decided by it is open again.
 * @throws {Problem} not-found; forbidden for another office; already-ended
 */
export function revokeSubstance(deps: Deps, call: Call<{ id: string }, unknown, { reason: string }>): Promise<Reply> {
  const { caller, now } = call;
  return write(deps.store, async () => {
    const row = await deps.store.read.selectFrom('substance_entry').selectAll().where('publicId', '=', call.params.id).executeTakeFirst();
    if (!row) throw unknownSubstance();
    if (caller.kind !== 'admin' && officeOf(row.by) !== officeOf(actedBy(caller))) throw notTheirs();
    if (row.revokedAt !== null) throw new Problem('already-ended', { zh: '该条目已撤销。', en: 'This entry has been revoked.' });
    const revoked = { revokedAt: now, revokedBy: actedBy(caller), revokedReason: call.body.reason.trim() };
    const questions = await deps.store.read
      .selectFrom('review_item')
      .select(['id', 'publicId'])
      .where('state', '=', 'decided')
      .where('entryId', '=', row.publicId)
      .execute();
    const payload = {
      entry: row.publicId,
      reason: revoked.revokedReason,
      reopened: questions.map((one) => one.publicId),
      actedBy: revoked.revokedBy,
    };
    return {
      chain: chainOf(caller),
      at: now,
      entries: [{ kind: 'substance.revoked', subject: `substance/${row.publicId}`, payload }],
      touch: [
        { set: 'substance_entry', id: row.id, to: revoked, was: { revokedAt: null } },
        ...questions.map((one): Touch => ({ set: 'review_item', id: one.id, to: REOPENED, was: { state: 'decided' } })),
      ],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => ({ reply: json(200, { ...entryView({ ...row, ...revoked }), ledger: stamps[0] ?? null }) }),
    };
  });
}

const REOPENED = { state: 'open', outcome: null, decision: null, entryId: null, by: null, decidedAt: null };

function notTheirs(): Problem {
  return new Problem('forbidden', {
    zh: '只有录入的机关或系统管理员可以撤销。',
    en: 'Only the office that entered it, or an administrator, may revoke it.',
  });
}
