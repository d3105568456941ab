import { brandsOf } from '../batches/brands.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { type NoticeDraft, type NoticeKind, noticeRows } from '../exchange/notices.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Bilingual } from '../platform/problem-detail.ts';
import type { Rows } from '../store/store.ts';
import { type Conclusion, standsWith } from './model.ts';
import type { SampleRow } from './repository.ts';
import type { SampleCaller } from './taking.ts';

type ReportNotice = Extract<NoticeKind, 'report.issued' | 'report.amended' | 'report.withdrawn' | 'retest.asked'>;

interface Telling {
  kind: ReportNotice;
  row: SampleRow;
  batches: readonly { traceCode: string; partyId: number; commissionerUscc: string | null }[];
  report: { publicId: string };
  caller: SampleCaller;
  conclusion: Conclusion | null;
  reason?: string;
}

const WORDS: Record<ReportNotice, (number: string, outcome: Bilingual) => Bilingual> = {
  'report.issued': (number, outcome) => ({
    zh: `样品 ${number} 的检验结果：${outcome.zh}`,
    en: `Result of sample ${number}: ${outcome.en}`,
  }),
  'report.amended': (number, outcome) => ({
    zh: `样品 ${number} 的检验报告已更正：${outcome.zh}`,
    en: `The report to sample ${number} was amended: ${outcome.en}`,
  }),
  'report.withdrawn': (number) => ({ zh: `样品 ${number} 的检验报告已撤回`, en: `The report to sample ${number} was withdrawn` }),
  'retest.asked': (number) => ({ zh: `样品 ${number} 已申请复检`, en: `A retest of sample ${number} was asked for` }),
};

const OUTCOME: Record<Conclusion, Bilingual> = { pass: { zh: '合格', en: 'pass' }, fail: { zh: '不合格', en: 'fail' } };

/**
 * Everybody a report concerns but who did it: the sampled party, who took it and who tests it, of all of it; the makers of the goods and the brands they were
 * made for, each of its own goods alone, where the report stands with them.
 */
export async function reportNotices(deps: Deps, now: number, telling: Telling): Promise<Rows> {
  const { kind, row, report, conclusion, reason } = telling;
  const outcome = conclusion === null ? { zh: '', en: '' } : OUTCOME[conclusion];
  const told = [...insidersOf(telling), ...(await concernedBy(deps, telling))];
  const drafts = told.map(
    ({ owner, goods }): NoticeDraft => ({
      owner,
      kind,
      subject: { type: 'report', code: report.publicId },
      text: WORDS[kind](row.number, outcome),
      details: {
        sample: row.publicId,
        number: row.number,
        state: row.state,
        conclusion,
        retestUntil: row.retestUntil === null ? null : formatInstant(row.retestUntil),
        reason: reason ?? null,
        traceCodes: goods.map((batch) => formatTraceCode(batch.traceCode)),
      },
    }),
  );
  return noticeRows(deps, drafts, now);
}

interface Told {
  owner: NoticeDraft['owner'];
  goods: Telling['batches'];
}

function insidersOf({ row, batches, caller }: Telling): Told[] {
  const parties = [row.partyId, ...[row.laboratoryId, row.retestLaboratoryId, row.takerKind === 'party' ? row.takerId : null]];
  const self = caller.kind === 'party' ? caller.party.id : -1;
  const owners: NoticeDraft['owner'][] = [...new Set(parties)].flatMap((id) => (id === null || id === self ? [] : [{ kind: 'party', id }]));
  const isTakers = caller.kind === 'authority' && caller.authority.id === row.takerId;
  if (row.takerKind === 'authority' && !isTakers) owners.push({ kind: 'authority', id: row.takerId });
  return owners.map((owner) => ({ owner, goods: batches }));
}

/** Makers and brands that are not told of the whole sample already. */
async function concernedBy(deps: Pick<Deps, 'store'>, telling: Telling): Promise<Told[]> {
  const { row, batches, caller } = telling;
  const covered = row.kind === 'client' ? [] : batches.filter((batch) => standsWith(row, batch));
  const brands = await brandsOf(deps.store.read, covered);
  const insiders = new Set([
    caller.kind === 'party' ? caller.party.id : -1,
    ...insidersOf(telling).map(({ owner }) => (owner.kind === 'party' ? owner.id : -1)),
  ]);
  const goods = new Map<number, Telling['batches'][number][]>();
  for (const batch of covered)
    for (const id of new Set([batch.partyId, ...brands.filter(({ uscc }) => uscc === batch.commissionerUscc).map((brand) => brand.id)]))
      if (!insiders.has(id)) goods.set(id, [...(goods.get(id) ?? []), batch]);
  return [...goods].map(([id, own]) => ({ owner: { kind: 'party', id }, goods: own }));
}
