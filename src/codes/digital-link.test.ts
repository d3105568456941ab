import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDigitalLink, lotFor, parseDigitalLinkPath } from './digital-link.ts';

const GS1_82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const TRACE_CODE = 'ABCDEFGHJKMNPQRSTUVM';
const gtin14 = '09521234543213';

describe('the lot of a batch', () => {
  it.each(['20261101A', 'L-7', 'a.b_c', '...', '(2026)*1', 'A+B,C:D;E=F!\'"', '12345678901234567890'])(
    'is the batch number as printed where AI 10 allows it: %s',
    (batchNumber) => {
      expect(lotFor(batchNumber, TRACE_CODE)).toBe(batchNumber);
    },
  );

  it.each([
    ['21 characters', '123456789012345678901'],
    ['nothing', ''],
    ['Chinese characters', '早班20261101'],
    ['a blank', '2026 1101'],
    ['a line break at the end', '20261101\n'],
    ['a sign outside the 82', 'A#1'],
    ['full-width digits', '２０２６'],
    ['a dot, which a path loses', '.'],
    ['two dots, which climb in a path', '..'],
  ])('is the trace code when the batch number is %s', (_, batchNumber) => {
    expect(lotFor(batchNumber, TRACE_CODE)).toBe('ABCDEFGHJKMNPQRSTUVM');
  });

  it.each(['%', '&', '/', '<', '>', '?'])('is the trace code when the batch number holds %s, barred by GB/T 33993', (sign) => {
    expect(lotFor(`A${sign}1`, TRACE_CODE)).toBe('ABCDEFGHJKMNPQRSTUVM');
  });

  it('allows 76 characters: the 82 of GS1 without the six barred in China', () => {
    const allowed = Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code)).filter(
      (c) => lotFor(`A${c}`, TRACE_CODE) !== TRACE_CODE,
    );
    expect(GS1_82).toHaveLength(82);
    expect(allowed).toHaveLength(76);
  });
});

describe('a Digital Link', () => {
  it('names the goods by GTIN, the batch by lot, the piece by serial', () => {
    expect(buildDigitalLink('https://trace.example', { gtin14 })).toBe('https://trace.example/01/09521234543213');
    expect(buildDigitalLink('https://trace.example', { gtin14, lot: '20261101A' })).toBe(
      'https://trace.example/01/09521234543213/10/20261101A',
    );
    expect(buildDigitalLink('https://trace.example', { gtin14, lot: 'ABC123', serial: '12345' })).toBe(
      'https://trace.example/01/09521234543213/10/ABC123/21/12345',
    );
  });

  it('carries the expiry date as AI 17 only when asked to', () => {
    expect(buildDigitalLink('https://trace.example', { gtin14, lot: 'A', expiresOn: '2026-12-31' })).toBe(
      'https://trace.example/01/09521234543213/10/A?17=261231',
    );
  });

  it('stands under a path of our own, with or without a slash at its end', () => {
    expect(buildDigitalLink('https://example.com/trace/', { gtin14 })).toBe('https://example.com/trace/01/09521234543213');
  });

  it('percent-encodes all but letters, digits and -._', () => {
    expect(buildDigitalLink('https://t.example', { gtin14, lot: `!"%&'()*+,-./` })).toBe(
      'https://t.example/01/09521234543213/10/%21%22%25%26%27%28%29%2A%2B%2C-.%2F',
    );
    expect(buildDigitalLink('https://t.example', { gtin14, lot: ':;<=>?_' })).toBe(
      'https://t.example/01/09521234543213/10/%3A%3B%3C%3D%3E%3F_',
    );
  });

  it.each([
    ['13 digits', { gtin14: '9521234543213' }],
    ['a wrong check digit', { gtin14: '09521234543214' }],
    ['an empty lot', { gtin14, lot: '' }],
    ['a lot of 21 characters', { gtin14, lot: 'A'.repeat(21) }],
    ['a lot that climbs out of the path', { gtin14, lot: '..' }],
    ['a serial with a blank', { gtin14, serial: 'A 1' }],
    ['a date that is none', { gtin14, expiresOn: '2026-13-01' }],
  ])('is not made with %s', (_, keys) => {
    expect(() => buildDigitalLink('https://t.example', keys)).toThrow(RangeError);
  });
});

describe('the path of a Digital Link', () => {
  it('is read into GTIN, lot and serial', () => {
    expect(parseDigitalLinkPath('/01/09521234543213')).toEqual({ ok: true, gtin: '09521234543213' });
    expect(parseDigitalLinkPath('/01/09521234543213/')).toEqual({ ok: true, gtin: '09521234543213' });
    expect(parseDigitalLinkPath('/01/09521234543213/10/20261101A')).toEqual({ ok: true, gtin: '09521234543213', lot: '20261101A' });
    expect(parseDigitalLinkPath('/01/09521234543213/22/2A/10/ABC%2F1/21/00%2500')).toEqual({
      ok: true,
      gtin: '09521234543213',
      variant: '2A',
      lot: 'ABC/1',
      serial: '00%00',
    });
  });

  it.each([
    ['6901234567892', '06901234567892'],
    ['6921168509256', '06921168509256'],
    ['6902083881405', '06902083881405'],
    ['09506000134352', '09506000134352'],
    ['036000291452', '00036000291452'],
    ['96385074', '00000096385074'],
  ])('pads the GTIN %s to 14 digits', (digits, gtin) => {
    expect(parseDigitalLinkPath(`/01/${digits}`)).toEqual({ ok: true, gtin });
  });

  it.each([
    ['path', '', ''],
    ['path', '/', '/'],
    ['path', '01/09521234543213', '01/09521234543213'],
    ['path', '/02/09521234543213', '/02/09521234543213'],
    ['path', '/01/09521234543213/10', '/01/09521234543213/10'],
    ['path', '/01/09521234543213/10/', '/01/09521234543213/10/'],
    ['gtin', '/01', ''],
    ['gtin', '/01/6901234567893', '6901234567893'],
    ['gtin', '/01/690123456789', '690123456789'],
    ['gtin', '/01/123456789', '123456789'],
    ['gtin', '/01/00000000', '00000000'],
    ['gtin', '/01/0952123454321X', '0952123454321X'],
    ['qualifier', '/01/09521234543213/21/1/10/A', '10'],
    ['qualifier', '/01/09521234543213/10/A/22/B', '22'],
    ['qualifier', '/01/09521234543213/10/A/10/B', '10'],
    ['qualifier', '/01/09521234543213/17/261231', '17'],
    ['value', '/01/09521234543213/10//21/1', ''],
    ['value', '/01/09521234543213/10/%E6%97%A9', '%E6%97%A9'],
    ['value', '/01/09521234543213/10/%zz', '%zz'],
    ['value', `/01/09521234543213/10/${'A'.repeat(21)}`, 'A'.repeat(21)],
  ])('has a problem with its %s: %s', (reason, path, found) => {
    expect(parseDigitalLinkPath(path)).toEqual({ ok: false, reason, found });
  });

  it('gives back every lot and serial that was put in, and a URL parser leaves the path as it is', () => {
    const value = fc
      .string({ unit: fc.constantFrom(...GS1_82), minLength: 1, maxLength: 20 })
      .filter((text) => text !== '.' && text !== '..');
    fc.assert(
      fc.property(value, value, (lot, serial) => {
        const url = new URL(buildDigitalLink('https://t.example', { gtin14, lot, serial }));
        expect(parseDigitalLinkPath(url.pathname)).toEqual({ ok: true, gtin: gtin14, lot, serial });
      }),
    );
  });
});
