import type { Document } from './document.ts';
import { type Named, sampleOf } from './document.ts';
import { EPC, EVENT, goods, MARK, PLACE, SECRET } from './objects.ts';

export type Ids = Readonly<Record<string, string>>;

/** What a parameter of a path names, by the path up to it: the id of the world's object, or a value that names nobody's. */
const OBJECTS: Record<string, string | { value: string }> = {
  '/01/{gtin}': { value: '09521234543213' },
  '/01/{gtin}/10/{lot}': { value: `${MARK}-1` },
  '/01/{gtin}/10/{lot}/21/{serial}': { value: '1' },
  '/cases/{id}': 'case',
  '/epcis/bizLocations/{bizLocation}': { value: PLACE },
  '/epcis/bizSteps/{bizStep}': { value: 'storing' },
  '/epcis/capture/{captureID}': 'capture',
  '/epcis/dispositions/{disposition}': { value: 'in_progress' },
  '/epcis/epcs/{epc}': { value: EPC },
  '/epcis/eventTypes/{eventType}': { value: 'ObjectEvent' },
  '/epcis/events/{eventID}': { value: EVENT },
  '/epcis/readPoints/{readPoint}': { value: PLACE },
  '/holds/{id}': 'hold',
  '/imports/{id}': 'import',
  '/account/sessions/{id}': { value: 'nobody' },
  '/invitation/{token}': { value: 'nobody' },
  '/ledger/tile/entries/{a}': { value: '000' },
  '/ledger/tile/entries/{a}/{b}': { value: '000' },
  '/ledger/tile/entries/{a}/{b}/{c}': { value: '000' },
  '/ledger/tile/entries/{a}/{b}/{c}/{d}': { value: '000' },
  '/ledger/tile/{level}': { value: '0' },
  '/ledger/tile/{level}/{a}': { value: '000' },
  '/ledger/tile/{level}/{a}/{b}': { value: '000' },
  '/ledger/tile/{level}/{a}/{b}/{c}': { value: '000' },
  '/ledger/tile/{level}/{a}/{b}/{c}/{d}': { value: '000' },
  '/assets/scripts/{version}': { value: 'none' },
  '/assets/scripts/{version}/{name}': { value: 'none' },
  '/displays/{id}': 'display',
  '/law/{regulation}': { value: 'zhejiang-traceability' },
  '/producer/batches/{traceCode}': 'traceCode',
  '/producer/findings/{id}': 'lead',
  '/producer/unconfirmed/{id}': 'shipment',
  '/receive/{id}': 'shipment',
  '/v1/labels/{id}': 'labels',
  '/m/{code}': { value: 'ZZZZZZZZZZ' },
  '/recalls/{id}': 'recall',
  '/regulator/reviews/{id}': 'review',
  '/regulator/substances/{id}': 'substance',
  '/regulator/violations/{id}': 'lead',
  '/s/{slip}': 'slip',
  '/sign-in/oidc/{provider}': { value: 'nobody' },
  '/sign-in/{token}': { value: 'nobody' },
  '/staff/{id}': 'account',
  '/t/{traceCode}': 'traceCode',
  '/account/elsewhere/{provider}': { value: 'nobody' },
  '/v1/accounts/{id}': 'account',
  // Revoking the key of a role would take it from the tests that follow.
  '/v1/administrators/{role}': { value: 'nobody' },
  '/v1/administrators/accounts/{id}': { value: 'nobody' },
  '/v1/authorities/{id}': 'authority',
  '/v1/authorities/{id}/keys/{key}': 'deskKey',
  '/v1/batches/{traceCode}': 'traceCode',
  '/v1/batches/{traceCode}/commitment-certificate': 'crop',
  '/v1/cases/{id}': 'case',
  '/v1/cases/{id}/documents/{kind}': { value: 'order' },
  '/v1/certificates/{id}': 'certificate',
  '/v1/directory/{id}': 'row',
  '/v1/displays/{id}': 'display',
  '/v1/field-records/{id}': 'field',
  '/v1/files/{sha256}': 'file',
  '/v1/filing-targets/{id}': 'target',
  '/v1/filings/{id}': 'filing',
  '/v1/holds/{id}': 'hold',
  '/v1/import-papers/{id}': 'papers',
  '/v1/imports/{id}': 'import',
  '/v1/law/{regulation}': { value: 'zhejiang-traceability' },
  '/v1/ledger/entries/{hash}': 'entry',
  '/v1/ledger/{chain}': 'chain',
  '/v1/notices/{id}': 'notice',
  '/v1/parties/{party}': 'party',
  '/v1/parties/{party}/delegations/{id}': 'delegation',
  '/v1/parties/{party}/keys/{id}': 'key',
  '/v1/parties/{party}/staff/{id}': 'account',
  '/v1/parties/{party}/sites/{site}': 'site',
  '/v1/recalls/{id}': 'recall',
  '/v1/recalls/{id}/files/{sha256}': 'proof',
  '/v1/reviews/{id}': 'review',
  '/v1/rules/{rule}': { value: 'past-shelf-life' },
  '/v1/samples/{no}': 'sample',
  '/v1/shipments/{id}': 'shipment',
  '/v1/shipments/{id}/amendments/{amendment}': 'amendment',
  '/v1/statutory-ledgers/{kind}': { value: 'incoming' },
  '/v1/store-codes/{id}': 'storeCode',
  '/v1/substances/{id}': 'substance',
  '/v1/transformations/{id}': 'transformation',
  '/v1/violations/{id}': 'lead',
  '/v1/webhooks/{id}': 'webhook',
  '/v1/webhooks/{id}/deliveries/{delivery}': 'delivery',
};

