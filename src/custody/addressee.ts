import type { Json } from '../ledger/entry.ts';
import { conceal, isCommitment } from '../ledger/personal.ts';
import { type KnownParty, partyByRef, siteOf } from '../parties/facts.ts';
import { isNatural } from '../parties/model.ts';
import { checkUscc } from '../parties/uscc.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { SiteFacts } from '../rules/facts.ts';
import type { DB } from '../store/schema.ts';
import type { ShipmentInput } from './schemas.ts';

/** Who gets the goods, as the row and the ledger keep it. */
export interface Addressee {
  columns: Pick<DB['shipment'], 'toPartyId' | 'toSiteId' | 'toName' | 'toUscc' | 'toNatural'>;
  personal: DB['personal'][];
  payload: { [key: string]: Json };
  /** As the sender is shown it. */
  view: { id: string | null; uscc: string | null; name: string; site: { id: string; name: string } | null };
}

/**
 * The buyer of a shipment: a registered party found by its credit code, else whoever was named. Without a credit code it may be a natural
 * person, whose name stands only as a commitment.
 */
export async function addresseeOf(
  deps: Deps,
  caller: PartyCaller,
  input: Pick<ShipmentInput, 'to' | 'purpose'>,
  from: SiteFacts,
  root: string,
): Promise<{ to: Addressee } | { errors: ProblemDetail[] }> {
  const { to } = input;
  const code = to.uscc === undefined ? null : checkUscc(to.uscc);
  const uscc = code?.ok ? code.uscc : null;
  const isOwn = uscc === null ? to.name === undefined && to.site !== undefined && input.purpose === 'transfer' : uscc === caller.party.uscc;
  if (isOwn) return ownSite(deps, caller, to.site, from, root);
  const party = uscc === null ? null : await partyByRef(deps.store.read, `uscc:${uscc}`);
  if (party?.state === 'approved') return registered(deps, party, to, root);
  if (to.site !== undefined) return { errors: [wrongSite(to.site, `${root}/to/site`)] };
  if (to.name === undefined) return { errors: [nameMissing(uscc, root)] };
  return { to: named(deps, to.name.trim(), uscc) };
}

async function ownSite(
  deps: Deps,
  caller: PartyCaller,
  wanted: string | undefined,
  from: SiteFacts,
  root: string,
): Promise<{ to: Addressee } | { errors: ProblemDetail[] }> {
  const site = wanted === undefined ? null : await siteOf(deps.store.read, caller.party.id, wanted);
  if (!site || site.id === from.id) return { errors: [wrongOwnSite(wanted, `${root}/to/site`)] };
  const party = await partyByRef(deps.store.read, caller.party.publicId);
  if (!party) throw new Error('The caller’s party is registered.');
  return { to: partyAddressee(party, site, party.name) };
}

async function registered(
  deps: Deps,
  party: KnownParty,
  to: ShipmentInput['to'],
  root: string,
): Promise<{ to: Addressee } | { errors: ProblemDetail[] }> {
  const site = await siteOf(deps.store.read, party.id, to.site);
  if (to.site !== undefined && !site) return { errors: [wrongSite(to.site, `${root}/to/site`)] };
  const name = to.name?.trim();
  // Over a registered code the registered name stands: another name might be a person's, and the ledger could not forget it.
  if (!party.natural || name === undefined) return { to: partyAddressee(party, site, party.name) };
  const { commitment, row } = conceal(deps.random, name);
  const known = partyAddressee(party, site, commitment);
  return { to: { ...known, personal: [row], view: { ...known.view, name } } };
}

function partyAddressee(party: KnownParty, site: SiteFacts | null, name: string): Addressee {
  return {
    columns: { toPartyId: party.id, toSiteId: site?.id ?? null, toName: name, toUscc: party.uscc, toNatural: party.natural ? 1 : 0 },
    personal: [],
    payload: { party: party.publicId, site: site?.publicId ?? null, name: party.natural ? null : name },
    view: {
      id: party.publicId,
      uscc: party.natural ? null : party.uscc,
      name,
      site: site && { id: site.publicId, name: site.name },
    },
  };
}

function named(deps: Deps, name: string, uscc: string | null): Addressee {
  const natural = isNatural(uscc, name);
  // A name written like a commitment must not be taken for one, or it would show what that one stands for.
  const hidden = natural || isCommitment(name) ? conceal(deps.random, name) : null;
  const kept = hidden?.commitment ?? name;
  return {
    columns: { toPartyId: null, toSiteId: null, toName: kept, toUscc: uscc, toNatural: natural ? 1 : 0 },
    personal: hidden ? [hidden.row] : [],
    payload: { name: kept, uscc: natural ? null : uscc },
    view: { id: null, uscc, name, site: null },
  };
}

function nameMissing(uscc: string | null, root: string): ProblemDetail {
  return {
    pointer: `${root}/to/name`,
    found: '(missing)',
    expected:
      uscc === null
        ? { zh: '购货者名称，或其统一社会信用代码', en: 'the buyer’s name, or its credit code' }
        : { zh: `购货者名称（${uscc} 未在本系统登记）`, en: `the buyer’s name (${uscc} is not registered here)` },
    fix: { zh: '补上 to.name', en: 'add to.name' },
  };
}

function wrongSite(found: string, pointer: string): ProblemDetail {
  return {
    pointer,
    found,
    expected: { zh: '购货者已登记的场所', en: 'a site the buyer has registered' },
    fix: { zh: '去掉此字段即指其首个场所', en: 'leave it out to mean its first site' },
  };
}

function wrongOwnSite(found: string | undefined, pointer: string): ProblemDetail {
  return {
    pointer,
    found: found ?? '(missing)',
    expected: { zh: '本单位的另一场所', en: 'another site of this party' },
    fix: { zh: '填写调入场所的编号', en: 'name the site the goods go to' },
  };
}
