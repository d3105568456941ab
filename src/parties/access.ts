import type { Caller } from '../platform/caller.ts';
import { notFound, Problem } from '../platform/problems.ts';
import { type PartyRow, partyRepository, type Read } from './repository.ts';

/** Who keeps a registration up to date: the party, whoever it lets, its authority, an administrator. */
export const keepers = { who: ['party', 'authority', 'admin'], right: 'party', pending: true } as const;

/** Who makes and revokes the keys of a party: itself, its authority, the security administrator. */
export const keyKeepers = { who: ['party', 'authority', 'security'], right: 'party', ownOnly: true, pending: true, officer: true } as const;

export const noParty = () => notFound({ zh: '该经营主体', en: 'such party' });

/**
 * A party within the caller's scope.
 * @throws {Problem} not-found when it does not exist or is out of scope
 */
export async function managedParty(read: Read, caller: Caller, ref: string): Promise<PartyRow> {
  const row = await partyRepository(read, caller).managed(ref);
  if (!row) throw noParty();
  return row;
}

/**
 * A party within the caller's scope. What binds a party (its delegations and keys) is not delegated further: a delegate is refused.
 * @throws {Problem} not-found out of scope; forbidden for somebody who acts for the party
 */
export async function ownParty(read: Read, caller: Caller, ref: string): Promise<PartyRow> {
  const row = await managedParty(read, caller, ref);
  if (caller.kind === 'party' && caller.actor.id !== row.id)
    throw new Problem('forbidden', {
      zh: '代办人不能再转委托，也不能管理委托方的密钥；请由委托方本身办理。',
      en: 'A delegate may not delegate further, nor manage the keys of whom it acts for; the party does so itself.',
    });
  return row;
}

/** Somebody who acts for some sites only has no say over the party as a whole. */
export function refuseSiteDelegate(caller: Caller): void {
  if (caller.kind === 'party' && caller.siteIds !== undefined)
    throw new Problem('forbidden', {
      zh: '该委托只限部分场所，不能办理整个主体的事项。',
      en: 'This delegation is for some sites only; it does not reach what concerns the party as a whole.',
    });
}
