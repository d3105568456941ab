import { foldFullWidth, type Refusal, shown } from '../platform/result.ts';

/** `uscc` is normalised: upper case, full-width characters folded, blanks removed. `expectedCheck` is set when only the 18th character is wrong. */
export type UsccResult = { ok: true; uscc: string } | (Refusal & { ok: false; expectedCheck?: string });

export type EntityKind = 'enterprise' | 'individual' | 'cooperative' | 'public' | 'other';

/* GB 32100-2015: digits and capitals without I O S V Z; the place in this text is the character's value. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/* GB 32100-2015: 3^(i-1) mod 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const EXPECTED = {
  zh: '18 位统一社会信用代码（数字与不含 I、O、S、V、Z 的大写字母，第 3 至 8 位为数字）',
  en: 'a unified social credit code of 18 characters (digits and capitals without I, O, S, V, Z; digits in places 3 to 8)',
};

/** Checks a 统一社会信用代码 by GB 32100-2015: length, alphabet, layout, check character. */
export function checkUscc(text: string): UsccResult {
  const uscc = foldFullWidth(text).replace(/\s/g, '').toUpperCase();
  if (uscc.length !== 18)
    return refused(text, `现有 ${uscc.length} 位，请补足或删去多余字符至 18 位`, `it has ${uscc.length} characters; make it 18`);
  const stray = Array.from(uscc).findIndex((character) => !ALPHABET.includes(character));
  if (stray !== -1) return strayCharacter(text, uscc.charAt(stray), stray + 1);
  if (!/^..\d{6}/.test(uscc))
    return refused(text, '第 3 至 8 位是行政区划代码，只能是数字', 'places 3 to 8 are the division code: digits only');
  const expectedCheck = checkCharacter(uscc);
  if (uscc.charAt(17) === expectedCheck) return { ok: true, uscc };
  return {
    ...refused(
      text,
      `前 17 位对应的校验码是 ${expectedCheck}；请逐位核对，未必只是末位写错`,
      `the first 17 characters call for ${expectedCheck} at the end; compare every character, the slip may be elsewhere`,
    ),
    expectedCheck,
  };
}

function checkCharacter(uscc: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * ALPHABET.indexOf(uscc.charAt(place)), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

const LOOKS_LIKE: Record<string, string> = { I: '1', O: '0', S: '5', V: 'U', Z: '2' };

function strayCharacter(text: string, character: string, place: number) {
  const meant = LOOKS_LIKE[character];
  return refused(
    text,
    `第 ${place} 位的 ${character} 不在代码字符集内${meant ? `，是否为 ${meant}` : ''}`,
    `${character} in place ${place} is never used in such a code${meant ? `; is it ${meant}` : ''}`,
  );
}

function refused(text: string, zh: string, en: string): Refusal & { ok: false } {
  return { ok: false, found: shown(text), expected: EXPECTED, fix: { zh, en } };
}

/**
 * Who stands behind a valid code, by its first two characters: 91 enterprise, 92 individual business (个体工商户), 93 farmers' cooperative,
 * 1x registered by 机构编制 (public bodies, schools). The meaning of 1x is not confirmed by a source read (待核实): use it for display, not for duties.
 */
export function entityKindOf(uscc: string): EntityKind {
  if (uscc.startsWith('91')) return 'enterprise';
  if (uscc.startsWith('92')) return 'individual';
  if (uscc.startsWith('93')) return 'cooperative';
  return uscc.startsWith('1') ? 'public' : 'other';
}
