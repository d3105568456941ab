import { type ResolvedLine, resolveLines } from '../batches/goods.ts';
import { batchRepository } from '../batches/repository.ts';
import { unknownSite } from '../batches/usecases.ts';
import { newPublicId } from '../codes/ids.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { lawSettings } from '../law-settings/repository.ts';
import type { Json } from '../ledger/entry.ts';
import { actedBy, chainOf, type PartyCaller } from '../platform/caller.ts';
import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, type Locale, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import { startDues } from '../rules/dues.ts';
import type { RuleEvent, SiteFacts } from '../rules/facts.ts';
import type { FindingView } from '../rules/findings.ts';
import { judgeRecords } from '../rules/judging.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, EntryDraft, Reply } from '../store/store.ts';
import { type Addressee, addresseeOf } from './addressee.ts';
import { shipmentContext } from './facts.ts';
import { type Holdings, holdingsAt } from './holdings.ts';
import { type ShipmentInput, shipmentBody } from './schemas.ts';
import { type ShipmentCode, shipmentCodeRows, shipmentCodes } from './shipment-codes.ts';
import { notInFuture, notLongAgo, SLIP_AHEAD_MS } from './times.ts';
import { draftTransport, type TransportDraft, transportPayload } from './transport.ts';
import { transportFacts } from './transport-facts.ts';

/** A shipment that may be committed but for the holdings it leaves. */
interface ShipmentDraft {
  row: DB['shipment'];
  sitePublicId: string;
  lines: ResolvedLine[];
  to: Addressee;
  codes: ShipmentCode[];
  transport: TransportDraft | null;
}

type Drafted = { draft: ShipmentDraft } | { problem: Problem };

/** POST /v1/shipments: one, answered 201, or an array, answered 200 with a result each. */
export function recordShipments(
  deps: Deps,
  call: Call<unknown, { mode?: string | undefined }, unknown>,
  caller: PartyCaller,
): Promise<Reply> {
  const list = Array.isArray(call.body) ? call.body : null;
  const isWhole = list === null || call.query.mode === 'all-or-nothing';
  return write(deps.store, async () => {
    const work: Work = { deps, caller, now: call.now, sites: new Map(), addressees: new Map() };
    const drafted: Drafted[] = [];
    for (const [i, one] of (list ?? [call.body]).entries()) drafted.push(await draftOne(work, one, list ? `/${i}` : ''));
    const problems = drafted.flatMap((one) => ('problem' in one ? [one.problem] : []));
    if (problems.length > 0 && isWhole) throw joined(problems);
    const drafts = drafted.flatMap((one) => ('draft' in one ? [one.draft] : []));
    return commitOf(deps, call, caller, drafted, drafts, list !== null);
  });
}

/** What the drafts of one request share: sites, and firms it names again and again. */
interface Work {
  deps: Deps;
  caller: PartyCaller;
  now: number;
  sites: Map<string | undefined, SiteFacts | null>;
  addressees: Map<string, { to: Addressee }>;
}

