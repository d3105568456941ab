import type { AnyLawEntry } from '../model.ts';
import { expiredGoodsValue } from './expired-goods-value.ts';
import { firstWithin } from './first-within.ts';
import { licenceMonths } from './licence-months.ts';

/** Every value of this regulation, in the order of docs/law. */
export const firstOffenceListsEntries: readonly AnyLawEntry[] = [expiredGoodsValue, licenceMonths, firstWithin];
