import type { Bilingual, Match, Verdict } from './verdict.ts';

/** Matches one answer lists at most; a remark that not all was read may stand beside them. */
const MOST_MATCHES = 200;

const WEIGHT: Readonly<Record<Verdict, number>> = { banned: 0, review: 1, clear: 2 };

export const matchesCut: Bilingual = {
  zh: `命中过多:只列${MOST_MATCHES}处,先列禁用的,其余未读完;请分批筛查`,
  en: `too many matches: ${MOST_MATCHES} are listed, the banned ones first, and not all was read; screen it in parts`,
};

const notAllRead: Match = {
  input: '…',
  verdict: 'review',
  substance: null,
  family: null,
  by: 'rule',
  ground: 'unreadable',
  reason: matchesCut,
  sources: [],
};

/** What makes two clear matches one: lawful spellings of one substance say nothing more a second time. */
const sameClear = ({ by, substance, family, input }: Match): string => `${by}\n${substance?.id ?? `${family ?? ''}\n${input}`}`;

/**
 * The matches of one request, as many as an answer lists. Each verdict has the whole budget while matches come in, so that nothing harmless can crowd
 * out a ban; at the end the worst are kept, in the order they came. Where something was left out the answer says so and is never clear.
 */
export class MatchList {
  /** All that came within the budgets, in their order. */
  readonly matches: Match[] = [];
  private readonly counts: Record<Verdict, number> = { banned: 0, review: 0, clear: 0 };
  private readonly clear = new Set<string>();
  private readonly most: number;
  /** Something came after a budget was used up. */
  isOver = false;

  constructor(most = MOST_MATCHES) {
    this.most = most;
  }

  /** Whether something was left out. */
  get isCut(): boolean {
    return this.isOver || this.matches.length > this.most;
  }

  add(matches: Iterable<Match>): void {
    for (const match of matches) this.addOne(match);
  }

  private addOne(match: Match): void {
    if (match.verdict === 'clear') {
      const same = sameClear(match);
      if (this.clear.has(same)) return;
      this.clear.add(same);
    }
    if (this.counts[match.verdict] >= this.most) {
      this.isOver = true;
      return;
    }
    this.counts[match.verdict] += 1;
    this.matches.push(match);
  }

  /** The matches, the worst of them where they are too many, and then the remark that says so. */
  listed(): Match[] {
    if (!this.isCut) return [...this.matches];
    const worstFirst = this.matches.toSorted((one, other) => WEIGHT[one.verdict] - WEIGHT[other.verdict]);
    const kept = new Set(worstFirst.slice(0, this.most));
    return [...this.matches.filter((match) => kept.has(match)), notAllRead];
  }
}
