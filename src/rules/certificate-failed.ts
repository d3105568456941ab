import { law } from '../law/index.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import {
  type Act,
  batchesOf,
  batchSubject,
  draft,
  entryOf,
  isOwn,
  kindsOf,
  saleEvidence,
  saleOf,
  shipmentSubject,
  stageOf,
} from './draft.ts';
import type { BatchFacts, CertificateFacts, DispositionFacts, LineFacts, PartyFacts, ShipmentFacts } from './facts.ts';
import type { Bilingual, CitationRef, Evidence, FindingDraft, Rule, Subject } from './model.ts';
import { failedCertificates, isPresumptive, isRetestUnknown, sourceOf } from './papers.ts';

const PASS: Bilingual = { zh: '合格', en: 'pass' };
const FAIL: Bilingual = { zh: '不合格', en: 'fail' };

function conclusionOf(batch: BatchFacts, certificate: CertificateFacts): Evidence {
  const number = certificate.number ?? certificate.publicId;
  return {
    fact: { zh: `合格证明文件 ${number} 的结论`, en: `Conclusion of certificate ${number}` },
    value: FAIL,
    expected: PASS,
    ...sourceOf(batch, certificate),
  };
}

const offenceOf = (act: Act) =>
  law.offenceOf('nonconforming', { stage: stageOf(act), category: act.category, partyKinds: kindsOf(act.party) });

/** The maker's own failing paper before any sale: nothing to blame, something to do. */
function holdTodo(batch: BatchFacts, failed: CertificateFacts[]): FindingDraft {
  return draft(certificateFailed, entryOf(batch, civilDateOf(batch.recordedAt)), {
    subject: batchSubject(batch),
    batchId: batch.id,
    occasion: 'record',
    weight: 'todo',
    certainty: 'established',
    offence: null,
    message: {
      zh: '检验结论为不合格：请勿销售；可申请复检，或者按处置记录销毁、退回。',
      en: 'The conclusion is fail: do not sell; ask for a retest, or record destruction or return.',
    },
    evidence: failed.map((one) => conclusionOf(batch, one)),
    citations: ['fsl-52'],
  });
}

function atRecord(batch: BatchFacts): FindingDraft[] {
  const { standing } = failedCertificates(batch);
  return standing.length > 0 ? [holdTodo(batch, standing)] : [];
}

interface Sale {
  act: Act;
  subject: Subject;
  evidence: Evidence;
}

/** The papers a seller may be held to know: the maker's, and what it had tested itself. */
function knownTo(seller: PartyFacts, batch: BatchFacts): CertificateFacts[] {
  const own = (batch.othersTests ?? []).filter(({ sample }) => sample?.party.id === seller.id);
  return failedCertificates({ ...batch, certificates: [...batch.certificates, ...own] }).standing;
}

const isOfMaker = (batch: BatchFacts) => (paper: CertificateFacts) => batch.certificates.some((one) => one.publicId === paper.publicId);

/** What is said of failing reports none of which grounds a band yet. */
function openMessage(standing: readonly CertificateFacts[]): Bilingual {
  if (standing.some(isRetestUnknown))
    return {
      zh: '监督抽检结果为不合格，未记录收到结论的日期，复检期是否已满由执法人员核对；请停止销售，有异议的可申请复检。',
      en: 'An official sample failed. On which day the conclusion was received is not recorded, so whether the retest period is over is for the officer to check: stop selling; a retest may be asked for.',
    };
  return {
    zh: '快速检测或者市场抽检结果为不合格，只作提示，不作为处罚依据；请停止销售并送检确认。',
    en: 'A quick test or the market’s own sample failed. It is a hint and grounds no penalty: stop selling and have it tested.',
  };
}

function openCitations(batch: BatchFacts, standing: readonly CertificateFacts[]): CitationRef[] {
  if (!standing.some(isRetestUnknown)) return ['fsl-52'];
  return [batch.product.category === 'agricultural' ? 'apq-51-1' : 'fsl-88-1'];
}

