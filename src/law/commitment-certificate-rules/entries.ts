import type { AnyLawEntry } from '../model.ts';
import { certificateRulesEffective } from './effective.ts';
import { certificateProducts } from './products.ts';
import { certificateRetention } from './retention.ts';

/** Every value of this regulation, in the order of docs/law. */
export const commitmentCertificateRulesEntries: readonly AnyLawEntry[] = [
  certificateRulesEffective,
  certificateRetention,
  certificateProducts,
];
