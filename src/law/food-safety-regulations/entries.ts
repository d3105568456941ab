import type { AnyLawEntry } from '../model.ts';
import { cityLevelFine } from './city-level-fine.ts';
import { personalFine } from './personal-fine.ts';
import { repeatWithin } from './repeat-within.ts';
import { severeDuration } from './severe-duration.ts';
import { severeGoodsValue } from './severe-goods-value.ts';
import { severeIllness } from './severe-illness.ts';

/** Every value of this regulation, in the order of docs/law. */
export const foodSafetyRegulationsEntries: readonly AnyLawEntry[] = [
  severeGoodsValue,
  severeDuration,
  severeIllness,
  repeatWithin,
  personalFine,
  cityLevelFine,
];
