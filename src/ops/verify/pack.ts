import { sha256Hex } from '../../ledger/entry.ts';
import { isIncluded, leafHash } from '../../ledger/log/merkle.ts';
import type { NoteKey } from '../../ledger/log/note.ts';
import { commitmentOf } from '../../ledger/personal.ts';
import type { ChainStart, StoredEntry } from '../../ledger/verify.ts';
import { ChainCheck } from './chains.ts';
import { type Claim, claimOf } from './log.ts';
import type { Report } from './report.ts';

/** The part of an evidence pack (`suyuan-evidence/1`) that can be checked without the service. */
export interface Pack {
  format: string;
  ledger: {
    runs: { chain: string; start: ChainStart; entries: StoredEntry[] }[];
    largePayloads: { sha256: string; bytes: string }[];
    commitments: { commitment: string; salt: string; value: string }[];
    checkpoint: string | null;
    proofs: { chain: string; seq: number; leafIndex: number; hashes: string[] }[];
  };
}

/** An evidence pack: every entry, every proof, what was set aside, the values behind commitments. @returns its checkpoint */
export async function checkPack(pack: Pack, key: NoteKey, kept: readonly Claim[], report: Report): Promise<string | null> {
  const { runs, largePayloads, commitments, checkpoint } = pack.ledger;
  for (const run of runs) {
    const chain = new ChainCheck(report, run.start);
    for (const entry of run.entries) chain.take(entry);
  }
  for (const { sha256, bytes } of largePayloads)
    if (sha256Hex(bytes) !== sha256) report.fault('payload', sha256, 'what was set aside has another hash');
  for (const { commitment, salt, value } of commitments)
    if (commitmentOf(salt, value) !== commitment) report.fault('personal', commitment, 'the value is not the one committed to');
  const signed = checkpoint === null ? null : await claimOf(checkpoint, key, 'checkpoint', report);
  if (checkpoint === null) report.fault('checkpoint', 'of the pack', 'it has none: make the pack again a few seconds later');
  checkProofs(pack, signed, report);
  if (signed) holdAgainst(signed, kept, report);
  return checkpoint;
}

function checkProofs({ ledger }: Pack, signed: Claim | null, report: Report): void {
  const proofs = new Map(ledger.proofs.map((proof) => [`${proof.chain} ${proof.seq}`, proof]));
  for (const { chain, seq, bytes } of ledger.runs.flatMap((run) => run.entries)) {
    const proof = proofs.get(`${chain} ${seq}`);
    if (!proof) report.fault('proof', `${chain} ${seq}`, 'the pack has no proof of this entry');
    else if (signed && !isIncluded(leafHash(bytes), proof.leafIndex, proof.hashes, signed))
      report.fault('proof', `${chain} ${seq}`, 'it does not lead to the signed root');
    report.count('proofs');
  }
}

/** A pack cannot show that its tree continues another; but no two trees of one size are signed. */
function holdAgainst(signed: Claim, kept: readonly Claim[], report: Report): void {
  for (const claim of kept)
    if (claim.size === signed.size && claim.root !== signed.root)
      report.fault('kept', `of ${claim.size}`, 'another tree of this size was signed');
}
