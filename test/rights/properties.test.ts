import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type Answer, type Ask } from '../app.ts';
import { type Document, type Named, operationsOf } from './document.ts';
import { CONTACT, type ObjectWorld, objectWorld, SECRET } from './objects.ts';
import { requestOf } from './requests.ts';
import { strictJudge } from './strict.ts';
import { leakOf, send } from './trespass.ts';

/** Who has something to read in the world. */
async function readers(w: ObjectWorld): Promise<[string, Pick<Ask, 'key' | 'headers'>][]> {
  const agent = await w.party({ kinds: ['distributor'] });
  const rights = ['batches', 'custody', 'displays', 'party'];
  await w.must('POST', `/v1/parties/${w.a.id}/delegations`, w.a.key, { to: agent.id, rights });
  const inspector = await w.authority({ name: '示例区局', role: 'inspector' });
  const department = await w.authority({ name: '示例市农业农村局', department: 'agriculture' });
  return [
    ['nobody known', {}],
    ['the party', { key: w.a.key }],
    ['its delegate', { key: agent.key, headers: { 'X-Acting-For': w.a.id } }],
    ['its buyer', { key: w.shop.key }],
    ['the laboratory', { key: w.lab.key }],
    ['the officer', { key: w.desk.key }],
    ['an inspector', { key: inspector.key }],
    ['another department', { key: department.key }],
    ['the system administrator', { key: ADMIN_KEY }],
    ['the security administrator', { key: await w.administrator('security') }],
    ['the audit administrator', { key: await w.administrator('audit') }],
  ];
}

const order = ({ method }: Named) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method);

describe('a reply', () => {
  it('holds no field beyond its declared schema, whoever asks', async () => {
    const w = await objectWorld();
    const document = (await w.request('GET', '/openapi.json')).json as Document;
    const judge = strictJudge(document);
    const everybody = await readers(w);
    const faults = new Set<string>();
    let judged = 0;
    for (const named of operationsOf(document).sort((a, b) => order(a) - order(b)))
      for (const [, who] of everybody) {
        const answer = await send(w, { ...requestOf(named, w.ids, document), ...json(named) }, who);
        for (const wrong of judge(named, answer)) faults.add(`${named.operation.operationId} ${answer.status}: ${wrong}`);
        if (answer.json !== undefined) judged++;
      }
    console.log(`replies: ${judged} held against their schemas with strict keys`);
    expect([...faults]).toEqual([]);
    expect(judged).toBeGreaterThan(1_500);
  });
});

/** A scan answers programs in JSON. */
function json({ path }: Named): Partial<{ headers: Record<string, string> }> {
  return path === '/t/{traceCode}' || path.startsWith('/01/') ? { headers: { Accept: 'application/json' } } : {};
}

/** Every field a public reply about a party or its goods may have; what is not here is not public. */
const PUBLIC_FIELDS: Record<string, readonly string[]> = {
  readParty: ['id', 'kinds', 'name', 'region', 'regionCode', 'state', 'uscc'],
  scan: [
    'asOf',
    'batchNumber',
    'certificates.conclusion',
    'certificates.issuedOn',
    'certificates.issuer',
    'certificates.kind',
    'certificates.number',
    'expiresBy',
    'expiresOn',
    'ledger.chain',
    'ledger.hash',
    'ledger.log',
    'ledger.seq',
    'producer.licence',
    'producer.name',
    'producer.place',
    'product.category',
    'product.gtin',
    'product.name',
    'product.shelfLife.unit',
    'product.shelfLife.value',
    'product.specification',
    'productionDate',
    'productionDateTo',
    'recall.closedOn',
    'recall.contact',
    'recall.howToTell',
    'recall.instructions',
    'recall.level',
    'recall.on',
    'recall.reason',
    'status',
    'steps.kind',
    'steps.on',
    'steps.party',
    'steps.place',
    'steps.role',
    'traceCode',
    'unknowns',
  ],
};

describe('what is open to everybody', () => {
  it('tells no contact, place, document or note of a party', async () => {
    const w = await objectWorld();
    const document = (await w.request('GET', '/openapi.json')).json as Document;
    const faults: string[] = [];
    for (const named of operationsOf(document).filter((one) => one.method === 'GET' && !BY_CODE.has(one.operation.operationId)))
      for (const headers of [{ Accept: 'text/html' }, { Accept: 'application/json' }]) {
        const asked = requestOf(named, w.ids, document);
        const answer = await send(w, { ...asked, headers }, {});
        const leak = leakOf(answer, asked, [SECRET, CONTACT, w.shop.uscc ?? '']);
        if (leak) faults.push(`${named.operation.operationId}: ${leak}`);
      }
    expect(faults).toEqual([]);
  });

  it('has the fields that are listed here and no others', async () => {
    const w = await objectWorld();
    const document = (await w.request('GET', '/openapi.json')).json as Document;
    const found: Record<string, string[]> = {};
    for (const id of ['scan', 'readParty']) {
      const named = operationsOf(document).find((one) => one.operation.operationId === id);
      if (!named) throw new Error(`${id} is no operation.`);
      const answer = await send(w, { ...requestOf(named, w.ids, document), headers: { Accept: 'application/json' } }, {});
      expect(answer.status).toBe(200);
      found[id] = [...new Set(fieldsOf(answer.json))].sort();
    }
    expect(found).toEqual(PUBLIC_FIELDS);
  });
});

/** A slip is shown to whoever holds its code: it goes with the goods. */
const BY_CODE = new Set(['showSlip']);

/** The fields of a value, as `lines.quantity.amount`. */
function fieldsOf(value: Answer['json'], at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsOf(one, at));
  if (typeof value !== 'object' || value === null) return at === '' ? [] : [at];
  return Object.entries(value).flatMap(([name, field]) => fieldsOf(field, at === '' ? name : `${at}.${name}`));
}
