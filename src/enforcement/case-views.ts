import { law, type OffenceId, type PartyKind } from '../law/index.ts';
import { type KnownParty, loadPartyFacts } from '../parties/facts.ts';
import { type CivilDate, formatInstant } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import { citationView, offenceCitations } from '../rules/citations.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { stateFor } from './case-deadlines.ts';
import { isOverdue, type StepKind } from './case-model.ts';
import type { Other } from './case-others.ts';
import type { CaseRow } from './repository.ts';
import { partyRef } from './views.ts';

/** A step as it was recorded: `by` is the authority and key, the rest what the step says. */
export interface StepView {
  n: number;
  kind: StepKind;
  at: string;
  by: string;
  text?: string;
  reason?: string;
  dueOn?: CivilDate;
  seenOn?: CivilDate;
  receivedOn?: CivilDate;
  servedOn?: CivilDate;
  document?: string;
  how?: string;
  officers?: string[];
  inTime?: boolean;
  fineCents?: number;
  others?: Other[];
  amountCents?: number;
  ground?: string;
}

export function stepView(row: DB['case_step']): StepView {
  return { n: row.n, kind: row.kind as StepKind, at: formatInstant(row.at), by: row.by, ...(JSON.parse(row.record) as object) };
}

export interface CaseParts {
  file: CaseRow;
  party: KnownParty | undefined;
  authority: { publicId: string; name: string } | undefined;
  today: CivilDate;
  /** The party reads its case without what is still inside the office. */
  isParty: boolean;
}

/** A case as replies show it; the band is that of the offence for this party on the day of the first act. */
export function caseView({ file, party, authority, today, isParty }: CaseParts, locale: Locale) {
  const offence = file.offence as OffenceId;
  const partyKinds = (party?.kinds ?? []) as PartyKind[];
  const actOn = file.occurredFrom;
  return {
    id: file.publicId,
    state: stateFor(file, isParty),
    party: partyRef(party),
    authority: authority ? { id: authority.publicId, name: authority.name } : null,
    offence: file.offence,
    title: law.offences[offence].title[locale],
    officers: JSON.parse(file.officers) as string[],
    dueOn: file.dueOn,
    overdue: isOverdue(file, today),
    openedAt: formatInstant(file.openedAt),
    closedAt: file.closedAt === null ? null : formatInstant(file.closedAt),
    actOn,
    occurredFrom: file.occurredFrom,
    occurredTo: file.occurredTo,
    noticeServedOn: file.noticeServedOn,
    statementDueOn: file.statementDueOn,
    hearingAskedOn: file.hearingAskedOn,
    goodsValueCents: file.goodsValueCents,
    fineCents: file.fineCents,
    decidedOn: file.decidedOn,
    servedOn: file.servedOn,
    citations: offenceCitations(offence).flatMap((ref) => citationView(ref, actOn, locale) ?? []),
    fineBand: law.fineBandOn(offence, { actOn, partyKinds, goodsValueCents: file.goodsValueCents }, locale),
  };
}

/** Cases of one page with what their views need; two queries. */
export async function caseViews(
  read: Store['read'],
  files: readonly CaseRow[],
  at: { today: CivilDate; isParty: boolean },
  locale: Locale,
) {
  if (files.length === 0) return [];
  const parties = await loadPartyFacts(
    read,
    files.map((file) => file.partyId),
  );
  const authorityIds = [...new Set(files.map((file) => file.authorityId))];
  const authorities = await read.selectFrom('authority').select(['id', 'publicId', 'name']).where('id', 'in', authorityIds).execute();
  return files.map((file) =>
    caseView({ file, party: parties.get(file.partyId), authority: authorities.find((one) => one.id === file.authorityId), ...at }, locale),
  );
}

export type CaseReply = ReturnType<typeof caseView>;
