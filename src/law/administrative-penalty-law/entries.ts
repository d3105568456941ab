import type { AnyLawEntry } from '../model.ts';
import { decisionDays } from './decision-days.ts';
import { hearingNotice } from './hearing-notice.ts';
import { hearingRequest } from './hearing-request.ts';
import { hearingThreshold } from './hearing-threshold.ts';
import { limitation } from './limitation.ts';
import { limitationHealth } from './limitation-health.ts';
import { officers } from './officers.ts';
import { onTheSpotCitizen } from './on-the-spot-citizen.ts';
import { onTheSpotUnit } from './on-the-spot-unit.ts';
import { paymentDays } from './payment-days.ts';
import { serviceDays } from './service-days.ts';
import { surchargeRate } from './surcharge.ts';
import { withdrawPublication } from './withdraw-publication.ts';

/** Every value of this regulation, in the order of docs/law. */
export const administrativePenaltyLawEntries: readonly AnyLawEntry[] = [
  hearingRequest,
  hearingNotice,
  decisionDays,
  serviceDays,
  paymentDays,
  surchargeRate,
  limitation,
  limitationHealth,
  onTheSpotCitizen,
  onTheSpotUnit,
  withdrawPublication,
  officers,
  hearingThreshold,
];
