import type { AuthorityCaller, Caller } from '../platform/caller.ts';

/** The caller of an operation that only authorities may call; the mount has refused everyone else. */
export function authorityOf(caller: Caller): AuthorityCaller {
  if (caller.kind !== 'authority') throw new Error('This operation is for authorities; its access says otherwise.');
  return caller;
}
