import { type Knowledge, knowledge } from '../substances/knowledge.ts';
import { matchName } from '../substances/match.ts';
import { allergensIn } from './allergens.ts';
import { batchSubject, draft, entryOf, gateEvidence, gateOf, scopeCitations } from './draft.ts';
import type { RuleEvent } from './facts.ts';
import type { FindingDraft, Rule, RuleContext } from './model.ts';

type Revision = Extract<RuleEvent, { kind: 'revision' }>;

/** What a list of ingredients says that matters: screened substances by id and kinds of allergens. */
function tokensOf(names: readonly string[], base: Knowledge): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const name of names)
    for (const match of matchName(name, base))
      if (match.verdict !== 'clear') tokens.set(match.substance?.id ?? match.family ?? match.input, match.input);
  for (const kind of allergensIn(names)) tokens.set(`allergen/${kind}`, kind);
  return tokens;
}

const missingIn = (these: Map<string, string>, those: Map<string, string>) =>
  [...these].flatMap(([key, said]) => (those.has(key) ? [] : [said]));
const listOf = (names: readonly string[]) => (names.length === 0 ? '—' : names.join('、'));

function changed({ batch, before, shippedOn }: Revision, context: RuleContext): FindingDraft[] {
  const now = batch.product.ingredients.map((one) => one.name);
  const base = context.knowledge?.on(shippedOn) ?? knowledge();
  const [was, is] = [tokensOf(before, base), tokensOf(now, base)];
  const [gone, come] = [missingIn(was, is), missingIn(is, was)];
  if (gone.length === 0 && come.length === 0) return [];
  const act = entryOf(batch, shippedOn);
  const gate = gateOf('entry', batch, act, context);
  const isBound = gate.answer === 'bound';
  return [
    draft(ingredientsChangedAfterShipping, act, {
      subject: batchSubject(batch),
      batchId: batch.id,
      occasion: 'ingredients',
      weight: isBound ? 'reminder' : 'todo',
      certainty: isBound ? 'suspected' : 'advisory',
      offence: isBound ? 'trace-record' : null,
      message: {
        zh: `发货后更改配料：增加 ${listOf(come)}，减少 ${listOf(gone)}；请核对已售出货物的标签。`,
        en: `Ingredients changed after shipping: added ${listOf(come)}, removed ${listOf(gone)}; check the labels of what was sold.`,
      },
      evidence: [
        {
          fact: { zh: '配料', en: 'Ingredients' },
          value: listOf(now),
          expected: { zh: `首次发货（${shippedOn}）时：${listOf(before)}`, en: `At the first shipment (${shippedOn}): ${listOf(before)}` },
          enteredBy: batch.enteredBy,
        },
        ...(isBound ? gateEvidence(gate) : []),
      ],
      citations: isBound ? ['zj-record-fine', ...scopeCitations] : [],
    }),
  ];
}

/**
 * Ingredients corrected after goods left, where a screened substance or a kind of allergen appears or disappears; spelling, order and anything else are
 * corrections like others. A correction is no offence: where the regulation binds a reminder that asks for the labels of what was sold, else the party's
 * todo. Occasion `ingredients` on the batch.
 */
export const ingredientsChangedAfterShipping: Rule = {
  id: 'ingredients-changed-after-shipping',
  version: 2,
  title: { zh: '发货后更改关键配料', en: 'Screened ingredient or allergen changed after shipping' },
  startsOn: '2024-01-01',
  shadowUntil: '2026-12-22',
  watches: ['revision'],
  weights: ['todo', 'reminder'],
  offences: ['trace-record'],
  leadEnds: 'when-corrected',
  judge: (event, context) => (event.kind === 'revision' ? changed(event, context) : []),
};
