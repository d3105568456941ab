import type { OffenceId } from '../law/index.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { draft, NOT_RECORDED } from './draft.ts';
import type { OutsideReceiptFacts } from './facts.ts';
import type { Bilingual, FindingDraft, Rule } from './model.ts';

type Gap = { field: 'name' | 'address' | 'contact'; said: Bilingual };

const FIELDS: readonly Gap[] = [
  { field: 'name', said: { zh: '供货者名称', en: 'supplier’s name' } },
  { field: 'address', said: { zh: '供货者地址', en: 'supplier’s address' } },
  { field: 'contact', said: { zh: '供货者联系方式', en: 'supplier’s contact' } },
];

const TRADERS = ['distributor', 'retailer', 'importer'];

/** Which record of incoming goods the law asks of this kind of party; null for those it does not name, who are only asked. */
function dutyOf({ party, batches }: OutsideReceiptFacts): OffenceId | null {
  const isTrader = party.kinds.some((kind) => TRADERS.includes(kind));
  if (isTrader && batches.every((batch) => batch.product.category === 'agricultural')) return 'produce-purchase-record';
  if (party.natural) return null;
  if (party.kinds.includes('producer')) return 'input-record';
  return isTrader ? 'purchase-record' : null;
}

function judge(receipt: OutsideReceiptFacts): FindingDraft[] {
  const { party, site, from, receivedAt, enteredBy } = receipt;
  const gaps = FIELDS.filter(({ field }) => !from[field]);
  if (gaps.length === 0) return [];
  const offence = dutyOf(receipt);
  const zh = gaps.map((gap) => gap.said.zh).join('、');
  const en = gaps.map((gap) => gap.said.en).join(', ');
  const category = receipt.batches[0]?.product.category ?? 'food';
  return [
    draft(
      supplierRecordMissing,
      { party, site, regionCode: site.regionCode, category, on: civilDateOf(receivedAt) },
      {
        subject: { type: 'receipt', id: receipt.id, code: receipt.publicId },
        batchId: null,
        occasion: 'supplier',
        weight: offence === null ? 'todo' : 'reminder',
        certainty: 'advisory',
        offence,
        message: {
          zh: `进货记录缺：${zh}；请补录，或者留存载有这些内容的进货凭证。`,
          en: `The record of goods received lacks: ${en}; add it, or keep the supplier’s voucher that states it.`,
        },
        evidence: gaps.map((gap) => ({
          fact: gap.said,
          value: NOT_RECORDED,
          expected: { zh: '如实记录', en: 'recorded truthfully' },
          enteredBy,
        })),
        citations: offence === null ? [] : offenceCitations(offence),
      },
    ),
  ];
}

/**
 * Goods received from outside without the supplier's name, address or contact (食品安全法 50（二）, 53（二）, 65). By kind of party: enterprises that make or
 * trade food, and sellers of produce; sole traders, canteens and caterers are only asked. Papers: see certificate-missing. Occasion `supplier` on the receipt.
 */
export const supplierRecordMissing: Rule = {
  id: 'supplier-record-missing',
  version: 1,
  title: { zh: '进货记录缺供货者信息', en: 'Supplier not identified in the record of goods received' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['outside-receipt'],
  weights: ['todo', 'reminder'],
  offences: ['purchase-record', 'input-record', 'produce-purchase-record'],
  leadEnds: 'when-corrected',
  judge: (event) => (event.kind === 'outside-receipt' ? judge(event.receipt) : []),
};
