import { describe, expect, it } from 'vitest';
import { casCheckDigit, casText, nameKey, toSimplified, withoutSalt } from './normalise.ts';

describe('the key of a name', () => {
  it.each([
    ['酚汀', '酚丁'],
    ['双酚沙汀', '双酚沙丁'],
    ['雙醋酚汀', '双醋酚丁'],
    ['他達拉非', '他达拉非'],
    ['Ｎ，Ｎ－双去甲基西布曲明', 'N,N-双去甲基西布曲明'],
    ['苏丹红Ⅰ', '苏丹红I'],
    ['邻苯二甲酸二（2－乙基）己酯', '邻苯二甲酸二(2-乙基)己酯'],
    ['3,3′,5,5′-Tetrabromophenolphthalein', "3,3',5,5'-tetrabromophenolphthalein"],
    ['酚\u200b酞', '酚酞'],
    ['ß-内酰胺酶', 'β-内酰胺酶'],
    ['硝基呋喃類藥物', '硝基呋喃类药物'],
    ['二甲基胺基', '二甲基氨基'],
  ])('is the same for %s and %s', (written, meant) => {
    expect(nameKey(written)).toBe(nameKey(meant));
  });

  it.each([
    ['帕罗西汀', '帕罗西丁'],
    ['酚酞', '酚酞啉'],
    ['酚丁', '双醋酚丁'],
    ['西布曲明', '盐酸西布曲明'],
  ])('differs for %s and %s', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('turns only the characters of substance names to simplified ones', () => {
    expect(toSimplified('鹽酸西布曲明')).toBe('盐酸西布曲明');
    expect(toSimplified('猪肉')).toBe('猪肉');
  });

  it('takes a salt off a name that has one, and nothing off others', () => {
    expect(withoutSalt('盐酸特拉唑嗪')).toBe('特拉唑嗪');
    expect(withoutSalt('西布曲明盐酸盐一水合物')).toBe('西布曲明盐酸盐');
    expect(withoutSalt('sildenafilcitrate')).toBe('sildenafil');
    expect(withoutSalt('酚酞')).toBeNull();
  });
});

describe('a CAS number', () => {
  it.each([
    ['77-09-8'],
    ['CAS: 77-09-8'],
    ['CAS号：77–09–8'],
    ['cas no. 0077‑09‑8'],
    ['７７－０９－８'],
    ['77098'],
    ['77-O9-8'],
    ['77—09—8'],
  ])('is read from %s', (written) => {
    expect(casText(written)).toBe('77-09-8');
  });

  it('reads letters an OCR takes for digits', () => {
    expect(casText('l7l599-83-O')).toBe('171599-83-0');
  });

  it.each([['酚酞'], [''], ['77-9-8'], ['lol'], ['12345678-09-8'], ['77-09-88']])('is not read from %s', (written) => {
    expect(casText(written)).toBeNull();
  });

  it('ends in the digit the others ask for', () => {
    // from the right: 9·1 + 0·2 + 7·3 + 7·4 = 58
    expect(casCheckDigit('77-09-8')).toBe(8);
    // from the right: 6·1 + 8·2 + 5·3 + 7·4 + 0·5 + 3·6 + 4·7 + 9·8 + 2·9 = 201
    expect(casCheckDigit('2943075-86-1')).toBe(1);
  });
});
