import type { AnyLawEntry } from '../model.ts';
import { holidays } from './holidays.ts';

/** Every value of this regulation, in the order of docs/law. */
export const workingCalendarEntries: readonly AnyLawEntry[] = [holidays];
