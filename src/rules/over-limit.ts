import { overLimit } from '../substances/reading/results.ts';
import type { CertificateFacts, ResultFacts } from './facts.ts';
import type { Evidence } from './model.ts';

const exceeds = (one: ResultFacts) => one.limit !== undefined && overLimit(one.value, one.unit, one.limit) === 'over';

/** Results over the limit the report itself prints beside them; where they measure different things or a value cannot be read, nothing is said. */
export function resultsOver(certificate: CertificateFacts): ResultFacts[] {
  return certificate.results.filter(exceeds);
}

export function overEvidence(results: readonly ResultFacts[], enteredBy: string): Evidence[] {
  return results.map((one) => ({
    fact: { zh: one.item, en: one.item },
    value: `${one.value} ${one.unit ?? ''}`.trim(),
    expected: one.limit ?? '',
    enteredBy,
  }));
}
