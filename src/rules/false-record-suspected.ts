import { civilDateOf } from '../platform/civil-date.ts';
import { formatSteps } from '../platform/quantity.ts';
import { unitOf } from '../platform/units.ts';
import { type Act, batchesOf, draft, gateEvidence, gateOf, isOwn, saleOf, scopeCitations, shipmentSubject } from './draft.ts';
import type { BatchFacts, LineFacts, ReceiptFacts, ReceiptLineFacts, RuleEvent, ShipmentFacts } from './facts.ts';
import type { Bilingual, CitationRef, Evidence, FindingDraft, Rule, RuleContext, Subject } from './model.ts';

type Moved = Extract<RuleEvent, { kind: 'shipment' | 'disposition' }>;

const CITATIONS: CitationRef[] = ['zj-record-fine'];

/** Drip and trim make weighed goods differ; a count does not. Steps. */
export function toleranceOf(steps: number, unit: string, settings: RuleContext['settings']): number {
  const isCounted = (unitOf(unit)?.dimension ?? 'count') === 'count';
  return isCounted ? 0 : Math.floor((steps * settings.weighedTolerancePermille) / 1000);
}

const amount = (steps: number, unit: string) => `${formatSteps(steps, unit)} ${unit}`;

const DISPUTED: ReadonlySet<ReceiptLineFacts['outcome']> = new Set(['short', 'over', 'notArrived', 'notMine']);
const OUTCOMES: Record<string, Bilingual> = {
  short: { zh: '少收', en: 'less came' },
  over: { zh: '多收', en: 'more came' },
  notArrived: { zh: '未收到', en: 'nothing came' },
  notMine: { zh: '非本方货物', en: 'not the buyer’s goods' },
};

interface Difference {
  line: LineFacts;
  received: ReceiptLineFacts;
  /** Steps received above (positive) or below what was shipped. */
  steps: number;
}

function differencesOf(receipt: ReceiptFacts, shipment: ShipmentFacts, context: RuleContext): Difference[] {
  const differences: Difference[] = [];
  for (const received of receipt.lines) {
    const line = shipment.lines.find((one) => one.n === received.lineN);
    if (!line || !DISPUTED.has(received.outcome)) continue;
    const steps = received.steps - line.steps;
    const isMeasured = received.outcome === 'short' || received.outcome === 'over';
    if (!isMeasured || Math.abs(steps) > toleranceOf(line.steps, line.unit, context.settings)) differences.push({ line, received, steps });
  }
  return differences;
}

function differenceEvidence({ line, received }: Difference, shipment: ShipmentFacts, receipt: ReceiptFacts): Evidence[] {
  const said = OUTCOMES[received.outcome] ?? { zh: received.outcome, en: received.outcome };
  const code = line.batch.traceCode;
  const shipped = amount(line.steps, line.unit);
  return [
    {
      fact: { zh: `发货数量（${code}）`, en: `Shipped (${code})` },
      value: shipped,
      expected: { zh: '与接收数量一致', en: 'as received' },
      enteredBy: shipment.enteredBy,
    },
    {
      fact: { zh: `接收记录（${code}）`, en: `Received (${code})` },
      value: { zh: `${said.zh}：${amount(received.steps, line.unit)}`, en: `${said.en}: ${amount(received.steps, line.unit)}` },
      expected: shipped,
      enteredBy: receipt.enteredBy,
    },
  ];
}

/** The buyer's word binds only the buyer: to the shipper it is a question (less came, or no account behind it) or a reminder, never a lead. */
function atReceipt(receipt: ReceiptFacts, shipment: ShipmentFacts, context: RuleContext): FindingDraft[] {
  const differences = differencesOf(receipt, shipment, context);
  const [first] = differences;
  if (!first) return [];
  const act = saleOf(shipment, first.line.batch.product.category);
  const isQuestion = receipt.by === 'link' || differences.every((one) => one.received.outcome === 'short');
  const isBound = differences.some((one) => gateOf(dutyOf(one.line.batch, act), one.line.batch, act, context).answer === 'bound');
  const by = (locale: 'zh' | 'en') =>
    differences.map(
      (one) => `${one.line.batch.traceCode} ${OUTCOMES[one.received.outcome]?.[locale]} ${amount(Math.abs(one.steps), one.line.unit)}`,
    );
  return [
    draft(falseRecordSuspected, act, {
      subject: { type: 'receipt', id: receipt.id, code: receipt.publicId },
      batchId: differences.length === 1 ? first.line.batch.id : null,
      occasion: 'differs',
      weight: isQuestion ? 'todo' : 'reminder',
      certainty: 'suspected',
      offence: isBound ? 'trace-record' : null,
      message: {
        zh: `发货与接收的记录相差：${by('zh').join('；')}。请核对，作废、收回或者双方更正。`,
        en: `The two records differ by: ${by('en').join('; ')}. Check it; void, take back or amend together.`,
      },
      evidence: differences.flatMap((one) => differenceEvidence(one, shipment, receipt)),
      citations: [...CITATIONS],
    }),
  ];
}

const dutyOf = (batch: BatchFacts, act: Act) => (isOwn(batch, act.party) ? 'entry' : 'confirm');

interface OwnRecord {
  batch: BatchFacts;
  act: Act;
  subject: Subject;
  occasion: string;
  message: Bilingual;
  evidence: Evidence[];
}

