import { type NoticeDraft, noticeRows } from '../exchange/notices.ts';
import type { Deps } from '../platform/deps.ts';
import type { Expect } from '../store/store.ts';

const ATTEMPTS = 12;

/** Parties told in one commit; the follower tells the rest a page at a time. */
export const TOLD_AT_ONCE = 500;

/**
 * Gives notices that were not given yet, in a commit of their own; all are of one kind about one subject. Nothing is written once what they rest on no longer holds.
 * @throws {Error} when others keep giving the same ones
 */
export async function tell(deps: Deps, drafts: readonly NoticeDraft[], expect: Expect[]): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const at = deps.clock();
    const rows = await noticeRows(deps, drafts, at);
    if (rows.notice.length === 0) return;
    const finish = () => ({ reply: { status: 204, headers: {}, body: '' } });
    const result = await deps.store.commit({ chain: 'system', at, entries: [], rows, expect, finish });
    if (result.committed || result.conflict === 'expect') return;
  }
  throw new Error('Notices could not be written: others kept giving the same ones.');
}
