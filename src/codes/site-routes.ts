import { escapeHtml as e } from '../pages/escape.ts';
import { homePage } from '../pages/home-page.ts';
import { deskPage } from '../pages/layout.ts';
import { STYLESHEET, STYLESHEET_PATH } from '../pages/stylesheet.ts';
import type { Language } from '../pages/view.ts';
import { type Locale, problemCodes } from '../platform/problems.ts';
import { hotRoute, type Route } from '../platform/route.ts';
import { languageOf, queryOf } from './negotiate.ts';
import { pageHeaders } from './scan-answer.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#a52a22"/><path d="M8 9h16M8 16h16M8 23h16M16 9v14" stroke="#fff" stroke-width="2.4"/></svg>';

const PROBLEMS: Record<Language, { title: string; lead: string; status: string }> = {
  'zh-CN': {
    title: '错误代码',
    lead: '被拒绝的请求以 application/problem+json（RFC 9457）答复，code 是下列之一；errors 一次列出全部有误之处，并说明怎样改。',
    status: 'HTTP 状态',
  },
  en: {
    title: 'Problem codes',
    lead: 'A refused request is answered with application/problem+json (RFC 9457). Its code is one of these; errors lists every wrong field at once, with how to put it right.',
    status: 'HTTP status',
  },
};

/** Every problem code with its title in both languages; each has the anchor its `type` names. */
function problemsPage(language: Language): string {
  const t = PROBLEMS[language];
  const [first, second]: [Locale, Locale] = language === 'en' ? ['en', 'zh'] : ['zh', 'en'];
  const items = Object.entries(problemCodes).map(
    ([code, { status, title }]) =>
      `<section class="card" id="${code}"><h2 class="code">${code}</h2><p><b>${e(title[first])}</b></p><p lang="${second === 'zh' ? 'zh-CN' : 'en'}" class="quiet">${e(title[second])}</p><p class="small">${t.status} ${status}</p></section>`,
  );
  return deskPage({
    language,
    title: t.title,
    main: `<div class="in"><h1 class="gapped serif">${t.title}</h1><p>${t.lead}</p>${items.join('')}</div>`,
  });
}

/** The front door, the manual's list of problems, and what pages link to. */
export function siteRoutes(): Route[] {
  const page = (spec: { path: string; id: string; summary: string; description: string }, render: (language: Language) => string): Route =>
    hotRoute({
      ...spec,
      tag: 'public',
      replies: { 200: { description: 'The page', mediaType: 'text/html' } },
      fast: async (request) => {
        const language = languageOf(request, queryOf(request.url));
        return { status: 200, headers: pageHeaders(language), body: render(language) };
      },
    });
  const asset = (spec: { path: string; id: string; summary: string }, mediaType: string, body: string): Route =>
    hotRoute({
      ...spec,
      tag: 'public',
      description: `${spec.summary}. It never changes at this address.`,
      replies: { 200: { description: spec.summary, mediaType } },
      fast: async () => ({
        status: 200,
        headers: { 'Content-Type': mediaType, 'Cache-Control': FOR_EVER, 'X-Content-Type-Options': 'nosniff' },
        body,
      }),
    });
  return [
    page(
      {
        path: '/',
        id: 'home',
        summary: 'The front door',
        description: 'What the service is, and the form for a code typed by hand. Chinese or English by `?lang=` or Accept-Language.',
      },
      homePage,
    ),
    page(
      {
        path: '/docs/problems',
        id: 'problemCodes',
        summary: 'Problem codes',
        description: 'The closed list of codes a refusal can carry, in Chinese and English.',
      },
      problemsPage,
    ),
    asset({ path: STYLESHEET_PATH, id: 'stylesheet', summary: 'Stylesheet of the pages' }, 'text/css; charset=utf-8', STYLESHEET),
    asset({ path: '/favicon.svg', id: 'favicon', summary: 'Icon' }, 'image/svg+xml', ICON),
  ];
}
