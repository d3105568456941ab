import { describe, expect, it } from 'vitest';
import { readCode } from './reading.ts';

const goods = (more: Record<string, unknown> = {}) => ({
  kind: 'goods',
  gtin: '09521234543213',
  lot: null,
  productionDate: null,
  expiresOn: null,
  ...more,
});
const read = (code: string, scheme?: string) => {
  const reading = readCode(code, scheme);
  return reading.ok ? [reading.form, reading.meanings] : ['refused', reading.fix.en];
};

describe('a code that was read', () => {
  it('is a trace code in any writing, or the address of its page on any host', () => {
    const meant = [{ kind: 'traceCode', code: 'ABCDEFGHJKMNPQRSTUVM' }];
    expect(read('ABCD-EFGH-JKMN-PQRS-TUVM')).toEqual(['traceCode', meant]);
    expect(read('abcdefghjkmnpqrstuvm')).toEqual(['traceCode', meant]);
    expect(read('https://elsewhere.example/suyuan/t/ABCD-EFGH-JKMN-PQRS-TUVM?at=x')).toEqual(['address', meant]);
    expect(read('ABCD-EFGH-JKMN-PQRS-TUVN')).toEqual(['refused', 'it looks like a trace code with a character mistyped']);
  });

  it('is goods with lot and dates in a Digital Link of any stem', () => {
    expect(read('https://id.gs1.org/01/09521234543213/10/20261101A?17=261108')).toEqual([
      'digitalLink',
      [goods({ lot: '20261101A', expiresOn: '2026-11-08' })],
    ]);
    expect(read('/some/path/01/9521234543213')).toEqual(['digitalLink', [goods()]]);
    for (const stem of ['https://x.example/s', 'https://x.example/shop/t', '/s/2026'])
      expect(read(`${stem}/01/09521234543213/10/A`), stem).toEqual(['digitalLink', [goods({ lot: 'A' })]]);
    expect(read('https://id.gs1.org/01/09521234543214')).toEqual(['refused', 'check the value of (01): the check digit does not fit']);
  });

  it('is goods in an element string: bracketed, full-width, with GS, with an AIM prefix, or bare digits', () => {
    const lot = goods({ lot: 'AB12' });
    expect(read('(01)09521234543213(10)AB12')).toEqual(['elementString', [lot]]);
    expect(read('（01）09521234543213（10）AB12')).toEqual(['elementString', [lot]]);
    expect(read(']C1010952123454321310AB12')).toEqual(['elementString', [lot]]);
    expect(read('010952123454321310AB12\u001d17261108')).toEqual(['elementString', [goods({ lot: 'AB12', expiresOn: '2026-11-08' })]]);
    expect(read('010952123454321310AB12')).toEqual(['elementString', [lot]]);
    expect(read('0109521234543213112611011726110810777')).toEqual([
      'elementString',
      [goods({ lot: '777', productionDate: '2026-11-01', expiresOn: '2026-11-08' })],
    ]);
    expect(read('(01)09521234543213(17)261100')).toEqual(['elementString', [goods()]]);
    expect(read('(21)0001')[0]).toBe('refused');
    expect(read('(01)09521234543213(3201)001234(10)AB12')).toEqual(['elementString', [lot]]);
    expect(read('(01)09521234543213(10)A(10)B')).toEqual(['refused', 'check the value of (10): it stands twice with different values']);
    expect(read('/01/09521234543213/10/A?10=B')[0]).toBe('refused');
  });

  it('is a pallet: an SSCC alone, with 00 before it, or with what is on it', () => {
    const pallet = { kind: 'logisticUnit', sscc: '095212345000000018' };
    for (const code of ['095212345000000018', '00095212345000000018', '(00) 095212345000000018'])
      expect([code, read(code)[1]]).toEqual([code, [pallet]]);
    expect(read('(00)095212345000000018(02)09521234543213(37)24(10)AB12')).toEqual(['elementString', [pallet, goods({ lot: 'AB12' })]]);
    expect(read('095212345000000012')[0]).toBe('refused');
  });

  it('is a product by the digits under the bars, and a label of the shop’s scale where they begin with 2', () => {
    expect(read('9521234543213')).toEqual(['digits', [goods()]]);
    expect(read('2012345012349')[1]).toEqual([{ kind: 'storeCode', digits: '2012345012349' }, goods({ gtin: '02012345012349' })]);
    expect(read('9521234543214')).toEqual([
      'refused',
      'the other digits call for 3 at the end; compare every digit, the slip may be elsewhere',
    ]);
  });

  it('is a slip by its sixteen signs or its address', () => {
    expect(read('V3StGXR8Z5jdHi6B')).toEqual(['slip', [{ kind: 'slip', slip: 'V3StGXR8Z5jdHi6B' }]]);
    expect(read('https://trace.example/s/V3StGXR8Z5jdHi6B?lang=en')).toEqual(['address', [{ kind: 'slip', slip: 'V3StGXR8Z5jdHi6B' }]]);
  });

  it('is another system’s as soon as that is named, whatever it looks like', () => {
    expect(read('9521234543213', 'zheshilian')).toEqual([
      'externalCode',
      [{ kind: 'externalCode', scheme: 'zheshilian', value: '9521234543213' }],
    ]);
    expect(read('(00)095212345000000018', 'sscc')).toEqual(['externalCode', [{ kind: 'logisticUnit', sscc: '095212345000000018' }]]);
  });

  it('is told as unreadable where it is none', () => {
    for (const code of ['hello', ' ', '123', 'https://example.com/', '(99', ']C1', '/t/hello', '/s/x'])
      expect([code, read(code)[0]]).toEqual([code, 'refused']);
  });
});
