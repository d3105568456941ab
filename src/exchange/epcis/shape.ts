import type { Bilingual, ProblemDetail } from '../../platform/problem-detail.ts';
import { shown } from '../../platform/result.ts';
import { pointerStep } from './pointer.ts';

/** Looks at a value at a JSON Pointer and adds all that is wrong with it. */
export type Check = (value: unknown, at: string, wrong: ProblemDetail[]) => void;

type Words = { expected: Bilingual; fix: Bilingual };

/** A wrong value as the caller is told of it. */
export function told(value: unknown, at: string, { expected, fix }: Words): ProblemDetail {
  const found = value === undefined ? '(missing)' : shown(typeof value === 'string' ? value : JSON.stringify(value));
  return { pointer: at, found, expected, fix };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Absolute URI (RFC 3986), or a compact one (`example:field`), which is of the same form. */
const URI = /^[a-z][a-z0-9+.-]*:(?:[a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})+$/i;

export const isUri = (value: unknown): value is string => typeof value === 'string' && URI.test(value);

const uriWords: Words = {
  expected: {
    zh: 'URI，如 urn:epc:id:sgtin:… 或 https://id.gs1.org/01/…',
    en: 'a URI, such as urn:epc:id:sgtin:… or https://id.gs1.org/01/…',
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
    const seen = new Set<string>();
    value.forEach((one, i) => {
      each(one, `${at}/${i}`, wrong);
      const key = JSON.stringify(one);
      if (unique && seen.has(key)) wrong.push(told(one, `${at}/${i}`, again));
      seen.add(key);
    });
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
    for (const [name, one] of Object.entries(value)) field(rules, name, one, `${at}/${pointerStep(name)}`, wrong);
  };
}

function field({ fields, others }: ObjectRules, name: string, value: unknown, at: string, wrong: ProblemDetail[]): void {
  if (Object.hasOwn(fields, name)) fields[name]?.(value, at, wrong);
  else if (others === 'none' || (others === 'extensions' && !isUri(name))) wrong.push(told(name, at, unknownName(others)));
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
