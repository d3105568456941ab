import { fine70 } from './agricultural-products-law/fine-70.ts';
import { fine71 } from './agricultural-products-law/fine-71.ts';
import { fine73 } from './agricultural-products-law/fine-73.ts';
import { agriculturalCitations, agriculturalLaw } from './agricultural-products-law/regulation.ts';
import { fine123 } from './food-safety-law/fine-123.ts';
import { fine124 } from './food-safety-law/fine-124.ts';
import { fine126 } from './food-safety-law/fine-126.ts';
import { foodSafetyCitations, foodSafetyLaw } from './food-safety-law/regulation.ts';
import type { AnyLawEntry, Regulation } from './model.ts';
import { samrCitations, samrNotice } from './samr-notice-2023/regulation.ts';
import { boundSubjects } from './zhejiang-traceability/bound-subjects.ts';
import { boundVarieties } from './zhejiang-traceability/bound-varieties.ts';
import { confirmationDeadline } from './zhejiang-traceability/confirmation-deadline.ts';
import { displayBand } from './zhejiang-traceability/display-band.ts';
import { effectiveDate } from './zhejiang-traceability/effective-date.ts';
import { entryAndConfirmationBand } from './zhejiang-traceability/entry-and-confirmation-band.ts';
import { zhejiangCitations, zhejiangRegulation } from './zhejiang-traceability/regulation.ts';
import { territory } from './zhejiang-traceability/territory.ts';

export const regulations: readonly Regulation[] = [zhejiangRegulation, foodSafetyLaw, agriculturalLaw, samrNotice];

/** Every value of law in the data; what is not listed here is neither checked nor shown. */
export const lawEntries: readonly AnyLawEntry[] = [
  effectiveDate,
  territory,
  boundVarieties,
  boundSubjects,
  entryAndConfirmationBand,
  displayBand,
  confirmationDeadline,
  fine123,
  fine124,
  fine126,
  fine70,
  fine71,
  fine73,
];

/** Citations by id. */
export const citations = { ...zhejiangCitations, ...foodSafetyCitations, ...agriculturalCitations, ...samrCitations };
export type CitationId = keyof typeof citations;
