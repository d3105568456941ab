import type { AnyLawEntry } from '../model.ts';
import { bulkLiquidEffective } from './bulk-liquid-effective.ts';
import { damagesMinimum } from './damages-minimum.ts';
import { fine122 } from './fine-122.ts';
import { fine123 } from './fine-123.ts';
import { fine123Conditions } from './fine-123-2.ts';
import { fine124 } from './fine-124.ts';
import { fine125 } from './fine-125.ts';
import { fine125Flaw } from './fine-125-2.ts';
import { fine126 } from './fine-126.ts';
import { fine130 } from './fine-130.ts';
import { fine132 } from './fine-132-1.ts';
import { fine132Carrier } from './fine-132-2.ts';
import { fine132Permit } from './fine-132-3.ts';
import { fine132Check } from './fine-132-4.ts';
import { managementBan } from './management-ban.ts';
import { quickRetestHours } from './quick-retest-hours.ts';
import { retentionAfterShelfLife } from './retention-after-shelf-life.ts';
import { retentionProduce } from './retention-produce.ts';
import { retentionWithoutShelfLife } from './retention-without-shelf-life.ts';
import { retestDays } from './retest-days.ts';
import { threePenalties } from './three-penalties.ts';

/** Every value of this regulation, in the order of docs/law. */
export const foodSafetyLawEntries: readonly AnyLawEntry[] = [
  fine122,
  fine123,
  fine123Conditions,
  fine124,
  fine125,
  fine125Flaw,
  fine126,
  fine130,
  fine132,
  fine132Carrier,
  fine132Permit,
  fine132Check,
  retentionAfterShelfLife,
  retentionWithoutShelfLife,
  retentionProduce,
  retestDays,
  quickRetestHours,
  threePenalties,
  managementBan,
  damagesMinimum,
  bulkLiquidEffective,
];
