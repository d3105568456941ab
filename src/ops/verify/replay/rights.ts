import { type Book, type Fields, fieldsOf, jsonOf, type Payload, said, type Tellers, type Told, textOf } from './book.ts';

/* Who may act: keys, accounts, delegations, offices; and what administrators enter with its source. */

/** Whose a key or an account is, as its entry names it. */
function ownerOf({ party, authority }: Payload): string {
  return typeof party === 'string' ? `party:${party}` : typeof authority === 'string' ? `authority:${authority}` : 'admin';
}

const allowed = (payload: Payload): Fields => ({ role: said(payload.role), rights: jsonOf(payload.rights) });

const SETTING = ['key', 'from', 'value', 'source', 'publishedOn', 'reason'];
const DIRECTORY = ['kind', 'value', 'from', 'until', 'source', 'reason'];
const SUBSTANCE = ['from', 'source', 'publishedOn', 'reason'];

/** What was entered of a substance, without what the entry says of the entering. */
function substanceBody({
  entry: _,
  from: _from,
  source: _source,
  publishedOn: _on,
  reason: _reason,
  confirm: _confirm,
  actedBy: _by,
  ...body
}: Payload) {
  return jsonOf(body);
}

/** How a rule runs has no id: the n-th time it was set. */
function setRule({ payload }: Told, book: Book): void {
  const rule = textOf(payload.rule);
  const n = Number(book.get('times set', rule)?.n ?? 0) + 1;
  book.put('times set', rule, { n });
  book.put('rule_mode', `${rule}/${n}`, { ...fieldsOf(payload, ['mode', 'reason']), by: said(payload.actedBy) });
}

function setStoreCode({ about, payload }: Told, book: Book): void {
  book.put('store_code', about, {
    ...fieldsOf(payload, ['party', 'site', 'item', 'layout', 'traceCode', 'from', 'actedBy']),
    endedAt: said(payload.until),
  });
  for (const replaced of Array.isArray(payload.replaced) ? payload.replaced.map(textOf) : [])
    book.change('store_code', replaced, {
      endedAt: Math.max(Number(payload.from), Number(book.get('store_code', replaced)?.from ?? 0)),
    });
}

export const rightsTellers: Tellers = {
  'key.made': ({ about, payload }, book) =>
    book.put('api_key', about, {
      owner: ownerOf(payload),
      hash: said(payload.keySha256),
      madeBy: said(payload.actedBy),
      ...allowed(payload),
      expiresAt: said(payload.expiresAt),
      revoked: 0,
    }),
  'key.revoked': ({ about }, book) => book.change('api_key', about, { revoked: 1 }),
  'account.made': ({ about, payload }, book) =>
    book.put('account', about, { owner: ownerOf(payload), name: said(payload.name), ...allowed(payload), ended: 0 }),
  'account.changed': ({ about, payload }, book) => book.change('account', about, allowed(payload)),
  'account.ended': ({ about }, book) => book.change('account', about, { ended: 1 }),
  'delegation.granted': ({ about, payload }, book) =>
    book.put('delegation', about, {
      ...fieldsOf(payload, ['party', 'to', 'until']),
      rights: jsonOf(payload.rights),
      ended: 0,
    }),
  'delegation.ended': ({ about }, book) => book.change('delegation', about, { ended: 1 }),
  'authority.made': ({ about, payload }, book) => book.put('authority', about, fieldsOf(payload, ['name', 'department', 'regionCode'])),
  'competence.set': ({ payload }, book) => {
    const { regionCode, offence, department, from } = fieldsOf(payload, ['regionCode', 'offence', 'department', 'from']);
    book.put('competence', `${regionCode}/${offence}/${department}/${from}`, fieldsOf(payload, ['authority', 'source']));
  },
  'law.set': ({ payload }, book) =>
    book.put('law_setting', textOf(payload.setting), { ...fieldsOf(payload, SETTING), by: said(payload.actedBy) }),
  'directory.set': ({ about, payload }, book) => book.put('directory_row', about, fieldsOf(payload, DIRECTORY)),
  // The end of a row is a row of its own.
  'directory.ended': ({ payload }, book) => book.put('directory_row', textOf(payload.end), fieldsOf(payload, DIRECTORY)),
  'interruption.recorded': ({ about, payload }, book) =>
    book.put('interruption', about, { ...fieldsOf(payload, ['from', 'to', 'reason']), by: said(payload.actedBy) }),
  'rule.set': setRule,
  'substance.entered': ({ about, payload }, book) =>
    book.put('substance_entry', about, {
      ...fieldsOf(payload, SUBSTANCE),
      body: substanceBody(payload),
      by: said(payload.actedBy),
      revoked: 0,
      revokedBy: null,
      revokedReason: null,
    }),
  'substance.revoked': ({ about, payload }, book) =>
    book.change('substance_entry', about, { revoked: 1, revokedBy: said(payload.actedBy), revokedReason: said(payload.reason) }),
  'store-code.set': setStoreCode,
  'store-code.ended': ({ about, payload }, book) => book.change('store_code', about, { endedAt: said(payload.at) }),
};
