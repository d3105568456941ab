import { describe, expect, it } from 'vitest';
import { type AdmissionLimits, admitted } from './admission.ts';
import { arriving, type NodeEnv } from './arrival.ts';
import { Problem } from './problems.ts';

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
    const gate = admitted(fetch, random, { reads: 2, writes: 1, bodies: 1, bodiesPerAddress: 1, bytes: 1_000, bytesPerAddress: 1_000 });
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
    expect(gate.underway()).toEqual({ reads: 0, writes: 0, bodies: 0, bytes: 0, refused: 1, ended: 0 });
  });

  it('keeps readers in while writers wait, and says that nothing was stored', async () => {
    const { fetch, answerAll } = held();
    const gate = admitted(fetch, random, { reads: 1, writes: 1, bodies: 1, bodiesPerAddress: 1, bytes: 1_000, bytesPerAddress: 1_000 });
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
    const gate = admitted(() => Promise.reject(new Error('broken')), random, {
      reads: 9,
      writes: 9,
      bodies: 9,
      bodiesPerAddress: 9,
      bytes: 1_000,
      bytesPerAddress: 1_000,
    });
    const broken = gate.fetch(post(900));
    expect((await gate.fetch(post(200))).status).toBe(503);
    await expect(broken).rejects.toThrow('broken');
    expect(gate.underway()).toMatchObject({ writes: 0, bodies: 0, bytes: 0, refused: 1 });
  });

  describe('of bodies that are on their way', () => {
    /** A handler that reads its body for the given address, then answers when it is told to. */
    function gateOf(limits: Partial<AdmissionLimits>) {
      let at = 0;
      const asked: (() => void)[] = [];
      const bodies: (() => void)[] = [];
      const answers: (() => void)[] = [];
      const fetch = async (request: Request, env?: NodeEnv) => {
        try {
          if (request.headers.get('x-from') === 'held') await new Promise<void>((known) => asked.push(known));
          const text = await arriving(env, 'whole', request.headers.get('x-from'), async () => {
            await new Promise<void>((come) => bodies.push(come));
            return 'whole';
          });
          await new Promise<void>((answer) => answers.push(answer));
          return new Response(text);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          return new Response(error.code, { status: error.status, headers: error.headers });
        }
      };
      const gate = admitted(
        fetch,
        random,
        { reads: 9, writes: 9, bodies: 9, bodiesPerAddress: 9, bytes: 1_000, bytesPerAddress: 1_000, ...limits },
        () => at,
      );
      const send = (from?: string, bytes = 0) => {
        const headers = { 'Content-Length': String(bytes), ...(from === undefined ? {} : { 'X-From': from }) };
        return Promise.resolve(
          gate.fetch(new Request('http://x/v1/batches', { method: 'POST', headers }), { incoming: { complete: false } }),
        );
      };
      const all = async (what: (() => void)[]) => {
        for (const go of what.splice(0)) go();
        await turn();
      };
      return {
        gate,
        send,
        pass: (ms: number) => {
          at += ms;
        },
        /** It is known who asks. */
        let: async (which: number) => all(asked.splice(which, 1)),
        comeAll: () => all(bodies),
        come: async (which: number) => all(bodies.splice(which, 1)),
        answerAll: () => all(answers),
      };
    }
    const turn = () => new Promise<void>((next) => setImmediate(next));

    it('gives none of them a place, and the place back when the body is in', async () => {
      const { gate, send, comeAll, answerAll } = gateOf({ writes: 1 });
      const first = send();
      await turn();
      expect(gate.underway()).toMatchObject({ writes: 0, bodies: 1 });
      const second = send();
      await turn();
      expect(gate.underway()).toMatchObject({ writes: 0, bodies: 2, refused: 0 });
      await comeAll();
      // One is worked on; the other has its body and waits for the place.
      expect(gate.underway()).toMatchObject({ writes: 1, bodies: 1 });
      expect((await gate.fetch(post())).status).toBe(503);
      await answerAll();
      await answerAll();
      expect([(await first).status, (await second).status]).toEqual([200, 200]);
      expect(gate.underway()).toEqual({ reads: 0, writes: 0, bodies: 0, bytes: 0, refused: 1, ended: 0 });
    });

    it('ends the oldest slow one with 408 for a new one where there is no room', async () => {
      const { gate, send, pass, comeAll, answerAll } = gateOf({ bodies: 2 });
      const slow = send();
      await turn();
      pass(500);
      const kept = send();
      await turn();
      pass(500);
      const late = send();
      const ended = await slow;
      expect([ended.status, await ended.text(), ended.headers.get('connection')]).toEqual([408, 'too-slow', 'close']);
      expect(gate.underway()).toMatchObject({ bodies: 2, ended: 1 });
      await comeAll();
      await answerAll();
      expect([(await kept).status, (await late).status]).toEqual([200, 200]);
      expect(gate.underway()).toEqual({ reads: 0, writes: 0, bodies: 0, bytes: 0, refused: 0, ended: 1 });
    });

    it('ends none whose body is in', async () => {
      const { send, pass, come, comeAll, answerAll, let: letIn } = gateOf({ writes: 2, bodies: 2 });
      const [isIn, slow, worked] = [send(), send(), send('held')];
      await turn();
      const late = send('held');
      await turn();
      // The two that are asked who they are have both places, so whoever has its body waits.
      await come(0);
      pass(1_000);
      await letIn(1);
      expect((await slow).status).toBe(408);
      await letIn(0);
      await comeAll();
      await answerAll();
      await answerAll();
      expect((await Promise.all([isIn, worked, late])).map(({ status }) => status)).toEqual([200, 200, 200]);
    });

    it('refuses a new one while none is slow', async () => {
      const { gate, send, comeAll, answerAll } = gateOf({ bodies: 1 });
      const first = send();
      await turn();
      const refused = await send();
      expect([refused.status, await refused.text()]).toEqual([503, 'busy']);
      await comeAll();
      await answerAll();
      expect((await first).status).toBe(200);
      expect(gate.underway()).toMatchObject({ writes: 0, bodies: 0 });
    });

    it('gives one address no more than its share, at the cost of that address alone', async () => {
      const { gate, send, pass, comeAll, answerAll } = gateOf({ bodiesPerAddress: 2 });
      const other = send('192.0.2.9');
      const own = [send('192.0.2.1'), send('192.0.2.1')];
      await turn();
      const refused = await send('192.0.2.1');
      expect([refused.status, await refused.text(), refused.headers.get('retry-after')]).toEqual([429, 'too-many-requests', '1']);
      pass(1_000);
      const next = send('192.0.2.1');
      expect((await own[0])?.status).toBe(408);
      // This machine speaks for everybody behind it.
      const local = [send(), send(), send()];
      await turn();
      expect(gate.underway()).toMatchObject({ bodies: 6, ended: 1 });
      await comeAll();
      await answerAll();
      const rest = [other, next, ...own.slice(1), ...local];
      expect((await Promise.all(rest)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    });

    it('ends nobody for what is announced by one that is not waited for', async () => {
      const { gate, send, pass, comeAll, answerAll } = gateOf({ bytes: 4 * 1_048_576, bytesPerAddress: 4 * 1_048_576 });
      const honest = [send('192.0.2.1', 2_000_000), send('192.0.2.2', 2_000_000)];
      await turn();
      pass(1_000);
      // They are asked who they are, and never come as far as their body.
      const strangers = [1, 2, 3, 4].map(() => send('held', 33_554_432));
      await turn();
      expect(gate.underway()).toMatchObject({ writes: 4, ended: 0, bytes: 4_000_000 + 4 * 1_048_576 });
      expect((await send('held', 33_554_432)).status).toBe(503);
      await comeAll();
      await answerAll();
      expect((await Promise.all(honest)).map(({ status }) => status)).toEqual([200, 200]);
      expect(strangers).toHaveLength(4);
      expect(gate.underway()).toMatchObject({ ended: 0, bytes: 4 * 1_048_576 });
    });

    it('lets one address announce no more than its share, at the cost of that address alone', async () => {
      const { gate, send, pass, comeAll, answerAll } = gateOf({ bytesPerAddress: 500 });
      const other = send('192.0.2.9', 400);
      const own = send('192.0.2.1', 400);
      await turn();
      const refused = await send('192.0.2.1', 200);
      expect([refused.status, await refused.text()]).toEqual([429, 'too-many-requests']);
      pass(1_000);
      // More than could be made room for ends none.
      expect((await send('192.0.2.1', 501)).status).toBe(429);
      expect(gate.underway()).toMatchObject({ bodies: 2, ended: 0 });
      const next = send('192.0.2.1', 500);
      expect((await own).status).toBe(408);
      await turn();
      expect(gate.underway()).toMatchObject({ bodies: 2, ended: 1, bytes: 900 });
      await comeAll();
      await answerAll();
      expect((await Promise.all([other, next])).map(({ status }) => status)).toEqual([200, 200]);
      expect(gate.underway()).toMatchObject({ bytes: 0 });
    });

    it('counts what they announce only while they wait', async () => {
      const { gate, send, pass, comeAll, answerAll } = gateOf({ bytes: 1_000, bytesPerAddress: 1_000 });
      const slow = send(undefined, 900);
      await turn();
      expect((await send(undefined, 200)).status).toBe(503);
      pass(1_000);
      const good = send(undefined, 200);
      expect((await slow).status).toBe(408);
      await turn();
      expect(gate.underway()).toMatchObject({ bytes: 200 });
      await comeAll();
      await answerAll();
      expect((await good).status).toBe(200);
      expect(gate.underway()).toMatchObject({ bytes: 0 });
    });
  });
});
