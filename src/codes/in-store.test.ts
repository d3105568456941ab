import { describe, expect, it } from 'vitest';
import { isLayout, itemOf, itemsIn, readInStoreCode, valuesOf } from './in-store.ts';

describe('an in-store code', () => {
  it('is 13 digits that begin with 20 to 29 and end with a check digit', () => {
    expect(readInStoreCode('2012345012349')).toEqual({ ok: true, digits: '2012345012349' });
    expect(readInStoreCode(' ２０１２３４５０１２３４９ ')).toEqual({ ok: true, digits: '2012345012349' });
    expect(readInStoreCode('2012345012340')).toMatchObject({
      ok: false,
      found: '2012345012340',
      fix: { en: expect.stringContaining('for 9 at the end') },
    });
    expect(readInStoreCode('9521234543213').ok).toBe(false);
    expect(readInStoreCode('201234501234').ok).toBe(false);
  });

  it('holds a weight in grams or a price in fen, where its layout says', () => {
    expect(itemOf('PPIIIIIWWWWWC', '2012345012349')).toBe('2012345');
    expect(valuesOf('PPIIIIIWWWWWC', '2012345012349')).toEqual({ grams: 1234, cents: null });
    expect(valuesOf('PPIIIIKMMMMMC', '2012345012349')).toEqual({ grams: null, cents: 1234 });
    expect(valuesOf('PPIIIIIIIIIIC', '2012345012349')).toEqual({ grams: null, cents: null });
    expect(itemOf('PPIIIIIIIIIIC', '2012345012349')).toBe('201234501234');
  });

  it('has an item of 3 to 10 digits behind the prefix', () => {
    expect(itemsIn('2012345012349')).toEqual([
      '20123',
      '201234',
      '2012345',
      '20123450',
      '201234501',
      '2012345012',
      '20123450123',
      '201234501234',
    ]);
  });
});

describe('a layout', () => {
  it('gives every one of 13 digits its meaning', () => {
    for (const layout of ['PPIIIIIWWWWWC', 'PPIIIIKMMMMMC', 'PPIIIIIIWWWWC', 'PPIIIIIIIIIIC'])
      expect([layout, isLayout(layout)]).toEqual([layout, true]);
    for (const layout of ['PPIIIIIWWWWW', 'PPIIIIIWWMMMC', 'IIIIIIIWWWWWC', 'PPIIWWWWWWWWC', 'ppiiiiiwwwwwc', ''])
      expect([layout, isLayout(layout)]).toEqual([layout, false]);
  });
});
