import type { Bilingual } from '../platform/problem-detail.ts';

export const MIN_PASSWORD = 10;
export const MAX_PASSWORD = 200;

/** Beginnings of what is tried first, in lower case and without what is put between; a password made of one of them and little else is refused. */
const COMMON = [
  'password',
  'passw0rd',
  'admin',
  'administrator',
  'qwerty',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx',
  '1q2w3e4r',
  'letmein',
  'welcome',
  'iloveyou',
  'woaini',
  'woaizhongguo',
  'zhongguo',
  'zhejiang',
  'hangzhou',
  'suyuan',
  'abc123',
  'abcd1234',
  'a123456',
  'aa123456',
  'test',
  'changeme',
  '溯源',
  '密码',
];

const weak = {
  short: {
    zh: `密码至少 ${MIN_PASSWORD} 个字符，最好用几个不相干的词。`,
    en: `A password has ${MIN_PASSWORD} characters at least; a few unrelated words are best.`,
  },
  long: { zh: `密码最多 ${MAX_PASSWORD} 个字符。`, en: `A password has ${MAX_PASSWORD} characters at most.` },
  plain: { zh: '密码过于单调，请换一个。', en: 'That password repeats or counts on; take another.' },
  common: { zh: '这是常用密码，请换一个。', en: 'That is a common password; take another.' },
  own: {
    zh: '密码不能包含登录名、姓名、单位名称或统一社会信用代码。',
    en: 'A password must not hold your login, your name, or the name or code of your firm.',
  },
} as const satisfies Record<string, Bilingual>;

const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-_.@!#$%^&*·]/gu, '');

/** What is wrong with a password, null when it will do. `own`: login, names and codes its holder is known by. */
export function weaknessOf(password: string, own: readonly (string | null)[]): Bilingual | null {
  const length = Array.from(password).length;
  if (length < MIN_PASSWORD) return weak.short;
  if (length > MAX_PASSWORD) return weak.long;
  const text = bare(password);
  const holds = own.map((one) => bare(one ?? '')).filter((one) => Array.from(one).length >= 2);
  if (holds.some((one) => text.includes(one))) return weak.own;
  if (new Set(text).size < 5 || countsOn(text)) return weak.plain;
  const plain = bare(password.replaceAll('@', 'a').replaceAll('$', 's'));
  const isCommon = COMMON.some((word) => plain.includes(word) && plain.replaceAll(word, '').replace(/\d/gu, '').length < 4);
  return isCommon ? weak.common : null;
}

/** Most of it is a run such as 123456 or fedcba. */
function countsOn(text: string): boolean {
  const points = Array.from(text, (one) => one.codePointAt(0) ?? 0);
  const steps = points.slice(1).map((point, i) => point - (points[i] ?? 0));
  const runs = steps.filter((step, i) => Math.abs(step) <= 1 && step === steps[i - 1]).length;
  return runs >= points.length * 0.6;
}
