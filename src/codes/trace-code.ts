import { customRandom } from 'nanoid';
import type { RandomBytes } from './ids.ts';

/** No 0 1 I L O: what is printed small and typed by hand must not be read two ways. 31 is prime, which the check needs. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const MODULUS = 31;
const LENGTH = 20;
const PAYLOAD = LENGTH - 1;
const GROUP = 4;

/** Value by ASCII code, -1 for what is not in the alphabet. */
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** What people and copying put between the groups: blanks, dashes of every width, invisible joins. Full-width ones are folded first. */
const SEPARATORS = new Set(
  [...'\t\n\r -\u00a0\u00ad\u2002\u2003\u2009\u200b\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u3000\ufeff'].map((sign) =>
    sign.charCodeAt(0),
  ),
);

/**
 * What a text is as a trace code. `code` is the compact form (20 characters, capitals, no dashes).
 * - `alphabet`: `found` at index `at` of the text is no character of a trace code
 * - `length`: `found` characters where 20 are due, separators not counted
 * - `check`: the right characters, but mistyped somewhere; `code` is what was read
 */
export type TraceCodeReading =
  | { ok: true; code: string }
  | { ok: false; reason: 'alphabet'; at: number; found: string }
  | { ok: false; reason: 'length'; found: number }
  | { ok: false; reason: 'check'; code: string };

/**
 * A new trace code, compact: 19 unbiased random characters (94 bits) and the check character.
 * `random` gives as many random bytes as asked for.
 */
export function makeTraceCode(random: RandomBytes): string {
  const payload = customRandom<string>(ALPHABET, PAYLOAD, random)();
  return payload + ALPHABET.charAt(weightedSum(payload) % MODULUS);
}

/**
 * Reads a trace code as scanned, pasted or typed: any case, full-width, with or without dashes and blanks.
 * On the path of every scan: linear in the text, and a compact code is given back as it came.
 */
export function parseTraceCode(text: string): TraceCodeReading {
  return isCompact(text) ? { ok: true, code: text } : parseLoosely(text);
}

/**
 * The printed form of a compact code: `ABCD-EFGH-JKMN-PQRS-TUVM`.
 * @throws RangeError when it has not 20 characters
 */
export function formatTraceCode(compact: string): string {
  if (compact.length !== LENGTH) throw new RangeError('a compact trace code has 20 characters');
  let shown = compact.slice(0, GROUP);
  for (let at = GROUP; at < LENGTH; at += GROUP) shown += `-${compact.slice(at, at + GROUP)}`;
  return shown;
}

/**
 * Codes with a right check character that are one mistake away from what was typed: one wrong character, or two neighbours in each other's
 * place. The check settles which character a place would need, so there are no more than a few dozen; most stand for nothing.
 */
export function codesNear(text: string): string[] {
  const typed = [...text].map((sign) => String.fromCharCode(fold(sign.charCodeAt(0)))).filter((sign) => /[0-9A-Z]/.test(sign));
  if (typed.length !== LENGTH) return [];
  const near = new Set<string>();
  const add = (signs: readonly string[]) => {
    const code = signs.join('');
    if (isCompact(code)) near.add(code);
  };
  for (let at = 0; at < LENGTH; at++) {
    for (const sign of ALPHABET) add(typed.with(at, sign));
    if (at > 0) add(typed.with(at - 1, typed[at] ?? '').with(at, typed[at - 1] ?? ''));
  }
  return [...near];
}

function characterValue(charCode: number): number {
  return VALUES[charCode] ?? -1;
}

/** Σ i·value(i), i = 1…19. The weights and their differences are not 0 mod 31: no single wrong character and no swap of two passes. */
function weightedSum(code: string): number {
  let sum = 0;
  for (let i = 0; i < PAYLOAD; i++) sum += (i + 1) * characterValue(code.charCodeAt(i));
  return sum;
}

function isCompact(text: string): boolean {
  if (text.length !== LENGTH) return false;
  for (let i = 0; i < LENGTH; i++) if (characterValue(text.charCodeAt(i)) < 0) return false;
  return weightedSum(text) % MODULUS === characterValue(text.charCodeAt(PAYLOAD));
}

/** Full-width signs (U+FF01 to U+FF5E, what a Chinese keyboard gives) to ASCII, small letters to capitals. */
function fold(charCode: number): number {
  const narrow = charCode >= 0xff01 && charCode <= 0xff5e ? charCode - 0xfee0 : charCode;
  return narrow >= 0x61 && narrow <= 0x7a ? narrow - 0x20 : narrow;
}

function parseLoosely(text: string): TraceCodeReading {
  let code = '';
  let found = 0;
  for (let at = 0; at < text.length; at++) {
    const folded = fold(text.charCodeAt(at));
    if (SEPARATORS.has(folded)) continue;
    const value = characterValue(folded);
    if (value < 0) return { ok: false, reason: 'alphabet', at, found: String.fromCodePoint(text.codePointAt(at) ?? 0) };
    found += 1;
    if (found <= LENGTH) code += ALPHABET.charAt(value);
  }
  if (found !== LENGTH) return { ok: false, reason: 'length', found };
  return isCompact(code) ? { ok: true, code } : { ok: false, reason: 'check', code };
}
