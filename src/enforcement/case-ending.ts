import type { AuthorityCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { Reply } from '../store/store.ts';
import { type Taking, takeStep } from './case-taking.ts';

type Reasoned = Taking<{ reason: string }>;

/** The facts do not hold or it should not have been opened: the case is withdrawn and its leads are dismissed. */
export function withdrawal(deps: Deps, call: Reasoned, caller: AuthorityCaller): Promise<Reply> {
  const { reason } = call.body;
  return takeStep(deps, call, caller, 'withdrawal', () => [
    { kind: 'withdrawal', record: { reason }, to: { state: 'withdrawn' }, leads: { state: 'dismissed', reason } },
  ]);
}

/** Hands the case to the prosecuting office on suspicion of a crime (行政处罚法 27), or to the authority that is competent (22, 25). */
export function referral(
  deps: Deps,
  call: Taking<{ reason: string; to?: string | undefined; kind?: 'criminal' | 'other-authority' | undefined }>,
  caller: AuthorityCaller,
): Promise<Reply> {
  const { reason, to, kind = 'criminal' } = call.body;
  return takeStep(deps, call, caller, 'referral', () => [
    { kind: 'referral', record: { reason, way: kind, ...(to === undefined ? {} : { to }) }, to: { state: 'referred' } },
  ]);
}

/**
 * Closes a case with a reason; its leads close with it.
 * @throws {Problem} out-of-order between notice and service, and when it is closed; not-found
 */
export function closing(deps: Deps, call: Reasoned, caller: AuthorityCaller): Promise<Reply> {
  const { reason } = call.body;
  return takeStep(deps, call, caller, 'closing', ({ now }) => [
    { kind: 'closing', record: { reason }, to: { state: 'closed', closedAt: now }, leads: { state: 'closed', reason } },
  ]);
}
