import { describe, expect, it } from 'vitest';
import { everyCodeDecodes } from '../../../test/label-sheet.ts';
import {
  contentOf,
  joined,
  jsqrText,
  labelFace,
  labelFont,
  type Picture,
  rasterised,
  textsOf,
  zplPicture,
  zxingTexts,
} from '../../../test/labels.ts';
import { painter } from './bitmap.ts';
import { type Composed, compose } from './compose.ts';
import type { LabelContent, LabelJob } from './content.ts';
import { type Dpi, dotsOf, type LayoutName, layoutNames, layouts, mmOf } from './layouts.ts';
import { pdfOf } from './pdf.ts';
import { checkJob, placedLabels } from './sheets.ts';
import { svgOf } from './svg.ts';
import { printable, widthOf } from './text-fit.ts';
import { zplLabel } from './zpl.ts';

const resolutions: Dpi[] = [203, 300];

const jobOf = (contents: readonly LabelContent[], more: Partial<LabelJob> = {}): LabelJob => ({
  format: 'pdf',
  layout: '40x30',
  dpi: 203,
  startPosition: 1,
  test: false,
  labels: contents.map((content) => ({ content, copies: 1 })),
  ...more,
});

function composed(content: LabelContent, layout: LayoutName, dpi: Dpi): Composed {
  const label = compose(content, layout, dpi, labelFace);
  if ('needs' in label) throw new Error(`needs ${JSON.stringify(label.needs)}`);
  return label;
}

/** All characters of GB 2312, by row; rows 16 to 87 are its hanzi. */
function gb2312(first: number, last: number): string[] {
  const decoder = new TextDecoder('gb2312', { fatal: true, ignoreBOM: false });
  const out: string[] = [];
  for (let row = first; row <= last; row++)
    for (let cell = 1; cell <= 94; cell++) {
      // Cells 90 to 94 of row 55 are empty in GB 2312; the decoder knows GBK, which filled none of them with hanzi of its own.
      if (row === 55 && cell > 89) continue;
      out.push(decoder.decode(Uint8Array.of(0xa0 + row, 0xa0 + cell)));
    }
  return out;
}

/** The first label of a page. */
function cropped(page: Picture, name: LayoutName, dpi: Dpi): Picture {
  const { left, top, width, height } = layouts[name];
  const [x, y, across, down] = [left, top, width, height].map((mm) => dotsOf(mm, dpi)) as [number, number, number, number];
  const grey = new Uint8Array(across * down).fill(255);
  for (let row = 0; row < Math.min(down, page.height - y); row++)
    grey.set(page.grey.subarray((y + row) * page.width + x, (y + row) * page.width + Math.min(x + across, page.width)), row * across);
  return { width: across, height: down, grey };
}

