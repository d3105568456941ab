import { expect, it } from 'vitest';
import { saleEvidence } from './draft.ts';
import type { ShipmentFacts } from './facts.ts';

it('what a lead says of a sale stands in the time of the place, also before eight in the morning', () => {
  const shippedAt = Date.parse('2026-11-04T23:00:00Z');
  const { expected } = saleEvidence({ publicId: 's1', shippedAt, enteredBy: 'party:p/k' } as ShipmentFacts);
  expect(expected).toMatchObject({ zh: '2026-11-05 07:00 发货，此前应当完成' });
});
