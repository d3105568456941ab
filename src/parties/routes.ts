import type { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, pageOf } from '../platform/paging.ts';
import { type Call, json, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { keepers, noParty } from './access.ts';
import { authorityRoutes } from './authorities-routes.ts';
import { changeParty } from './changes.ts';
import { delegationRoutes } from './delegations-routes.ts';
import { keyRoutes } from './keys-routes.ts';
import { pageSize, partyRepository, partyRow } from './repository.ts';
import {
  approvalBody,
  changeBody,
  decidedReply,
  type ListQuery,
  listQuery,
  partyListReply,
  partyParams,
  partyReply,
  registeredReply,
  registrationBody,
  siteBody,
  siteChangeBody,
  siteParams,
  siteReply,
} from './schemas.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { addSite, changeSite } from './sites.ts';
import { decideRegistration, registerParty } from './usecases.ts';
import { ownView, viewFor } from './views.ts';

/** Every operation about parties, authorities, keys and sign-in. */
export function partyRoutes(deps: Deps): Route[] {
  return [
    ...registrationRoutes(deps),
    ...changeRoutes(deps),
    ...delegationRoutes(deps),
    ...keyRoutes(deps),
    ...authorityRoutes(deps),
    ...signInRoutes(deps),
  ];
}

function registrationRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/parties',
      id: 'registerParty',
      tag: 'parties',
      summary: 'Register a party',
      description:
        'Registers a 经营主体 with its licences and sites. Without a key the registration is pending until its authority decides; an administrator, or the authority of the region, registers and approves at once. ' +
        'Without sites one is made from the region. A credit code may be left out by natural persons only (kinds farmer, workshop, distributor, retailer, caterer). Natural persons are those without a code, and 92-codes (个体工商户) whose name may be a person’s own (two to four Han characters without a word of trade at the end): their names are masked to others and stand in the ledger as commitments only; so does every contact. ' +
        'Unknown counties and SC check digits only warn. A credit code that is registered already is refused with 409. When a firm is approved, shipments sent to its code before, and receipts signed for it by link, become its own.',
      access: { who: ['public', 'admin', 'authority', 'party'] },
      body: registrationBody,
      replies: { 201: { description: 'Registered', schema: registeredReply } },
      handle: (call) => registerParty(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/parties',
      id: 'listParties',
      tag: 'parties',
      summary: 'Parties of a region',
      description:
        'The registrations an authority may act on (by the county of the party), or all for an administrator; newest first. `q` is the beginning of a name or a credit code.',
      access: { who: ['authority', 'admin'] },
      query: listQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: partyListReply } },
      handle: (call) => listParties(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/parties/{party}',
      id: 'readParty',
      tag: 'parties',
      summary: 'A party',
      description:
        'By id or uscc:…. Everybody sees code, name, kinds, county and state of a registered firm; of natural persons a masked name and no code. The party itself, an authority in whose region it or one of its open sites lies, and administrators see all, with the revision in ETag.',
      access: { who: ['public', 'admin', 'authority', 'party'], pending: true },
      params: partyParams,
      replies: { 200: { description: 'The party', schema: partyReply } },
      handle: (call) => readParty(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/parties/{party}/approval',
      id: 'decideRegistration',
      tag: 'parties',
      summary: 'Approve or reject a registration',
      description:
        'Once, by the authority of the region or an administrator; a second decision is 409. A rejection needs a reason and frees the credit code for a new registration. An approval joins the shipments that were addressed to the credit code before.',
      access: { who: ['authority', 'admin'], officer: true },
      params: partyParams,
      body: approvalBody,
      replies: { 201: { description: 'Decided', schema: decidedReply } },
      handle: (call) => decideRegistration(deps, call),
    }),
  ];
}

function changeRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'patch',
      path: '/v1/parties/{party}',
      id: 'changeParty',
      tag: 'parties',
      summary: 'Change a registration',
      description:
        'Changes name, county, licences and contact; only what is named. If-Match names the revision that was read. Every change is an entry in the chain of the party.',
      access: keepers,
      params: partyParams,
      body: changeBody,
      ifMatch: true,
      replies: { 200: { description: 'The party as it is now', schema: partyReply } },
      handle: (call) => changeParty(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/parties/{party}/sites',
      id: 'addSite',
      tag: 'parties',
      summary: 'Add a site',
      description:
        'A plant, farm, warehouse, shop, stall, canteen or cold store. Its county decides which authority an act there belongs to.',
      access: keepers,
      params: partyParams,
      body: siteBody,
      replies: { 201: { description: 'The site', schema: siteReply } },
      handle: (call) => addSite(deps, call),
    }),
    route({
      method: 'patch',
      path: '/v1/parties/{party}/sites/{site}',
      id: 'changeSite',
      tag: 'parties',
      summary: 'Change or close a site',
      description: 'Changes what is named; `"ended": true` closes the site for good. The last open site cannot be closed (409).',
      access: keepers,
      params: siteParams,
      body: siteChangeBody,
      replies: { 200: { description: 'The site as it is now', schema: siteReply } },
      handle: (call) => changeSite(deps, call),
    }),
  ];
}

async function listParties(deps: Deps, call: Call<unknown, ListQuery>): Promise<Reply> {
  const { q, state, region, cursor } = call.query;
  const limit = pageSize(call.query.limit);
  const rows = await partyRepository(deps.store.read, call.caller).list({ q, state, region, limit, after: decodeCursor(cursor) });
  const page = pageOf(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), ownView);
  return json(200, page, nextLink(call, page.next));
}

async function readParty(deps: Deps, call: Call<z.output<typeof partyParams>>): Promise<Reply> {
  const row = await partyRow(deps.store.read, call.params.party);
  if (!row) throw noParty();
  const { full, view } = await viewFor(deps.store.read, row, call.caller);
  return json(200, view, full ? { ETag: `"${row.revision}"`, 'Cache-Control': 'no-store' } : {});
}
