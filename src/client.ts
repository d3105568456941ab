/*
 * A client for programs of firms and authorities, in Node and in browsers. It has no dependency; what it knows of the operations is handed in, made from
 * the OpenAPI document (src/ops/build-assets.ts), so that it cannot say anything else than the service.
 */

/** What one operation takes and answers; made from the OpenAPI document. */
export interface OperationShape {
  path: object;
  query: object;
  body: unknown;
  reply: unknown;
}

/** Name of an operation → `POST /v1/batches`. */
export type OperationTable = Readonly<Record<string, string>>;

export interface ClientOptions {
  /** Address of the service, `https://trace.example`. */
  url: string;
  /** Machine key; nothing is sent without it. */
  key?: string;
  /** Act for another party under a delegation: its id or `uscc:…`. */
  actingFor?: string;
  /** Language of refusals. */
  language?: 'zh' | 'en';
  /** Tries after the first one, where the service is busy or the line is cut (4). */
  retries?: number;
  fetch?: (request: Request) => Promise<Response>;
  /** Waits so many milliseconds. */
  wait?: (ms: number) => Promise<void>;
}

/** What a call may carry beside its fields. */
export interface CallOptions {
  /** The same for repeats of the same request; a fresh one without it. */
  idempotencyKey?: string;
  /** The revision that was read, for operations that ask for If-Match. */
  ifMatch?: number;
  signal?: AbortSignal;
}

type Part<Name extends string, T> = object extends T ? { [N in Name]?: T } : { [N in Name]: T };
type Body<T> = undefined extends T ? { body?: T } : { body: T };
export type Input<O extends OperationShape> = Part<'path', O['path']> & Part<'query', O['query']> & Body<O['body']> & CallOptions;

type Single<O extends OperationShape> =
  object extends Input<O> ? (input?: Input<O>) => Promise<O['reply']> : (input: Input<O>) => Promise<O['reply']>;
/** An operation that takes one or many answers each in its own way. */
type Call<O> = O extends OperationShape & { many: infer M extends OperationShape }
  ? Single<M> & Single<O>
  : O extends OperationShape
    ? Single<O>
    : never;

type Paged<T> = {
  [N in keyof T]: T[N] extends { query: { cursor?: string }; reply: { items: readonly unknown[]; next: string | null } } ? N : never;
}[keyof T];
type Item<O> = O extends { reply: { items: readonly (infer I)[] } } ? I : never;

/** A method for each operation, and what goes over several of them. */
export type Client<T> = { [N in keyof T]: Call<T[N]> } & {
  /** Every item of a list, page after page. */
  each<N extends Paged<T>>(name: N, input?: T[N] extends OperationShape ? Input<T[N]> : never): AsyncGenerator<Item<T[N]>>;
  /** An operation that is newer than this client, or one that answers no JSON. */
  send(method: string, path: string, input?: { query?: object; body?: unknown } & CallOptions): Promise<Response>;
};

/** One wrong field of a refused request. */
export interface WrongField {
  pointer: string;
  found: string;
  expected: string;
  fix: string;
}

/** The service refused (RFC 9457). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** Every wrong field at once. */
  readonly errors: readonly WrongField[];
  readonly requestId: string;
  /** The whole body, with members of the code such as `candidates`. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Record<string, unknown>) {
    const errors = Array.isArray(problem.errors) ? (problem.errors as WrongField[]) : [];
    const wrong = errors.map((one) => `\n  ${one.pointer}: ${one.found}; ${one.expected}; ${one.fix}`).join('');
    super(`${status} ${String(problem.code ?? '')}: ${String(problem.detail ?? '')}${wrong}`);
    this.name = 'Refusal';
    this.status = status;
    this.code = String(problem.code ?? '');
    this.errors = errors;
    this.requestId = String(problem.requestId ?? '');
    this.problem = problem;
  }
}

const RETRIES = 4;
/** Nobody waits longer than this for one try. */
const LONGEST_WAIT_MS = 60_000;
/** What a repeat does not do twice: reading, putting by hash, and posts under an idempotency key. */
const REPEATABLE = new Set(['GET', 'PUT', 'POST']);
const JSON_TYPE = /^application\/(?:[\w.]+\+)?json\b/;

/**
 * A client of the operations in the table.
 * @throws {Refusal} from every method, when the service refuses; what `fetch` throws, when it cannot be reached, or its reply does not come whole, in the last try
 */
