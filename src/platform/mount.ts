import type { z } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import { newPublicId } from '../codes/ids.ts';
import { sha256Hex } from '../ledger/entry.ts';
import type { IdempotencyClaim, Reply, Store } from '../store/store.ts';
import { addressOf } from './address.ts';
import { admit } from './admit.ts';
import { arriving } from './arrival.ts';
import { announcedWithin, BODY_LIMIT, fingerprintOf, parseForm, parseJson, readBytes } from './body.ts';
import { type Caller, nameOf } from './caller.ts';
import type { Deps } from './deps.ts';
import { guarded, guardsOf, remembered } from './edge-headers.ts';
import { type KeyFound, limitedFast, missedFast, withinLimits } from './gate.ts';
import { metered } from './metrics/meter.ts';
import type { ProblemDetail } from './problem-detail.ts';
import { invalidInput, type Locale, localeOf, Problem, problemBody } from './problems.ts';
import { shown } from './result.ts';
import type { Access, Call, Fast, Route } from './route.ts';
import { IdempotencyRace } from './write.ts';
import { zodProblems } from './zod-problems.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Known to every route behind the middleware; hot routes name it on the response. */
    requestId?: string;
    /** For the access audit: who called, whether it was let in or not, and what the operation asks. */
    caller?: Caller;
    access?: Access;
    /** Id of the route that answers, for counting. */
    operation?: string;
  }
}

const NOBODY: Caller = { kind: 'anonymous' };

type CallerOf = (request: Request, now: number, found: KeyFound) => Promise<Caller>;

/** Puts a route on the app: who calls, may they, what did they send, was it sent before, the handler, one shape of refusal. */
export function mount(app: Hono, deps: Deps, callerOf: CallerOf, route: Route): void {
  const path = route.path.replace(/\{(\w+)\}/g, ':$1');
  if (route.fast) {
    mountFast(app, deps, path, route.id, route.fast);
    return;
  }
  const replay = replayer(deps.store);
  const guards = guardsOf(deps.publicUrl);
  const isShared = route.method === 'get' && route.access.who.includes('public');
  app.on(route.method.toUpperCase(), path, async (c) => {
    const request = c.req.raw;
    c.set('operation', route.id);
    refuseNul(request.url);
    const now = deps.clock();
    c.set('access', route.access);
    const find = (found: KeyFound) =>
      callerOf(request, now, (own) => {
        c.set('caller', own);
        found(own);
      });
    const known = isOpenedBy(route.tokenHash, request) ? NOBODY : await withinLimits(deps.limits, c, find);
    c.set('caller', known);
    const caller = known === NOBODY ? known : admit(route.access, known);
    const network = c.get('limitedAddress') ?? null;
    const isStream = route.bodyKind === 'stream';
    const raw = await rawOf(route, request, c.env, network);
    const claim = claimOf(route, caller, request, raw);
    const requestId = c.get('requestId') ?? '';
    const answer = () => {
      const locale = localeOf(request.headers.get('accept-language'));
      return route.handle(
        readCall(route, {
          caller,
          raw,
          locale,
          now,
          requestId,
          request,
          claim,
          params: c.req.param(),
          query: queryOf(request),
          address: addressOf(request, c.env),
          network,
        }),
      );
    };
    const reply = isStream ? await arriving(c.env, 'pieces', network, answer) : await once(claim, replay, answer);
    const headers = { ...c.get('limitHeaders'), 'X-Request-Id': requestId };
    return reply instanceof Response
      ? guarded(reply, (own) => ({ ...guards(own, isShared), ...headers }))
      : respond(reply, { ...guards(reply.headers, isShared), ...reply.headers, ...headers });
  });
}

/** The body as it came; nothing where there is none, or where the handler takes it piece by piece. */
async function rawOf(route: Route, request: Request, env: unknown, network: string | null): Promise<Uint8Array> {
  if (request.method === 'GET' || route.bodyKind === 'stream') return new Uint8Array();
  const limit = route.bodyLimit ?? BODY_LIMIT;
  // Nobody's body is ended for one that is too large.
  announcedWithin(request, limit);
  return arriving(env, 'whole', network, () => readBytes(request, limit));
}

/** Carries a request out, or gives the reply it had under its idempotency key, also when the same key is being written meanwhile. */
async function once(
  claim: IdempotencyClaim | undefined,
  replay: (claim: IdempotencyClaim) => Promise<Reply | null>,
  handle: () => Promise<Reply | Response>,
): Promise<Reply | Response> {
  if (!claim) return handle();
  const known = await replay(claim);
  if (known) return known;
  try {
    return await handle();
  } catch (error) {
    const stored = error instanceof IdempotencyRace ? await replay(claim) : null;
    if (!stored) throw error;
    return stored;
  }
}

