import { type Context, Hono } from 'hono';
import { batchRoutes } from './batches/routes.ts';
import { tradeRoutes } from './batches/trade-routes.ts';
import { newPublicId } from './codes/ids.ts';
import { labelRoutes } from './codes/labels/routes.ts';
import { isLinkPath, optionsReply, otherKey } from './codes/resolver.ts';
import { type PublicAnswers, publicAnswers, publicRoutes } from './codes/routes.ts';
import { custodyRoutes } from './custody/routes.ts';
import { enforcementRoutes } from './enforcement/routes.ts';
import { epcisOptions } from './exchange/epcis/headers.ts';
import { epcisRoutes } from './exchange/epcis/routes.ts';
import { filingRoutes } from './exchange/filings/routes.ts';
import { importRoutes } from './exchange/imports/routes.ts';
import { ledgerBookRoutes } from './exchange/ledgers/routes.ts';
import { recordsRoutes } from './exchange/records/routes.ts';
import { resolveRoutes } from './exchange/resolve/routes.ts';
import { noticeRoutes } from './exchange/routes.ts';
import { farmRoutes } from './farm/routes.ts';
import { laboratoryRoutes } from './laboratory/routes.ts';
import { lawRoutes } from './law/routes.ts';
import { lawSettingRoutes } from './law-settings/routes.ts';
import { logRoutes } from './ledger/log/routes.ts';
import { ledgerRoutes } from './ledger/routes.ts';
import { marketRoutes } from './market/routes.ts';
import { batchPageRoutes } from './pages/batch-routes.ts';
import { casePageRoutes } from './pages/case-routes.ts';
import { fieldPageRoutes } from './pages/field-routes.ts';
import { firmsPageRoutes } from './pages/firms-desk.ts';
import { importPageRoutes } from './pages/import-routes.ts';
import { labelPageRoutes } from './pages/labels-routes.ts';
import { lawPageRoutes } from './pages/law-page-routes.ts';
import { overviewRoutes } from './pages/overview-routes.ts';
import { producerPageRoutes } from './pages/producer-routes.ts';
import { recallPageRoutes } from './pages/recall-routes.ts';
import { receivePageRoutes } from './pages/receive-routes.ts';
import { recordPageRoutes } from './pages/record-routes.ts';
import { refusalPage } from './pages/refusal-page.ts';
import { regulatorPageRoutes } from './pages/regulator-routes.ts';
import { scriptRoutes } from './pages/scripts/scripts.ts';
import { shopPageRoutes } from './pages/shop-routes.ts';
import { tracePageRoutes } from './pages/trace-routes.ts';
import { visitRoutes } from './pages/visit-routes.ts';
import { partyRoutes } from './parties/routes.ts';
import { authenticator } from './platform/auth.ts';
import type { Deps } from './platform/deps.ts';
import { mount, problemResponse } from './platform/mount.ts';
import { localeOf, Problem } from './platform/problems.ts';
import type { Route } from './platform/route.ts';
import { serviceRoutes } from './platform/service-routes.ts';
import { unavailable } from './platform/write.ts';
import { reportRoutes } from './reports/routes.ts';
import { ruleRoutes } from './rules/routes.ts';
import { StoreUnavailable } from './store/store.ts';
import { noticeDayRoutes } from './substances/notice/notice-routes.ts';
import { reviewRoutes } from './substances/reviews/review-routes.ts';
import { substanceRoutes } from './substances/routes.ts';
import { screeningRoutes } from './substances/screening/screening-routes.ts';
import { recallRoutes } from './trace/recall-routes.ts';
import { traceRoutes } from './trace/routes.ts';

