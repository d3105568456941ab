import type { PublicCitation } from './fine-bands.ts';
import type { CivilDate, Confirmed, ConsequenceKind, FineAfter, PartyKind } from './model.ts';
import type { OffenceId } from './offences.ts';
import type { LawSettingRow } from './settings.ts';

/** Grounds of 行政处罚法 32: harm removed, coerced, own confession, merit, another law. */
export type ReliefGround = 'harm-removed' | 'coerced' | 'confessed' | 'merit' | 'other';

/** What an officer established about the act; what is left out is not established. */
export type PenaltyCircumstances = {
  /** An officer holds the case serious on a ground of its own (条例 67(1)(6)). */
  readonly severe?: boolean | undefined;
  /** Whole months the act went on. */
  readonly durationMonths?: number | undefined;
  readonly falseInformation?: boolean | undefined;
  readonly refusedInspection?: boolean | undefined;
  readonly seriousIllness?: boolean | undefined;
  /** Effective decisions (never leads) for the same kind of act within a year before it. */
  readonly repeatCount?: number | undefined;
  /** Effective decisions under the Food Safety Law within a year, this one not counted (134). */
  readonly penaltiesInYear?: number | undefined;
  readonly firstOffence?: boolean | undefined;
  readonly minor?: boolean | undefined;
  readonly noHarm?: boolean | undefined;
  readonly minorHarm?: boolean | undefined;
  readonly correctedInTime?: boolean | undefined;
  /** Proved to be without fault (33(2)). */
  readonly noFault?: boolean | undefined;
  readonly reliefs?: readonly ReliefGround[] | undefined;
  /** Stopped, recalled or otherwise removed the risk, no harm (条例 76). */
  readonly recalledOrStopped?: boolean | undefined;
  /** Incoming checks done, proved not to know, source named (136). */
  readonly sourceNamedAndChecked?: boolean | undefined;
  readonly sourceNamed?: boolean | undefined;
  readonly deliberate?: boolean | undefined;
  readonly vileNature?: boolean | undefined;
  readonly graveConsequences?: boolean | undefined;
  /** Last year’s income of a person responsible from the unit, in cents. */
  readonly responsiblePersonIncomeCents?: number | null | undefined;
};

export type PenaltyQuestion = {
  readonly offence: OffenceId;
  readonly actOn: CivilDate;
  readonly partyKinds: readonly PartyKind[];
  /** What an officer established with its evidence; null while not established. */
  readonly goodsValueCents: number | null;
  readonly circumstances?: PenaltyCircumstances | undefined;
  /** What administrators entered for the thresholds the penalty reads. */
  readonly settings?: readonly LawSettingRow[] | undefined;
};

export type PenaltyStep = { text: string; arithmetic: string | null; citation: PublicCitation };
export type PenaltyConsequence = {
  kind: ConsequenceKind | 'fine' | 'personalFine' | 'ban';
  text: string;
  /** Kept by the article for serious cases. */
  onlyIfSevere: boolean;
  /** Kept by the article for an order refused, or for grave consequences. */
  condition?: 'refused' | 'grave';
  citation: PublicCitation;
};
export type PenaltyReduction = {
  ground: string;
  effect: 'no-penalty' | 'may-no-penalty' | 'lighter-or-below';
  text: string;
  citation: PublicCitation;
};
export type Penalty = {
  offence: OffenceId;
  title: string;
  actOn: CivilDate;
  steps: PenaltyStep[];
  /** Integer cents, inclusive; null while the goods value is not established. */
  minCents: number | null;
  maxCents: number | null;
  /** The amounts below the threshold of goods value, or the fixed band. */
  fixed: { minCents: number; maxCents: number };
  multiple: { fromCents: number; minTimes: number; maxTimes: number } | null;
  fineText: string;
  after: FineAfter;
  ordersFirst: boolean;
  severe: { holds: boolean; because: PenaltyStep[] };
  consequences: PenaltyConsequence[];
  reductions: PenaltyReduction[];
  /** 食品安全法 136, for operators; the goods are confiscated all the same. */
  exemption: { text: string; goodsConfiscated: true; citation: PublicCitation } | null;
  /** The greatest fine reaches the amount that only a city or higher authority decides (条例 81). */
  cityLevel: boolean;
  notes: string[];
  /** The weakest mark among what the fine rests on. */
  confirmed: Confirmed;
};
