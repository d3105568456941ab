import { loadBatchFacts } from '../batches/facts.ts';
import { type ResolvedLine, resolveLines } from '../batches/goods.ts';
import { batchRepository } from '../batches/repository.ts';
import { type BatchDraft, draftBatch, drafting, entriesOf, type Origin, rowsOf, unknownSite } from '../batches/usecases.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { unitOf } from '../platform/units.ts';
import type { BatchFacts, SiteFacts } from '../rules/facts.ts';
import { merged } from '../store/plan.ts';
import type { EntryDraft, Rows, Stamp, Touch } from '../store/store.ts';
import type { OutsideBatch, OutsideLine } from './schemas.ts';

/** One line of goods that come into the books: described, and then a batch of its own, or recorded already. */
export interface IncomingLine {
  draft: BatchDraft | null;
  named: ResolvedLine | null;
  batchId: number;
  traceCode: string;
  steps: number;
  amount: string;
  unit: string;
  unitCode: string;
}

export interface Incoming {
  lines: IncomingLine[];
  /** Entries of the new batches; they come first in the commit, so that their stamps do too. */
  entries: EntryDraft[];
  rows: Rows;
  touch: Touch[];
  /** Facts of every batch, new and known. */
  batches: BatchFacts[];
  newBatches: BatchFacts[];
  /** Rows that need the entries' places. */
  stamped(stamps: readonly Stamp[]): Rows;
}

/** @throws {Problem} invalid-input for a site that is not the caller's */
export async function siteFor(deps: Deps, caller: PartyCaller, wanted: string | undefined): Promise<SiteFacts> {
  const site = await batchRepository(deps.store, caller.party, caller.siteIds).site(wanted);
  if (!site) throw invalidInput([unknownSite(wanted, '/site')]);
  return site;
}

const isDescribed = (line: OutsideLine): line is OutsideBatch => 'product' in line || 'productId' in line;

/**
 * Reads lines that either describe goods (a new batch each) or name recorded ones.
 * @throws {Problem} invalid-input with every wrong line; ambiguous-line with the candidates
 */
export async function incomingOf(
  deps: Deps,
  caller: PartyCaller,
  now: number,
  site: SiteFacts,
  lines: readonly OutsideLine[],
  origin: Origin,
): Promise<Incoming> {
  const errors: ProblemDetail[] = [];
  const read: (IncomingLine | null)[] = lines.map(() => null);
  const work = drafting(deps, caller, now);
  for (const [i, line] of lines.entries()) {
    if (!isDescribed(line)) continue;
    const isOwnMake = 'ownMake' in line && line.ownMake === true;
    const from: Origin = isOwnMake ? { kind: 'own', opening: true } : origin;
    const drafted = await draftBatch(work, { ...line, site: site.publicId }, `/lines/${i}`, from);
    if ('errors' in drafted) errors.push(...drafted.errors);
    else read[i] = described(drafted.draft, line);
  }
  const named = lines.flatMap((line, i) => (isDescribed(line) ? [] : [{ i, line }]));
  const resolved = await resolvedAt(deps, { partyId: caller.party.id, siteId: site.id }, named, errors);
  resolved.forEach((line, k) => {
    read[named[k]?.i ?? 0] = {
      draft: null,
      named: line,
      batchId: line.goods.batchId,
      traceCode: line.goods.traceCode,
      ...quantityOf(line),
    };
  });
  if (errors.length > 0) throw invalidInput(errors);
  return assembled(
    deps,
    read.filter((line) => line !== null),
  );
}

function quantityOf({ steps, amount, unit, unitCode }: ResolvedLine) {
  return { steps, amount, unit, unitCode };
}

function described(draft: BatchDraft, line: OutsideBatch): IncomingLine {
  const { amount, unit } = line.quantity;
  return {
    draft,
    named: null,
    batchId: draft.facts.id,
    traceCode: draft.traceCode,
    steps: draft.facts.quantity?.steps ?? 0,
    amount: amount.trim(),
    unit: unit.trim(),
    unitCode: unitOf(unit)?.code ?? '',
  };
}

/** Resolves the named lines under their places in the request. */
async function resolvedAt(
  deps: Deps,
  where: { partyId: number; siteId: number },
  named: readonly { i: number; line: OutsideLine }[],
  errors: ProblemDetail[],
): Promise<ResolvedLine[]> {
  try {
    return await resolveLines(
      deps.store.read,
      where,
      named.map(({ line }) => line as Exclude<OutsideLine, OutsideBatch>),
      '/lines',
    );
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const placed = <T extends { pointer: string }>(one: T): T => ({
      ...one,
      pointer: one.pointer.replace(/^\/lines\/(\d+)/, (_, k: string) => `/lines/${named[Number(k)]?.i}`),
    });
    const candidates = (error.extra.candidates as { pointer: string }[] | undefined)?.map(placed);
    throw new Problem(error.code, error.detail, {
      errors: [...errors, ...error.errors.map(placed)],
      extra: candidates ? { candidates } : {},
    });
  }
}

async function assembled(deps: Deps, lines: IncomingLine[]): Promise<Incoming> {
  const drafts = lines.flatMap((line) => (line.draft ? [line.draft] : []));
  const known = await loadBatchFacts(
    deps.store.read,
    lines.flatMap((line) => (line.named ? [line.batchId] : [])),
  );
  const newBatches = drafts.map((draft) => draft.facts);
  return {
    lines,
    entries: entriesOf(drafts),
    rows: rowsOf(drafts),
    touch: drafts.flatMap((draft) => draft.touch),
    batches: [...newBatches, ...known.values()],
    newBatches,
    stamped: (stamps) => merged(drafts.map((draft, i) => stampedRows(draft, stamps[i]))),
  };
}

function stampedRows(draft: BatchDraft, stamp: Stamp | undefined): Rows {
  if (!stamp) throw new Error('A batch has an entry of its own.');
  const batch = draft.batchRow(stamp);
  return { batch: [batch], batch_revision: [{ batchId: batch.id, revision: 1, at: stamp.at, ledgerSeq: stamp.seq }] };
}

interface PayloadLine {
  traceCode: string;
  amount: string;
  unit: string;
  storeCode?: string | undefined;
  /** Made by the party before its books began. */
  ownMake?: boolean;
}

/** Lines as the entry of a receipt, opening or disposition has them. */
export function linesPayload(lines: readonly PayloadLine[]) {
  return {
    lines: lines.map(({ traceCode, amount, unit, storeCode, ownMake }, i) => ({
      n: i + 1,
      traceCode,
      quantity: { amount, unit },
      ...(storeCode === undefined ? {} : { storeCode }),
      ...(ownMake === true ? { ownMake } : {}),
    })),
    traceCodes: [...new Set(lines.map((line) => line.traceCode))],
  };
}

export function lineCodes(deps: Deps, lines: readonly { traceCode: string }[]) {
  return lines.map(({ traceCode }) => {
    const code = formatTraceCode(traceCode);
    return { traceCode: code, scanUrl: `${deps.publicUrl}/t/${code}` };
  });
}
