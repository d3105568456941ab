import { describe, expect, it } from 'vitest';
import { batch, context } from './examples.ts';
import type { BatchFacts, RecallFacts } from './facts.ts';
import { noon, soldOnDay, TODAY } from './lines.ts';
import { soldAfterRecall } from './sold-after-recall.ts';

const told = (more: Partial<RecallFacts> = {}): RecallFacts => ({
  batchId: batch.id,
  publicId: 'recall-1',
  level: 1,
  ordered: false,
  openedAt: noon(TODAY) - 2,
  noticedAt: noon(TODAY) - 1,
  enteredBy: 'party:maker/key1',
  ...more,
});
const sold = (...recalls: RecallFacts[]) => soldAfterRecall.judge(soldOnDay(TODAY, batch, {}, { recalls }), context);
const made = (recalls: RecallFacts[], usedAt = noon(TODAY), more: Partial<BatchFacts> = {}) =>
  soldAfterRecall.judge(
    {
      kind: 'batch',
      batch: {
        ...batch,
        ...more,
        inputs: [
          {
            traceCode: 'BCDEFGHJKMNPQRSTUVMA',
            productName: '香辛料',
            category: 'food',
            expiresOn: null,
            expiresBy: null,
            certificates: [],
            usedAt,
            recalls,
            enteredBy: 'party:maker/key1',
          },
        ],
      },
    },
    context,
  );

describe('recalled goods that go on', () => {
  it('are a lead where an authority recalls, by the article on refusing what was ordered', () => {
    expect(sold(told({ ordered: true }))).toMatchObject([
      { weight: 'lead', certainty: 'suspected', offence: 'recall-refused', citations: ['fsl-63-1', 'fsl-63-2', 'fsl-124-1-9'] },
    ]);
  });

  it('are a todo in a firm’s own recall, with no article and no offence', () => {
    const [found] = sold(told());
    expect(found).toMatchObject({ weight: 'todo', certainty: 'advisory', offence: null, department: null, citations: [] });
    expect(found?.message.zh).toContain('待核实');
  });

  it('are judged by the authority’s recall where there are both', () => {
    expect(sold(told(), told({ ordered: true, publicId: 'recall-2' }))).toMatchObject([{ weight: 'lead' }]);
    expect(sold(told(), told({ ordered: true, noticedAt: noon(TODAY) }))).toMatchObject([{ weight: 'todo' }]);
  });

  it('are found where they were used as an input after the notice, not at it', () => {
    expect(made([told({ batchId: 7, ordered: true })])).toMatchObject([
      { weight: 'lead', offence: 'recall-refused', subject: { type: 'batch' }, occasion: 'input/BCDEFGHJKMNPQRSTUVMA', actOn: TODAY },
    ]);
    expect(made([told({ batchId: 7 })])).toMatchObject([{ weight: 'todo', offence: null }]);
    expect(made([told({ batchId: 7, ordered: true })], noon(TODAY) - 1)).toEqual([]);
    expect(made([])).toEqual([]);
  });

  it('before the market are never a lead under the food law', () => {
    const farm = { party: { ...batch.party, kinds: ['farm'] }, product: { ...batch.product, category: 'agricultural' as const } };
    expect(made([told({ batchId: 7, ordered: true })], noon(TODAY), farm)).toMatchObject([
      { weight: 'todo', offence: null, citations: [] },
    ]);
  });
});
