import type { Reply } from '../store/store.ts';
import { chainOf, type PartyCaller } from './caller.ts';
import type { Deps } from './deps.ts';
import { Problem } from './problems.ts';
import type { Call } from './route.ts';
import { IdempotencyRace, write } from './write.ts';

/** Carries out one write of several in a request, as a caller of its own, once however often the request is repeated. */
export type One = (caller: PartyCaller, step: string, write: (call: Call) => Promise<Reply>) => Promise<Reply>;

/**
 * Several writes of one request, each in its own chain and so each its own commit: what is refused says so in its place and leaves the others as they are.
 * The request’s idempotency key becomes one for each write, so that a request that was cut in the middle goes on where it was; it stands for one body alone.
 */
export async function each<T>(
  deps: Pick<Deps, 'store'>,
  call: Call,
  items: readonly T[],
  handle: (one: One, item: T, i: number) => Promise<unknown>,
): Promise<unknown[]> {
  await claimWhole(deps, call);
  const results: unknown[] = [];
  for (const [i, item] of items.entries()) {
    try {
      results.push({ status: 201, ...((await handle(oneOf(deps, call, i), item, i)) as object) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      results.push(refused(error, call));
    }
  }
  return results;
}

/**
 * Holds the key for this body before anything is done under it: another body under it is refused as a whole, before its further items are recorded.
 * @throws {Problem} key-reused
 */
async function claimWhole(deps: Pick<Deps, 'store'>, { claim, caller, now }: Call): Promise<void> {
  if (!claim) return;
  const own = { ...claim, scope: `${claim.scope} for each` };
  if (await stored(deps, own)) return;
  try {
    await write(deps.store, async () => ({
      chain: chainOf(caller),
      at: now,
      entries: [],
      idempotency: own,
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    }));
  } catch (error) {
    if (!(error instanceof IdempotencyRace)) throw error;
    await stored(deps, own);
  }
}

function oneOf(deps: Pick<Deps, 'store'>, call: Call, i: number): One {
  return async (caller, step, write) => {
    const { claim } = call;
    const own = claim && { ...claim, scope: `${claim.scope} for ${caller.party.publicId}`, key: `${claim.key}#${i}${step}`.slice(-255) };
    return once(deps, own, () => write({ ...call, caller, claim: own }));
  };
}

/** Carries out a write whose claim is not the request's own, and answers a repeat as it was answered the first time. */
export async function once(deps: Pick<Deps, 'store'>, claim: Call['claim'], handle: () => Promise<Reply>): Promise<Reply> {
  const known = claim && (await stored(deps, claim));
  if (known) return known;
  try {
    return await handle();
  } catch (error) {
    const raced = claim && error instanceof IdempotencyRace ? await stored(deps, claim) : null;
    if (!raced) throw error;
    return raced;
  }
}

async function stored({ store }: Pick<Deps, 'store'>, claim: NonNullable<Call['claim']>): Promise<Reply | null> {
  const row = await store.read
    .selectFrom('idempotency')
    .select(['fingerprint', 'status', 'headers', 'body'])
    .where('scope', '=', claim.scope)
    .where('key', '=', claim.key)
    .executeTakeFirst();
  if (!row) return null;
  if (row.fingerprint !== claim.fingerprint || row.body === null)
    throw new Problem('key-reused', {
      zh: '此 Idempotency-Key 已用于另一份内容；请换一个键。',
      en: 'This Idempotency-Key was used for another request; take a new key.',
    });
  return { status: row.status, headers: JSON.parse(row.headers) as Record<string, string>, body: row.body };
}

function refused(problem: Problem, { locale }: Pick<Call, 'locale'>) {
  return {
    status: problem.status,
    code: problem.code,
    detail: problem.detail[locale],
    errors: problem.errors.map((error) => ({ ...error, expected: error.expected[locale], fix: error.fix[locale] })),
    ...problem.extra,
  };
}
