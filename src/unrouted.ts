import type { Context } from 'hono';
import { isLinkPath, optionsReply, otherKey } from './codes/resolver.ts';
import type { PublicAnswers } from './codes/routes.ts';
import { refusalPage } from './pages/refusal-page.ts';
import type { Deps } from './platform/deps.ts';
import { guarded, guardsOf } from './platform/edge-headers.ts';
import { allowedMethods, methodRefusal } from './platform/methods.ts';
import { problemResponse } from './platform/mount.ts';
import { localeOf, Problem } from './platform/problems.ts';
import type { Connection } from './platform/rate-limits.ts';
import type { Route } from './platform/route.ts';

/** Hot routes, which know no middleware, name it on the response. */
export function requestIdOf(c: Context): string {
  return c.get('requestId') ?? c.res.headers.get('x-request-id') ?? '';
}

/** Answers what no route takes, and says every refusal in one shape, guarded as any other reply. */
export function unroutedOf(deps: Deps, routes: readonly Route[], { find }: PublicAnswers) {
  const methodsOf = allowedMethods(routes);
  const guards = guardsOf(deps.publicUrl);
  const finished = (c: Context, response: Response, isShared: boolean) =>
    guarded(response, (own) => ({ ...guards(own, isShared), ...c.get('limitHeaders'), 'X-Request-Id': requestIdOf(c) }));

  function refuse(c: Context, problem: Problem): Response {
    const requestId = requestIdOf(c);
    const locale = localeOf(c.req.header('accept-language'));
    const response = refusalPage(c.req.raw, problem, requestId) ?? problemResponse(problem, locale, requestId, c.req.path);
    // Where the way leads to the sign-in instead, when to come back is still told.
    for (const [name, value] of Object.entries(problem.headers)) response.headers.set(name, value);
    return finished(c, response, isOpenRead(c));
  }

  /** Digital Links beyond the documented paths: other keys, other qualifiers, wrong order, and the question which methods there are. */
  async function linkAnswer(c: Context): Promise<Response> {
    if (c.req.method === 'OPTIONS') return optionsReply();
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') throw methodRefusal(c.req.method, ['GET', 'HEAD', 'OPTIONS']);
    if (!c.req.path.startsWith('/01/')) throw otherKey(c.req.path);
    const { status, headers, body } = await find.byLink(c.req.raw);
    return new Response(body, { status, headers });
  }

  /** Which methods an address has is told to OPTIONS and with 405; where there is none, 404. */
  async function otherwise(c: Context): Promise<Response> {
    const address = deps.limits?.addressOf(c.env as Connection, c.req.raw) ?? null;
    c.set('limitedAddress', address);
    deps.limits?.take('address', address);
    if (isLinkPath(c.req.path)) return finished(c, await linkAnswer(c), true);
    const methods = methodsOf(c.req.path);
    if (methods.length === 0) throw noSuchPath();
    if (c.req.method !== 'OPTIONS') throw methodRefusal(c.req.method, methods);
    return finished(c, new Response(null, { status: 204, headers: { Allow: methods.join(', ') } }), false);
  }

  return {
    refuse,
    /** What is thrown here would pass by the middleware, which notes every request. */
    notFound: (c: Context): Promise<Response> =>
      otherwise(c).catch((error) => {
        if (error instanceof Problem) return refuse(c, error);
        throw error;
      }),
  };
}

/** What anybody may read from any page, refused; other refusals are nobody else's business. */
function isOpenRead(c: Context): boolean {
  return (c.req.method === 'GET' || c.req.method === 'HEAD') && /^\/(?:t|01|find|m|ledger)\b/.test(c.req.path);
}

function noSuchPath(): Problem {
  return new Problem('not-found', {
    zh: '没有这个地址；接口文档见 /docs。',
    en: 'There is no such address; the API reference is at /docs.',
  });
}
