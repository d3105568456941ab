import { NO_ENTRY_HASH, sha256Hex } from '../../ledger/entry.ts';
import { commitmentOf } from '../../ledger/personal.ts';
import { type ChainFault, type ChainStart, chainFault, type StoredEntry } from '../../ledger/verify.ts';
import type { Report } from './report.ts';
import type { Tables } from './tables.ts';

const WORDS: Record<ChainFault['what'] | 'unreadable', string> = {
  gap: 'an entry before it is missing, or stands twice',
  hash: 'its bytes are not the ones its hash was taken over',
  'previous-hash': 'it does not follow on the entry before it',
  'time-goes-back': 'its instant lies before the one before it',
  'columns-differ': 'its columns say something else than its bytes',
  unreadable: 'its bytes are not JSON',
};

/** Checks entry after entry of one chain. */
export class ChainCheck {
  private before: ChainStart;
  private readonly report: Report;

  constructor(report: Report, start: ChainStart = { seq: 0, hash: NO_ENTRY_HASH, at: 0 }) {
    this.report = report;
    this.before = start;
  }

  take(entry: StoredEntry): void {
    const fault = faultOf(entry, this.before);
    if (fault) this.report.fault('entry', `${entry.chain} ${entry.seq}`, WORDS[fault]);
    if (entry.kind === 'ledger.resumed') this.report.note(`the operator gave up a published ${entry.subject}: ${entry.bytes}`);
    this.report.count('entries');
    this.before = entry;
  }

  get head(): ChainStart {
    return this.before;
  }
}

function faultOf(entry: StoredEntry, before: ChainStart): keyof typeof WORDS | null {
  try {
    return chainFault([entry], before)?.what ?? null;
  } catch {
    return 'unreadable';
  }
}

/** Every entry of every chain, the heads, payloads that were set aside, and the values behind commitments. */
export async function checkChains(tables: Tables, report: Report): Promise<void> {
  const heads = new Map((await tables.rows('SELECT chain, seq, hash, at FROM chain')).map((row) => [String(row.chain), row]));
  const chains = await tables.rows('SELECT DISTINCT chain FROM entry ORDER BY chain');
  for (const chain of new Set([...heads.keys(), ...chains.map((row) => String(row.chain))])) {
    const check = new ChainCheck(report);
    const sql = 'SELECT chain, seq, at, kind, subject, hash, bytes FROM entry WHERE chain = ? ORDER BY seq';
    for await (const row of tables.stream(sql, chain)) {
      check.take(row as unknown as StoredEntry);
      await checkSetAside(tables, report, row as unknown as StoredEntry);
    }
    const head = heads.get(chain);
    const { seq, hash, at } = check.head;
    if (head?.seq !== seq || head.hash !== hash || head.at !== at)
      report.fault('chain', chain, `its head says ${head?.seq ?? 'nothing'}, its last entry is ${seq}`);
    report.count('chains');
  }
  await checkPersonal(tables, report);
}

async function checkSetAside(tables: Tables, report: Report, { chain, seq, bytes }: StoredEntry): Promise<void> {
  const sha256 = /"payload":\{"sha256":"([0-9a-f]{64})"\},"prev"/.exec(bytes)?.[1];
  if (sha256 === undefined) return;
  const [large] = await tables.rows('SELECT bytes FROM large_payload WHERE hash = ?', sha256);
  if (!large) report.fault('payload', `${chain} ${seq}`, 'it was set aside and is not there');
  else if (sha256Hex(String(large.bytes)) !== sha256) report.fault('payload', `${chain} ${seq}`, 'what was set aside has another hash');
  report.count('payloads set aside');
}

async function checkPersonal(tables: Tables, report: Report): Promise<void> {
  for await (const { commitment, salt, value } of tables.stream('SELECT commitment, salt, value FROM personal')) {
    if (commitmentOf(String(salt), String(value)) !== commitment)
      report.fault('personal', String(commitment), 'the value is not the one committed to');
    report.count('personal values');
  }
}
