import type { Knowledge, Substance } from '../knowledge.ts';
import { asLatin } from './latin.ts';

const LATIN_OR_DIGIT = /[a-z0-9]/;
/** Shorter names are too easily another word. */
const SHORTEST = 6;

/** A name's key with the signs an OCR or an eye confuses made one: 0 and o; 1, l and i; rn and m; α and a; letters of other scripts and Latin ones. */
function shape(key: string): string {
  return asLatin(key).replace(/alpha/g, 'a').replace(/beta/g, 'b').replace(/0/g, 'o').replace(/[1i]/g, 'l').replace(/rn/g, 'm');
}

const shapes = new WeakMap<Knowledge, ReadonlyMap<string, readonly Substance[]>>();

function shapesOf(base: Knowledge): ReadonlyMap<string, readonly Substance[]> {
  const known = shapes.get(base);
  if (known) return known;
  const index = new Map<string, readonly Substance[]>();
  for (const [key, rows] of base.byName) {
    if (key.length < SHORTEST || !LATIN_OR_DIGIT.test(key)) continue;
    const same = shape(key);
    index.set(same, [...(index.get(same) ?? []), ...rows]);
  }
  shapes.set(base, index);
  return index;
}

/** The rows whose name has the shape of this key (see {@link shape}); null for none. The key itself is known to be no name. */
export function lookalikes(key: string, base: Knowledge): readonly Substance[] | null {
  if (key.length < SHORTEST || !LATIN_OR_DIGIT.test(key)) return null;
  return shapesOf(base).get(shape(key)) ?? null;
}
