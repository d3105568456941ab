import type { PartyKind } from '../law/model.ts';
import { isCommitment } from '../ledger/personal.ts';
import type { Caller } from '../platform/caller.ts';
import { within } from './regions.ts';
import { entityKindOf } from './uscc.ts';

export const partyKinds = [
  'producer',
  'farm',
  'cooperative',
  'farmer',
  'slaughterhouse',
  'workshop',
  'importer',
  'distributor',
  'retailer',
  'caterer',
  'canteen',
  'marketOperator',
  'coldStore',
  'carrier',
  'laboratory',
] as const satisfies readonly PartyKind[];

export const siteKinds = ['plant', 'farm', 'warehouse', 'shop', 'stall', 'canteen', 'coldStore'] as const;
export type SiteKind = (typeof siteKinds)[number];

/** Kinds a person may register as without a credit code (design.md 12: optional for farmers and sole traders). */
export const kindsWithoutCode: readonly PartyKind[] = ['farmer', 'workshop', 'distributor', 'retailer', 'caterer'];

const ofSite: Record<PartyKind, SiteKind> = {
  producer: 'plant',
  farm: 'farm',
  cooperative: 'farm',
  farmer: 'farm',
  slaughterhouse: 'plant',
  workshop: 'plant',
  importer: 'warehouse',
  distributor: 'warehouse',
  retailer: 'shop',
  caterer: 'shop',
  canteen: 'canteen',
  marketOperator: 'warehouse',
  coldStore: 'coldStore',
  carrier: 'warehouse',
  laboratory: 'plant',
};

/** The site made for a party that names none: the place its first kind works at. */
export function defaultSiteKind(kinds: readonly PartyKind[]): SiteKind {
  return kinds[0] === undefined ? 'warehouse' : ofSite[kinds[0]];
}

/** Endings that only a trade name has; words that are also given names (行, 园, 堂) are left out, so that doubt masks. */
const TRADE_ENDING = /(?:店|铺|坊|厂|部|社|馆|摊|档|超市|商行|公司|中心|农场|合作社)$/;
const PERSONAL_NAME = /^\p{Script=Han}{2,4}$|^\p{Script=Han}+(?:·\p{Script=Han}+)+$/u;

/** Whether a name may be a person's own: two to four Han characters or a name with ·, and no word of trade at its end. */
export function looksPersonal(name: string): boolean {
  const bare = name.replaceAll(/\s/g, '').replaceAll(/[•・]/g, '·');
  return PERSONAL_NAME.test(bare) && !TRADE_ENDING.test(bare);
}

/**
 * Whether a registration is a natural person's. Without a credit code: yes. A 92-code (个体工商户) that trades under a shop name is named by
 * that name, which the business register publishes; under what may be a person's own name it is treated as a person. All others: no.
 */
export function isNatural(uscc: string | null, name: string): boolean {
  if (uscc === null) return true;
  return entityKindOf(uscc) === 'individual' && looksPersonal(name);
}

/** What stands where a personal value was erased. */
export const ERASED = '＊';

/** A person's name for others: the first character alone ('张*'); a value that is gone or still concealed shows nothing of itself. */
export function maskName(name: string): string {
  const first = Array.from(name.trim())[0];
  return first === undefined || isCommitment(name) || name === ERASED ? ERASED : `${first}*`;
}

type Place = { id: number; regionCode: string };

/** Whether the caller may act on a party's registration: the party itself (or who acts for it), its authority by region, an administrator. */
export function mayManage(caller: Caller, party: Place): boolean {
  if (caller.kind === 'admin') return true;
  if (caller.kind === 'authority') return within(party.regionCode, caller.authority.regionCode);
  return caller.kind === 'party' && caller.party.id === party.id;
}

const FARMED: readonly PartyKind[] = ['farm', 'cooperative', 'farmer', 'slaughterhouse'];

/**
 * Whether an office is of the department that keeps registrations of these kinds: market regulation registers every operator; agriculture and forestry
 * those whose goods have not entered a market, customs importers, as src/law/authority.ts parts them. Others read them, and make no key.
 */
export function keepsRegistration(caller: Caller, kinds: readonly PartyKind[]): boolean {
  if (caller.kind !== 'authority') return true;
  const { department } = caller.authority;
  if (department === 'market') return true;
  if (department === 'customs') return kinds.includes('importer');
  return (
    (department === 'agriculture' || department === 'forestry' || department === 'township') && kinds.some((kind) => FARMED.includes(kind))
  );
}

/** The name a viewer may see: a firm's as it is, a person's in full only to itself and its authority. `name` is the clear one. */
export function visibleName(party: Place & { name: string; natural: boolean }, viewer: Caller): string {
  return !party.natural || mayManage(viewer, party) ? party.name : maskName(party.name);
}

/** The chain of what is recorded about a party, whoever records it. */
export function chainOfParty(publicId: string): string {
  return `party:${publicId}`;
}
