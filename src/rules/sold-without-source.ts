import { formatSteps } from '../platform/quantity.ts';
import { draft, gateEvidence, gateOf, isOwn, scopeCitations } from './draft.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';
import { type Sale, salesIn } from './sales.ts';

/** What the holding held before the sale, in steps; null where its history is not known at this moment. */
function heldBefore({ lines }: Sale): number | null {
  const [last] = lines.slice(-1);
  if (!last || last.balanceAfter === null) return null;
  return last.balanceAfter + lines.reduce((sum, line) => sum + line.steps, 0);
}

function unsourced(sale: Sale, context: RuleContext): FindingDraft[] {
  const { batch, lines, act, subject, enteredBy } = sale;
  const before = heldBefore(sale);
  if (isOwn(batch, act.party) || before === null || before > 0) return [];
  const openedOn = lines[0]?.openedOn ?? null;
  const gate = gateOf('confirm', batch, act, context);
  const isLead = openedOn !== null && openedOn <= act.on && gate.answer === 'bound';
  const unit = lines[0]?.unit ?? '';
  const sold = `${formatSteps(
    lines.reduce((sum, line) => sum + line.steps, 0),
    unit,
  )} ${unit}`;
  return [
    draft(soldWithoutSource, act, {
      subject,
      batchId: batch.id,
      occasion: `balance/${batch.traceCode}`,
      weight: isLead ? 'lead' : 'todo',
      certainty: isLead ? 'suspected' : 'advisory',
      offence: isLead ? 'trace-record' : null,
      message: isLead
        ? {
            zh: `售出 ${sold}，而本方既无接收确认，也无期初库存记录。`,
            en: `Sold ${sold} of goods of which the party recorded neither receipt nor opening stock.`,
          }
        : {
            zh: `来源未记录：${sold}。请补录接收或者期初库存。`,
            en: `Source not recorded: ${sold}. Record the receipt or the opening stock.`,
          },
      evidence: [
        {
          fact: { zh: `接收或者期初库存（${batch.traceCode}）`, en: `Receipt or opening stock (${batch.traceCode})` },
          value: { zh: '无', en: 'none' },
          expected: sold,
          enteredBy,
        },
        ...(isLead ? gateEvidence(gate) : []),
      ],
      citations: isLead ? ['zj-record-fine', ...scopeCitations] : [],
    }),
  ];
}

/**
 * Another's goods sold though nothing says how they came. Only the seller's own sale speaks: from its opening stock on and where the regulation binds it
 * to confirm receipts a lead, else a todo. Own goods never. Occasion `balance/{traceCode}` on the shipment or sale.
 */
export const soldWithoutSource: Rule = {
  id: 'sold-without-source',
  version: 1,
  title: { zh: '销售的货物没有来源记录', en: 'Sold without a recorded source' },
  startsOn: '2024-01-01',
  shadowUntil: '2026-12-22',
  watches: ['shipment', 'disposition'],
  weights: ['todo', 'lead'],
  offences: ['trace-record'],
  leadEnds: 'when-corrected',
  judge: (event, context) => salesIn(event).flatMap((sale) => unsourced(sale, context)),
};
