import type { z } from '@hono/zod-openapi';
import { PAGE_HEADERS } from '../pages/page-headers.ts';
import type { IdempotencyClaim, Reply } from '../store/store.ts';
import type { Caller, Right } from './caller.ts';
import type { Locale } from './problems.ts';

/** Who may call an operation. `public` needs no key; a known caller that is named too may still call it as itself. */
export type Access = {
  /** `admin` is the system administrator; `security` and `audit` are the other two. */
  who: readonly ('public' | 'admin' | 'security' | 'audit' | 'authority' | 'party')[];
  /** Of an authority only an officer may: orders, notices, decisions, approvals, recalls, publishing; not the facts an inspector enters on site. */
  officer?: boolean;
  /** The right a party's key or delegation must carry. */
  right?: Right;
  /** The right a delegation must carry; any key of the party itself may call. */
  delegateRight?: Right;
  /** It binds the party and is not delegated further: nobody who acts for it may. */
  ownOnly?: boolean;
  /** It concerns the party as a whole: a delegate for some sites only may not. */
  wholeParty?: boolean;
  /** The kinds of party that may; any without it. */
  kinds?: readonly string[];
  /** A party whose registration is not approved yet may call it too. */
  pending?: boolean;
};

/** One request, authenticated and read. */
export interface Call<P = unknown, Q = unknown, B = unknown> {
  caller: Caller;
  params: P;
  query: Q;
  body: B;
  /** Raw bytes of the body, for files and fingerprints. */
  raw: Uint8Array;
  locale: Locale;
  /** Epoch milliseconds at the start of the request. */
  now: number;
  requestId: string;
  /** Network address the request came from; empty where it is not known. */
  address?: string;
  request: Request;
  /** Network it came from; absent or null where that is not known. */
  network?: string | null;
  /** The revision named by If-Match, where the operation asks for one. */
  ifMatch: number | undefined;
  /** Present when the caller sent Idempotency-Key; hand it to the commit. */
  claim: IdempotencyClaim | undefined;
}

/**
 * `multipart`: a form that may bring files, of which the handler reads the parts itself; JSON and a form without files are read as for `form`.
 * `stream`: the handler reads the request’s body itself, since it may be larger than memory; such an operation takes no idempotency key.
 */
export type BodyKind = 'json' | 'form' | 'multipart' | 'bytes' | 'stream';

export interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** OpenAPI form: `/v1/batches/{traceCode}`. */
  path: string;
  /** Name of the operation, as in `recordBatch`. */
  id: string;
  tag: string;
  summary: string;
  /** The manual of the operation: what it does, what it refuses, what follows. */
  description: string;
  access: Access;
  /** SHA-256 of a token that opens this operation to a program that is no caller. */
  tokenHash?: string;
  params?: P;
  query?: Q;
  body?: B;
  bodyKind?: BodyKind;
  /** The handler reads the JSON value by the schema itself, since each item of an array gets a result of its own. */
  bodyReadByHandler?: boolean;
  /** Bytes; the usual limit without it. */
  bodyLimit?: number;
  /** Asks for If-Match (428 without it). */
  ifMatch?: boolean;
  /** The reply shows a secret once: a replay of its idempotency key is told so. */
  secret?: boolean;
  replies: Record<number, { description: string; schema?: z.ZodType; mediaType?: string }>;
  handle(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<Reply | Response>;
}

/** A reply of a hot route: plain headers and finished bytes, which the server writes without making objects of them. */
export interface HotReply {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | null;
}

/** Answers a public GET that must be fast: it reads parameters, query and headers by hand, knows no caller and writes no log line. */
export type Fast = (request: Request, params: Record<string, string>) => Promise<HotReply>;

/** A route whose types have done their work. */
export type Route = Omit<RouteSpec<z.ZodType, z.ZodType, z.ZodType>, 'handle'> & {
  handle(call: Call): Promise<Reply | Response>;
  fast?: Fast;
};

export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(spec: RouteSpec<P, Q, B>): Route {
  return spec as unknown as Route;
}

/** A hot route: documented like any other, answered by `fast`. */
export function hotRoute<P extends z.ZodType, Q extends z.ZodType>(
  spec: Omit<RouteSpec<P, Q, z.ZodType>, 'handle' | 'method' | 'access'> & { fast: Fast },
): Route {
  const handle = async (call: Call) => {
    const { body, ...init } = await spec.fast(call.request, call.params as Record<string, string>);
    return new Response(body, init);
  };
  return { ...spec, method: 'get', access: { who: ['public'] }, handle };
}

/** A reply whose body is JSON. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(value) };
}

/** A reply that is a page; what guards every page goes with it. */
export function page(status: number, html: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...PAGE_HEADERS, ...headers }, body: html };
}

/** Whether an address is for programs, which get a problem document where a browser gets a page or the way to the sign-in. */
export function isForPrograms(path: string): boolean {
  return /^\/(?:(?:v1|epcis|ledger)\/|metrics$)/.test(path);
}
