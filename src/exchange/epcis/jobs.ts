import type { PartyCaller } from '../../platform/caller.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { pageOf } from '../../platform/paging.ts';
import type { Bilingual, ProblemDetail } from '../../platform/problem-detail.ts';
import { type Locale, notFound } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply } from '../../store/store.ts';
import { epcisHeaders } from './headers.ts';
import { epcisRepository } from './repository.ts';
import { placeOf } from './token.ts';

/** Something wrong with an event of a capture, by its place in the list. */
export interface Fault {
  index: number;
  eventId: string | null;
  error: ProblemDetail;
}

/** An event that told a record of this service, and what came of it here. */
export interface Made {
  index: number;
  eventId: string;
  /** made: a record was made of it. known: it is recorded already. kept: it stays an event alone. */
  outcome: 'made' | 'known' | 'kept';
  subject?: string;
  reason?: Bilingual;
}

/** What a capture ended with, as its row keeps it. */
export interface Outcome {
  faults: Fault[];
  records: Made[];
  /** While records are being made: how often it failed at an event, by its place. */
  failures?: Record<string, number>;
}

export const outcomeOf = (job: Pick<DB['epcis_capture'], 'errors'>): Outcome => JSON.parse(job.errors) as Outcome;

/** A capture job as a list has it: what was wrong with it is read by its own address. */
function summaryOf(job: Omit<DB['epcis_capture'], 'errors'>, isRight: boolean) {
  return {
    captureID: job.publicId,
    createdAt: formatInstant(job.at),
    finishedAt: job.finishedAt === null ? null : formatInstant(job.finishedAt),
    running: job.state === 'running',
    success: isRight,
    captureErrorBehaviour: job.behaviour,
    document: job.sha256,
    events: { sent: job.total, stored: job.stored },
  };
}

/** A capture job, as EPCIS 2.0 describes it, and what became of the records its events tell. */
export function jobView(job: DB['epcis_capture'], locale: Locale) {
  const { faults, records } = outcomeOf(job);
  return {
    ...summaryOf(job, faults.length === 0),
    errors: faults.map(({ index, eventId, error }) => ({
      type: 'epcisException:ValidationException',
      title: locale === 'zh' ? '事件有误' : 'A wrong event',
      status: 400,
      event: index,
      eventID: eventId,
      pointer: error.pointer,
      found: error.found,
      expected: error.expected[locale],
      fix: error.fix[locale],
    })),
    records: records.map(({ index, eventId, outcome, subject, reason }) => ({
      event: index,
      eventID: eventId,
      outcome,
      ...(subject === undefined ? {} : { subject }),
      ...(reason === undefined ? {} : { reason: reason[locale] }),
    })),
  };
}

/** GET /epcis/capture/{captureID}. */
export async function readJob(deps: Deps, call: Call<{ captureID: string }>, caller: PartyCaller): Promise<Reply> {
  const job = await epcisRepository(deps.store.read, caller).job(call.params.captureID);
  if (!job) throw notFound({ zh: '该捕获作业', en: 'such capture job' });
  return json(200, jobView(job, call.locale), epcisHeaders);
}

export interface Paged {
  perPage?: number | undefined;
  nextPageToken?: string | undefined;
}

/** How EPCIS pages: `nextPageToken` and a Link header without an end when there is no next page. */
export function epcisLink({ request }: { request: Request }, next: string | null): Record<string, string> {
  if (next === null) return {};
  const url = new URL(request.url);
  url.searchParams.set('nextPageToken', next);
  return { Link: `<${url.pathname}${url.search}>; rel="next"` };
}

/** GET /epcis/capture: the party's captures, newest first. */
export async function listJobs(deps: Deps, call: Call<unknown, Paged>, caller: PartyCaller): Promise<Reply> {
  const limit = call.query.perPage ?? 30;
  const rows = await epcisRepository(deps.store.read, caller).jobs(limit, placeOf(call.query.nextPageToken));
  const list = pageOf(
    rows,
    limit,
    (row) => ({ at: row.at, id: row.id }),
    (row) => summaryOf(row, Boolean(row.isRight)),
  );
  return json(200, list.items, { ...epcisHeaders, ...epcisLink(call, list.next) });
}
