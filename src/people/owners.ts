import { chainOfParty } from '../parties/model.ts';
import { partyRow } from '../parties/repository.ts';
import type { AdminRole, AuthorityRole } from '../platform/caller.ts';
import { adminRoles, authorityRoles } from '../platform/caller.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput } from '../platform/problems.ts';
import type { Owner } from './accounts.ts';
import type { AccountRow, Read } from './model.ts';

export function ownerOfParty(party: { id: number; publicId: string }): Owner {
  return { kind: 'party', id: party.id, chain: chainOfParty(party.publicId), payload: { party: party.publicId } };
}

export const SERVICE: Owner = { kind: 'admin', id: 0, chain: 'system', payload: {} };

type Ask = { authority?: string | undefined; party?: string | undefined };

/**
 * Whom an account acts for, as a request names it: a party, an authority, or the service.
 * @throws {Problem} invalid-input when it names nobody, or both
 */
export async function ownerAsked(read: Read, { authority, party }: Ask): Promise<Owner> {
  if (authority !== undefined && party !== undefined)
    throw invalidInput([
      {
        pointer: '/party',
        found: party,
        expected: { zh: 'authority 与 party 只填其一', en: 'either authority or party' },
        fix: { zh: '删去其一', en: 'leave one of them out' },
      },
    ]);
  if (party !== undefined) {
    const row = await partyRow(read, party);
    if (!row) throw unknown('/party', party);
    return ownerOfParty(row);
  }
  if (authority === undefined) return SERVICE;
  const row = await read.selectFrom('authority').select(['id', 'publicId']).where('publicId', '=', authority).executeTakeFirst();
  if (!row) throw unknown('/authority', authority);
  return { kind: 'authority', id: row.id, chain: 'system', payload: { authority: row.publicId } };
}

/** The owner of an account that is there. */
export async function ownerOfAccount(read: Read, row: Pick<AccountRow, 'ownerKind' | 'ownerId'>): Promise<Owner> {
  if (row.ownerKind === 'admin') return SERVICE;
  if (row.ownerKind === 'party') {
    const party = await read.selectFrom('party').select(['id', 'publicId']).where('id', '=', row.ownerId).executeTakeFirstOrThrow();
    return ownerOfParty(party);
  }
  const office = await read.selectFrom('authority').select(['id', 'publicId']).where('id', '=', row.ownerId).executeTakeFirstOrThrow();
  return { kind: 'authority', id: office.id, chain: 'system', payload: { authority: office.publicId } };
}

/**
 * The role an account of this owner gets.
 * @throws {Problem} invalid-input for a role of another kind of account, or none where one is needed
 */
export function roleFor(owner: Owner, role: AdminRole | AuthorityRole | undefined): AdminRole | AuthorityRole | null {
  const allowed: readonly string[] = { admin: adminRoles, authority: authorityRoles, party: [] }[owner.kind];
  if (role === undefined ? allowed.length === 0 : allowed.includes(role)) return role ?? null;
  const words =
    allowed.length === 0 ? { zh: '不填：经营主体的人员用 rights', en: 'none: people of a party have rights' } : same(allowed.join(' / '));
  throw invalidInput([{ pointer: '/role', found: role ?? '(missing)', expected: words, fix: { zh: '改正角色', en: 'correct the role' } }]);
}

const same = (text: string) => ({ zh: text, en: text });

function unknown(pointer: string, found: string) {
  const detail: ProblemDetail = {
    pointer,
    found,
    expected: { zh: '已登记的 id', en: 'the id of one that is entered' },
    fix: { zh: '核对 id', en: 'check the id' },
  };
  return invalidInput([detail]);
}
