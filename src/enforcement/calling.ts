import type { AuthorityCaller, Caller, PartyCaller } from '../platform/caller.ts';
import type { Call } from '../platform/route.ts';

/** The caller of an operation that only authorities may call; the mount has refused everyone else. */
export function authorityOf(caller: Caller): AuthorityCaller {
  if (caller.kind !== 'authority') throw new Error('This operation is for authorities; its access says otherwise.');
  return caller;
}

/** The caller of an operation that only parties may call. */
export function partyOf(caller: Caller): PartyCaller {
  if (caller.kind !== 'party') throw new Error('This operation is for parties; its access says otherwise.');
  return caller;
}

/** The Link header of a page that has a next. */
export function nextLink(call: Call, next: string | null): Record<string, string> {
  if (next === null) return {};
  const url = new URL(call.request.url);
  url.searchParams.set('cursor', next);
  return { Link: `<${url.pathname}${url.search}>; rel="next"` };
}
