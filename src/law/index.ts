import { competentDepartment, resolve, stageOf } from './authority.ts';
import { bandLines, fineFor } from './bands.ts';
import { allLaw, checkLaw } from './check.ts';
import { citationText, fineBandOn, fineBands, publicCitation } from './fine-bands.ts';
import { gate } from './gate.ts';
import { mayGroundLead, valueOn } from './model.ts';
import { offenceOf, offences } from './offences.ts';
import { citations, lawEntries, regulations } from './registry.ts';
import { confirmationDeadline } from './zhejiang-traceability/confirmation-deadline.ts';

export type { Competence, DepartmentAnswer } from './authority.ts';
export type { Circumstances, FineBasis } from './bands.ts';
export type { FineBandItem, PublicCitation, PublicFineBand } from './fine-bands.ts';
export type { Answer, EnteredSubject, EnteredVariety, GateCheck, GateInput, GateResult } from './gate.ts';
export type * from './model.ts';
export type { Matter, OffenceId, Stage } from './offences.ts';
export type { CitationId } from './registry.ts';

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
} as const;
