import { civilDateOf } from '../platform/civil-date.ts';
import {
  batchesOf,
  batchSubject,
  draft,
  entryOf,
  gateEvidence,
  gateOf,
  isOwn,
  NOT_RECORDED,
  saleEvidence,
  saleOf,
  scopeCitations,
  shipmentSubject,
} from './draft.ts';
import type { BatchFacts, ShipmentFacts } from './facts.ts';
import type { Bilingual, CitationRef, Evidence, FindingDraft, Rule, RuleContext } from './model.ts';
import { papersOf } from './papers.ts';

type Gap = Bilingual;

const isBlank = (text: string | null) => text === null || text.trim() === '';

const NAME: Gap = { zh: '名称', en: 'name' };
const SPECIFICATION: Gap = { zh: '规格', en: 'specification' };
const QUANTITY: Gap = { zh: '数量', en: 'quantity' };
const DATE_OR_NUMBER: Gap = { zh: '生产日期或者生产批号', en: 'production date or batch number' };
const SHELF_LIFE: Gap = { zh: '保质期', en: 'shelf life' };
const CERTIFICATE: Gap = { zh: '检验合格证', en: 'inspection certificate' };
const BUYER_NAME: Gap = { zh: '购买者名称', en: 'buyer’s name' };
const BUYER_CODE: Gap = { zh: '购买者统一社会信用代码', en: 'buyer’s unified social credit code' };

/**
 * What the record of a batch lacks. The full list is that of the regulation for food producers; which fields other makers (farms, cooperatives,
 * slaughterhouses) must enter was not readable, so they are only asked for what every record needs.
 */
export function gapsOf(batch: BatchFacts): Gap[] {
  const gaps: Gap[] = [];
  if (isBlank(batch.product.name)) gaps.push(NAME);
  const isProducer = batch.party.kinds.includes('producer');
  if (isProducer && isBlank(batch.product.specification)) gaps.push(SPECIFICATION);
  if (batch.quantity === null) gaps.push(QUANTITY);
  if (batch.productionDate === null && isBlank(batch.batchNumber)) gaps.push(DATE_OR_NUMBER);
  if (!isProducer) return gaps;
  if (batch.product.shelfLife === null && batch.expiresOn === null) gaps.push(SHELF_LIFE);
  if (papersOf(batch).length === 0) gaps.push(CERTIFICATE);
  return gaps;
}

/** Natural persons and consumers have no credit code to name; a buyer registered here is known with its own. */
function buyerGaps({ buyer, to }: ShipmentFacts): Gap[] {
  if (to.natural || buyer !== null) return [];
  return [...(isBlank(to.name) ? [BUYER_NAME] : []), ...(isBlank(to.uscc) ? [BUYER_CODE] : [])];
}

const listed = (gaps: readonly Gap[]): Bilingual => ({
  zh: gaps.map((gap) => gap.zh).join('、'),
  en: gaps.map((gap) => gap.en).join(', '),
});

const REQUIRED: Bilingual = { zh: '如实录入', en: 'entered truthfully' };
const evidenceOf = (gaps: readonly Gap[], enteredBy: string): Evidence[] =>
  gaps.map((fact) => ({ fact, value: NOT_RECORDED, expected: REQUIRED, enteredBy }));

const CITATIONS: CitationRef[] = ['zj-entry', 'zj-record-fine'];

function gapTodo(batch: BatchFacts, gaps: readonly Gap[], isBound: boolean, on: string): FindingDraft {
  const names = listed(gaps);
  return draft(recordIncomplete, entryOf(batch, on), {
    subject: batchSubject(batch),
    batchId: batch.id,
    occasion: 'record',
    weight: 'todo',
    certainty: 'advisory',
    offence: isBound ? 'trace-record' : null,
    message: {
      zh: `记录尚缺：${names.zh}；请在首次销售发货前补齐。`,
      en: `The record still lacks: ${names.en}; complete it before the first sale.`,
    },
    evidence: evidenceOf(gaps, batch.enteredBy),
    citations: isBound ? [...CITATIONS] : ['zj-entry'],
  });
}

