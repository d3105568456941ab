import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { Locale, Problem } from '../platform/problems.ts';
import { languageOf, SHARED } from './text.ts';
import type { FieldError } from './tool-page.ts';

/** What was expected of a field, and the smallest fix. */
export function remedy({ expected, fix }: Pick<ProblemDetail, 'expected' | 'fix'>, locale: Locale): string {
  return `${expected[locale]}${SHARED[languageOf(locale)].colon}${fix[locale]}`;
}

/** What a refusal says: a line for each wrong field with the id of its control where the form has one, or its detail where no field is named. */
export function fieldErrors(
  problem: Pick<Problem, 'detail'> & { readonly errors: readonly ProblemDetail[] },
  locale: Locale,
  fieldOf: (pointer: string) => string | undefined,
): FieldError[] {
  if (problem.errors.length === 0) return [{ text: problem.detail[locale] }];
  return problem.errors.map((error) => {
    const field = fieldOf(error.pointer);
    return { ...(field === undefined ? {} : { field }), text: remedy(error, locale) };
  });
}
