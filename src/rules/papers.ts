import type { BatchFacts, CertificateFacts } from './facts.ts';
import type { Evidence } from './model.ts';

/** Papers by which goods may leave or be taken over; a sampling report of an authority is none of them. */
const PAPERS: ReadonlySet<string> = new Set([
  'release',
  'typeTest',
  'quickTest',
  'quarantine',
  'meatQuality',
  'commitment',
  'importInspection',
  'other',
]);

/** The papers of goods; a commitment certificate (承诺达标合格证) is of produce alone (农产品质量安全法 39) and stands for nothing on processed food. */
export function papersOf({ certificates, product }: BatchFacts): CertificateFacts[] {
  return certificates.filter(({ kind }) => PAPERS.has(kind) && (kind !== 'commitment' || product.category === 'agricultural'));
}

/**
 * Whether a report only presumes: a quick test, a sample of the market's own, an official one before its retest period or retest is over
 * (食品安全法 87, 88). Such a report is told and grounds no band.
 */
export function isPresumptive({ kind, sample }: CertificateFacts): boolean {
  if (kind === 'quickTest') return true;
  if (!sample) return false;
  return sample.kind === 'quick' || sample.kind === 'market' || (sample.kind === 'official' && sample.state !== 'final');
}

/**
 * Whether a document is an authority's sampling report that was entered without its sample: when the firm was told is not known here, so neither is whether
 * its retest period is over (食品安全法 88, 农产品质量安全法 51). Whoever knows opens the lead.
 */
export function isRetestUnknown({ kind, sample }: CertificateFacts): boolean {
  return kind === 'officialSample' && sample === undefined;
}

/** Who entered a document, and which it is: a report to a sample is its laboratory's word, any other paper its party's. */
export function sourceOf(batch: BatchFacts, { publicId, sample }: CertificateFacts): Pick<Evidence, 'enteredBy' | 'certificate'> {
  return { enteredBy: sample?.enteredBy ?? batch.enteredBy, certificate: publicId };
}

/** Whether a report is to an official sample taken here, which has a rule of its own. */
export const isOfficial = ({ sample }: CertificateFacts): boolean => sample?.kind === 'official';

/** Certificates whose own conclusion is fail, without those a later one of the same kind replaced by a pass (retest). */
export function failedCertificates(batch: BatchFacts): { standing: CertificateFacts[]; retested: CertificateFacts[] } {
  const standing: CertificateFacts[] = [];
  const retested: CertificateFacts[] = [];
  for (const certificate of batch.certificates) {
    if (certificate.conclusion !== 'fail' || isOfficial(certificate)) continue;
    (batch.certificates.some((later) => replaces(later, certificate)) ? retested : standing).push(certificate);
  }
  return { standing, retested };
}

function replaces(later: CertificateFacts, failed: CertificateFacts): boolean {
  if (later.kind !== failed.kind || later.conclusion !== 'pass') return false;
  return later.issuedOn !== null && failed.issuedOn !== null && later.issuedOn > failed.issuedOn;
}