async function draftOne(work: Work, one: unknown, root: string): Promise<Drafted> {
  const read = shipmentBody.safeParse(one);
  if (!read.success) return { problem: invalidInput(zodProblems(read.error.issues, one, root)) };
  try {
    return { draft: await draftShipment(work, read.data, root) };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

/** @throws {Problem} with every wrong field, the candidates of an ambiguous line among them */
async function draftShipment(work: Work, input: ShipmentInput, root: string): Promise<ShipmentDraft> {
  const { deps, caller, now } = work;
  const site = await siteOnce(work, input.site);
  if (!site) throw invalidInput([unknownSite(input.site, `${root}/site`)]);
  const times = timesOf(input, now, root);
  const addressee = await addresseeOnce(work, input, site, root);
  const external = shipmentCodes(input.externalCodes ?? [], root);
  const [id = 0] = await deps.store.ids(1);
  const travel = input.transport ? await draftTransport(deps, caller, id, input.transport, { now, root: `${root}/transport` }) : null;
  const errors = [
    ...times.errors,
    ...('errors' in addressee ? addressee.errors : []),
    ...external.errors,
    ...(travel && 'errors' in travel ? travel.errors : []),
  ];
  const lines = await resolvedOrAll(deps, { partyId: caller.party.id, siteId: site.id }, input, root, errors);
  if ('errors' in addressee || (travel && 'errors' in travel)) throw invalidInput(errors);
  const row: DB['shipment'] = {
    id,
    publicId: newPublicId(deps.random),
    slip: newPublicId(deps.random),
    partyId: caller.party.id,
    siteId: site.id,
    purpose: input.purpose,
    ...addressee.to.columns,
    documentNumber: input.documentNumber?.trim() ?? null,
    shippedAt: times.shippedAt,
    deliveredAt: times.deliveredAt,
    regionCode: site.regionCode,
    state: 'in-transit',
    actedBy: actedBy(caller),
    revision: 1,
    recordedAt: now,
  };
  return { row, sitePublicId: site.publicId, lines, to: addressee.to, codes: external.codes, transport: travel?.draft ?? null };
}

async function siteOnce({ deps, caller, sites }: Work, publicId: string | undefined): Promise<SiteFacts | null> {
  const known = sites.get(publicId);
  if (known !== undefined) return known;
  const site = await batchRepository(deps.store, caller.party, caller.siteIds).site(publicId);
  sites.set(publicId, site);
  return site;
}

async function addresseeOnce(work: Work, input: ShipmentInput, from: SiteFacts, root: string): ReturnType<typeof addresseeOf> {
  const key = JSON.stringify([input.to, input.purpose, from.id]);
  const known = work.addressees.get(key);
  if (known) return known;
  const addressee = await addresseeOf(work.deps, work.caller, input, from, root);
  // A person's name gets a commitment of its own each time, so that two shipments cannot be told to be to the same person.
  if ('to' in addressee && addressee.to.personal.length === 0) work.addressees.set(key, addressee);
  return addressee;
}

/** The lines, or every wrong field of the shipment at once. */
async function resolvedOrAll(
  deps: Deps,
  where: { partyId: number; siteId: number },
  input: ShipmentInput,
  root: string,
  errors: ProblemDetail[],
): Promise<ResolvedLine[]> {
  try {
    const lines = await resolveLines(deps.store.read, where, input.lines, `${root}/lines`);
    if (errors.length > 0) throw invalidInput(errors);
    return lines;
  } catch (error) {
    if (error instanceof Problem && error.errors !== errors) throw joined([...(errors.length > 0 ? [invalidInput(errors)] : []), error]);
    throw error;
  }
}

/** Several problems of one request as one, with all their details. */
function joined(problems: readonly Problem[]): Problem {
  const [only] = problems;
  if (only && problems.length === 1) return only;
  const errors = problems.flatMap((problem) => problem.errors);
  const candidates = problems.flatMap((problem) => (problem.extra.candidates as unknown[] | undefined) ?? []);
  const whole = invalidInput(errors);
  return candidates.length === 0 ? whole : new Problem('ambiguous-line', whole.detail, { errors, extra: { candidates } });
}

function timesOf(input: ShipmentInput, now: number, root: string) {
  const shippedAt = input.shippedAt === undefined ? now : (parseInstant(input.shippedAt) ?? now);
  const deliveredAt = input.deliveredAt === undefined ? null : parseInstant(input.deliveredAt);
  const errors = [
    ...notInFuture(shippedAt, now, `${root}/shippedAt`, SLIP_AHEAD_MS),
    ...notLongAgo(shippedAt, now, `${root}/shippedAt`),
    ...(deliveredAt === null ? [] : deliveryErrors(deliveredAt, shippedAt, now, `${root}/deliveredAt`)),
  ];
  return { shippedAt, deliveredAt, errors };
}

/** A proof of delivery lies between shipping and now. */
export function deliveryErrors(deliveredAt: number, shippedAt: number, now: number, pointer: string): ProblemDetail[] {
  if (deliveredAt >= shippedAt) return notInFuture(deliveredAt, now, pointer);
  return [
    {
      pointer,
      found: formatInstant(deliveredAt),
      expected: { zh: `不早于发货时间 ${formatInstant(shippedAt)}`, en: `not before shipping at ${formatInstant(shippedAt)}` },
      fix: { zh: '核对两个时间', en: 'check the two times' },
    },
  ];
}

async function commitOf(
  deps: Deps,
  call: Call,
  caller: PartyCaller,
  drafted: Drafted[],
  drafts: ShipmentDraft[],
  many: boolean,
): Promise<Commit> {
  const books = await booksOf(deps, drafts, call.now);
  const bookOf = (draft: ShipmentDraft) => books.get(draft.row.siteId) as Holdings;
  const context = await shipmentContext(
    deps.store.read,
    drafts.map((draft) => draft.row),
    drafts.flatMap((draft) => draft.lines.map((line) => line.goods.batchId)),
    new Map(drafts.flatMap(({ row, transport }) => (transport ? [[row.id, transportFacts([transport.row], row.partyId)] as const] : []))),
  );
  const moved = (draft: ShipmentDraft) =>
    draft.lines.map((line, i) => ({
      n: i + 1,
      batchId: line.goods.batchId,
      holdingId: bookOf(draft).idOf(line.goods.batchId),
      steps: line.steps,
      baseUnit: line.goods.unit ?? line.unit,
    }));
  const events = (balances: ReadonlyMap<number, number>): RuleEvent[] =>
    drafts.map((draft) => ({ kind: 'shipment', shipment: context.factsOf(draft.row, moved(draft), balances) }));
  const judging = await judgeRecords(deps, call.now, events);
  // Most goods are not delivered yet when they are shipped: then no clock starts and no setting is needed.
  const settings = drafts.some((draft) => draft.row.deliveredAt !== null) ? await lawSettings(deps.store.read) : [];
  return {
    chain: chainOf(caller),
    at: call.now,
    entries: drafts.map((draft) => entryOf(draft, caller)),
    rows: {
      holding: [...books.values()].flatMap((book) => book.fresh),
      personal: drafts.flatMap((draft) => [...draft.to.personal, ...(draft.transport?.personal ?? [])]),
      transport: drafts.flatMap((draft) => draft.transport?.row ?? []),
      shipment: drafts.map((draft) => draft.row),
      shipment_code: drafts.flatMap((draft) => shipmentCodeRows(draft.row.id, draft.codes)),
      shipment_line: drafts.flatMap((draft) =>
        draft.lines.map((line, i) => lineRow(draft.row.id, i + 1, line, bookOf(draft).idOf(line.goods.batchId))),
      ),
      due: events(new Map()).flatMap((event) => (event.kind === 'shipment' ? (startDues(event.shipment, settings).due ?? []) : [])),
    },
    moves: drafts.flatMap((draft) => moved(draft).map((line) => ({ holdingId: line.holdingId, delta: -line.steps }))),
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: ({ balances }) => {
      const judged = judging.settle(balances);
      const found = Map.groupBy(judging.found(call.locale, caller.party.id), subjectOf);
      const bodies = drafts.map((draft) => recordedView(deps, draft, found));
      const reply = many ? json(200, { results: resultsOf(drafted, bodies, call.locale) }) : created(bodies[0]);
      return { rows: merged([judged.rows]), touch: judged.touch, reply };
    },
  };
}

/** The sender's holdings, by site: those of several shipments of one request are the same. */
async function booksOf(deps: Deps, drafts: readonly ShipmentDraft[], at: number): Promise<Map<number, Holdings>> {
  const books = new Map<number, Holdings>();
  for (const [siteId, own] of Map.groupBy(drafts, (draft) => draft.row.siteId)) {
    const batchIds = own.flatMap((draft) => draft.lines.map((line) => line.goods.batchId));
    books.set(siteId, await holdingsAt(deps.store, { partyId: own[0]?.row.partyId ?? 0, siteId }, batchIds, at));
  }
  return books;
}

function lineRow(shipmentId: number, n: number, line: ResolvedLine, holdingId: number): DB['shipment_line'] {
  const { goods, steps, amount, unit, unitCode, pieces } = line;
  return { shipmentId, n, batchId: goods.batchId, batchRevision: goods.revision, holdingId, steps, amount, unit, unitCode, pieces };
}

function entryOf({ row, sitePublicId, lines, to, codes, transport }: ShipmentDraft, caller: PartyCaller): EntryDraft {
  const payload: Json = {
    party: caller.party.publicId,
    actedBy: row.actedBy,
    site: sitePublicId,
    purpose: row.purpose,
    to: to.payload,
    documentNumber: row.documentNumber,
    ...(codes.length === 0 ? {} : { externalCodes: codes as unknown as Json }),
    shippedAt: row.shippedAt,
    deliveredAt: row.deliveredAt,
    ...(transport ? { transport: transportPayload(transport) } : {}),
    lines: lines.map((line, i) => ({
      n: i + 1,
      traceCode: line.goods.traceCode,
      revision: line.goods.revision,
      quantity: { amount: line.amount, unit: line.unit },
      pieces: line.pieces,
    })),
    traceCodes: [...new Set(lines.map((line) => line.goods.traceCode))],
  };
  return { kind: 'shipment.recorded', subject: `shipment/${row.publicId}`, payload };
}

/** The public id of a shipment, or the plain code of a batch however it is shown. */
function subjectOf({ subject }: FindingView): string {
  return subject.type === 'batch' ? subject.id.replaceAll('-', '') : subject.id;
}

/** @param found findings of this request by the public id or code of what they are on */
function recordedView(deps: Deps, { row, lines, to }: ShipmentDraft, found: ReadonlyMap<string, FindingView[]>) {
  const subjects = new Set([row.publicId, ...lines.map((line) => line.goods.traceCode)]);
  return {
    id: row.publicId,
    state: row.state,
    slipUrl: `${deps.publicUrl}/s/${row.slip}`,
    to: to.view,
    lines: lines.map((line, i) => ({ line: i + 1, traceCode: formatTraceCode(line.goods.traceCode) })),
    findings: [...subjects].flatMap((subject) => found.get(subject) ?? []),
  };
}

function created(body: { id: string } | undefined): Reply {
  return json(201, body, { Location: `/v1/shipments/${body?.id}` });
}

function resultsOf(drafted: readonly Drafted[], bodies: readonly { id: string }[], locale: Locale) {
  let next = 0;
  return drafted.map((one) => {
    if ('draft' in one) return { status: 201, ...bodies[next++] };
    return {
      status: one.problem.status,
      code: one.problem.code,
      errors: one.problem.errors.map((error) => ({ ...error, expected: error.expected[locale], fix: error.fix[locale] })),
      ...one.problem.extra,
    };
  });
}