describe('a label', () => {
  const long = contentOf(1, {
    product: '特别长的产品名称'.repeat(6),
    firm: '示例省示例市特别长名字的肉类联合加工有限责任公司',
    lot: 'A20261101-0000000001',
  });

  it.each(layoutNames.flatMap((layout) => resolutions.map((dpi) => [layout, dpi] as const)))(
    'on %s at %i dpi keeps its texts inside, apart from each other and from the quiet zone',
    (layout, dpi) => {
      for (const content of [contentOf(0), long]) {
        const { width, height, qr, lines } = composed(content, layout, dpi);
        if (!qr) throw new Error('no code');
        const quiet = 4 * qr.dotsAModule;
        const right = qr.x + qr.matrix.size * qr.dotsAModule + quiet;
        expect(qr.x - quiet).toBeGreaterThanOrEqual(0);
        expect(qr.y - quiet).toBeGreaterThanOrEqual(0);
        expect(qr.y + qr.matrix.size * qr.dotsAModule + quiet).toBeLessThanOrEqual(height);
        for (const [n, { text, x, baseline, em }] of lines.entries()) {
          expect(x).toBeGreaterThanOrEqual(right);
          expect(x + widthOf(text, labelFace) * em).toBeLessThanOrEqual(width);
          expect(mmOf(em, dpi)).toBeGreaterThanOrEqual(1.99);
          expect(baseline - em).toBeGreaterThanOrEqual(n === 0 ? -em : (lines[n - 1]?.baseline ?? 0));
          expect(baseline + 0.15 * em).toBeLessThanOrEqual(height);
        }
        expect(lines.map((line) => line.text).join('')).toContain(content.code);
        expect(lines.at(-1)?.text).toBe('扫码看追溯');
      }
    },
  );

  it('has whole dots a module: 0.5 mm at 203 dpi, 0.423 mm at 300', () => {
    const module = (dpi: Dpi) => mmOf(composed(contentOf(0), '60x40', dpi).qr?.dotsAModule ?? 0, dpi);
    expect(module(203)).toBe(0.5);
    expect(module(300)).toBeCloseTo(0.4233, 4);
  });

  it('says all there is in the order a reader looks for it', () => {
    expect(composed(contentOf(7), '60x40', 203).lines.map((line) => line.text)).toEqual([
      '冷鲜猪后腿肉',
      '批号 20261101-7',
      '生产 2026-11-01',
      '到期 2026-11-08',
      '示例肉品厂',
      'ABCD-EFGH-JKMN-PQRS-',
      '9222',
      '扫码看追溯',
    ]);
  });

  it('cuts a name with … where it has no room, and neither the batch number nor the code', () => {
    const texts = composed(long, 'A4-65', 300).lines.map((line) => line.text);
    expect(texts[0]).toMatch(/^特别长的产.*…$/);
    expect(texts.filter((text) => text.includes('…')).length).toBe(2);
    expect(texts.join('')).toContain(`批号 ${long.lot}`);
    expect(texts.join('')).toContain(long.code);
  });

  it('prints 〓 for a character the font has not, and names it', () => {
    const content = contentOf(0, { product: '㐀菜 🐟' });
    expect(checkJob(jobOf([content]), labelFace)).toEqual({ tooSmall: [], missing: ['㐀', '🐟'] });
    expect(composed(content, '60x40', 203).lines[0]?.text).toBe('〓菜 〓');
  });

  it('is refused with the size it needs where its code does not fit', () => {
    const content = contentOf(0, { link: `https://a-rather-long-name.trace.example/01/09521234543213/10/${'aB3-'.repeat(15)}` });
    expect(checkJob(jobOf([contentOf(1), content], { layout: 'A4-65' }), labelFace).tooSmall).toEqual([
      { index: 1, needs: { width: 39.5, height: 26.5 } },
    ]);
  });
});

