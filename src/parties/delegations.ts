import { z } from '@hono/zod-openapi';
import { newPublicId } from '../codes/ids.ts';
import { actedBy, rights } from '../platform/caller.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { civilDate, paging, text } from '../platform/fields.ts';
import { decodeCursor, nextLink, pageOf } from '../platform/paging.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { managedParty, ownParty } from './access.ts';
import { type KnownParty, loadPartyFacts, partyByRef } from './facts.ts';
import { chainOfParty } from './model.ts';
import { type PartyRow, pageSize, type Read, sitesOf } from './repository.ts';
import { partyParams } from './schemas.ts';

export const delegationBody = z
  .strictObject({
    to: text(100, 'Who may act: id or uscc:… of an approved party', 'uscc:91330110MA0DEM013U'),
    rights: z
      .array(z.enum(rights))
      .min(1)
      .max(rights.length)
      .openapi({ description: 'batches, custody, displays, party (registration, keys excepted)', example: ['custody', 'batches'] }),
    sites: z
      .array(text(40, 'Id of a site', 'sT3kP9dWq2RnYb7x'))
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: 'Only for these sites; left out for all', example: [] }),
    until: civilDate('Last day; left out until it is ended', '2027-12-31').optional(),
  })
  .openapi('DelegationRequest', { description: 'Lets another party act for this one' });
export type DelegationInput = z.output<typeof delegationBody>;

export const delegationParams = partyParams.extend({ id: text(40, 'Id of the delegation', 'dT3kP9dWq2RnYb7x') });
export const pagingQuery = z.strictObject(paging);

const side = (description: string) =>
  z
    .object({
      id: z.string().openapi({ description: 'Id', example: 'aB3dEfGh5JkLmNp7' }),
      name: z.string().openapi({ description: 'Name', example: '示例酱油厂' }),
    })
    .openapi({ description });
export const delegationReply = z
  .object({
    id: z.string().openapi({ description: 'Id', example: 'dT3kP9dWq2RnYb7x' }),
    from: side('Who is acted for'),
    to: side('Who may act'),
    rights: z.array(z.enum(rights)).openapi({ description: 'Rights', example: ['custody'] }),
    sites: z.array(z.string()).nullable().openapi({ description: 'Sites; null for all', example: null }),
    until: z.string().nullable().openapi({ description: 'Last day', example: '2027-12-31' }),
    createdAt: z.string().openapi({ description: 'Granted', example: '2026-11-05T09:00:00+08:00' }),
    endedAt: z.string().nullable().openapi({ description: 'Ended', example: null }),
  })
  .openapi('Delegation', { description: 'A delegation' });
export const delegationListReply = z
  .object({
    items: z.array(delegationReply).openapi({ description: 'Granted and received, newest first', example: [] }),
    next: z.string().nullable().openapi({ description: 'Cursor of the next page', example: null }),
  })
  .openapi('DelegationList', { description: 'A page of delegations' });

/**
 * Grants a delegation. An administrator may enter one that was given on paper.
 * @throws {Problem} invalid-input with every wrong field: unknown or unapproved delegate, itself, sites of others, a day that has passed
 */
export async function grantDelegation(deps: Deps, call: Call<{ party: string }, unknown, DelegationInput>): Promise<Reply> {
  const by = actedBy(call.caller);
  return write(deps.store, async () => {
    const from = await ownParty(deps.store.read, call.caller, call.params.party);
    const to = await partyByRef(deps.store.read, call.body.to);
    const sites = await sitesOf(deps.store.read, from.id);
    const errors = delegationRefusals(call, from, to, sites);
    if (errors.length > 0 || !to) throw invalidInput(errors);
    const [id = 0] = await deps.store.ids(1);
    const granted = [...new Set(call.body.rights)];
    const wanted = call.body.sites === undefined ? null : sites.filter((site) => call.body.sites?.includes(site.publicId));
    const row: DB['delegation'] = {
      id,
      publicId: newPublicId(deps.random),
      fromPartyId: from.id,
      toPartyId: to.id,
      rights: JSON.stringify(granted),
      siteIds: wanted === null ? null : JSON.stringify(wanted.map((site) => site.id)),
      until: call.body.until ?? null,
      createdAt: call.now,
      endedAt: null,
    };
    const siteIds = wanted?.map((site) => site.publicId) ?? null;
    const payload = { party: from.publicId, actedBy: by, to: to.publicId, rights: granted, sites: siteIds, until: row.until };
    return {
      chain: chainOfParty(from.publicId),
      at: call.now,
      entries: [{ kind: 'delegation.granted', subject: `delegation/${row.publicId}`, payload }],
      rows: { delegation: [row] },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({
        reply: json(201, view(row, { id: from.publicId, name: from.clearName }, { id: to.publicId, name: to.name }, siteIds)),
      }),
    };
  });
}

