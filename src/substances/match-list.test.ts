import { describe, expect, it } from 'vitest';
import { MatchList } from './match-list.ts';
import type { Match, Verdict } from './verdict.ts';

const match = (input: string, verdict: Verdict): Match => ({
  input,
  verdict,
  substance: null,
  family: null,
  by: 'name',
  ground: 'named',
  reason: { zh: '', en: '' },
  sources: [],
});
const listed = (list: MatchList) => list.listed().map((one) => `${one.input} ${one.verdict}`);

describe('the matches of a request', () => {
  it('are listed as they came while there is room', () => {
    const list = new MatchList(3);
    list.add([match('a', 'clear'), match('b', 'banned'), match('c', 'review')]);
    expect(listed(list)).toEqual(['a clear', 'b banned', 'c review']);
    expect(list.isCut).toBe(false);
  });

  it('keep the worst where they are too many, and never end clear', () => {
    const list = new MatchList(2);
    list.add([match('a', 'clear'), match('b', 'review'), match('c', 'clear'), match('d', 'banned')]);
    expect(listed(list)).toEqual(['b review', 'd banned', '… review']);
    const harmless = new MatchList(1);
    harmless.add([match('a', 'clear'), match('b', 'clear')]);
    expect(listed(harmless)).toEqual(['a clear', '… review']);
    expect(harmless.isCut).toBe(true);
  });

  it('take what is clear once', () => {
    const list = new MatchList(1);
    list.add([match('a', 'clear'), match('a', 'clear')]);
    expect(listed(list)).toEqual(['a clear']);
  });
});
