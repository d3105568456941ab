import type { AnyLawEntry } from '../model.ts';
import { fine69 } from './fine-69.ts';
import { fine70 } from './fine-70.ts';
import { fine70Conditions } from './fine-70-2.ts';
import { fine71 } from './fine-71.ts';
import { fine72 } from './fine-72.ts';
import { fine73 } from './fine-73.ts';
import { fine74 } from './fine-74.ts';
import { fine75 } from './fine-75.ts';
import { produceQuickRetestHours } from './quick-retest-hours.ts';
import { productionRecordRetention } from './record-retention.ts';
import { produceRetestDays } from './retest-days.ts';

/** Every value of this regulation, in the order of docs/law. */
export const agriculturalProductsLawEntries: readonly AnyLawEntry[] = [
  fine69,
  fine70,
  fine70Conditions,
  fine71,
  fine72,
  fine73,
  fine74,
  fine75,
  productionRecordRetention,
  produceRetestDays,
  produceQuickRetestHours,
];
