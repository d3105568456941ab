import { escapeHtml as e } from './escape.ts';
import { PALETTE } from './style-core.ts';

export interface Bar {
  label: string;
  value: number;
  /** Part of `value` drawn solid; the rest is hatched, so that it reads in grey too. */
  part?: number;
  /** What stands behind the bar instead of the plain number. */
  words?: string;
}

const WIDTH = 340;
const ROW = 44;
/* Chinese characters that stand beside each other at 13 units on the whole width. */
const LABEL = 24;

const open = (height: number, title: string, id: string) =>
  `<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}"><title id="${id}">${e(title)}</title><defs><pattern id="${id}-h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="${PALETTE.deep}" stroke-width="3"/></pattern></defs>`;

/**
 * Lying bars, one a row, the label above each: nothing to turn the head for, and legible at 320 px. The numbers stand at the bars; the same
 * numbers are in the table beside it, which is what screen readers are given to read.
 */
export function bars(items: readonly Bar[], title: string, id: string): string {
  const most = Math.max(1, ...items.map((item) => item.value));
  const rows = items.map(({ label, value, part = value, words }, i) => {
    const y = i * ROW;
    const wide = (amount: number) => Math.round((amount / most) * (WIDTH - 60) * 10) / 10;
    const rest = wide(value) - wide(part);
    const hatched =
      rest > 0 ? `<rect x="${wide(part)}" y="${y + 20}" width="${rest}" height="14" fill="url(#${id}-h)" stroke="${PALETTE.deep}"/>` : '';
    return `<text x="0" y="${y + 14}">${e(cut(label))}</text><rect x="0" y="${y + 20}" width="${wide(part)}" height="14" fill="${PALETTE.deep}"/>${hatched}<text x="${wide(value) + 6}" y="${y + 32}" font-weight="700">${e(words ?? String(value))}</text>`;
  });
  return `${open(Math.max(1, items.length) * ROW, title, id)}${rows.join('')}</svg>`;
}

const cut = (label: string) => (label.length > LABEL ? `${label.slice(0, LABEL - 1)}…` : label);

export interface Column {
  label: string;
  value: number;
}

const HIGH = 130;

/** Standing bars for a row of months; every label stands, turned off only where there are more than twelve. */
export function columns(items: readonly Column[], title: string, id: string): string {
  const most = Math.max(1, ...items.map((item) => item.value));
  const step = WIDTH / Math.max(1, items.length);
  const every = Math.ceil(items.length / 12);
  const drawn = items.map(({ label, value }, i) => {
    const height = Math.round((value / most) * HIGH * 10) / 10;
    const wide = Math.min(40, Math.round(step * 7) / 10);
    const x = Math.round((i * step + (step - wide) / 2) * 10) / 10;
    const middle = Math.round((i + 0.5) * step * 10) / 10;
    const name = i % every === 0 ? `<text x="${middle}" y="${HIGH + 38}" text-anchor="middle" font-size="11">${e(label)}</text>` : '';
    return `<rect x="${x}" y="${HIGH + 20 - height}" width="${wide}" height="${height}" fill="${PALETTE.deep}"/><text x="${middle}" y="${HIGH + 14 - height}" text-anchor="middle" font-weight="700" font-size="12">${value}</text>${name}`;
  });
  return `${open(HIGH + 46, title, id)}<path d="M0 ${HIGH + 20}H${WIDTH}" stroke="${PALETTE.quiet}"/>${drawn.join('')}</svg>`;
}

/* Where the cities lie to each other: north up, the sea to the right. [column, row] */
const CITIES: Record<string, readonly [name: string, column: number, row: number]> = {
  '3305': ['湖州', 1, 0],
  '3304': ['嘉兴', 2, 0],
  '3301': ['杭州', 1, 1],
  '3306': ['绍兴', 2, 1],
  '3302': ['宁波', 3, 1],
  '3309': ['舟山', 4, 1],
  '3308': ['衢州', 0, 2],
  '3307': ['金华', 1, 2],
  '3310': ['台州', 3, 2],
  '3311': ['丽水', 1, 3],
  '3303': ['温州', 2, 3],
};
const NAMES_EN: Record<string, string> = {
  '3301': 'Hangzhou',
  '3302': 'Ningbo',
  '3303': 'Wenzhou',
  '3304': 'Jiaxing',
  '3305': 'Huzhou',
  '3306': 'Shaoxing',
  '3307': 'Jinhua',
  '3308': 'Quzhou',
  '3309': 'Zhoushan',
  '3310': 'Taizhou',
  '3311': 'Lishui',
};
const TILE = 68;
/* Few shades, told apart in grey; the number stands in every tile. */
const SHADES = ['#ffffff', '#cfe0d9', '#8fb8a8', PALETTE.deep] as const;

/** The eleven cities of Zhejiang as tiles of one size, shaded by number. @param counts by the first four digits of a division code */
export function tileMap(counts: ReadonlyMap<string, number>, title: string, id: string, english: boolean): string {
  const most = Math.max(1, ...counts.values());
  const tiles = Object.entries(CITIES).map(([code, [name, column, row]]) => {
    const count = counts.get(code) ?? 0;
    const shade = count === 0 ? 0 : Math.min(3, Math.ceil((count / most) * 3));
    const ink = shade === 3 ? '#ffffff' : PALETTE.ink;
    const [x, y] = [column * TILE, row * TILE];
    const middle = x + TILE / 2;
    return `<rect x="${x + 2}" y="${y + 2}" width="${TILE - 4}" height="${TILE - 4}" fill="${SHADES[shade]}" stroke="${PALETTE.quiet}"/><text x="${middle}" y="${y + 28}" text-anchor="middle" fill="${ink}" font-size="${english ? 11 : 14}">${english ? NAMES_EN[code] : name}</text><text x="${middle}" y="${y + 50}" text-anchor="middle" fill="${ink}" font-weight="700" font-size="16">${count}</text>`;
  });
  return `${open(4 * TILE, title, id)}${tiles.join('')}</svg>`;
}
