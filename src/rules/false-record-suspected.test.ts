import { describe, expect, it } from 'vitest';
import { batch, context, lineOf, NOW, plant, receiptOf, sale, shop, store, withProduct } from './examples.ts';
import type { BatchFacts, LineFacts, PartyFacts, ReceiptFacts, ReceiptLineFacts, ShipmentFacts } from './facts.ts';
import { falseRecordSuspected } from './false-record-suspected.ts';

const received = (line: Partial<ReceiptLineFacts>, more: Partial<ReceiptFacts> = {}, shipped: LineFacts = lineOf(batch)) =>
  falseRecordSuspected.judge({ kind: 'receipt', receipt: receiptOf([line], more), shipment: sale([shipped]) }, context);
const shipped = (line: LineFacts, more: Partial<ShipmentFacts> = {}) =>
  falseRecordSuspected.judge({ kind: 'shipment', shipment: sale([line], more) }, context);
const soldAt = (party: PartyFacts, line: LineFacts) =>
  falseRecordSuspected.judge(
    {
      kind: 'disposition',
      disposition: {
        id: 401,
        publicId: 'disp-1',
        kind: 'sold',
        at: NOW,
        party,
        site: store,
        lines: [line],
        enteredBy: 'party:shop/key2',
        recordedAt: NOW,
      },
    },
    context,
  );
const weighed = (steps: number, more: Partial<LineFacts> = {}) => lineOf(batch, { steps, amount: '100', unit: '千克', ...more });

describe('false-record-suspected: the two sides differ', () => {
  it('is silent when what was shipped was accepted', () => {
    expect(received({})).toEqual([]);
  });

  it('reminds the shipper of a receipt for more than was shipped, with both numbers and who entered them', () => {
    const [reminder] = received({ outcome: 'over', steps: 101 });
    expect(reminder).toMatchObject({
      weight: 'reminder',
      certainty: 'suspected',
      offence: 'trace-record',
      occasion: 'differs',
      subject: { type: 'receipt', id: 301 },
    });
    expect(reminder?.party.publicId).toBe('maker');
    expect(reminder?.message.zh).toContain('ABCDEFGHJKMNPQRSTUVM 多收 1 袋');
    expect(reminder?.evidence.map((one) => one.enteredBy)).toEqual(['party:maker/key1', 'party:shop/key2']);
    expect(reminder?.evidence[0]?.value).toBe('100 袋');
  });

  it.each(['notMine', 'notArrived'] as const)('reminds the shipper when the buyer says %s', (outcome) => {
    expect(received({ outcome, steps: 0 })).toMatchObject([{ weight: 'reminder' }]);
  });

  it('asks the shipper, no more, when less came', () => {
    expect(received({ outcome: 'short', steps: 99 })).toMatchObject([{ weight: 'todo', certainty: 'suspected' }]);
  });

  it('only asks where nobody signed in: a receipt by the slip’s link', () => {
    expect(received({ outcome: 'over', steps: 101 }, { by: 'link' })).toMatchObject([{ weight: 'todo' }]);
  });

  it('is silent about refused goods: both records agree on them', () => {
    expect(received({ outcome: 'refused', steps: 0 })).toEqual([]);
  });

  it('allows weighed goods 3 % and a milligram more is a difference', () => {
    const hundred = weighed(100_000_000);
    expect(received({ outcome: 'short', steps: 97_000_000, unit: '千克' }, {}, hundred)).toEqual([]);
    expect(received({ outcome: 'short', steps: 96_999_999, unit: '千克' }, {}, hundred)).toHaveLength(1);
  });
});

describe('false-record-suspected: a party’s own balance', () => {
  const made: BatchFacts = { ...batch, quantity: { steps: 1_200, unit: '袋' } };

  it('is a suspected lead when a maker ships more than it recorded to have made', () => {
    expect(shipped(lineOf(made, { balanceAfter: -1 }))).toMatchObject([
      {
        weight: 'lead',
        certainty: 'suspected',
        offence: 'trace-record',
        occasion: 'balance/ABCDEFGHJKMNPQRSTUVM',
        subject: { type: 'shipment' },
      },
    ]);
  });

  it('is silent at exactly nothing left, and where the balance is not known', () => {
    expect(shipped(lineOf(made, { balanceAfter: 0 }))).toEqual([]);
    expect(shipped(lineOf(made, { balanceAfter: null }))).toEqual([]);
  });

  it('allows weighed goods 3 % of the batch', () => {
    const weighedBatch: BatchFacts = { ...batch, quantity: { steps: 1_000_000_000, unit: '千克' } };
    const left = (balanceAfter: number) => shipped({ ...weighed(10_000_000), batch: weighedBatch, balanceAfter });
    expect(left(-30_000_000)).toEqual([]);
    expect(left(-30_000_001)).toHaveLength(1);
  });

  it('counts for a shop from its opening date on, one day apart', () => {
    expect(soldAt(shop, lineOf(made, { balanceAfter: -5, openedOn: '2026-11-05' }))).toMatchObject([
      { weight: 'lead', subject: { type: 'disposition' } },
    ]);
    expect(soldAt(shop, lineOf(made, { balanceAfter: -5, openedOn: '2026-11-06' }))).toMatchObject([{ weight: 'todo', offence: null }]);
  });

  it('only asks for the source where a shop has no opening', () => {
    const [todo] = soldAt(shop, lineOf(made, { balanceAfter: -5 }));
    expect(todo).toMatchObject({ weight: 'todo', certainty: 'advisory', offence: null });
    expect(todo?.message.zh).toBe('来源未记录：5 袋。请补录接收或者期初库存。');
  });

  it('only asks where a maker ships from another site than where it made the batch', () => {
    expect(shipped(lineOf(made, { balanceAfter: -1 }), { site: { ...plant, id: 99 } })).toMatchObject([{ weight: 'todo' }]);
  });

  it('is a todo where the regulation is not known to bind', () => {
    expect(shipped(lineOf(withProduct({ directoryItem: null }), { balanceAfter: -1 }))).toMatchObject([{ weight: 'todo', offence: null }]);
  });
});

describe('false-record-suspected: an impossible sequence', () => {
  const shippedOn = Date.parse('2026-11-05T23:59:59+08:00');

  it('is silent about goods made on the day they were shipped and a lead for those made the day after', () => {
    expect(shipped(lineOf({ ...batch, productionDate: '2026-11-05' }), { shippedAt: shippedOn })).toEqual([]);
    expect(shipped(lineOf({ ...batch, productionDate: '2026-11-06' }), { shippedAt: shippedOn })).toMatchObject([
      { weight: 'lead', certainty: 'suspected', occasion: 'sequence/ABCDEFGHJKMNPQRSTUVM' },
    ]);
  });

  it('holds nothing against a distributor for a date the maker entered', () => {
    const distributor = { ...shop, kinds: ['distributor'] };
    expect(shipped(lineOf({ ...batch, productionDate: '2026-11-06' }), { sender: distributor, shippedAt: shippedOn })).toEqual([]);
  });
});
