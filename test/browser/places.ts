import { routesOf } from '../../src/app.ts';
import { mistyped, showDoors } from '../../src/ops/demo/doors.ts';
import { narrator } from '../../src/ops/demo/narrate.ts';
import { serviceRoutes } from '../../src/platform/service-routes.ts';
import type { BrowserWorld } from './harness.ts';
import { pathOf } from './harness.ts';
import { madePlaces, personSession } from './made-places.ts';

/** A page in a state, and by whom it is opened; nobody is signed in without `role`. */
export interface Place {
  path: string;
  role?: Role;
  /** Its address in the route list. */
  route: string;
}

/** Keys of firms and offices; `person` is one of the sauce plant with an account of its own. */
export type Role = 'producer' | 'supermarket' | 'canteen' | 'grower' | 'regulator' | 'admin' | 'person';

type Keyed = Exclude<Role, 'person'>;

function keyOf({ walked }: BrowserWorld, role: Keyed): string {
  const { cast, canteen } = walked;
  const keys = {
    producer: cast.saucePlant.key,
    supermarket: cast.supermarket.key,
    canteen: canteen.key,
    grower: cast.cooperative.key,
    regulator: cast.province.key,
  };
  return role === 'admin' ? 'admin' : keys[role];
}

/** Signs in as a role of {@link placesOf}. @returns the session for `page` */
export function sessionFor(world: BrowserWorld, role: Role): Promise<string> {
  return role === 'person' ? personSession(world) : world.sessionOf(keyOf(world, role));
}

/** Addresses of the live route list that answer a browser with a page. */
export function pagesListed({ running: { deps } }: BrowserWorld): string[] {
  const routes = routesOf(deps);
  return [...routes, ...serviceRoutes(deps, routes)]
    .filter(({ method, path, replies }) => method === 'get' && (isScan(path) || Object.values(replies).some(isHtml)))
    .map(({ path }) => path);
}

const isHtml = ({ mediaType }: { mediaType?: string }) => mediaType === 'text/html';
/** They answer with a page or JSON, as Accept says. */
const isScan = (path: string) => path === '/t/{traceCode}' || path.startsWith('/01/');

