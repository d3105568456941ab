import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { admitted } from './admission.ts';

const random = (count: number) => new Uint8Array(count);
const get = () => new Request('http://x/t/a');
const post = (length = 0) =>
  new Request('http://x/v1/batches', { method: 'POST', headers: { 'Content-Length': String(length), 'Accept-Language': 'en' } });

/** A handler that answers when it is told to. */
function held() {
  const waiting: (() => void)[] = [];
  return {
    fetch: () => new Promise<Response>((answer) => waiting.push(() => answer(new Response('ok')))),
    answerAll: () => {
      for (const answer of waiting.splice(0)) answer();
    },
  };
}

describe('the admission of requests', () => {
  it('refuses what is beyond the limit at once, with the time to come back, and lets in again when one is answered', async () => {
    const { fetch, answerAll } = held();
    const gate = admitted(fetch, random, { reads: 2, writes: 1, slow: 1, bytes: 1_000 });
    const first = [gate.fetch(get()), gate.fetch(get())];
    const refused = await gate.fetch(get());
    expect([refused.status, refused.headers.get('retry-after'), ((await refused.json()) as { code: string }).code]).toEqual([
      503,
      '1',
      'busy',
    ]);
    answerAll();
    expect((await Promise.all(first)).map((answer) => answer.status)).toEqual([200, 200]);
    const later = gate.fetch(get());
    answerAll();
    expect((await later).status).toBe(200);
    expect(gate.underway()).toEqual({ reads: 0, writes: 0, slow: 0, bytes: 0, refused: 1 });
  });

  it('keeps readers in while writers wait, and says that nothing was stored', async () => {
    const { fetch, answerAll } = held();
    const gate = admitted(fetch, random, { reads: 1, writes: 1, slow: 1, bytes: 1_000 });
    const writing = gate.fetch(post());
    const refused = await gate.fetch(post());
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      503,
      'The service is busy; the request was not looked at and nothing was stored. Try again shortly.',
    ]);
    const reading = gate.fetch(get());
    answerAll();
    expect([(await writing).status, (await reading).status]).toEqual([200, 200]);
  });

  it('counts the bytes that are announced, and forgets them when the handler fails', async () => {
    const gate = admitted(() => Promise.reject(new Error('broken')), random, { reads: 9, writes: 9, slow: 9, bytes: 1_000 });
    const broken = gate.fetch(post(900));
    expect((await gate.fetch(post(200))).status).toBe(503);
    await expect(broken).rejects.toThrow('broken');
    expect(gate.underway()).toMatchObject({ writes: 0, slow: 0, bytes: 0, refused: 1 });
  });

  it('moves a body that is slow to come out of the way of the others, up to a limit', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { fetch, answerAll } = held();
    const gate = admitted<[{ incoming: { complete: boolean } }]>(fetch, random, { reads: 1, writes: 1, slow: 1, bytes: 1_000 });
    const sending = { incoming: { complete: false } };
    const slow = gate.fetch(post(), sending);
    expect((await gate.fetch(post(), sending)).status).toBe(503);
    vi.advanceTimersByTime(1_000);
    const second = gate.fetch(post(), sending);
    vi.advanceTimersByTime(1_000);
    expect(gate.underway()).toMatchObject({ writes: 1, slow: 1, refused: 1 });
    answerAll();
    await Promise.all([slow, second]);
    expect(gate.underway()).toMatchObject({ writes: 0, slow: 0 });
  });
});
