import { newPublicId } from '../../codes/ids.ts';
import { sha256Hex } from '../../ledger/entry.ts';
import { actedBy, chainOf, type PartyCaller } from '../../platform/caller.ts';
import { parseInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { invalidInput, Problem } from '../../platform/problems.ts';
import { shown } from '../../platform/result.ts';
import { type Call, json } from '../../platform/route.ts';
import { write } from '../../platform/write.ts';
import type { DB } from '../../store/schema.ts';
import type { Commit, Finished, Reply, Rows, Stamp, Touch } from '../../store/store.ts';
import { takenOut } from './contexts.ts';
import { type EpcisEvent, eventProblems, readDocument, singleProblems } from './document.ts';
import { CAPTURE_LIMIT, epcisHeaders } from './headers.ts';
import { eventIdOf } from './identity.ts';
import { type Fault, jobView, type Outcome } from './jobs.ts';
import { RECORD } from './own-terms.ts';
import { eventRow } from './rows.ts';
import { type Item, type Settled, settled } from './settle.ts';
import { isUri } from './shape.ts';

/** Faults of a document after which only the first of each event is told. */
const MOST_TOLD = 1_000;

type Behaviour = 'rollback' | 'proceed';

/** Events that were read, and what is wrong with the others. */
interface Reading {
  items: Item[];
  faults: Fault[];
  total: number;
}

/**
 * POST /epcis/capture: a document of up to a thousand events. By `rollback` one wrong event refuses all, by `proceed` the others are stored; the
 * job says which. The document itself is kept among the party's files under its SHA-256.
 * @throws {Problem} invalid-input when it is no EPCIS document; too-large
 */
export async function captureDocument(deps: Deps, call: Call<unknown, unknown, unknown>, caller: PartyCaller): Promise<Reply> {
  const behaviour = behaviourOf(call.request);
  const read = readDocument(call.body);
  if ('errors' in read) throw invalidInput(read.errors);
  const { events, root, context } = read.document;
  if (events.length > CAPTURE_LIMIT) throw tooMany(events.length, root);
  const reading = readEvents(events, root, context);
  await deps.files.put(sha256Hex(call.raw), call.raw);
  return write(deps.store, async () => {
    const found = await settled(deps.store.read, caller.party, reading.items);
    return commitOf(deps, call, caller, { behaviour, reading, found, replyOf: accepted });
  });
}

const accepted = (job: DB['epcis_capture'], call: Call): Reply =>
  json(202, jobView(job, call.locale), { ...epcisHeaders, Location: `/epcis/capture/${job.publicId}` });

/**
 * POST /epcis/events: one event with its context.
 * @throws {Problem} invalid-input; conflict when its identifier is another event's
 */
export async function captureEvent(deps: Deps, call: Call<unknown, unknown, unknown>, caller: PartyCaller): Promise<Reply> {
  const errors = singleProblems(call.body);
  if (errors.length > 0) throw invalidInput(errors);
  const item: Item = { index: 0, at: '', ...takenOut(call.body as EpcisEvent) };
  const id = eventIdOf(item.event, item.extras, caller.party.publicId);
  await deps.files.put(sha256Hex(call.raw), call.raw);
  return write(deps.store, async () => {
    const found = await settled(deps.store.read, caller.party, [item]);
    const [fault] = found.faults;
    if (fault)
      throw new Problem(
        'conflict',
        { zh: '该 eventID 已属于另一事件。', en: 'That eventID is another event’s.' },
        { errors: [fault.error] },
      );
    const reading = { items: [item], faults: [], total: 1 };
    const location = `/epcis/events/${encodeURIComponent(id)}`;
    const created = (): Reply => json(201, { eventID: id }, { ...epcisHeaders, Location: location });
    return commitOf(deps, call, caller, { behaviour: 'rollback', reading, found, replyOf: created });
  });
}

function readEvents(events: readonly unknown[], root: string, context: unknown): Reading {
  const reading: Reading = { items: [], faults: [], total: events.length };
  events.forEach((event, index) => {
    const at = `${root}/${index}`;
    const errors = eventProblems(event, at);
    const eventId = (event as { eventID?: unknown } | null)?.eventID;
    const told = typeof eventId !== 'string' ? null : isUri(eventId) ? eventId : shown(eventId);
    if (errors.length === 0) reading.items.push({ index, at, ...takenOut(event as EpcisEvent, context) });
    // Every wrong event is named by its first fault; the others are told as long as the reply stays one that can be read.
    for (const error of reading.faults.length < MOST_TOLD ? errors : errors.slice(0, 1))
      reading.faults.push({ index, eventId: told, error });
  });
  return reading;
}

function behaviourOf(request: Request): Behaviour {
  const given = request.headers.get('gs1-capture-error-behaviour') ?? 'rollback';
  if (given === 'rollback' || given === 'proceed') return given;
  throw invalidInput([
    {
      pointer: '/headers/GS1-Capture-Error-Behaviour',
      found: given,
      expected: { zh: 'rollback 或 proceed', en: 'rollback or proceed' },
      fix: { zh: '去掉此头即为 rollback', en: 'leave the header out to mean rollback' },
    },
  ]);
}

function tooMany(found: number, pointer: string): Problem {
  const error: ProblemDetail = {
    pointer,
    found: `${found}`,
    expected: { zh: `至多 ${CAPTURE_LIMIT} 个事件`, en: `at most ${CAPTURE_LIMIT} events` },
    fix: { zh: '分成几个文档提交', en: 'send it in several documents' },
  };
  const detail = {
    zh: `一次至多 ${CAPTURE_LIMIT} 个事件，未保存任何内容。`,
    en: `At most ${CAPTURE_LIMIT} events at once; nothing was stored.`,
  };
  return new Problem('too-large', detail, { errors: [error], headers: epcisHeaders });
}

interface Parts {
  behaviour: Behaviour;
  reading: Reading;
  found: Settled;
  replyOf(job: DB['epcis_capture'], call: Call): Reply;
}

async function commitOf(deps: Deps, call: Call, caller: PartyCaller, parts: Parts): Promise<Commit> {
  const { behaviour, reading, found } = parts;
  const faults = [...reading.faults, ...found.faults].sort((a, b) => a.index - b.index);
  const isRefused = faults.length > 0 && behaviour === 'rollback';
  const fresh = isRefused ? [] : found.fresh;
  const [captureId = 0, ...ids] = await deps.store.ids(1 + fresh.length);
  const outcome: Outcome = { faults, records: [] };
  // Whoever may not record goods and custody may leave events, which then are nothing more.
  const makesRecords = !isRefused && (['batches', 'custody'] as const).every((right) => caller.rights.includes(right));
  const job: DB['epcis_capture'] = {
    id: captureId,
    publicId: newPublicId(deps.random),
    partyId: caller.party.id,
    behaviour,
    sha256: sha256Hex(call.raw),
    state: isRefused ? 'refused' : makesRecords && reading.items.some(({ event }) => RECORD in event) ? 'running' : 'done',
    total: reading.total,
    stored: fresh.length,
    errors: JSON.stringify(outcome),
    actedBy: actedBy(caller),
    at: call.now,
    finishedAt: null,
  };
  if (job.state !== 'running') job.finishedAt = call.now;
  const payload = {
    party: caller.party.publicId,
    actedBy: job.actedBy,
    document: job.sha256,
    total: job.total,
    stored: job.stored,
    declared: isRefused ? 0 : found.declared.size,
    makesRecords: job.state === 'running',
  };
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: isRefused ? [] : [{ kind: 'epcis.captured', subject: `epcis/${job.publicId}`, payload }],
    rows: { epcis_capture: [job], stored_file: await fileRow(deps, call, caller, job.sha256) },
    touch: isRefused ? [] : declaredTouches(found),
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: ({ stamps }): Finished => ({
      rows: isRefused ? {} : eventRows(fresh, ids, { job, stamp: stamps[0] as Stamp }),
      reply: parts.replyOf(job, call),
    }),
  };
}

