import { describe, expect, it } from 'vitest';
import { judge, rules } from './engine.ts';
import { batch, context, lineOf, NOW, release, sale, shop, store } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import { ruleIds } from './model.ts';

describe('the engine', () => {
  it('has the eight rules, each once', () => {
    expect(rules.map((rule) => rule.id)).toEqual([...ruleIds]);
  });

  it('finds nothing in a batch and a sale that lack nothing', () => {
    expect(judge({ kind: 'batch', batch }, context)).toEqual([]);
    expect(judge({ kind: 'shipment', shipment: sale([lineOf(batch)]) }, context)).toEqual([]);
  });

  it('judges a void shipment as one that never happened', () => {
    const bare = { ...batch, certificates: [] };
    expect(judge({ kind: 'shipment', shipment: sale([lineOf(bare)]) }, context)).not.toEqual([]);
    expect(judge({ kind: 'shipment', shipment: sale([lineOf(bare)], { state: 'void' }) }, context)).toEqual([]);
  });

  it('does not judge acts before a rule’s first day: 2021-04-28, a day before the text that was read', () => {
    const on = (day: string) => {
      const results = [{ item: '酚酞', value: '1.2', unit: 'mg/kg' }];
      const facts = { ...batch, recordedAt: Date.parse(`${day}T12:00:00+08:00`), certificates: [{ ...release, results }] };
      return judge({ kind: 'batch', batch: facts }, context);
    };
    expect(on('2021-04-28')).toEqual([]);
    expect(on('2021-04-29')).toMatchObject([{ rule: 'banned-substance', weight: 'lead' }]);
  });

  it('gives the same drafts for the same facts', () => {
    const event: RuleEvent = { kind: 'batch', batch: { ...batch, certificates: [], quantity: null } };
    expect(judge(event, context)).toEqual(judge(event, context));
  });

  it('refuses a note under a name that is no rule', () => {
    const note = {
      kind: 'officer-note',
      rule: 'no-such-rule',
      notePublicId: 'n',
      noteId: 1,
      party: shop,
      site: store,
      seenAt: NOW,
      text: 'x',
      enteredBy: 'x',
    } as const;
    expect(() => judge(note, context)).toThrow(RangeError);
  });

  it('offers an occasion without the mark of episodes in every draft', () => {
    const events: RuleEvent[] = [
      { kind: 'batch', batch: { ...batch, certificates: [], quantity: null } },
      { kind: 'shipment', shipment: sale([lineOf({ ...batch, certificates: [] }, { balanceAfter: -5 })]) },
    ];
    const occasions = events.flatMap((event) => judge(event, context)).map((draft) => draft.occasion);
    expect(occasions).toEqual(['record', 'record', 'sale', 'balance/ABCDEFGHJKMNPQRSTUVM', 'sale']);
  });
});
