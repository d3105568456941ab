import { describe, expect, it } from 'vitest';
import { regionName, regionOf, validateRegionCode, within } from './regions.ts';

describe('the divisions of Zhejiang', () => {
  it('are one province, 11 cities and 90 counties', () => {
    const codes = Array.from({ length: 10_000 }, (_, last) => `33${String(last).padStart(4, '0')}`);
    const levels = codes.map((code) => regionOf(code)?.level);
    expect(levels.filter((level) => level === 'province')).toHaveLength(1);
    expect(levels.filter((level) => level === 'city')).toHaveLength(11);
    expect(levels.filter((level) => level === 'county')).toHaveLength(90);
  });

  it.each([
    ['330110', '余杭区', '杭州市', 'county'],
    ['330122', '桐庐县', '杭州市', 'county'],
    ['330383', '龙港市', '温州市', 'county'],
    ['331004', '路桥区', '台州市', 'county'],
    ['331127', '景宁畲族自治县', '丽水市', 'county'],
    ['331000', '台州市', '台州市', 'city'],
    ['330000', '浙江省', null, 'province'],
  ])('%s is %s', (code, name, city, level) => {
    expect(regionOf(code)).toEqual({ code, name, city, province: '浙江省', level });
  });

  it.each(['330197', '330199', '339900', '310115', '33', '', 'toString'])('%j is none of them', (code) => {
    expect(regionOf(code)).toBeNull();
  });
});

describe('the name of a place', () => {
  it.each([
    ['330110', '杭州市余杭区'],
    ['330783', '金华市东阳市'],
    ['330100', '杭州市'],
    ['330000', '浙江省'],
    ['330197', '杭州市'],
    ['339901', '浙江省'],
    ['310115', '上海市'],
    ['152501', '内蒙古自治区'],
    ['990000', '990000'],
  ])('%s: %s', (code, name) => {
    expect(regionName(code)).toBe(name);
  });
});

describe('a division code', () => {
  it('of a known county is accepted', () => {
    expect(validateRegionCode('330110')).toEqual({ ok: true, code: '330110', warnings: [] });
    expect(validateRegionCode(' ３３０１１０ ')).toEqual({ ok: true, code: '330110', warnings: [] });
  });

  it('of a Zhejiang county that is not in the list only warns', () => {
    expect(validateRegionCode('330197')).toMatchObject({ ok: true, warnings: [{ code: 'unknown-county' }] });
  });

  it('of another province is not asked for its county', () => {
    expect(validateRegionCode('445121')).toEqual({ ok: true, code: '445121', warnings: [] });
  });

  it.each(['3301', '3301100', '33011X', '990110', '000000', '', '余杭'])('%j is refused', (code) => {
    expect(validateRegionCode(code)).toMatchObject({ ok: false, found: code });
  });
});

describe('a scope', () => {
  it.each([
    ['330110', '330100', true],
    ['330100', '330100', true],
    ['330197', '330100', true],
    ['330203', '330100', false],
    ['330000', '330100', false],
    ['330110', '330000', true],
    ['310115', '330000', false],
    ['330110', '330110', true],
    ['330111', '330110', false],
    ['331004', '331000', true],
    ['330110', '331000', false],
    ['331104', '331000', false],
    ['330110', '3301', true],
    ['330110', '33', true],
    ['330110', '3300', true],
    ['330110', '000000', false],
    ['330110', '', false],
    ['330110', '3', false],
    ['330110', '33011', false],
    ['330110', '33.1', false],
    ['3301', '330000', false],
  ])('%s within %j: %s', (code, scope, inside) => {
    expect(within(code, scope)).toBe(inside);
  });
});
