import type { z } from '@hono/zod-openapi';
import type { Bilingual, ProblemDetail } from './problem-detail.ts';
import { type Refusal, shown } from './result.ts';

type Issue = z.core.$ZodIssue;

const typeNames: Record<string, Bilingual> = {
  string: { zh: '文本', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  object: { zh: '对象 { … }', en: 'an object { … }' },
  array: { zh: '数组 [ … ]', en: 'an array [ … ]' },
};

/** Every wrong field of a request as the caller is told about it; `root` is put before each pointer. */
export function zodProblems(issues: readonly Issue[], input: unknown, root = ''): ProblemDetail[] {
  return issues.flatMap((issue) => problemsOf(issue, input, root));
}

function problemsOf(issue: Issue, input: unknown, root: string): ProblemDetail[] {
  const pointer = root + pointerOf(issue.path);
  const found = foundAt(input, issue.path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(`${pointer}/${escapePointer(key)}`, key));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = closestBranch(issue.errors);
    const inside = branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue);
    return inside.flatMap((inner) => problemsOf(inner, input, root));
  }
  return [{ pointer, found, ...wanted(issue, found) }];
}

/** The alternative the caller most likely meant: of the right type as a whole, then with the fewest complaints. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const rightType = branches.filter((branch) => !branch.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0));
  return (rightType.length > 0 ? rightType : branches).reduce((best, branch) => (branch.length < best.length ? branch : best));
}

function wanted(issue: Issue, found: string): Omit<ProblemDetail, 'pointer' | 'found'> {
  const missing = found === '(missing)';
  switch (issue.code) {
    case 'invalid_type': {
      const type = typeNames[issue.expected] ?? { zh: issue.expected, en: issue.expected };
      return {
        expected: type,
        fix: missing ? { zh: '补上此字段', en: 'add this field' } : { zh: `改为${type.zh}`, en: `make it ${type.en}` },
      };
    }
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      const near = nearest(found, issue.values.map(String));
      return {
        expected: { zh: `其中之一：${values}`, en: `one of: ${values}` },
        fix: near ? { zh: `改为 ${near}`, en: `write ${near}` } : { zh: '从列出的值中选一个', en: 'take one of the listed values' },
      };
    }
    case 'too_small':
    case 'too_big':
      return sizeWanted(issue);
    case 'invalid_format':
      return {
        expected: { zh: `格式 ${issue.format}`, en: `format ${issue.format}` },
        fix: { zh: '按示例格式填写', en: 'write it as in the example' },
      };
    case 'custom': {
      const refusal = issue.params?.refusal as Refusal | undefined;
      if (refusal) return { expected: refusal.expected, fix: refusal.fix };
      return plain(issue.message);
    }
    default:
      return plain(issue.message);
  }
}

function sizeWanted(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): Omit<ProblemDetail, 'pointer' | 'found'> {
  const isText = issue.origin === 'string';
  const isList = issue.origin === 'array';
  const unit = isText ? { zh: '个字符', en: ' characters' } : isList ? { zh: '项', en: ' items' } : { zh: '', en: '' };
  if (issue.code === 'too_small') {
    const empty = (isText || isList) && Number(issue.minimum) === 1;
    return {
      expected: { zh: `至少 ${issue.minimum}${unit.zh}`, en: `at least ${issue.minimum}${unit.en}` },
      fix: empty ? { zh: '填写内容或去掉此字段', en: 'fill it in or leave the field out' } : { zh: '改大', en: 'make it larger' },
    };
  }
  return {
    expected: { zh: `至多 ${issue.maximum}${unit.zh}`, en: `at most ${issue.maximum}${unit.en}` },
    fix: isText
      ? { zh: '缩短', en: 'shorten it' }
      : isList
        ? { zh: '分批提交', en: 'send it in parts' }
        : { zh: '改小', en: 'make it smaller' },
  };
}

function plain(message: string): Omit<ProblemDetail, 'pointer' | 'found'> {
  return { expected: { zh: message, en: message }, fix: { zh: '按说明修改', en: 'change it as described' } };
}

function unknownField(pointer: string, key: string): ProblemDetail {
  return {
    pointer,
    found: shown(key),
    expected: { zh: '接口文档中列出的字段', en: 'a field named in the API reference' },
    fix: { zh: '检查字段名拼写，或去掉此字段', en: 'check the spelling of the name, or leave it out' },
  };
}

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${escapePointer(String(step))}`).join('');
}

function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function foundAt(input: unknown, path: readonly PropertyKey[]): string {
  let value = input;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return '(missing)';
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  if (value === undefined) return '(missing)';
  return shown(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The listed value that differs by case or one or two letters. */
function nearest(found: string, values: readonly string[]): string | undefined {
  const lower = found.toLowerCase();
  return values.find((value) => value.toLowerCase() === lower) ?? values.find((value) => distance(value.toLowerCase(), lower) <= 2);
}

/** Levenshtein distance, of short words only. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2 || a.length > 40) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
