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

/** A name that cannot be read and names nothing known: a review instead of nothing. */
export function unreadableName(name: string, base: Knowledge): Match[] {
  if (!READABLE.test(name)) return additiveNumbers(name).length > 0 ? [] : [unread(name, NOTHING)];
  const reason = BROKEN.test(name) ? DAMAGED : OTHER_SCRIPT.test(name) ? SCRIPT : null;
  return reason === null || matchName(name, base).length > 0 ? [] : [unread(name, reason)];
}
