import { Hono } from 'hono';
import { batchRoutes } from './batches/routes.ts';
import { newPublicId } from './codes/ids.ts';
import { ledgerRoutes } from './ledger/routes.ts';
import { partyRoutes } from './parties/routes.ts';
import { authenticator } from './platform/auth.ts';
import type { Deps } from './platform/deps.ts';
import { mount, problemResponse } from './platform/mount.ts';
import { localeOf, Problem } from './platform/problems.ts';
import type { Route } from './platform/route.ts';
import { serviceRoutes } from './platform/service-routes.ts';

/** Every operation of the service, in the order of its documentation. */
export function routesOf(deps: Deps): Route[] {
  return [...partyRoutes(deps), ...batchRoutes(deps), ...ledgerRoutes(deps)];
}

/** The whole service: what it needs comes in by argument, what it answers goes out by `fetch`. */
export function createApp(deps: Deps): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const started = performance.now();
    const requestId = newPublicId(deps.random);
    c.res.headers.set('X-Request-Id', requestId);
    await next();
    const problem = c.get('problem' as never) as string | undefined;
    const fields = { requestId, method: c.req.method, path: c.req.path, status: c.res.status, ms: Math.round(performance.now() - started) };
    if (c.res.status >= 500) deps.log.error('request', { ...fields, problem: problem ?? '' });
    else deps.log.info('request', fields);
  });
  const callerOf = authenticator(deps.store, deps.adminKeyHash);
  const routes = routesOf(deps);
  for (const route of [...routes, ...serviceRoutes(deps, routes)]) mount(app, deps, callerOf, route);
  app.notFound((c) => refuse(c.req.raw, c.res.headers.get('x-request-id') ?? '', noSuchPath()));
  app.onError((error, c) => {
    const requestId = c.res.headers.get('x-request-id') ?? '';
    if (error instanceof Problem) return refuse(c.req.raw, requestId, error);
    deps.log.error('defect', { requestId, path: c.req.path, error: error.stack ?? String(error) });
    return refuse(c.req.raw, requestId, defect());
  });
  return app;
}

function refuse(request: Request, requestId: string, problem: Problem): Response {
  const response = problemResponse(problem, localeOf(request.headers.get('accept-language')), requestId, new URL(request.url).pathname);
  response.headers.set('X-Request-Id', requestId);
  return response;
}

function noSuchPath(): Problem {
  return new Problem('not-found', {
    zh: '没有这个地址或方法；接口文档见 /docs。',
    en: 'There is no such address or method; the API reference is at /docs.',
  });
}

function defect(): Problem {
  return new Problem('internal', {
    zh: '服务出错，已记录；请带上 requestId 联系运维。',
    en: 'The service failed and has noted it; name the requestId when you report it.',
  });
}
