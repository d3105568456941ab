import { describe, expect, it } from 'vitest';
import { judge } from './engine.ts';
import { batch, context, lineOf, NOW, receiptOf, release, sale, shop, store } from './examples.ts';
import type { BatchFacts, RuleEvent } from './facts.ts';
import {
  draftLookups,
  type FindingRow,
  findingView,
  type Reconciled,
  reconcile,
  SETTLED_BY_JUDGING,
  SETTLED_BY_RECORD,
  scopeLookups,
} from './findings.ts';

const bytes = (count: number) => new Uint8Array(count).fill(7);

/** Judges and reconciles; ids from 1001 on. */
function run(event: RuleEvent, existing: FindingRow[] = [], now = NOW): Reconciled {
  const drafts = judge(event, { ...context, now });
  return reconcile(existing, drafts, { events: [event], ids: [1001, 1002, 1003, 1004].values(), random: bytes, now, today: context.today });
}

const recorded = (facts: BatchFacts): RuleEvent => ({ kind: 'batch', batch: facts });
const sold = (facts: BatchFacts, publicId = 'ship-1', state = 'in-transit'): RuleEvent => ({
  kind: 'shipment',
  shipment: sale([lineOf(facts)], { publicId, state }),
});
const noQuantity: BatchFacts = { ...batch, quantity: null };
const corrected = (row: FindingRow | undefined): FindingRow[] => (row ? [{ ...row, state: 'corrected', settledAt: NOW }] : []);

describe('reconcile: new findings', () => {
  it('makes one open row a draft, with the band of the day of the act', () => {
    const { rows, touch, current } = run(recorded(noQuantity));
    expect(touch).toEqual([]);
    expect(rows.finding).toHaveLength(1);
    expect(current).toEqual(rows.finding);
    expect(rows.finding?.[0]).toMatchObject({
      id: 1001,
      rule: 'record-incomplete',
      weight: 'todo',
      state: 'open',
      subjectType: 'batch',
      subjectId: 101,
      subjectCode: 'ABCDEFGHJKMNPQRSTUVM',
      occasion: 'record',
      partyId: 1,
      siteId: 11,
      regionCode: '330110',
      offence: 'trace-record',
      department: 'market',
      minCents: 100_000,
      maxCents: 1_000_000,
      actOn: '2026-11-05',
      judgedAsOf: '2026-11-05',
      detectedAt: NOW,
    });
  });

  it('makes nothing of nothing', () => {
    expect(run(recorded(batch))).toEqual({ rows: {}, touch: [], current: [] });
  });

  it('says so when the ids run out', () => {
    const at = { events: [recorded(noQuantity)], ids: [].values(), random: bytes, now: NOW, today: context.today };
    expect(() => reconcile([], judge(recorded(noQuantity), context), at)).toThrow('no id left for a finding');
  });
});

describe('reconcile: the same finding again', () => {
  it('leaves an open one as it is', () => {
    const { current } = run(recorded(noQuantity));
    expect(run(recorded(noQuantity), current)).toEqual({ rows: {}, touch: [], current });
  });

  it('renews the words when the gaps of the same record changed', () => {
    const { current } = run(recorded(noQuantity));
    const again = run(recorded({ ...noQuantity, revision: 2, certificates: [] }), current);
    const renewed = again.current.find((row) => row.rule === 'record-incomplete');
    expect(again.touch).toMatchObject([{ set: 'finding', id: 1001, to: { weight: 'todo', judgedAsOf: '2026-11-05' } }]);
    expect(renewed && findingView(renewed, 'en').message).toContain('quantity, inspection certificate');
  });

  it('keeps one lead a batch: a second sale adds nothing and changes nothing', () => {
    const { current } = run(sold(noQuantity, 'ship-1'));
    expect(current).toMatchObject([{ weight: 'lead', occasion: 'sale' }]);
    expect(run(sold(noQuantity, 'ship-2'), current)).toEqual({ rows: {}, touch: [], current });
  });

  it.each(['dismissed', 'closed', 'in-case'])('leaves one that is %s to the people who decided', (state) => {
    const existing = run(recorded(noQuantity)).current.map((row) => ({ ...row, state }));
    const { rows, touch } = run(recorded(noQuantity), existing);
    expect({ rows, touch }).toEqual({ rows: {}, touch: [] });
  });

  it('counts a second episode when it comes up again after it was settled, and a third', () => {
    const first = run(recorded(noQuantity)).current[0];
    const second = run(recorded(noQuantity), corrected(first)).rows.finding?.[0];
    expect(second?.occasion).toBe('record#2');
    expect(run(recorded(noQuantity), [...corrected(first), ...corrected(second)]).rows.finding?.[0]?.occasion).toBe('record#3');
  });

  it('replaces a todo by a lead where the act or the offence is another, and ends the todo', () => {
    const unread = { ...batch, certificates: [{ ...release, results: [{ item: '酚酞', value: '见附页' }] }] };
    const todo = run(recorded(unread)).current;
    expect(todo).toMatchObject([{ rule: 'banned-substance', weight: 'todo' }]);
    const found = { ...batch, certificates: [{ ...release, results: [{ item: '酚酞', value: '1.2', unit: 'mg/kg' }] }] };
    const { rows, touch, current } = run(recorded(found), todo);
    expect(touch).toEqual([
      { set: 'finding', id: 1001, to: { state: 'corrected', settledAt: NOW, settledReason: SETTLED_BY_JUDGING }, was: { state: 'open' } },
    ]);
    expect(rows.finding).toMatchObject([{ weight: 'lead', occasion: 'result/77-09-8#2' }]);
    expect(current).toEqual(rows.finding);
  });

  it('raises the weight on the row where offence and act are the same', () => {
    const reminder = run({
      kind: 'receipt',
      receipt: receiptOf([{ outcome: 'short', steps: 90 }]),
      shipment: sale([lineOf(batch)]),
    }).current;
    expect(reminder).toMatchObject([{ weight: 'todo' }]);
    const worse: RuleEvent = { kind: 'receipt', receipt: receiptOf([{ outcome: 'over', steps: 110 }]), shipment: sale([lineOf(batch)]) };
    expect(run(worse, reminder).touch).toMatchObject([{ set: 'finding', id: 1001, to: { weight: 'reminder' } }]);
  });
});

