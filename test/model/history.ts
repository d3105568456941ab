import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { type Answer, type TestParty, type World, worldOver } from '../world.ts';
import { type Dice, dice, Model, type ModelShipment, type Piece } from './world-model.ts';

interface Opened {
  store: Store;
  close(): Promise<void>;
}

interface Place {
  party: TestParty;
  site: string;
  isShop: boolean;
}

interface History {
  w: World;
  model: Model;
  random: Dice;
  places: Place[];
  province: { key: string };
}

/** Steps between two looks at a trace; balances are looked at after each. */
const TRACE_EVERY = 4;
/** Steps of one world: in a larger one each look costs more and finds no more. */
const WORLD = 250;
/** Steps between two goods that everything is done to gather or to scatter. */
const FAVOUR_EVERY = 20;

/** Random histories over HTTP against a model in memory: after each step the books agree, and every few the traces and their bounds. */
export function modelHistories(engine: string, open: () => Promise<Opened>, steps: number, seed: number): void {
  describe(`random histories on ${engine}`, () => {
    it(`agree with the model for ${steps} steps (seed ${seed})`, { timeout: 120_000 + 200 * steps }, async () => {
      const random = dice(seed);
      for (let done = 0; done < steps; done += WORLD) await oneWorld(open, random, { seed, from: done, to: Math.min(steps, done + WORLD) });
    });
  });
}

async function oneWorld(open: () => Promise<Opened>, random: Dice, { seed, from, to }: { seed: number; from: number; to: number }) {
  const { store, close } = await open();
  try {
    const history = await begin(worldOver(store, { put: async () => {}, get: async () => null }), random);
    for (let step = from + 1; step <= to; step++) await oneStep(history, step, seed);
  } finally {
    await close();
  }
}

