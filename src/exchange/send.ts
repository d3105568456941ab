/** What became of one attempt: the receiver's status, or why there is none. */
export type Sent = { status: number } | { error: string };

/** Sends one message. Follows no redirect, waits no longer than its limit, reads no more of the answer than it must; never throws. */
export type Send = (url: string, headers: Record<string, string>, body: string) => Promise<Sent>;

/** How long one attempt may take, in milliseconds. */
export const SEND_MS = 10_000;
