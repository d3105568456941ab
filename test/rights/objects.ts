import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { ADMIN_KEY, type Ask, freshUscc, type TestApp, testApp } from '../app.ts';
import { batchBody } from '../custody-world.ts';
import { seedLead } from '../leads.ts';

/** Stands in what tenant A shows the public: names of it and of its goods. Whoever is told a thing is not there is not told these. */
export const MARK = 'ZQXZQXZ';
/** Stands in all else tenant A records at its first site: nobody out of its scope may be told it, by whatever operation. */
export const SECRET = 'QZPQZPQ';

/** Who is reached at tenant A, for whoever keeps its registration, and whom it sells to. */
export const CONTACT = 'QZCQZCQ';

const NOW = '2026-11-05T09:00:00+08:00';
const LABEL = '2012345012349';
export const EVENT = `https://example.com/${SECRET}/event/1`;
export const EPC = 'urn:epc:id:sgtin:0614141.107346.7';
export const PLACE = 'urn:epc:id:sgln:0614141.00777.0';

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
const bags = (amount: string) => ({ amount, unit: '袋' });
const kilos = (amount: string) => ({ amount, unit: '千克' });

export const goods = (batchNumber: string, fields: Record<string, unknown> = {}, product: Record<string, unknown> = {}) =>
  batchBody({ batchNumber: `${MARK}${batchNumber}`, ...fields }, { name: `${MARK}腿肉`, specification: `${MARK}约2kg/袋`, ...product });

type Sent = Awaited<ReturnType<TestApp['request']>>;

/** Sends, and answers the body of a reply that must be a success. */
export function sender(t: TestApp) {
  return async (method: string, path: string, key: string, body?: unknown, ask: Ask = {}): Promise<Sent['json']> => {
    const answer = await t.request(method, path, { key, ...(body === undefined ? {} : { body }), ...ask });
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
    return answer.json;
  };
}

type Must = ReturnType<typeof sender>;

/** Who lives in the world: tenant A with two sites, who deals with it, and the offices it is under. */
async function cast(t: TestApp) {
  const sites = [
    { name: `${SECRET}一厂`, kind: 'plant', regionCode: '330110', address: `${SECRET}路1号` },
    { name: `${MARK}二厂`, kind: 'plant', regionCode: '330110' },
  ];
  const contact = { name: `${CONTACT}联系人`, phone: `0571-${CONTACT}` };
  const a = await t.party({ name: `${MARK}食品有限公司`, kinds: ['producer', 'importer'], sites, contact });
  const shop = await t.party({ name: `${CONTACT}超市有限公司`, kinds: ['retailer'] });
  const lab = await t.party({ name: '示例检测有限公司', kinds: ['laboratory'] });
  const friend = await t.party({ name: '示例代办有限公司', kinds: ['distributor'] });
  const desk = await t.authority({ name: '示例市市场监督管理局' });
  const waiting = { uscc: freshUscc(), name: `${MARK}待核小店`, kinds: ['retailer'], regionCode: '330110', contact };
  const applicant = await t.request('POST', '/v1/parties', { body: waiting });
  expect(applicant.status, applicant.text).toBe(201);
  return { a, shop, lab, friend, desk, applicant: applicant.json.id as string };
}

type Cast = Awaited<ReturnType<typeof cast>>;