async function oneStep(history: History, step: number, seed: number): Promise<void> {
  const { model, random } = history;
  const { name, act } = random.pick(MOVES) ?? { name: 'record', act: record };
  if (step % FAVOUR_EVERY === 0) model.favour = { code: random.pick([...model.batches.keys()]) ?? '', isGathered: random.below(3) > 0 };
  try {
    await act(history);
    await sameBooks(history);
    if (step % TRACE_EVERY === 0) await sameTrace(history);
  } catch (error) {
    throw new Error(`seed ${seed}, step ${step}, ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function begin(w: World, random: Dice): Promise<History> {
  const region = '330110';
  const plant = await w.party({ name: '示例加工厂', kinds: ['producer'], sites: [{ name: '一厂', kind: 'plant', regionCode: region }] });
  const depot = await w.party({
    name: '示例批发部',
    kinds: ['distributor'],
    sites: ['东库', '西库'].map((name) => ({ name, kind: 'warehouse', regionCode: region })),
  });
  const shops: TestParty[] = [];
  for (const name of ['示例一店', '示例二店'])
    shops.push(await w.party({ name, kinds: ['retailer'], sites: [{ name, kind: 'shop', regionCode: region }] }));
  const province = await w.authority({ name: '示例省局', regionCode: '330000' });
  const places = [plant, depot, ...shops].flatMap((party) =>
    party.sites.map((site) => ({ party, site: site.id, isShop: shops.includes(party) })),
  );
  return { w, model: new Model(random), random, places, province };
}

type Act = (history: History) => Promise<void>;

const pieces = (steps: number) => ({ amount: String(steps), unit: '件' });
const goods = (steps: number) => ({ product: { name: '示例货物', category: 'food' }, quantity: pieces(steps) });

async function ok(answer: Promise<Answer>, status = 201): Promise<Answer['json']> {
  const got = await answer;
  if (got.status !== status) throw new Error(`${got.status} ${got.text}`);
  return got.json;
}

const post = ({ w }: History, place: Place, path: string, body: unknown) => ok(w.request('POST', path, { key: place.party.key, body }));
const placeOf = ({ places }: History, site: string) => places.find((place) => place.site === site) as Place;

/** Something that lies somewhere, and how much of it somebody may move: sometimes more than is there, which books record all the same. */
function held({ model, random }: History, where?: string): { code: string; site: string; count: number } | undefined {
  const isLavish = random.below(10) === 0;
  const keys = [...model.stock].filter(
    ([key, list]) => (isLavish || list.length > 0) && (where === undefined || key.endsWith(`@${where}`)),
  );
  const [key, list] = random.pick(keys) ?? ['', []];
  const [code = '', site = ''] = key.split('@');
  return key === '' ? undefined : { code, site, count: list.length + (isLavish ? random.between(1, 8) : 0) };
}

async function record(h: History): Promise<void> {
  const place = h.random.pick(h.places) as Place;
  const steps = h.random.between(1, 40);
  const { traceCode } = await post(h, place, '/v1/batches', { ...goods(steps), site: place.site });
  h.model.record(traceCode, place.site, steps);
}

async function ship(h: History): Promise<void> {
  const from = held(h);
  if (!from) return record(h);
  const to = h.random.pick(h.places.filter((place) => place.site !== from.site)) as Place;
  const shipped = h.random.between(1, from.count);
  const sender = placeOf(h, from.site);
  const purpose = sender.party.id === to.party.id ? 'transfer' : (h.random.pick(['sale', 'return', 'donation']) ?? 'sale');
  const body = {
    purpose,
    site: from.site,
    to: { uscc: to.party.uscc, site: to.site },
    lines: [{ traceCode: from.code, quantity: pieces(shipped) }],
  };
  const { id } = await post(h, sender, '/v1/shipments', body);
  h.model.ship({ id, code: from.code, from: from.site, to: to.site, purpose, shipped });
}

const onTheWay = ({ model, random }: History) => random.pick(model.shipments.filter((one) => one.state === 'in-transit'));
const unsettled = ({ model, random }: History) =>
  random.pick(model.shipments.filter((one) => one.state === 'ended' && one.pieces.length > 0));

async function receive(h: History): Promise<void> {
  const shipment = onTheWay(h);
  if (!shipment) return ship(h);
  const { shipped } = shipment;
  const outcome = h.random.pick(['accepted', 'accepted', 'accepted', 'short', 'over', 'refused', 'notArrived', 'notMine']) ?? 'accepted';
  const came = { accepted: shipped, short: shipped - h.random.between(1, shipped), over: shipped + h.random.between(1, 5) }[outcome] ?? 0;
  const isPart = outcome === 'over' || (outcome === 'short' && came > 0);
  const said = outcome === 'short' && came === 0 ? 'notArrived' : outcome;
  const lines = isPart ? { lines: [{ line: 1, quantity: pieces(came) }] } : {};
  await post(h, placeOf(h, shipment.to), `/v1/shipments/${shipment.id}/receipt`, { outcome: said, ...lines, site: shipment.to });
  h.model.receive(shipment, came);
}

async function voided(h: History): Promise<void> {
  const shipment = onTheWay(h);
  if (!shipment) return record(h);
  await post(h, placeOf(h, shipment.from), `/v1/shipments/${shipment.id}/void`, { reason: '送错' });
  h.model.back(shipment);
}

async function takeback(h: History): Promise<void> {
  const shipment = unsettled(h);
  if (!shipment) return receive(h);
  await post(h, placeOf(h, shipment.from), `/v1/shipments/${shipment.id}/takeback`, { reason: '运回' });
  h.model.back(shipment);
}

/** Both sides agree that more came than the receipt said; the rest is the sender’s again. */
async function amend(h: History): Promise<void> {
  const shipment = unsettled(h);
  const [from, to] = shipment ? [placeOf(h, shipment.from), placeOf(h, shipment.to)] : [];
  if (!shipment || !from || !to || from.party === to.party || shipment.came === 0) return receive(h);
  const more = h.random.between(1, shipment.pieces.length);
  const path = `/v1/shipments/${shipment.id}/amendments`;
  const lines = [{ line: 1, quantity: pieces(shipment.came + more) }];
  const { id } = await post(h, from, path, { lines, reason: '清点更正' });
  await post(h, to, `${path}/${id}/acceptance`, {});
  await post(h, from, `${path}/${id}/settlement`, {});
  h.model.receive(shipment, more, 'amendment');
  h.model.back(shipment);
}

async function transform(h: History): Promise<void> {
  const first = held(h);
  if (!first) return record(h);
  const others = Array.from({ length: h.random.below(3) }, () => held(h, first.site));
  const used = new Map([first, ...others].flatMap((one) => (one ? [[one.code, h.random.between(1, one.count)] as const] : [])));
  const inputs = [...used].map(([code, steps]) => ({ code, steps }));
  const kind = h.random.pick(['split', 'pool', 'process', 'repack']) ?? 'pool';
  let left = inputs.reduce((sum, input) => sum + input.steps, 0) + (kind === 'process' ? h.random.below(10) : 0);
  const wanted: number[] = [];
  while (wanted.length < 3 && left > 0 && (wanted.length === 0 || h.random.below(2) === 0)) {
    const steps = h.random.between(1, left);
    left -= steps;
    wanted.push(steps);
  }
  const body = {
    kind,
    site: first.site,
    inputs: inputs.map(({ code, steps }) => ({ traceCode: code, quantity: pieces(steps) })),
    outputs: wanted.map(goods),
  };
  const made = await post(h, placeOf(h, first.site), '/v1/transformations', body);
  const outputs = wanted.map((steps, i) => ({ code: made.outputs[i].traceCode as string, steps }));
  h.model.transform(first.site, inputs, outputs);
}

async function sell(h: History): Promise<void> {
  const from = held(h);
  if (!from) return record(h);
  const steps = h.random.between(1, from.count);
  const kind = h.random.pick(['sold', 'consumed', 'destroyed']) ?? 'sold';
  await post(h, placeOf(h, from.site), '/v1/dispositions', {
    kind,
    site: from.site,
    lines: [{ traceCode: from.code, quantity: pieces(steps) }],
  });
  h.model.sell(from.code, from.site, steps);
}

/** Up and down, again and again, also below what is there. */
async function correct(h: History): Promise<void> {
  const batch = h.random.pick([...h.model.batches.values()].slice(-12));
  if (!batch) return record(h);
  const there = h.model.at(batch.code, batch.maker).length;
  const steps = Math.max(1, batch.steps + h.random.between(-there - 2, 10));
  if (steps === batch.steps) return record(h);
  const headers = { 'If-Match': `"${batch.revision}"` };
  const body = { quantity: pieces(steps), reason: '盘点更正' };
  await ok(h.w.request('PATCH', `/v1/batches/${batch.code}`, { key: placeOf(h, batch.maker).party.key, body, headers }), 200);
  h.model.correct(batch, steps);
}

const MOVES: { name: string; act: Act }[] = [
  { name: 'record', act: record },
  ...[1, 2, 3].map(() => ({ name: 'ship', act: ship })),
  ...[1, 2, 3].map(() => ({ name: 'receive', act: receive })),
  { name: 'void', act: voided },
  { name: 'takeback', act: takeback },
  { name: 'amend', act: amend },
  ...[1, 2, 3].map(() => ({ name: 'transform', act: transform })),
  { name: 'sell', act: sell },
  ...[1, 2].map(() => ({ name: 'correct', act: correct })),
];

/** Every balance is the count of the pieces that lie there. */
async function sameBooks({ w, model }: History): Promise<void> {
  const rows = await w.store.read
    .selectFrom('holding')
    .innerJoin('batch', 'batch.id', 'holding.batchId')
    .innerJoin('site', 'site.id', 'holding.siteId')
    .select(['batch.traceCode', 'site.publicId', 'holding.steps'])
    .execute();
  const books = new Map(rows.map((row) => [`${row.traceCode.replace(/(.{4})(?=.)/g, '$1-')}@${row.publicId}`, row.steps]));
  const counted = new Map(
    [...model.stock.keys()].map((key) => [key, model.balance(key)] as const).filter(([key, balance]) => balance !== 0 || books.has(key)),
  );
  expect([...books].sort()).toEqual([...counted].sort());
}

/** The same holdings, the same edges, and the truth between the bounds. */
async function sameTrace({ w, model, random, province }: History): Promise<void> {
  const batch = (random.below(3) > 0 ? model.batches.get(model.favour.code) : undefined) ?? random.pick([...model.batches.values()]);
  if (!batch) return;
  const answer = await ok(w.request('GET', `/v1/trace?traceCode=${batch.code}`, { key: province.key }), 200);
  const expected = model.forward(batch.code);
  type Node = { id: string; quantity: { amount: string }; atLeast: { amount: string }; atMost: { amount: string } };
  expect(answer.nodes.map((node: Node) => node.id).sort()).toEqual([...expected.nodes].sort());
  type Edge = { from: string; to: string | null; kind: string; quantity: { amount: string } };
  const edges = answer.edges.flatMap((edge: Edge) =>
    edge.to === null ? [] : [`${edge.from} ${edge.to} ${edge.kind} ${edge.quantity.amount}`],
  );
  expect(edges.sort()).toEqual(expected.flows.map((flow) => `${flow.from} ${flow.to} ${flow.kind} ${flow.steps}`).sort());
  const truth = (list: readonly Piece[]) => list.filter((piece) => piece.codes.has(batch.code)).length;
  for (const node of answer.nodes as Node[]) within(node.id, node, truth(model.stock.get(node.id) ?? []));
  const waysOf = new Map(model.shipments.map((one) => [one.id, one]));
  for (const one of answer.summary.inTransit) within(one.shipment, one, truth((waysOf.get(one.shipment) as ModelShipment).pieces));
  const waiting = model.shipments
    .filter((one) => one.pieces.length > 0 && expected.nodes.has(`${one.code}@${one.from}`))
    .map((one) => one.id);
  expect(answer.summary.inTransit.map((one: { shipment: string }) => one.shipment).sort()).toEqual(waiting.sort());
  type Link = { kind: string; node: string; quantity: { amount: string } };
  const unbalanced = answer.brokenLinks.filter(({ kind }: Link) => ['no-source', 'vanished', 'more-out-than-in'].includes(kind));
  const below = [...expected.nodes].filter((key) => model.balance(key) < 0).map((key) => `more-out-than-in ${key} ${-model.balance(key)}`);
  expect(unbalanced.map(({ kind, node, quantity }: Link) => `${kind} ${node} ${quantity.amount}`).sort()).toEqual(below.sort());
}

function within(what: string, { atLeast, atMost }: { atLeast: { amount: string }; atMost: { amount: string } }, truth: number): void {
  if (Number(atLeast.amount) <= truth && truth <= Number(atMost.amount)) return;
  throw new Error(`${what}: ${truth} is not within ${atLeast.amount} to ${atMost.amount}`);
}
