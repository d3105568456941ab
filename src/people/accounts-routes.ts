import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, json, type Route, route } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { accountsOf, change, ending, invitation, noAccount, requirePeople, shownAccount } from './accounts.ts';
import { forgiveFailures, subjectOf } from './attempts.ts';
import { newLink } from './links.ts';
import { type AccountRow, accountBy, credentialOf } from './model.ts';
import { ownerAsked, ownerOfAccount, roleFor } from './owners.ts';
import * as bodies from './schemas.ts';
import { endingOf, writeAside } from './sessions.ts';

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

/** A link to a new password: the old one and every session end at once. */
async function reset(deps: Deps, call: ById<{ secondFactor: boolean }>) {
  requirePeople(deps);
  const account = await living(deps, call);
  const { row, link, expiresAt } = await newLink(deps, account.id, 'reset', call.now);
  const ends = await endingOf(deps, account.id, ['full', 'half', 'invite', 'reset'], call.now);
  const recovery = call.body.secondFactor ? await endingOf(deps, account.id, ['recovery'], call.now) : [];
  const factor = call.body.secondFactor ? { totp: null, totpSince: null, totpCounter: null } : {};
  await writeAside(deps, call.now, async () => ({
    rows: { person_session: [row] },
    touch: [...ends, ...recovery, { set: 'credential', id: account.id, to: { passwordHash: null, changedAt: call.now, ...factor } }],
  }));
  return json(201, { link, linkExpiresAt: formatInstant(expiresAt) }, { 'Cache-Control': 'no-store' });
}

async function unlock(deps: Deps, call: ById) {
  const account = await living(deps, call);
  const credential = await credentialOf(deps.store.read, account.id);
  const subjects = [subjectOf('code', account.publicId)];
  if (credential?.login) subjects.push(subjectOf('login', credential.login));
  if (credential?.phone) subjects.push(subjectOf('phone', credential.phone));
  for (const subject of subjects) await forgiveFailures(deps, subject, call.now);
  return { status: 204, headers: {}, body: '' };
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
        'For the service (role system, security or audit), an authority (officer or inspector) or a party (rights). Answers with a one-time link, good for three days: who follows it chooses login and password. Administrators and authorities then set up a second factor before anything else opens.',
      access: security,
      secret: true,
      body: bodies.accountBody,
      replies: { 201: { description: 'The account and its link, shown this once', schema: bodies.accountMadeReply } },
      handle: (call) =>
        write(deps.store, async () => {
          const owner = await ownerAsked(deps.store.read, call.body);
          const rights = owner.kind === 'party' ? (call.body.rights ?? null) : null;
          return invitation(deps, call, owner, { name: call.body.name, role: roleFor(owner, call.body.role), rights });
        }),
    }),
    route({
      method: 'get',
      path: '/v1/accounts',
      id: 'listAccounts',
      tag: 'people',
      summary: 'Accounts of people',
      description: 'Everybody’s, or those of one authority or party; 1000 at most, newest first.',
      access: security,
      query: bodies.accountQuery,
      replies: { 200: { description: 'The accounts', schema: bodies.accountListReply } },
      handle: async ({ query }) => {
        const isNarrow = query.authority !== undefined || query.party !== undefined;
        const owner = isNarrow ? await ownerAsked(deps.store.read, query) : null;
        return json(200, { items: (await accountsOf(deps.store.read, owner)).map(shownAccount), next: null });
      },
    }),
    route({
      method: 'patch',
      path: '/v1/accounts/{id}',
      id: 'changeAccount',
      tag: 'people',
      summary: 'Change what an account may do',
      description: 'A role of the same kind of account, or the rights of a party’s; counts from its next request on.',
      access: security,
      params: bodies.accountParams,
      body: bodies.accountChangeBody,
      replies: { 204: { description: 'Changed' } },
      handle: (call) =>
        write(deps.store, async () => {
          const row = await living(deps, call);
          const owner = await ownerOfAccount(deps.store.read, row);
          const role = roleFor(owner, call.body.role ?? (row.role as 'officer' | null) ?? undefined);
          const kept = row.rights === null ? null : JSON.parse(row.rights);
          return change(call, owner, row, { role, rights: owner.kind === 'party' ? (call.body.rights ?? kept) : null });
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
      description: 'At once and for good; its sessions end too. What it did stays under its id.',
      access: security,
      params: bodies.accountParams,
      replies: { 204: { description: 'Ended' } },
      handle: (call) =>
        write(deps.store, async () => {
          const row = await asked(deps, call);
          return ending(deps, call, await ownerOfAccount(deps.store.read, row), row);
        }),
    }),
    route({
      method: 'post',
      path: '/v1/accounts/{id}/reset',
      id: 'resetAccount',
      tag: 'people',
      summary: 'A one-time link to a new password',
      description:
        'The old password and every session end at once; the link is good for an hour. Hand it over yourself, to the person: whoever follows it is in.',
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