/** A lead on the batch where the maker sold against its own paper; a seller of another's goods is reminded. */
function soldFailing(batch: BatchFacts, sale: Sale): FindingDraft[] {
  const standing = knownTo(sale.act.party, batch);
  if (standing.length === 0) return [];
  const isOwnPaper = batch.party.id === sale.act.party.id;
  // A quick test, a market's own sample, an official one whose retest period may be open are told, and ground no band.
  const isCertain = standing.some((one) => !isPresumptive(one) && !isRetestUnknown(one));
  const offence = isCertain ? offenceOf(sale.act) : null;
  return [
    draft(certificateFailed, sale.act, {
      subject: isOwnPaper ? batchSubject(batch) : sale.subject,
      batchId: batch.id,
      occasion: isOwnPaper ? 'sale' : `batch/${batch.traceCode}`,
      weight: isOwnPaper && isCertain ? 'lead' : 'reminder',
      certainty: isOwnPaper && isCertain ? 'established' : 'suspected',
      offence,
      message: !isCertain
        ? openMessage(standing)
        : isOwnPaper
          ? { zh: '本方检验结论为不合格的批次已销售。', en: 'A batch was sold that the seller’s own certificate says has failed.' }
          : standing.some(isOfMaker(batch))
            ? {
                zh: '生产者的检验结论为不合格，请停止销售并核实。',
                en: 'The maker’s certificate says the batch has failed; stop selling and check.',
              }
            : {
                zh: '本方送检的结论为不合格，请停止销售并核实。',
                en: 'By the test the seller had made the batch has failed; stop selling and check.',
              },
      evidence: [...standing.map((one) => conclusionOf(batch, one)), sale.evidence],
      citations: offence === null ? openCitations(batch, standing) : offenceCitations(offence),
    }),
  ];
}

function atShipment(shipment: ShipmentFacts): FindingDraft[] {
  if (shipment.purpose !== 'sale') return [];
  const subject = shipmentSubject(shipment);
  const evidence = saleEvidence(shipment);
  return batchesOf(shipment.lines).flatMap((batch) =>
    soldFailing(batch, { act: saleOf(shipment, batch.product.category), subject, evidence }),
  );
}

function atDisposition(disposition: DispositionFacts): FindingDraft[] {
  if (disposition.kind !== 'sold') return [];
  const { party, site, at, publicId, enteredBy } = disposition;
  const subject: Subject = { type: 'disposition', id: disposition.id, code: publicId };
  const evidence: Evidence = {
    fact: { zh: '销售记录', en: 'Record of sale' },
    value: publicId,
    expected: { zh: '不合格的不得销售', en: 'what has failed is not sold' },
    enteredBy,
  };
  const on = civilDateOf(at);
  const sold = (line: LineFacts) =>
    soldFailing(line.batch, {
      act: { party, site, regionCode: site.regionCode, category: line.batch.product.category, on },
      subject,
      evidence,
    });
  return [...new Map(disposition.lines.map((line) => [line.batch.id, line])).values()].flatMap(sold);
}

/**
 * Goods sold though the inspection says they failed (食品安全法 34（十三）, 124; 农产品质量安全法 36, 71). A later pass of the same kind (retest) lifts it.
 * An authority's sampling report entered without its sample reminds alone: whether its retest period is over is not known here.
 * Occasions: `record` and `sale` on the batch; `batch/{traceCode}` on another seller's shipment or sale.
 */
export const certificateFailed: Rule = {
  id: 'certificate-failed',
  version: 3,
  title: { zh: '检验不合格仍销售', en: 'Sold though the inspection failed' },
  startsOn: '2021-04-29',
  watches: ['batch', 'shipment', 'disposition'],
  weights: ['todo', 'reminder', 'lead'],
  offences: ['nonconforming', 'produce-nonconforming'],
  leadEnds: 'by-officer',
  judge(event) {
    if (event.kind === 'batch')
      return isOwn(event.batch, event.batch.party) || event.batch.origin === 'outside' ? atRecord(event.batch) : [];
    if (event.kind === 'shipment') return atShipment(event.shipment);
    return event.kind === 'disposition' ? atDisposition(event.disposition) : [];
  },
};
