import { loadBatchFacts } from '../../batches/facts.ts';
import { formatTraceCode } from '../../codes/trace-code.ts';
import type { Caller } from '../../platform/caller.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import type { DB } from '../../store/schema.ts';
import { loadKnowledge, loadKnowledgeAsOf } from '../entered/current.ts';
import type { Knowledge } from '../knowledge.ts';
import { type MentionRepository, mentionRepository } from '../notice/mention-repository.ts';
import { keysOf } from '../notice/mentions.ts';
import { regionsOf } from '../notice/notice.ts';
import { MOST as MOST_CANDIDATES } from '../notice/notice-matches.ts';
import { type NoticeBatch, noticeRepository } from '../notice/notice-repository.ts';
import { nameKey } from '../reading/normalise.ts';
import { idOf, type QuestionKey, questionsOn } from './reviews.ts';

/** Batches read again for one question at most; beyond that the answer says there are more. */
const MOST = 200;

export interface Concerned {
  batches: readonly {
    traceCode: string;
    product: string;
    batchNumber: string | null;
    productionDate: string | null;
    /** Its first question came from this one. */
    isFirst: boolean;
  }[];
  /** There may be more than were read. */
  isCapped: boolean;
}

type Item = DB['review_item'];
type Asking = { caller: Caller; now: number };

/**
 * The batches in the caller's regions that put a question, newest first: mentions lead to records, and each is read again as the queue reads it. A question
 * that was decided is read by what was known before its decision. The batch it was first met in stands among them as long as it is in scope.
 */
export async function concernedBy(deps: Deps, { caller, now }: Asking, item: Item): Promise<Concerned> {
  if (item.subjectCode === null) return { batches: [], isCapped: false };
  const { read } = deps.store;
  const base =
    item.decidedAt === null
      ? await loadKnowledge(deps.store, civilDateOf(now))
      : (await loadKnowledgeAsOf(deps.store, item.decidedAt)).on(civilDateOf(item.decidedAt));
  const met = await read.selectFrom('batch').select('id').where('traceCode', '=', item.subjectCode).executeTakeFirst();
  const { ids, isCapped } = await candidates(mentionRepository(read), tokensOf(item, base));
  const batches = await noticeRepository(read, await regionsOf(deps, caller)).batches([...ids, ...(met ? [met.id] : [])]);
  const first = batches.slice(MOST).filter((batch) => batch.id === met?.id);
  const some = [...batches.slice(0, MOST - first.length), ...first];
  const facts = await loadBatchFacts(
    read,
    some.map((batch) => batch.id),
  );
  const wanted = idOf(item as QuestionKey);
  const asks = ({ id }: NoticeBatch) => {
    const fact = facts.get(id);
    return fact !== undefined && questionsOn(fact, base).some((question) => idOf(question) === wanted);
  };
  const shown = some.filter((batch) => batch.id === met?.id || asks(batch));
  return { batches: shown.map((batch) => batchView(batch, batch.id === met?.id)), isCapped: isCapped || batches.length > MOST };
}

const batchView = ({ traceCode, productName, batchNumber, productionDate }: NoticeBatch, isFirst: boolean) => ({
  traceCode: formatTraceCode(traceCode),
  product: productName,
  batchNumber,
  productionDate,
  isFirst,
});

/** Under what records that ask this may stand: the name as it was written, or the names of the substance it is about. */
function tokensOf({ input, key }: Pick<Item, 'input' | 'key'>, base: Knowledge): string[] {
  const row = base.rows.find((one) => one.id === key);
  const names = row ? [...row.zh, ...row.en, ...row.aliases.map((alias) => alias.name)] : [];
  return [...new Set([...keysOf([input]), ...names.map(nameKey), ...(row?.cas ? [row.cas] : [])])];
}

/** Batches of every region whose records mention one of these: who asks sees a few of them, so what it takes in is bounded far above what it shows. */
export async function candidates(
  mentions: Pick<MentionRepository, 'mentioned' | 'batchesOfProducts' | 'batchesOfCertificates'>,
  tokens: readonly string[],
): Promise<{ ids: number[]; isCapped: boolean }> {
  const products = await mentions.mentioned('ingredient', tokens, MOST_CANDIDATES);
  const papers = await mentions.mentioned('result', tokens, MOST_CANDIDATES);
  const declared = await mentions.batchesOfProducts(
    products.map((row) => row.subjectId),
    MOST_CANDIDATES,
  );
  const tested = await mentions.batchesOfCertificates(papers.map((row) => row.subjectId));
  return {
    ids: [...declared.map((row) => row.id), ...tested.map((row) => row.batchId)],
    isCapped: [products, papers, declared].some((rows) => rows.length >= MOST_CANDIDATES),
  };
}
