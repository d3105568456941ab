import { sha256Hex } from '../../ledger/entry.ts';
import { parseCheckpoint } from '../../ledger/log/checkpoint.ts';
import { isConsistent, leafHash } from '../../ledger/log/merkle.ts';
import type { NoteKey } from '../../ledger/log/note.ts';
import { entriesIn, tilePath } from '../../ledger/log/tile-path.ts';
import { TILE_WIDTH, tileWidth } from '../../ledger/log/tree.ts';
import type { StoredEntry } from '../../ledger/verify.ts';
import { ChainCheck } from './chains.ts';
import { type Claim, claimOf, TreeCheck } from './log.ts';
import type { Report } from './report.ts';

export interface Service {
  url: string;
  /** An administrator's key, to read the entries themselves; or a party's, with the chain it may read. */
  token: string | undefined;
  chain: string | undefined;
}

type Get = (path: string) => Promise<Response>;

function asking({ url, token }: Service): Get {
  return async (path) => {
    const response = await fetch(
      url.replace(/\/$/, '') + path,
      token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } },
    );
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
    return response;
  };
}

/**
 * A running service: its checkpoint, that every kept one is a beginning of it, the whole tree from its tiles, and the entries a key may read.
 * @returns the checkpoint, as it was answered
 */
export async function checkService(service: Service, key: NoteKey, kept: readonly Claim[], report: Report): Promise<string> {
  const get = asking(service);
  const note = await (await get('/ledger/checkpoint')).text();
  const latest = await claimOf(note, key, 'checkpoint', report);
  const size = latest?.size ?? parseCheckpoint(note)?.size ?? 0;
  const tree = new TreeCheck(report, [...(latest ? [latest] : []), ...kept]);
  const own = service.chain === undefined ? null : await ownLeaves(get, service.chain, report);
  const entries = service.token !== undefined && service.chain === undefined ? new BundleCheck(get, report) : null;
  for (let n = 0; n * TILE_WIDTH < size; n++) {
    const width = tileWidth(size, 0, n);
    const leaves = await tile(get, n, width);
    for (const leaf of leaves) {
      tree.push(leaf);
      own?.logged(leaf);
    }
    await entries?.check(n, leaves);
  }
  tree.end();
  if (own) tellMissing(own, service.chain ?? '', report);
  if (latest) await checkConsistency(get, latest, kept, report);
  return note;
}

async function tile(get: Get, n: number, width: number): Promise<string[]> {
  const bytes = Buffer.from(await (await get(`/ledger/tile/0/${tilePath({ n, width })}`)).arrayBuffer());
  return bytes.toString('hex').match(/.{64}/g) ?? [];
}

/** What the service offers as proof that it only grew must be one. */
async function checkConsistency(get: Get, latest: Claim, kept: readonly Claim[], report: Report): Promise<void> {
  for (const earlier of kept) {
    if (earlier.size > latest.size) continue;
    const { hashes } = (await (await get(`/v1/ledger/consistency?from=${earlier.size}&to=${latest.size}`)).json()) as { hashes: string[] };
    if (!isConsistent(earlier, latest, hashes))
      report.fault('kept', `of ${earlier.size}`, 'the service has no proof that its ledger only grew since');
    report.count('consistency proofs');
  }
}

interface EntryBytes {
  chain: string;
  seq: number;
  at: number;
  kind: string;
  subject: string;
}

function entryIn(bytes: string): StoredEntry {
  const { chain, seq, at, kind, subject } = JSON.parse(bytes) as EntryBytes;
  return { chain, seq, at, kind, subject, hash: sha256Hex(bytes), bytes };
}

/** Entries in the order of the log: each is its leaf, and each chain follows on itself. */
class BundleCheck {
  private readonly chains = new Map<string, ChainCheck>();
  private readonly get: Get;
  private readonly report: Report;

  constructor(get: Get, report: Report) {
    this.get = get;
    this.report = report;
  }

  async check(n: number, leaves: readonly string[]): Promise<void> {
    const path = tilePath({ n, width: leaves.length });
    const entries = entriesIn(new Uint8Array(await (await this.get(`/ledger/tile/entries/${path}`)).arrayBuffer()));
    for (const [i, leaf] of leaves.entries()) {
      const bytes = entries[i];
      if (bytes === undefined || leafHash(bytes) !== leaf)
        this.report.fault('log', `leaf ${n * TILE_WIDTH + i}`, 'the entry that is shown is not the one that was logged');
      else this.take(entryIn(bytes));
    }
  }

  private take(entry: StoredEntry): void {
    const chain = this.chains.get(entry.chain) ?? new ChainCheck(this.report);
    this.chains.set(entry.chain, chain);
    chain.take(entry);
  }
}

/** The entries of one chain, and which of them the log has. */
class OwnLeaves {
  /** Leaf → seq, of entries the log has not shown yet. */
  readonly open = new Map<string, number>();
  lastLogged = 0;

  logged(leaf: string): void {
    this.lastLogged = Math.max(this.lastLogged, this.open.get(leaf) ?? 0);
    this.open.delete(leaf);
  }
}

/** The log has the entries of a chain in their order: one that is missing before another is gone, the last ones may still be on their way. */
function tellMissing(own: OwnLeaves, chain: string, report: Report): void {
  const waiting = [...own.open.values()].filter((seq) => seq > own.lastLogged);
  for (const seq of own.open.values())
    if (seq < own.lastLogged) report.fault('log', `${chain} ${seq}`, 'the signed log does not have this entry');
  if (waiting.length > 0) report.note(`${waiting.length} entries of ${chain} are not in the signed log yet; ask again a few seconds later`);
}

async function ownLeaves(get: Get, name: string, report: Report): Promise<OwnLeaves> {
  const chain = new ChainCheck(report);
  const own = new OwnLeaves();
  for (let after: number | null = 0; after !== null; ) {
    const path = `/v1/ledger/${encodeURIComponent(name)}/entries?after=${after}`;
    const page = (await (await get(path)).json()) as { items: { bytes: string; hash: string }[]; next: number | null };
    for (const { bytes, hash } of page.items) {
      const entry = { ...entryIn(bytes), hash };
      chain.take(entry);
      own.open.set(leafHash(bytes), entry.seq);
    }
    after = page.next;
  }
  return own;
}
