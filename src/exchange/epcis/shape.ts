import type { Bilingual, ProblemDetail } from '../../platform/problem-detail.ts';
import { shown } from '../../platform/result.ts';
import { pointerStep } from './pointer.ts';

/** Looks at a value at a JSON Pointer and adds all that is wrong with it. */
export type Check = (value: unknown, at: string, wrong: ProblemDetail[]) => void;

/** Places told of one value; who puts so many right sends it again and hears of the rest. */
export const MOST_FAULTS = 20;

/** Of a pointer through names of somebody’s own, which may be of any length. */
const LONGEST_POINTER = 1_000;

type Words = { expected: Bilingual; fix: Bilingual };

/** A wrong value as the caller is told of it. */
export function told(value: unknown, at: string, { expected, fix }: Words): ProblemDetail {
  const found = value === undefined ? '(missing)' : shown(typeof value === 'string' ? value : JSON.stringify(value));
  return { pointer: at.length > LONGEST_POINTER ? `${at.slice(0, LONGEST_POINTER)}…` : at, found, expected, fix };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Absolute URI (RFC 3986), or a compact one (`example:field`), which is of the same form. */
const URI = /^[a-z][a-z0-9+.-]*:(?:[a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})+$/i;

/** Longest URI: an index of the store takes no more. */
export const URI_LENGTH = 2_000;

export const isUri = (value: unknown): value is string => typeof value === 'string' && value.length <= URI_LENGTH && URI.test(value);

const uriWords: Words = {
  expected: {
    zh: `至多 ${URI_LENGTH} 个字符的 URI，如 urn:epc:id:sgtin:… 或 https://id.gs1.org/01/…`,
    en: `a URI of at most ${URI_LENGTH} characters, such as urn:epc:id:sgtin:… or https://id.gs1.org/01/…`,
  },
  fix: { zh: '写成完整的 URI；非 ASCII 字符用百分号编码', en: 'write the whole URI; percent-encode what is not ASCII' },
};

export const uri: Check = (value, at, wrong) => {
  if (!isUri(value)) wrong.push(told(value, at, uriWords));
};

/** A text of one form. */
export function text(isRight: (value: string) => boolean, words: Words): Check {
  return (value, at, wrong) => {
    if (typeof value !== 'string' || !isRight(value)) wrong.push(told(value, at, words));
  };
}

export const anyText: Check = text(() => true, {
  expected: { zh: '文本', en: 'text' },
  fix: { zh: '改为带引号的文本', en: 'write it in quotes' },
});

export const number: Check = (value, at, wrong) => {
  if (typeof value !== 'number')
    wrong.push(told(value, at, { expected: { zh: '数字', en: 'a number' }, fix: { zh: '去掉引号', en: 'leave the quotes out' } }));
};

export const truth: Check = (value, at, wrong) => {
  if (typeof value !== 'boolean')
    wrong.push(
      told(value, at, { expected: { zh: 'true 或 false', en: 'true or false' }, fix: { zh: '去掉引号', en: 'leave the quotes out' } }),
    );
};

/** A word of a vocabulary, or a URI of another namespace: what the standard does not know is kept when it says whose word it is. */
export function word(known: ReadonlySet<string>, namespace: RegExp): Check {
  return (value, at, wrong) => {
    if (typeof value === 'string' && known.has(value)) return;
    if (isUri(value) && !namespace.test(value)) return;
    const isOwn = typeof value === 'string' && namespace.test(value);
    wrong.push(
      told(value, at, {
        expected: {
          zh: `标准词汇（如 ${[...known].slice(0, 3).join('、')}），或自有命名空间的 URI`,
          en: `a word of the standard (such as ${[...known].slice(0, 3).join(', ')}), or a URI of a namespace of its own`,
        },
        fix: isOwn
          ? { zh: '标准词汇只写末尾的词，不带命名空间', en: 'write the standard’s word bare, without its namespace' }
          : { zh: '改用标准词汇，或写成 URI（如 https://example.com/voc/…）', en: 'take a standard word, or write a URI' },
      }),
    );
  };
}

interface ListRules {
  least?: number;
  unique?: boolean;
}

export function list(each: Check, { least = 0, unique = false }: ListRules = {}): Check {
  return (value, at, wrong) => {
    if (!Array.isArray(value) || value.length < least) {
      const some = least > 0 ? { zh: '至少一项的数组 […]', en: 'an array of at least one […]' } : { zh: '数组 […]', en: 'an array […]' };
      wrong.push(told(value, at, { expected: some, fix: { zh: '写成数组，即使只有一项', en: 'write an array, even of one' } }));
      return;
    }
    const check = unique ? once(each) : each;
    for (const [i, one] of value.entries()) {
      if (wrong.length > MOST_FAULTS) return;
      check(one, `${at}/${i}`, wrong);
    }
  };
}

/** The check of each item, and that none stands there again. */
function once(each: Check): Check {
  const seen = new Set<string>();
  return (value, at, wrong) => {
    each(value, at, wrong);
    const key = JSON.stringify(value);
    if (seen.has(key)) wrong.push(told(value, at, again));
    seen.add(key);
  };
}

const again: Words = {
  expected: { zh: '每项只写一次', en: 'each of them once' },
  fix: { zh: '删去重复项', en: 'leave the repeated one out' },
};

interface ObjectRules {
  fields: Readonly<Record<string, Check>>;
  required?: readonly string[];
  /** Which further names may stand: `extensions` those that are URIs, `none`, or `any`. */
  others: 'extensions' | 'none' | 'any';
}

export function object(rules: ObjectRules): Check {
  return (value, at, wrong) => {
    if (!isObject(value)) {
      wrong.push(told(value, at, { expected: { zh: '对象 {…}', en: 'an object {…}' }, fix: { zh: '写成对象', en: 'write an object' } }));
      return;
    }
    for (const name of rules.required ?? [])
      if (!Object.hasOwn(value, name)) wrong.push(told(undefined, `${at}/${pointerStep(name)}`, missing));
    for (const [name, one] of Object.entries(value)) {
      if (wrong.length > MOST_FAULTS) return;
      field(rules, name, one, `${at}/${pointerStep(name)}`, wrong);
    }
  };
}

function field({ fields, others }: ObjectRules, name: string, value: unknown, at: string, wrong: ProblemDetail[]): void {
  if (Object.hasOwn(fields, name)) fields[name]?.(value, at, wrong);
  else if (others === 'none' || (others === 'extensions' && !isUri(name))) wrong.push(told(name, at, unknownName(others)));
}

/** The first places that are wrong, and that there are more where there are. */
export function bounded(wrong: readonly ProblemDetail[], at: string): ProblemDetail[] {
  if (wrong.length <= MOST_FAULTS) return [...wrong];
  const more: ProblemDetail = {
    pointer: at,
    found: `> ${MOST_FAULTS}`,
    expected: { zh: '其余各处也要正确；这里只列出前几处', en: 'the other places right too; only the first are listed here' },
    fix: { zh: '改正以上各处，再提交一次', en: 'put these right and send it again' },
  };
  return [...wrong.slice(0, MOST_FAULTS), more];
}

const missing: Words = {
  expected: { zh: '此字段', en: 'this field' },
  fix: { zh: '补上此字段', en: 'add this field' },
};

function unknownName(others: 'extensions' | 'none'): Words {
  const expected =
    others === 'none'
      ? { zh: '标准中的字段', en: 'a field of the standard' }
      : { zh: '标准中的字段，或带命名空间的扩展字段', en: 'a field of the standard, or an extension with its namespace' };
  return {
    expected,
    fix: { zh: '检查拼写；自有字段写成 前缀:名称', en: 'check the spelling; a field of your own is written prefix:name' },
  };
}
