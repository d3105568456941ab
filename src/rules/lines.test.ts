import { describe, expect, it } from 'vitest';
import { addDays } from '../platform/civil-date.ts';
import { judge, rules } from './engine.ts';
import { context } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import type { Line } from './lines.ts';

const found = (rule: string, event: RuleEvent) => judge(event, context).filter((draft) => draft.rule === rule);

describe.each(rules.map((rule) => [rule.id] as const))('the line of %s', async (id) => {
  const { line } = (await import(`./${id}.line.ts`)) as { line: Line };

  it('is crossed by one side of the pair', () => {
    expect(found(id, line.over)).toMatchObject([line.finds]);
  });

  it('is not crossed by the other, which differs in one thing', () => {
    expect(found(id, line.under)).toEqual([]);
  });

  it('holds from its day on, and not the day before', () => {
    expect(addDays(line.dayBefore, 1)).toBe(line.effect);
    const weights = (day: string) => found(id, line.on(day)).map((draft) => draft.weight);
    expect(weights(line.effect)).toContain(line.finds.weight);
    expect(weights(line.dayBefore)).not.toContain(line.finds.weight);
  });
});

describe('the rules', () => {
  it('are at least thirty, each once', () => {
    expect(rules.length).toBeGreaterThanOrEqual(30);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });

  it('give only the weights they list', () => {
    for (const rule of rules) expect(rule.weights.length).toBeGreaterThan(0);
  });
});
