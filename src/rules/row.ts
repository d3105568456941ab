import { newPublicId, type RandomBytes } from '../codes/ids.ts';
import { law, type PublicFineBand } from '../law/index.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import { kindsOf } from './draft.ts';
import type { FindingDraft } from './model.ts';

/** A stored finding; message, evidence, citations and band are JSON texts. */
export type FindingRow = DB['finding'];

/** A band as a finding keeps it: amounts in cents, its words in both languages. */
export interface StoredBand extends Omit<PublicFineBand, 'lines' | 'notes'> {
  lines: { zh: string[]; en: string[] };
  notes: { zh: string[]; en: string[] };
}

/** The band of the law of the day of the act, for the party it is against; null without an offence or where no band reaches the party. */
export function bandOf(draft: FindingDraft): StoredBand | null {
  if (draft.offence === null) return null;
  const at = { actOn: draft.actOn, partyKinds: kindsOf(draft.party) };
  const zh = law.fineBandOn(draft.offence, at, 'zh');
  const en = law.fineBandOn(draft.offence, at, 'en');
  if (!zh || !en) return null;
  return { ...zh, lines: { zh: zh.lines, en: en.lines }, notes: { zh: zh.notes, en: en.notes } };
}

export interface RowKey {
  id: number;
  random: RandomBytes;
  occasion: string;
  now: number;
  today: CivilDate;
}

/** A draft as a new, open row. */
export function rowOf(draft: FindingDraft, key: RowKey): FindingRow {
  const band = bandOf(draft);
  return {
    id: key.id,
    publicId: newPublicId(key.random),
    rule: draft.rule,
    ruleVersion: draft.ruleVersion,
    weight: draft.weight,
    certainty: draft.certainty,
    offence: draft.offence,
    department: draft.department,
    partyId: draft.party.id,
    siteId: draft.site?.id ?? null,
    regionCode: draft.regionCode,
    subjectType: draft.subject.type,
    subjectId: draft.subject.id,
    subjectCode: draft.subject.code,
    batchId: draft.batchId,
    occasion: key.occasion,
    state: draft.shadow ? 'shadow' : 'open',
    message: JSON.stringify(draft.message),
    evidence: JSON.stringify(draft.evidence),
    citations: JSON.stringify(draft.citations),
    band: band === null ? null : JSON.stringify(band),
    minCents: band?.minCents ?? null,
    maxCents: band?.maxCents ?? null,
    actOn: draft.actOn,
    judgedAsOf: key.today,
    detectedAt: key.now,
    settledAt: null,
    settledReason: null,
    authorityId: null,
    caseId: null,
  };
}
