import { newPublicId, type RandomBytes } from '../codes/ids.ts';
import type { Json } from '../ledger/entry.ts';
import { conceal, isCommitment } from '../ledger/personal.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, type Locale } from '../platform/problems.ts';
import { foldFullWidth, type Warning } from '../platform/result.ts';
import type { DB } from '../store/schema.ts';
import { checkLicenceNumber } from './licence.ts';
import { defaultSiteKind, isNatural, kindsWithoutCode } from './model.ts';
import { unknownCounty } from './regions.ts';
import type { ContactInput, LicenceInput, Registration, SiteInput } from './schemas.ts';
import { checkUscc } from './uscc.ts';

/** A warning with the field it is about. */
export type PlacedWarning = Warning & { pointer: string };

export interface Draft {
  uscc: string | null;
  name: string;
  natural: boolean;
  kinds: Registration['kinds'];
  regionCode: string;
  licences: LicenceInput[];
  sites: SiteInput[];
  contact: ContactInput;
  warnings: PlacedWarning[];
}

/**
 * A registration in the form it is stored in: codes folded, one site where none was named.
 * @throws {Problem} invalid-input for a party without credit code that is of no kind a person may be, or a name that looks like a commitment
 */
export function draftOf(body: Registration): Draft {
  const uscc = body.uscc === undefined ? null : normalUscc(body.uscc);
  const name = body.name.trim();
  const errors = [...nameRefusals(name), ...(uscc === null ? codeRefusals(body.kinds) : [])];
  if (errors.length > 0) throw invalidInput(errors);
  const kinds = [...new Set(body.kinds)];
  const regionCode = foldFullWidth(body.regionCode);
  const licences = (body.licences ?? []).map(normalLicence);
  const sites = (body.sites ?? [{ name: '经营场所', kind: defaultSiteKind(kinds), regionCode }]).map(normalSite);
  const warnings = [
    ...countyWarnings(regionCode, '/regionCode'),
    ...licenceWarnings(licences, '/licences'),
    ...(body.sites ?? []).flatMap((site, i) => countyWarnings(foldFullWidth(site.regionCode), `/sites/${i}/regionCode`)),
  ];
  return { uscc, name, natural: isNatural(uscc, name), kinds, regionCode, licences, sites, contact: body.contact ?? {}, warnings };
}

function normalUscc(text: string): string {
  const result = checkUscc(text);
  return result.ok ? result.uscc : text;
}

/** @param licence a licence the schema has let through */
export function normalLicence(licence: LicenceInput): LicenceInput {
  const result = checkLicenceNumber(licence);
  return result.ok ? { ...licence, number: result.number } : licence;
}

function normalSite(site: SiteInput): SiteInput {
  return { ...site, name: site.name.trim(), regionCode: foldFullWidth(site.regionCode) };
}

/** A name that looks like a commitment would be taken for a concealed one. */
export function nameRefusals(name: string): ProblemDetail[] {
  if (!isCommitment(name)) return [];
  const expected = { zh: '登记的名称', en: 'the registered name' };
  return [{ pointer: '/name', found: name, expected, fix: { zh: '填写真实名称', en: 'give the real name' } }];
}

function codeRefusals(kinds: Registration['kinds']): ProblemDetail[] {
  const stray = kinds.filter((kind) => !kindsWithoutCode.includes(kind));
  if (stray.length === 0) return [];
  const persons = kindsWithoutCode.join(', ');
  return [
    {
      pointer: '/uscc',
      found: '(missing)',
      expected: {
        zh: `统一社会信用代码；只有自然人可以不填（${persons}）`,
        en: `a unified social credit code; only natural persons may go without (${persons})`,
      },
      fix: {
        zh: `补上代码；农户等自然人请将 kinds 改为 ["farmer"] 等（现有 ${stray.join('、')}）`,
        en: `add the code, or for a natural person take kinds such as ["farmer"] (found ${stray.join(', ')})`,
      },
    },
  ];
}

export function countyWarnings(regionCode: string, pointer: string): PlacedWarning[] {
  return unknownCounty(regionCode).map((warning) => ({ ...warning, pointer }));
}

export function licenceWarnings(licences: readonly LicenceInput[], pointer: string): PlacedWarning[] {
  return licences.flatMap((licence, i) => {
    const result = checkLicenceNumber(licence);
    return result.ok ? result.warnings.map((warning) => ({ ...warning, pointer: `${pointer}/${i}/number` })) : [];
  });
}

/** Warnings as a reply shows them. */
export function shownWarnings(warnings: readonly PlacedWarning[], locale: Locale) {
  return warnings.map(({ code, pointer, message }) => ({ code, pointer, message: message[locale] }));
}

/** A value as its column and the ledger hold it, with the rows that keep what it stands for. */
export interface Concealed {
  value: string | null;
  personal: DB['personal'][];
}

/** Conceals a personal value; null stays null. */
export function concealed(random: RandomBytes, value: string | null | undefined): Concealed {
  if (value === null || value === undefined) return { value: null, personal: [] };
  const { commitment, row } = conceal(random, value);
  return { value: commitment, personal: [row] };
}

