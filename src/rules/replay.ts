import { loadBatchFacts } from '../batches/facts.ts';
import { loadDispositionFacts, loadReceiptFacts, loadShipmentFacts } from '../custody/facts.ts';
import { addDays, type CivilDate, endOfDay, startOfDay } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Locale } from '../platform/problems.ts';
import { loadKnowledgeAsOf } from '../substances/entered/current.ts';
import { judgedBy, rules } from './engine.ts';
import type { RuleEvent } from './facts.ts';
import { type FindingView, findingView } from './findings.ts';
import { contextOn } from './judging.ts';
import type { FindingDraft, Rule, RuleContext, RuleId } from './model.ts';
import { loadDirectoryAsOf } from './repository.ts';

export interface ReplayQuestion {
  /** One rule, or all. */
  rule: Rule | null;
  /** What was known by the end of this day: directory rows and substances entered later are left out, those revoked later count. */
  asOf: CivilDate;
  /** Days on which records were made, both inclusive. */
  from: CivilDate;
  to: CivilDate;
  /** Two, four or six digits: the place of the act lies in it. */
  region: string | null;
}

export interface Replayed {
  judged: { batches: number; shipments: number; receipts: number; dispositions: number };
  counts: { rule: RuleId; version: number; findings: number; leads: number; reminders: number; todos: number }[];
  /** The first 200. */
  findings: FindingView[];
}

/** Records read at once: what is held in memory does not grow with the period. */
const PAGE = 200;
const FINDINGS = 200;

type Table = 'batch' | 'shipment' | 'disposition';
const TIME = { batch: 'createdAt', shipment: 'recordedAt', disposition: 'recordedAt' } as const;

/**
 * What the rules would have found in the records made in a period, by the facts as they are stored now and the law of each act's day. Nothing is stored.
 * Balances at the time are not known any more, and what waits on the clock or on officers is not replayed.
 */
export async function replay(deps: Pick<Deps, 'store'>, question: ReplayQuestion, locale: Locale): Promise<Replayed> {
  const end = startOfDay(addDays(question.asOf, 1));
  const context = {
    ...contextOn(end - 1, await loadDirectoryAsOf(deps.store.read, end)),
    knowledge: await loadKnowledgeAsOf(deps.store, end),
  };
  const tally = new Tally(question, context, locale);
  for (const table of ['batch', 'shipment', 'disposition'] as const) await replayTable(deps, table, question, tally);
  return tally.result();
}

async function replayTable(deps: Pick<Deps, 'store'>, table: Table, question: ReplayQuestion, tally: Tally): Promise<void> {
  for (let after = -1; ; ) {
    const ids = await page(deps, table, question, after);
    if (ids.length > 0) await judgePage(deps, table, ids, tally);
    const last = ids.at(-1);
    if (last === undefined || ids.length < PAGE) return;
    after = last;
  }
}

async function page(deps: Pick<Deps, 'store'>, table: Table, { from, to }: ReplayQuestion, after: number): Promise<number[]> {
  const rows = await deps.store.read
    .selectFrom(table)
    .select('id')
    .where('id', '>', after)
    .where(TIME[table] as 'createdAt', '>=', startOfDay(from))
    .where(TIME[table] as 'createdAt', '<', endOfDay(to))
    .orderBy('id')
    .limit(PAGE)
    .execute();
  return rows.map((row) => row.id);
}

async function judgePage({ store }: Pick<Deps, 'store'>, table: Table, ids: readonly number[], tally: Tally): Promise<void> {
  if (table === 'batch') {
    for (const batch of (await loadBatchFacts(store.read, ids)).values()) tally.take('batches', { kind: 'batch', batch });
    return;
  }
  if (table === 'disposition') {
    for (const disposition of await loadDispositionFacts(store.read, ids)) tally.take('dispositions', { kind: 'disposition', disposition });
    return;
  }
  const receipts = await loadReceiptFacts(store.read, ids);
  for (const shipment of await loadShipmentFacts(store.read, ids)) {
    if (shipment.state === 'void') continue;
    tally.take('shipments', { kind: 'shipment', shipment });
    const receipt = receipts.get(shipment.id);
    if (receipt) tally.take('receipts', { kind: 'receipt', receipt, shipment });
  }
}

class Tally {
  private readonly judged: Replayed['judged'] = { batches: 0, shipments: 0, receipts: 0, dispositions: 0 };
  private readonly counts = new Map<RuleId, Replayed['counts'][number]>();
  private readonly findings: FindingView[] = [];
  private readonly question: ReplayQuestion;
  private readonly context: RuleContext;
  private readonly locale: Locale;
  private readonly rules: readonly Rule[];

  constructor(question: ReplayQuestion, context: RuleContext, locale: Locale) {
    this.question = question;
    this.context = context;
    this.locale = locale;
    this.rules = question.rule ? [question.rule] : rules;
  }

  take(what: keyof Replayed['judged'], event: RuleEvent): void {
    this.judged[what] += 1;
    for (const rule of this.rules)
      if (rule.watches.includes(event.kind)) for (const draft of judgedBy(rule, event, this.context)) this.count(draft);
  }

  private count(draft: FindingDraft): void {
    const { region } = this.question;
    if (region !== null && !draft.regionCode.startsWith(region)) return;
    const { rule, ruleVersion, weight } = draft;
    const known = this.counts.get(rule) ?? { rule, version: ruleVersion, findings: 0, leads: 0, reminders: 0, todos: 0 };
    known.findings += 1;
    known[`${weight}s`] += 1;
    this.counts.set(rule, known);
    if (this.findings.length < FINDINGS) this.findings.push(findingView(draft, this.locale));
  }

  result(): Replayed {
    return { judged: this.judged, counts: [...this.counts.values()], findings: this.findings };
  }
}
