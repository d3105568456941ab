import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkUscc, entityKindOf } from './uscc.ts';

describe('a unified social credit code', () => {
  // 91350100M000100Y43 is the worked example of GB 32100-2015; the others are codes firms publish.
  it.each([
    '91350100M000100Y43',
    '914403001922038216',
    '91330100799655058B',
    '91110108551385082Q',
    '91110000802100433B',
    '9144030071526726XG',
    '91440300708461136T',
    '91330110MA0DEM013U',
  ])('%s is valid', (code) => {
    expect(checkUscc(code)).toEqual({ ok: true, uscc: code });
  });

  it('is read in small letters, full width and with blanks', () => {
    expect(checkUscc(' 91350100m000100y43 ')).toEqual({ ok: true, uscc: '91350100M000100Y43' });
    expect(checkUscc('９１３５０１００Ｍ０００１００Ｙ４３')).toEqual({ ok: true, uscc: '91350100M000100Y43' });
    expect(checkUscc('9135 0100 M000 100Y 43')).toEqual({ ok: true, uscc: '91350100M000100Y43' });
  });

  it('with a wrong check character says which one the rest calls for', () => {
    expect(checkUscc('91350100M000100Y4Z')).toMatchObject({
      ok: false,
      fix: { en: 'Z in place 18 is never used in such a code; is it 2' },
    });
    expect(checkUscc('91350100M000100Y44')).toMatchObject({ ok: false, found: '91350100M000100Y44', expectedCheck: '3' });
    expect(checkUscc('91330110MA0DEM013T')).toMatchObject({ ok: false, expectedCheck: 'U' });
  });

  it('says what is wrong with its form', () => {
    expect(checkUscc('91350100M000100Y4')).toMatchObject({ ok: false, fix: { en: 'it has 17 characters; make it 18' } });
    expect(checkUscc('')).toMatchObject({ ok: false, found: '', fix: { zh: '现有 0 位，请补足或删去多余字符至 18 位' } });
    expect(checkUscc('91350I00M000100Y43')).toMatchObject({ ok: false, fix: { zh: '第 6 位的 I 不在代码字符集内，是否为 1' } });
    expect(checkUscc('91350-00M000100Y43')).toMatchObject({ ok: false, fix: { en: '- in place 6 is never used in such a code' } });
    expect(checkUscc('913501A0M000100Y43')).toMatchObject({ ok: false, fix: { en: 'places 3 to 8 are the division code: digits only' } });
    expect(checkUscc('A1110000600037341L')).toMatchObject({ ok: false, expectedCheck: 'K' });
    const long = checkUscc('9'.repeat(100_000));
    expect(long.ok ? 0 : long.found.length).toBe(81);
  });

  it('finds every single wrong character', () => {
    const alphabet = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 17 }), fc.constantFrom(...alphabet), (place, character) => {
        const good = '91350100M000100Y43';
        const typed = good.slice(0, place) + character + good.slice(place + 1);
        expect(checkUscc(typed).ok).toBe(typed === good);
      }),
    );
  });
});

describe('who stands behind a code', () => {
  it.each([
    ['91350100M000100Y43', 'enterprise'],
    ['92330110MA0DEM013U', 'individual'],
    ['93330110MA0DEM013U', 'cooperative'],
    ['121200004013590816', 'public'],
    ['52330110MA0DEM013U', 'other'],
    ['N2330110MA0DEM013U', 'other'],
  ])('%s: %s', (code, kind) => {
    expect(entityKindOf(code)).toBe(kind);
  });
});