describe('a print', () => {
  it('begins at the first free label of a sheet and goes on over pages', () => {
    const job = jobOf([contentOf(0)], { layout: 'A4-10', startPosition: 9, labels: [{ content: contentOf(0), copies: 4 }] });
    const at = [...placedLabels(job, labelFace)].map(({ page, isNewPage, x, y }) => [
      page,
      isNewPage,
      Math.round(mmOf(x, 203)),
      Math.round(mmOf(y, 203)),
    ]);
    expect(at).toEqual([
      [0, true, 5, 234],
      [0, false, 106, 234],
      [1, true, 5, 6],
      [1, false, 106, 6],
    ]);
  });

  it('begins with a test label whose square and ruler measure 10 mm on paper', async () => {
    const pdf = joined(pdfOf(jobOf([], { test: true, layout: '50x50', dpi: 300 }), labelFace, labelFont));
    for await (const { grey, width } of rasterised(pdf, 600)) {
      const dark = [...grey.entries()].filter(([, value]) => value < 128).map(([i]) => [i % width, Math.floor(i / width)] as const);
      const mm = (dots: number) => (dots * 25.4) / 600;
      const left = dark.reduce((least, [x]) => Math.min(least, x), width);
      const top = (dark.find(([x]) => x < left + 250)?.[1] ?? 0) + 1;
      // The square's upper edge; where two edges cross, the row above is tinted too.
      const edge = dark.filter(([x, y]) => y === top && x < left + 250);
      expect(mm(edge.length)).toBeCloseTo(10, 0.5);
      const down = dark.filter(([x, y]) => x === (edge[0]?.[0] ?? 0) + 1 && y < top + 250);
      expect(mm(down.length)).toBeGreaterThan(9.85);
    }
    expect((await textsOf(pdf))[0]).toContain('测试标签');
  });

  it.each(layoutNames)('on %s decodes from the rasterised PDF in two decoders, at both resolutions', async (layout) => {
    for (const dpi of resolutions) {
      const contents = [contentOf(1), contentOf(2)];
      const pdf = joined(pdfOf(jobOf(contents, { layout, dpi }), labelFace, labelFont));
      const read: string[] = [];
      for await (const page of rasterised(pdf, dpi === 203 ? 203.2 : 300)) {
        const texts = (await zxingTexts(page)).sort();
        read.push(...texts);
        // jsQR reads one code a picture: the page's first label.
        const label = cropped(page, layout, dpi);
        expect(await zxingTexts(label)).toEqual([jsqrText(label)]);
        expect(texts).toContain(jsqrText(label));
      }
      expect(read).toEqual(contents.map((content) => content.link));
    }
  });

  it('of a hundred batches on A4 decodes, every code, from the rasterised pages', () => everyCodeDecodes(100));

  it('in ZPL is the picture a printer gets: both decoders read it, the printer makes the copies', async () => {
    const paint = painter(labelFace);
    for (const dpi of resolutions) {
      const zpl = zplLabel(paint(composed(contentOf(3), '40x30', dpi)), 25);
      expect(zpl).toMatch(dpi === 203 ? /^\^XA\^PW320\^LL240\^LH0,0\^FO0,0\^GFA/ : /^\^XA\^PW472\^LL354\^LH0,0\^FO0,0\^GFA/);
      expect(zpl).toMatch(/\^FS\^PQ25\^XZ\n$/);
      const picture = zplPicture(zpl);
      expect(await zxingTexts(picture)).toEqual([contentOf(3).link]);
      expect(jsqrText(picture)).toBe(contentOf(3).link);
    }
  });

  it('in SVG has the code on the same dots, and every glyph it uses drawn once', () => {
    const svg = [...svgOf(jobOf([contentOf(4), contentOf(5)], { layout: 'A4-24', dpi: 300 }), labelFace)].join('');
    expect(svg).toMatch(/^<svg [^>]*width="210mm" height="297mm"/);
    const drawn = [...svg.matchAll(/<path id="(g\d+)"/g)].map(([, id]) => id);
    expect(new Set(drawn).size).toBe(drawn.length);
    for (const [, id] of svg.matchAll(/<use href="#(g\d+)"/g)) expect(drawn).toContain(id);
    const bitmap = painter(labelFace)(composed(contentOf(4), 'A4-24', 300));
    const [, d = ''] = /<path shape-rendering="crispEdges" d="([^"]*)"/.exec(svg) ?? [];
    const grey = new Uint8Array(bitmap.width * bitmap.height).fill(255);
    for (const [, x, y, across, down] of d.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-\3z/g))
      for (let row = Number(y); row < Number(y) + Number(down); row++)
        grey.fill(0, row * bitmap.width + Number(x), row * bitmap.width + Number(x) + Number(across));
    expect(jsqrText({ width: bitmap.width, height: bitmap.height, grey })).toBe(contentOf(4).link);
  });
});

