import type { Deps } from '../platform/deps.ts';
import { LINK_MS, type SessionRow } from './model.ts';
import { newSession } from './sessions.ts';

/** A one-time link to choose a login and a password, and the row that knows its hash. */
export async function newLink(
  deps: Deps,
  accountId: number,
  kind: 'invite' | 'reset',
  now: number,
  data?: string,
): Promise<{ row: SessionRow; link: string; expiresAt: number }> {
  const expiresAt = now + LINK_MS[kind];
  const { row, token } = await newSession(deps, { kind, accountId, expiresAt, ...(data === undefined ? {} : { data }) }, now);
  return { row, link: `${deps.publicUrl}/invitation/${token}`, expiresAt };
}
