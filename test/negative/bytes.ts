/** Bytes that parsers stumble over, put where something else stood. */
const ODD: readonly (readonly number[])[] = [
  [0],
  [0xff, 0xff, 0xff, 0xff],
  [0x7f, 0xff, 0xff, 0xff],
  [0x80, 0, 0, 0],
  [0xef, 0xbb, 0xbf],
  [0xed, 0xa0, 0x80],
  [0xc0, 0x80],
  [0x0d, 0x0a, 0x0d, 0x0a],
  [0x22],
  [0x2c],
  [0x25, 0x30, 0x30],
  [0x5b, 0x5b, 0x5b, 0x5b, 0x5b, 0x5b, 0x5b, 0x5b],
  [0x28, 0x28, 0x28, 0x28],
];

/** The sample with one to eight damages: bits turned, bytes replaced, parts taken out, doubled, moved or cut off. */
export function damaged(sample: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  let bytes = Array.from(sample);
  const at = () => Math.floor(random() * (bytes.length + 1));
  const length = () => Math.ceil(random() ** 3 * Math.min(bytes.length, 400));
  const ways = [
    () => {
      const i = Math.min(at(), bytes.length - 1);
      if (i >= 0) bytes[i] = (bytes[i] ?? 0) ^ (1 << Math.floor(random() * 8));
    },
    () => {
      const odd = ODD[Math.floor(random() * ODD.length)] ?? [];
      bytes.splice(at(), random() < 0.5 ? odd.length : 0, ...odd);
    },
    () => void bytes.splice(at(), length()),
    () => {
      const from = at();
      bytes.splice(at(), 0, ...bytes.slice(from, from + length()));
    },
    () => {
      bytes = bytes.slice(0, at());
    },
    () => void bytes.splice(at(), 0, ...Array.from({ length: length() }, () => Math.floor(random() * 256))),
    () => {
      const part = bytes.slice(0, length());
      for (let n = 0; n < 50 && bytes.length < 100_000; n++) bytes.push(...part);
    },
  ];
  for (let n = Math.ceil(random() * 8); n > 0; n--) ways[Math.floor(random() * ways.length)]?.();
  return new Uint8Array(bytes);
}

/** Well-formed JSON in which one text was damaged. */
export function damagedText(json: string, random: () => number): string {
  const texts = [...json.matchAll(/"((?:[^"\\]|\\.)*)"/g)];
  const found = texts[Math.floor(random() * texts.length)];
  if (!found) return json;
  const other = new TextDecoder().decode(damaged(new TextEncoder().encode(found[1]), random));
  return json.slice(0, found.index) + JSON.stringify(other) + json.slice(found.index + found[0].length);
}
