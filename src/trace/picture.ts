import { escapeHtml as e } from '../pages/escape.ts';
import type { Locale } from '../platform/problems.ts';
import type { Answer, EdgeShown, NodeShown } from './answer-shapes.ts';

/** Holdings a picture shows at most; more than that nobody reads, the list has them all. */
const MOST_NODES = 300;
const [COLUMN, ROW, BOX_WIDTH, BOX_HEIGHT, MARGIN, TOP] = [260, 58, 190, 44, 16, 34];
const [THINNEST, WIDEST] = [1.5, 16];

interface Placed {
  node: NodeShown;
  x: number;
  y: number;
}

/** A trace as a picture: left to right by the distance from the asked goods, lines as wide as their share of the largest quantity of the same unit. */
export function picture(answer: Answer, locale: Locale): string {
  const nodes = [...answer.nodes];
  const shown = nodes.sort((a, b) => Math.abs(a.level) - Math.abs(b.level)).slice(0, MOST_NODES);
  const columns = [...Map.groupBy(shown, (node) => node.level)].sort(([a], [b]) => a - b);
  const placed = new Map<string, Placed>();
  columns.forEach(([, list], column) => {
    list.forEach((node, row) => {
      placed.set(node.id, { node, x: MARGIN + column * COLUMN, y: TOP + row * ROW });
    });
  });
  const width = 2 * MARGIN + Math.max(1, columns.length) * COLUMN;
  const height = TOP + Math.max(1, ...columns.map(([, list]) => list.length)) * ROW + MARGIN;
  const title = locale === 'en' ? `Trace of ${answer.asked.join(', ')}` : `${answer.asked.join('、')} 的流向`;
  const left = nodes.length - shown.length;
  const note = left === 0 ? '' : locale === 'en' ? `${left} more in the list` : `另有 ${left} 个见列表`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${e(title)}" font-family="sans-serif" font-size="12"><title>${e(title)}</title><rect width="100%" height="100%" fill="#fff"/><text x="${MARGIN}" y="20" font-size="14">${e(title)} <tspan fill="#666">${e(note)}</tspan></text>${edgePaths(answer.edges, placed)}${[...placed.values()].map((one) => box(one, locale)).join('')}</svg>\n`;
}

function edgePaths(edges: Iterable<EdgeShown>, placed: ReadonlyMap<string, Placed>): string {
  const drawn = [...edges].flatMap((edge) => {
    const [from, to] = [placed.get(edge.from), edge.to === null ? undefined : placed.get(edge.to)];
    return from && to && from !== to ? [{ edge, from, to }] : [];
  });
  const largest = new Map<string, number>();
  for (const { edge } of drawn) {
    const unit = edge.quantity?.unit ?? '';
    largest.set(unit, Math.max(largest.get(unit) ?? 0, amount(edge)));
  }
  return drawn.map(({ edge, from, to }) => path(edge, from, to, largest.get(edge.quantity?.unit ?? '') ?? 1)).join('');
}

const amount = (edge: EdgeShown) => Math.abs(Number(edge.quantity?.amount ?? 0));

function path(edge: EdgeShown, from: Placed, to: Placed, largest: number): string {
  const stroke = largest > 0 ? Math.max(THINNEST, (WIDEST * amount(edge)) / largest) : THINNEST;
  const isBack = to.x <= from.x;
  const [x1, y1] = [from.x + BOX_WIDTH, from.y + BOX_HEIGHT / 2];
  const [x2, y2] = [isBack ? to.x + BOX_WIDTH : to.x, to.y + BOX_HEIGHT / 2];
  const bend = isBack ? 40 : (x2 - x1) / 2;
  const colour = edge.kind === 'made' ? '#8a6d1f' : edge.kind === 'return' ? '#a33' : '#2f6f5e';
  const label = `${edge.kind} ${edge.quantity?.amount ?? ''} ${edge.quantity?.unit ?? ''} ${edge.at}`;
  return `<path d="M${x1} ${y1} C${x1 + bend} ${y1} ${isBack ? x2 + bend : x2 - bend} ${y2} ${x2} ${y2}" fill="none" stroke="${colour}" stroke-opacity="0.45" stroke-width="${stroke.toFixed(1)}"><title>${e(label)}</title></path>`;
}

function box({ node, x, y }: Placed, locale: Locale): string {
  const most =
    node.atMost === null
      ? ''
      : `${node.atLeast?.amount === node.atMost.amount ? '' : `${node.atLeast?.amount ?? '0'}–`}${node.atMost.amount} ${node.atMost.unit}`;
  const words = locale === 'en' ? 'on hand' : '现存';
  const isFull = node.atMost !== null && Number(node.atMost.amount) > 0;
  return `<g><rect x="${x}" y="${y}" width="${BOX_WIDTH}" height="${BOX_HEIGHT}" rx="6" fill="${isFull ? '#fff6dd' : '#f3f5f4'}" stroke="${isFull ? '#b8860b' : '#9aa'}"/><text x="${x + 8}" y="${y + 18}">${e(cut(node.party.name))}</text><text x="${x + 8}" y="${y + 35}" font-size="11" fill="#555">${e(`${words} ${most}`)}</text><title>${e(`${node.party.name} ${node.site?.name ?? ''} ${node.traceCode}`)}</title></g>`;
}

/** A name that fits its box: fourteen wide characters. */
function cut(name: string): string {
  const letters = Array.from(name);
  return letters.length <= 14 ? name : `${letters.slice(0, 13).join('')}…`;
}