async function upload(t: TestApp, key: string): Promise<string> {
  const bytes = new TextEncoder().encode(`%PDF-1.4\n${SECRET}\n%%EOF\n`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const headers = { 'Content-Type': 'application/pdf' };
  expect((await t.request('PUT', `/v1/files/${sha256}`, { key, raw: bytes, headers })).status).toBe(201);
  return sha256;
}

/** Goods of A and what was done with them, at its first site. */
async function tradeObjects(t: TestApp, must: Must, { a, shop }: Cast) {
  const site = a.sites[0]?.id ?? '';
  const batch = async (number: string, fields: Record<string, unknown> = {}, product: Record<string, unknown> = {}) =>
    (await must('POST', '/v1/batches', a.key, goods(number, { site, ...fields }, product))).traceCode as string;
  const ship = (traceCode: string, fields: Record<string, unknown> = {}) =>
    must('POST', '/v1/shipments', a.key, {
      purpose: 'sale',
      site,
      to: { uscc: shop.uscc },
      shippedAt: NOW,
      documentNumber: `${SECRET}-D1`,
      lines: [{ traceCode, quantity: bags('20') }],
      ...fields,
    });
  const traceCode = await batch('-1');
  const certificate = await must('POST', '/v1/certificates', a.key, {
    kind: 'release',
    number: `${MARK}-C1`,
    issuedOn: '2026-11-02',
    conclusion: 'pass',
    covers: { traceCodes: [traceCode] },
  });
  const shipment = await ship(traceCode, { transport: { plate: `浙${SECRET}1`, minC: 0, maxC: 4 } });
  const received = await ship(traceCode);
  await must('POST', `/v1/shipments/${received.id}/receipt`, shop.key, { outcome: 'accepted' });
  const amendment = await must('POST', `/v1/shipments/${received.id}/amendments`, a.key, {
    lines: [{ line: 1, quantity: bags('19') }],
    reason: `${SECRET}复核`,
  });
  const display = await must('POST', '/v1/displays', a.key, { site, place: `${SECRET}货架`, traceCodes: [traceCode] });
  const labels = await t.request('POST', '/v1/labels', {
    key: a.key,
    body: { items: [{ traceCode, copies: 1 }], format: 'svg', layout: '60x40' },
  });
  expect(labels.status, labels.text).toBe(200);
  const loose = await batch('-2', { quantity: kilos('500') }, { packaging: [], name: `${MARK}散装肉` });
  const storeCode = await must('POST', '/v1/store-codes', a.key, { site, code: LABEL, layout: 'PPIIIIIWWWWWC', batch: loose });
  const crop = await batch('-3', { quantity: kilos('100') }, { packaging: [], name: `${MARK}豇豆`, category: 'agricultural' });
  await must('POST', `/v1/batches/${crop}/commitment-certificate`, a.key, { grounds: ['controlled'], number: `${SECRET}-K1` });
  const field = await must('POST', '/v1/field-records', a.key, { site, plot: `${SECRET}地块`, crop: `${MARK}豇豆`, note: SECRET });
  const papers = await must('POST', '/v1/import-papers', a.key, {
    country: '挪威',
    declarationNumber: '310120261000000001',
    port: `${SECRET}港`,
    traceCodes: [traceCode],
  });
  const made = await must('POST', '/v1/transformations', a.key, {
    kind: 'process',
    site,
    inputs: [{ traceCode: loose, quantity: kilos('10') }],
    outputs: [goods('-9', { quantity: kilos('9') }, { packaging: [], name: `${MARK}肉馅` })],
  });
  return {
    site,
    traceCode,
    crop,
    loose,
    certificate: certificate.id,
    shipment: shipment.id,
    slip: (shipment.slipUrl as string).split('/s/')[1] ?? '',
    received: received.id,
    amendment: amendment.id,
    display: (display.displays ?? display.items ?? [display])[0].id,
    labels: labels.headers.get('label-print') ?? '',
    storeCode: storeCode.id,
    field: field.id,
    papers: papers.id ?? papers.declarationNumber,
    transformation: made.id,
  } as Record<string, string> & { traceCode: string };
}

/** What offices, the laboratory and A itself hold against its goods. */
async function oversight(t: TestApp, must: Must, { a, lab, desk }: Cast, { traceCode, crop }: Record<string, string>) {
  const sample = async (number: string) =>
    (
      await must('POST', '/v1/samples', desk.key, {
        number: `${SECRET}-${number}`,
        kind: 'official',
        traceCodes: [traceCode],
        laboratory: lab.id,
      })
    ).id as string;
  const [blank, reported] = [await sample('1'), await sample('2')];
  await must('POST', `/v1/samples/${reported}/results`, lab.key, {
    reportNumber: `${SECRET}-R1`,
    conclusion: 'fail',
    results: [{ item: '氨基酸态氮', value: '0.2', unit: 'g/100mL', limit: '≥0.4' }],
  });
  const lead = await seedLead(t, a, 'code-not-displayed');
  const second = await seedLead(t, a, 'record-incomplete');
  const file = await must('POST', '/v1/cases', desk.key, { violationIds: [second.id], officers: ['甲', '乙'] });
  const hold = await must('POST', '/v1/holds', a.key, { reason: `${SECRET}待核`, traceCodes: [crop] });
  const recall = await must('POST', '/v1/recalls', a.key, {
    level: 2,
    reason: `${MARK}召回`,
    traceCodes: [traceCode],
    contact: MARK,
  });
  const review = await must('POST', '/v1/reviews', desk.key, {
    kind: 'structure',
    input: 'CCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1',
    reason: `${SECRET}附图`,
  });
  return { sample: blank, reported, lead: lead.id, case: file.id, hold: hold.id, recall: recall.id, review: review.id } as Record<
    string,
    string
  >;
}

const SHEET = `产品名称,规格,类别,批号,生产日期,数量,单位\n${SECRET}酱油,1千克,食品,${SECRET}A9,2026-11-01,100,瓶\n`;

/** What goes in and out of A: webhooks, filings, imports, events. */
async function exchangeObjects(t: TestApp, must: Must, { a }: Cast) {
  const upload = await must('POST', '/v1/imports?kind=batches&preview=true', a.key, undefined, { raw: SHEET });
  const event = {
    type: 'ObjectEvent',
    eventID: EVENT,
    action: 'OBSERVE',
    bizStep: 'storing',
    disposition: 'in_progress',
    epcList: [EPC],
    bizLocation: { id: PLACE },
    readPoint: { id: PLACE },
    eventTime: '2026-11-04T10:00:00+08:00',
    eventTimeZoneOffset: '+08:00',
  };
  const captured = await must('POST', '/epcis/capture', a.key, {
    '@context': [CONTEXT],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-11-05T09:00:00Z',
    epcisBody: { eventList: [event] },
  });
  await t.follower.catchUp();
  return { import: upload.id, capture: captured.captureID ?? captured.id } as Record<string, string>;
}

/** A's keys and delegations, and what is known of it by the ledger. */
async function partyObjects(t: TestApp, must: Must, { a, friend, desk }: Cast) {
  const key = await must('POST', `/v1/parties/${a.id}/keys`, a.key, { label: `${SECRET} ERP` });
  const delegation = await must('POST', `/v1/parties/${a.id}/delegations`, a.key, { to: friend.id, rights: ['batches'] });
  const staff = async () => (await must('POST', `/v1/parties/${a.id}/staff`, a.key, { name: `${SECRET}员工`, rights: ['custody'] })).id;
  const [account, leaver, ended] = [await staff(), await staff(), await staff()];
  const deskKey = await must('POST', `/v1/authorities/${desk.id}/keys`, await t.administrator('security'), { label: 'desk 2' });
  const substance = await must('POST', '/v1/substances', desk.key, {
    kind: 'alias',
    name: '示例酚肽钛',
    of: '77-09-8',
    source: '示例局公告（2026年第1号）',
    publishedOn: '2026-11-01',
    from: '2026-11-05',
    reason: '通知公布',
  });
  const listed = { kind: 'variety', value: '示例品种', from: '2026-11-05', source: '示例目录', reason: '公布' };
  const row = await must('POST', '/v1/directory', ADMIN_KEY, listed);
  const made = { key, delegation, deskKey, substance, row };
  const ids = Object.entries(made).map(([name, { id }]) => [name, id]);
  return { account, leaver, ended, ...Object.fromEntries(ids) } as Record<string, string>;
}

/** A world in which tenant A has one object of every kind, all at its first site and under the first office. */
export async function objectWorld() {
  const t = await testApp({ at: Date.parse('2026-11-05T01:00:00Z') });
  const must = sender(t);
  const people = await cast(t);
  const { a, desk } = people;
  const hook = await must('POST', '/v1/webhooks', a.key, { url: `https://${SECRET}.example.com/hook` });
  const target = await must('POST', '/v1/filing-targets', a.key, {
    name: `${SECRET}平台`,
    adapter: 'signed-json',
    url: 'https://filing.example.com/records',
  });
  const file = await upload(t, a.key);
  const trade = await tradeObjects(t, must, people);
  const seen = await oversight(t, must, people, trade);
  const held = await partyObjects(t, must, people);
  const outside = await exchangeObjects(t, must, people);
  await t.follower.catchUp();
  const proof = await upload(t, people.shop.key);
  await must('POST', `/v1/recalls/${seen.recall}/reports`, people.shop.key, {
    kind: 'stopped',
    lines: [{ traceCode: trade.traceCode, quantity: bags('1') }],
    files: [proof],
  });
  const first = async (path: string, key = a.key) => (await must('GET', path, key)).items[0];
  const entries = await must('GET', `/v1/ledger/party:${a.id}/entries`, a.key);
  const ids = {
    ...trade,
    ...seen,
    ...held,
    ...outside,
    file,
    proof,
    shop: people.shop.id,
    phenolphthalein: '77-09-8',
    party: a.id,
    applicant: people.applicant,
    authority: desk.id,
    webhook: hook.id,
    delivery: (await first(`/v1/webhooks/${hook.id}/deliveries`))?.id,
    target: target.id,
    filing: (await first('/v1/filings'))?.id,
    notice: (await first('/v1/notices'))?.id,
    entry: entries.items[0].hash,
    chain: `party:${a.id}`,
  } as Record<string, string>;
  const absent = Object.entries(ids).filter(([, id]) => typeof id !== 'string' || id === '');
  expect(absent).toEqual([]);
  return { ...t, must, ...people, ids };
}

export type ObjectWorld = Awaited<ReturnType<typeof objectWorld>>;
