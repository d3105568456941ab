import type { AnyLawEntry } from '../model.ts';
import { carriersLicensedBy } from './carriers-licensed-by.ts';
import { bulkLiquidDirectory } from './directory.ts';

/** Every value of this regulation, in the order of docs/law. */
export const bulkLiquidRulesEntries: readonly AnyLawEntry[] = [carriersLicensedBy, bulkLiquidDirectory];