/**
 * A hot route makes its request id itself, so that it can be mounted before any middleware: on Node a middleware that touches the response's
 * headers costs more than the whole answer (the server then can no longer write plain headers and bytes). The id counts on from a random start,
 * since random bytes for each scan would cost a tenth of it.
 */
function mountFast(app: Hono, deps: Deps, path: string, operation: string, fast: Fast): void {
  const start = newPublicId(deps.random);
  let served = 0;
  const guardedOnce = remembered(guardsOf(deps.publicUrl));
  const answer = metered(deps.meter, operation, limitedFast(deps.limits, fast));
  app.get(path, async (c) => {
    const requestId = start + (served++).toString(36);
    try {
      refuseNul(c.req.raw.url);
      const { status, headers, body } = await answer(c);
      if (status === 404) missedFast(deps.limits, c);
      // `manual`: the bytes of a gzip reply are compressed already.
      return new Response(body, {
        status,
        headers: { ...guardedOnce(headers), 'X-Request-Id': requestId },
        encodeBody: 'manual',
      });
    } catch (error) {
      c.header('X-Request-Id', requestId);
      throw error;
    }
  });
}

/** Whether a program that is no caller shows the token an operation has of its own. */
function isOpenedBy(tokenHash: string | undefined, request: Request): boolean {
  const token = tokenHash === undefined ? undefined : /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  return token !== undefined && sha256Hex(token) === tokenHash;
}

/** No database keeps NUL, and PostgreSQL fails on being asked for it. */
function refuseNul(url: string): void {
  const at = url.indexOf('%00');
  if (at < 0) return;
  const query = url.indexOf('?');
  throw invalidInput([
    {
      pointer: query >= 0 && query < at ? '/query' : '/path',
      found: '%00',
      expected: { zh: '不含空字符', en: 'no NUL character' },
      fix: { zh: '删除该字符', en: 'delete the character' },
    },
  ]);
}

function claimOf(route: Route, caller: Caller, request: Request, raw: Uint8Array): IdempotencyClaim | undefined {
  const key = request.headers.get('idempotency-key');
  if (key === null || route.method !== 'post' || route.bodyKind === 'stream') return undefined;
  if (key.length === 0 || key.length > 255)
    throw invalidInput([
      {
        pointer: '/headers/Idempotency-Key',
        found: `${key.length}`,
        expected: { zh: '1 至 255 个字符', en: '1 to 255 characters' },
        fix: { zh: '改用较短的键', en: 'use a shorter key' },
      },
    ]);
  const fingerprint = fingerprintOf(request.method, targetOf(request.url), raw);
  return {
    scope: scopeOf(caller, fingerprint),
    key,
    fingerprint,
    ...(route.secret ? { secret: true } : {}),
  };
}

/**
 * Under a delegation the same key and body are another record for each party that is acted for. Callers without a key share no scope: two
 * strangers may well pick the same idempotency key, so only the same request is a repeat.
 */
function scopeOf(caller: Caller, fingerprint: string): string {
  if (caller.kind === 'anonymous') return `anonymous:${fingerprint}`;
  const own = `${nameOf(caller)}:${caller.keyId}`;
  return caller.kind === 'party' && caller.party.id !== caller.actor.id ? `${own} for ${caller.party.publicId}` : own;
}

function replayer(store: Store) {
  const find = store.prepare<{ scope: string; key: string }, { fingerprint: string; status: number; headers: string; body: string | null }>(
    (read, param) =>
      read
        .selectFrom('idempotency')
        .select(['fingerprint', 'status', 'headers', 'body'])
        .where('scope', '=', param('scope'))
        .where('key', '=', param('key')),
  );
  /** The stored reply of the same request, null when the key is new. */
  return async (claim: IdempotencyClaim): Promise<Reply | null> => {
    const [row] = await find({ scope: claim.scope, key: claim.key });
    if (!row) return null;
    if (row.fingerprint !== claim.fingerprint)
      throw new Problem('key-reused', {
        zh: '此 Idempotency-Key 已用于另一份内容；请换一个键。',
        en: 'This Idempotency-Key was used for another request; take a new key.',
      });
    if (row.body === null)
      throw new Problem('key-already-shown', {
        zh: '该请求已成功执行，密钥不再显示；如已遗失请撤销后重新生成。',
        en: 'That request was carried out and its key is not shown again; revoke it and make a new one if it is lost.',
      });
    return { status: row.status, headers: { ...JSON.parse(row.headers), 'Idempotent-Replayed': 'true' }, body: row.body };
  };
}

