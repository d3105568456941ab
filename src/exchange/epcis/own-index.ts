import { type FollowedEntry, Follower, type FollowerJob } from '../../ledger/follower.ts';
import { chainOf, type PartyCaller } from '../../platform/caller.ts';
import { parseInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { Problem } from '../../platform/problems.ts';
import type { DB } from '../../store/schema.ts';
import { OWN_TERMS } from './contexts.ts';
import { isDeclaration } from './identity.ts';
import { eventsOf } from './own-events.ts';
import { ownFacts, type PartyRef } from './own-facts.ts';
import { eventRow } from './rows.ts';
import { type Item, settled } from './settle.ts';

/** Name of the follower's position; the job is no part of the pulse, a party's chain is read when the party asks for its events. */
const JOB = 'epcis-own';
/** Entries read for one question; who has more behind is asked to come again. */
const MOST_STEPS = 200;

/** Claims by which an entry is known to have been made of a captured event, which tells it already. */
export const REBUILT = 'epcis-rebuilt';
export const rebuiltKey = (chain: string, entry: Pick<FollowedEntry, 'kind' | 'subject'> & { revision?: unknown }): string =>
  `${chain} ${entry.kind} ${entry.subject} ${entry.revision === undefined ? '' : String(entry.revision)}`;

/**
 * Brings the events that tell the party's own records up to its chain. Whoever never asks for events pays nothing for them; who asks sees what was recorded
 * before.
 * @throws {Problem} unavailable when more is behind than one question reads; what was read stays read
 */
export async function caughtUp(deps: Deps, caller: PartyCaller): Promise<void> {
  const chain = chainOf(caller);
  const job = indexJob(deps, caller);
  let follower: Follower | undefined;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { from, to } = await behind(deps, chain);
    // While records are being made of a capture, their events are the captured ones: which entries those are is not known yet.
    if (from >= to || (await isMaking(deps, caller))) return;
    follower ??= new Follower(deps, []);
    await follower.step(job, chain, from);
  }
  throw new Problem(
    'unavailable',
    {
      zh: '本单位的记录较多，正在整理为事件；请稍后重试。',
      en: 'The records of this party are still being read into events; ask again shortly.',
    },
    { headers: { 'Retry-After': '1' } },
  );
}

async function behind(deps: Deps, chain: string): Promise<{ from: number; to: number }> {
  const { read } = deps.store;
  const head = await read.selectFrom('chain').select('seq').where('chain', '=', chain).executeTakeFirst();
  const position = await read
    .selectFrom('follower_position')
    .select('seq')
    .where('job', '=', JOB)
    .where('chain', '=', chain)
    .executeTakeFirst();
  return { from: position?.seq ?? 0, to: head?.seq ?? 0 };
}

async function isMaking(deps: Deps, caller: PartyCaller): Promise<boolean> {
  const running = await deps.store.read
    .selectFrom('epcis_capture')
    .select('id')
    .where('partyId', '=', caller.party.id)
    .where('state', '=', 'running')
    .limit(1)
    .executeTakeFirst();
  return running !== undefined;
}

function indexJob(deps: Deps, { party }: PartyCaller): FollowerJob {
  const ref: PartyRef & { innerId: number } = {
    id: party.publicId,
    innerId: party.id,
    uscc: party.uscc,
    natural: party.natural,
    name: party.name,
  };
  return {
    name: JOB,
    batch: 100,
    handle: async (entries) => {
      const told = await notRebuilt(deps, entries);
      const facts = await ownFacts(deps, ref, told);
      const placed = told.flatMap((entry) => eventsOf(entry, facts).map((event, n) => ({ entry, n, event })));
      const items = placed.map(({ event }, index): Item => ({ index, at: `/${index}`, event, extras: [OWN_TERMS] }));
      const found = await settled(deps.store.read, { id: party.id, publicId: party.publicId }, items);
      // Of a batch whose record was made of a captured event the earlier event is that one, under another identifier: there is nothing here to declare.
      const fresh = found.fresh.filter((one) => !('errorDeclaration' in one.event) || isDeclaration(one.key));
      const ids = await deps.store.ids(fresh.length);
      const rows = fresh.map((one, i) => {
        const { entry, n } = placed[one.index] as (typeof placed)[number];
        const place = { id: ids[i] ?? 0, eventId: one.key, partyId: party.id, captureId: 0, recordTime: entry.at, seq: entry.seq, n };
        const { row, epcs } = eventRow(one, place);
        const declaredAt = one.declaredAt === null ? null : parseInstant(one.declaredAt);
        return { row: { ...row, declaredAt } satisfies DB['epcis_event'], epcs };
      });
      return {
        rows: { epcis_event: rows.map(({ row }) => row), epcis_epc: rows.flatMap(({ epcs }) => epcs) },
        touch: [...found.declared].map(([id, time]) => ({ set: 'epcis_event', id, to: { declaredAt: parseInstant(time) } })),
      };
    },
  };
}

async function notRebuilt(deps: Deps, entries: readonly FollowedEntry[]): Promise<FollowedEntry[]> {
  const keyOf = (entry: FollowedEntry) =>
    rebuiltKey(entry.chain, { ...entry, revision: entry.kind === 'batch.revised' ? entry.payload.revision : undefined });
  const claims = await deps.store.read
    .selectFrom('claim')
    .select('key')
    .where('kind', '=', REBUILT)
    .where('key', 'in', entries.map(keyOf))
    .execute();
  const rebuilt = new Set(claims.map((claim) => claim.key));
  return entries.filter((entry) => !rebuilt.has(keyOf(entry)));
}