export function connect<T>(table: OperationTable, options: ClientOptions): Client<T> {
  const root = options.url.replace(/\/+$/, '');

  async function send(method: string, path: string, input: Sent = {}): Promise<Response> {
    const headers = headersOf(options, method, input);
    const url = `${root}${path}${queryText(input.query)}`;
    const body = input.body === undefined || isBytes(input.body) ? input.body : JSON.stringify(input.body);
    const make = () =>
      new Request(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: body as BodyInit }),
        ...(input.signal ? { signal: input.signal } : {}),
      });
    const response = await persistently(options, method, make);
    if (response.ok) return response;
    throw new Refusal(response.status, await problemOf(response));
  }

  async function call(operation: string, input: Sent & { path?: object } = {}): Promise<unknown> {
    const [method = 'GET', template = '/'] = operation.split(' ');
    const response = await send(method, filled(template, input.path ?? {}), input);
    const type = response.headers.get('content-type') ?? '';
    if (response.status === 204) return undefined;
    return JSON_TYPE.test(type) ? response.json() : response;
  }

  async function* each(name: string, input: Sent & { path?: object } = {}): AsyncGenerator<unknown> {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { ...input.query, ...(cursor === undefined ? {} : { cursor }) };
      const page = (await call(table[name] ?? '', { ...input, query })) as { items: unknown[]; next: string | null };
      yield* page.items;
      cursor = page.next;
    }
  }

  const methods = Object.entries(table).map(([name, operation]) => [name, (input?: Sent) => call(operation, input)]);
  return { ...Object.fromEntries(methods), each, send } as Client<T>;
}

interface Sent extends CallOptions {
  query?: object;
  body?: unknown;
}

function isBytes(body: unknown): boolean {
  return body instanceof Uint8Array || body instanceof ArrayBuffer || (typeof Blob !== 'undefined' && body instanceof Blob);
}

function headersOf({ key, actingFor, language }: ClientOptions, method: string, input: Sent): Record<string, string> {
  const bodyType = input.body === undefined || isBytes(input.body) ? {} : { 'Content-Type': 'application/json' };
  return {
    Accept: 'application/json, */*;q=0.5',
    ...bodyType,
    ...(key ? { Authorization: `Bearer ${key}` } : {}),
    ...(actingFor ? { 'X-Acting-For': actingFor } : {}),
    ...(language ? { 'Accept-Language': language } : {}),
    ...(method === 'POST' ? { 'Idempotency-Key': input.idempotencyKey ?? crypto.randomUUID() } : {}),
    ...(input.ifMatch === undefined ? {} : { 'If-Match': `"${input.ifMatch}"` }),
  };
}

function queryText(query: object | undefined): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

/** @throws {TypeError} where a part of the path is not given */
function filled(template: string, path: object): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = (path as Record<string, unknown>)[name];
    if (value === undefined) throw new TypeError(`The path needs "${name}".`);
    return encodeURIComponent(String(value));
  });
}

/** Repeats while the service asks for it (503, 429) or the line is cut; every try is the same request under the same key. */
async function persistently(options: ClientOptions, method: string, make: () => Request): Promise<Response> {
  const { retries = RETRIES, wait = sleep } = options;
  const ask = options.fetch ?? fetch;
  for (let tried = 0; ; tried += 1) {
    const isLast = tried >= retries || !REPEATABLE.has(method);
    const request = make();
    try {
      const response = await ask(request);
      if (isLast || (response.status !== 503 && response.status !== 429)) return await whole(response);
      await response.body?.cancel();
      await wait(waitOf(response.headers.get('retry-after'), tried));
    } catch (error) {
      if (isLast || request.signal.aborted) throw error;
      await wait(waitOf(null, tried));
    }
  }
}

/** A reply that is read as a whole is here as a whole: a line cut in its midst is as one cut before. A file or an export stays a stream. */
async function whole(response: Response): Promise<Response> {
  const isStream = response.ok && !JSON_TYPE.test(response.headers.get('content-type') ?? '');
  if (isStream || response.body === null) return response;
  const { status, statusText, headers } = response;
  return new Response(await response.arrayBuffer(), { status, statusText, headers });
}

/** Retry-After in seconds or as a date; without it half a second, doubled each time. */
function waitOf(retryAfter: string | null, tried: number): number {
  const asked =
    retryAfter === null ? Number.NaN : /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now();
  return Math.min(LONGEST_WAIT_MS, Number.isNaN(asked) ? 500 * 2 ** tried : Math.max(0, asked));
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

async function problemOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { code: '', detail: text.slice(0, 200) };
  }
}
