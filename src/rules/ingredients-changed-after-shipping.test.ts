import { describe, expect, it } from 'vitest';
import { context, withProduct } from './examples.ts';
import { ingredientsChangedAfterShipping } from './ingredients-changed-after-shipping.ts';

/** An allergen was added after the first shipment. */
const changed = (product: Parameters<typeof withProduct>[0]) =>
  ingredientsChangedAfterShipping.judge(
    {
      kind: 'revision',
      batch: withProduct({ ingredients: [{ name: '面粉' }, { name: '花生碎' }], ...product }, { revision: 2 }),
      before: ['面粉'],
      shippedOn: '2026-11-05',
    },
    context,
  );

describe('ingredients-changed-after-shipping', () => {
  it('reminds who is bound, with the provision', () => {
    expect(changed({ directoryItem: '猪肉' })).toMatchObject([{ weight: 'reminder', certainty: 'suspected', offence: 'trace-record' }]);
  });

  it('is the todo of who is not known to be bound, without offence and band', () => {
    const found = changed({ name: '馒头', directoryItem: null });
    expect(found).toMatchObject([{ weight: 'todo', certainty: 'advisory', offence: null, department: null, citations: [] }]);
  });
});
