import { describe, expect, it } from 'vitest';
import { provisionsForAct } from './provisions.ts';

const at = { actOn: '2026-11-05', partyKinds: ['producer'], goodsValueCents: null } as const;

describe('one act under several provisions (行政处罚法 29)', () => {
  it('a missing outgoing record: one of the Zhejiang rule and art. 126, which is heavier', () => {
    const found = provisionsForAct(['trace-record', 'outgoing-record'], at);
    expect(found.heavier).toBe('outgoing-record');
    expect(found.provisions.map((one) => [one.offence, one.maxCents, one.heavier])).toEqual([
      ['trace-record', 1_000_000, false],
      ['outgoing-record', 5_000_000, true],
    ]);
    expect(found.text).toContain('择一');
    expect(found.citation.article).toBe('第二十九条');
  });

  it('counts what the goods were worth: past shelf life outweighs the record either way', () => {
    const heavier = (goodsValueCents: number | null) =>
      provisionsForAct(['outgoing-record', 'past-shelf-life'], { ...at, goodsValueCents }).heavier;
    expect([heavier(null), heavier(100), heavier(2_000_000)]).toEqual(Array(3).fill('past-shelf-life'));
  });

  it('of two that count in goods value, 15–30 times goes before 10–20', () => {
    expect(provisionsForAct(['over-limit', 'non-food-substance'], at).heavier).toBe('non-food-substance');
  });

  it('leaves out what does not reach the party or the day, and says when nothing is left', () => {
    const workshop = provisionsForAct(['trace-record', 'over-limit'], { ...at, partyKinds: ['workshop'] });
    expect(workshop.provisions.map((one) => one.offence)).toEqual(['trace-record']);
    expect(provisionsForAct(['trace-record'], { ...at, actOn: '2023-12-31' })).toMatchObject({ provisions: [], heavier: null });
  });
});
