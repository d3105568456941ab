import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';
import { xlsxOf, zipOf } from '../../test/xlsx.ts';
import { isShowable, kindOf } from './file-kinds.ts';

const text = (value: string) => new TextEncoder().encode(value);

function png(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
}

/** Start, an APP0 of 16 bytes, a frame of 3 by 2. */
const JPEG = new Uint8Array([
  0xff,
  0xd8,
  0xff,
  0xe0,
  0,
  16,
  ...Array.from({ length: 14 }, () => 0),
  0xff,
  0xc0,
  0,
  11,
  8,
  0,
  2,
  0,
  3,
  1,
  0,
  0,
  0,
]);
const WEBP_LOSSLESS = new Uint8Array([
  ...text('RIFF'),
  20,
  0,
  0,
  0,
  ...text('WEBPVP8L'),
  10,
  0,
  0,
  0,
  0x2f,
  0x02,
  0x40,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
]);
const OFD = zipOf({ 'OFD.xml': '<ofd:OFD/>', 'Doc_0/Document.xml': '<x/>' });
const WORD = zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<x/>' });

describe('what a file is', () => {
  it('is told by its bytes', () => {
    expect(kindOf(text('%PDF-1.7\n'))).toEqual({ type: 'application/pdf' });
    expect(kindOf(png(640, 480))).toEqual({ type: 'image/png', pixels: { width: 640, height: 480 } });
    expect(kindOf(JPEG)).toEqual({ type: 'image/jpeg', pixels: { width: 3, height: 2 } });
    expect(kindOf(WEBP_LOSSLESS)).toEqual({ type: 'image/webp', pixels: { width: 3, height: 2 } });
    expect(kindOf(xlsxOf([['a']]))).toEqual({ type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
    expect(kindOf(OFD)).toEqual({ type: 'application/ofd' });
  });

  it('is nothing we keep where it can hold a program, or is cut', () => {
    const others = [
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '<!doctype html><script>',
      'MZ',
      'GIF89a',
      '',
      ' %PDF-1.7',
      'PK\u0003\u0004',
    ];
    for (const other of others) expect(kindOf(text(other)), other).toBeNull();
    expect(kindOf(WORD)).toBeNull();
  });

  it('is a picture only with a size that can be shown', () => {
    const showable = (bytes: Uint8Array) => isShowable(kindOf(bytes) ?? { type: 'image/png', pixels: null });
    expect(showable(png(10_000, 10_000))).toBe(true);
    expect(showable(JPEG)).toBe(true);
    for (const [width, height] of [
      [10_001, 10_000],
      [30_001, 1],
      [0, 5],
      [4_294_967_295, 4_294_967_295],
    ] as const)
      expect(showable(png(width, height)), `${width} × ${height}`).toBe(false);
    expect(showable(JPEG.slice(0, 20))).toBe(false);
    expect(showable(png(5, 5).slice(0, 20))).toBe(false);
  });
});

describe('a file over HTTP', () => {
  const put = async (raw: Uint8Array<ArrayBuffer>, type?: string) => {
    const w = await custodyWorld();
    const path = `/v1/files/${createHash('sha256').update(raw).digest('hex')}`;
    const answer = await w.request('PUT', path, { key: w.producer.key, raw, headers: type === undefined ? {} : { 'Content-Type': type } });
    return { answer, read: () => w.request('GET', path, { key: w.producer.key }) };
  };

  it('must be what it is called, where it is called anything', async () => {
    expect((await put(png(9, 9), 'image/png')).answer.json).toMatchObject({ mediaType: 'image/png' });
    expect((await put(png(9, 9), 'application/octet-stream')).answer.status).toBe(201);
    expect((await put(png(9, 9))).answer.status).toBe(201);
    for (const type of ['image/jpeg', 'text/html', 'image/svg+xml']) {
      const { answer } = await put(png(9, 9), type);
      expect([answer.status, answer.json.code], type).toEqual([415, 'wrong-media-type']);
    }
    expect((await put(png(20_000, 20_000), 'image/png')).answer.status).toBe(413);
    expect((await put(text('<svg/>') as Uint8Array<ArrayBuffer>, 'image/svg+xml')).answer.status).toBe(415);
  });

  it('comes back as an attachment that nothing in it can run', async () => {
    const { read } = await put(png(9, 9), 'image/png');
    const { headers } = await read();
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{12}"$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
