import { describe, expect, it } from 'vitest';
import { endDues, startDues } from './dues.ts';
import { NOW, sale } from './examples.ts';

describe('the due list', () => {
  it('takes a delivered sale to a registered buyer, 24 hours on', () => {
    expect(startDues(sale([], { deliveredAt: NOW }))).toEqual({
      due: [{ at: Date.UTC(2026, 10, 6, 1), rule: 'receipt-unconfirmed', subjectType: 'shipment', subjectId: 201 }],
    });
  });

  it('takes it by the hours an administrator entered for the day of delivery', () => {
    const row = {
      key: 'zhejiang-traceability/confirmation-deadline',
      value: '48',
      source: '公告',
      publishedOn: '2026-11-01',
      reason: '公布',
    };
    const at = (from: string) => startDues(sale([], { deliveredAt: NOW }), [{ ...row, from }]).due?.[0]?.at;
    expect([at('2026-11-05'), at('2026-11-06')]).toEqual([Date.UTC(2026, 10, 7, 1), Date.UTC(2026, 10, 6, 1)]);
  });

  it('takes nothing that is on the way, of an unknown buyer, settled, or no sale', () => {
    expect(startDues(sale([]))).toEqual({});
    expect(startDues(sale([], { deliveredAt: NOW, buyer: null }))).toEqual({});
    expect(startDues(sale([], { deliveredAt: NOW, state: 'received' }))).toEqual({});
    expect(startDues(sale([], { deliveredAt: NOW, purpose: 'return' }))).toEqual({});
  });

  it('lets go of a shipment that ended', () => {
    expect(endDues(201)).toEqual([{ undueSubject: { rule: 'receipt-unconfirmed', subjectType: 'shipment', subjectId: 201 } }]);
  });
});