describe('reconcile: what no longer holds', () => {
  it('is corrected when the record is: todo and lead of the sale alike', () => {
    const todo = run(recorded(noQuantity)).current;
    const lead = run(sold(noQuantity)).current.map((row) => ({ ...row, id: 1002 }));
    const { touch, current } = run(recorded({ ...batch, revision: 2 }), [...todo, ...lead]);
    expect(touch).toEqual([
      { set: 'finding', id: 1001, to: { state: 'corrected', settledAt: NOW, settledReason: SETTLED_BY_RECORD }, was: { state: 'open' } },
      { set: 'finding', id: 1002, to: { state: 'corrected', settledAt: NOW, settledReason: SETTLED_BY_RECORD }, was: { state: 'open' } },
    ]);
    expect(current).toEqual([]);
  });

  it('keeps the lead of the sale while any gap is left', () => {
    const lead = run(sold({ ...noQuantity, certificates: [] })).current.filter((row) => row.rule === 'record-incomplete');
    const { touch } = run(recorded(noQuantity), lead);
    expect(touch).toEqual([]);
  });

  it('leaves the batch’s todo alone when a sale is judged, which does not carry its facts', () => {
    const todo = run(recorded(noQuantity)).current;
    const { touch, current } = run(sold(noQuantity), todo);
    expect(touch).toEqual([]);
    expect(current.map((row) => row.occasion)).toEqual(['record', 'sale']);
  });

  it('leaves a lead on a sold substance to an officer: editing the result does not undo it', () => {
    const found = { ...batch, certificates: [{ ...release, results: [{ item: '酚酞', value: '1.2', unit: 'mg/kg' }] }] };
    const lead = run(recorded(found)).current;
    const { touch, current } = run(recorded({ ...batch, revision: 2 }), lead);
    expect(touch).toEqual([]);
    expect(current).toEqual(lead);
  });

  it('takes back what a sale brought when the shipment is void, and nothing another sale brought', () => {
    const lead = run(sold(noQuantity, 'ship-1')).current;
    expect(run(sold(noQuantity, 'ship-2', 'void'), lead).touch).toEqual([]);
    expect(run(sold(noQuantity, 'ship-1', 'void'), lead).touch).toMatchObject([{ id: 1001, to: { state: 'corrected' } }]);
  });

  it('ends the reminder of an unconfirmed receipt with any receipt', () => {
    const shipment = sale([lineOf(batch)], { deliveredAt: NOW - 24 * 3_600_000 });
    const reminder = run({ kind: 'due', rule: 'receipt-unconfirmed', shipment, dueAt: NOW }).current;
    expect(reminder).toMatchObject([{ weight: 'reminder' }]);
    const { touch } = run({ kind: 'receipt', receipt: receiptOf([{}]), shipment: { ...shipment, state: 'received' } }, reminder);
    expect(touch).toMatchObject([{ id: 1001, to: { state: 'corrected' } }]);
  });

  it('ends a shop’s todo with its own display only, not with another shop’s', () => {
    const arrived = (displayedBatchIds: number[], party = shop, site = store): RuleEvent => ({
      kind: 'received-for-sale',
      party,
      site,
      batches: [batch],
      displayedBatchIds,
      receiptPublicId: 'receipt-1',
      receivedAt: NOW,
    });
    const todo = run(arrived([])).current;
    expect(run(arrived([101], { ...shop, id: 3 }, { ...store, publicId: 'other' }), todo).touch).toEqual([]);
    expect(run(arrived([101]), todo).touch).toMatchObject([{ id: 1001, to: { state: 'corrected' } }]);
  });
});

