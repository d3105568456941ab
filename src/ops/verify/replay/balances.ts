import { standingOf } from '../../../custody/model.ts';
import { convert, type Packaging, parseQuantity } from '../../../platform/quantity.ts';
import type { Report } from '../report.ts';
import type { Row, Tables } from '../tables.ts';
import type { Book, Fields } from './book.ts';

/*
 * Who has how much, and the edges goods took: moves the store keeps beside the facts. The lines they follow from are held against the entries
 * before; here each line's steps are held against its quantity, and every balance and edge against the lines.
 */

const HOLDINGS =
  'SELECT t.id, t.steps, b."traceCode" AS code, p."publicId" AS party, s."publicId" AS site FROM holding t JOIN batch b ON b.id = t."batchId" JOIN party p ON p.id = t."partyId" JOIN site s ON s.id = t."siteId"';

/** Every line of goods with the batch it is of and the holding it came from or went to. */
const LINES = ['shipment_line', 'receipt_line', 'disposition_line', 'transformation_input'];
const lineSql = (table: string) =>
  `SELECT l.amount, l.unit, l.steps, b."traceCode" AS code, b.unit AS "batchUnit", b.revision, r.packaging, h."batchId" AS "heldBatch", l."batchId"
   FROM ${table} l JOIN batch b ON b.id = l."batchId" JOIN product r ON r.id = b."productId" LEFT JOIN holding h ON h.id = l."holdingId"`;

const SHIPPED = `SELECT t.id, t."publicId" AS shipment, t.purpose, t."partyId" AS sender, e.kind AS ended, l.n, l.steps, l."holdingId", l."batchId", l."batchRevision" AS revision,
   c.steps AS came, c."holdingId" AS "intoId", x.id AS receipt, x."partyId" AS receiver, COALESCE(x."siteId", t."toSiteId") AS site
   FROM shipment_line l JOIN shipment t ON t.id = l."shipmentId" LEFT JOIN shipment_end e ON e."shipmentId" = t.id
   LEFT JOIN receipt x ON x."shipmentId" = t.id LEFT JOIN receipt_line c ON c."receiptId" = x.id AND c."lineN" = l.n`;

export async function checkBalances(tables: Tables, book: Book, report: Report): Promise<void> {
  for (const table of LINES) for await (const row of tables.stream(lineSql(table))) checkLine(table, row, report);
  const goods = new Goods(await tables.rows(HOLDINGS), await tables.rows('SELECT "batchId", "partyId", "siteId", id FROM holding'));
  goods.made(book);
  await goods.sent(tables, report);
  for (const { holdingId, steps } of await tables.rows(
    `SELECT l."holdingId", l.steps FROM receipt_line l JOIN receipt t ON t.id = l."receiptId" WHERE t."shipmentId" IS NULL`,
  ))
    goods.move(holdingId, Number(steps));
  for (const table of ['disposition_line', 'transformation_input'])
    for (const { holdingId, steps } of await tables.rows(`SELECT "holdingId", steps FROM ${table}`)) goods.move(holdingId, -Number(steps));
  goods.compare(report);
  await goods.makings(tables);
  await goods.compareEdges(tables, report);
}

/** A line counts what its quantity says, in the unit of its batch, and moves a holding of that batch. */
function checkLine(table: string, row: Row, report: Report): void {
  const told = (what: string) => report.fault('balance', `${table} of ${row.code}`, what);
  if (row.heldBatch !== null && row.heldBatch !== row.batchId) told('it moves a holding of another batch');
  const read = parseQuantity({ amount: String(row.amount), unit: String(row.unit) });
  // What a unit held may have been another before the batch was revised; then nothing can be told.
  if (!read.ok || typeof row.batchUnit !== 'string' || row.revision !== 1) return;
  const packaging = typeof row.packaging === 'string' ? (JSON.parse(row.packaging) as Packaging[]) : [];
  const steps = convert(read.quantity.steps, read.quantity.unit, row.batchUnit, packaging);
  if (steps !== null && steps !== row.steps) told(`it moves ${row.steps} steps, ${row.amount} ${row.unit} are ${steps}`);
  report.count('lines counted');
}

/** A quantity in the unit of its batch. */
function stepsOf({ traceCode = '', amount = '', unit = '' }: Fields, book: Book): number {
  const batch = book.get('batch', String(traceCode));
  const read = parseQuantity({ amount: String(amount), unit: String(unit) });
  const packaging = JSON.parse(String(book.get('product', String(batch?.product))?.packaging ?? '[]')) as Packaging[];
  return (read.ok && convert(read.quantity.steps, read.quantity.unit, String(batch?.unit), packaging)) || 0;
}

class Goods {
  private readonly found: readonly Row[];
  /** What each holding must have, by its inner id; those of places that have no row by name. */
  private readonly due = new Map<unknown, number>();
  private readonly byName: ReadonlyMap<string, unknown>;
  private readonly byPlace: ReadonlyMap<string, unknown>;
  /** Edges that must be there, with their steps. */
  private readonly edges = new Map<string, number>();
  /** What amendments must have moved in all, by where goods went and the line. */
  private readonly amended = new Map<string, number>();

  constructor(found: readonly Row[], places: readonly Row[]) {
    this.found = found;
    this.byName = new Map(found.map(({ id, code, party, site }) => [`${code} ${party} ${site}`, id]));
    this.byPlace = new Map(places.map(({ id, batchId, partyId, siteId }) => [`${batchId} ${partyId} ${siteId}`, id]));
  }

  move(holding: unknown, steps: number): void {
    if (holding === null || holding === undefined || holding === 0 || steps === 0) return;
    this.due.set(holding, (this.due.get(holding) ?? 0) + steps);
  }

