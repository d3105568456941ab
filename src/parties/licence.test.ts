import { describe, expect, it } from 'vitest';
import { checkLicenceNumber, type LicenceKind } from './licence.ts';

function check(number: string, kind: LicenceKind = 'SC') {
  return checkLicenceNumber({ kind, number });
}

function warningCodes(number: string) {
  const result = check(number);
  return result.ok ? result.warnings.map((warning) => warning.code) : ['refused'];
}

describe('a food production licence number', () => {
  // Numbers printed on real goods.
  it.each([
    'SC10341147101351',
    'SC10432062101169',
    'SC11334160230808',
    'SC10644512106525',
    'SC10634160212611',
    'SC10435058302205',
    'SC10131011507490',
    'SC10644200003332',
  ])('%s is accepted without a word', (number) => {
    expect(check(number)).toEqual({ ok: true, number, warnings: [] });
  });

  it('is read without its letters, in small letters, full width and with blanks', () => {
    const whole = { ok: true, number: 'SC10333011000012', warnings: [] };
    expect(check('10333011000012')).toEqual(whole);
    expect(check(' sc103 3301 1000 012 ')).toEqual(whole);
    expect(check('ＳＣ１０３３３０１１００００１２')).toEqual(whole);
  });

  it('with a wrong check digit is suspect, never refused', () => {
    const result = check('SC10633042101885');
    expect(result).toMatchObject({ ok: true, warnings: [{ code: 'check-digit' }] });
    expect(result.ok && result.warnings[0]?.message.en).toBe(
      'the check digit does not fit the rest (7 would); compare every digit with the licence',
    );
  });

  it('of a functional zone of Hangzhou warns that the county is not in the list', () => {
    expect(warningCodes('SC10633019702613')).toEqual(['unknown-county']);
  });

  it('of another province is not asked for its county', () => {
    expect(warningCodes('SC10644512106525')).toEqual([]);
  });

  it('of an unknown category warns', () => {
    expect(warningCodes('SC13233011000015')).toEqual(['unknown-category', 'check-digit']);
    expect(warningCodes('SC20133011000013')).not.toContain('unknown-category');
    expect(warningCodes('SC20433011000013')).toContain('unknown-category');
  });

  it('of the former kind is accepted with a warning', () => {
    expect(check('QS3411 2401 0829')).toMatchObject({ ok: true, number: 'QS341124010829', warnings: [{ code: 'old-number' }] });
    expect(warningCodes('QS34112401082')).toEqual(['refused']);
  });

  it.each(['SC1274451020125', 'SC106330197026130', 'SC1063301970261X', 'SC-10633019702613', 'XK10633019702613', '', 'SC'])(
    '%j is refused',
    (number) => {
      expect(check(number)).toMatchObject({ ok: false, found: number });
    },
  );

  it('a refusal counts the digits or names the province', () => {
    expect(check('SC1274451020125')).toMatchObject({
      fix: { en: 'it has 13 digits, 14 are expected; copy it from the licence, for example SC10633019702613' },
    });
    expect(check('SC10699019702613')).toMatchObject({
      ok: false,
      fix: { zh: '第 4、5 位 99 不是省级代码，请与许可证核对（浙江为 33）' },
    });
  });
});

describe('other licences', () => {
  it.each([
    ['JY', 'JY13301100000001'],
    ['filing', '浙小作坊 330110-0001'],
    ['business', '91330110MA0DEM013U'],
    ['quarantineCode', '3301-0001'],
    ['other', 'QS1'],
  ] as const)('a %s number is taken as written', (kind, number) => {
    expect(check(` ${number} `, kind)).toEqual({ ok: true, number, warnings: [] });
  });

  it('an empty or endless number is refused', () => {
    expect(check('   ', 'JY')).toMatchObject({ ok: false, found: '   ' });
    expect(check('1'.repeat(65), 'other')).toMatchObject({ ok: false });
    expect(check('1'.repeat(64), 'other')).toMatchObject({ ok: true });
  });
});
