import type { MentionRepository } from './mention-repository.ts';
import { formulaOf, type Material, sameLotTokens } from './mentions.ts';
import type { NoticeMatches } from './notice-matches.ts';
import type { NoticeTarget } from './notice-target.ts';
import { type Reason, reasons, WEIGHTS } from './notice-words.ts';

/** Positive batches from which likenesses are drawn, and makers among them. */
const POSITIVES = 2_000;
const MAKERS = 100;
const BATCHES_A_MAKER = 200;
/** Batches one reason brings at most. */
const MOST_A_REASON = 2_000;

/** Why one batch is to be sampled; `because` the positive batch it is like, null where the text itself or its own papers are the reason. */
export interface Why {
  reason: Reason;
  because: number | null;
}

export interface Sampling {
  batches: Map<number, Why[]>;
  /** Reasons that would bring more batches than one answer takes in. */
  capped: Reason[];
}

type Positive = Awaited<ReturnType<MentionRepository['positives']>>[number];
interface Drawn {
  like: { id: number; because: number | null }[];
  isCapped: boolean;
}

/**
 * Whom to sample, since nobody declares a drug: what shares maker, lot of material or formula with a batch in which it was found, what has the forms and
 * claims the text names, and what has an unreadable or withdrawn result of it. Batches found or declared themselves are left out.
 * @param since epoch ms; older batches of a maker, formula, form or claim are not asked for
 */
export async function samplingOf(
  mentions: MentionRepository,
  target: Pick<NoticeTarget, 'claims' | 'forms'>,
  matches: NoticeMatches,
  since: number,
): Promise<Sampling> {
  const ids = [...matches.found.keys()];
  const positives = await mentions.positives(ids.slice(0, POSITIVES));
  const drawn: Record<Reason, Drawn> = {
    'unreadable-result': own(matches.unreadable),
    'withdrawn-result': own(matches.withdrawn),
    'same-material': await sameMaterial(mentions, positives),
    'same-formula': await sameFormula(mentions, positives, since),
    'same-maker': await sameMaker(mentions, positives, since),
    'form-and-claim': await saying(mentions, target, since),
  };
  const batches = new Map<number, Why[]>();
  for (const reason of reasons)
    for (const { id, because } of drawn[reason].like) {
      const known = batches.get(id) ?? [];
      if (matches.found.has(id) || matches.declared.has(id) || known.some((why) => why.reason === reason)) continue;
      batches.set(id, [...known, { reason, because }]);
    }
  const fromPositives = (reason: Reason) => ids.length > POSITIVES && reason.startsWith('same-');
  return { batches, capped: reasons.filter((reason) => drawn[reason].isCapped || fromPositives(reason)) };
}

/** How strongly the reasons speak together. */
export const weightOf = (why: readonly Why[]): number => why.reduce((sum, { reason }) => sum + WEIGHTS[reason], 0);

const own = (seen: NoticeMatches['withdrawn']): Drawn => ({ like: [...seen.keys()].map((id) => ({ id, because: null })), isCapped: false });

/** The first positive batch behind each token. */
function byToken(positives: readonly Positive[], tokensOf: (positive: Positive) => readonly string[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const positive of positives) for (const token of tokensOf(positive)) if (!first.has(token)) first.set(token, positive.id);
  return first;
}

async function sameMaterial(mentions: MentionRepository, positives: readonly Positive[]): Promise<Drawn> {
  const tokens = byToken(positives, ({ materials }) => (JSON.parse(materials ?? '[]') as Material[]).flatMap(sameLotTokens));
  const named = await mentions.mentioned('material', [...tokens.keys()], MOST_A_REASON);
  const ids = positives.map((positive) => positive.id);
  const shared = await mentions.sharingInputs(ids, MOST_A_REASON);
  return {
    like: [
      ...named.map(({ token, subjectId }) => ({ id: subjectId, because: tokens.get(token) ?? null })),
      ...shared.map(({ id, positive }) => ({ id, because: positive })),
    ],
    isCapped: named.length >= MOST_A_REASON || shared.length >= MOST_A_REASON,
  };
}

async function sameFormula(mentions: MentionRepository, positives: readonly Positive[], since: number): Promise<Drawn> {
  const formula = ({ ingredients }: Positive) => formulaOf((JSON.parse(ingredients ?? '[]') as { name: string }[]).map((one) => one.name));
  const tokens = byToken(positives, (positive) => [formula(positive)].filter((token) => token !== null));
  const products = await mentions.mentioned('formula', [...tokens.keys()], MOST_A_REASON);
  const because = new Map(products.map(({ token, subjectId }) => [subjectId, tokens.get(token) ?? null]));
  const isRecent = (row: { createdAt: number }) => row.createdAt >= since;
  const rows = await mentions.batchesOfProducts(because.keys(), MOST_A_REASON);
  return {
    like: rows.filter(isRecent).map(({ id, productId }) => ({ id, because: because.get(productId) ?? null })),
    isCapped: products.length >= MOST_A_REASON || rows.length >= MOST_A_REASON,
  };
}

/** Goods taken in from outside or found as opening stock are not of the party that recorded them. */
async function sameMaker(mentions: MentionRepository, positives: readonly Positive[], since: number): Promise<Drawn> {
  const makers = Map.groupBy(
    positives.filter(({ origin }) => origin === 'own' || origin === 'transformation'),
    (positive) => positive.partyId,
  );
  const most = [...makers].sort(([, one], [, other]) => other.length - one.length);
  const like: Drawn['like'] = [];
  let isCapped = most.length > MAKERS;
  for (const [partyId, [positive]] of most.slice(0, MAKERS)) {
    const rows = await mentions.batchesOfMaker(partyId, since, BATCHES_A_MAKER);
    like.push(...rows.map(({ id }) => ({ id, because: positive?.id ?? null })));
    isCapped ||= rows.length >= BATCHES_A_MAKER;
  }
  return { like, isCapped };
}

async function saying(
  mentions: MentionRepository,
  { claims, forms }: Pick<NoticeTarget, 'claims' | 'forms'>,
  since: number,
): Promise<Drawn> {
  const products = await mentions.productsSaying(claims, forms, MOST_A_REASON);
  const ids = products.map((row) => row.subjectId);
  const isRecent = (row: { createdAt: number }) => row.createdAt >= since;
  const rows = await mentions.batchesOfProducts(ids, MOST_A_REASON);
  return {
    like: rows.filter(isRecent).map(({ id }) => ({ id, because: null })),
    isCapped: products.length >= MOST_A_REASON || rows.length >= MOST_A_REASON,
  };
}
