import type { Knowledge } from '../knowledge.ts';
import { matchName } from '../match.ts';
import type { Bilingual, Match } from '../verdict.ts';
import { additiveNumbers } from './additive-numbers.ts';

/** Letters of scripts the names of the knowledge base are not written in (kana, hangul, Cyrillic, Thai …). */
const OTHER_SCRIPT = /(?:(?=\p{L})[^\p{Script=Han}\p{Script=Latin}\p{Script=Greek}\p{Script=Common}\p{Script=Inherited}][\p{M}ー]*)+/u;
/** What decoding with the wrong character set leaves. */
const BROKEN = /[\ufffd\ue000-\uf8ff]+/u;
const READABLE = /[\p{L}]/u;

const SCRIPT: Bilingual = {
  zh: '含有日文假名等其他文字,名称库没有这种文字的名称,无法识读,需人工判断',
  en: 'it is written in a script (kana or another) in which no name is known here; it cannot be read, a person must judge',
};
const DAMAGED: Bilingual = {
  zh: '文字损坏(乱码),无法识读,请核对原文',
  en: 'the text is damaged (wrong character set); it cannot be read, compare with the original',
};
const NOTHING: Bilingual = { zh: '没有可识读的文字', en: 'it holds no text that can be read' };

function unread(input: string, reason: Bilingual, span?: readonly [number, number]): Match {
  return {
    input,
    verdict: 'review',
    substance: null,
    family: null,
    by: 'rule',
    ground: 'unreadable',
    reason,
    sources: [],
    ...(span ? { span } : {}),
  };
}

/** What of an ingredient text cannot be read: one match for each kind, at its first place; empty where all can. */
export function unreadableText(text: string): Match[] {
  if (!READABLE.test(text)) return additiveNumbers(text).length > 0 ? [] : [unread(text.slice(0, 40), NOTHING)];
  return [[OTHER_SCRIPT, SCRIPT] as const, [BROKEN, DAMAGED] as const].flatMap(([part, reason]) => {
    const found = part.exec(text);
    return found ? [unread(found[0], reason, [found.index, found.index + found[0].length])] : [];
  });
}

/** A share, a number or a dash standing where a name should, as lists taken apart have them: it names nothing, and nothing in it is unread. */
const NO_NAME = /^[\s\d.,，%％‰#№()（）≥≤<>＜＞+/–—-]+$/u;
/** Digits in three groups are meant as a CAS number; a known one with a right check digit was found before. */
const MEANT_AS_CAS = /\d{2}\s?[-‐‑–—−－]\s?\d{2}\s?[-‐‑–—−－]\s?\d/u;
/** Most names: nothing in them is looked for. */
const ORDINARY = /^[\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z0-9\s(),.;:（），、；：%-]*$/u;

function unreadableName(name: string): Match[] {
  if (ORDINARY.test(name)) return [];
  if (!READABLE.test(name)) return NO_NAME.test(name) && !MEANT_AS_CAS.test(name) ? [] : [unread(name, NOTHING)];
  const reason = BROKEN.test(name) ? DAMAGED : OTHER_SCRIPT.test(name) ? SCRIPT : null;
  return reason === null ? [] : [unread(name, reason)];
}

/** What a name says, and where that is nothing to act on and part of it cannot be read: a review instead of nothing. */
export function matchReadable(name: string, base: Knowledge): Match[] {
  const matches = matchName(name, base);
  return matches.some((match) => match.verdict !== 'clear') ? matches : [...matches, ...unreadableName(name)];
}
