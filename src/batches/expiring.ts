import { formatTraceCode } from '../codes/trace-code.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { addDays, type CivilDate } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { batchRepository, certificatesOfBatches } from './repository.ts';

/** A paper that ends soon or has ended. */
export interface EndingPaper {
  /** `licence`, or the kind of the certificate. */
  kind: string;
  number: string | null;
  validUntil: CivilDate;
  isPast: boolean;
  traceCodes: readonly string[];
}

/** Days ahead a firm is told, enough to have a paper renewed. */
const AHEAD_DAYS = 60;
/** What ended longer ago has been replaced or given up. */
const BEHIND_DAYS = 30;
/** The latest batches, whose papers still matter. */
const BATCHES = 200;

/** Licences of a party, and certificates of its latest batches, that end within sixty days or ended within thirty, the first to end first. */
export async function endingPapers(deps: Deps, caller: PartyCaller, today: CivilDate): Promise<EndingPaper[]> {
  const { read } = deps.store;
  const [from, to] = [addDays(today, -BEHIND_DAYS), addDays(today, AHEAD_DAYS)];
  const isEnding = (on: string | null): on is string => on !== null && on >= from && on <= to;
  const licences = await read
    .selectFrom('licence')
    .select(['number', 'validUntil'])
    .where('partyId', '=', caller.party.id)
    .where('endedAt', 'is', null)
    .execute();
  const batches = (await batchRepository(deps.store, caller.party, caller.siteIds).batches(null, BATCHES)).slice(0, BATCHES);
  const codeOf = new Map(batches.map((batch) => [batch.id, formatTraceCode(batch.traceCode)]));
  const papers = batches.length === 0 ? [] : await certificatesOfBatches(read, [...codeOf.keys()]);
  const ending = Map.groupBy(
    papers.filter(({ validUntil, withdrawnAt }) => withdrawnAt === null && isEnding(validUntil)),
    (paper) => paper.id,
  );
  const found = [
    ...licences.flatMap(({ number, validUntil }) =>
      isEnding(validUntil) ? [{ kind: 'licence', number: caller.party.natural ? null : number, validUntil, traceCodes: [] }] : [],
    ),
    ...[...ending.values()].flatMap((same) => {
      const [first] = same;
      const codes = same.flatMap(({ batchId }) => codeOf.get(batchId) ?? []);
      return first && first.validUntil !== null
        ? [{ kind: first.kind, number: first.number, validUntil: first.validUntil, traceCodes: codes }]
        : [];
    }),
  ];
  return found
    .map((paper) => ({ ...paper, isPast: paper.validUntil < today }))
    .sort((a, b) => (a.validUntil < b.validUntil ? -1 : a.validUntil > b.validUntil ? 1 : 0));
}
