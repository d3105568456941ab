import type { Bilingual, ProblemDetail } from './problem-detail.ts';

/** What a value check says when it refuses: a ProblemDetail before the caller has added where the value stood. */
export type Refusal = Pick<ProblemDetail, 'found' | 'expected' | 'fix'>;

/** A remark that never refuses the value: a stable code and a text. */
export type Warning = { code: string; message: Bilingual };

const LONGEST_SHOWN = 80;

/** The caller's text as a reply may repeat it: at most 80 characters, so a megabyte of nonsense is not sent back. */
export function shown(text: string): string {
  const characters = Array.from(text.slice(0, 2 * LONGEST_SHOWN + 2));
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN).join('')}…` : text;
}

/**
 * Full-width forms of ASCII (０-９, Ａ-Ｚ, ．, ideographic space) as ASCII, trimmed.
 * Not NFKC: that would also read 10² as 102 and ① as 1.
 */
export function foldFullWidth(text: string): string {
  // Mostly there is nothing to fold, and looking costs less than three copies.
  if (!/[\s\uFF01-\uFF5E]/.test(text)) return text;
  return text
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
    .trim();
}