describe('the font of the labels', () => {
  const hanzi = gb2312(16, 87);

  it('has every character of GB 2312, and each has a shape', () => {
    expect(hanzi.length).toBe(6_763);
    for (const character of [...hanzi, ...gb2312(3, 3)]) {
      const glyph = labelFace.glyphOf(character.codePointAt(0) ?? 0);
      expect(glyph, character).toBeGreaterThan(0);
      expect(labelFace.outlineOf(glyph).length, character).toBeGreaterThan(0);
    }
    expect(printable(hanzi.join(''), labelFace).missing).toEqual([]);
  });

  it('says each of them again from the ToUnicode map of a PDF', async () => {
    const names = Array.from({ length: Math.ceil(hanzi.length / 20) }, (_, n) => hanzi.slice(20 * n, 20 * n + 20).join(''));
    const contents = names.map((product, n) => contentOf(n, { product }));
    const texts = await textsOf(joined(pdfOf(jobOf(contents, { layout: 'A4-10', dpi: 300 }), labelFace, labelFont)));
    const read = new Set(texts.join(''));
    expect(hanzi.filter((character) => !read.has(character))).toEqual([]);
    for (const name of names) expect(texts.join('').replace(/\s/g, '')).toContain(name);
  });
});

const degree = Math.PI / 180;

/** A picture turned, scaled and sampled between dots, on white. */
function warped(from: Picture, scale: number, degrees: number): Picture {
  const side = Math.ceil(Math.hypot(from.width, from.height) * scale) + 20;
  const grey = new Uint8Array(side * side).fill(255);
  const [cos, sin] = [Math.cos(degrees * degree) / scale, Math.sin(degrees * degree) / scale];
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= from.width || y >= from.height ? 255 : (from.grey[y * from.width + x] ?? 255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [dx, dy] = [x - side / 2, y - side / 2];
      const [u, v] = [cos * dx + sin * dy + from.width / 2, cos * dy - sin * dx + from.height / 2];
      const [i, j] = [Math.floor(u), Math.floor(v)];
      const [a, b] = [u - i, v - j];
      grey[y * side + x] = (1 - b) * ((1 - a) * at(i, j) + a * at(i + 1, j)) + b * ((1 - a) * at(i, j + 1) + a * at(i + 1, j + 1));
    }
  return { width: side, height: side, grey };
}

/** Each dot the mean of its 3 × 3 neighbourhood, twice. */
function blurred(from: Picture): Picture {
  let { grey } = from;
  for (let round = 0; round < 2; round++) {
    const source = grey;
    grey = source.map((_, i) => {
      const [x, y] = [i % from.width, Math.floor(i / from.width)];
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const [u, v] = [Math.min(Math.max(x + dx, 0), from.width - 1), Math.min(Math.max(y + dy, 0), from.height - 1)];
          sum += source[v * from.width + u] ?? 255;
        }
      return sum / 9;
    });
  }
  return { ...from, grey };
}

/** 5 % of the dots are the other colour, seen through a lens, which no dot passes sharp. The generator is a fixed one: the same spots on every run. */
function spotted(from: Picture): Picture {
  let state = 20_261_101;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return { ...from, grey: from.grey.map((value) => (next() < 0.05 ? 255 - value : value)) };
}

describe('a label out of a printer and before a camera', () => {
  const damages: [string, (picture: Picture) => Picture][] = [
    ['blurred', blurred],
    ['10 % too large', (picture) => warped(picture, 1.1, 0)],
    ['10 % too small', (picture) => warped(picture, 0.9, 0)],
    ['turned by 15°', (picture) => warped(picture, 1, 15)],
    ['with 5 % of its dots wrong', (picture) => blurred(spotted(picture))],
    ['turned, too small and blurred', (picture) => blurred(warped(picture, 0.9, -15))],
  ];

  it.each(damages)('%s is read by both decoders', async (_, damage) => {
    for (const [layout, dpi] of [
      ['40x30', 203],
      ['60x40', 300],
    ] as const) {
      const pdf = joined(pdfOf(jobOf([contentOf(6)], { layout, dpi }), labelFace, labelFont));
      for await (const page of rasterised(pdf, dpi === 203 ? 203.2 : 300)) {
        const picture = damage(page);
        expect(await zxingTexts(picture), layout).toEqual([contentOf(6).link]);
        expect(jsqrText(picture), layout).toBe(contentOf(6).link);
      }
    }
  });
});
