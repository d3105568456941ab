import { describe, expect, it } from 'vitest';
import { knowledge } from '../knowledge.ts';
import { matchName } from '../match.ts';
import { pinyinOf } from './pinyin.ts';
import { searchKnowledge } from './search.ts';

const found = (q: string) => searchKnowledge(knowledge(), { q }).map((row) => row.zh[0] ?? row.en[0]);

describe('searching substances', () => {
  it('puts the exact name before names that begin with it and names that hold it', () => {
    const names = found('酚酞');
    expect(names[0]).toBe('酚酞');
    expect(names.length).toBeGreaterThan(3);
    expect(names.indexOf('酚酞')).toBeLessThan(names.findIndex((name) => name !== undefined && name.indexOf('酚酞') > 0));
  });

  it.each([['fentai'], ['ft'], ['FENTAI'], ['fen tai']])('finds 酚酞 by the pinyin %s', (q) => {
    expect(found(q)).toContain('酚酞');
  });

  it('knows no identity by pinyin', () => {
    expect(matchName('fentai')).toEqual([]);
  });

  it('finds by CAS number, written as a laboratory does, and by family', () => {
    expect(found('CAS: 77–09–8')).toEqual(['酚酞']);
    expect(searchKnowledge(knowledge(), { cas: '77-09-8' }).map((row) => row.id)).toEqual(['77-09-8']);
    expect(searchKnowledge(knowledge(), { cas: '77-09' })).toEqual([]);
    expect(new Set(searchKnowledge(knowledge(), { family: 'pde5' }).map((row) => row.family))).toEqual(new Set(['pde5']));
  });

  it('finds nothing by nothing but signs', () => {
    expect(found('()')).toEqual([]);
  });

  it('has a reading for every Chinese character of the table', () => {
    const characters = new Set(
      knowledge().rows.flatMap((row) => row.zh.flatMap((name) => [...name].filter((one) => /[一-鿿]/u.test(one)))),
    );
    expect([...characters].filter((one) => !pinyinOf(one)?.full)).toEqual([]);
    expect(pinyinOf('N-甲基酚酞')).toEqual({ full: 'njiajifentai', initials: 'njjft' });
  });
});
