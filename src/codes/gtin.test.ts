import { describe, expect, it } from 'vitest';
import { checkGtin } from './gtin.ts';

describe('a GTIN', () => {
  it.each([
    ['6901234567892', '06901234567892'],
    ['6921168509256', '06921168509256'],
    ['6902083881405', '06902083881405'],
    ['09521234543213', '09521234543213'],
    ['9521234543213', '09521234543213'],
    ['09506000134352', '09506000134352'],
    ['036000291452', '00036000291452'],
    ['96385074', '00000096385074'],
    ['６９０１２３４５６７８９２', '06901234567892'],
    [' 6 901234 567892 ', '06901234567892'],
  ])('%s is %s', (text, gtin) => {
    expect(checkGtin(text)).toEqual({ ok: true, gtin });
  });

  it('with a wrong check digit says which one the rest calls for', () => {
    expect(checkGtin('6901234567890')).toMatchObject({ ok: false, found: '6901234567890', expectedCheck: '2' });
    expect(checkGtin('96385075')).toMatchObject({ ok: false, expectedCheck: '4' });
    expect(checkGtin('036000291451')).toMatchObject({ ok: false, expectedCheck: '2' });
  });

  it.each([
    ['690123456789', '7'],
    ['6901234567829', '3'],
  ])('%s, a digit lost or two exchanged, calls for %s', (text, expectedCheck) => {
    expect(checkGtin(text)).toMatchObject({ ok: false, expectedCheck });
  });

  it('of another length, with other characters or of zeros only is refused', () => {
    expect(checkGtin('690123')).toMatchObject({ ok: false, fix: { en: 'it has 6 digits; compare with the digits under the bars' } });
    expect(checkGtin('')).toMatchObject({ ok: false, fix: { zh: '现有 0 位，请核对条码下方的数字' } });
    expect(checkGtin('690-1234567892')).toMatchObject({ ok: false, fix: { en: 'give only the digits printed under the bars' } });
    expect(checkGtin('6.90123E+12')).toMatchObject({ ok: false, fix: { zh: '只填条码下方的数字' } });
    expect(checkGtin('0000000000000')).toMatchObject({ ok: false });
    expect(checkGtin('00000000')).not.toHaveProperty('expectedCheck');
  });
});
