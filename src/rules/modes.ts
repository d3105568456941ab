import { type CivilDate, civilDateOf, startOfDay } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import type { Rule } from './model.ts';

export type Mode = 'live' | 'shadow';

/** How a rule runs, since when, and on whose word. */
export interface ModeNow {
  mode: Mode;
  /** Epoch ms of the row; null where no row says so and the rule's own dates hold. */
  since: number | null;
  reason: string;
  /** `rule` where it is the rule's own date, `system` for the service, else who pressed the key. */
  by: string;
}

/** The last word on a rule's mode at an instant: the latest row that had begun, else the rule's own dates. Rows come in order of `at`. */
export function modeOf(rule: Pick<Rule, 'id' | 'shadowUntil'>, rows: readonly DB['rule_mode'][], now: number): ModeNow {
  return modeOn(rule, rows, now, civilDateOf(now));
}

function modeOn(rule: Pick<Rule, 'id' | 'shadowUntil'>, rows: readonly DB['rule_mode'][], now: number, today: CivilDate): ModeNow {
  const row = rows.filter((one) => one.rule === rule.id && one.at <= now).at(-1);
  if (row) return { mode: row.mode === 'live' ? 'live' : 'shadow', since: row.at, reason: row.reason, by: row.by };
  return byDefault(rule, today);
}

function byDefault({ shadowUntil }: Pick<Rule, 'shadowUntil'>, today: CivilDate): ModeNow {
  if (shadowUntil === undefined) return { mode: 'live', since: null, reason: '', by: 'rule' };
  if (today < shadowUntil) return { mode: 'shadow', since: null, reason: `新规则试运行至 ${shadowUntil}`, by: 'rule' };
  return { mode: 'live', since: startOfDay(shadowUntil), reason: '试运行期满', by: 'rule' };
}

/** The rules that run in shadow at an instant. */
export function shadowRules(rules: readonly Rule[], rows: readonly DB['rule_mode'][], now: number): ReadonlySet<string> {
  // Every record asks this of every rule: the day is the same for all, and mostly no row says otherwise.
  const today = civilDateOf(now);
  if (rows.length === 0) return shadowByDefault(rules, today);
  return new Set(rules.filter((rule) => modeOn(rule, rows, now, today).mode === 'shadow').map((rule) => rule.id));
}

const defaults = new WeakMap<readonly Rule[], { today: CivilDate; ids: ReadonlySet<string> }>();

/** The rules in shadow on a day by their own dates; kept for the day. */
function shadowByDefault(rules: readonly Rule[], today: CivilDate): ReadonlySet<string> {
  let known = defaults.get(rules);
  if (known?.today !== today) {
    known = { today, ids: new Set(rules.filter((rule) => byDefault(rule, today).mode === 'shadow').map((rule) => rule.id)) };
    defaults.set(rules, known);
  }
  return known.ids;
}
