import { law } from '../../law/index.ts';
import { addMonths, addYears, type CivilDate, civilDateOf } from '../../platform/civil-date.ts';
import { tableOrder } from '../../store/tables.ts';
import type { Row, Tables } from '../verify/tables.ts';
import type { Looked, RetentionClass } from './model.ts';

/** Retention of the records of food and of produce: of several times that may hold for a record the longest is kept. */
const AFTER_SHELF_LIFE = 'food-safety-law/retention-after-shelf-life';
const WITHOUT_SHELF_LIFE = 'food-safety-law/retention-without-shelf-life';
const LAW = [AFTER_SHELF_LIFE, WITHOUT_SHELF_LIFE] as const;
/** Later days are no days of goods, and no date is counted on from them. */
const LAST_COUNTED: CivilDate = '2190-01-01';
/** Longer than any date. */
const FOREVER = '9999-12-31';
/** Values one commit forgets. */
const PART = 500;

const COMMITMENT = /c:[0-9a-f]{64}/g;

/** How many recalls and holds that are not at their end take in one of these batches. */
const underWay = (batches: string) =>
  `(SELECT count(*) FROM recall_batch rb JOIN recall rc ON rc.id = rb."recallId" WHERE rc.state = 'open' AND rb."batchId" IN (${batches})) +
   (SELECT count(*) FROM hold_batch hb JOIN hold ho ON ho.id = hb."holdId" WHERE ho."liftedAt" IS NULL AND hb."batchId" IN (${batches}))`;
const lastExpiry = (batches: string) => `(SELECT max(e."expiresOn") FROM batch e WHERE e.id IN (${batches}))`;

/** The rows of a table with the day of each record, the goods in it, and whether they are still argued about. */
function record(table: string, subject: readonly [type: string, id: string], at: string, batches: string, more = '0'): string {
  return `SELECT t.*, '${subject[0]}' AS "subjectType", ${subject[1]} AS "subjectId", ${at} AS "actAt",
    ${lastExpiry(batches)} AS "lastExpiry", ${underWay(batches)} + ${more} AS "inDispute" FROM ${table} t`;
}

const lines = (table: string, key: string, of: string) => `SELECT l."batchId" FROM ${table} l WHERE l."${key}" = ${of}`;
const covered = 'SELECT bc."batchId" FROM batch_certificate bc WHERE bc."certificateId" = t.id';

/**
 * Tables of production (what came in for a batch, for whom it was made), purchase, sale and transport: one article says how long all of them are
 * kept (article 50 of the Food Safety Law, with 51 and 53).
 */
const TRADE: Record<string, string> = {
  batch: record('batch', ['batch', 't.id'], 't."createdAt"', 't.id'),
  certificate: record(
    'certificate',
    ['certificate', 't.id'],
    't."recordedAt"',
    covered,
    `(SELECT count(*) FROM finding f WHERE f."subjectType" = 'batch' AND f.state IN ('open', 'in-case') AND f."subjectId" IN (${covered}))`,
  ),
  shipment: record('shipment', ['shipment', 't.id'], 't."shippedAt"', lines('shipment_line', 'shipmentId', 't.id')),
  receipt: record('receipt', ['receipt', 't.id'], 't."receivedAt"', lines('receipt_line', 'receiptId', 't.id')),
  transport: record('transport', ['shipment', 't."shipmentId"'], 't.at', lines('shipment_line', 'shipmentId', 't."shipmentId"')),
};
export const TRADE_TABLES: readonly string[] = Object.keys(TRADE);
/** Tables without a value of a person, or that only repeat what another has. */
const NOT_HOLDERS = new Set(['entry', 'large_payload', 'personal', 'idempotency', 'log_leaf', 'log_node', 'log_checkpoint']);

/**
 * Names, telephones and plates in records of production, purchase, sale and transport whose keeping time by law is over. A value that any other
 * record holds too stays, and so does every one of a record that a lead, a case, a recall or a hold is about. The records themselves stay: they
 * keep the commitment.
 */
