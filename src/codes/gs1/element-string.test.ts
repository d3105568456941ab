import { describe, expect, it } from 'vitest';
import { readElementString } from './element-string.ts';

const GS = '\u001d';

describe('an element string', () => {
  it('is read as printed, in brackets, even where a value holds brackets', () => {
    expect(readElementString('(01)09521234543213(17)261231(10)AB(7)C')).toEqual({
      ok: true,
      elements: [
        { ai: '01', value: '09521234543213' },
        { ai: '17', value: '261231' },
        { ai: '10', value: 'AB(7)C' },
      ],
    });
  });

  it('is read as a scanner sends it, with separators after what has no fixed length', () => {
    const elements = [
      { ai: '01', value: '09521234543213' },
      { ai: '10', value: 'ABC123' },
      { ai: '3103', value: '000195' },
      { ai: '21', value: '77' },
    ];
    expect(readElementString(`]C1010952123454321310ABC123${GS}31030001952177`)).toEqual({ ok: true, elements });
    expect(readElementString(`010952123454321310ABC123${GS}31030001952177`)).toEqual({ ok: true, elements });
  });

  it.each([
    ['an identifier nobody knows', '(9999)1', { at: 0, ai: '9999', fault: 'unknown' }],
    ['no bracket after the identifier', '(01 09521234543213', { at: 0, ai: null, fault: 'form' }],
    ['a wrong check digit', '(01)09521234543214', { at: 4, ai: '01', fault: 'checkDigit' }],
    ['an end too early', '0109521234', { at: 2, ai: '01', fault: 'length' }],
    ['a date that is none', '17261332', { at: 2, ai: '17', fault: 'date' }],
    ['nothing', '', { at: 0, ai: null, fault: 'form' }],
  ])('is told to have %s', (_, text, told) => {
    expect(readElementString(text)).toEqual({ ok: false, ...told });
  });
});
