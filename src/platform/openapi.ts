import { OpenAPIHono, z } from '@hono/zod-openapi';
import { problemCodes } from './problems.ts';
import { isForPrograms, type Route } from './route.ts';

const problem = z
  .looseObject({
    type: z.string().openapi({ description: 'Where the code is explained', example: '/docs/problems#invalid-input' }),
    title: z.string().openapi({ description: 'What kind of problem it is', example: '提交的内容有误' }),
    status: z.number().int().openapi({ description: 'HTTP status', example: 422 }),
    code: z
      .enum(Object.keys(problemCodes) as [string, ...string[]])
      .openapi({ description: 'Closed list of codes', example: 'invalid-input' }),
    detail: z
      .string()
      .openapi({ description: 'What happened, in the language of the request', example: '有 1 处需要修改，未保存任何内容。' }),
    instance: z.string().openapi({ description: 'Path of the request', example: '/v1/batches' }),
    requestId: z.string().openapi({ description: 'Name it when you ask for help', example: 'V1StGXR8Z5jdHi6B' }),
    errors: z
      .array(
        z.object({
          pointer: z.string().openapi({ description: 'JSON Pointer to the field', example: '/product/name' }),
          row: z.number().int().optional().openapi({ description: 'Row of an import', example: 2 }),
          found: z.string().openapi({ description: 'What was sent', example: '(missing)' }),
          expected: z.string().openapi({ description: 'What is expected', example: '文本' }),
          fix: z.string().openapi({ description: 'The smallest change that makes it right', example: '补上此字段' }),
        }),
      )
      .openapi({ description: 'Every wrong field at once', example: [] }),
  })
  .openapi('Problem', { description: 'RFC 9457 problem details; some codes carry further members' });

const problemContent = { 'application/problem+json': { schema: problem } };

/** Refusals every operation may give, beside its own. */
function refusals(route: Route): Record<number, { description: string; content: typeof problemContent }> {
  const of = (description: string) => ({ description, content: problemContent });
  const open = route.access.who.includes('public');
  return {
    ...(route.body
      ? { 400: of('The body is not JSON or not UTF-8'), 413: of('The body is too large'), 415: of('Wrong content type') }
      : {}),
    ...(route.method === 'get' ? {} : { 408: of('The body came too slowly; nothing was stored') }),
    ...(route.fast ? {} : callerRefusals(open)),
    404: of('Nothing in the caller’s scope by a name the request uses'),
    ...(route.method === 'get'
      ? {}
      : { 409: of('In conflict with what is recorded'), 503: of('The store cannot take writes at the moment') }),
    ...(route.ifMatch ? { 412: of('The revision is stale'), 428: of('If-Match is missing') } : {}),
    422: of('Wrong fields, all at once'),
    429: of('Too many requests; Retry-After says when, RateLimit how much is left'),
  };
}

/** Who calls is looked at wherever a key may be sent, also where none is needed. */
function callerRefusals(open: boolean): Record<number, { description: string; content: typeof problemContent }> {
  const of = (description: string) => ({ description, content: problemContent });
  return open
    ? { 401: of('A key that is not valid'), 403: of('No delegation for X-Acting-For, or a form sent from another site') }
    : { 401: of('No key, or a key that is not valid'), 403: of('A known caller without the right') };
}

function signInOf({ path, access }: Route): Record<number, { description: string }> {
  return access.who.includes('public') || isForPrograms(path)
    ? {}
    : { 303: { description: 'A browser without a session: to the sign-in' } };
}

/** The OpenAPI 3.1 document of the routes that are mounted. */
export function openApiDocument(routes: readonly Route[], publicUrl: string, version: string): Record<string, unknown> {
  const hono = new OpenAPIHono();
  const registry = hono.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A machine key; shown once when made.',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'suyuan_session',
    description: 'A person’s session, from /sign-in.',
  });
  for (const route of routes) registry.registerPath(pathOf(route) as never);
  return hono.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Suyuan 溯源', version, description: 'Food-safety digital traceability: record, confirm, scan, judge.' },
    servers: [{ url: publicUrl }],
  }) as unknown as Record<string, unknown>;
}

/** A refusal has the one shape of refusals, other JSON without a schema any; all else is text or bytes. */
function withoutSchema({ mediaType, description }: Route['replies'][number]): z.ZodType {
  if (mediaType === 'application/problem+json') return problem;
  return mediaType?.includes('json') ? z.unknown().openapi({ description }) : z.string().openapi({ description, example: '…' });
}

function pathOf(route: Route) {
  const replies = Object.entries(route.replies).map(([status, reply]) => [
    status,
    {
      description: reply.description,
      ...(reply.schema || reply.mediaType
        ? {
            content: {
              [reply.mediaType ?? 'application/json']: {
                schema: reply.schema ?? withoutSchema(reply),
              },
            },
          }
        : Number(status) >= 400
          ? { content: problemContent }
          : {}),
    },
  ]);
  const headers = headersOf(route);
  return {
    method: route.method,
    path: route.path,
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: route.description,
    ...(route.access.who.includes('public') ? {} : { security: [{ key: [] }, { session: [] }] }),
    request: {
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(headers ? { headers } : {}),
      ...(route.body && route.bodyKind !== 'bytes' && route.bodyKind !== 'stream'
        ? { body: { required: true, content: Object.fromEntries(bodyTypes(route).map((type) => [type, { schema: route.body }])) } }
        : {}),
    },
    responses: { ...refusals(route), ...signInOf(route), ...Object.fromEntries(replies) },
  };
}

const FORM = 'application/x-www-form-urlencoded';

function bodyTypes({ bodyKind }: Route): string[] {
  if (bodyKind === 'multipart') return [FORM, 'multipart/form-data'];
  return [bodyKind === 'form' ? FORM : 'application/json'];
}

function headersOf(route: Route): z.ZodObject | undefined {
  const shape: Record<string, z.ZodType> = {};
  if (route.method === 'post')
    shape['Idempotency-Key'] = z
      .string()
      .max(255)
      .optional()
      .openapi({ description: 'Repeat a request under the same key and it is carried out once', example: 'order-7781' });
  if (route.ifMatch) shape['If-Match'] = z.string().openapi({ description: 'The revision that was read', example: '"1"' });
  if (route.access.who.includes('party'))
    shape['X-Acting-For'] = z
      .string()
      .optional()
      .openapi({ description: 'Act for another party under a delegation: its id or uscc:…', example: 'uscc:91330110MA0DEM013U' });
  return Object.keys(shape).length > 0 ? z.object(shape) : undefined;
}