function delegationRefusals(
  call: Call<unknown, unknown, DelegationInput>,
  from: PartyRow,
  to: KnownParty | null,
  sites: readonly DB['site'][],
): ProblemDetail[] {
  const errors: ProblemDetail[] = [];
  if (to?.state !== 'approved' || to.id === from.id)
    errors.push({
      pointer: '/to',
      found: call.body.to,
      expected: { zh: '另一个已通过登记的经营主体', en: 'another party whose registration is approved' },
      fix: { zh: '填写其 id 或 uscc:统一社会信用代码', en: 'give its id, or uscc: and its credit code' },
    });
  for (const [i, id] of (call.body.sites ?? []).entries())
    if (!sites.some((site) => site.publicId === id && site.endedAt === null))
      errors.push({
        pointer: `/sites/${i}`,
        found: id,
        expected: { zh: '本主体在用的场所', en: 'an open site of the party' },
        fix: { zh: '填写本主体场所的 id', en: 'give the id of one of its sites' },
      });
  const { until } = call.body;
  if (until !== undefined && until < civilDateOf(call.now))
    errors.push({
      pointer: '/until',
      found: until,
      expected: { zh: '今天或以后的日期', en: 'today or a later day' },
      fix: { zh: '改为今后的日期', en: 'take a later day' },
    });
  return errors;
}

type Side = { id: string; name: string };

function view(row: DB['delegation'], from: Side, to: Side, sites: string[] | null) {
  return {
    id: row.publicId,
    from,
    to,
    rights: JSON.parse(row.rights) as string[],
    sites,
    until: row.until,
    createdAt: formatInstant(row.createdAt),
    endedAt: row.endedAt === null ? null : formatInstant(row.endedAt),
  };
}

/** Delegations a party has granted and received. */
export async function listDelegations(deps: Deps, call: Call<{ party: string }, z.output<typeof pagingQuery>>): Promise<Reply> {
  const { read } = deps.store;
  const party = await managedParty(read, call.caller, call.params.party);
  const limit = pageSize(call.query.limit);
  const after = decodeCursor(call.query.cursor);
  let query = read
    .selectFrom('delegation')
    .selectAll()
    .where((eb) => eb.or([eb('fromPartyId', '=', party.id), eb('toPartyId', '=', party.id)]));
  if (after)
    query = query.where((eb) => eb.or([eb('createdAt', '<', after.at), eb.and([eb('createdAt', '=', after.at), eb('id', '<', after.id)])]));
  const rows = await query
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const names = await loadPartyFacts(
    read,
    rows.flatMap((row) => [row.fromPartyId, row.toPartyId]),
  );
  const sites = await publicSiteIds(read, rows);
  const named = (id: number): Side =>
    id === party.id
      ? { id: party.publicId, name: party.clearName }
      : { id: names.get(id)?.publicId ?? '', name: names.get(id)?.name ?? '' };
  const page = pageOf(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) =>
      view(
        row,
        named(row.fromPartyId),
        named(row.toPartyId),
        row.siteIds === null ? null : (JSON.parse(row.siteIds) as number[]).flatMap((id) => sites.get(id) ?? []),
      ),
  );
  return json(200, page, nextLink(call, page.next));
}

async function publicSiteIds(read: Read, rows: readonly DB['delegation'][]): Promise<ReadonlyMap<number, string>> {
  const ids = [...new Set(rows.flatMap((row) => (row.siteIds === null ? [] : (JSON.parse(row.siteIds) as number[]))))];
  if (ids.length === 0) return new Map();
  const found = await read.selectFrom('site').select(['id', 'publicId']).where('id', 'in', ids).execute();
  return new Map(found.map((site) => [site.id, site.publicId]));
}

/**
 * Ends a delegation; either side may, each in its own chain.
 * @throws {Problem} already-ended
 */
export async function endDelegation(deps: Deps, call: Call<{ party: string; id: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const party = await ownParty(deps.store.read, call.caller, call.params.party);
    const row = await deps.store.read.selectFrom('delegation').selectAll().where('publicId', '=', call.params.id).executeTakeFirst();
    if (!row || (row.fromPartyId !== party.id && row.toPartyId !== party.id)) throw notFound({ zh: '该委托', en: 'such delegation' });
    if (row.endedAt !== null) throw new Problem('already-ended', { zh: '该委托已终止。', en: 'This delegation has ended.' });
    return {
      chain: chainOfParty(party.publicId),
      at: call.now,
      entries: [
        {
          kind: 'delegation.ended',
          subject: `delegation/${row.publicId}`,
          payload: { party: party.publicId, actedBy: actedBy(call.caller) },
        },
      ],
      touch: [{ set: 'delegation', id: row.id, to: { endedAt: call.now } }],
      expect: [{ table: 'delegation', id: row.id, column: 'endedAt', is: null }],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    };
  });
}
