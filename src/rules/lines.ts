import { type CivilDate, startOfDay } from '../platform/civil-date.ts';
import { batch, lineOf, sale } from './examples.ts';
import type { BatchFacts, LineFacts, RuleEvent, ShipmentFacts } from './facts.ts';
import type { Weight } from './model.ts';

/*
 * The line of each rule, in its file `<rule>.line.ts`: two records that differ in one thing, and the same record one day apart around the day it takes
 * effect. lines.test.ts holds every rule against its own and fails for a rule that has none.
 */

export interface Line {
  /** Just over the line. */
  over: RuleEvent;
  /** Just on the right side of it: the rule finds nothing. */
  under: RuleEvent;
  finds: { weight: Weight; occasion: string };
  /** The record with its act on a day: from `effect` on the rule gives the weight, on `dayBefore` it does not. */
  on: (day: CivilDate) => RuleEvent;
  effect: CivilDate;
  dayBefore: CivilDate;
}

export const noon = (day: CivilDate): number => startOfDay(day) + 12 * 3_600_000;

/** A sale of a batch by its maker, on a day. */
export function soldOnDay(
  day: CivilDate,
  of: BatchFacts = batch,
  line: Partial<LineFacts> = {},
  more: Partial<ShipmentFacts> = {},
): RuleEvent {
  return { kind: 'shipment', shipment: sale([lineOf(of, line)], { shippedAt: noon(day), recordedAt: noon(day), ...more }) };
}

/** A batch recorded on a day. */
export function recordedOn(day: CivilDate, of: BatchFacts = batch): RuleEvent {
  return { kind: 'batch', batch: { ...of, recordedAt: noon(day) } };
}

export const TODAY: CivilDate = '2026-11-05';
/** Before the Food Safety Law of 2021 the data knows nothing. */
export const foodLaw = { effect: '2021-04-29', dayBefore: '2021-04-28' } as const;
/** The directory of varieties of 2024: before it nobody is bound. */
export const directory = { effect: '2024-02-03', dayBefore: '2024-02-02' } as const;