/** Where another object of the kind is the one to try: the operation asks for its state. */
const OTHER: Record<string, Record<string, string>> = {
  // The other one is revoked on the way.
  holdFromNotice: { '/regulator/substances/{id}': 'phenolphthalein' },
  removalForm: { '/staff/{id}': 'leaver' },
  endAccount: { '/v1/accounts/{id}': 'ended' },
  decideRegistration: { '/v1/parties/{party}': 'applicant' },
  issueCommitment: { '/v1/batches/{traceCode}': 'crop' },
  printCommitment: { '/v1/batches/{traceCode}': 'crop' },
  acceptAmendment: { '/v1/shipments/{id}': 'received' },
  refuseAmendment: { '/v1/shipments/{id}': 'received' },
  settleAmendment: { '/v1/shipments/{id}': 'received' },
  takeBack: { '/v1/shipments/{id}': 'received' },
  proposeAmendment: { '/v1/shipments/{id}': 'received' },
  amendReport: { '/v1/samples/{no}': 'reported' },
  withdrawReport: { '/v1/samples/{no}': 'reported' },
  askRetest: { '/v1/samples/{no}': 'reported' },
};

/** The parameters of a path that name objects of the world: the path up to each, and the name of the object. */
export function objectsOf({ path, operation }: Named): string[] {
  return prefixesOf(path).flatMap((prefix) => {
    const object = OTHER[operation.operationId]?.[prefix] ?? OBJECTS[prefix];
    return typeof object === 'string' ? [object] : [];
  });
}

const prefixesOf = (path: string) => [...path.matchAll(/\{\w+\}/g)].map((found) => path.slice(0, found.index + found[0].length));

/**
 * The address of an operation with the ids of the world in it.
 * @throws for a parameter no object of the world stands for: a new operation brings its object
 */
export function addressOf(named: Named, ids: Ids): string {
  const values = prefixesOf(named.path).map((prefix) => {
    const object = OTHER[named.operation.operationId]?.[prefix] ?? OBJECTS[prefix];
    if (object === undefined) throw new Error(`No object of the world stands for ${prefix} (test/rights/requests.ts).`);
    const value = typeof object === 'string' ? ids[object] : object.value;
    if (value === undefined) throw new Error(`The world holds no ${JSON.stringify(object)} (test/rights/objects.ts).`);
    return value;
  });
  const path = named.path.replace(/\{\w+\}/g, () => encodeURIComponent(values.shift() ?? ''));
  const query = queryOf(named, ids);
  return query === '' ? path : `${path}?${query}`;
}

