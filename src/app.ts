import { type Context, Hono } from 'hono';
import { lineOf } from './audit/noting.ts';
import { auditRoutes } from './audit/routes.ts';
import { batchRoutes } from './batches/routes.ts';
import { tradeRoutes } from './batches/trade-routes.ts';
import { findQueries } from './codes/find-queries.ts';
import { newPublicId } from './codes/ids.ts';
import { labelRoutes } from './codes/labels/routes.ts';
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
import { auditPageRoutes } from './pages/audit-desk.ts';
import { batchPageRoutes } from './pages/batch-routes.ts';
import { casePageRoutes } from './pages/case-routes.ts';
import { correctionPageRoutes } from './pages/correction-routes.ts';
import { fieldPageRoutes } from './pages/field-routes.ts';
import { firmsPageRoutes } from './pages/firms-desk.ts';
import { importPageRoutes } from './pages/import-routes.ts';
import { labelPageRoutes } from './pages/labels-routes.ts';
import { lawPageRoutes } from './pages/law-page-routes.ts';
import { limitsPageRoutes } from './pages/limits-desk.ts';
import { noticePageRoutes } from './pages/notice-page-routes.ts';
import { outsidePageRoutes } from './pages/outside-routes.ts';
import { overviewRoutes } from './pages/overview-routes.ts';
import { producerPageRoutes } from './pages/producer-routes.ts';
import { recallPageRoutes } from './pages/recall-routes.ts';
import { receivePageRoutes } from './pages/receive-routes.ts';
import { recordPageRoutes } from './pages/record-routes.ts';
import { regulatorPageRoutes } from './pages/regulator-routes.ts';
import { reminderPageRoutes } from './pages/reminders-desk.ts';
import { reviewPageRoutes } from './pages/review-routes.ts';
import { scriptRoutes } from './pages/scripts/scripts.ts';
import { shopPageRoutes } from './pages/shop-routes.ts';
import { substancePageRoutes } from './pages/substance-routes.ts';
import { tracePageRoutes } from './pages/trace-routes.ts';
import { visitRoutes } from './pages/visit-routes.ts';
import { administratorRoutes } from './parties/administrators.ts';
import { partyRoutes } from './parties/routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { authenticator } from './platform/auth.ts';
import type { Deps } from './platform/deps.ts';
import { traceOf } from './platform/metrics/traceparent.ts';
import { mount } from './platform/mount.ts';
import { Problem } from './platform/problems.ts';
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
import { requestIdOf, unroutedOf } from './unrouted.ts';

/** Every operation of the service, in the order of its documentation. */
export function routesOf(deps: Deps, answers: PublicAnswers = publicAnswers(deps)): Route[] {
  return [
    ...publicRoutes(deps, answers),
    ...partyRoutes(deps),
    ...administratorRoutes(deps),
    ...peopleRoutes(deps),
    ...auditRoutes(deps),
    ...batchRoutes(deps),
    ...labelRoutes(deps),
    ...labelPageRoutes(deps),
    ...custodyRoutes(deps),
    ...recordPageRoutes(deps),
    ...correctionPageRoutes(deps),
    ...outsidePageRoutes(deps),
    ...batchPageRoutes(deps),
    ...producerPageRoutes(deps),
    ...receivePageRoutes(deps),
    ...shopPageRoutes(deps),
    ...scriptRoutes(deps.scripts),
    ...resolveRoutes(deps, deps.publicStore ? findQueries(deps.store) : answers.queries),
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
    ...auditPageRoutes(deps),
    ...firmsPageRoutes(deps),
    ...limitsPageRoutes(deps),
    ...reminderPageRoutes(deps),
    ...regulatorPageRoutes(deps),
    ...overviewRoutes(deps),
    ...visitRoutes(deps),
    ...casePageRoutes(deps),
    ...reportRoutes(deps),
    ...ruleRoutes(deps),
    ...lawSettingRoutes(deps),
    ...screeningRoutes(deps),
    ...substanceRoutes(deps),
    ...substancePageRoutes(deps),
    ...reviewPageRoutes(deps),
    ...noticePageRoutes(deps),
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
  const answers = publicAnswers({ ...deps, store: deps.publicStore ?? deps.store });
  const routes = routesOf(deps, answers);
  const all = [...routes, ...serviceRoutes(deps, routes)];
  const [hot, others] = [all.filter((route) => route.fast), all.filter((route) => !route.fast)];
  // Hot routes come before any middleware, which alone costs more than their answer.
  for (const route of hot) mount(app, deps, callerOf, route);
  app.use((c, next) => noted(deps, c, next));
  for (const route of others) mount(app, deps, callerOf, route);
  app.options('/epcis/*', (c) => epcisOptions(c.req.path));
  const { refuse, notFound } = unroutedOf(deps, all, answers);
  app.notFound(notFound);
  app.onError((error, c) => {
    if (error instanceof Problem) return refuse(c, error);
    if (error instanceof StoreUnavailable) return refuse(c, unavailable(error.unknown));
    deps.log.error('defect', {
      requestId: requestIdOf(c),
      ...traceOf(c.req.header('traceparent')),
      path: loggedPath(c),
      error: error.stack ?? String(error),
    });
    return refuse(c, defect());
  });
  return app;
}

/** Gives the request its id and writes the line of the log. */
async function noted(deps: Deps, c: Context, next: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const requestId = newPublicId(deps.random);
  // Kept beside the response, not on it: on Node a response made before the handler's own costs more than all else the server does.
  c.set('requestId', requestId);
  const trace = traceOf(c.req.header('traceparent'));
  await next();
  const took = performance.now() - started;
  if (c.res.status === 404 || c.res.status === 401) deps.limits?.missed(c.get('limitedAddress') ?? null);
  deps.meter?.request(c.get('operation') ?? 'none', c.res.status, took / 1_000);
  const fields = {
    requestId,
    ...trace,
    method: c.req.method,
    path: loggedPath(c),
    status: c.res.status,
    ms: Math.round(took),
  };
  noteAccess(deps, c, requestId);
  if (c.res.status >= 500) deps.log.error('request', fields);
  else deps.log.info('request', fields);
}

/** Keeps who looked at what, where that is to be kept. */
function noteAccess({ audit, clock }: Deps, c: Context, requestId: string): void {
  const [access, operation] = [c.get('access'), c.get('operation')];
  if (!audit || !access || operation === undefined) return;
  const line = lineOf({
    at: clock(),
    caller: c.get('caller') ?? { kind: 'anonymous' },
    access,
    operation,
    method: c.req.method,
    path: loggedPath(c),
    url: c.req.url,
    signsIn: audit.whoSignsIn(c.req.raw),
    status: c.res.status,
    requestId,
    address: c.get('limitedAddress') ?? null,
  });
  if (line) audit.note(line);
}

/** Whoever knows a slip's code or a sign-in link may use it: the log names neither. */
function loggedPath(c: Context): string {
  return c.req.path.replace(/^\/(s|sign-in|invitation)\/.+/, '/$1/…');
}

function defect(): Problem {
  return new Problem('internal', {
    zh: '服务出错，已记录；请带上 requestId 联系运维。',
    en: 'The service failed and has noted it; name the requestId when you report it.',
  });
}
