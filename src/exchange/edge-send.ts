import { SEND_MS, type Send } from './send.ts';

/** Sends from the edge, whose network reaches no private address. */
export const edgeSend: Send = async (url, headers, body, keep = 0) => {
  if (!url.startsWith('https:')) return { error: 'https only' };
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(SEND_MS) });
    if (keep > 0) return { status: response.status, body: await beginningOf(response, keep) };
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

/** The first bytes of an answer as text; the rest is not read. */
async function beginningOf(response: Response, keep: number): Promise<string> {
  const kept: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of response.body ?? []) {
    kept.push(chunk);
    read += chunk.length;
    if (read >= keep) break;
  }
  return Buffer.concat(kept).subarray(0, keep).toString();
}
