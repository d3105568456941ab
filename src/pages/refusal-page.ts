import { languageOf, prefersJson, queryOf } from '../codes/negotiate.ts';
import type { Bilingual, ProblemDetail } from '../platform/problem-detail.ts';
import { type Locale, type Problem, problemCodes } from '../platform/problems.ts';
import { isForPrograms } from '../platform/route.ts';
import { PAGE_HEADERS } from './page-headers.ts';
import { errorPage } from './scan-problem-pages.ts';
import { localeOf } from './text.ts';

/**
 * How a refusal is shown to a person: a page that says it in plain words, or, without a session, the way to the sign-in and back.
 * Null for a program, and for every address of the API: they are answered with a problem document.
 */
export function refusalPage(request: Request, problem: Problem, requestId: string): Response | null {
  const { pathname, search } = new URL(request.url);
  if (isForPrograms(pathname) || !readsPages(request)) return null;
  if (problem.status === 401) return toSignIn(isSafe(request) ? pathname + search : formPlace(request));
  const language = languageOf(request, queryOf(request.url));
  const locale = localeOf(language);
  const wrong = isFormTooLarge(request, problem) ? [GO_BACK[locale]] : problem.errors.map((error) => wrongField(error, locale));
  const title = problemCodes[problem.code].title[locale];
  return new Response(errorPage({ title, text: [problem.detail[locale], ...wrong].join(' '), requestId }, language), {
    status: problem.status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      'Cache-Control': 'no-store',
      ...PAGE_HEADERS,
      ...problem.headers,
    },
  });
}

const GO_BACK: Bilingual = {
  zh: '请按浏览器的返回键：填过的内容还在。少选几张照片或者换小一些的文件，再提交。',
  en: 'Go back in the browser: what you typed is still there. Choose fewer photos or smaller files, and send it again.',
};

/** A form read no further than its limit: the browser alone still has what was typed. */
const isFormTooLarge = (request: Request, { code, errors }: Problem) =>
  code === 'too-large' && !isSafe(request) && errors.every(({ pointer }) => pointer === '');

const FORM_TYPES = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)/i;

/** A browser names text/html; whoever takes anything (curl, a script) is a program. */
function readsPages(request: Request): boolean {
  const accept = request.headers.get('accept');
  if (accept === null || !/text\/html/i.test(accept) || prefersJson(accept)) return false;
  return isSafe(request) || FORM_TYPES.test(request.headers.get('content-type') ?? '');
}

function isSafe(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/** The page of ours a form stood on: its own address takes no GET. */
function formPlace(request: Request): string | null {
  const referer = request.headers.get('referer');
  if (referer === null || !URL.canParse(referer)) return null;
  const { host, pathname, search } = new URL(referer);
  return host === new URL(request.url).host ? pathname + search : null;
}

function toSignIn(next: string | null): Response {
  const back = next === null ? '' : `?next=${encodeURIComponent(next)}`;
  return new Response(null, { status: 303, headers: { Location: `/sign-in${back}`, 'Cache-Control': 'no-store' } });
}

function wrongField({ pointer, found, expected }: ProblemDetail, locale: Locale): string {
  const name = pointer.split('/').at(-1);
  return locale === 'en' ? `${name}: found ${found}, expected ${expected.en}.` : `${name}：填写的是 ${found}，应为${expected.zh}。`;
}
