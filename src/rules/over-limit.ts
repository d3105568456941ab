import { overLimit } from '../substances/reading/results.ts';
import type { BatchFacts, CertificateFacts, ResultFacts } from './facts.ts';
import type { Evidence } from './model.ts';
import { sourceOf } from './papers.ts';

const MOST_KEPT = 1_000;
/** The same few results stand on the papers of thousands of batches, and reading one is costly. */
const known = new Map<string, boolean>();

function exceeds({ value, unit, limit }: ResultFacts): boolean {
  if (limit === undefined) return false;
  const key = JSON.stringify([value, unit, limit]);
  let answer = known.get(key);
  if (answer === undefined) {
    answer = overLimit(value, unit, limit) === 'over';
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, answer);
  }
  return answer;
}

/** Results over the limit the report itself prints beside them; where they measure different things or a value cannot be read, nothing is said. */
export function resultsOver(certificate: CertificateFacts): ResultFacts[] {
  return certificate.results.filter(exceeds);
}

/** A result with the report it stands in. */
export interface Over {
  report: CertificateFacts;
  result: ResultFacts;
}

export function overEvidence(batch: BatchFacts, over: readonly Over[]): Evidence[] {
  return over.map(({ report, result: one }) => ({
    fact: { zh: one.item, en: one.item },
    value: `${one.value} ${one.unit ?? ''}`.trim(),
    expected: one.limit ?? '',
    ...sourceOf(batch, report),
  }));
}
