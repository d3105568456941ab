import { describe, expect, it } from 'vitest';
import type { Answer, EdgeShown, InTransitShown, NodeShown } from './answer-shapes.ts';
import type { BrokenKind, BrokenLink } from './broken.ts';
import { numberedNodes } from './hops.ts';
import { cut, picture, widthOf } from './picture.ts';
import { type Layout, layoutOf, MOST_COLUMNS, MOST_IN_COLUMN, THINNEST, WIDEST } from './picture-layout.ts';
import { BOX_WIDTH, STUB } from './picture-places.ts';

const bags = (amount: number) => ({ amount: String(amount), unit: '袋', unitCode: null });

function node(id: string, level: number, fields: Partial<NodeShown> = {}): NodeShown {
  return {
    id,
    traceCode: 'ABCD',
    party: { id, uscc: null, name: `示例${id}` },
    site: { id, name: `${id}店`, kind: 'shop', regionCode: '330110' },
    contact: 'registered',
    level,
    quantity: bags(1),
    received: bags(1),
    atLeast: bags(0),
    atMost: bags(1),
    basis: 'books',
    ...fields,
  };
}

const edge = (from: string, to: string | null, amount: number, kind = 'sale', unit = '袋'): EdgeShown => ({
  from,
  to,
  kind,
  quantity: { amount: String(amount), unit, unitCode: null },
  at: '2026-11-05T01:00:00Z',
});

const transit = (shipment: string, from: string, amount: number): InTransitShown => ({
  shipment,
  state: 'in-transit',
  purpose: 'sale',
  traceCode: 'ABCD',
  from,
  to: { id: null, uscc: null, name: '示例食堂' },
  quantity: bags(amount),
  atLeast: bags(amount),
  atMost: bags(amount),
  shippedAt: '2026-11-05T01:00:00Z',
  contact: 'known',
});

const broken = (kind: BrokenKind, at: string, shipment?: string): BrokenLink => ({
  kind,
  node: at,
  traceCode: 'ABCD',
  quantity: bags(5),
  ...(shipment === undefined ? {} : { shipment }),
  message: { zh: '断', en: 'broken' },
});

function answer(nodes: NodeShown[], edges: EdgeShown[], more: { inTransit?: InTransitShown[]; brokenLinks?: BrokenLink[] } = {}): Answer {
  const batch = {
    traceCode: 'ABCD',
    product: { name: '冷鲜猪后腿肉', specification: null },
    batchNumber: null,
    productionDate: null,
    expiresOn: null,
  };
  return {
    asked: ['ABCD'],
    asOf: '2026-11-05T01:00:00Z',
    batches: [batch],
    nodes,
    edges,
    summary: { received: [], inTransit: more.inTransit ?? [], onHand: [] },
    brokenLinks: more.brokenLinks ?? [],
  };
}

/** A maker, so many distributors, and so many shops behind each. */
function tree(distributors: number, shops: number): Answer {
  const nodes = [node('厂', 0)];
  const edges: EdgeShown[] = [];
  for (let i = 0; i < distributors; i++) {
    nodes.push(node(`商${i}`, 1));
    edges.push(edge('厂', `商${i}`, 10 * (i + 1)));
    for (let j = 0; j < shops; j++) {
      nodes.push(node(`店${i}-${j}`, 2));
      edges.push(edge(`商${i}`, `店${i}-${j}`, j + 1));
    }
  }
  return answer(nodes, edges);
}

