import { law } from '../law/index.ts';
import { lawSettings } from '../law-settings/repository.ts';
import { type CivilDate, civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import { confirmationHours } from '../rules/receipt-unconfirmed.ts';
import type { Store } from '../store/store.ts';
import { type CaseDeadline, caseDeadlines } from './case-deadlines.ts';

/** A day by which something is asked of a party, and of what it is. */
export interface PartyDeadline extends Omit<CaseDeadline, 'kind' | 'whose'> {
  kind: CaseDeadline['kind'] | 'confirmation';
  subject: { type: 'case' | 'shipment'; id: string };
  /** To the second, where it counts in hours. */
  at?: string;
}

/** Deadlines one reply carries at most; the nearest come first. */
const MOST = 200;

/** What a party is to do by when, the nearest first: orders, statements it may make, fines, deliveries to confirm. */
export async function deadlinesOf(read: Store['read'], partyId: number, now: number, locale: Locale): Promise<PartyDeadline[]> {
  const all = [...(await ofCases(read, partyId, civilDateOf(now), locale)), ...(await ofDeliveries(read, partyId, now, locale))];
  return all.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).slice(0, MOST);
}

async function ofCases(read: Store['read'], partyId: number, today: CivilDate, locale: Locale): Promise<PartyDeadline[]> {
  const files = await read.selectFrom('case_file').selectAll().where('partyId', '=', partyId).where('closedAt', 'is', null).execute();
  if (files.length === 0) return [];
  const steps = await read
    .selectFrom('case_step')
    .selectAll()
    .where(
      'caseId',
      'in',
      files.map((file) => file.id),
    )
    .orderBy('n')
    .execute();
  const settings = await lawSettings(read);
  const stepsOf = Map.groupBy(steps, (step) => step.caseId);
  return files.flatMap((file) =>
    caseDeadlines(file, stepsOf.get(file.id) ?? [], today, locale, settings).flatMap(({ whose, ...deadline }) =>
      whose === 'party' ? [{ ...deadline, subject: { type: 'case' as const, id: file.publicId } }] : [],
    ),
  );
}

/** Deliveries on the due list: whoever confirms, refuses or voids takes them off it. The hours are those of the day of delivery, as they stand now. */
async function ofDeliveries(read: Store['read'], partyId: number, now: number, locale: Locale): Promise<PartyDeadline[]> {
  const rows = await read
    .selectFrom('shipment')
    .innerJoin('due', (join) => join.onRef('due.subjectId', '=', 'shipment.id').on('due.subjectType', '=', 'shipment'))
    .select(['shipment.publicId', 'shipment.deliveredAt', 'due.at'])
    .where('shipment.toPartyId', '=', partyId)
    .where('shipment.state', '=', 'in-transit')
    .where('due.rule', '=', 'receipt-unconfirmed')
    .orderBy('due.at')
    .limit(MOST)
    .execute();
  const settings = rows.length === 0 ? [] : await lawSettings(read);
  return rows.map((row) => {
    const hours = row.deliveredAt === null ? undefined : confirmationHours(row.deliveredAt, settings);
    // An interruption puts the item on the list off, hours that were entered since lengthen it: the later instant holds.
    const at = Math.max(row.at, (row.deliveredAt ?? row.at) + (hours?.value ?? 0) * HOUR);
    const citation = hours?.citation;
    const setting = citation === undefined || !law.mayGroundLead(citation);
    return {
      kind: 'confirmation',
      on: civilDateOf(at),
      at: formatInstant(at),
      passed: at < now,
      setting,
      // What an administrator entered is named by where it was published: its article was not read.
      basis: citation ? (setting ? law.citationText(citation, locale) : citation.source) : null,
      text: (setting ? reminderText : deadlineText)[locale],
      subject: { type: 'shipment', id: row.publicId },
    };
  });
}

const HOUR = 3_600_000;
const reminderText = { zh: '接收确认的提醒时间', en: 'to receive and confirm (time of the reminder)' };
const deadlineText = { zh: '接收确认的期限', en: 'to receive and confirm' };
