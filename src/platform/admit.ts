import { type Caller, nameOf, narrowed, type PartyCaller } from './caller.ts';
import { refuseInspector } from './officer.ts';
import type { Bilingual } from './problem-detail.ts';
import { Problem } from './problems.ts';
import type { Access } from './route.ts';

/**
 * Who calls, with the sites its delegations give it for this operation. docs/architecture/rights.md is the same said as a table.
 * @throws {Problem} unauthenticated without a key, forbidden for a known caller without the right
 */
export function admit(access: Access, caller: Caller): Caller {
  const name = nameOf(caller);
  if (access.who.includes('public')) return admitToOpen(access, caller);
  if (name === 'anonymous')
    throw new Problem(
      'unauthenticated',
      { zh: '请在 Authorization: Bearer 中给出密钥，或先登录。', en: 'Give a key as Authorization: Bearer, or sign in.' },
      { headers: { 'WWW-Authenticate': 'Bearer' } },
    );
  if (!access.who.includes(name))
    throw new Problem('forbidden', {
      zh: `此操作只供：${access.who.join('、')}。`,
      en: `This operation is for: ${access.who.join(', ')}.`,
    });
  if (access.officer) refuseInspector(caller);
  return caller.kind === 'party' ? admitParty(access, caller) : caller;
}

/**
 * What is open to everybody is open to the security and the audit administrator as to a stranger, unless it names them. What a page shows a party's
 * delegate is asked for as anywhere else.
 */
function admitToOpen(access: Access, caller: Caller): Caller {
  const name = nameOf(caller);
  if ((name === 'security' || name === 'audit') && !access.who.includes(name)) return { kind: 'anonymous' };
  return caller.kind === 'party' && (access.delegateRight || access.ownOnly) ? admitParty(access, caller) : caller;
}

function admitParty(access: Access, caller: PartyCaller): PartyCaller {
  const isOwn = caller.actor.id === caller.party.id;
  const needed = access.right ?? (isOwn ? undefined : access.delegateRight);
  const acting = narrowed(caller, needed);
  const refused = refusalOf(access, acting, { isOwn, needed });
  if (refused) throw new Problem('forbidden', refused);
  return acting;
}

/** Why a party may not; null when it may. */
function refusalOf(access: Access, caller: PartyCaller, { isOwn, needed }: { isOwn: boolean; needed: Access['right'] }): Bilingual | null {
  const { kinds } = access;
  if (caller.party.state !== 'approved' && !access.pending)
    return { zh: '该经营主体的登记尚未通过审核。', en: 'The registration of this party has not been approved.' };
  if (needed && !caller.rights.includes(needed))
    return { zh: `密钥或委托不含“${needed}”权限。`, en: `The key or delegation does not carry the right "${needed}".` };
  if (access.ownOnly && !isOwn)
    return {
      zh: '代办人不能再转委托，也不能管理委托方的密钥和人员；请由委托方本身办理。',
      en: 'A delegate may not delegate further, nor manage the keys and people of whom it acts for; the party does so itself.',
    };
  if (kinds && !caller.party.kinds.some((kind) => kinds.includes(kind)))
    return {
      zh: `此操作只供这些类别的经营主体：${kinds.join('、')}。`,
      en: `This operation is for parties of the kind: ${kinds.join(', ')}.`,
    };
  if (access.wholeParty && caller.siteIds !== undefined)
    return {
      zh: '该委托只限部分场所，此操作涉及该单位的全部场所。',
      en: 'This delegation is for some sites only; the operation concerns the party as a whole.',
    };
  return null;
}