type Read = Omit<Call, 'body' | 'ifMatch'>;

/** Reads parameters, query and body by their schemas; every wrong field is told at once. */
function readCall(route: Route, read: Read): Call {
  const errors: ProblemDetail[] = [];
  const params = parsed(route.params, read.params, '/path', errors);
  const query = parsed(route.query, read.query, '/query', errors);
  // Bytes are the handler's to look at.
  if (route.bodyKind === 'bytes' || route.bodyKind === 'stream') return finished(route, read, params, query, errors);
  const given = route.body ? bodyOf(route, read) : undefined;
  const body = route.bodyReadByHandler ? given : parsed(route.body, given, '', errors);
  return finished(route, read, params, query, errors, body);
}

function finished(route: Route, read: Read, params: unknown, query: unknown, errors: ProblemDetail[], body?: unknown): Call {
  if (errors.length > 0) throw invalidInput(errors);
  return { ...read, params, query, body, ifMatch: route.ifMatch ? revisionAsked(read.request) : undefined };
}

function parsed(schema: z.ZodType | undefined, value: unknown, root: string, errors: ProblemDetail[]): unknown {
  if (!schema) return value;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  errors.push(...zodProblems(result.error.issues, value, root));
  return undefined;
}

function bodyOf(route: Route, read: Read): unknown {
  const type = (read.request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (route.bodyKind === 'form' || route.bodyKind === 'multipart') {
    if (type === 'application/x-www-form-urlencoded') return parseForm(read.raw);
    if (type === 'multipart/form-data' && route.bodyKind === 'multipart') return {};
    if (type !== 'application/json') throw wrongType('application/x-www-form-urlencoded', type);
  } else if (type && type !== 'application/json' && !type.endsWith('+json')) throw wrongType('application/json', type);
  return read.raw.byteLength === 0 ? {} : parseJson(read.raw);
}

function wrongType(expected: string, found: string | undefined): Problem {
  return new Problem(
    'wrong-media-type',
    {
      zh: `内容类型应为 ${expected}，收到的是 ${found || '空'}。`,
      en: `The content type must be ${expected}, found ${found || 'none'}.`,
    },
    {
      errors: [
        {
          pointer: '/headers/Content-Type',
          found: shown(found || '(missing)'),
          expected: { zh: expected, en: expected },
          fix: { zh: `以 ${expected} 发送`, en: `send it as ${expected}` },
        },
      ],
    },
  );
}

function revisionAsked(request: Request): number {
  const header = request.headers.get('if-match');
  if (header === null)
    throw new Problem('revision-required', {
      zh: '请在 If-Match 中给出您读到的版本，例如 If-Match: "1"。',
      en: 'Name the revision you read in If-Match, as in If-Match: "1".',
    });
  const revision = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (!revision) throw staleRevision();
  return Number(revision);
}

/** The record has a newer revision than the one named by If-Match. */
export function staleRevision(): Problem {
  return new Problem('stale-revision', {
    zh: '记录在您读取之后已被更新；请重新读取后再改。',
    en: 'The record has changed since it was read; read it again and repeat the change.',
  });
}

function queryOf(request: Request): Record<string, string> {
  const at = request.url.indexOf('?');
  return at < 0 ? {} : Object.fromEntries(new URLSearchParams(request.url.slice(at + 1)));
}

/** Path and query of an absolute URL that the server has normalised. */
function targetOf(url: string): string {
  const path = url.indexOf('/', url.indexOf('://') + 3);
  const fragment = url.indexOf('#', path);
  return fragment < 0 ? url.slice(path) : url.slice(path, fragment);
}

function respond(reply: Reply, headers: Record<string, string>): Response {
  // Text without a character would be given a type of its own.
  const body = reply.body === '' ? null : reply.body;
  return new Response(body, { status: reply.status, headers });
}

/** Any refusal as application/problem+json. */
export function problemResponse(problem: Problem, locale: Locale, requestId: string, instance: string): Response {
  return new Response(JSON.stringify(problemBody(problem, locale, requestId, instance)), {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Language': locale === 'zh' ? 'zh-CN' : 'en',
      'Cache-Control': 'no-store',
      ...problem.headers,
    },
  });
}
