import type { AnyLawEntry } from '../model.ts';
import { labelStandard2025 } from './effective-2025.ts';
import { expiryOnlyFrom } from './expiry-only.ts';
import { shelfLifeExempt } from './shelf-life-exempt.ts';

/** Every value of this regulation, in the order of docs/law. */
export const gb7718Entries: readonly AnyLawEntry[] = [labelStandard2025, expiryOnlyFrom, shelfLifeExempt];
