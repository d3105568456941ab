import { describe, expect, it } from 'vitest';
import { batch, context, HOUR, lineOf, NOW, sale, shop, withProduct } from './examples.ts';
import type { ShipmentFacts } from './facts.ts';
import { confirmationDueAt, receiptUnconfirmed } from './receipt-unconfirmed.ts';

const DELIVERED = NOW - 24 * HOUR;
const judged = (more: Partial<ShipmentFacts>, now = NOW, facts = batch) => {
  const shipment = sale([lineOf(facts)], { deliveredAt: DELIVERED, ...more });
  return receiptUnconfirmed.judge(
    { kind: 'due', rule: 'receipt-unconfirmed', shipment, dueAt: DELIVERED + 24 * HOUR },
    { ...context, now },
  );
};

describe('receipt-unconfirmed', () => {
  it('reminds the buyer 24 hours after delivery, and never more', () => {
    const [reminder] = judged({});
    expect(reminder).toMatchObject({
      weight: 'reminder',
      certainty: 'advisory',
      offence: 'trace-record',
      subject: { type: 'shipment', id: 201 },
      occasion: 'due/2026-11-05T01:00:00Z',
      regionCode: '330106',
    });
    expect(reminder?.party.publicId).toBe('shop');
    expect(reminder?.citations).toContain('zhejiang-traceability/confirmation-deadline');
    expect(receiptUnconfirmed.weights).toEqual(['todo', 'reminder']);
  });

  it('counts the hours an administrator entered and names their source, and still only reminds', () => {
    const lawSettings = [
      {
        key: 'zhejiang-traceability/confirmation-deadline',
        from: '2026-11-01',
        value: '12',
        source: '浙江省市场监督管理局公告（2026年）',
        publishedOn: '2026-10-20',
        reason: '公布了确认时限',
      },
    ];
    const judgedAt = (hours: number) => {
      const shipment = sale([lineOf(batch)], { deliveredAt: NOW - hours * HOUR });
      return receiptUnconfirmed.judge({ kind: 'due', rule: 'receipt-unconfirmed', shipment, dueAt: NOW }, { ...context, lawSettings });
    };
    expect(judgedAt(11)).toEqual([]);
    const [reminder] = judgedAt(12);
    expect(reminder).toMatchObject({ weight: 'reminder', offence: 'trace-record' });
    expect(reminder?.message.zh).toContain('期限：送达后 12 小时');
    expect(reminder?.message.zh).not.toContain('待核实');
    expect(reminder?.citations).not.toContain('zhejiang-traceability/confirmation-deadline');
    expect(reminder?.evidence.map((one) => one.value)).toContain('浙江省市场监督管理局公告（2026年）');
    const unpublished = lawSettings.map((row) => ({ ...row, publishedOn: null }));
    const shipment = sale([lineOf(batch)], { deliveredAt: NOW - 12 * HOUR });
    const due = { kind: 'due' as const, rule: 'receipt-unconfirmed', shipment, dueAt: NOW };
    expect(receiptUnconfirmed.judge(due, { ...context, lawSettings: unpublished })[0]?.message.zh).toContain('法定期限待核实');
  });

  it('is silent a millisecond before', () => {
    expect(judged({}, NOW - 1)).toEqual([]);
  });

  it('starts no clock at shipping: without proof of delivery nothing is due', () => {
    expect(judged({ deliveredAt: null })).toEqual([]);
  });

  it.each(['received', 'refused', 'disputed', 'void'])('is silent once the shipment is %s', (state) => {
    expect(judged({ state })).toEqual([]);
  });

  it('leaves buyers alone who are not registered here', () => {
    expect(judged({ buyer: null, buyerSite: null })).toEqual([]);
  });

  it('is a todo where the duty is not known to bind: an unread directory row, a farm as buyer', () => {
    expect(judged({}, NOW, withProduct({ directoryItem: '食用油' }))).toMatchObject([{ weight: 'todo', offence: null }]);
    expect(judged({ buyer: { ...shop, kinds: ['farm'] } })).toMatchObject([{ weight: 'todo' }]);
  });

  it('is silent where the duty does not bind: a buyer outside Zhejiang', () => {
    expect(judged({ buyerSite: null, buyer: { ...shop, regionCode: '310101' } })).toEqual([]);
  });

  it('is silent about transfers and returns', () => {
    expect([...judged({ purpose: 'transfer' }), ...judged({ purpose: 'return' })]).toEqual([]);
  });

  it('counts 24 hours from delivery', () => {
    expect(confirmationDueAt(sale([], { deliveredAt: NOW }))).toBe(Date.UTC(2026, 10, 6, 1));
  });

  it('does not bind on 2024-02-02 and reminds on 2024-02-03', () => {
    const due = (day: string) => {
      const deliveredAt = Date.parse(`${day}T12:00:00+08:00`) - 24 * HOUR;
      const shipment = sale([lineOf(batch)], { deliveredAt });
      return receiptUnconfirmed.judge({ kind: 'due', rule: 'receipt-unconfirmed', shipment, dueAt: deliveredAt + 24 * HOUR }, context);
    };
    expect(due('2024-02-02')).toEqual([]);
    expect(due('2024-02-03')).toMatchObject([{ weight: 'reminder', actOn: '2024-02-03' }]);
  });
});