const QUERY: Record<string, (ids: Ids) => Record<string, string>> = {
  trace: (ids) => ({ traceCode: ids.traceCode ?? '' }),
  // Registrations are what every caller may import; the other kinds ask for the right to record them one by one.
  importSheet: () => ({ kind: 'parties' }),
  resolveCode: (ids) => ({ code: ids.traceCode ?? '' }),
};

function queryOf({ operation }: Named, ids: Ids): string {
  const required = (operation.parameters ?? []).filter((one) => one.in === 'query' && one.required);
  const own = QUERY[operation.operationId]?.(ids) ?? {};
  return new URLSearchParams(required.map((one) => [one.name, own[one.name] ?? String(one.schema?.example ?? 'x')])).toString();
}

const one = { amount: '1', unit: '袋' };

/** Bodies the examples of single fields do not make: one alternative of several, or objects of the world named in them. */
const BODIES: Record<string, (ids: Ids) => unknown> = {
  recordBatch: () => goods('-n'),
  checkBatch: () => goods('-n'),
  bindCode: (ids) => ({ traceCode: ids.traceCode, batch: goods('-n') }),
  changeParty: () => ({ regionCode: '330110' }),
  voidLabels: (ids) => ({ items: [{ traceCode: ids.traceCode, copies: 1 }], reason: '打印偏移' }),
  changeSite: () => ({ regionCode: '330110' }),
  grantDelegation: (ids) => ({ to: ids.applicant, rights: ['batches'] }),
  setCompetence: (ids) => ({
    regionCode: '330110',
    offence: 'trace-record',
    authority: ids.authority,
    source: '示例区执法事项目录（2026年）',
  }),
  recordCertificate: (ids) => ({
    kind: 'release',
    number: 'X-1',
    conclusion: 'pass',
    issuedOn: '2026-11-02',
    covers: { traceCodes: [ids.traceCode] },
  }),
  recordShipment: (ids) => ({ purpose: 'sale', to: { name: '示例超市' }, lines: [{ traceCode: ids.traceCode, quantity: one }] }),
  confirmForBranches: (ids) => ({ shipments: [ids.shipment], outcome: 'accepted' }),
  recordTransport: () => ({ plate: '浙A00000' }),
  proposeAmendment: () => ({ lines: [{ line: 1, quantity: one }], reason: '复核' }),
  recordOutsideReceipt: (ids) => ({ from: { name: '示例农户' }, lines: [{ traceCode: ids.traceCode, quantity: one }] }),
  recordOpening: (ids) => ({ asOf: '2026-11-01', lines: [{ traceCode: ids.traceCode, quantity: one }] }),
  recordDisposition: (ids) => ({ kind: 'sold', lines: [{ traceCode: ids.traceCode, quantity: one }] }),
  recordStoreCode: (ids) => ({ code: '2012346012346', layout: 'PPIIIIIWWWWWC', batch: ids.loose }),
  recordDisplay: (ids) => ({ place: '入口货架', traceCodes: [ids.traceCode] }),
  makeAccount: (ids) => ({ name: '示例人员甲', role: 'officer', authority: ids.authority }),
  registerParty: () => ({ name: '示例果园', kinds: ['farmer'], regionCode: '330110' }),
  approveDecision: () => ({ agrees: true }),
  enterSubstance: () => ({
    kind: 'alias',
    name: '示例酚肽宝',
    of: '77-09-8',
    source: '示例局公告（2026年第2号）',
    publishedOn: '2026-11-01',
    from: '2026-11-05',
    reason: '通知公布',
  }),
  captureEpcisEvent: () => ({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'ObjectEvent',
    action: 'OBSERVE',
    epcList: ['urn:epc:id:sgtin:0614141.107346.8'],
    eventTime: '2026-11-04T10:00:00+08:00',
    eventTimeZoneOffset: '+08:00',
  }),
  captureEpcis: () => ({
    '@context': [],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-11-05T09:00:00Z',
    epcisBody: { eventList: [] },
  }),
  takeSample: (ids) => ({ number: 'X-1', kind: 'quick', traceCodes: [ids.traceCode] }),
  extendImportPapers: (ids) => ({ traceCodes: [ids.traceCode] }),
  enterGoods: (ids) => ({ entries: [{ stall: 'A-12', from: { name: '示例农户' }, lines: [{ traceCode: ids.traceCode, quantity: one }] }] }),
  recordTransformation: (ids) => ({ kind: 'process', inputs: [{ traceCode: ids.traceCode, quantity: one }], outputs: [goods('-m')] }),
  noteViolation: (ids) => ({ rule: 'code-not-displayed', party: ids.party, seenAt: '2026-11-05T08:00:00+08:00', text: '所见' }),
  openCase: (ids) => ({ violationIds: [ids.lead], officers: ['甲', '乙'] }),
  addLeads: (ids) => ({ violationIds: [ids.lead] }),
  bulkOrder: (ids) => ({ violationIds: [ids.lead], officers: ['甲', '乙'], dueOn: '2026-12-01', text: '接收确认到货' }),
  receiveStatement: () => ({ how: 'paper', text: '请从轻' }),
  bulkReminder: (ids) => ({ violationIds: [ids.lead] }),
  linkFieldRecord: (ids) => ({ harvestedOn: '2026-11-01', traceCodes: [ids.crop] }),
  placeHold: (ids) => ({ reason: '待复核', traceCodes: [ids.traceCode] }),
  openRecall: (ids) => ({ level: 2, reason: '示例', traceCodes: [ids.traceCode] }),
  reportOnRecall: (ids) => ({ kind: 'stopped', lines: [{ traceCode: ids.traceCode, quantity: one }] }),
  acknowledgeRecall: () => ({}),
  reachedForm: (ids) => ({ party: ids.shop, reachedBy: 'phone' }),
  liftHoldForm: () => ({ reason: '复检合格' }),
  screen: () => ({ ingredientsText: '小麦粉、白砂糖' }),
};

