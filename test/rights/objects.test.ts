import { describe, expect, it } from 'vitest';
import { allRoutes, isPersonal } from '../../src/ops/rights-docs.ts';
import type { Route } from '../../src/platform/route.ts';
import { ADMIN_KEY, type Ask } from '../app.ts';
import { type Document, type Named, operationsOf } from './document.ts';
import { type ObjectWorld, objectWorld } from './objects.ts';
import { objectsOf, requestOf } from './requests.ts';
import { intruders, leakOf, rowsOf, send, settled, trespass } from './trespass.ts';

/** What every department of the place may read (docs/architecture/scope.md): goods and where they went, samples, recalls, questions about substances. */
const OF_THE_REGION: ReadonlySet<string> = new Set([
  'decideReview',
  'getFile',
  'holdersCsv',
  'listHolders',
  'listTransport',
  'printCommitment',
  'printSlip',
  'readBatch',
  'readBatchRevisions',
  'readRecall',
  'readReview',
  'readSample',
  'readShipment',
  'readTransformation',
  'recallPage',
  'closeRecallForm',
  'reachedForm',
  'liftHoldForm',
  'listReports',
  'reportsCsv',
  'recallProof',
  'reviewPage',
  'decideFromPage',
]);

/** Substances are everybody's to read: who may not revoke one is told so. Who puts a file has its bytes. */
const OPEN = new Set([
  'readNoticeDay',
  'noticePage',
  'samplingSheetPage',
  'holdFromNotice',
  'substancePage',
  'revokeSubstance',
  'revokeFromPage',
  'putFile',
]);

/** A slip is shown to whoever holds its code: it goes with the goods. */
const BY_CODE = new Set(['showSlip']);

interface Tried {
  w: ObjectWorld;
  document: Document;
  operations: { named: Named; route: Route }[];
}

async function tried(): Promise<Tried> {
  const w = await objectWorld();
  const document = (await w.request('GET', '/openapi.json')).json as Document;
  const routes = new Map(allRoutes(w.deps).map((route) => [route.id, route]));
  const operations = operationsOf(document).flatMap((named) => {
    const route = routes.get(named.operation.operationId);
    return route ? [{ named, route }] : [];
  });
  return { w, document, operations };
}

const isPublic = (route: Route) => route.access.who.includes('public') && !isPersonal(route);
const isRead = ({ method }: Named) => method === 'GET';

describe('an id of another’s', () => {
  it('is nothing to another tenant, to a delegate for another site, to another region and department: refused, nothing told, nothing changed', async () => {
    const { w, document, operations } = await tried();
    const about = operations.filter(({ named, route }) => objectsOf(named).length > 0 && !isPublic(route) && !OPEN.has(route.id));
    const faults: string[] = [];
    for (const intruder of await intruders(w, OF_THE_REGION)) {
      const before = await rowsOf(w);
      for (const { named, route } of about) {
        const wrong = await trespass(w, named, document, intruder);
        if (wrong) faults.push(`${route.id} by ${intruder.id}: ${wrong}`);
      }
      await settled(w);
      if (intruder.shared !== OF_THE_REGION)
        faults.push(...changes(before, await rowsOf(w)).map((table) => `${intruder.id} changed ${table}`));
    }
    console.log(`objects: ${about.length} operations × 4 intruders = ${about.length * 4} trespasses`);
    expect(faults).toEqual([]);
  });

  it('shows in no list, search, export or page of theirs', async () => {
    const { w, document, operations } = await tried();
    const faults: string[] = [];
    for (const intruder of await intruders(w, OF_THE_REGION)) {
      if (intruder.shared === OF_THE_REGION) continue;
      for (const { named } of operations.filter(
        (one) => isRead(one.named) && !BY_CODE.has(one.route.id) && !intruder.shared.has(one.route.id),
      )) {
        const asked = requestOf(named, w.ids, document);
        const leak = leakOf(await send(w, asked, intruder.who), asked, intruder.secrets);
        if (leak) faults.push(`${named.operation.operationId} tells ${intruder.id}: ${leak}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('is found by whom it belongs to: the same requests by its own people find it', async () => {
    const { w, document, operations } = await tried();
    const owners = await ownersOf(w);
    const about = operations.filter(({ named, route }) => objectsOf(named).length > 0 && !isPublic(route));
    const late = (named: Named) => (named.method === 'GET' ? 0 : named.method === 'DELETE' ? 2 : 1);
    const faults: string[] = [];
    for (const { named, route } of about.sort((a, b) => late(a.named) - late(b.named))) {
      const answer = await send(w, requestOf(named, w.ids, document), owners(route));
      if ([401, 403, 404].includes(answer.status) || answer.status >= 500)
        faults.push(`${route.id}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
    expect(faults).toEqual([]);
  });
});

/** The tables whose rows are not what they were. */
const changes = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
  [...after].flatMap(([table, rows]) => (before.get(table) === rows ? [] : [table]));

/** Whose an operation on an object is, where it is not tenant A's own or its office's. */
async function ownersOf(w: ObjectWorld): Promise<(route: Route) => Pick<Ask, 'key' | 'headers'>> {
  const security = await w.administrator('security');
  const audit = await w.administrator('audit');
  const others: Record<string, string> = {
    acceptAmendment: w.shop.key,
    refuseAmendment: w.shop.key,
    confirmReceipt: w.shop.key,
    reportResults: w.lab.key,
    amendReport: w.lab.key,
    withdrawReport: w.lab.key,
    acknowledgeRecall: w.shop.key,
    reportOnRecall: w.shop.key,
    acknowledgeRecallForm: w.shop.key,
    reportOnRecallForm: w.shop.key,
    leadPage: w.desk.key,
    nameRetestLaboratory: w.desk.key,
    receiptPage: w.shop.key,
    confirmFromPage: w.shop.key,
  };
  return ({ id, access: { who } }) => {
    if (others[id]) return { key: others[id] };
    if (who.includes('party')) return { key: w.a.key };
    if (who.includes('authority')) return { key: w.desk.key };
    if (who.includes('admin')) return { key: ADMIN_KEY };
    return { key: who.includes('security') ? security : audit };
  };
}
