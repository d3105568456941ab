import type { AnyLawEntry } from '../model.ts';
import { boundSubjects } from './bound-subjects.ts';
import { boundVarieties } from './bound-varieties.ts';
import { confirmationDeadline } from './confirmation-deadline.ts';
import { displayBand } from './display-band.ts';
import { effectiveDate } from './effective-date.ts';
import { entryAndConfirmationBand } from './entry-and-confirmation-band.ts';
import { territory } from './territory.ts';

/** Every value of this regulation, in the order of docs/law. */
export const zhejiangTraceabilityEntries: readonly AnyLawEntry[] = [
  effectiveDate,
  territory,
  boundVarieties,
  boundSubjects,
  entryAndConfirmationBand,
  displayBand,
  confirmationDeadline,
];
