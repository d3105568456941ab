/** What became of one attempt: the receiver's status, or why there is none. `body`: the beginning of its answer, where that was asked for. */
export type Sent = { status: number; body?: string } | { error: string };

/**
 * Sends one message. Follows no redirect, waits no longer than its limit, reads no more of the answer than it must; never throws.
 * `keep`: bytes of the answer to hand back; none without it.
 */
export type Send = (url: string, headers: Record<string, string>, body: string, keep?: number) => Promise<Sent>;

/** How long one attempt may take, in milliseconds. */
export const SEND_MS = 10_000;
