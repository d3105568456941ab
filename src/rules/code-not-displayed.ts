import { civilDateOf } from '../platform/civil-date.ts';
import { type Act, batchSubject, draft, gateOf } from './draft.ts';
import type { BatchFacts, RuleEvent } from './facts.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';

type ReceivedForSale = Extract<RuleEvent, { kind: 'received-for-sale' }>;

/** The occasion of a place of sale; a seller's other places and other sellers have their own. */
export function displayOccasion(site: { publicId: string }): string {
  return `site/${site.publicId}`;
}

function toDisplay(event: ReceivedForSale, batch: BatchFacts, context: RuleContext): FindingDraft[] {
  const { party, site, receivedAt } = event;
  const act: Act = { party, site, regionCode: site.regionCode, category: batch.product.category, on: civilDateOf(receivedAt) };
  const { answer } = gateOf('display', batch, act, context);
  if (answer === 'not-bound') return [];
  return [
    draft(codeNotDisplayed, act, {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: displayOccasion(site),
      weight: 'todo',
      certainty: 'advisory',
      offence: answer === 'bound' ? 'code-display' : null,
      message: {
        zh: '请在销售场所显著位置展示追溯码（店码、摊位码亦可），并登记公示。',
        en: 'Show the trace code at a prominent place of the sales site (a store or stall code will do) and record the display.',
      },
      evidence: [
        {
          fact: { zh: '公示记录', en: 'Record of display' },
          value: { zh: '无（不等于未展示）', en: 'none (which is not absence of display)' },
          expected: { zh: '已展示并登记', en: 'shown and recorded' },
          enteredBy: 'system',
        },
      ],
      citations: ['zj-display-fine'],
    }),
  ];
}

/**
 * Trace code not displayed at the sales site. No record of a display is not absence of display: from records it is only ever the seller's own todo;
 * a lead comes from what an officer saw. Occasions: `site/{site}` on the batch, `seen` on an officer's note.
 */
export const codeNotDisplayed: Rule = {
  id: 'code-not-displayed',
  version: 1,
  title: { zh: '未在销售场所显著位置展示追溯码', en: 'Trace code not displayed at the sales site' },
  startsOn: '2024-01-01',
  watches: ['received-for-sale', 'officer-note'],
  weights: ['todo', 'lead'],
  offences: ['code-display'],
  leadEnds: 'when-corrected',
  judge(event, context) {
    if (event.kind !== 'received-for-sale') return [];
    const shown = new Set(event.displayedBatchIds);
    return event.batches.filter((batch) => !shown.has(batch.id)).flatMap((batch) => toDisplay(event, batch, context));
  },
};
