import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifiers, primaryKeys } from './identifiers.ts';
import { type Element, readLink, writeLink } from './link.ts';
import { checkDigitOf } from './values.ts';

const GTIN = '09521234543213';

function read(text: string) {
  const reading = readLink(text);
  if (!reading.ok) throw new Error(`${reading.reason}: ${reading.found}`);
  return reading;
}

describe('a Digital Link', () => {
  it('is a primary key with qualifiers in the path and attributes in the query, whatever address it stands under', () => {
    expect(read('https://example.com/some/shop/01/09521234543213/22/2A/10/ABC123/21/12345?17=261231&3103=000195&lang=zh#top')).toEqual({
      ok: true,
      stem: 'https://example.com/some/shop',
      key: { ai: '01', value: GTIN },
      qualifiers: [
        { ai: '22', value: '2A' },
        { ai: '10', value: 'ABC123' },
        { ai: '21', value: '12345' },
      ],
      attributes: [
        { ai: '17', value: '261231' },
        { ai: '3103', value: '000195' },
      ],
      others: [['lang', 'zh']],
    });
  });

  it.each([
    ['an SSCC', '/00/106141412345678908', '00'],
    ['a GTIN with a third-party serial', `/01/${GTIN}/235/2ABC456`, '01'],
    ['a document', '/253/9521234543213DOC7', '253'],
    ['a coupon', '/255/9521234543213', '255'],
    ['a consignment', '/401/95212345ABC', '401'],
    ['a shipment', '/402/95212345000000018', '402'],
    ['a place with its extension', '/414/9521234543213/254/7', '414'],
    ['an invoicing party', '/415/9521234543213/8020/A1', '415'],
    ['a party', '/417/9521234543213', '417'],
    ['a returnable asset', '/8003/09521234543213AB', '8003'],
    ['an asset', '/8004/95212345AB', '8004'],
    ['a piece of goods', '/8006/095212345432130102/21/X', '8006'],
    ['a component', '/8010/95212345-1/8011/7', '8010'],
    ['a model', '/8013/95212345AB', '8013'],
    ['a provider', '/8017/952123450000000012/8019/1', '8017'],
    ['a recipient', '/8018/952123450000000012', '8018'],
  ])('may name %s: %s', (_, path, ai) => {
    expect(read(path).key.ai).toBe(ai);
  });

  it('has 16 kinds of primary key', () => {
    expect(primaryKeys.map((key) => key.ai).toSorted()).toEqual(
      '00 01 253 255 401 402 414 415 417 8003 8004 8006 8010 8013 8017 8018'.split(' ').toSorted(),
    );
  });

  it.each([
    ['path', 'https://example.com/'],
    ['path', '/10/ABC'],
    ['path', `/01/${GTIN}/10`],
    ['path', '/gtin/09521234543213'],
    ['path', `https://example.com/${'a'.repeat(5_000)}`],
    ['unknown', `/01/${GTIN}/999/A`],
    ['unknown', `/01/${GTIN}?9999=A`],
    ['unknown', `/01/${GTIN}/lot/A`],
    ['qualifier', `/01/${GTIN}/10/A/22/B`],
    ['qualifier', `/01/${GTIN}/10/A/10/B`],
    ['qualifier', `/01/${GTIN}/21/1/235/A`],
    ['qualifier', `/01/${GTIN}/17/261231`],
    ['qualifier', '/414/9521234543213/254/7/7040/1ABC'],
    ['qualifier', `/01/${GTIN}?00=106141412345678908`],
    ['qualifier', `/01/${GTIN}/10/A?10=B`],
    ['qualifier', `/01/${GTIN}?17=261231&17=261230`],
    ['encoding', `/01/${GTIN}/10/%E6%9`],
    ['encoding', `/01/${GTIN}/10/%zz`],
    ['value', '/01/09521234543214'],
    ['value', '/01/952123454321'],
    ['value', `/01/${GTIN}/10/`.concat('A'.repeat(21))],
    ['value', `/01/${GTIN}/10/%E6%97%A9`],
    ['value', `/01/${GTIN}/10/A%20B`],
    ['value', `/01/${GTIN}?17=261331`],
    ['value', `/01/${GTIN}?17=260230`],
    ['value', '/00/106141412345678909'],
    ['value', '/8003/19521234543213'],
    ['value', '/255/9521234543213ABC'],
  ])('has a problem with its %s: %s', (reason, text) => {
    expect(readLink(text)).toMatchObject({ ok: false, reason });
  });

  it('says which check digit the others call for, and takes a day 00 as the month', () => {
    expect(readLink('/01/09521234543214')).toMatchObject({ ai: '01', fault: 'checkDigit', found: '09521234543214' });
    expect(read(`/01/${GTIN}?17=261200`).attributes).toEqual([{ ai: '17', value: '261200' }]);
    expect(read(`/01/${GTIN}/10/A?10=A`).qualifiers).toEqual([{ ai: '10', value: 'A' }]);
  });

  it.each([
    ['a qualifier of another key', { ai: '01', value: GTIN }, [{ ai: '254', value: '7' }]],
    [
      'qualifiers out of order',
      { ai: '01', value: GTIN },
      [
        { ai: '21', value: '1' },
        { ai: '10', value: 'A' },
      ],
    ],
    ['a lot that a path loses', { ai: '01', value: GTIN }, [{ ai: '10', value: '..' }]],
    ['a key that is none', { ai: '10', value: 'A' }, []],
    ['a wrong check digit', { ai: '01', value: '09521234543214' }, []],
  ])('is not written with %s', (_, key, qualifiers) => {
    expect(() => writeLink({ stem: 'https://t.example', key, qualifiers })).toThrow(RangeError);
  });
});

