import { describe, expect, it } from 'vitest';
import { additiveNumbers } from './additive-numbers.ts';

const numbers = (text: string): string[] => additiveNumbers(text).map((one) => one.number);

describe('additive numbers', () => {
  it.each([
    ['甜味剂（INS 951）', ['INS 951']],
    ['E102, E-160b, E 150a, E471', ['INS 102', 'INS 160b', 'INS 150a', 'INS 471']],
    [
      '增稠剂（412，466，410，407），着色剂（120，150a，100ii）',
      ['INS 412', 'INS 466', 'INS 410', 'INS 407', 'INS 120', 'INS 150a', 'INS 100ii'],
    ],
    ['酸度調節劑（500(ii)) / 穩定劑（452）', ['INS 500(ii)', 'INS 452']],
    ['乳化鹽 (E452i)、增稠劑 (E418)', ['INS 452i', 'INS 418']],
    ['食用色素102、着色剂（102）', ['INS 102', 'INS 102']],
    ['Ｅ１０２、CI 16255', ['INS 102', 'CI 16255']],
    ['Acidity Regulator (E504i), Preservative (211)', ['INS 504i', 'INS 211']],
    ['E1O2', ['INS 102']],
    ['穩定劑（E460及E466）', ['INS 460', 'INS 466']],
  ])('are read from %s', (text, expected) => {
    expect(numbers(text)).toEqual(expected);
  });

  it.each([
    ['穩定劑（4520）'],
    ['糖（100克）'],
    ['生产日期(2024)'],
    ['白砂糖（500）'],
    ['净含量 250g'],
    ['电话400-820'],
    ['色素（天然）'],
    ['E'],
    ['着色剂102%'],
    ['维生素E 300mg'],
    ['维生素E300'],
  ])('are not read from %s', (text) => {
    expect(numbers(text)).toEqual([]);
  });

  it('have their places in the text as typed', () => {
    const text = '增稠剂（４１２，466）';
    expect(additiveNumbers(text).map(({ span }) => text.slice(...span))).toEqual(['４１２', '466']);
  });
});