/** Every operation of the service, in the order of its documentation. */
export function routesOf(deps: Deps, answers: PublicAnswers = publicAnswers(deps)): Route[] {
  return [
    ...publicRoutes(deps, answers),
    ...partyRoutes(deps),
    ...batchRoutes(deps),
    ...labelRoutes(deps),
    ...labelPageRoutes(deps),
    ...custodyRoutes(deps),
    ...recordPageRoutes(deps),
    ...batchPageRoutes(deps),
    ...producerPageRoutes(deps),
    ...receivePageRoutes(deps),
    ...shopPageRoutes(deps),
    ...scriptRoutes(deps.scripts),
    ...resolveRoutes(deps, answers.queries),
    ...recordsRoutes(deps),
    ...epcisRoutes(deps),
    ...laboratoryRoutes(deps),
    ...farmRoutes(deps),
    ...tradeRoutes(deps),
    ...marketRoutes(deps),
    ...fieldPageRoutes(deps),
    ...traceRoutes(deps),
    ...tracePageRoutes(deps),
    ...enforcementRoutes(deps),
    ...firmsPageRoutes(deps),
    ...regulatorPageRoutes(deps),
    ...overviewRoutes(deps),
    ...visitRoutes(deps),
    ...casePageRoutes(deps),
    ...reportRoutes(deps),
    ...ruleRoutes(deps),
    ...lawSettingRoutes(deps),
    ...screeningRoutes(deps),
    ...substanceRoutes(deps),
    ...noticeDayRoutes(deps),
    ...reviewRoutes(deps),
    ...lawRoutes(deps),
    ...lawPageRoutes(deps),
    ...recallRoutes(deps),
    ...recallPageRoutes(deps),
    ...noticeRoutes(deps),
    ...ledgerBookRoutes(deps),
    ...filingRoutes(deps),
    ...importRoutes(deps),
    ...importPageRoutes(deps),
    ...logRoutes(deps),
    ...ledgerRoutes(deps),
  ];
}

/** The whole service: what it needs comes in by argument, what it answers goes out by `fetch`. */
export function createApp(deps: Deps): Hono {
  const app = new Hono();
  const callerOf = authenticator(deps.store, deps.adminKeyHash);
  const answers = publicAnswers(deps);
  const routes = routesOf(deps, answers);
  const all = [...routes, ...serviceRoutes(deps, routes)];
  const [hot, others] = [all.filter((route) => route.fast), all.filter((route) => !route.fast)];
  // Hot routes come before any middleware, which alone costs more than their answer.
  for (const route of hot) mount(app, deps, callerOf, route);
  app.use((c, next) => noted(deps, c, next));
  for (const route of others) mount(app, deps, callerOf, route);
  app.options('/epcis/*', (c) => epcisOptions(c.req.path));
  app.notFound((c) => (isLinkPath(c.req.path) ? linkAnswer(answers, c) : refuse(c, noSuchPath())));
  app.onError((error, c) => {
    if (error instanceof Problem) return refuse(c, error);
    if (error instanceof StoreUnavailable) return refuse(c, unavailable(error.unknown));
    deps.log.error('defect', { requestId: requestIdOf(c), path: loggedPath(c), error: error.stack ?? String(error) });
    return refuse(c, defect());
  });
  return app;
}

/** Digital Links beyond the documented paths: other keys, other qualifiers, wrong order, and the question which methods there are. */
async function linkAnswer({ find }: PublicAnswers, c: Context): Promise<Response> {
  if (c.req.method === 'OPTIONS') return optionsReply();
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return refuse(c, noSuchPath());
  if (!c.req.path.startsWith('/01/')) return refuse(c, otherKey(c.req.path));
  const { status, headers, body } = await find.byLink(c.req.raw);
  return new Response(body, { status, headers });
}

/** Gives the request its id and writes the line of the log. */
async function noted(deps: Deps, c: Context, next: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const requestId = newPublicId(deps.random);
  // Kept beside the response, not on it: on Node a response made before the handler's own costs more than all else the server does.
  c.set('requestId', requestId);
  await next();
  const fields = {
    requestId,
    method: c.req.method,
    path: loggedPath(c),
    status: c.res.status,
    ms: Math.round(performance.now() - started),
  };
  if (c.res.status >= 500) deps.log.error('request', fields);
  else deps.log.info('request', fields);
}

/** Whoever knows a slip's code or a sign-in link may use it: the log names neither. */
function loggedPath(c: Context): string {
  return c.req.path.replace(/^\/(s|sign-in)\/.+/, '/$1/…');
}

/** Hot routes, which know no middleware, name it on the response. */
function requestIdOf(c: Context): string {
  return c.get('requestId') ?? c.res.headers.get('x-request-id') ?? '';
}

function refuse(c: Context, problem: Problem): Response {
  const requestId = requestIdOf(c);
  const locale = localeOf(c.req.header('accept-language'));
  const response = refusalPage(c.req.raw, problem, requestId) ?? problemResponse(problem, locale, requestId, c.req.path);
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
