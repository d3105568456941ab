import { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { tracePageParts } from '../trace/formats.ts';
import { traceQuery } from '../trace/trace-schemas.ts';
import { everybody } from './page-route.ts';
import { mayRecall } from './recall-asking.ts';
import { languageFor, seeOther, send } from './regulator-desk.ts';
import { localeOf } from './text.ts';
import { TRACE_PATH, type TracePageView, tracePage } from './trace-page.ts';

const asTyped = (description: string, example: string) => z.string().max(3_000).optional().openapi({ description, example });

/** As a form sends it; read by the API’s own schema, so that what is wrong is told on the page. */
const pageQuery = z.object({
  traceCode: asTyped('Trace code', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  direction: asTyped('forward, back or both', 'forward'),
  since: asTyped('First day', '2026-11-01'),
  until: asTyped('Last day', '2026-11-30'),
  lang: asTyped('Language of the page: zh-CN or en', 'en'),
});

type PageCall = Call<unknown, z.output<typeof pageQuery>>;

async function showTrace(deps: Deps, call: PageCall): Promise<Reply> {
  const { caller } = call;
  const { pathname, search, searchParams } = new URL(call.request.url);
  if (caller.kind === 'anonymous') return seeOther(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
  if (caller.kind === 'admin') return seeOther('/regulator');
  const { traceCode = '', direction = 'forward', since = '', until = '', lang } = call.query;
  const language = languageFor(call, lang);
  const locale = localeOf(language);
  searchParams.delete('lang');
  const who = caller.kind === 'party' ? caller.party.name : caller.authority.name;
  const view: TracePageView = {
    who,
    isAuthority: caller.kind === 'authority',
    mayAct: mayRecall(caller),
    asked: { traceCode, direction, since, until },
    query: searchParams.toString(),
    found: null,
  };
  if (traceCode.trim() === '') return send(200, tracePage(view, language));
  const read = traceQuery.safeParse({ traceCode, direction, since, until });
  try {
    if (!read.success)
      throw new Problem('invalid-input', { zh: '', en: '' }, { errors: zodProblems(read.error.issues, call.query, '/query') });
    const found = await tracePageParts(deps, { ...call, query: read.data, locale });
    return send(200, tracePage({ ...view, found }, language));
  } catch (error) {
    if (!(error instanceof Problem) || ![404, 422].includes(error.status)) throw error;
    const [first] = error.errors;
    const text = first ? `${first.found}${locale === 'en' ? ': expected ' : '：应为'}${first.expected[locale]}` : error.detail[locale];
    return send(error.status, tracePage({ ...view, error: text }, language));
  }
}

/** A trace as a page, for firms and officers who are signed in. */
export function tracePageRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: TRACE_PATH,
      id: 'tracePage',
      tag: 'pages',
      summary: 'A trace as a page',
      description: 'The picture and the list of GET /v1/trace under one form, in the scope of who is signed in.',
      access: everybody,
      query: pageQuery,
      replies: {
        200: { description: 'The page', mediaType: 'text/html' },
        303: { description: 'To the sign-in' },
        404: { description: 'No such batch; said on the page', mediaType: 'text/html' },
        422: { description: 'A filter is wrong; said on the page', mediaType: 'text/html' },
      },
      handle: (call) => showTrace(deps, call),
    }),
  ];
}
