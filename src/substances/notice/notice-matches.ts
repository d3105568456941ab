import { matchDeclared } from '../declared.ts';
import type { Knowledge } from '../knowledge.ts';
import { readResult, type TestResult } from '../reading/results.ts';
import { matchResult } from '../screen.ts';
import type { Match } from '../verdict.ts';
import type { MentionRepository } from './mention-repository.ts';
import type { NoticeTarget } from './notice-target.ts';

/** Records one answer takes in at most; beyond that it says it is not whole. */
export const MOST = 20_000;

/** Where a batch says the substance stands in it. */
export interface Sighting {
  /** As it is written there. */
  input: string;
  /** Id of the row it names; null for a class word. */
  substance: string | null;
  /** The document that found it; null for what is declared. */
  certificate: { id: string; kind: string; number: string | null; issuedOn: string | null; value: string } | null;
}

export interface NoticeMatches {
  /** Found in a result that stands. */
  found: Map<number, Sighting[]>;
  /** Declared among the ingredients. */
  declared: Map<number, Sighting[]>;
  /** Found in a result since withdrawn, or in one that cannot be read: worth a sample, no proof. */
  withdrawn: Map<number, Sighting[]>;
  unreadable: Map<number, Sighting[]>;
  /** There is more than one answer takes in. */
  isCapped: boolean;
}

/** Certain names and numbers alone: part of a name and unreadable text are no match. */
const isSubstance = (match: Match) => match.ground !== 'hint' && match.ground !== 'unreadable';

const sighting = (match: Match, certificate: Sighting['certificate']): Sighting => ({
  input: match.input,
  substance: match.substance?.id ?? null,
  certificate,
});

/**
 * The batches that say a substance is in them: mentions lead to records, and each record is then read as the screening reads it, so that nothing is
 * named that a screening of the same record would not name. Costs what is found, not what is stored.
 */
export async function noticeMatches(mentions: MentionRepository, target: Pick<NoticeTarget, 'base' | 'tokens'>): Promise<NoticeMatches> {
  const [tested, declared] = await Promise.all([testedBatches(mentions, target), declaredBatches(mentions, target)]);
  return { ...tested, declared: declared.batches, isCapped: tested.isCapped || declared.isCapped };
}

type Certificate = Awaited<ReturnType<MentionRepository['certificates']>>[number];
type Outcome = 'found' | 'withdrawn' | 'unreadable';

async function testedBatches(mentions: MentionRepository, { base, tokens }: Pick<NoticeTarget, 'base' | 'tokens'>) {
  const mentioned = await mentions.mentioned('result', tokens, MOST);
  const papers = await mentions.certificates(mentioned.map((row) => row.subjectId));
  const read = new Map(papers.map((paper) => [paper.id, readPaper(paper, base)]));
  const covered = await mentions.batchesOfCertificates([...read].flatMap(([id, { length }]) => (length > 0 ? [id] : [])));
  const batches = { found: new Map(), withdrawn: new Map(), unreadable: new Map() } satisfies Record<Outcome, Map<number, Sighting[]>>;
  for (const { batchId, certificateId } of covered)
    for (const { outcome, seen } of read.get(certificateId) ?? []) put(batches[outcome], batchId, [seen]);
  return { ...batches, isCapped: mentioned.length >= MOST };
}

function readPaper(paper: Certificate, base: Knowledge): { outcome: Outcome; seen: Sighting }[] {
  const results = JSON.parse(paper.results ?? '[]') as TestResult[];
  return results.flatMap((result) => {
    const { publicId: id, kind, number, issuedOn } = paper;
    const certificate = { id, kind, number, issuedOn, value: `${result.value} ${result.unit ?? ''}`.trim() };
    const outcome = outcomeOf(paper, result);
    return matchResult(result, base)
      .filter(isSubstance)
      .map((match) => ({ outcome, seen: sighting(match, certificate) }));
  });
}

function outcomeOf(paper: Certificate, result: TestResult): Outcome {
  if (readResult(result).detected === 'unknown') return 'unreadable';
  return paper.withdrawnAt === null ? 'found' : 'withdrawn';
}

async function declaredBatches(mentions: MentionRepository, { base, tokens }: Pick<NoticeTarget, 'base' | 'tokens'>) {
  const mentioned = await mentions.mentioned('ingredient', tokens, MOST);
  const products = await mentions.products(mentioned.map((row) => row.subjectId));
  const named = new Map(
    products.map(({ id, ingredients }) => [id, readIngredients(ingredients, base)] as const).filter(([, seen]) => seen.length > 0),
  );
  const rows = await mentions.batchesOfProducts(named.keys(), MOST);
  const batches = new Map<number, Sighting[]>();
  for (const { id, productId } of rows) put(batches, id, named.get(productId) ?? []);
  return { batches, isCapped: mentioned.length >= MOST || rows.length >= MOST };
}

function readIngredients(column: string | null, base: Knowledge): Sighting[] {
  const ingredients = JSON.parse(column ?? '[]') as { name: string; cas?: string }[];
  return ingredients
    .flatMap((ingredient) => matchDeclared(ingredient, base))
    .filter(isSubstance)
    .map((match) => sighting(match, null));
}

function put(map: Map<number, Sighting[]>, id: number, seen: readonly Sighting[]): void {
  const known = map.get(id);
  if (!known) map.set(id, [...seen]);
  else for (const one of seen) if (!known.some((other) => isSame(one, other))) known.push(one);
}

const isSame = (one: Sighting, other: Sighting) =>
  one.input === other.input && one.substance === other.substance && one.certificate?.id === other.certificate?.id;
