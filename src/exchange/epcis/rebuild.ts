import type { FollowedEntry, FollowerJob } from '../../ledger/follower.ts';
import { loadPartyFacts, partyByRef } from '../../parties/facts.ts';
import { parseJson } from '../../platform/body.ts';
import { chainOf, type PartyCaller, rights } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Bilingual } from '../../platform/problem-detail.ts';
import { Problem } from '../../platform/problems.ts';
import { IdempotencyRace, write } from '../../platform/write.ts';
import { rowsOf } from '../../store/parts.ts';
import type { DB } from '../../store/schema.ts';
import { takenOut } from './contexts.ts';
import { type EpcisEvent, eventProblems, readDocument } from './document.ts';
import { eventIdOf } from './identity.ts';
import { type Made, type Outcome, outcomeOf } from './jobs.ts';
import { REBUILT, rebuiltKey } from './own-index.ts';
import { type Act, acts, type MadeAs, type Making } from './rebuild-acts.ts';
import { NotMade, NotOwn, noteNotOwn, recordTold, refuseNotOwn, SHIPMENT_CLAIM, type TellsRecord } from './rebuild-place.ts';
import { isObject } from './shape.ts';

/** Claim that a captured event was made a record, by the party and the event’s identifier. */
const MADE = 'epcis-made';

/**
 * Makes records of captured events that tell records of this service, in the order of the document and by the use cases of a request. What cannot be made stays
 * an event, with the reason in its job. Every step can be done again: the job goes on where it was cut. An event at which it fails time after time is left an
 * event too, so that no document stands before what comes after it.
 */
export function epcisRecordsJob(deps: Deps): FollowerJob {
  return {
    name: 'epcis-records',
    batch: 1,
    handle: async ([entry]) => {
      if (entry?.kind !== 'epcis.captured' || entry.payload.makesRecords !== true) return {};
      const job = await jobOf(deps, entry);
      if (job?.state !== 'running') return {};
      const caller = await captor(deps, job);
      const records = await recordsOf(deps, caller, job);
      const { faults } = outcomeOf(job);
      const errors = JSON.stringify({ faults, records } satisfies Outcome);
      return { touch: [{ set: 'epcis_capture', id: job.id, to: { state: 'done', errors, finishedAt: deps.clock() } }] };
    },
  };
}

function jobOf(deps: Deps, { subject }: FollowedEntry): Promise<DB['epcis_capture'] | undefined> {
  const publicId = subject.slice('epcis/'.length);
  return deps.store.read.selectFrom('epcis_capture').selectAll().where('publicId', '=', publicId).executeTakeFirst();
}

/** Whoever captured the document, with the rights it was asked for then. */
async function captor(deps: Deps, job: DB['epcis_capture']): Promise<PartyCaller> {
  const [, actorId = '', keyId = ''] = /^party:([^/]+)\/(.*)$/.exec(job.actedBy) ?? [];
  const party = (await loadPartyFacts(deps.store.read, [job.partyId])).get(job.partyId);
  if (!party) throw new Error('A capture is a registered party’s.');
  const actor = (await partyByRef(deps.store.read, actorId)) ?? party;
  return { kind: 'party', party, actor, rights, keyId };
}

/** The events of the document as it was sent, with their identifiers; wrong ones left out. */
async function sentEvents(deps: Deps, caller: PartyCaller, job: DB['epcis_capture']) {
  const bytes = await deps.files.get(job.sha256);
  if (!bytes) throw new Error(`The document ${job.sha256} was captured and is not there.`);
  const body = parseJson(bytes);
  const read = readDocument(body);
  const [events, context] = 'document' in read ? [read.document.events, read.document.context] : [[body], undefined];
  return events.flatMap((sent, index) => {
    if (eventProblems(sent, '').length > 0) return [];
    const { event, extras } = takenOut(sent as EpcisEvent, context);
    return [{ index, event, eventId: eventIdOf(event, extras, caller.party.publicId) }];
  });
}

async function recordsOf(deps: Deps, caller: PartyCaller, job: DB['epcis_capture']): Promise<Made[]> {
  const wrong = new Set(outcomeOf(job).faults.map((fault) => fault.index));
  const records: Made[] = [];
  for (const { index, event, eventId } of await sentEvents(deps, caller, job)) {
    // A declaration repeats an event whose record is corrected by the event that follows.
    if (wrong.has(index) || isObject(event.errorDeclaration)) continue;
    const told = recordTold(event, caller);
    const act = told ? acts[told.kind] : undefined;
    if (!told || !act) continue;
    const result = await makeOnce(deps, caller, eventId, told, act).catch((error: unknown) => givenUp(deps, job, index, error));
    records.push({ index, eventId, ...result });
  }
  return records;
}

type Result = Pick<Made, 'outcome' | 'subject' | 'reason'>;

/** How often the job may fail at one event, and at all events of a document, before they are left. */
const MOST_FAILURES = { event: 3, document: 20 } as const;

/**
 * Counts a failure nobody foresaw; while the store does not take the count, it is the store that fails and not the event.
 * @throws the failure, while it is to be tried again
 */
