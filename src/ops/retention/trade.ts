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

/** Tables of purchase, sale and transport, with the day of each record and the last shelf life of the goods in it. */
const TRADE: Record<string, string> = {
  shipment: `SELECT s.*, 'shipment' AS "subjectType", s.id AS "subjectId", s."shippedAt" AS "actAt",
    (SELECT max(b."expiresOn") FROM shipment_line l JOIN batch b ON b.id = l."batchId" WHERE l."shipmentId" = s.id) AS "lastExpiry" FROM shipment s`,
  receipt: `SELECT r.*, 'receipt' AS "subjectType", r.id AS "subjectId", r."receivedAt" AS "actAt",
    (SELECT max(b."expiresOn") FROM receipt_line l JOIN batch b ON b.id = l."batchId" WHERE l."receiptId" = r.id) AS "lastExpiry" FROM receipt r`,
  transport: `SELECT t.*, 'shipment' AS "subjectType", t."shipmentId" AS "subjectId", t.at AS "actAt",
    (SELECT max(b."expiresOn") FROM shipment_line l JOIN batch b ON b.id = l."batchId" WHERE l."shipmentId" = t."shipmentId") AS "lastExpiry" FROM transport t`,
};
/** Tables without a value of a person, or that only repeat what another has. */
const NOT_HOLDERS = new Set(['entry', 'large_payload', 'personal', 'idempotency', 'log_leaf', 'log_node', 'log_checkpoint']);

/**
 * Names, telephones and plates in records of purchase, sale and transport whose keeping time by law is over. A value that any other record
 * holds too stays, and so does every one of a record that a lead or a case is about. The records themselves stay: they keep the commitment.
 */
export const personalOfTrade: RetentionClass = {
  name: 'personal-of-trade',
  what: 'values of persons in records of purchase, sale and transport',
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
  const until = new Map<string, CivilDate>();
  for await (const { commitment } of looked.tables.stream('SELECT commitment FROM personal')) until.set(String(commitment), '');
  if (until.size === 0) return until;
  const inDispute = await disputed(looked.tables);
  for (const table of tableOrder.filter((name) => !NOT_HOLDERS.has(name)))
    for await (const row of looked.tables.stream(TRADE[table] ?? `SELECT * FROM "${table}"`)) {
      const isFree = table in TRADE && !inDispute.has(`${row.subjectType}/${row.subjectId}`);
      raise(until, JSON.stringify(row).match(COMMITMENT) ?? [], () => (isFree ? keptUntil(row, looked) : FOREVER));
    }
  // One that no record holds stays: nobody could say by which rule it went.
  return new Map([...until].filter(([, day]) => day !== '' && day < today));
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
