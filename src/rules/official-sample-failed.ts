import { law } from '../law/index.ts';
import { localTime } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { type Act, batchSubject, draft, kindsOf, stageOf } from './draft.ts';
import type { BatchFacts, CertificateFacts } from './facts.ts';
import type { CitationRef, Evidence, FindingDraft, Rule } from './model.ts';
import type { SampleFacts } from './role-facts.ts';

type Failed = CertificateFacts & { sample: SampleFacts };

const isFailed = (one: CertificateFacts): one is Failed => one.sample?.kind === 'official' && one.conclusion === 'fail';

const retestCitation = ({ agricultural }: SampleFacts): CitationRef => (agricultural ? 'apq-51-1' : 'fsl-88-1');

function evidenceOf(report: Failed): Evidence[] {
  const { sample } = report;
  const results = report.results.map(({ item, value, unit, limit }) => `${item} ${value} ${unit ?? ''} (${limit ?? '-'})`).join('; ');
  return [
    {
      fact: {
        zh: `监督抽检报告 ${report.number ?? report.publicId}`,
        en: `Report to an official sample, ${report.number ?? report.publicId}`,
      },
      value: results === '' ? { zh: '不合格', en: 'fail' } : results,
      expected: { zh: '合格', en: 'pass' },
      enteredBy: sample.enteredBy,
      certificate: report.publicId,
    },
    {
      fact: { zh: '抽样单', en: 'Sample' },
      value: `${sample.number} (${sample.takenOn})`,
      expected:
        sample.state === 'final'
          ? { zh: '复检期已过或者复检已有结论', en: 'the retest period is over, or the retest has its conclusion' }
          : { zh: '复检期未满，结论未确定', en: 'the retest is open, the conclusion is not final' },
      enteredBy: sample.enteredBy,
    },
  ];
}

function openTodo(batch: BatchFacts, report: Failed): FindingDraft {
  const { sample } = report;
  const until = sample.retestUntil === null ? null : localTime(sample.retestUntil);
  return draft(officialSampleFailed, actOf(batch, sample), {
    subject: batchSubject(batch),
    batchId: batch.id,
    occasion: `sample/${sample.publicId}`,
    weight: 'todo',
    certainty: 'suspected',
    offence: null,
    message:
      until === null
        ? {
            zh: '监督抽检结果为不合格，复检中；请先停止销售。',
            en: 'An official sample failed and its retest is under way; stop selling meanwhile.',
          }
        : {
            zh: `监督抽检结果为不合格；有异议的可在 ${until} 前申请复检，请先停止销售。`,
            en: `An official sample failed; a retest may be asked for until ${until}. Stop selling meanwhile.`,
          },
    evidence: evidenceOf(report),
    citations: [retestCitation(sample)],
  });
}

const actOf = (batch: BatchFacts, { party, site, regionCode, takenOn }: SampleFacts): Act => ({
  party,
  site,
  regionCode,
  category: batch.product.category,
  on: takenOn,
});

function finalLead(batch: BatchFacts, report: Failed, act: Act, who: 'holder' | 'maker'): FindingDraft {
  const { sample } = report;
  const offence = law.offenceOf('nonconforming', { stage: stageOf(act), category: act.category, partyKinds: kindsOf(act.party) });
  return draft(officialSampleFailed, act, {
    subject: batchSubject(batch),
    batchId: batch.id,
    occasion: who === 'holder' ? `sample/${sample.publicId}` : `sample/${sample.publicId}/maker`,
    weight: offence === null ? 'todo' : 'lead',
    // What a seller's storage did to the goods is not the maker's doing.
    certainty: who === 'holder' ? 'established' : 'suspected',
    offence,
    message:
      who === 'holder'
        ? { zh: '监督抽检结论为不合格且已确定。', en: 'An official sample failed, and the conclusion is final.' }
        : {
            zh: '在下游的监督抽检结论为不合格且已确定；不合格发生在哪一环节由执法人员查明。',
            en: 'An official sample taken further down failed, and the conclusion is final; at which stage it arose is for the officers.',
          },
    evidence: evidenceOf(report),
    citations: offence === null ? ['fsl-88-1'] : [...offenceCitations(offence), retestCitation(sample)],
  });
}

function found(batch: BatchFacts, report: Failed): FindingDraft[] {
  if (report.sample.state !== 'final') return [openTodo(batch, report)];
  const holder = finalLead(batch, report, actOf(batch, report.sample), 'holder');
  const madeByOther = batch.party.id !== report.sample.party.id && (batch.origin === 'own' || batch.origin === 'transformation');
  if (!madeByOther) return [holder];
  const { party, site, product } = batch;
  const making: Act = { party, site, regionCode: site.regionCode, category: product.category, on: report.sample.takenOn };
  return [holder, finalLead(batch, report, making, 'maker')];
}

/**
 * An official sample that failed (食品安全法 34（十三）, 124; 农产品质量安全法 36, 71): told at once, a lead only when the retest period is over or the retest has
 * failed too (食品安全法 88: seven working days; 农产品质量安全法 51: five). A report that is withdrawn, or a retest that passes, ends it. Occasions on the batch:
 * `sample/{id}`, and `sample/{id}/maker` where somebody else made the goods.
 */
export const officialSampleFailed: Rule = {
  id: 'official-sample-failed',
  version: 1,
  title: { zh: '监督抽检不合格', en: 'Official sample failed' },
  startsOn: '2021-04-29',
  watches: ['batch'],
  weights: ['todo', 'lead'],
  offences: ['nonconforming', 'produce-nonconforming'],
  leadEnds: 'when-corrected',
  judge: (event) =>
    event.kind === 'batch' ? event.batch.certificates.filter(isFailed).flatMap((report) => found(event.batch, report)) : [],
};
