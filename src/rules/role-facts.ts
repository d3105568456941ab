import type { CivilDate } from '../platform/civil-date.ts';
import type { PartyFacts, SiteFacts } from './facts.ts';

/* What rules may know of the work of laboratories, farms, importers and carriers. */

/** The sample a report belongs to. */
export interface SampleFacts {
  publicId: string;
  number: string;
  kind: 'official' | 'client' | 'market' | 'quick';
  state: string;
  takenOn: CivilDate;
  /** Last instant to ask for a retest; null where none runs, or one was asked for. */
  retestUntil: number | null;
  /** Taken under the Agricultural Products Law. */
  agricultural: boolean;
  /** From whom it was taken, and where. */
  party: PartyFacts;
  site: SiteFacts | null;
  regionCode: string;
  /** Who entered the report. */
  enteredBy: string;
}

export interface FieldRecordFacts {
  publicId: string;
  crop: string;
  agent: string | null;
  appliedOn: CivilDate | null;
  /** Days of the safety interval as the label says. */
  intervalDays: number | null;
  harvestedOn: CivilDate | null;
  enteredBy: string;
}

export interface ImportPapersFacts {
  publicId: string;
  declarationNumber: string;
}

/** How a shipment travelled; temperatures in tenths of a degree Celsius. */
export interface TransportFacts {
  publicId: string;
  bulk: boolean;
  waybill: string | null;
  /** Number of the carrier's permit (准运证) as it was told; absent where it was not loaded. */
  permit?: string | null;
  /** Whether it names a carrier that is not the sender itself. */
  byOther?: boolean;
  minC10: number | null;
  maxC10: number | null;
  outOfRange: { at: number; c10: number }[];
  enteredBy: string;
}
