import { describe, expect, it } from 'vitest';
import type { Caller } from '../platform/caller.ts';
import { defaultSiteKind, isNatural, looksPersonal, maskName, mayManage, visibleName } from './model.ts';

const yuhang: Caller = {
  kind: 'authority',
  role: 'officer',
  keyId: 'k',
  authority: { id: 1, publicId: 'a', name: '示例局', department: 'market', regionCode: '330110' },
};
const hangzhou: Caller = { ...yuhang, authority: { ...yuhang.authority, regionCode: '330100' } };
const ningbo: Caller = { ...yuhang, authority: { ...yuhang.authority, regionCode: '330200' } };
const identity = {
  id: 7,
  publicId: 'p',
  name: 'x',
  uscc: null,
  kinds: ['farmer'],
  natural: true,
  regionCode: '330110',
  state: 'approved' as const,
};
const itself: Caller = { kind: 'party', party: identity, actor: identity, rights: [], keyId: 'k' };
const stranger: Caller = { kind: 'party', party: { ...identity, id: 8 }, actor: { ...identity, id: 8 }, rights: [], keyId: 'k' };

describe('names of natural persons', () => {
  it.each(['张三', '欧阳文华', '阿卜杜·热合曼', '张 三'])('%s may be a person’s own name', (name) => {
    expect(looksPersonal(name)).toBe(true);
  });

  it.each(['张三水果店', '老王面馆', '好日子超市', '示例酱油厂', 'Farm 1', '李'])('%s is no person’s own name', (name) => {
    expect(looksPersonal(name)).toBe(false);
  });

  it('treats who has no credit code as a natural person, whatever the name', () => {
    expect(isNatural(null, '老王面馆')).toBe(true);
  });

  it('treats a 92-code as a person only under what may be a person’s name', () => {
    expect(isNatural('92330110MA2ABCDE1X', '张三')).toBe(true);
    expect(isNatural('92330110MA2ABCDE1X', '张三水果店')).toBe(false);
    expect(isNatural('91330110MA0DEM013U', '张三')).toBe(false);
  });

  it('shows others the first character alone', () => {
    expect(maskName('张三')).toBe('张*');
    expect(maskName('𠮷田')).toBe('𠮷*');
    expect(maskName('')).toBe('＊');
  });

  it('never shows a commitment in place of a name', () => {
    expect(maskName(`c:${'0'.repeat(64)}`)).toBe('＊');
  });

  it('shows the full name to the person and its authority, the masked one to everybody else', () => {
    const party = { id: 7, regionCode: '330110', name: '张三', natural: true };
    expect(
      [itself, yuhang, hangzhou, { kind: 'admin', role: 'system', keyId: 'bootstrap' } as const].map((viewer) =>
        visibleName(party, viewer),
      ),
    ).toEqual(['张三', '张三', '张三', '张三']);
    expect([stranger, ningbo, { kind: 'anonymous' } as const].map((viewer) => visibleName(party, viewer))).toEqual(['张*', '张*', '张*']);
  });

  it('shows a firm’s name to everybody', () => {
    expect(visibleName({ id: 7, regionCode: '330110', name: '示例酱油厂', natural: false }, { kind: 'anonymous' })).toBe('示例酱油厂');
  });
});

describe('who may act on a registration', () => {
  it('is the party, an authority whose region holds it, and an administrator', () => {
    const party = { id: 7, regionCode: '330110' };
    expect([itself, yuhang, hangzhou].map((caller) => mayManage(caller, party))).toEqual([true, true, true]);
    expect([stranger, ningbo, { kind: 'anonymous' } as const].map((caller) => mayManage(caller, party))).toEqual([false, false, false]);
  });
});

describe('a site that is not named', () => {
  it('is the place the first kind works at', () => {
    expect(defaultSiteKind(['producer', 'retailer'])).toBe('plant');
    expect(defaultSiteKind(['retailer'])).toBe('shop');
    expect(defaultSiteKind(['farmer'])).toBe('farm');
    expect(defaultSiteKind(['canteen'])).toBe('canteen');
  });
});