async function givenUp(deps: Deps, job: DB['epcis_capture'], index: number, error: unknown): Promise<Result> {
  // Another follower is making the very record: the next time it is there.
  if (error instanceof IdempotencyRace) throw error;
  const outcome = outcomeOf(job);
  const failures: Record<string, number> = { ...outcome.failures, [index]: (outcome.failures?.[index] ?? 0) + 1 };
  const total = Object.values(failures).reduce((sum, times) => sum + times, 0);
  if ((failures[index] ?? 0) < MOST_FAILURES.event && total < MOST_FAILURES.document) {
    const errors = JSON.stringify({ ...outcome, failures } satisfies Outcome);
    await write(deps.store, async () => ({
      chain: 'system',
      at: deps.clock(),
      entries: [],
      touch: [{ set: 'epcis_capture', id: job.id, to: { errors } }],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    }));
    throw error;
  }
  deps.log.error('epcis-record', {
    capture: job.publicId,
    event: index,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return {
    outcome: 'kept',
    reason: {
      zh: '多次尝试后仍未能重建，原因已记入运行日志；可稍后再提交一次。',
      en: 'It could not be made after several tries; the reason is in the log of the service. Send the document again later.',
    },
  };
}

async function makeOnce(deps: Deps, caller: PartyCaller, eventId: string, told: TellsRecord, act: Act): Promise<Result> {
  const claim = { scope: `epcis:${caller.party.publicId}`, key: eventId, fingerprint: 'epcis' };
  const making: Making = { deps, caller, now: deps.clock(), claim, told };
  try {
    if (await isMade(making)) return { outcome: 'known' };
    // What was made before a cut is there already, but not noted: the reply to it is asked for before the records are.
    const stored = await storedReply(making);
    if (stored === null) {
      await refuseNotOwn(making);
      if (await act.isKnown(making)) return { outcome: 'known' };
    }
    const reply = stored ?? (await act.make(making)).body;
    const body = JSON.parse(reply) as { [name: string]: unknown };
    const madeAs = await act.madeAs(making, body);
    await remember(making, madeAs);
    return { outcome: 'made', subject: madeAs[0]?.subject ?? '' };
  } catch (error) {
    if (error instanceof NotOwn) await noteNotOwn(making, error.codes);
    return outcomeOfRefusal(error);
  }
}

/** A record that was ended by somebody else meanwhile is as good as made; any other refusal leaves the event alone. */
function outcomeOfRefusal(error: unknown): Result {
  if (error instanceof NotMade) return { outcome: 'kept', reason: error.reason };
  if (!(error instanceof Problem) || error.code === 'unavailable') throw error;
  if (error.code === 'already-ended') return { outcome: 'known', reason: error.detail };
  return { outcome: 'kept', reason: reasonOf(error) };
}

function reasonOf({ detail, errors }: Problem): Bilingual {
  const places = (locale: 'zh' | 'en') => errors.map((one) => `${one.pointer}: ${one.found} → ${one.expected[locale]}`);
  return { zh: [detail.zh, ...places('zh')].join(' '), en: [detail.en, ...places('en')].join(' ') };
}

async function isMade({ deps, caller, claim }: Making): Promise<boolean> {
  const row = await deps.store.read
    .selectFrom('claim')
    .select('at')
    .where('kind', '=', MADE)
    .where('key', '=', `${caller.party.publicId} ${claim.key}`)
    .executeTakeFirst();
  return row !== undefined;
}

/** The reply of a record that was made before a cut, so that it is not made twice. */
async function storedReply({ deps, claim }: Making): Promise<string | null> {
  const row = await deps.store.read
    .selectFrom('idempotency')
    .select('body')
    .where('scope', '=', claim.scope)
    .where('key', '=', claim.key)
    .executeTakeFirst();
  return row?.body ?? null;
}

/** Notes which entries the event is told by already, and which shipment here is meant by the sender’s id of it. */
async function remember({ deps, caller, now, claim, told }: Making, madeAs: readonly MadeAs[]): Promise<void> {
  const { read } = deps.store;
  const chain = chainOf(caller);
  const shipment = told.kind === 'shipment' ? madeAs[0]?.subject.slice('shipment/'.length) : undefined;
  const row =
    shipment === undefined ? undefined : await read.selectFrom('shipment').select('id').where('publicId', '=', shipment).executeTakeFirst();
  const claims = [
    { kind: MADE, key: `${caller.party.publicId} ${claim.key}`, subjectId: 0, at: now },
    ...madeAs.map((entry) => ({ kind: REBUILT, key: rebuiltKey(chain, entry), subjectId: 0, at: now })),
    ...(row ? [{ kind: SHIPMENT_CLAIM, key: `${caller.party.uscc ?? ''}/${told.id}`, subjectId: row.id, at: now }] : []),
  ];
  await write(deps.store, async () => {
    const known = await rowsOf(
      claims.map((one) => one.key),
      (part) =>
        read
          .selectFrom('claim')
          .select(['kind', 'key'])
          .where('kind', 'in', [MADE, REBUILT, SHIPMENT_CLAIM])
          .where('key', 'in', part)
          .execute(),
    );
    const fresh = claims.filter((one) => !known.some(({ kind, key }) => kind === one.kind && key === one.key));
    return { chain, at: now, entries: [], rows: { claim: fresh }, finish: () => ({ reply: { status: 204, headers: {}, body: '' } }) };
  });
}