export const personalOfTrade: RetentionClass = {
  name: 'personal-of-trade',
  what: 'values of persons in records of production, purchase, sale and transport',
  basis: ({ settings, now }) => LAW.map((id) => described(id, civilDateOf(now), settings)).join('; '),
  find: async (looked) => {
    const over = await pastKeeping(looked);
    const since = [...over.values()].sort()[0];
    return { count: over.size, since: since ?? null };
  },
  remove: async (remover) => {
    const over = [...(await pastKeeping(remover)).keys()];
    for (let at = 0; at < over.length; at += PART) {
      const part = over.slice(at, at + PART);
      await remover.record(part.length, part);
    }
    return over.length;
  },
};

function described(id: string, on: CivilDate, settings: Looked['settings']): string {
  const found = law.number(id, on, settings);
  return found
    ? `${law.citationText(found.citation, 'en')}: ${found.value} ${id === AFTER_SHELF_LIFE ? 'months after the shelf life' : 'years'}`
    : `${id}: 待核实`;
}

/** Commitments whose every holder is past its keeping time, with that time's last day. */
async function pastKeeping(looked: Looked): Promise<Map<string, CivilDate>> {
  const today = civilDateOf(looked.now);
  // One that no record holds stays: nobody could say by which rule it went.
  return new Map([...(await keptUntilOf(looked))].filter(([, day]) => day !== '' && day < today));
}

/** Values that no record holds any more. */
export async function supersededValues(looked: Looked): Promise<number> {
  return [...(await keptUntilOf(looked)).values()].filter((day) => day === '').length;
}

/** The last day each value is kept to; empty where no record holds it. */
async function keptUntilOf(looked: Looked): Promise<Map<string, CivilDate>> {
  const until = new Map<string, CivilDate>();
  for await (const { commitment } of looked.tables.stream('SELECT commitment FROM personal')) until.set(String(commitment), '');
  if (until.size === 0) return until;
  const inDispute = await disputed(looked.tables);
  for (const table of tableOrder.filter((name) => !NOT_HOLDERS.has(name)))
    for await (const row of looked.tables.stream(TRADE[table] ?? `SELECT * FROM "${table}"`)) {
      const isFree = table in TRADE && Number(row.inDispute) === 0 && !inDispute.has(`${row.subjectType}/${row.subjectId}`);
      raise(until, JSON.stringify(row).match(COMMITMENT) ?? [], () => (isFree ? keptUntil(row, looked) : FOREVER));
    }
  return until;
}

function raise(until: Map<string, CivilDate>, found: readonly string[], keep: () => CivilDate): void {
  for (const commitment of found) {
    const known = until.get(commitment);
    if (known === undefined) continue;
    const day = keep();
    if (known < day) until.set(commitment, day);
  }
}

/** The last day a record must be kept to; {@link FOREVER} where the law of its day is not known. */
function keptUntil({ actAt, lastExpiry }: Row, { settings }: Looked): CivilDate {
  const on = civilDateOf(Number(actAt));
  const [months, years] = LAW.map((id) => law.number(id, on, settings)?.value);
  if (months === undefined || years === undefined || on >= LAST_COUNTED) return FOREVER;
  const without = addYears(on, years);
  if (lastExpiry === null || lastExpiry === undefined) return without;
  if (String(lastExpiry) >= LAST_COUNTED) return FOREVER;
  const after = addMonths(String(lastExpiry), months);
  return after > without ? after : without;
}

/** What a lead or a case that is not at its end is about. */
async function disputed(tables: Tables): Promise<Set<string>> {
  const rows = await tables.rows(`SELECT "subjectType", "subjectId" FROM finding WHERE state IN ('open', 'in-case')`);
  return new Set(rows.map(({ subjectType, subjectId }) => `${subjectType}/${subjectId}`));
}