/** Conceals a value of a natural person; of a firm it stays as it is. */
export function concealedIf(natural: boolean, random: RandomBytes, value: string | null | undefined): Concealed {
  return natural ? concealed(random, value) : { value: value ?? null, personal: [] };
}

export interface RegistrationRows {
  party: DB['party'];
  sites: DB['site'][];
  licences: DB['licence'][];
  personal: DB['personal'][];
  /** The fact as its entry tells it. */
  payload: { [key: string]: Json };
}

/** Inner ids a draft needs: the party's, its sites' and its licences'. */
export function idsNeeded(draft: Draft): number {
  return 1 + draft.sites.length + draft.licences.length;
}

/**
 * The rows of a registration, and its entry: of a person the name, credit code, licence numbers, site names and addresses, and
 * every contact, only as commitments.
 * @param ids as many as idsNeeded() says
 */
export function registrationRows(draft: Draft, ids: readonly number[], random: RandomBytes, at: number, state: string): RegistrationRows {
  const [partyId = 0, ...others] = ids;
  const name = concealedIf(draft.natural, random, draft.name);
  const code = concealedIf(draft.natural, random, draft.uscc);
  const contactName = concealed(random, draft.contact.name);
  const contactPhone = concealed(random, draft.contact.phone);
  const contactAddress = concealed(random, draft.contact.address);
  const built = draft.sites.map((site, i) => siteRow(site, { id: others[i] ?? 0, partyId, natural: draft.natural, random, at }));
  const held = draft.licences.map((licence) => licencePayload(licence, draft.natural, random));
  const licences = draft.licences.map((licence, i) => licenceRow(licence, others[draft.sites.length + i] ?? 0, partyId, at));
  const party: DB['party'] = {
    id: partyId,
    publicId: newPublicId(random),
    uscc: draft.uscc,
    name: name.value ?? '',
    kinds: JSON.stringify(draft.kinds),
    natural: draft.natural ? 1 : 0,
    regionCode: draft.regionCode,
    state,
    contactName: contactName.value,
    contactPhone: contactPhone.value,
    contactAddress: contactAddress.value,
    revision: 1,
    createdAt: at,
  };
  return {
    party,
    sites: built.map((site) => site.row),
    licences,
    personal: [name, code, contactName, contactPhone, contactAddress, ...built, ...held].flatMap((part) => part.personal),
    payload: {
      party: party.publicId,
      uscc: code.value,
      name: party.name,
      natural: draft.natural,
      kinds: draft.kinds,
      regionCode: draft.regionCode,
      contact: { name: contactName.value, phone: contactPhone.value, address: contactAddress.value },
      licences: held.map((licence) => licence.payload),
      sites: built.map((site) => site.payload),
    },
  };
}

/**
 * A site's row and its part of the entry. A natural person's address may be a home, so it is concealed; the site's name may be the
 * person's, so the ledger, which cannot forget, holds only its commitment.
 */
export function siteRow(
  site: SiteInput,
  { id, partyId, natural, random, at }: { id: number; partyId: number; natural: boolean; random: RandomBytes; at: number },
): { row: DB['site']; personal: DB['personal'][]; payload: { [key: string]: Json } } {
  const address = concealedIf(natural, random, site.address);
  const name = concealedIf(natural, random, site.name);
  const row: DB['site'] = {
    id,
    publicId: newPublicId(random),
    partyId,
    name: site.name,
    kind: site.kind,
    regionCode: site.regionCode,
    address: address.value,
    stallNumber: site.stallNumber ?? null,
    gln: site.gln ?? null,
    createdAt: at,
    endedAt: null,
  };
  const payload = {
    site: row.publicId,
    name: name.value,
    kind: row.kind,
    regionCode: row.regionCode,
    address: row.address,
    stallNumber: row.stallNumber,
    gln: row.gln,
  };
  return { row, personal: [...address.personal, ...name.personal], payload };
}

export function licenceRow(licence: LicenceInput, id: number, partyId: number, at: number): DB['licence'] {
  return {
    id,
    partyId,
    kind: licence.kind,
    number: licence.number,
    validFrom: licence.validFrom ?? null,
    validUntil: licence.validUntil ?? null,
    recordedAt: at,
    endedAt: null,
  };
}

/** A licence as a request or a row names it. */
export interface ToldLicence {
  kind: string;
  number: string;
  validFrom?: string | null | undefined;
  validUntil?: string | null | undefined;
}

/** A licence's part of an entry; a natural person's number leads to the person (a business licence bears its credit code), so it is concealed. */
export function licencePayload(
  licence: ToldLicence,
  natural: boolean,
  random: RandomBytes,
): { personal: DB['personal'][]; payload: { [key: string]: Json } } {
  const number = concealedIf(natural, random, licence.number);
  const { kind, validFrom = null, validUntil = null } = licence;
  return { personal: number.personal, payload: { kind, number: number.value, validFrom, validUntil } };
}