describe('reconcile: what people and other places decide', () => {
  it('leaves a finding in a case to the officers though its record was corrected', () => {
    const existing = run(recorded(noQuantity)).current.map((row) => ({ ...row, state: 'in-case' }));
    expect(run(recorded({ ...batch, revision: 2 }), existing)).toEqual({ rows: {}, touch: [], current: existing });
  });

  it('keeps the todo of one shop of a chain when another of its shops displays the code', () => {
    const arrived = (displayedBatchIds: number[], site = store): RuleEvent => ({
      kind: 'received-for-sale',
      party: shop,
      site,
      batches: [batch],
      displayedBatchIds,
      receiptPublicId: 'receipt-1',
      receivedAt: NOW,
    });
    const todo = run(arrived([])).current;
    expect(run(arrived([101], { ...store, id: 13, publicId: 'second' }), todo).touch).toEqual([]);
  });

  it('keeps a lead on a substance when the result was edited into one nobody can read', () => {
    const tested = (value: string): BatchFacts => ({
      ...batch,
      certificates: [{ ...release, results: [{ item: '酚酞', value, unit: 'mg/kg' }] }],
    });
    const lead = run(recorded(tested('1.2'))).current;
    expect(run(recorded(tested('见附页')), lead)).toEqual({ rows: {}, touch: [], current: lead });
  });
});

describe('what must be read first', () => {
  it('is nothing for a clean sale', () => {
    expect(draftLookups(judge(sold(batch), context))).toEqual([]);
  });

  it('is the lead of the batch for a sale with gaps', () => {
    expect(draftLookups(judge(sold(noQuantity), context))).toEqual([
      { type: 'batch', ids: [101], rules: ['record-incomplete'], occasions: ['sale'] },
    ]);
  });

  it('is never the display todos of all shops when a batch is revised', () => {
    expect(scopeLookups(recorded(batch))[0]?.rules).toEqual([
      'record-incomplete',
      'certificate-missing',
      'certificate-failed',
      'banned-substance',
      'certificate-expired-or-withdrawn',
      'result-over-limit',
      'result-contradicts-conclusion',
      'additive-over-limit',
      'date-label-differs',
      'input-past-date',
      'certificate-reused',
      'sold-after-recall',
      'official-sample-failed',
      'harvested-inside-interval',
      'listed-substance-stored',
    ]);
  });
});

describe('findingView', () => {
  it('shows the shape of replies, in Chinese and English, with the band before a fine and 待核实', () => {
    const [row] = run(sold(noQuantity)).current;
    if (!row) throw new Error('no finding');
    const zh = findingView(row, 'zh');
    expect(zh).toMatchObject({
      rule: 'record-incomplete',
      weight: 'lead',
      certainty: 'established',
      message: '已销售发货，记录仍缺：数量。',
      state: 'open',
    });
    expect(zh.subject).toEqual({ type: 'batch', id: 'ABCD-EFGH-JKMN-PQRS-TUVM' });
    expect(zh.fineBand).toMatchObject({ minCents: 100_000, maxCents: 1_000_000, after: 'order-overdue' });
    expect(zh.fineBand?.lines[0]).toBe('先责令限期改正；逾期不改正的，处1,000元以上10,000元以下罚款');
    expect(zh.citations.at(-1)).toMatchObject({ article: null, confirmed: 'no' });
    expect(zh.citations.at(-1)?.text).toContain('待核实');
    expect(zh.evidence[0]).toEqual({ fact: '数量', value: '未记录', expected: '如实录入', enteredBy: 'party:maker/key1' });
    expect(findingView(row, 'en').message).toBe('Sold while the record lacked: quantity.');
  });

  it('shows a draft that was only checked alike, without id and state', () => {
    const [draft] = judge(recorded(noQuantity), context);
    if (!draft) throw new Error('no draft');
    const view = findingView(draft, 'zh');
    expect(view.id).toBeUndefined();
    expect(view.fineBand?.minCents).toBe(100_000);
  });

  it('shows no band to a workshop, which the bands of the Food Safety Law do not reach', () => {
    const workshop = { ...batch.party, kinds: ['workshop'] };
    const failing = { ...batch, party: workshop, certificates: [{ ...release, conclusion: 'fail' as const }] };
    const [row] = run({ kind: 'shipment', shipment: sale([lineOf(failing)], { sender: workshop }) }).current;
    expect(row).toMatchObject({ weight: 'lead', offence: 'nonconforming', band: null, minCents: null });
  });
});
