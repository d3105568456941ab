import { parseCheckpoint } from '../../ledger/log/checkpoint.ts';
import { GrowingTree, leafHash, rootOf } from '../../ledger/log/merkle.ts';
import { type NoteKey, openNote } from '../../ledger/log/note.ts';
import { TILE_WIDTH } from '../../ledger/log/tree.ts';
import type { Report } from './report.ts';
import type { Row, Tables } from './tables.ts';

/** A signed tree that must be the beginning of the one that is looked at. */
export interface Claim {
  check: 'checkpoint' | 'kept';
  size: number;
  root: string;
}

/** Grows the tree leaf by leaf and holds every claim against it as its size is passed. */
export class TreeCheck {
  private readonly tree = new GrowingTree();
  private readonly claims: Map<number, Claim[]>;
  private readonly report: Report;

  constructor(report: Report, claims: readonly Claim[]) {
    this.report = report;
    this.claims = Map.groupBy(claims, (claim) => claim.size);
    this.hold();
  }

  push(leaf: string): void {
    this.tree.push(leaf);
    this.hold();
  }

  private hold(): void {
    for (const { check, size, root } of this.claims.get(this.tree.size) ?? [])
      if (this.tree.root() !== root)
        this.report.fault(check, `of ${size}`, 'the entries that were signed are not these, or not in this order');
    this.claims.delete(this.tree.size);
  }

  /** Claims of trees larger than the one there is. */
  end(): number {
    const { size } = this.tree;
    for (const claim of [...this.claims.values()].flat())
      this.report.fault(claim.check, `of ${claim.size}`, `the ledger is smaller than what was signed: it has ${size}`);
    this.report.count('leaves of the log', size);
    return size;
  }
}

/** The claim of a signed note; a fault when this key has not signed it. */
export async function claimOf(note: string, key: NoteKey, check: Claim['check'], report: Report): Promise<Claim | null> {
  const text = await openNote(note, key);
  const said = text === null ? null : parseCheckpoint(text);
  const where = `of ${parseCheckpoint(note)?.size ?? '?'}`;
  if (text === null) report.fault(check, where, `it is not signed by ${key.name} (${key.algorithm}, key ${key.id})`);
  else if (said?.origin !== key.name) report.fault(check, where, 'it is of another log');
  report.count(check === 'kept' ? 'kept checkpoints' : 'checkpoints');
  return said && said.origin === key.name ? { check, size: said.size, root: said.root } : null;
}

/** The log in the tables: leaves, nodes and checkpoints. @returns the latest checkpoint, as it stands there */
export async function checkLog(tables: Tables, key: NoteKey, kept: readonly Claim[], report: Report): Promise<string | null> {
  const { claims, latest } = await signed(tables, key, report);
  const tree = new TreeCheck(report, [...claims, ...kept]);
  const nodes = new NodeCheck(tables, report);
  const order = new LeafOrder(report);
  const sql =
    'SELECT l."leafIndex", l.chain, l.seq, l.hash, l."leafHash", e.hash AS "entryHash", e.bytes FROM log_leaf l LEFT JOIN entry e ON e.chain = l.chain AND e.seq = l.seq ORDER BY l."leafIndex"';
  for await (const row of tables.stream(sql)) {
    order.take(row);
    // The leaf the entry makes, not the one that is stored: what was signed is held against the entries themselves.
    const leaf = row.bytes === null ? String(row.leafHash) : leafHash(String(row.bytes));
    tree.push(leaf);
    await nodes.push(leaf);
  }
  const size = tree.end();
  await nodes.end();
  await order.end(tables, size);
  return latest;
}

async function signed(tables: Tables, key: NoteKey, report: Report): Promise<{ claims: Claim[]; latest: string | null }> {
  const claims: Claim[] = [];
  let [latest, at] = [null as string | null, 0];
  for await (const row of tables.stream('SELECT size, root, note, at FROM log_checkpoint ORDER BY size')) {
    const claim = await claimOf(String(row.note), key, 'checkpoint', report);
    if (claim && (claim.size !== row.size || claim.root !== row.root))
      report.fault('checkpoint', `of ${row.size}`, 'its columns say something else than its note');
    if (Number(row.at) < at) report.fault('checkpoint', `of ${row.size}`, 'it was signed before a smaller one');
    if (claim) claims.push(claim);
    [latest, at] = [String(row.note), Number(row.at)];
  }
  return { claims, latest };
}

/** Leaves are numbered without a gap, each is an entry, and the entries of a chain come in its order. */
class LeafOrder {
  private next = 0;
  private readonly seqs = new Map<string, number>();
  private readonly report: Report;

  constructor(report: Report) {
    this.report = report;
  }

  take(row: Row): void {
    const where = `leaf ${row.leafIndex}`;
    const chain = String(row.chain);
    if (row.leafIndex !== this.next) this.report.fault('log', where, `leaf ${this.next} is missing`);
    if (row.bytes === null) this.report.fault('log', where, `entry ${row.seq} of ${chain} is not there`);
    else if (row.entryHash !== row.hash || leafHash(String(row.bytes)) !== row.leafHash)
      this.report.fault('log', where, `entry ${row.seq} of ${chain} is not the one that was logged`);
    if (row.seq !== (this.seqs.get(chain) ?? 0) + 1) this.report.fault('log', where, `entry ${row.seq} of ${chain} is out of its order`);
    this.next = Number(row.leafIndex) + 1;
    this.seqs.set(chain, Number(row.seq));
  }

  /** What the follower says it has logged must be logged; entries after that are still to come. */
  async end(tables: Tables, size: number): Promise<void> {
    for (const row of await tables.rows(`SELECT chain, seq FROM follower_position WHERE job = 'log'`))
      if (row.seq !== (this.seqs.get(String(row.chain)) ?? 0))
        this.report.fault(
          'log',
          String(row.chain),
          `entries up to ${row.seq} were logged, there are leaves up to ${this.seqs.get(String(row.chain)) ?? 0}`,
        );
    const [all] = await tables.rows('SELECT count(*) AS n FROM entry');
    const waiting = Number(all?.n) - size;
    if (waiting > 0) this.report.note(`${waiting} entries are not in the log yet: the follower adds them when the service runs`);
  }
}

/** The stored nodes against the leaves. */
class NodeCheck {
  private readonly open: string[][] = [];
  private readonly made: number[] = [];
  private readonly tables: Tables;
  private readonly report: Report;

  constructor(tables: Tables, report: Report) {
    this.tables = tables;
    this.report = report;
  }

  async push(hash: string, level = 0): Promise<void> {
    const tile = this.open[level] ?? [];
    this.open[level] = tile;
    tile.push(hash);
    if (tile.length < TILE_WIDTH) return;
    const n = this.made[level] ?? 0;
    const node = rootOf(tile);
    const [stored] = await this.tables.rows('SELECT hash FROM log_node WHERE level = ? AND n = ?', level + 1, n);
    if (stored?.hash !== node)
      this.report.fault('log', `node ${n} of level ${level + 1}`, stored ? 'it is not the root of its tile' : 'it is missing');
    [this.open[level], this.made[level]] = [[], n + 1];
    await this.push(node, level + 1);
  }

  async end(): Promise<void> {
    const expected = this.made.reduce((sum, n) => sum + n, 0);
    const [row] = await this.tables.rows('SELECT count(*) AS n FROM log_node');
    if (Number(row?.n) !== expected) this.report.fault('log', 'nodes', `there are ${row?.n}, expected ${expected}`);
  }
}