/** The document as a file of the party, once. */
async function fileRow(deps: Deps, call: Call, caller: PartyCaller, sha256: string): Promise<DB['stored_file'][]> {
  const known = await deps.store.read
    .selectFrom('stored_file')
    .select('sha256')
    .where('sha256', '=', sha256)
    .where('partyId', '=', caller.party.id)
    .executeTakeFirst();
  if (known) return [];
  return [{ sha256, partyId: caller.party.id, size: call.raw.byteLength, mediaType: 'application/ld+json', at: call.now }];
}

function declaredTouches(found: Settled): Touch[] {
  return [...found.declared].map(([id, time]) => ({ set: 'epcis_event', id, to: { declaredAt: parseInstant(time) } }));
}

function eventRows(fresh: Settled['fresh'], ids: readonly number[], { job, stamp }: { job: DB['epcis_capture']; stamp: Stamp }): Rows {
  const made = fresh.map((one, n) => {
    const place = {
      id: ids[n] ?? 0,
      eventId: one.key,
      partyId: job.partyId,
      captureId: job.id,
      recordTime: stamp.at,
      seq: stamp.seq,
      n,
    };
    const { row, epcs } = eventRow(one, place);
    return { row: { ...row, declaredAt: one.declaredAt === null ? null : parseInstant(one.declaredAt) }, epcs };
  });
  return { epcis_event: made.map(({ row }) => row), epcis_epc: made.flatMap(({ epcs }) => epcs) };
}