  /** What batches brought with them, and what was there on the first day. */
  made(book: Book): void {
    const put = (name: string, steps: number) => this.move(this.byName.get(name) ?? name, steps);
    for (const [name, { steps }] of book.table('goods made')) put(name, Number(steps));
    // Of another's batch, whose record may have been read after it.
    for (const [key, line] of book.table('goods found')) put(key.replace(/#.*/, ''), stepsOf(line, book));
  }

  async sent(tables: Tables, report: Report): Promise<void> {
    const amendments = Map.groupBy(
      await tables.rows('SELECT "shipmentId", id, "byPartyId", state, lines FROM amendment ORDER BY n'),
      (row) => row.shipmentId,
    );
    const back = Map.groupBy(await tables.rows('SELECT "shipmentId", lines FROM takeback ORDER BY n'), (row) => row.shipmentId);
    for (const line of await tables.rows(SHIPPED)) {
      if (line.ended === 'void') continue;
      const takenBack = kept(back.get(line.id), line.n).reduce((sum, one) => sum + one.steps, 0);
      const agreed = (amendments.get(line.id) ?? []).flatMap((one) =>
        kept([one], line.n).map(({ steps }) => ({ steps, ...appliedTo(one, line.sender) })),
      );
      const stands = standingOf({ shipped: Number(line.steps), came: Number(line.came ?? 0), takenBack, agreed });
      this.move(line.holdingId, -stands.out);
      this.received(line, stands.in, report);
    }
  }

  private received(line: Row, steps: number, report: Report): void {
    const into = line.intoId ?? this.byPlace.get(`${line.batchId} ${line.receiver} ${line.site}`);
    const came = Number(line.came ?? 0);
    if (line.receiver === null || (came === 0 && steps === 0)) return;
    if (into === undefined) {
      report.fault('balance', `shipment ${line.shipment}`, `line ${line.n} went to no holding`);
      return;
    }
    this.move(into, steps);
    if (line.intoId !== null) this.edge([line.holdingId, into, line.purpose, line.id, line.n, line.revision], came);
    if (steps !== came) this.amended.set(`${line.holdingId} ${into} ${line.id} ${line.n}`, steps - came);
  }

  /** What went into a batch, by whatever it came of. */
  async makings(tables: Tables): Promise<void> {
    const sql = `SELECT u."holdingId" AS src, u.n, u.steps, u."batchRevision" AS revision, o."transformationId" AS id, o."holdingId" AS dst, o."batchId", b."partyId", b."siteId"
      FROM transformation_output o JOIN transformation_input u ON u."transformationId" = o."transformationId" JOIN batch b ON b.id = o."batchId"`;
    for (const { src, n, steps, revision, id, dst, ...at } of await tables.rows(sql)) {
      const into = dst === 0 ? this.byPlace.get(`${at.batchId} ${at.partyId} ${at.siteId}`) : dst;
      if (src !== 0 && into !== undefined) this.edge([src, into, 'made', id, n, revision], Number(steps));
    }
  }

  private edge(parts: readonly unknown[], steps: number): void {
    this.edges.set(parts.join(' '), steps);
  }

  compare(report: Report): void {
    for (const { id, steps, code, party, site } of this.found) {
      const due = this.due.get(id) ?? 0;
      if (steps !== due) report.fault('balance', `${code} of ${party} at ${site}`, `it is ${steps} steps, the records make it ${due}`);
      this.due.delete(id);
      report.count('balances');
    }
    for (const [place, steps] of this.due)
      if (steps !== 0) report.fault('balance', String(place), `there is none, the records make it ${steps}`);
  }

  async compareEdges(tables: Tables, report: Report): Promise<void> {
    const sql = `SELECT t.src, t.dst, t.kind, t.ref, t.n, t.steps, t.revision, a."shipmentId" FROM flow t LEFT JOIN amendment a ON a.id = t.ref AND t.kind = 'amendment'`;
    for (const { src, dst, kind, ref, n, steps, revision, shipmentId } of await tables.rows(sql)) {
      report.count('edges');
      const told = (what: string) => report.fault('balance', `edge ${kind} from ${src} to ${dst}`, what);
      const key = [src, dst, kind, ref, n, revision].join(' ');
      const sum = `${src} ${dst} ${shipmentId} ${n}`;
      if (kind === 'amendment') this.amended.set(sum, (this.amended.get(sum) ?? 0) - Number(steps));
      else if (!this.edges.has(key)) told('no record makes it');
      else if (this.edges.get(key) !== steps) told(`it is of ${steps} steps, the record says ${this.edges.get(key)}`);
      this.edges.delete(key);
    }
    for (const edge of this.edges.keys()) report.fault('balance', `edge ${edge}`, 'a record makes it, it is not there');
    for (const [edge, steps] of this.amended)
      if (steps !== 0) report.fault('balance', `edge of an amendment ${edge}`, `it is ${-steps} steps beside what was agreed`);
  }
}

/** The quantities of one line in rows that keep theirs as JSON. */
function kept(rows: readonly Row[] | undefined, n: unknown): { steps: number }[] {
  return (rows ?? []).flatMap(({ lines }) => (JSON.parse(String(lines)) as { n: number; steps: number }[]).filter((one) => one.n === n));
}

/** Whose goods follow an amendment already: who accepted it at once, who proposed it once it has settled. */
function appliedTo({ state, byPartyId }: Row, sender: unknown): { sender: boolean; receiver: boolean } {
  if (state === 'settled') return { sender: true, receiver: true };
  return { sender: state === 'accepted' && byPartyId !== sender, receiver: state === 'accepted' && byPartyId === sender };
}
