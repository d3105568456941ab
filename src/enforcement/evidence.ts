import { law, type OffenceId } from '../law/index.ts';
import { lawSettings } from '../law-settings/repository.ts';
import { proofsOf } from '../ledger/log/read.ts';
import { type CivilDate, civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { citationOf, citationView, offenceCitations } from '../rules/citations.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { oneCase } from './case-reading.ts';
import { namesOf, ownerOf } from './entered-by.ts';
import { entriesAbout, type Run, runsOf } from './evidence-entries.ts';
import { indexOf } from './evidence-index.ts';
import { entriesOfFact, PACK_FORMAT, sealedText, setAsideIn } from './evidence-seal.ts';
import { type Sources, sourcesOf, statementsOf } from './evidence-subjects.ts';
import { type Asking, noCase, repositoryFor } from './lists.ts';
import { photosOfLeads } from './note-photos.ts';
import type { CaseRow, FindingRow } from './repository.ts';

type Read = Store['read'];
type CaseReply = Awaited<ReturnType<typeof oneCase>>;

/** The law of one day as far as a case rests on it: what each article is said to say, where that was read, and how far it is confirmed. */
export interface LawOfDay {
  actOn: CivilDate;
  citations: (NonNullable<ReturnType<typeof citationView>> & {
    ref: string;
    effectiveFrom: CivilDate;
    publishedOn: CivilDate | null;
    lastConfirmedOn: CivilDate;
    doubt: string | null;
  })[];
  band: unknown;
}

export interface FileView {
  sha256: string;
  of: string;
  size: number | null;
  mediaType: string | null;
}

export interface EvidencePack {
  format: typeof PACK_FORMAT;
  madeAt: string;
  /** What is in the pack, as text to be read by people. */
  index: string[];
  case: CaseReply;
  facts: {
    violation: string;
    actOn: CivilDate;
    subject: { type: string; id: string };
    message: string;
    evidence: { fact: string; value: string; expected: string; enteredBy: string; enteredByName: string | null }[];
    entries: { chain: string; seq: number }[];
  }[];
  law: LawOfDay[];
  settings: Awaited<ReturnType<typeof lawSettings>>;
  statements: { id: string; kind: string; text: string; files: string[]; by: string; at: string }[];
  certificates: {
    id: string;
    traceCode: string;
    kind: string;
    number: string | null;
    issuer: string | null;
    issuedOn: string | null;
    conclusion: string | null;
    withdrawnAt: string | null;
    fileSha256: string | null;
  }[];
  files: FileView[];
  ledger: {
    algorithm: 'SHA-256';
    how: string[];
    runs: Run[];
    largePayloads: { sha256: string; bytes: string }[];
    /** What stands behind the commitments of statements: SHA-256 of salt, line feed and value, after `c:`. */
    commitments: { commitment: string; salt: string; value: string }[];
    heads: { chain: string; seq: number; hash: string }[];
    /** What the service had signed when the pack was made, and for every entry of `runs` the hashes that lead to its root (RFC 9162). */
    checkpoint: string | null;
    proofs: { chain: string; seq: number; leafIndex: number; hashes: string[] }[];
    /** Stretches of chains that were too long to be looked through to their end. */
    cut: { chain: string; from: string; to: string }[];
  };
  /** The service's signature over everything above, as a note; null where it has no key. */
  signature: string | null;
}

/**
 * Everything a case rests on, in one file that can be checked without this service: facts with who entered them, ledger entries verbatim, the law
 * of the day of the act, the steps taken, what the party said, and the hashes of its papers.
 * @throws {Problem} not-found for a case out of scope
 */
export async function evidencePack(deps: Deps, asking: Asking, id: string): Promise<EvidencePack> {
  const { read } = deps.store;
  const repository = await repositoryFor(deps, asking.caller);
  const file = await repository.case(id);
  if (!file) throw noCase();
  const view = await oneCase(deps, asking, id);
  const findings = await repository.findingsOfCase(file);
  const sources = await sourcesOf(read, file, findings, asking.now);
  const said = await statementsOf(read, file, findings);
  const found = await entriesAbout(read, sources.subjects, sources.windows);
  const runs = runsOf([...sources.entries, ...found.entries]);
  const pack: EvidencePack = {
    format: PACK_FORMAT,
    madeAt: formatInstant(asking.now),
    index: [],
    case: view,
    facts: await factsOf(read, view, runs),
    law: lawOf(file, findings, view, asking),
    settings: (await lawSettings(read)).filter((setting) => setting.from <= civilDateOf(asking.now)),
    statements: said.map(statementView),
    certificates: sources.certificates.map(certificateOf),
    files: [...(await filesOf(read, sources, said)), ...(await photosIn(read, findings))],
    ledger: {
      algorithm: 'SHA-256',
      how: HOW,
      runs,
      largePayloads: await largePayloadsIn(read, runs),
      commitments: await commitmentsIn(read, runs),
      heads: await headsOf(read, runs),
      ...(await provenIn(read, runs)),
      cut: found.cut.map(({ chain, from, to }) => ({ chain, from: formatInstant(from), to: formatInstant(to) })),
    },
    signature: null,
  };
  const whole = { ...pack, index: indexOf(pack) };
  return { ...whole, signature: (await deps.seal?.(sealedText({ ...whole }))) ?? null };
}

const HOW = [
  '每条账目的 bytes 为登记时的原文（RFC 8785 JSON）；对其 UTF-8 字节求 SHA-256，应与 hash 一致。',
  'bytes 中的 prev 为同一账链前一条的 hash；同一段（runs）内逐条衔接，段首的 prev 即 start.hash。',
  '正文大于 32 kB 的账目只存其哈希，正文列于 largePayloads，对其 bytes 求 SHA-256 核对。',
  'checkpoint 为本服务当时对总账（全部账链）签名的检查点，proofs 为各条账目在其中的证明（RFC 9162）：叶哈希为一个零字节加 bytes 的 SHA-256，逐级与 hashes 合并（前加字节 01），应得检查点中的根；签名以本服务的公钥核对。npm run verify -- --export 一并核对。',
  'signature 为本服务对本文件其余全部内容的签名（C2SP signed-note）：三行，依次为 format、madeAt、去掉 signature 后全文按 RFC 8785 规范化的 SHA-256。任何一处改动、删减都会使其不符。',
  'heads 为生成本文件时各账链的末条；持有账链者可用 GET /v1/ledger/{chain}/entries 自行核对全链。',
  '个人信息和陈述原文在账链中只以承诺值（c:…）出现；陈述的承诺值可按 commitments 核对：c: 加上 SHA-256（salt、换行符、value）。',
];

async function factsOf(read: Read, view: CaseReply, runs: readonly Run[]): Promise<EvidencePack['facts']> {
  const names = await namesOf(
    read,
    view.violations.flatMap((lead) => lead.evidence.map((one) => one.enteredBy)),
  );
  const entries = runs.flatMap((run) => run.entries);
  return view.violations.map((lead) => ({
    violation: lead.id,
    actOn: lead.actOn,
    subject: lead.subject,
    message: lead.message,
    evidence: lead.evidence.map((one) => ({ ...one, enteredByName: names.get(ownerOf(one.enteredBy)) ?? null })),
    entries: entriesOfFact({ violation: lead.id, subject: lead.subject }, entries),
  }));
}

/** By day of the acts: the articles the leads cite, those of the offence, and its band. */
function lawOf(file: CaseRow, findings: readonly FindingRow[], view: CaseReply, { locale }: Asking): LawOfDay[] {
  const offence = file.offence as OffenceId;
  const days = Map.groupBy(findings, (row) => row.actOn);
  return [...days].map(([actOn, rows]) => {
    const refs = new Set([...rows.flatMap((row) => JSON.parse(row.citations) as string[]), ...offenceCitations(offence)]);
    const citations = [...refs].flatMap((ref): LawOfDay['citations'] => {
      const citation = citationOf(ref, actOn);
      const shown = citationView(ref, actOn, locale);
      if (!citation || !shown) return [];
      const { effectiveFrom, publishedOn, lastConfirmedOn, doubt } = law.publicCitation(citation, locale);
      return [{ ref, ...shown, effectiveFrom, publishedOn, lastConfirmedOn, doubt }];
    });
    const kept = rows.find((row) => row.band !== null)?.band ?? null;
    return { actOn, citations, band: kept === null ? (view.fineBand ?? null) : JSON.parse(kept) };
  });
}

function statementView({ publicId: id, kind, text, files, actedBy: by, at }: DB['statement']): EvidencePack['statements'][number] {
  return { id, kind, text, files: JSON.parse(files) as string[], by, at: formatInstant(at) };
}

function certificateOf(row: Sources['certificates'][number]): EvidencePack['certificates'][number] {
  const { publicId: id, traceCode, kind, number, issuer, issuedOn, conclusion, fileSha256 } = row;
  return {
    id,
    traceCode,
    kind,
    number,
    issuer,
    issuedOn,
    conclusion,
    withdrawnAt: row.withdrawnAt === null ? null : formatInstant(row.withdrawnAt),
    fileSha256,
  };
}

/** Papers and photos by their hash: the bytes lie in the file store, whoever holds them can hash them. */
async function filesOf(read: Read, sources: Sources, said: readonly DB['statement'][]): Promise<FileView[]> {
  const named = [
    ...sources.certificates.flatMap((row) =>
      row.fileSha256 === null ? [] : [{ sha256: row.fileSha256, of: `certificate/${row.publicId}`, partyId: row.partyId }],
    ),
    ...said.flatMap((row) =>
      (JSON.parse(row.files) as string[]).map((sha256) => ({ sha256, of: `statement/${row.publicId}`, partyId: row.partyId })),
    ),
  ];
  if (named.length === 0) return [];
  const stored = await read
    .selectFrom('stored_file')
    .selectAll()
    .where('sha256', 'in', [...new Set(named.map((one) => one.sha256))])
    .execute();
  return named.map(({ sha256, of, partyId }) => {
    const known = stored.find((one) => one.sha256 === sha256 && one.partyId === partyId);
    return { sha256, of, size: known?.size ?? null, mediaType: known?.mediaType ?? null };
  });
}

/** Photos of the officers' notes the leads rest on, by their hash; the notes name them in the ledger. */
async function photosIn(read: Read, findings: readonly FindingRow[]): Promise<FileView[]> {
  const notes = new Map(findings.map((row) => [row.publicId, row.subjectCode]));
  const photos = await photosOfLeads(read, [...notes.keys()]);
  return [...photos].flatMap(([lead, some]) => some.map((photo) => ({ ...photo, of: `note/${notes.get(lead) ?? ''}` })));
}

async function largePayloadsIn(read: Read, runs: readonly Run[]): Promise<EvidencePack['ledger']['largePayloads']> {
  const hashes = runs.flatMap((run) => run.entries.flatMap((entry) => setAsideIn(entry.bytes)));
  if (hashes.length === 0) return [];
  const rows = await read
    .selectFrom('large_payload')
    .selectAll()
    .where('hash', 'in', [...new Set(hashes)])
    .execute();
  return rows.map(({ hash, bytes }) => ({ sha256: hash, bytes }));
}

/** Statements are read by both sides; names of persons behind other commitments stay where they are. */
async function commitmentsIn(read: Read, runs: readonly Run[]): Promise<EvidencePack['ledger']['commitments']> {
  const texts = runs.flatMap((run) =>
    run.entries.flatMap(({ kind, bytes }) =>
      kind === 'statement.made' ? [(JSON.parse(bytes) as { payload: { text: string } }).payload.text] : [],
    ),
  );
  if (texts.length === 0) return [];
  return read.selectFrom('personal').select(['commitment', 'salt', 'value']).where('commitment', 'in', texts).execute();
}

async function headsOf(read: Read, runs: readonly Run[]): Promise<EvidencePack['ledger']['heads']> {
  const chains = [...new Set(runs.map((run) => run.chain))];
  if (chains.length === 0) return [];
  return read.selectFrom('chain').select(['chain', 'seq', 'hash']).where('chain', 'in', chains).orderBy('chain').execute();
}

/** Entries younger than the last signature have no proof yet; the pack can be made again a few seconds later. */
async function provenIn(read: Read, runs: readonly Run[]): Promise<Pick<EvidencePack['ledger'], 'checkpoint' | 'proofs'>> {
  const entries = runs.flatMap((run) => run.entries);
  const proofs = await proofsOf(
    read,
    entries.map((entry) => entry.hash),
  );
  return {
    checkpoint: [...proofs.values()][0]?.checkpoint ?? null,
    proofs: entries.flatMap(({ chain, seq, hash }) => {
      const proof = proofs.get(hash);
      return proof ? [{ chain, seq, leafIndex: proof.leafIndex, hashes: proof.hashes }] : [];
    }),
  };
}
