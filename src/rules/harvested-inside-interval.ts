import { addDays } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { batchSubject, draft, isOwn } from './draft.ts';
import type { BatchFacts } from './facts.ts';
import type { Evidence, FindingDraft, Rule, Subject } from './model.ts';
import type { FieldRecordFacts } from './role-facts.ts';
import { ofBatch, salesIn, soldOn } from './sales.ts';

type Applied = FieldRecordFacts & { appliedOn: string; intervalDays: number; harvestedOn: string };

/** Harvested before the interval of the label was over; on its last day it is over. */
function isInside(record: FieldRecordFacts): record is Applied {
  const { appliedOn, intervalDays, harvestedOn } = record;
  return appliedOn !== null && intervalDays !== null && harvestedOn !== null && harvestedOn < addDays(appliedOn, intervalDays);
}

function evidenceOf({ agent, appliedOn, intervalDays, harvestedOn, enteredBy }: Applied): Evidence {
  const first = addDays(appliedOn, intervalDays);
  return {
    fact: {
      zh: `采收日期（${agent ?? '农药'} ${appliedOn} 施用，间隔 ${intervalDays} 天）`,
      en: `Harvest (${agent ?? 'agent'} applied ${appliedOn}, interval ${intervalDays} days)`,
    },
    value: harvestedOn,
    expected: { zh: `不早于 ${first}`, en: `not before ${first}` },
    enteredBy,
  };
}

interface Found {
  batch: BatchFacts;
  record: Applied;
  subject: Subject;
  occasion: string;
  isSold: boolean;
  more: Evidence[];
}

function finding({ batch, record, subject, occasion, isSold, more }: Found): FindingDraft {
  const { party, site, product } = batch;
  return draft(
    harvestedInsideInterval,
    { party, site, regionCode: site.regionCode, category: product.category, on: record.harvestedOn },
    {
      subject,
      batchId: batch.id,
      occasion,
      weight: isSold ? 'lead' : 'todo',
      certainty: 'established',
      offence: isSold ? 'pesticide-interval' : null,
      message: isSold
        ? {
            zh: '按田间记录，安全间隔期未满即采收，且已销售。',
            en: 'By the field record it was harvested inside the safety interval, and sold.',
          }
        : {
            zh: '按田间记录，安全间隔期未满即采收：请勿销售，先送检；记录有误的请更正。',
            en: 'By the field record it was harvested inside the safety interval: do not sell, have it tested; correct the record if it is wrong.',
          },
      evidence: [evidenceOf(record), ...more],
      citations: isSold ? offenceCitations('pesticide-interval') : ['apq-29-1'],
    },
  );
}

/**
 * Harvested before the safety interval of what was applied had passed (农产品质量安全法 29; 农药管理条例 60（一）), by the party's own field record. A todo before it is
 * sold, a lead once its grower sold it. Occasions: `interval/{record}` on the batch, `batch/{traceCode}` on the shipment or sale.
 */
export const harvestedInsideInterval: Rule = {
  id: 'harvested-inside-interval',
  version: 1,
  title: { zh: '安全间隔期未满采收', en: 'Harvested inside the safety interval' },
  startsOn: '2022-05-01',
  shadowUntil: '2026-12-22',
  watches: ['batch', 'shipment', 'disposition'],
  weights: ['todo', 'lead'],
  offences: ['pesticide-interval'],
  leadEnds: 'by-officer',
  judge(event) {
    if (event.kind === 'batch') {
      const { batch } = event;
      return (batch.fieldRecords ?? [])
        .filter(isInside)
        .map((record) =>
          finding({ batch, record, subject: batchSubject(batch), occasion: `interval/${record.publicId}`, isSold: false, more: [] }),
        );
    }
    return salesIn(event).flatMap((sale) => {
      const { batch, subject, act } = sale;
      const record = (batch.fieldRecords ?? []).find(isInside);
      if (!record || !isOwn(batch, act.party)) return [];
      return [finding({ batch, record, subject, occasion: ofBatch(batch), isSold: true, more: [soldOn(sale)] })];
    });
  },
};
