import { sha256Hex } from '../ledger/entry.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { nextLink } from '../platform/paging.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, json, type Route, route } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { accountsOf, changing, ending, invitation, noAccount, requirePeople, shownAccount } from './accounts.ts';
import { forgiveFailures, subjectOf } from './attempts.ts';
import { newLink } from './links.ts';
import { type AccountRow, accountBy, credentialOf, type SessionKind } from './model.ts';
import { ownerAsked, ownerOfAccount, roleFor } from './owners.ts';
import * as bodies from './schemas.ts';
import { changeAt, endingOf, endTheRest, writeAside } from './sessions.ts';

const security = { who: ['security'] } as const;
type ById<B = unknown> = Call<{ id: string }, unknown, B>;

async function asked(deps: Deps, call: ById): Promise<AccountRow> {
  const row = await accountBy(deps.store.read, 'publicId', call.params.id);
  if (!row) throw noAccount();
  return row;
}

async function living(deps: Deps, call: ById): Promise<AccountRow> {
  const row = await asked(deps, call);
  if (row.endedAt !== null) throw new Problem('already-ended', { zh: '该账户已停用。', en: 'This account was ended.' });
  return row;
}

/** What a reset ends: whoever is in by one of these may be the reason for it. */
const RESET_ENDS = ['full', 'half', 'invite', 'reset', 'phone'] as const;

/** A link to a new password: the old one, the other ways in (phone, identity elsewhere) and every session end at once. */
async function reset(deps: Deps, call: ById<{ secondFactor: boolean }>) {
  const account = await living(deps, call);
  refuseOthersRole(account.ownerKind, account.role);
  return resetLink(deps, call, account);
}

/** What a reset does, once it is known that the caller may. */
export async function resetLink(deps: Deps, call: Call<unknown, unknown, { secondFactor: boolean }>, account: AccountRow) {
  requirePeople(deps);
  const { row, link, expiresAt } = await newLink(deps, account.id, 'reset', call.now);
  const kinds: SessionKind[] = call.body.secondFactor ? [...RESET_ENDS, 'recovery'] : [...RESET_ENDS];
  await writeAside(deps, call.now, async () => {
    const credential = await credentialOf(deps.store.read, account.id);
    if (!credential) throw noAccount();
    // A secret that was shown and not confirmed goes in any case.
    const forgets = call.body.secondFactor || credential.totpSince === null;
    const factor = forgets ? { totp: null, totpSince: null, totpCounter: null } : {};
    const changedAt = changeAt(credential, call.now);
    const to = { passwordHash: null, phone: null, subject: null, changedAt, ...factor };
    const was = { changedAt: credential.changedAt, totpSince: credential.totpSince };
    return { touch: [...(await endingOf(deps, account.id, kinds, call.now)), { set: 'credential', id: account.id, to, was }] };
  });
  await endTheRest(deps, account.id, kinds, call.now, { rows: { person_session: [row] } });
  return json(201, { link, linkExpiresAt: formatInstant(expiresAt) }, { 'Cache-Control': 'no-store' });
}

async function unlock(deps: Deps, call: ById) {
  const account = await living(deps, call);
  const credential = await credentialOf(deps.store.read, account.id);
  const subjects = [subjectOf('code', account.publicId)];
  if (credential?.login) subjects.push(subjectOf('login', credential.login));
  // Tries at a phone's code are counted under the hash that waits with the code.
  if (credential?.phone) subjects.push(subjectOf('phone', sha256Hex(credential.phone)), subjectOf('sms', credential.phone));
  for (const subject of subjects) await forgiveFailures(deps, subject, call.now);
  return { status: 204, headers: {}, body: '' };
}

/**
 * The security administrator makes, changes and resets no account of the other two: it would hold the link, and be all three.
 * @throws {Problem} forbidden
 */
function refuseOthersRole(kind: string, role: string | null): void {
  if (kind !== 'admin' || role === 'security') return;
  throw new Problem('forbidden', {
    zh: '系统管理员和审计管理员的账户由该角色自己的管理员建立和重置。',
    en: 'Accounts of the system and the audit administrator are made and reset by an administrator of that same role.',
  });
}

/** Accounts of people: the security administrator's. */
export function accountRoutes(deps: Deps): Route[] {
  return [...making(deps), ...keeping(deps)];
}