/** Facts the party entered itself that cannot all be true: a lead where the regulation binds, else its todo. */
function contradiction(found: OwnRecord, context: RuleContext): FindingDraft {
  const gate = gateOf(dutyOf(found.batch, found.act), found.batch, found.act, context);
  const isBound = gate.answer === 'bound';
  return draft(falseRecordSuspected, found.act, {
    subject: found.subject,
    batchId: found.batch.id,
    occasion: found.occasion,
    weight: isBound ? 'lead' : 'todo',
    certainty: isBound ? 'suspected' : 'advisory',
    offence: isBound ? 'trace-record' : null,
    message: found.message,
    evidence: isBound ? [...found.evidence, ...gateEvidence(gate)] : found.evidence,
    citations: isBound ? [...CITATIONS, ...scopeCitations] : [...CITATIONS],
  });
}

/** What the holding must have held: known from the opening on, or because the party made the batch there and recorded how much. */
function isWholeHistoryKnown(line: LineFacts, act: Act): boolean {
  if (line.openedOn !== null && line.openedOn <= act.on) return true;
  return isOwn(line.batch, act.party) && line.batch.quantity !== null && line.batch.site.id === act.site?.id;
}

/** More went out than came in by the party's own records; the allowance of weighed goods is taken of the whole batch, so that losses do not add up. */
function overdrawn(line: LineFacts, act: Act, subject: Subject, enteredBy: string, context: RuleContext): FindingDraft[] {
  const { batch, balanceAfter } = line;
  if (balanceAfter === null || balanceAfter >= 0) return [];
  const whole = Math.max(line.steps, batch.quantity?.steps ?? 0);
  if (-balanceAfter <= toleranceOf(whole, line.unit, context.settings)) return [];
  const missing = amount(-balanceAfter, line.unit);
  const evidence: Evidence[] = [
    {
      fact: { zh: `结存（${batch.traceCode}）`, en: `Balance (${batch.traceCode})` },
      value: `-${missing}`,
      expected: { zh: '不小于零', en: 'not below zero' },
      enteredBy,
    },
  ];
  const found = { batch, act, subject, occasion: `balance/${batch.traceCode}`, evidence };
  if (isWholeHistoryKnown(line, act)) {
    const message = {
      zh: `按本方记录，发出或者售出多于所有：相差 ${missing}。`,
      en: `By the party’s own records more went out than there was: ${missing}.`,
    };
    return [contradiction({ ...found, message }, context)];
  }
  return [
    draft(falseRecordSuspected, act, {
      ...found,
      batchId: batch.id,
      weight: 'todo',
      certainty: 'advisory',
      offence: null,
      message: {
        zh: `来源未记录：${missing}。请补录接收或者期初库存。`,
        en: `Source not recorded: ${missing}. Record the receipt or the opening stock.`,
      },
      citations: [],
    }),
  ];
}

/** Made after it was shipped, both dates by the same party. */
function shippedBeforeMade(batch: BatchFacts, shipment: ShipmentFacts, context: RuleContext): FindingDraft[] {
  const act = saleOf(shipment, batch.product.category);
  if (!isOwn(batch, shipment.sender) || batch.productionDate === null || batch.productionDate <= act.on) return [];
  const evidence: Evidence[] = [
    {
      fact: { zh: '生产日期', en: 'Production date' },
      value: batch.productionDate,
      expected: { zh: `不晚于发货日 ${act.on}`, en: `not after shipping on ${act.on}` },
      enteredBy: batch.enteredBy,
    },
    {
      fact: { zh: '发货日期', en: 'Day of shipping' },
      value: act.on,
      expected: { zh: `不早于 ${batch.productionDate}`, en: `not before ${batch.productionDate}` },
      enteredBy: shipment.enteredBy,
    },
  ];
  const message = {
    zh: '生产日期晚于发货日期，两项记录不能同时属实。',
    en: 'The production date is later than the shipping: the two records cannot both be true.',
  };
  return [
    contradiction({ batch, act, subject: shipmentSubject(shipment), occasion: `sequence/${batch.traceCode}`, message, evidence }, context),
  ];
}

function atMove(event: Moved, context: RuleContext): FindingDraft[] {
  if (event.kind === 'shipment') {
    const { shipment } = event;
    const balance = shipment.lines.flatMap((line) =>
      overdrawn(line, saleOf(shipment, line.batch.product.category), shipmentSubject(shipment), shipment.enteredBy, context),
    );
    return [...balance, ...batchesOf(shipment.lines).flatMap((batch) => shippedBeforeMade(batch, shipment, context))];
  }
  const { party, site, at, id, publicId, lines, enteredBy } = event.disposition;
  const subject: Subject = { type: 'disposition', id, code: publicId };
  return lines.flatMap((line) => {
    const act = { party, site, regionCode: site.regionCode, category: line.batch.product.category, on: civilDateOf(at) };
    return overdrawn(line, act, subject, enteredBy, context);
  });
}

/**
 * Records that cannot all be true. The other side's word alone asks or reminds; a lead rests on what the party itself entered. Occasions: `differs` on
 * the receipt (against the shipper), `balance/{traceCode}` and `sequence/{traceCode}` on the shipment or disposition.
 */
export const falseRecordSuspected: Rule = {
  id: 'false-record-suspected',
  version: 1,
  title: { zh: '追溯信息疑似不实', en: 'Trace information that may be false' },
  startsOn: '2024-01-01',
  watches: ['shipment', 'receipt', 'disposition'],
  weights: ['todo', 'reminder', 'lead'],
  offences: ['trace-record'],
  leadEnds: 'when-corrected',
  judge(event, context) {
    if (event.kind === 'receipt') return atReceipt(event.receipt, event.shipment, context);
    return event.kind === 'shipment' || event.kind === 'disposition' ? atMove(event, context) : [];
  },
};
