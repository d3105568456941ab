import type { FollowedEntry } from '../ledger/follower.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft } from '../store/store.ts';
import type { AgainDeps } from './again.ts';
import { rules } from './engine.ts';
import type { Rule } from './model.ts';
import { modeOf } from './modes.ts';
import { loadModes } from './repository.ts';

/** A rule is held to its last 100 leads: more than 30 of them dismissed sends it back to shadow. */
const LEADS = 100;
const MOST_DISMISSED = 30;

export interface Back {
  rows: DB['rule_mode'][];
  entries: EntryDraft[];
}

/**
 * The rules that dismissals among these entries send back to shadow, with the row and the entry that say so. Only leads since the rule was last set count:
 * an administrator who sets it live again gives it a new start. Told again it answers the same: the row's instant is that of the dismissal.
 */
export async function imprecise(deps: AgainDeps, entries: readonly FollowedEntry[]): Promise<Back> {
  const dismissed = entries.filter((entry) => entry.kind === 'lead.dismissed');
  if (dismissed.length === 0) return { rows: [], entries: [] };
  const { read } = deps.store;
  const named = dismissed.map((entry) => String(entry.payload.violation));
  const found = await read.selectFrom('finding').select('rule').distinct().where('publicId', 'in', named).execute();
  const modes = await loadModes(deps.store);
  const at = Math.max(...dismissed.map((entry) => entry.at));
  const rows: DB['rule_mode'][] = [];
  for (const rule of rules.filter((one) => found.some((row) => row.rule === one.id))) {
    const mode = modeOf(rule, modes, deps.clock());
    if (mode.mode === 'shadow' || modes.some((row) => row.rule === rule.id && row.at >= at)) continue;
    const count = await dismissedOf(deps, rule, mode.since ?? 0);
    if (count > MOST_DISMISSED) rows.push({ rule: rule.id, at, mode: 'shadow', reason: reasonOf(count), by: 'system' });
  }
  return { rows, entries: rows.map(entryOf) };
}

const reasonOf = (count: number) => `最近 ${LEADS} 条线索中有 ${count} 条被排除，超过 ${MOST_DISMISSED} 条，转为试运行`;

/** How many of the rule's last 100 leads were dismissed. */
async function dismissedOf(deps: AgainDeps, rule: Rule, since: number): Promise<number> {
  const last = await deps.store.read
    .selectFrom('finding')
    .select('state')
    .where('rule', '=', rule.id)
    .where('weight', '=', 'lead')
    .where('state', '!=', 'shadow')
    .where('detectedAt', '>=', since)
    .orderBy('detectedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(LEADS)
    .execute();
  return last.filter((row) => row.state === 'dismissed').length;
}

export function entryOf(row: DB['rule_mode']): EntryDraft {
  const { rule, mode, reason, by } = row;
  return { kind: 'rule.set', subject: `rule/${rule}`, payload: { rule, mode, reason, actedBy: by } };
}