function making(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/accounts',
      id: 'makeAccount',
      tag: 'people',
      summary: 'Make an account for a person',
      description:
        'For the service (role security; those of the other two administrators are made at POST /v1/administrators/accounts), an authority (officer or inspector) or a party (rights). Answers with a one-time link, good for three days: who follows it chooses login and password. Administrators and authorities then set up a second factor before anything else opens.',
      access: security,
      secret: true,
      body: bodies.accountBody,
      replies: { 201: { description: 'The account and its link, shown this once', schema: bodies.accountMadeReply } },
      handle: (call) =>
        write(deps.store, async () => {
          const owner = await ownerAsked(deps.store.read, call.body);
          const rights = owner.kind === 'party' ? (call.body.rights ?? null) : null;
          const role = roleFor(owner, call.body.role);
          refuseOthersRole(owner.kind, role);
          return invitation(deps, call, owner, { name: call.body.name, role, rights });
        }),
    }),
    route({
      method: 'get',
      path: '/v1/accounts',
      id: 'listAccounts',
      tag: 'people',
      summary: 'Accounts of people',
      description: 'Everybody’s, or those of one authority or party, also those that are ended; newest first, in pages.',
      access: security,
      query: bodies.accountQuery,
      replies: { 200: { description: 'The accounts', schema: bodies.accountListReply } },
      handle: async (call) => {
        const { query } = call;
        const isNarrow = query.authority !== undefined || query.party !== undefined;
        const owner = isNarrow ? await ownerAsked(deps.store.read, query) : null;
        const { items, next } = await accountsOf(deps.store.read, owner, query);
        return json(200, { items: items.map(shownAccount), next }, nextLink(call, next));
      },
    }),
    route({
      method: 'patch',
      path: '/v1/accounts/{id}',
      id: 'changeAccount',
      tag: 'people',
      summary: 'Change what an account may do',
      description:
        'Another role within an authority, or the rights of a party’s; counts from its next request on. The reply lists the keys of the firm the person made that may do more than it may now; with keys=end they end in the same moment. Administrators keep their role (403).',
      access: security,
      params: bodies.accountParams,
      body: bodies.accountChangeBody,
      query: bodies.changingQuery,
      replies: { 200: { description: 'Changed; the keys that may do more', schema: bodies.changedReply } },
      handle: (call) =>
        write(deps.store, async () => {
          const row = await living(deps, call);
          const owner = await ownerOfAccount(deps.store.read, row);
          if (owner.kind === 'admin')
            throw new Problem('forbidden', {
              zh: '管理员账户不能改换角色；请停用后另建。',
              en: 'An administrator’s account keeps its role; end it and make another.',
            });
          const role = roleFor(owner, call.body.role ?? (row.role as 'officer' | null) ?? undefined);
          const kept = row.rights === null ? null : JSON.parse(row.rights);
          const rights = owner.kind === 'party' ? (call.body.rights ?? kept) : null;
          return changing(deps, call, owner, row, { role, rights }, call.query.keys);
        }),
    }),
  ];
}

function keeping(deps: Deps): Route[] {
  return [
    route({
      method: 'delete',
      path: '/v1/accounts/{id}',
      id: 'endAccount',
      tag: 'people',
      summary: 'End an account',
      description:
        'At once and for good; its sessions end too. What it did stays under its id. For a person of a firm the reply lists the keys it made that still open something; with keys=end they end in the same moment.',
      access: security,
      params: bodies.accountParams,
      query: bodies.endingQuery,
      replies: { 200: { description: 'Ended; the keys it made', schema: bodies.endedReply } },
      handle: (call) =>
        write(deps.store, async () => {
          const row = await asked(deps, call);
          return ending(deps, call, await ownerOfAccount(deps.store.read, row), row, call.query.keys);
        }),
    }),
    route({
      method: 'post',
      path: '/v1/accounts/{id}/reset',
      id: 'resetAccount',
      tag: 'people',
      summary: 'A one-time link to a new password',
      description:
        'The old password, the phone, the identity connected elsewhere and every session end at once; the link is good for an hour. Hand it over yourself, to the person: whoever follows it is in.',
      access: security,
      secret: true,
      params: bodies.accountParams,
      body: bodies.resetBody,
      replies: { 201: { description: 'The link, shown this once', schema: bodies.linkReply } },
      handle: (call) => reset(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/accounts/{id}/unlocking',
      id: 'unlockAccount',
      tag: 'people',
      summary: 'Let a locked account try again',
      description:
        'Five wrong passwords or codes in a row lock for 30 seconds, each further one twice as long, an hour at most. This ends the wait.',
      access: security,
      params: bodies.accountParams,
      replies: { 204: { description: 'It may try again' } },
      handle: (call) => unlock(deps, call),
    }),
  ];
}
