import { describe, expect, it } from 'vitest';
import { batch, context, lineOf, NOW, plant, sale, shop, withProduct } from './examples.ts';
import type { BatchFacts, ShipmentFacts } from './facts.ts';
import { recordIncomplete } from './record-incomplete.ts';

const recorded = (facts: BatchFacts) => recordIncomplete.judge({ kind: 'batch', batch: facts }, context);
const sold = (facts: BatchFacts, more: Partial<ShipmentFacts> = {}) =>
  recordIncomplete.judge({ kind: 'shipment', shipment: sale([lineOf(facts)], more) }, context);
const noShelfLife = withProduct({ shelfLife: null }, { expiresOn: null, expiresBy: null });
const at = (text: string) => Date.parse(text);

describe('record-incomplete when a batch is recorded', () => {
  it('finds nothing in a record with every field of the regulation', () => {
    expect(recorded(batch)).toEqual([]);
  });

  it.each([
    ['name', withProduct({ name: ' ' }), '名称'],
    ['specification', withProduct({ specification: null }), '规格'],
    ['quantity', { ...batch, quantity: null }, '数量'],
    ['production date and batch number', { ...batch, productionDate: null, batchNumber: null }, '生产日期或者生产批号'],
    ['shelf life', noShelfLife, '保质期'],
    ['inspection certificate', { ...batch, certificates: [] }, '检验合格证'],
  ])('lists a missing %s as a todo', (_field, facts, gap) => {
    const [todo, ...rest] = recorded(facts);
    expect(rest).toEqual([]);
    expect(todo).toMatchObject({ weight: 'todo', offence: 'trace-record', occasion: 'record', subject: { type: 'batch', id: 101 } });
    expect(todo?.evidence.map((one) => one.fact.zh)).toEqual([gap]);
  });

  it('is content with a batch number alone, or a production date alone', () => {
    expect(recorded({ ...batch, productionDate: null })).toEqual([]);
    expect(recorded({ ...batch, batchNumber: null })).toEqual([]);
  });

  it('takes a printed expiry date for the shelf life', () => {
    expect(recorded(withProduct({ shelfLife: null }))).toEqual([]);
  });

  it('lists all gaps in one todo, who entered the record beside each', () => {
    const [todo] = recorded({ ...noShelfLife, quantity: null });
    expect(todo?.message.zh).toBe('记录尚缺：数量、保质期；请在首次销售发货前补齐。');
    expect(todo?.evidence.map((one) => one.enteredBy)).toEqual(['party:maker/key1', 'party:maker/key1']);
  });

  it('asks a farm only for name, quantity and date or number, and holds no offence against it', () => {
    const farm = { ...batch.party, kinds: ['farm'] };
    expect(recorded({ ...noShelfLife, party: farm, certificates: [] })).toEqual([]);
    expect(recorded({ ...noShelfLife, party: farm, quantity: null })).toMatchObject([{ weight: 'todo', offence: null, department: null }]);
  });

  it('asks nothing about goods of an opening or from a supplier outside the system', () => {
    expect(recorded({ ...noShelfLife, origin: 'opening' })).toEqual([]);
    expect(recorded({ ...noShelfLife, origin: 'outside' })).toEqual([]);
  });
});

describe('record-incomplete at the first sale', () => {
  it('is a lead where the regulation binds, against the maker, at the place the batch was made', () => {
    const [lead, ...rest] = sold(noShelfLife);
    expect(rest).toEqual([]);
    expect(lead).toMatchObject({
      weight: 'lead',
      certainty: 'established',
      offence: 'trace-record',
      department: 'market',
      regionCode: '330110',
      occasion: 'sale',
      subject: { type: 'batch', code: 'ABCDEFGHJKMNPQRSTUVM' },
      actOn: '2026-11-05',
    });
    expect(lead?.party.publicId).toBe('maker');
    expect(lead?.evidence[1]?.value).toBe('ship-1');
    expect(lead?.citations).toEqual(['zj-entry', 'zj-record-fine', 'zj-directory', 'zhejiang-traceability/bound-subjects']);
  });

  it('stays a todo on 2024-02-02 and is a lead on 2024-02-03, the first day of the directory', () => {
    expect(sold(noShelfLife, { shippedAt: at('2024-02-02T23:59:59+08:00') })).toMatchObject([{ weight: 'todo', offence: null }]);
    expect(sold(noShelfLife, { shippedAt: at('2024-02-03T00:00:00+08:00') })).toMatchObject([{ weight: 'lead', actOn: '2024-02-03' }]);
  });

  it('stays a todo where the gate does not know: an item not in the rows that could be read', () => {
    const vinegar = { ...noShelfLife, product: { ...noShelfLife.product, directoryItem: '食醋' } };
    expect(sold(vinegar)).toMatchObject([{ weight: 'todo', offence: null, occasion: 'record' }]);
  });

  it('stays a todo outside Zhejiang', () => {
    expect(sold({ ...noShelfLife, site: { ...plant, regionCode: '310101' } })).toMatchObject([{ weight: 'todo' }]);
  });

  it.each(['transfer', 'return', 'disposal', 'sample', 'processing', 'donation'] as const)('is silent about a %s', (purpose) => {
    expect(sold(noShelfLife, { purpose })).toEqual([]);
  });

  it('holds nothing against a distributor who sells another maker’s batch', () => {
    expect(sold(noShelfLife, { sender: { ...shop, kinds: ['distributor'] } })).toEqual([]);
  });

  it('names a batch on two lines once', () => {
    const shipment = sale([lineOf(noShelfLife), lineOf(noShelfLife, { n: 2 })]);
    expect(recordIncomplete.judge({ kind: 'shipment', shipment }, context)).toHaveLength(1);
  });
});

describe('record-incomplete: the buyer', () => {
  const stranger = { buyer: null, buyerSite: null, shippedAt: NOW };

  it('is a lead on the shipment when a bound producer names no credit code', () => {
    const [lead] = sold(batch, { ...stranger, to: { name: '某商行', uscc: null, natural: false } });
    expect(lead).toMatchObject({ weight: 'lead', occasion: 'buyer', subject: { type: 'shipment', id: 201 } });
    expect(lead?.evidence[0]?.fact.zh).toBe('购买者统一社会信用代码');
  });

  it('is silent with name and code, though the buyer is not registered', () => {
    expect(sold(batch, { ...stranger, to: { name: '某商行', uscc: '91330106MA0DEM0000', natural: false } })).toEqual([]);
  });

  it('asks no code of natural persons and consumers', () => {
    expect(sold(batch, { ...stranger, to: { name: '张三', uscc: null, natural: true } })).toEqual([]);
  });

  it('is a todo where the goods are not known to be bound', () => {
    expect(sold(withProduct({ directoryItem: null }), { ...stranger, to: { name: '某商行', uscc: null, natural: false } })).toMatchObject([
      { weight: 'todo', offence: null },
    ]);
  });
});
