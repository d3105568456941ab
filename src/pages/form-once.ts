import { newPublicId, type RandomBytes } from '../codes/ids.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { nameOf } from '../platform/caller.ts';
import type { Call } from '../platform/route.ts';
import type { IdempotencyClaim } from '../store/store.ts';
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
