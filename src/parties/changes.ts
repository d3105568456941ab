import type { Json } from '../ledger/entry.ts';
import { actedBy } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { staleRevision } from '../platform/mount.ts';
import { invalidInput } from '../platform/problems.ts';
import { foldFullWidth } from '../platform/result.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Touch } from '../store/store.ts';
import { managedParty, noParty, refuseSiteDelegate } from './access.ts';
import { chainOfParty, isNatural } from './model.ts';
import {
  type Concealed,
  concealed,
  concealedIf,
  countyWarnings,
  licencePayload,
  licenceRow,
  licenceWarnings,
  nameRefusals,
  normalLicence,
  shownWarnings,
  type ToldLicence,
} from './registration.ts';
import { licencesOf, type PartyRow, partyRow } from './repository.ts';
import type { LicenceInput, PartyChange } from './schemas.ts';
import { fullView } from './views.ts';

type PartyColumns = Extract<Touch, { set: 'party' }>['to'];

/**
 * Changes name, county, licences or contact; only what the body names.
 * @throws {Problem} stale-revision; not-found out of scope; invalid-input for a licence that is not held
 */
export async function changeParty(deps: Deps, call: Call<{ party: string }, unknown, PartyChange>): Promise<Reply> {
  refuseSiteDelegate(call.caller);
  const added = (call.body.licences?.add ?? []).map(normalLicence);
  const by = actedBy(call.caller);
  let publicId = '';
  await write(deps.store, async () => {
    const row = await managedParty(deps.store.read, call.caller, call.params.party);
    publicId = row.publicId;
    if (row.revision !== call.ifMatch) throw staleRevision();
    const named = changedName(deps, row, call.body.name);
    const ended = endedLicences(await licencesOf(deps.store.read, row.id), call.body);
    const contact = changedContact(deps, call.body.contact);
    const told = { added: licencesTold(deps, row, added), ended: licencesTold(deps, row, ended) };
    const ids = await deps.store.ids(added.length);
    const region = call.body.regionCode === undefined ? {} : { regionCode: foldFullWidth(call.body.regionCode) };
    const to: PartyColumns = { ...named.to, ...region, ...contact.to, revision: row.revision + 1 };
    const { contactName, contactPhone, contactAddress, ...facts } = to;
    const payload: Json = {
      party: row.publicId,
      actedBy: by,
      ...(facts as { [key: string]: Json }),
      ...(call.body.contact ? { contact: defined({ name: contactName, phone: contactPhone, address: contactAddress }) } : {}),
      licencesAdded: told.added.payload,
      licencesEnded: told.ended.payload.map(({ kind = null, number = null }) => ({ kind, number })),
    };
    return {
      chain: chainOfParty(row.publicId),
      at: call.now,
      entries: [{ kind: 'party.changed', subject: `party/${row.publicId}`, payload }],
      rows: {
        licence: added.map((licence, i) => licenceRow(licence, ids[i] ?? 0, row.id, call.now)),
        personal: [...named.personal, ...contact.personal, ...told.added.personal, ...told.ended.personal],
      },
      touch: [
        { set: 'party', id: row.id, to },
        ...ended.map(({ id }): Touch => ({ set: 'licence', id, to: { endedAt: call.now } })),
        ...replacedContact(row, contact.to),
      ],
      expect: [{ table: 'party', id: row.id, column: 'revision', is: row.revision }],
      finish: () => ({ reply: { status: 200, headers: {}, body: '' } }),
    };
  });
  // By its id: an authority may just have moved it to another one's region.
  const after = await partyRow(deps.store.read, publicId);
  if (!after) throw noParty();
  const warnings = shownWarnings([...changeWarnings(call.body), ...licenceWarnings(added, '/licences/add')], call.locale);
  return json(200, { ...(await fullView(deps.store.read, after)), warnings }, { ETag: `"${after.revision}"` });
}

function changeWarnings(body: PartyChange) {
  return body.regionCode === undefined ? [] : countyWarnings(foldFullWidth(body.regionCode), '/regionCode');
}

/** The fields that are there; null is a value. */
function defined(fields: Record<string, string | null | undefined>): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(fields).filter((field): field is [string, string | null] => field[1] !== undefined));
}

function changedName(deps: Deps, row: PartyRow, given: string | undefined): { to: PartyColumns; personal: DB['personal'][] } {
  if (given === undefined) return { to: {}, personal: [] };
  const name = given.trim();
  const refusals = nameRefusals(name);
  // Whether a party is a natural person stands since its registration: a person's own name must not come to stand in clear afterwards.
  if (row.natural === 0 && isNatural(row.uscc, name) && row.uscc !== null)
    refusals.push({
      pointer: '/name',
      found: name,
      expected: { zh: '字号名称', en: 'the trade name' },
      fix: { zh: '填写营业执照上的字号全称', en: 'give the full trade name as on the business licence' },
    });
  if (refusals.length > 0) throw invalidInput(refusals);
  const { value, personal } = concealedIf(row.natural === 1, deps.random, name);
  return { to: { name: value ?? '' }, personal };
}

function changedContact(deps: Deps, contact: PartyChange['contact']): { to: PartyColumns; personal: DB['personal'][] } {
  const fields: [keyof PartyColumns, string | null | undefined][] = [
    ['contactName', contact?.name],
    ['contactPhone', contact?.phone],
    ['contactAddress', contact?.address],
  ];
  const parts = fields
    .filter((field): field is [keyof PartyColumns, string | null] => field[1] !== undefined)
    .map(([column, value]): [keyof PartyColumns, Concealed] => [column, concealed(deps.random, value)]);
  return {
    to: Object.fromEntries(parts.map(([column, part]) => [column, part.value])),
    personal: parts.flatMap(([, part]) => part.personal),
  };
}

/** What a contact held before is forgotten, whether something takes its place or not. */
function replacedContact(row: PartyRow, to: PartyColumns): Touch[] {
  const before = (['contactName', 'contactPhone', 'contactAddress'] as const).filter((column) => to[column] !== undefined);
  return before.flatMap((column): Touch[] => {
    const commitment = row[column];
    return commitment === null ? [] : [{ erase: commitment }];
  });
}

/** Licences as the entry tells them. */
function licencesTold(deps: Deps, row: PartyRow, licences: readonly ToldLicence[]) {
  const told = licences.map((licence) => licencePayload(licence, row.natural === 1, deps.random));
  return { payload: told.map((one) => one.payload), personal: told.flatMap((one) => one.personal) };
}

/** The rows the body ends; every one that is not held is told. */
function endedLicences(held: readonly DB['licence'][], body: PartyChange): DB['licence'][] {
  const found = (body.licences?.end ?? []).map((named) => {
    const { kind, number } = normalLicence(named as LicenceInput);
    return held.find((licence) => licence.endedAt === null && licence.kind === kind && licence.number === number);
  });
  const errors = found.flatMap((licence, i) =>
    licence
      ? []
      : [
          {
            pointer: `/licences/end/${i}/number`,
            found: body.licences?.end?.[i]?.number ?? '',
            expected: { zh: '现有的有效证照', en: 'a licence that is held' },
            fix: { zh: '按登记的种类与编号填写', en: 'name kind and number as they are registered' },
          },
        ],
  );
  if (errors.length > 0) throw invalidInput(errors);
  return [...new Set(found.filter((licence) => licence !== undefined))];
}
