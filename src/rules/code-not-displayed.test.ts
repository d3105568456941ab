import { describe, expect, it } from 'vitest';
import { codeNotDisplayed } from './code-not-displayed.ts';
import { judge } from './engine.ts';
import { batch, context, NOW, shop, store } from './examples.ts';
import { findingView } from './findings.ts';

const received = (more: Partial<{ displayedBatchIds: number[]; receivedAt: number; regionCode: string }> = {}) =>
  codeNotDisplayed.judge(
    {
      kind: 'received-for-sale',
      party: shop,
      site: { ...store, regionCode: more.regionCode ?? store.regionCode },
      batches: [batch],
      displayedBatchIds: more.displayedBatchIds ?? [],
      receiptPublicId: 'receipt-1',
      receivedAt: more.receivedAt ?? NOW,
    },
    context,
  );
const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`);

describe('code-not-displayed', () => {
  it('is the seller’s own todo when goods arrive that are not displayed yet', () => {
    const [todo] = received();
    expect(todo).toMatchObject({ weight: 'todo', offence: 'code-display', occasion: 'site/store', subject: { type: 'batch', id: 101 } });
    expect(todo?.party.publicId).toBe('shop');
  });

  it('is silent once the code is displayed there', () => {
    expect(received({ displayedBatchIds: [101] })).toEqual([]);
  });

  it('is silent on 2024-02-02 and asks on 2024-02-03', () => {
    expect(received({ receivedAt: at('2024-02-02') })).toEqual([]);
    expect(received({ receivedAt: at('2024-02-03') })).toHaveLength(1);
  });

  it('is silent outside Zhejiang', () => {
    expect(received({ regionCode: '310101' })).toEqual([]);
  });

  it('is an established lead when an officer saw it, with 500 to 2,000 yuan after an order', () => {
    const [lead] = judge(
      {
        kind: 'officer-note',
        rule: 'code-not-displayed',
        notePublicId: 'note-1',
        noteId: 501,
        party: shop,
        site: store,
        seenAt: NOW,
        text: '入口货架未见追溯码',
        enteredBy: 'authority:hz/desk1',
      },
      context,
    );
    expect(lead).toMatchObject({
      weight: 'lead',
      certainty: 'established',
      department: 'market',
      occasion: 'seen',
      subject: { type: 'note', code: 'note-1' },
    });
    if (!lead) throw new Error('no lead');
    const view = findingView(lead, 'zh');
    expect(view.fineBand).toMatchObject({ minCents: 50_000, maxCents: 200_000, after: 'order-overdue' });
    expect(view.evidence[0]).toMatchObject({ value: '入口货架未见追溯码', enteredBy: 'authority:hz/desk1' });
    expect(view.citations[0]).toMatchObject({ article: null, confirmed: 'yes', text: '《浙江省食品安全数字化追溯规定》（条号待核实）' });
  });
});
