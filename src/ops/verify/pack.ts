import { entriesOfFact, PACK_FORMAT, sealedText, setAsideIn } from '../../enforcement/evidence-seal.ts';
import { sha256Hex } from '../../ledger/entry.ts';
import { isIncluded, leafHash } from '../../ledger/log/merkle.ts';
import { type NoteKey, openNote } from '../../ledger/log/note.ts';
import { commitmentOf } from '../../ledger/personal.ts';
import type { ChainStart, StoredEntry } from '../../ledger/verify.ts';
import { ChainCheck } from './chains.ts';
import { type Claim, claimOf } from './log.ts';
import type { Report } from './report.ts';

/** The part of an evidence pack (`suyuan-evidence/1`) that can be checked without the service; the signature covers the rest. */
export interface Pack {
  format: string;
  madeAt: string;
  case: { id: string };
  facts: { violation: string; subject: { type: string; id: string }; entries: { chain: string; seq: number }[] }[];
  statements: { id: string; text: string }[];
  ledger: {
    runs: { chain: string; start: ChainStart; entries: StoredEntry[] }[];
    largePayloads: { sha256: string; bytes: string }[];
    commitments: { commitment: string; salt: string; value: string }[];
    heads: { chain: string; seq: number; hash: string }[];
    checkpoint: string | null;
    proofs: { chain: string; seq: number; leafIndex: number; hashes: string[] }[];
    cut: { chain: string; from: string; to: string }[];
  };
  signature: string | null;
}

/**
 * An evidence pack: that the service signed all it states, every entry and proof, what was set aside, the values behind commitments, and that what
 * it says of its facts and statements is what the entries say.
 * @returns its checkpoint
 * @throws {Error} when it has not the form of a pack
 */
export async function checkPack(given: unknown, key: NoteKey, kept: readonly Claim[], report: Report): Promise<string | null> {
  const pack = formed(given);
  const { checkpoint } = pack.ledger;
  await checkSignature(pack, key, report);
  checkRuns(pack, report);
  checkBeside(pack, report);
  checkStated(pack, report);
  const signed = checkpoint === null ? null : await claimOf(checkpoint, key, 'checkpoint', report);
  if (checkpoint === null) report.fault('checkpoint', 'of the pack', 'it has none: make the pack again a few seconds later');
  checkProofs(pack, signed, report);
  if (signed) holdAgainst(signed, kept, report);
  return checkpoint;
}

const LISTS = ['runs', 'largePayloads', 'commitments', 'heads', 'proofs', 'cut'] as const;

function formed(given: unknown): Pack {
  const pack = given as Partial<Pack> | null;
  if (pack?.format !== PACK_FORMAT) throw new Error(`--export: expected a pack of the form ${PACK_FORMAT}.`);
  const ledger = pack.ledger as Partial<Pack['ledger']> | undefined;
  const lists: [string, unknown][] = [
    ['facts', pack.facts],
    ['statements', pack.statements],
    ...LISTS.map((name): [string, unknown] => [`ledger.${name}`, ledger?.[name]]),
    ...(Array.isArray(pack.facts) ? pack.facts.map((fact, i): [string, unknown] => [`facts[${i}].entries`, fact?.entries]) : []),
    ...(Array.isArray(ledger?.runs) ? ledger.runs.map((run, i): [string, unknown] => [`ledger.runs[${i}].entries`, run?.entries]) : []),
  ];
  const missing = lists.find(([, list]) => !Array.isArray(list));
  if (missing) throw new Error(`--export: the pack has no list ${missing[0]}.`);
  return pack as Pack;
}

/** Everything the pack states is under one signature: what is outside the entries can be changed no more than they. */
async function checkSignature(pack: Pack, key: NoteKey, report: Report): Promise<void> {
  const { signature } = pack;
  const told = (what: string) => report.fault('pack', 'signature', what);
  if (typeof signature !== 'string') return told('the pack is not signed');
  const text = await openNote(signature, key);
  if (text === null) told(`it is not signed by ${key.name} (${key.algorithm}, key ${key.id})`);
  else if (text !== sealedText({ ...pack })) told('what the pack states is not what was signed');
  report.count('packs');
}

const entriesIn = ({ ledger }: Pack): StoredEntry[] => ledger.runs.flatMap((run) => run.entries);

