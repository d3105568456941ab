import { certificateFacts, loadBatchFacts } from '../batches/facts.ts';
import type { BatchFacts, CertificateFacts } from '../rules/facts.ts';
import { type Judging, type JudgingDeps, judgeRecords } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import { sampleFacts } from './facts.ts';
import { isOwnWord, standsWith } from './model.ts';
import type { SampleRow } from './repository.ts';

interface Change {
  /** Public ids of documents that count no more. */
  without: readonly string[];
  add?: { certificate: DB['certificate']; enteredBy: string };
}

/** Prepares the judging of a sample's batches as its reports stand after a change. */
export async function judgedWith(
  deps: JudgingDeps,
  now: number,
  after: SampleRow,
  batches: readonly { id: number }[],
  { without, add }: Change,
): Promise<Judging> {
  const { read } = deps.store;
  const sample = (await sampleFacts(read, [after]))(after);
  const added: CertificateFacts[] = add ? [{ ...certificateFacts(add.certificate), sample: { ...sample, enteredBy: add.enteredBy } }] : [];
  const facts = await loadBatchFacts(
    read,
    batches.map((batch) => batch.id),
  );
  const stands = (papers: readonly CertificateFacts[]): CertificateFacts[] =>
    papers
      .filter((paper) => !without.includes(paper.publicId))
      .map((paper) => (paper.sample?.publicId === after.publicId ? { ...paper, sample: { ...paper.sample, ...sample } } : paper));
  const changed = (batch: BatchFacts): BatchFacts => {
    const isPaper = standsWith(after, { partyId: batch.party.id });
    return {
      ...batch,
      certificates: [...stands(batch.certificates), ...(isPaper ? added : [])],
      othersTests: [...stands(batch.othersTests ?? []), ...(isPaper ? [] : added)],
      goneReports: [...(batch.goneReports ?? []), ...(isOwnWord(after) ? [] : without)],
    };
  };
  return judgeRecords(
    deps,
    now,
    [...facts.values()].map((batch) => ({ kind: 'batch' as const, batch: changed(batch) })),
    batches.map((batch) => ({ type: 'batch', id: batch.id })),
  );
}
