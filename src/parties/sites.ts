import { actedBy, type Caller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, Problem } from '../platform/problems.ts';
import { foldFullWidth } from '../platform/result.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { managedParty, refuseSiteDelegate } from './access.ts';
import { chainOfParty } from './model.ts';
import { concealedIf, countyWarnings, shownWarnings, siteRow } from './registration.ts';
import { revealed, sitesOf } from './repository.ts';
import type { SiteChange, SiteInput } from './schemas.ts';
import { siteView } from './views.ts';

/** Adds a site. */
export async function addSite(deps: Deps, call: Call<{ party: string }, unknown, SiteInput>): Promise<Reply> {
  refuseSiteDelegate(call.caller);
  const input: SiteInput = { ...call.body, name: call.body.name.trim(), regionCode: foldFullWidth(call.body.regionCode) };
  const by = actedBy(call.caller);
  return write(deps.store, async () => {
    const row = await managedParty(deps.store.read, call.caller, call.params.party);
    const natural = row.natural === 1;
    const [id = 0] = await deps.store.ids(1);
    const site = siteRow(input, { id, partyId: row.id, natural, random: deps.random, at: call.now });
    const values = new Map(site.personal.map(({ commitment, value }) => [commitment, value]));
    const warnings = shownWarnings(countyWarnings(input.regionCode, '/regionCode'), call.locale);
    return {
      chain: chainOfParty(row.publicId),
      at: call.now,
      entries: [
        { kind: 'site.added', subject: `site/${site.row.publicId}`, payload: { party: row.publicId, actedBy: by, ...site.payload } },
      ],
      rows: { site: [site.row], personal: site.personal },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, { ...siteView(site.row, natural, values), warnings }) }),
    };
  });
}

/**
 * Changes or closes a site.
 * @throws {Problem} conflict for the last open site: goods need a place; already-ended for a closed one
 */
export async function changeSite(deps: Deps, call: Call<{ party: string; site: string }, unknown, SiteChange>): Promise<Reply> {
  const by = actedBy(call.caller);
  return write(deps.store, async () => {
    const row = await managedParty(deps.store.read, call.caller, call.params.party);
    const natural = row.natural === 1;
    const open = (await sitesOf(deps.store.read, row.id)).filter(({ endedAt }) => endedAt === null);
    const site = await openSite(deps, call, row.id, open);
    const address = concealedIf(natural, deps.random, call.body.address);
    const facts = changedFacts(call.body, address.value);
    const name = concealedIf(natural, deps.random, facts.name);
    const told = { ...facts, ...(facts.name === undefined ? {} : { name: name.value }) };
    const to = { ...facts, ...(call.body.ended ? { endedAt: call.now } : {}) };
    const after = { ...site, ...to };
    const values = await revealed(deps.store.read, natural ? [site.address] : []);
    const shown = new Map([...values, ...address.personal.map(({ commitment, value }) => [commitment, value] as const)]);
    const warnings = shownWarnings(countyWarnings(facts.regionCode ?? '', '/regionCode'), call.locale);
    const payload = { party: row.publicId, actedBy: by, ...told, ...(call.body.ended ? { ended: true } : {}) };
    return {
      chain: chainOfParty(row.publicId),
      at: call.now,
      entries: [{ kind: 'site.changed', subject: `site/${site.publicId}`, payload }],
      rows: { personal: [...address.personal, ...name.personal] },
      touch: [
        ...(Object.keys(to).length > 0 ? [{ set: 'site', id: site.id, to } as const] : []),
        // The address of a person may be a home: once it is replaced, what stood there is forgotten.
        ...(natural && site.address !== null && facts.address !== undefined ? [{ erase: site.address }] : []),
      ],
      // Two requests must not close the last two sites at once.
      expect: open.map(({ id }) => ({ table: 'site', id, column: 'endedAt', is: null })),
      finish: () => ({ reply: json(200, { ...siteView(after, natural, shown), warnings }) }),
    };
  });
}

/** The columns the body changes; only what it names. */
function changedFacts(
  body: SiteChange,
  address: string | null,
): Partial<Pick<DB['site'], 'name' | 'regionCode' | 'address' | 'stallNumber'>> {
  return {
    ...(body.name === undefined ? {} : { name: body.name.trim() }),
    ...(body.regionCode === undefined ? {} : { regionCode: foldFullWidth(body.regionCode) }),
    ...(body.address === undefined ? {} : { address }),
    ...(body.stallNumber === undefined ? {} : { stallNumber: body.stallNumber }),
  };
}

async function openSite(
  deps: Deps,
  call: Call<{ site: string }, unknown, SiteChange>,
  partyId: number,
  open: readonly DB['site'][],
): Promise<DB['site']> {
  const site = open.find(({ publicId }) => publicId === call.params.site);
  if (site && mayUseSite(call.caller, site.id)) {
    if (call.body.ended && open.length === 1) throw lastSite();
    return site;
  }
  const closed = site ? undefined : (await sitesOf(deps.store.read, partyId)).find(({ publicId }) => publicId === call.params.site);
  if (closed) throw new Problem('already-ended', { zh: '该场所已停用。', en: 'This site has been closed.' });
  throw notFound({ zh: '该场所', en: 'such site' });
}

function mayUseSite(caller: Caller, siteId: number): boolean {
  return caller.kind !== 'party' || caller.siteIds === undefined || caller.siteIds.includes(siteId);
}

function lastSite(): Problem {
  return new Problem('conflict', {
    zh: '这是最后一个在用场所；请先登记新的场所。',
    en: 'This is the last open site; register another one first.',
  });
}
