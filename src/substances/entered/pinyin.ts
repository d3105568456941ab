import { toSimplified } from '../reading/normalise.ts';
import syllables from '../tables/pinyin.json' with { type: 'json' };

let readings: Map<string, string> | undefined;

/** One reading a character, without tones (ü as v); characters said in two ways have the commoner one. Made on first use and kept (a pure cache). */
function readingOf(character: string): string | undefined {
  readings ??= new Map(
    Object.entries(syllables).flatMap(([syllable, characters]) => [...characters].map((one) => [one, syllable] as const)),
  );
  return readings.get(character);
}

const HAN = /\p{Script=Han}/u;
const KEPT = /[a-z0-9]/u;

/** How a name is typed in pinyin: whole, and by the initials. Null for a name without Chinese characters. For search alone: homophones are many. */
export function pinyinOf(name: string): { full: string; initials: string } | null {
  if (!HAN.test(name)) return null;
  let full = '';
  let initials = '';
  for (const character of toSimplified(name.normalize('NFKC')).toLowerCase()) {
    const said = readingOf(character) ?? (KEPT.test(character) ? character : '');
    full += said;
    initials += said.charAt(0);
  }
  return { full, initials };
}
