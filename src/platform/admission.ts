import { newPublicId, type RandomBytes } from '../codes/ids.ts';
import { UPLOAD_LIMIT } from './body.ts';
import { problemResponse } from './mount.ts';
import { localeOf, Problem } from './problems.ts';

/** What may be under way at once in one process. */
export interface AdmissionLimits {
  /** Requests without a body. */
  reads: number;
  /** Requests with one. */
  writes: number;
  /** Requests whose body is still on its way after a second: they wait for their sender, and may keep nobody out. */
  slow: number;
  /** Announced bytes of all bodies together. */
  bytes: number;
}

/**
 * Several times what keeps two cores busy, and few enough that whoever is let in is answered within a second or two and what waits costs
 * bounded memory.
 */
export const ADMISSION: AdmissionLimits = { reads: 1_024, writes: 256, slow: 1_024, bytes: 256 * 1_048_576 };

/** From when on a body counts as slow, in milliseconds. */
const SLOW_MS = 1_000;

type Fetch<A extends unknown[]> = (request: Request, ...rest: A) => Response | Promise<Response>;

type Kind = 'reads' | 'writes' | 'slow';

/** What is under way, for whoever measures. */
export interface Admission<A extends unknown[]> {
  fetch: Fetch<A>;
  underway(): Record<Kind | 'bytes' | 'refused', number>;
}

/**
 * Lets requests in up to a limit and refuses the rest at once, before anything is read of them: a refusal costs next to nothing, so a service
 * asked for far more than it can do goes on doing what it can. On Node the second argument has the message, which tells whether its body is in.
 */
export function admitted<A extends unknown[]>(fetch: Fetch<A>, random: RandomBytes, limits: AdmissionLimits = ADMISSION): Admission<A> {
  const now = { reads: 0, writes: 0, slow: 0, bytes: 0, refused: 0 };
  const read: Fetch<A> = (request, ...rest) => {
    now.reads++;
    return ending(
      () => fetch(request, ...rest),
      () => {
        now.reads--;
      },
    );
  };
  const write = (bytes: number, request: Request, rest: A) => {
    let kind: Kind = 'writes';
    now.writes++;
    now.bytes += bytes;
    const late = setTimeout(() => {
      if (isComplete(rest[0]) || now.slow >= limits.slow) return;
      now.writes--;
      now.slow++;
      kind = 'slow';
    }, SLOW_MS);
    return ending(
      () => fetch(request, ...rest),
      () => {
        clearTimeout(late);
        now[kind]--;
        now.bytes -= bytes;
      },
    );
  };
  return {
    fetch: (request, ...rest) => {
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      // A stream of any size is never in memory as a whole.
      const bytes = isRead ? 0 : Math.min(Number(request.headers.get('content-length') ?? 0) || 0, UPLOAD_LIMIT);
      if (isRead ? now.reads < limits.reads : now.writes < limits.writes && now.bytes + bytes <= limits.bytes)
        return isRead ? read(request, ...rest) : write(bytes, request, rest);
      now.refused++;
      return busy(request, newPublicId(random));
    },
    underway: () => ({ ...now }),
  };
}

/** Whether a message is in as a whole; where nobody can tell, it is. */
function isComplete(env: unknown): boolean {
  return (env as { incoming?: { complete?: boolean } } | undefined)?.incoming?.complete !== false;
}

function ending(answer: () => Response | Promise<Response>, done: () => void): Response | Promise<Response> {
  let made: Response | Promise<Response>;
  try {
    made = answer();
  } catch (error) {
    done();
    throw error;
  }
  if (!(made instanceof Promise)) {
    done();
    return made;
  }
  made.then(done, done);
  return made;
}

function busy(request: Request, requestId: string): Response {
  const problem = new Problem(
    'busy',
    {
      zh: '服务繁忙，请求未被处理，未保存任何内容；请稍后重试。',
      en: 'The service is busy; the request was not looked at and nothing was stored. Try again shortly.',
    },
    { headers: { 'Retry-After': '1', 'X-Request-Id': requestId } },
  );
  return problemResponse(problem, localeOf(request.headers.get('accept-language')), requestId, pathOf(request.url));
}

function pathOf(url: string): string {
  return URL.parse(url)?.pathname ?? '/';
}
