import { describe, expect, it } from 'vitest';
import { basisOf, basisText, judged, type Keeper } from './basis.ts';
import type { BareRow } from './model.ts';

const firm = (...kinds: string[]): Keeper => ({ kinds, uscc: '91330110MA0DEM013U', natural: false });

const row: BareRow = {
  category: 'food',
  on: '2026-11-05',
  name: '大豆油',
  specification: null,
  quantity: { amount: '5', unit: '桶' },
  productionDate: null,
  productionDateTo: null,
  batchNumber: null,
  shelfLife: null,
  expiresOn: null,
  other: { name: '示例公司', address: null, contact: null },
  licences: [],
  certificates: [{ kind: 'release', number: null }],
  checks: null,
  checkedBy: null,
  document: null,
  traceCode: 'ABCD-EFGH-JKMN-PQRS-TUVM',
  source: { type: 'receipt', id: 'V1StGXR8Z5jdHi6B', line: 1 },
};

describe('the article a ledger is kept under', () => {
  it.each([
    ['incoming', firm('producer'), 'food', '《中华人民共和国食品安全法》第五十条第二款'],
    ['incoming', firm('producer'), 'agricultural', '《中华人民共和国食品安全法》第五十条第二款'],
    ['incoming', firm('retailer'), 'food', '《中华人民共和国食品安全法》第五十三条第二款'],
    ['incoming', firm('retailer'), 'agricultural', '《中华人民共和国食品安全法》第六十五条'],
    ['incoming', firm('canteen'), 'food', '《中华人民共和国食品安全法》第五十三条第二款（是否适用待核实）'],
    ['incoming', firm('importer'), 'food', '《中华人民共和国食品安全法》第九十八条'],
    ['incoming', firm('importer', 'coldStore'), 'food', '《中华人民共和国食品安全法》第九十八条'],
    ['incoming', firm('importer', 'distributor'), 'food', '《中华人民共和国食品安全法》第五十三条第二款（是否适用待核实）'],
    ['incoming', firm('producer', 'retailer'), 'food', '《中华人民共和国食品安全法》第五十条第二款（是否适用待核实）'],
    ['incoming', firm('retailer', 'canteen'), 'food', '《中华人民共和国食品安全法》第五十三条第二款（是否适用待核实）'],
    ...['coldStore', 'carrier', 'laboratory', 'marketOperator'].map(
      (kind) => ['incoming', firm(kind), 'food', '《中华人民共和国食品安全法》第五十三条第二款（是否适用待核实）'] as const,
    ),
    ['incoming', firm('marketOperator'), 'agricultural', '《浙江省农产品质量安全规定》第二十条（是否适用待核实）'],
    ['incoming', firm('canteen'), 'agricultural', '《浙江省农产品质量安全规定》第二十条（是否适用待核实）'],
    ['outgoing', firm('producer'), 'food', '《中华人民共和国食品安全法》第五十一条'],
    ['outgoing', firm('slaughterhouse'), 'agricultural', '《中华人民共和国食品安全法》第五十一条（是否适用待核实）'],
    ['outgoing', firm('farm'), 'agricultural', '待核实'],
    ['wholesale', firm('distributor'), 'food', '《中华人民共和国食品安全法》第五十三条第四款'],
    ['wholesale', firm('importer'), 'food', '《中华人民共和国食品安全法》第九十八条'],
    ['wholesale', firm('coldStore'), 'food', '《中华人民共和国食品安全法》第五十三条第四款（是否适用待核实）'],
    ['wholesale', firm('distributor'), 'agricultural', '《中华人民共和国食品安全法》第五十三条第四款（是否适用待核实）'],
  ] as const)('%s of %o, %s', (kind, keeper, category, text) => {
    expect(basisText(basisOf(kind, keeper, category), 'zh')).toBe(text);
  });

  it('binds enterprises: whether it reaches a sole trader is to be verified, but for produce, where every seller is named', () => {
    const trader: Keeper = { kinds: ['retailer'], uscc: '92330110MA0DEM107X', natural: false };
    const person: Keeper = { kinds: ['farmer'], uscc: null, natural: true };
    expect(basisOf('incoming', trader, 'food').isSettled).toBe(false);
    expect(basisOf('incoming', trader, 'agricultural').isSettled).toBe(true);
    expect(basisOf('incoming', person, 'agricultural').isSettled).toBe(true);
  });

  it('names every field of it that a row lacks; produce needs neither specification nor batch nor shelf life', () => {
    expect(judged('incoming', firm('retailer'), row, []).missing).toEqual([
      'specification',
      'madeOrBatch',
      'shelfLife',
      'otherAddress',
      'otherContact',
    ]);
    expect(judged('incoming', firm('retailer'), { ...row, category: 'agricultural' }, []).missing).toEqual([
      'otherAddress',
      'otherContact',
    ]);
    expect(judged('outgoing', firm('producer'), row, []).missing).toContain('certificate');
    expect(judged('incoming', firm('retailer'), { ...row, batchNumber: 'A1', expiresOn: '2027-01-01' }, []).missing).toEqual([
      'specification',
      'otherAddress',
      'otherContact',
    ]);
  });

  it('says how long to keep it: six months after the shelf life, two years without one, six months for produce', () => {
    const until = (fields: Partial<BareRow>) => judged('incoming', firm('retailer'), { ...row, ...fields }, []).keepUntil;
    expect(until({ expiresOn: '2027-08-31' })).toBe('2028-02-29');
    expect(until({})).toBe('2028-11-05');
    expect(until({ category: 'agricultural', expiresOn: '2026-11-10' })).toBe('2027-05-05');
    expect(judged('incoming', firm('canteen'), { ...row, category: 'agricultural' }, []).keepUntil).toBeNull();
    expect(until({ expiresOn: '2200-12-31' })).toBeNull();
  });

  it('follows a value an administrator entered with its source', () => {
    const setting = {
      key: 'food-safety-law/retention-produce',
      from: '2026-01-01',
      value: '12',
      source: '示例文号',
      publishedOn: null,
      reason: '更新',
    };
    expect(judged('incoming', firm('retailer'), { ...row, category: 'agricultural' }, [setting]).keepUntil).toBe('2027-11-05');
  });
});
