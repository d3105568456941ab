import { describe, expect, it } from 'vitest';
import { weaknessOf } from './password.ts';

const own = ['zhangwei', '张伟', '示例酱油厂', '91330110MA0DEM013U'];

describe('a password', () => {
  it.each(['correct horse battery', '毛竹 雨伞 火车 十三点 九月', 'x7#kQp2!vLm9', 'Testify-42-mango'])('%s will do', (password) => {
    expect(weaknessOf(password, own)).toBe(null);
  });

  it.each([
    ['short1!', '至少 10'],
    ['毛竹雨伞', '至少 10'],
    ['aaaaaaaaaaaa', '单调'],
    ['123456789012', '单调'],
    ['abcdefghijkl', '单调'],
    ['Password123!', '常用'],
    ['P@ssword-2026', '常用'],
    ['admin20261122', '常用'],
    ['zhang-wei-2026!!', '登录名'],
    ['张伟的密码是什么呢啊', '登录名'],
    ['示例酱油厂2026年秋天', '登录名'],
    ['91330110ma0dem013u', '登录名'],
    ['x'.repeat(201), '最多 200'],
  ])('%s is refused', (password, why) => {
    expect(weaknessOf(password, own)?.zh).toContain(why);
  });
});
