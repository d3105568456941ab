import { competentDepartment, resolve, stageOf } from './authority.ts';
import { bandLines, fineFor } from './bands.ts';
import { allLaw, checkLaw } from './check.ts';
import { addHours, deadlines, isWorkingDay, onTheSpot, surcharge, workingDaysAfter } from './days.ts';
import { citationText, fineBandOn, fineBands, publicCitation } from './fine-bands.ts';
import { gate } from './gate.ts';
import { mayGroundLead, valueOn } from './model.ts';
import { additiveLimit, additiveLimits, dayOn, entryOn, numberOn } from './numbers.ts';
import { offenceOf, offences } from './offences.ts';
import { checkFine, cityLevelFrom, penaltyFor, underFoodSafetyLaw } from './penalty.ts';
import { provisionsForAct } from './provisions.ts';
import { mayBeExempt } from './reductions.ts';
import { citations, lawEntries, regulations } from './registry.ts';
import { applySettings, settableKeys, settingProblems } from './settings.ts';
import { confirmationDeadline } from './zhejiang-traceability/confirmation-deadline.ts';

export type { Competence, DepartmentAnswer } from './authority.ts';
export type { Circumstances, FineBasis } from './bands.ts';
export type { Deadline } from './days.ts';
export type { FineBandItem, PublicCitation, PublicFineBand } from './fine-bands.ts';
export type { Answer, EnteredSubject, EnteredVariety, GateCheck, GateInput, GateResult } from './gate.ts';
export type * from './model.ts';
export type { Matter, OffenceId, Stage } from './offences.ts';
export type * from './penalty-model.ts';
export type { Provision, Provisions } from './provisions.ts';
export type { CitationId } from './registry.ts';
export type { LawSettingRow, SettingProblem } from './settings.ts';

/** The law as this service knows it: data (citations, offences, entries, regulations) and the pure functions over it. */
export const law = {
  citations,
  offences,
  entries: lawEntries,
  regulations,
  all: allLaw,
  confirmationDeadline,
  valueOn,
  mayGroundLead,
  gate,
  stageOf,
  offenceOf,
  competentDepartment,
  resolve,
  fineFor,
  bandLines,
  fineBandOn,
  fineBands,
  publicCitation,
  citationText,
  checkLaw,
  penaltyFor,
  checkFine,
  cityLevelFrom,
  underFoodSafetyLaw,
  mayBeExempt,
  provisionsForAct,
  workingDaysAfter,
  isWorkingDay,
  addHours,
  deadlines,
  surcharge,
  onTheSpot,
  applySettings,
  settingProblems,
  settableKeys,
  entryOn,
  number: numberOn,
  day: dayOn,
  additiveLimits,
  additiveLimit,
} as const;
