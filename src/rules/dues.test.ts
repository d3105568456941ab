import { describe, expect, it } from 'vitest';
import { endDues, startDues } from './dues.ts';
import { NOW, sale } from './examples.ts';

describe('the due list', () => {
  it('takes a delivered sale to a registered buyer, 24 hours on', () => {
    expect(startDues(sale([], { deliveredAt: NOW }))).toEqual({
      due: [{ at: Date.UTC(2026, 10, 6, 1), rule: 'receipt-unconfirmed', subjectType: 'shipment', subjectId: 201 }],
    });
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
