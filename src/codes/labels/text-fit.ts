import { MISSING_MARK } from './content.ts';
import type { Typeface } from './true-type.ts';

/** A paragraph of a label. */
export interface Block {
  text: string;
  /** Where it may break: between any two characters, or behind each group of a code alone. */
  breaks: 'anywhere' | 'groups';
  /** Lines it may take where there is room; it is cut with … behind the last. A code is never cut. */
  most: number;
  /** Gets room for its further lines before others do. */
  isFirst: boolean;
}

/** Width of a text in units of the em. */
export function widthOf(text: string, face: Typeface): number {
  let units = 0;
  for (const character of text) units += face.advanceOf(face.glyphOf(character.codePointAt(0) ?? 0));
  return units / face.unitsPerEm;
}

/** A text as the font can print it: blanks of any kind as one, 〓 for what it has not, and which characters these are. */
export function printable(text: string, face: Typeface): { text: string; missing: string[] } {
  const missing = new Set<string>();
  let out = '';
  for (const character of text
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()) {
    const isThere = face.glyphOf(character.codePointAt(0) ?? 0) !== 0;
    if (!isThere) missing.add(character);
    out += isThere ? character : MISSING_MARK;
  }
  return { text: out, missing: [...missing] };
}

/** The lines of a block in a column of so many em, at most `most` of them; `isWhole` is false where it had to be cut. */
export function linesOf(block: Block, width: number, most: number, face: Typeface): { lines: string[]; isWhole: boolean } {
  const lines = block.breaks === 'groups' ? filled(block.text.match(/[^-]+-?/g) ?? [], width, face) : filled([...block.text], width, face);
  if (block.breaks === 'groups' || lines.length <= most) return { lines, isWhole: true };
  return { lines: [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(''), width, face)], isWhole: false };
}

/** Never at the beginning of a line: the sign before goes down with it. */
const CLOSING = new Set('、。，．：；？！）」』】》〉”’%)],.:;?!…');

/** Pieces in lines as full as they get; a piece wider than the column stands alone. */
function filled(pieces: readonly string[], width: number, face: Typeface): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of pieces) {
    const wide = widthOf(piece, face);
    if (line !== '' && used + wide > width) {
      const carried = CLOSING.has(piece) ? (/\S$/u.exec(line)?.[0] ?? '') : '';
      lines.push(line.slice(0, line.length - carried.length).trimEnd());
      line = carried;
      used = widthOf(carried, face);
    }
    if (line === '' && piece === ' ') continue;
    line += piece;
    used += wide;
  }
  return [...lines, line.trimEnd()].filter((one) => one !== '');
}

function cut(text: string, width: number, face: Typeface): string {
  const room = width - widthOf('…', face);
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character, face);
    if (used > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
