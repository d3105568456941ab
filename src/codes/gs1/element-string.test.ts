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
    ['a weight in pounds', '(01)09521234543213(3201)001234(10)A', '3201', '001234'],
    ['a price with its currency', '(01)09521234543213(10)A(3932)1560012', '3932', '1560012'],
    ['a cut of meat', '(01)09521234543213(7002)HINTERKEULE(10)A', '7002', 'HINTERKEULE'],
    ['a processor', '(01)09521234543213(10)A(7030)156ABC', '7030', '156ABC'],
    ['a price a unit, as scanned', `010952123454321310A${GS}8005001234`, '8005', '001234'],
    ['a temperature below zero', `010952123454321310A${GS}4333001800-`, '4333', '001800-'],
    ['a catch area', `010952123454321310A${GS}700537.1${GS}`, '7005', '37.1'],
  ])('may hold %s beside the goods', (_, text, ai, value) => {
    const reading = readElementString(text);
    expect(reading.ok && reading.elements).toEqual(
      expect.arrayContaining([
        { ai: '01', value: '09521234543213' },
        { ai: '10', value: 'A' },
        { ai, value },
      ]),
    );
  });

  it('may say a thing twice, and not two things of one', () => {
    expect(readElementString('(01)09521234543213(10)A(10)A').ok).toBe(true);
    expect(readElementString('(01)09521234543213(10)A(10)B')).toMatchObject({ ok: false, ai: '10', fault: 'twice' });
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