const overlaps = ({ boxes }: Layout) =>
  boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => a.x < b.x + BOX_WIDTH && b.x < a.x + BOX_WIDTH && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.id} over ${b.id}`),
  );

/** Lines of one side of a box that run into each other there, or stick out of it. */
function crowded({ lines, stubs, boxes }: Layout): string[] {
  return boxes.flatMap((box) => {
    const into = [
      ...lines.filter(({ to, isBack }) => to === box && !isBack).map(({ y2, width }) => ({ y: y2, width })),
      ...stubs.filter((stub) => stub.box === box && stub.side === 'in'),
    ];
    const out = [
      ...lines.filter(({ from }) => from === box).map(({ y1, width }) => ({ y: y1, width })),
      ...lines.filter(({ to, isBack }) => to === box && isBack).map(({ y2, width }) => ({ y: y2, width })),
      ...stubs.filter((stub) => stub.box === box && stub.side === 'out'),
    ];
    return [into, out].flatMap((side) => {
      const sorted = side.toSorted((a, b) => a.y - b.y);
      const wrong = sorted.filter(({ y, width }, i) => {
        const next = sorted[i + 1];
        return (next && y + width / 2 > next.y - next.width / 2) || y - width / 2 < box.y || y + width / 2 > box.y + box.height;
      });
      return wrong.map(() => box.id);
    });
  });
}

describe('the picture of a trace', () => {
  it('lays hops from left to right, no box over another, no line over another where they meet a box', () => {
    for (const laid of [layoutOf(tree(3, 4)), layoutOf(tree(6, 3)), layoutOf(tree(1, 24))]) {
      expect(overlaps(laid)).toEqual([]);
      expect(crowded(laid)).toEqual([]);
      expect(laid.columns.map(({ hop }) => hop)).toEqual([0, 1, 2]);
      const xs = laid.columns.map(({ x }) => x);
      expect(xs).toEqual(xs.toSorted((a, b) => a - b));
      for (const { x, y, height } of laid.boxes) {
        expect(x - STUB).toBeGreaterThanOrEqual(0);
        expect(x + BOX_WIDTH + STUB).toBeLessThanOrEqual(laid.width);
        expect(y + height).toBeLessThanOrEqual(laid.height);
      }
    }
  });

  it('puts whoever got goods two ways after both, whatever hop the walk met it at; goods that come back and circles end', () => {
    const nodes = [
      node('店', 0),
      node('商', 0),
      node('厂', 0),
      node('环甲', 0, { traceCode: 'EFGH' }),
      node('环乙', 0, { traceCode: 'EFGH' }),
    ];
    const edges = [
      edge('商', '店', 1),
      edge('厂', '店', 1),
      edge('厂', '商', 2),
      edge('店', '厂', 1, 'return'),
      edge('环甲', '环乙', 1),
      edge('环乙', '环甲', 1),
    ];
    expect(numberedNodes({ nodes, edges }).map(({ node: { id }, hop, n }) => [n, id, hop])).toEqual([
      [1, '厂', 0],
      [2, '环甲', 0],
      [3, '商', 1],
      [4, '环乙', 1],
      [5, '店', 2],
    ]);
    const laid = layoutOf(answer(nodes, edges));
    expect(overlaps(laid)).toEqual([]);
    expect(laid.lines.filter(({ isBack }) => isBack).map(({ from, to }) => [from.id, to.id])).toEqual([
      ['店', '厂'],
      ['环乙', '环甲'],
    ]);
  });

  it('draws twice as much twice as wide, each unit by itself, and nothing too thin to be seen', () => {
    const nodes = [node('厂', 0), node('甲', 1), node('乙', 1), node('丙', 1), node('丁', 1)];
    const edges = [edge('厂', '甲', 200), edge('厂', '乙', 100), edge('厂', '丙', 1), edge('厂', '丁', 3, 'made', '千克')];
    const { lines } = layoutOf(answer(nodes, edges));
    const width = (to: string) => lines.find((line) => line.to.id === to)?.width ?? 0;
    expect(width('甲')).toBe(WIDEST);
    expect(width('甲') / width('乙')).toBeCloseTo(2);
    expect(width('丙')).toBe(THINNEST);
    expect(width('丁')).toBe(WIDEST);
  });

  it('adds up what went the same way, and keeps what came back apart', () => {
    const { lines } = layoutOf(
      answer([node('厂', 0), node('店', 1)], [edge('厂', '店', 30), edge('厂', '店', 12), edge('店', '厂', 2, 'return')]),
    );
    expect(lines.map(({ kind, amount, count, isBack }) => ({ kind, amount, count, isBack }))).toEqual([
      { kind: 'sale', amount: 42, count: 2, isBack: false },
      { kind: 'return', amount: 2, count: 1, isBack: true },
    ]);
  });

  it('of many shows the broken and the largest, and one box that says how many more and how much went there', () => {
    const nodes = [node('厂', 0), ...Array.from({ length: 60 }, (_, i) => node(`店${i}`, 1, { received: bags(i + 1) }))];
    const edges = Array.from({ length: 60 }, (_, i) => edge('厂', `店${i}`, i + 1));
    const laid = layoutOf(answer(nodes, edges, { brokenLinks: [broken('vanished', '店0')] }));
    expect(laid.boxes).toHaveLength(1 + MOST_IN_COLUMN);
    const shown = laid.boxes.map(({ id }) => id);
    expect(shown).toContain('店0');
    expect(shown).toContain('店59');
    expect(shown).not.toContain('店1');
    const more = laid.boxes.find(({ kind }) => kind === 'more');
    expect(more?.count).toBe(60 - MOST_IN_COLUMN + 1);
    expect(laid.left).toBe(60 - MOST_IN_COLUMN + 1);
    const total = laid.lines.reduce((sum, line) => sum + line.amount, 0);
    expect(total).toBe((60 * 61) / 2);
    expect(overlaps(laid)).toEqual([]);
    expect(picture(answer(nodes, edges), 'zh')).toContain(`另有 ${60 - MOST_IN_COLUMN + 1} 处没有画出`);
  });

  it('of a long chain shows the hops nearest to the asked goods, both ways', () => {
    const nodes = Array.from({ length: 41 }, (_, i) => node(`环${i}`, i - 20, i === 20 ? {} : { traceCode: 'EFGH' }));
    const edges = Array.from({ length: 40 }, (_, i) => edge(`环${i}`, `环${i + 1}`, 5));
    const laid = layoutOf(answer(nodes, edges));
    expect(laid.columns.map(({ hop }) => hop)).toEqual([14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    expect(laid.columns).toHaveLength(MOST_COLUMNS);
    expect(laid.boxes.filter(({ isAsked }) => isAsked).map(({ id }) => id)).toEqual(['环20']);
    expect(laid.left).toBe(41 - MOST_COLUMNS);
  });

  it('gives goods on their way a box of their own, and shows where a link is broken', () => {
    const parts = {
      inTransit: [transit('S1', '厂', 60), transit('S2', '厂', 6)],
      brokenLinks: [broken('unconfirmed', '厂', 'S1'), broken('no-source', '店'), broken('vanished', '店')],
    };
    const whole = answer([node('厂', 0), node('店', 1)], [edge('厂', '店', 10), edge('店', null, 4, 'sold')], parts);
    const laid = layoutOf(whole);
    const ways = laid.boxes.filter(({ kind }) => kind === 'transit');
    expect(ways.map(({ hop, broken: marks }) => ({ hop, marks }))).toEqual([
      { hop: 1, marks: ['unconfirmed'] },
      { hop: 1, marks: [] },
    ]);
    expect(laid.stubs.map(({ kind, side, isBroken }) => [kind, side, isBroken])).toEqual([
      ['sold', 'out', false],
      ['no-source', 'in', true],
      ['vanished', 'out', true],
    ]);
    const svg = picture(whole, 'zh');
    expect(svg.match(/data-broken=/g)).toHaveLength(2);
    expect(svg).toMatch(
      /在途 60 袋[^<]*<\/title><path[^>]*dasharray[^>]*\/><path d="[^"]*" fill="none" stroke="#a3151a" stroke-width="2.5"\/>/,
    );
    expect(svg).not.toMatch(/在途 6 袋[^<]*<\/title><path[^>]*\/><path/);
    for (const words of ['断 久未确认', '断 来源无记录', '断 去向无记录', '在途，可拦截 60 袋']) expect(svg).toContain(words);
    expect(picture(whole, 'en')).toContain('✕ no source');
  });

  it('tells lines and boxes apart without colour: by dashes, a white core, a second frame, a shape at the end', () => {
    const svg = picture(
      answer(
        [node('厂', 0), node('肉', 1), node('店', 2)],
        [edge('厂', '肉', 9, 'made'), edge('肉', '店', 9), edge('店', '肉', 1, 'return')],
        {
          inTransit: [transit('S1', '肉', 3)],
        },
      ),
      'zh',
    );
    expect(svg).toContain('stroke-dasharray="12 4"');
    expect(svg).toContain('stroke-dasharray="4 4"');
    expect(svg).toContain('stroke="#fff"');
    for (const words of ['加工', '退回', '在途', '流转（线宽随数量）']) expect(svg).toContain(`>${words}</text>`);
  });

  it('cuts a long name to its box, keeps it whole in its title, and lets no markup through', () => {
    const long = '浙江示例农产品批发市场经营管理有限公司第三分公司冷链配送中心';
    const svg = picture(answer([node('厂', 0, { party: { id: 'p', uscc: null, name: `${long}<script>` } })], []), 'zh');
    expect(svg).toContain(`<title>${long}&lt;script&gt;`);
    expect(svg).not.toContain('<script');
    const [, drawn = ''] = /<text[^>]*><tspan[^>]*>1<\/tspan> ([^<]*)<\/text>/.exec(svg) ?? [];
    expect(drawn).toMatch(/^浙江示例农产品批发市场.*…$/);
    expect(widthOf(`1 ${drawn}`, 12)).toBeLessThanOrEqual(BOX_WIDTH - 18);
    expect(cut(long, 144, 12)).toBe('浙江示例农产品批发市场…');
    for (const room of [30, 100, 174]) expect(widthOf(cut(long, room, 12), 12)).toBeLessThanOrEqual(room);
    expect(cut('示例超市', 144, 12)).toBe('示例超市');
    expect(widthOf('aé9', 10)).toBe(18);
  });
});
