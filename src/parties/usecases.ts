import { actedBy, type Caller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { SiteFacts } from '../rules/facts.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft, Reply } from '../store/store.ts';
import { managedParty } from './access.ts';
import { siteOf } from './facts.ts';
import { JOIN_LIMIT, type Joiner, joinShipments, NOTHING_TO_JOIN } from './joining.ts';
import { chainOfParty, mayManage } from './model.ts';
import { draftOf, idsNeeded, registrationRows, shownWarnings } from './registration.ts';
import { type PartyRow, partyRow } from './repository.ts';
import type { Approval, Registration } from './schemas.ts';

/** Whether a registration by this caller needs no further approval. */
function approvesAtOnce(caller: Caller, regionCode: string): boolean {
  return caller.kind !== 'party' && mayManage(caller, { id: 0, regionCode });
}

/**
 * Registers a party: pending, or approved at once by an administrator or the authority of its region; then shipments waiting for its
 * credit code are joined.
 * @throws {Problem} conflict when the credit code is registered already; invalid-input
 */
export async function registerParty(deps: Deps, call: Call<unknown, unknown, Registration>): Promise<Reply> {
  const draft = draftOf(call.body);
  const by = actedBy(call.caller);
  const approved = approvesAtOnce(call.caller, draft.regionCode);
  let party: Joiner | undefined;
  const reply = await write(deps.store, async () => {
    if (draft.uscc !== null) await refuseRegistered(deps, draft.uscc);
    const ids = await deps.store.ids(idsNeeded(draft));
    const made = registrationRows(draft, ids, deps.random, call.now, approved ? 'approved' : 'pending');
    party = made.party;
    const site = firstSite(made.sites);
    const joined = approved ? await joinShipments(deps.store, made.party, site, call.now, by) : NOTHING_TO_JOIN;
    const subject = `party/${made.party.publicId}`;
    const registered: EntryDraft = { kind: 'party.registered', subject, payload: { ...made.payload, actedBy: by } };
    const approval: EntryDraft = { kind: 'party.approved', subject, payload: { party: made.party.publicId, actedBy: by, reason: '' } };
    return {
      chain: chainOfParty(made.party.publicId),
      at: call.now,
      entries: [registered, ...(approved ? [approval] : []), ...joined.entries],
      rows: {
        ...joined.rows,
        party: [made.party],
        party_step: [
          step(made.party.id, 1, 'pending', '', by, call.now),
          ...(approved ? [step(made.party.id, 2, 'approved', '', by, call.now)] : []),
        ],
        licence: made.licences,
        site: made.sites,
        personal: made.personal,
      },
      touch: joined.touch,
      expect: joined.expect,
      moves: joined.moves,
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({
        reply: json(
          201,
          {
            id: made.party.publicId,
            uscc: made.party.uscc,
            state: made.party.state,
            sites: made.sites.map(({ publicId, name }) => ({ id: publicId, name })),
            warnings: shownWarnings(draft.warnings, call.locale),
          },
          { Location: `/v1/parties/${made.party.publicId}` },
        ),
      }),
    };
  });
  if (approved && party) await joinWaiting(deps, party, by);
  return reply;
}

async function refuseRegistered(deps: Deps, uscc: string): Promise<void> {
  const known = await partyRow(deps.store.read, `uscc:${uscc}`);
  if (!known) return;
  throw new Problem(
    'conflict',
    {
      zh: `统一社会信用代码 ${uscc} 已登记${known.state === 'pending' ? '，正待审核' : ''}；如非本主体所为，请联系所在地监管部门。`,
      en: `The credit code ${uscc} is registered already${known.state === 'pending' ? ' and awaits approval' : ''}; if it was not you, ask the authority of your county.`,
    },
    { extra: { uscc, party: known.publicId } },
  );
}

function firstSite(sites: readonly DB['site'][]): SiteFacts {
  const site = sites[0];
  if (!site) throw new Error('A registration has at least one site.');
  return { id: site.id, publicId: site.publicId, name: site.name, kind: site.kind, regionCode: site.regionCode };
}

function step(partyId: number, n: number, state: string, reason: string, by: string, at: number): DB['party_step'] {
  return { partyId, n, state, reason, by, at };
}

/**
 * Approves or rejects a registration, once; an approval joins shipments that waited for the credit code, a rejection frees the code.
 * @throws {Problem} not-found out of the authority's region; already-ended when it has been decided; invalid-input without a reason
 */
export async function decideRegistration(deps: Deps, call: Call<{ party: string }, unknown, Approval>): Promise<Reply> {
  const { outcome, reason } = call.body;
  if (outcome === 'rejected' && reason === undefined) throw reasonMissing();
  const why = reason ?? '';
  const by = actedBy(call.caller);
  let party: PartyRow | undefined;
  const reply = await write(deps.store, async () => {
    const row = await managedParty(deps.store.read, call.caller, call.params.party);
    if (row.state !== 'pending') throw decidedAlready(row.state);
    party = row;
    const site = outcome === 'approved' ? await siteOf(deps.store.read, row.id) : null;
    const joined = site ? await joinShipments(deps.store, row, site, call.now, by) : NOTHING_TO_JOIN;
    const revision = row.revision + 1;
    const freed = outcome === 'rejected' ? { uscc: null } : {};
    return {
      chain: chainOfParty(row.publicId),
      at: call.now,
      entries: [
        { kind: `party.${outcome}`, subject: `party/${row.publicId}`, payload: { party: row.publicId, actedBy: by, reason: why } },
        ...joined.entries,
      ],
      rows: { ...joined.rows, party_step: [step(row.id, 2, outcome, why, by, call.now)] },
      touch: [{ set: 'party', id: row.id, to: { state: outcome, revision, ...freed } }, ...joined.touch],
      expect: [{ table: 'party', id: row.id, column: 'revision', is: row.revision }, ...joined.expect],
      moves: joined.moves,
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, { id: row.publicId, state: outcome, revision }, { ETag: `"${revision}"` }) }),
    };
  });
  if (outcome === 'approved' && party) await joinWaiting(deps, party, by);
  return reply;
}

function reasonMissing(): Problem {
  const expected = { zh: '不予通过的理由', en: 'the reason of the rejection' };
  return invalidInput([{ pointer: '/reason', found: '(missing)', expected, fix: { zh: '写明理由', en: 'say why' } }]);
}

function decidedAlready(state: string): Problem {
  const zh = state === 'approved' ? '通过' : '不予通过';
  return new Problem('already-ended', { zh: `该登记已审核：${zh}。`, en: `This registration has been decided: ${state}.` });
}

/**
 * Joins what is left after the first JOIN_LIMIT shipments, a commit each; may be called again at any time, by the follower too.
 * @returns how many shipments were joined
 */
export async function joinWaiting(deps: Deps, party: Joiner, by: string): Promise<number> {
  let total = 0;
  for (let count = JOIN_LIMIT; count === JOIN_LIMIT; total += count) {
    const site = await siteOf(deps.store.read, party.id);
    if (!site) return total;
    const first = await joinShipments(deps.store, party, site, deps.clock(), by);
    count = first.count;
    if (count === 0) return total;
    await write(deps.store, async (attempt) => {
      const at = deps.clock();
      const { count: _, ...joining } = attempt === 0 ? first : await joinShipments(deps.store, party, site, at, by);
      return {
        chain: chainOfParty(party.publicId),
        at,
        ...joining,
        finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
      };
    });
  }
  return total;
}