function atRecord(batch: BatchFacts, context: RuleContext): FindingDraft[] {
  if (!isOwn(batch, batch.party)) return [];
  const gaps = gapsOf(batch);
  if (gaps.length === 0) return [];
  const act = entryOf(batch, civilDateOf(batch.recordedAt));
  return [gapTodo(batch, gaps, gateOf('entry', batch, act, context).answer === 'bound', act.on)];
}

function atSaleOf(batch: BatchFacts, shipment: ShipmentFacts, context: RuleContext): FindingDraft[] {
  const gaps = gapsOf(batch);
  if (gaps.length === 0) return [];
  const act = entryOf(batch, civilDateOf(shipment.shippedAt));
  const gate = gateOf('entry', batch, act, context);
  if (gate.answer !== 'bound') return [gapTodo(batch, gaps, false, act.on)];
  const names = listed(gaps);
  return [
    draft(recordIncomplete, act, {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'sale',
      weight: 'lead',
      certainty: 'established',
      offence: 'trace-record',
      message: { zh: `已销售发货，记录仍缺：${names.zh}。`, en: `Sold while the record lacked: ${names.en}.` },
      evidence: [...evidenceOf(gaps, batch.enteredBy), saleEvidence(shipment), ...gateEvidence(gate)],
      citations: [...CITATIONS, ...scopeCitations],
    }),
  ];
}

/** The buyer belongs to the shipment: one finding a shipment, on the producer's own goods. */
function buyerFinding(shipment: ShipmentFacts, own: readonly BatchFacts[], context: RuleContext): FindingDraft[] {
  const gaps = buyerGaps(shipment);
  const [first] = own;
  if (gaps.length === 0 || !first || !shipment.sender.kinds.includes('producer')) return [];
  const gates = own.map((batch) => gateOf('entry', batch, saleOf(shipment, batch.product.category), context));
  const bound = gates.find((gate) => gate.answer === 'bound');
  const names = listed(gaps);
  return [
    draft(recordIncomplete, saleOf(shipment, first.product.category), {
      subject: shipmentSubject(shipment),
      batchId: own.length === 1 ? first.id : null,
      occasion: 'buyer',
      weight: bound ? 'lead' : 'todo',
      certainty: bound ? 'established' : 'advisory',
      offence: bound ? 'trace-record' : null,
      message: { zh: `销售发货未录入：${names.zh}。`, en: `The sale was recorded without: ${names.en}.` },
      evidence: [...evidenceOf(gaps, shipment.enteredBy), ...(bound ? gateEvidence(bound) : [])],
      citations: bound ? [...CITATIONS, ...scopeCitations] : ['zj-entry'],
    }),
  ];
}

function atSale(shipment: ShipmentFacts, context: RuleContext): FindingDraft[] {
  if (shipment.purpose !== 'sale') return [];
  const own = batchesOf(shipment.lines).filter((batch) => isOwn(batch, shipment.sender));
  return [...own.flatMap((batch) => atSaleOf(batch, shipment, context)), ...buyerFinding(shipment, own, context)];
}

/**
 * Trace information not entered (浙江省食品安全数字化追溯规定). A gap is the maker's todo; the first sale of a batch with gaps is a lead where the
 * regulation binds. Occasions: `record` and `sale` on the batch (one lead a batch, however often it is sold), `buyer` on the shipment.
 */
export const recordIncomplete: Rule = {
  id: 'record-incomplete',
  version: 1,
  title: { zh: '追溯信息未按规定录入', en: 'Trace information not entered as required' },
  startsOn: '2024-01-01',
  watches: ['batch', 'shipment'],
  weights: ['todo', 'lead'],
  offences: ['trace-record'],
  leadEnds: 'when-corrected',
  judge(event, context) {
    if (event.kind === 'batch') return atRecord(event.batch, context);
    return event.kind === 'shipment' ? atSale(event.shipment, context) : [];
  },
};
