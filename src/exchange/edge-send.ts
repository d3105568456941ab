import { SEND_MS, type Send } from './send.ts';

/** Sends from the edge, whose network reaches no private address. */
export const edgeSend: Send = async (url, headers, body) => {
  if (!url.startsWith('https:')) return { error: 'https only' };
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(SEND_MS) });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};
