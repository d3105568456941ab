import { type Book, type Fields, fieldsOf, jsonOf, listOf, namedIn, type Payload, partOf, said, type Tellers, textOf } from './book.ts';

const SITE = ['name', 'regionCode', 'address', 'stallNumber'];

function putSite(book: Book, site: Payload, party: string): void {
  book.put('site', textOf(site.site), { party, ...fieldsOf(site, [...SITE, 'kind', 'gln']), ended: 0 });
}

/** Licences have no public id: they are named by party, kind and number, and by how often that came before. */
function licenceKey(book: Book, party: string, { kind, number }: Payload, isOpen: boolean): string {
  for (let n = 1; ; n++) {
    const key = `${party}/${textOf(kind)}/${textOf(number)}/${n}`;
    const known = book.get('licence', key);
    if (!known || (isOpen && known.ended === 0)) return key;
  }
}

/** A person's number stands in the ledger as a commitment of its own each time: those are not replayed. */
function putLicences(book: Book, party: string, licences: readonly Payload[]): void {
  if (isNatural(book, party)) return;
  for (const licence of licences)
    book.put('licence', licenceKey(book, party, licence, false), { ...fieldsOf(licence, ['validFrom', 'validUntil']), ended: 0 });
}

const isNatural = (book: Book, party: string) => book.get('party', party)?.natural === 1;

const CONTACT = { contactName: 'name', contactPhone: 'phone', contactAddress: 'address' } as const;

function contactFields(contact: Payload, all: boolean): Fields {
  const columns = Object.entries(CONTACT).filter(([, name]) => all || contact[name] !== undefined);
  return Object.fromEntries(columns.map(([column, name]) => [column, said(contact[name])]));
}

export const partyTellers: Tellers = {
  'party.registered': ({ payload }, book) => {
    const party = textOf(payload.party);
    book.put('party', party, {
      ...fieldsOf(payload, ['uscc', 'name', 'regionCode']),
      natural: payload.natural === true ? 1 : 0,
      kinds: jsonOf(payload.kinds),
      ...contactFields(partOf(payload.contact), true),
      state: 'pending',
    });
    for (const site of listOf(payload.sites)) putSite(book, site, party);
    putLicences(book, party, listOf(payload.licences));
  },
  'party.approved': ({ payload }, book) => book.change('party', textOf(payload.party), { state: 'approved' }),
  'party.rejected': ({ payload }, book) => book.change('party', textOf(payload.party), { state: 'rejected', uscc: null }),
  'party.changed': ({ payload }, book) => {
    const party = textOf(payload.party);
    book.change('party', party, { ...namedIn(payload, ['name', 'regionCode']), ...contactFields(partOf(payload.contact), false) });
    for (const ended of listOf(payload.licencesEnded)) book.change('licence', licenceKey(book, party, ended, true), { ended: 1 });
    putLicences(book, party, listOf(payload.licencesAdded));
  },
  'site.added': ({ payload }, book) => putSite(book, payload, textOf(payload.party)),
  'site.changed': ({ about, payload }, book) => {
    book.change('site', about, { ...namedIn(payload, SITE), ...(payload.ended === true ? { ended: 1 } : {}) });
  },
};
