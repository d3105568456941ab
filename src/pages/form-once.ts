import { newPublicId, type RandomBytes } from '../codes/ids.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { nameOf } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { once } from '../platform/each.ts';
import { Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import type { IdempotencyClaim, Reply } from '../store/store.ts';
import { escapeHtml } from './escape.ts';

/** A key for one filling in of a form: sent twice it is one record. */
export const newFormKey = (random: RandomBytes): string => newPublicId(random);

export const onceField = (key: string): string => `<input type="hidden" name="once" value="${escapeHtml(key)}">`;

/**
 * What the key of a form is used for. A multipart body is another one each time it is sent, so the fields as read are what makes it the same.
 * Undefined where nobody is signed in or the form brought no key of ours: it is then recorded as often as it comes.
 */
export function formClaim(
  { caller, request }: Pick<Call, 'caller' | 'request'>,
  key: string,
  fields: unknown,
): IdempotencyClaim | undefined {
  if (caller.kind === 'anonymous' || !/^\w{8,40}$/.test(key)) return undefined;
  const { pathname } = new URL(request.url);
  return {
    scope: `${nameOf(caller)}:${caller.keyId} form`,
    key,
    fingerprint: sha256Hex(`${pathname}\n${JSON.stringify(fields)}`),
  };
}

/**
 * Records what a form says, once however often it is sent.
 * @throws {Problem} key-reused, in words for whoever reads the page, where the form was recorded with other words already
 */
export async function onceByForm(
  deps: Pick<Deps, 'store'>,
  call: Pick<Call, 'caller' | 'request'>,
  key: string | undefined,
  fields: unknown,
  record: (claim: IdempotencyClaim | undefined) => Promise<Reply>,
): Promise<Reply> {
  const claim = formClaim(call, key ?? '', fields);
  try {
    return await once(deps, claim, () => record(claim));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'key-reused') throw error;
    throw new Problem('key-reused', {
      zh: '这张表已经按另一内容记录过一次。要把现在的内容另记一条，请再提交。',
      en: 'This form has been recorded with other words already. To record what it says now as well, send it once more.',
    });
  }
}
