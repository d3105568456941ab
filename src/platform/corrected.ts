import type { ProblemDetail } from './problem-detail.ts';

/**
 * The fields a correction says anew and that differ, and what they were; texts without the space around them. What is left out stays.
 * @param said fields of the row, by the same names
 */
export function correctedFields<T extends object>(
  before: { [F in keyof T]-?: unknown },
  said: T,
): { to: Fields<T>; was: Fields<T>; errors: ProblemDetail[] } {
  const given = Object.entries(said).flatMap(([field, value]) => {
    const next = typeof value === 'string' ? value.trim() : value;
    return next === undefined || next === before[field as keyof T] ? [] : [[field, next] as const];
  });
  const was = given.map(([field]) => [field, before[field as keyof T]] as const);
  return {
    to: Object.fromEntries(given) as Fields<T>,
    was: Object.fromEntries(was) as Fields<T>,
    errors: given.length === 0 ? [nothingCorrected()] : [],
  };
}

type Fields<T> = { [F in keyof T]: Exclude<T[F], undefined> };

function nothingCorrected(): ProblemDetail {
  return {
    pointer: '',
    found: '{}',
    expected: { zh: '至少一处与现有记录不同的内容', en: 'at least one field that differs from what stands' },
    fix: { zh: '填写要更正的内容', en: 'give what is to be corrected' },
  };
}