/** Bytes an operation takes instead of JSON. */
const BYTES: Record<string, { raw: string; type: string }> = {
  putFile: { raw: `%PDF-1.4\n${SECRET}\n%%EOF\n`, type: 'application/pdf' },
  importSheet: { raw: '产品名称\n示例\n', type: 'text/csv' },
  importFromPage: { raw: '产品名称\n示例\n', type: 'text/csv' },
};

export interface Asked {
  method: string;
  address: string;
  raw?: string;
  headers: Record<string, string>;
}

/** A well-formed request for an operation, as small as its schema allows, about the objects of the world. */
export function requestOf(named: Named, ids: Ids, document: Document): Asked {
  const { method, operation } = named;
  const address = addressOf(named, ids);
  const asksRevision = operation.parameters?.some((one) => one.in === 'header' && one.name.toLowerCase() === 'if-match');
  const headers: Record<string, string> = asksRevision ? { 'If-Match': '"1"' } : {};
  if (method === 'GET' || method === 'DELETE') return { method, address, headers };
  const bytes = BYTES[operation.operationId];
  if (bytes) return { method, address, raw: bytes.raw, headers: { ...headers, 'Content-Type': bytes.type } };
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const body = BODIES[operation.operationId]?.(ids) ?? (content ? sampleOf(content.schema, document) : {});
  if (type === 'application/x-www-form-urlencoded')
    return {
      method,
      address,
      raw: new URLSearchParams(body as Record<string, string>).toString(),
      headers: { ...headers, 'Content-Type': type },
    };
  return { method, address, raw: JSON.stringify(body), headers: { ...headers, 'Content-Type': 'application/json' } };
}