const X = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const CHARACTERS = {
  N: '0123456789',
  X,
  Y: '#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  Z: '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
};

/** A right value of an identifier. */
function rightValue(ai: string): fc.Arbitrary<string> {
  const parts = identifiers.get(ai)?.parts ?? [];
  const pieces = parts.map(({ set, least, most, rule }) => {
    const of = (min: number, max: number) => fc.string({ unit: fc.constantFrom(...CHARACTERS[set]), minLength: min, maxLength: max });
    if (rule === 'check') return of(most - 1, most - 1).map((body) => body + checkDigitOf(body));
    if (rule === 'date')
      return least === 0
        ? fc.constant('')
        : fc
            .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
            .map((day) => day.toISOString().slice(2, 10).replaceAll('-', ''));
    return rule === 'zero' ? fc.constant('0') : of(least, most);
  });
  return fc.tuple(...pieces).map((all) => all.join(''));
}

const element = (ai: string): fc.Arbitrary<Element> =>
  rightValue(ai)
    .filter((value) => value !== '.' && value !== '..' && (ai !== '01' || !/^0+$/.test(value)))
    .map((value) => ({ ai, value }));

const attributes = [...identifiers.values()].filter((one) => !one.qualifiers).map((one) => one.ai);

const link = fc.constantFrom(...primaryKeys).chain((key) =>
  fc.constantFrom(...(key.qualifiers?.length ? key.qualifiers : [[]])).chain((sequence) =>
    fc.record({
      key: element(key.ai),
      qualifiers: fc.tuple(...sequence.map((ai) => fc.option(element(ai), { nil: null }))).map((all) => all.filter((one) => one !== null)),
      attributes: fc.uniqueArray(fc.constantFrom(...attributes.filter((ai) => !sequence.includes(ai))).chain(element), {
        maxLength: 4,
        selector: (one) => one.ai,
      }),
    }),
  ),
);

describe('every Digital Link that is written', () => {
  it('is read back as it was, through a parser of addresses too', () => {
    fc.assert(
      fc.property(link, (parts) => {
        const text = writeLink({ stem: 'https://t.example/shop', ...parts });
        expect(read(text)).toEqual({ ok: true, stem: 'https://t.example/shop', ...parts, others: [] });
        expect(read(new URL(text).href)).toMatchObject(parts);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused with any one digit of its key changed', () => {
    fc.assert(
      fc.property(element('01'), fc.nat(13), fc.integer({ min: 1, max: 9 }), ({ value }, place, by) => {
        const digit = (Number(value.charAt(place)) + by) % 10;
        const slip = `${value.slice(0, place)}${digit}${value.slice(place + 1)}`;
        expect(readLink(`/01/${slip}`)).toMatchObject({ ok: false, reason: 'value' });
      }),
    );
  });

  it('never throws while reading, whatever is given', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void readLink(`/01/${text}`)));
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => void readLink(text)));
  });
});