/** Every run holds in itself and under the head of its chain; none is empty, no entry comes twice. */
function checkRuns(pack: Pack, report: Report): void {
  const { runs, heads } = pack.ledger;
  if (entriesIn(pack).length === 0) report.fault('pack', 'ledger', 'it has no entries: it proves nothing');
  const seen = new Set<string>();
  for (const { chain, start, entries } of runs) {
    const check = new ChainCheck(report, start);
    if (entries.length === 0) report.fault('pack', chain, 'a run without entries');
    for (const entry of entries) {
      check.take(entry);
      const where = `${entry.chain} ${entry.seq}`;
      if (entry.chain !== chain) report.fault('pack', where, `it stands in a run of ${chain}`);
      if (seen.has(where)) report.fault('pack', where, 'it comes twice');
      seen.add(where);
    }
    checkHead(chain, check.head, heads, report);
  }
  const chains = new Set(runs.map((run) => run.chain));
  for (const { chain } of heads) if (!chains.has(chain)) report.fault('pack', `head of ${chain}`, 'the pack has no entry of this chain');
}

function checkHead(chain: string, last: ChainStart, heads: Pack['ledger']['heads'], report: Report): void {
  const [head, ...others] = heads.filter((one) => one.chain === chain);
  const where = `head of ${chain}`;
  if (!head) {
    report.fault('pack', where, 'the pack does not say where the chain ended');
    return;
  }
  if (others.length > 0) report.fault('pack', where, 'it comes twice');
  if (head.seq < last.seq || (head.seq === last.seq && head.hash !== last.hash))
    report.fault('pack', where, `it says ${head.seq}, which entry ${last.seq} of the pack gives the lie`);
}

/** What stands beside the entries: payloads that were set aside, values behind commitments; those the entries name, all of the first. */
function checkBeside(pack: Pack, report: Report): void {
  const { largePayloads, commitments } = pack.ledger;
  for (const { sha256, bytes } of largePayloads)
    if (sha256Hex(bytes) !== sha256) report.fault('payload', sha256, 'what was set aside has another hash');
  for (const { commitment, salt, value } of commitments)
    if (commitmentOf(salt, value) !== commitment) report.fault('personal', commitment, 'the value is not the one committed to');
  const named = new Set(entriesIn(pack).flatMap(({ bytes }) => readable(bytes, setAsideIn) ?? []));
  const held = new Set(largePayloads.map(({ sha256 }) => sha256));
  for (const sha256 of named) if (!held.has(sha256)) report.fault('payload', sha256, 'it was set aside and is not there');
  for (const sha256 of held) if (!named.has(sha256)) report.fault('payload', sha256, 'no entry of the pack names it');
}

/** Bytes that cannot be read are told where their chain is checked. */
function readable<R>(bytes: string, read: (bytes: string) => R): R | undefined {
  try {
    return read(bytes);
  } catch {
    return undefined;
  }
}

/** What the pack says in its own words, as far as entries say it too. */
function checkStated(pack: Pack, report: Report): void {
  const entries = entriesIn(pack);
  const { cut } = pack.ledger;
  for (const { chain, from, to } of cut)
    report.note(`the pack says that ${chain} was not looked through to its end, from ${from} to ${to}`);
  // What an office did in a time too long to be looked through may stand in the part that was not.
  const lacks = (where: string, what: string) => (cut.length > 0 ? report.note(`${where}: ${what}`) : report.fault('pack', where, what));
  const isThere = (kind: string, subject: string) => entries.find((entry) => entry.kind === kind && entry.subject === subject);
  if (!isThere('case.opened', `case/${pack.case.id}`)) lacks(`case ${pack.case.id}`, 'no entry opens it');
  if (pack.facts.length === 0) report.fault('pack', 'facts', 'it has none');
  for (const fact of pack.facts) {
    const where = `fact ${fact.violation}`;
    const [told, there] = [fact.entries, entriesOfFact(fact, entries)].map((list) =>
      list.map(({ chain, seq }) => `${chain} ${seq}`).sort(),
    );
    if (there?.length === 0) lacks(where, 'no entry is about it');
    if (told?.join() !== there?.join()) report.fault('pack', where, 'the entries it names are not those that are about it');
    report.count('facts');
  }
  const opened = new Map(pack.ledger.commitments.map(({ commitment, value }) => [commitment, value]));
  for (const { id, text } of pack.statements) {
    const bytes = isThere('statement.made', `statement/${id}`)?.bytes;
    const committed = bytes && readable(bytes, (said) => (JSON.parse(said) as { payload: { text: string } }).payload.text);
    if (!committed) report.fault('pack', `statement ${id}`, 'no entry tells of it');
    else if (text !== committed && opened.get(committed) !== text)
      report.fault('pack', `statement ${id}`, 'its text is not the one committed to');
    report.count('statements');
  }
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