/** Every page of the demo that can be opened, in its states. Recalls the jar of sauce on the way. */
export async function placesOf(world: BrowserWorld): Promise<Place[]> {
  const { walked } = world;
  const { sauce, pork, cowpeas, openSlip, canteenSlip } = walked;
  const ask = asker(world);
  const recall = await ask.post('/v1/recalls', 'producer', {
    level: 2,
    reason: '检出不应含有的成分',
    traceCodes: [sauce.traceCode],
    instructions: '立即下架封存，七日内退回',
    contact: '客服 0575-00000109',
  });
  await world.running.follower.catchUp();
  const question = await ask.post('/v1/reviews', 'regulator', {
    kind: 'structure',
    input: 'CCCC(=O)Oc1ccc(cc1)C1(OC(=O)c2ccccc12)c1ccc(O)cc1',
    reason: '检验报告附图中的结构',
  });
  const leads = await ask.get('/v1/violations', 'regulator');
  const cases = await ask.get('/v1/cases', 'regulator');
  const parties = { producer: walked.cast.saucePlant.id, supermarket: walked.cast.supermarket.id, canteen: walked.canteen.id };
  const against = (Object.keys(parties) as (keyof typeof parties)[]).flatMap((role) =>
    leads.items.filter((one) => one.party?.id === parties[role]).map((one): [Role, string] => [role, one.id]),
  );
  const shop = walked.cast.supermarket.sites.find((site) => site.name === '城西店')?.id ?? '';
  const lead = (n: number) => leads.items[n]?.id ?? '';
  const link = sauce.digitalLink === null ? '/01/09521234543213' : pathOf(sauce.digitalLink);
  const gtin = link.split('/').slice(0, 3).join('/');
  const scan = (path: string, route = '/t/{traceCode}'): Place => ({ path, route });
  const listed: Place[] = [
    scan(pathOf(sauce.scanUrl)),
    scan(`${pathOf(sauce.scanUrl)}?text=large&lang=en`),
    scan(pathOf(pork.leg.scanUrl)),
    scan(pathOf(cowpeas.scanUrl)),
    scan(`/t/${mistyped(sauce.traceCode)}`),
    scan('/t/2222-2222-2222-2222-2222'),
    scan(`/t/${sauce.traceCode}/report`, '/t/{traceCode}/report'),
    scan(`/t/${sauce.traceCode}/report?sent=V1StGXR8Z5jdHi6B`, '/t/{traceCode}/report'),
    scan(gtin, '/01/{gtin}'),
    scan(link, '/01/{gtin}/10/{lot}'),
    scan(`${link}/21/000117`, '/01/{gtin}/10/{lot}/21/{serial}'),
    scan('/find', '/find'),
    scan('/find?gtin=1234', '/find'),
    scan('/', '/'),
    scan('/no-such-page', '/'),
    scan('/sign-in', '/sign-in'),
    scan('/sign-in/sl_used', '/sign-in/{token}'),
    scan('/docs', '/docs'),
    scan('/docs?part=goods', '/docs'),
    scan('/docs?part=nothing', '/docs'),
    scan('/docs/problems', '/docs/problems'),
    scan('/screening', '/screening'),
    scan(pathOf(openSlip.slipUrl), '/s/{slip}'),
    scan(pathOf(canteenSlip.slipUrl), '/s/{slip}'),
    scan('/s/NOSUCHSLIP', '/s/{slip}'),
    scan(`/m/${shop}`, '/m/{code}'),
    scan(`/recalls/${recall.id}/announcement`, '/recalls/{id}/announcement'),
    ...(['producer', 'supermarket', 'canteen', 'regulator', 'admin'] as const).map(
      (role): Place => ({ path: '/home', role, route: '/home' }),
    ),
    { path: `/v1/shipments/${openSlip.id}/slip`, role: 'supermarket', route: '/v1/shipments/{id}/slip' },
    { path: `/recalls/${recall.id}`, role: 'producer', route: '/recalls/{id}' },
    { path: `/recalls/${recall.id}`, role: 'regulator', route: '/recalls/{id}' },
    { path: `/recalls/${recall.id}`, role: 'supermarket', route: '/recalls/{id}' },
    { path: `/holds?batch=${sauce.traceCode}`, role: 'producer', route: '/holds' },
    { path: `/regulator/violations/${lead(0)}`, role: 'regulator', route: '/regulator/violations/{id}' },
    { path: `/regulator/violations/${lead(leads.items.length - 1)}`, role: 'regulator', route: '/regulator/violations/{id}' },
    ...cases.items.slice(0, 1).map(({ id }): Place => ({ path: `/cases/${id}`, role: 'regulator', route: '/cases/{id}' })),
    { path: `/trace?traceCode=${pork.leg.traceCode}&direction=back`, role: 'regulator', route: '/trace' },
    ...(['/recalls', '/imports', '/field-records', '/labels', '/trace'] as const).map(
      (path): Place => ({ path, role: 'producer', route: path }),
    ),
    ...(['/regulator', '/regulator/violations', '/consumer-reports', '/recalls'] as const).map(
      (path): Place => ({ path, role: 'regulator', route: path }),
    ),
    { path: `/producer/batches/${sauce.traceCode}`, role: 'producer', route: '/producer/batches/{traceCode}' },
    { path: `/producer/batches/${sauce.traceCode}/correction`, role: 'producer', route: '/producer/batches/{traceCode}/correction' },
    ...['', '/notice', '/notice/sheet'].map((rest): Place => {
      const route = `/regulator/substances/{id}${rest}`;
      return { path: `/regulator/substances/115-33-3${rest}`, role: 'regulator', route };
    }),
    { path: '/regulator/substances?view=entries', role: 'regulator', route: '/regulator/substances' },
    { path: `/regulator/reviews/${question.id}?entry=class`, role: 'regulator', route: '/regulator/reviews/{id}' },
    { path: '/law/zhejiang-traceability', role: 'regulator', route: '/law/{regulation}' },
    ...against.slice(0, 1).map(([role, id]): Place => ({ path: `/producer/findings/${id}`, role, route: '/producer/findings/{id}' })),
    { path: `/receive/${openSlip.id}`, role: 'supermarket', route: '/receive/{id}' },
    ...(await madePlaces(world, ask)),
  ];
  // Pages with nothing to fill in need not be entered above by whoever adds one.
  const others = pagesListed(world).filter((path) => !path.includes('{') && !listed.some((one) => one.route === path));
  return [
    ...listed,
    ...others.flatMap((path) => [
      { path, role: 'supermarket' as const, route: path },
      { path, role: 'regulator' as const, route: path },
    ]),
  ];
}

interface Listed {
  id: string;
  link?: string;
  items: { id: string; party?: { id: string } }[];
}

export type Asker = ReturnType<typeof asker>;

function asker(world: BrowserWorld) {
  const request = async (method: string, path: string, role: Keyed, body?: unknown): Promise<Listed> => {
    const response = await fetch(world.url + path, {
      method,
      headers: { Authorization: `Bearer ${keyOf(world, role)}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Listed;
  };
  return {
    get: (path: string, role: Keyed) => request('GET', path, role),
    post: (path: string, role: Keyed, body: unknown) => request('POST', path, role, body),
  };
}

/** Paths of the addresses `npm run demo` prints at its end. */
export async function printedLinks({ running: { deps }, walked }: BrowserWorld): Promise<string[]> {
  const lines: string[] = [];
  await showDoors(
    deps,
    narrator((line) => lines.push(line)),
    walked,
  );
  return lines.flatMap((line) => line.match(/http\S+/g) ?? []).map(pathOf);
}
