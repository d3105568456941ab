const utf8 = new TextEncoder();

/** Three bytes a UTF-16 unit are the most that UTF-8 can take. */
const MOST_A_UNIT = 3;

/**
 * Encodes pages most of which begin alike: `start`, half of a scan's page with its stylesheet, is encoded once and copied. The rest is written
 * to a buffer used again and again, since a fresh one of the most it could take costs as much as the writing.
 */
export function pageEncoder(start: string): (html: string) => Uint8Array<ArrayBuffer> {
  const head = utf8.encode(start);
  let scratch = new Uint8Array(32_768);
  return (html) => {
    const isUsual = html.startsWith(start);
    const rest = isUsual ? html.slice(start.length) : html;
    if (scratch.length < rest.length * MOST_A_UNIT) scratch = new Uint8Array(rest.length * MOST_A_UNIT);
    const { written } = utf8.encodeInto(rest, scratch);
    const from = isUsual ? head.length : 0;
    const bytes = new Uint8Array(from + written);
    if (isUsual) bytes.set(head);
    bytes.set(scratch.subarray(0, written), from);
    return bytes;
  };
}
