import type { Context } from 'hono';
import type { Caller } from './caller.ts';
import { Problem } from './problems.ts';
import { type Connection, limitHeaders, type RateLimits, type Standing } from './rate-limits.ts';
import type { Fast } from './route.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** How the caller stands with its quota, as every reply tells it. */
    limitHeaders?: Record<string, string>;
    /** Whose quota pays for a code or key that is not there. */
    limitedAddress?: string | null;
  }
}

/** What of an address in the path is counted by itself: codes that stand on goods and papers. */
const CODES = ['traceCode', 'slip', 'lot', 'code'] as const;

function codeIn(params: Record<string, string>): string | null {
  for (const name of CODES) {
    const code = params[name];
    if (code !== undefined) return code.replaceAll('-', '').toUpperCase();
  }
  return null;
}

/** Told whose key it is as soon as that is known: before it is known whether it may act for another. */
export type KeyFound = (own: Caller) => void;

/**
 * Finds out who calls, within the quotas: a key has its own, however many share an address; who has none counts by address and code. A key
 * that is not valid is paid for by its address; one that is pays for itself, also where it names a party it may not act for.
 * @throws {Problem} too-many-requests
 */
export async function withinLimits(
  limits: RateLimits | undefined,
  c: Context,
  find: (found: KeyFound) => Promise<Caller>,
): Promise<Caller> {
  if (!limits) return find(() => {});
  const address = limits.addressOf(c.env as Connection, c.req.raw);
  c.set('limitedAddress', address);
  let isPaid = false;
  const told = (standing: Standing | null) => {
    if (standing) c.set('limitHeaders', limitHeaders(standing));
  };
  const caller = await find((own) => {
    if (own.kind === 'anonymous') return;
    isPaid = true;
    told(limits.take('key', `${own.kind}:${own.keyId}`));
  }).catch((error) => {
    if (error instanceof Problem && !isPaid) limits.take('address', address);
    throw error;
  });
  if (isPaid) return caller;
  // The address first: one that is out of its own quota must not eat up what a code has for everybody.
  told(limits.take('address', address));
  if (address !== null) limits.take('code', codeIn(c.req.param()));
  return caller;
}

/** A hot route within the quotas. It names them in its replies only where they are exceeded: the header would cost more than the count. */
export function limitedFast(limits: RateLimits | undefined, fast: Fast): (c: Context) => ReturnType<Fast> {
  if (!limits) return (c) => fast(c.req.raw, c.req.param());
  return (c) => {
    const params = c.req.param();
    const address = limits.addressOf(c.env as Connection, c.req.raw);
    if (address !== null) limits.scan(address, codeIn(params));
    return fast(c.req.raw, params);
  };
}

/** A hot route that found nothing under what was asked for. */
export function missedFast(limits: RateLimits | undefined, c: Context): void {
  limits?.missed(limits.addressOf(c.env as Connection, c.req.raw));
}
