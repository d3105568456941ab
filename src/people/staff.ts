import { ownParty } from '../parties/access.ts';
import { liveKeysMadeBy } from '../parties/keys.ts';
import { rights as allRights, type PartyCaller, partyCaller, type Right } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Commit, Expect, Reply } from '../store/store.ts';
import { type AccountsAsked, type AccountView, accountsOf, changing, ending, invitation, makerOf, noAccount } from './accounts.ts';
import { type AccountRow, accountBy, type Read, rightsIn } from './model.ts';
import { ownerOfParty } from './owners.ts';

type StaffCall<B = unknown> = Call<{ party: string; id: string }, unknown, B>;

/** @throws {Problem} forbidden for rights the inviter has not itself */
function refuseBeyond(caller: PartyCaller, wanted: readonly Right[]): void {
  const beyond = wanted.filter((right) => !caller.rights.includes(right));
  if (beyond.length > 0)
    throw new Problem('forbidden', {
      zh: `您自己没有“${beyond.join('、')}”权限，不能授予他人。`,
      en: `You have not the right ${beyond.join(', ')} yourself and cannot give it.`,
    });
}

/** Invites a person of the caller's own firm. */
export async function inviteStaff(deps: Deps, call: Call<{ party: string }, unknown, { name: string; rights: Right[] }>): Promise<Reply> {
  const caller = partyCaller(call);
  return write(deps.store, async () => {
    const party = await ownParty(deps.store.read, caller, call.params.party);
    refuseBeyond(caller, call.body.rights);
    return invitation(deps, call, ownerOfParty(party), { name: call.body.name, role: null, rights: [...new Set(call.body.rights)] });
  });
}

/** A page of the people of the caller's own firm who are in. */
export async function staffOf(deps: Deps, caller: PartyCaller, ref: string, asked: AccountsAsked) {
  const party = await ownParty(deps.store.read, caller, ref);
  return accountsOf(deps.store.read, { kind: 'party', id: party.id }, asked, true);
}

/** The keys that still open something, by the id of the account that made them. */
export async function keysOfStaff(deps: Deps, caller: PartyCaller, people: readonly AccountView[], now: number) {
  const { party } = caller;
  const makers = new Map(people.map(({ row }) => [makerOf(party, row), row.publicId]));
  const byMaker = new Map<string, { label: string; prefix: string }[]>();
  for (const { maker, view } of await liveKeysMadeBy(deps.store.read, { kind: 'party', id: party.id }, [...makers.keys()], now)) {
    const account = makers.get(maker) ?? '';
    byMaker.set(account, [...(byMaker.get(account) ?? []), view]);
  }
  return byMaker;
}

async function member(deps: Deps, call: StaffCall): Promise<{ party: { id: number; publicId: string }; row: AccountRow }> {
  const party = await ownParty(deps.store.read, partyCaller(call), call.params.party);
  const row = await accountBy(deps.store.read, 'publicId', call.params.id);
  if (row?.ownerKind !== 'party' || row.ownerId !== party.id) throw noAccount();
  return { party, row };
}

/** Removes a person of the firm: the account and its sessions end at once, and the keys it made where that is asked for. */
export async function removeStaff(deps: Deps, call: StaffCall, keys: 'end' | 'keep'): Promise<Reply> {
  return write(deps.store, async () => {
    const { party, row } = await member(deps, call);
    const commit = await ending(deps, call, ownerOfParty(party), row, keys);
    return keptBy(commit, await anotherKeeper(deps.store.read, row, true));
  });
}

/**
 * Gives a person of the firm other rights. The reply tells which keys it made may do more than it may now; they end too where that is asked for.
 */
export async function changeStaff(deps: Deps, call: StaffCall<{ rights: Right[] }>, keys: 'end' | 'keep'): Promise<Reply> {
  return write(deps.store, async () => {
    const { party, row } = await member(deps, call);
    if (row.endedAt !== null) throw noAccount();
    refuseBeyond(partyCaller(call), call.body.rights);
    const to = { role: null, rights: [...new Set(call.body.rights)] };
    const commit = await changing(deps, call, ownerOfParty(party), row, to, keys);
    return keptBy(commit, await anotherKeeper(deps.store.read, row, !call.body.rights.includes('party')));
  });
}

/**
 * Somebody else of the firm who is in and has the right `party`, where the account loses it.
 * @throws {Problem} conflict when there is nobody: the firm would have locked itself out
 */
async function anotherKeeper(read: Read, row: AccountRow, loses: boolean): Promise<AccountRow | null> {
  if (!loses || !rightsIn(row, allRights).includes('party')) return null;
  const keepers = () =>
    read
      .selectFrom('account')
      .innerJoin('credential', 'credential.id', 'account.id')
      .selectAll('account')
      .where('ownerKind', '=', 'party')
      .where('ownerId', '=', row.ownerId)
      .where('endedAt', 'is', null)
      .where('login', 'is not', null)
      // A list of words in JSON: the word stands in quotes.
      .where((eb) => eb.or([eb('rights', 'is', null), eb('rights', 'like', '%"party"%')]));
  // Who has not followed its invitation keeps nothing yet.
  if (!(await keepers().where('account.id', '=', row.id).executeTakeFirst())) return null;
  const other = await keepers().where('account.id', '<>', row.id).orderBy('account.id').executeTakeFirst();
  if (other) return other;
  throw new Problem('conflict', {
    zh: '这是最后一位有 party 权限的人员，不能移除；请先把该权限给另一人。',
    en: 'This is the last person with the right party and cannot go; give the right to somebody else first.',
  });
}

/** The keeper that remains must remain: two who remove each other at once do not both succeed. */
function keptBy(commit: Commit, keeper: AccountRow | null): Commit {
  if (!keeper) return commit;
  const stays: Expect[] = [
    { table: 'account', id: keeper.id, column: 'endedAt', is: null },
    { table: 'account', id: keeper.id, column: 'rights', is: keeper.rights },
  ];
  return { ...commit, expect: [...(commit.expect ?? []), ...stays] };
}
