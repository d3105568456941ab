import { z } from '@hono/zod-openapi';
import type { Caller } from '../platform/caller.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { fieldErrors } from './field-errors.ts';
import { languageFor, seeOther } from './regulator-desk.ts';
import { deskName } from './regulator-views.ts';
import { localeOf } from './text.ts';
import type { FieldError } from './tool-page.ts';
import type { Language } from './view.ts';

/* What the pages of recalls and holds share: who asks, and how a form is read and comes back. */
export const typed = (description: string, example: string) => z.string().max(8_000).optional().openapi({ description, example });

/** Whoever may hold goods and recall them: an officer, or who holds a firm's right to its batches. */
export function mayRecall(caller: Caller): boolean {
  if (caller.kind === 'authority') return caller.role === 'officer';
  return caller.kind === 'party' && caller.rights.includes('batches');
}

export function signInFirst(call: Call): Reply {
  const { pathname, search } = new URL(call.request.url);
  return seeOther(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

export interface Asking {
  language: Language;
  locale: 'zh' | 'en';
  who: string;
  isAuthority: boolean;
}

export function askingOf(call: Call, lang: string | undefined): Asking {
  const language = languageFor(call, lang);
  const locale = localeOf(language);
  const { caller } = call;
  const name = caller.kind === 'party' ? caller.party.name : deskName(caller, locale);
  return { language, locale, who: caller.kind === 'party' && caller.party.natural ? '' : name, isAuthority: caller.kind === 'authority' };
}

/** Reads a form by the API's own schema. @throws {Problem} invalid-input */
export function bodyOf<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw invalidInput(zodProblems(read.error.issues, value));
}

/** A form that was refused: why, by field, and what had been typed. */
export interface RefusedForm {
  status: number;
  /** Id of the form on the page. */
  form: string;
  errors: readonly FieldError[];
  entered: Readonly<Record<string, string>>;
}

export const enteredOf = (body: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** What stood in a field of the form that was refused, else what it begins with. */
export const enteredIn = (refused: RefusedForm | undefined, form: string, name: string, otherwise = ''): string =>
  refused?.form === form ? (refused.entered[name] ?? '') : otherwise;

/**
 * Takes a form; when it is refused the page comes back with what was typed.
 * @param fieldOf the id of the field a pointer of the API speaks of
 */
export async function taken(
  step: () => Promise<unknown>,
  to: string | (() => string),
  again: (refused: RefusedForm) => Promise<Reply>,
  { form, entered, locale, fieldOf = () => undefined }: Taking,
): Promise<Reply> {
  try {
    await step();
    return seeOther(typeof to === 'string' ? to : to());
  } catch (error) {
    if (!(error instanceof Problem) || ![403, 409, 422].includes(error.status)) throw error;
    return again({ status: error.status, form, errors: errorsOf(error, locale, fieldOf), entered });
  }
}

interface Taking {
  form: string;
  entered: Readonly<Record<string, string>>;
  locale: 'zh' | 'en';
  fieldOf?: (pointer: string) => string | undefined;
}

/** What a refusal says, a line for each wrong field. */
export function errorsOf(problem: Problem, locale: 'zh' | 'en', fieldOf: (pointer: string) => string | undefined): FieldError[] {
  return fieldErrors(problem, locale, fieldOf).map((error, i) => {
    const detail = problem.errors[i];
    return detail?.pointer.startsWith('/traceCodes/') ? { ...error, text: `${detail.found} → ${error.text}` } : error;
  });
}
