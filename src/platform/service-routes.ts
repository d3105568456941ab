import { z } from '@hono/zod-openapi';
import type { Deps } from './deps.ts';
import { docsPage } from './docs-page.ts';
import { metricsRoute } from './metrics/routes.ts';
import { openApiDocument } from './openapi.ts';
import { notFound, Problem } from './problems.ts';
import { json, page, type Route, route } from './route.ts';
import { securityText } from './security-text.ts';
import { VERSION } from './version.ts';

const open = { who: ['public'] } as const;

/** Health, and the manual the machine and the person read. */
export function serviceRoutes(deps: Deps, routes: readonly Route[]): Route[] {
  let document: Record<string, unknown> | undefined;
  const described = () => {
    document ??= openApiDocument([...routes, ...own], deps.publicUrl, VERSION);
    return document;
  };
  const own: Route[] = [
    route({
      method: 'get',
      path: '/healthz',
      id: 'health',
      tag: 'service',
      summary: 'Is the process alive',
      description: 'Answers while the process runs; says nothing of the store.',
      access: open,
      replies: { 200: { description: 'Alive', mediaType: 'application/json' } },
      handle: async () => json(200, { status: 'ok', version: VERSION }),
    }),
    route({
      method: 'get',
      path: '/readyz',
      id: 'ready',
      tag: 'service',
      summary: 'Does the service take requests',
      description: 'Asks the store; 503 while it does not answer.',
      access: open,
      replies: { 200: { description: 'Ready', mediaType: 'application/json' }, 503: { description: 'Not ready' } },
      handle: async () => {
        try {
          await deps.store.ready();
        } catch (cause) {
          deps.log.error('not-ready', { error: String(cause) });
          throw new Problem(
            'unavailable',
            { zh: '数据库没有应答。', en: 'The database does not answer.' },
            { headers: { 'Retry-After': '5' } },
          );
        }
        return json(200, { status: 'ready', engine: deps.store.engine });
      },
    }),
    metricsRoute(deps),
    route({
      method: 'get',
      path: '/openapi.json',
      id: 'openApi',
      tag: 'service',
      summary: 'This API as OpenAPI 3.1',
      description: 'Made from the routes that are mounted, so it cannot differ from them.',
      access: open,
      replies: { 200: { description: 'The document', mediaType: 'application/json' } },
      handle: async () => json(200, described(), { 'Cache-Control': 'max-age=300' }),
    }),
    route({
      method: 'get',
      path: '/docs',
      id: 'docs',
      tag: 'service',
      summary: 'This API to read',
      description:
        'The OpenAPI document as pages: the list of operations; with `part`, each of a tag with its fields, examples and replies.',
      access: open,
      query: z.object({
        part: z.string().max(40).optional().openapi({ description: 'A tag: its operations in full', example: 'batches' }),
      }),
      replies: { 200: { description: 'The page', mediaType: 'text/html' }, 404: { description: 'No operation has this tag' } },
      handle: async ({ query }) => {
        const html = docsPage(described(), query.part);
        if (html === null) throw notFound({ zh: '这部分说明', en: 'such part of the manual' });
        return page(200, html, { 'Cache-Control': 'max-age=300' });
      },
    }),
    route({
      method: 'get',
      path: '/.well-known/security.txt',
      id: 'securityText',
      tag: 'service',
      summary: 'Where to tell of a hole in the security',
      description: 'RFC 9116. 404 where the operator has named nobody to tell.',
      access: open,
      replies: { 200: { description: 'The file', mediaType: 'text/plain' }, 404: { description: 'Nobody is named' } },
      handle: async () => {
        if (deps.securityContact === undefined) throw notFound({ zh: '安全联系方式', en: 'contact for security' });
        return {
          status: 200,
          headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'max-age=86400' },
          body: securityText(deps.securityContact, deps.publicUrl, deps.clock()),
        };
      },
    }),
  ];
  return own;
}
