import { describe, expect, it } from 'vitest';
import { matchDeclared } from './declared.ts';
import { knowledge } from './knowledge.ts';

const told = (name: string, cas?: string) => matchDeclared({ name, cas }, knowledge()).map((match) => `${match.verdict} ${match.ground}`);

describe('a declared ingredient', () => {
  it.each([['フェノールフタレイン'], ['비사코딜'], ['???'], ['77-09-9'], ['□□□'], ['***'], ['\ufffd\ufffd']])(
    'that cannot be read is for a person: %s',
    (name) => {
      expect(told(name)).toEqual(['review unreadable']);
    },
  );

  it.each([
    ['白砂糖'],
    ['Sugar (cane)'],
    ['12%'],
    ['(≥30%)'],
    ['#6'],
    ['500'],
    ['%'],
    ['-'],
    ['INS 951'],
    ['β-胡萝卜素'],
    ['crème fraîche'],
  ])('of ordinary food says nothing: %s', (name) => {
    expect(told(name)).toEqual([]);
  });

  it('is told by its name, and by its CAS number where that says more', () => {
    expect(told('酚酞', '77-09-8')).toEqual(['banned named']);
    expect(told('食用香精', '77-09-8')).toEqual(['banned named']);
    expect(told('食用香精', '77-09-7')).toEqual(['review unreadable']);
  });
});
