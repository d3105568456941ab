import { formatTraceCode } from '../codes/trace-code.ts';
import { type NoticeDraft, type NoticeKind, noticeRows } from '../exchange/notices.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Bilingual } from '../platform/problem-detail.ts';
import type { Rows } from '../store/store.ts';
import type { Conclusion } from './model.ts';
import type { SampleRow } from './repository.ts';
import type { SampleCaller } from './taking.ts';

type ReportNotice = Extract<NoticeKind, 'report.issued' | 'report.amended' | 'report.withdrawn' | 'retest.asked'>;

interface Telling {
  kind: ReportNotice;
  row: SampleRow;
  batches: readonly { traceCode: string; partyId: number }[];
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

/** Everybody a report concerns but who did it: the sampled party, who took it, who tests it, and the makers of the goods unless a client had them tested. */
export async function reportNotices(deps: Deps, now: number, telling: Telling): Promise<Rows> {
  const { kind, row, batches, report, conclusion, reason } = telling;
  const outcome = conclusion === null ? { zh: '', en: '' } : OUTCOME[conclusion];
  const drafts = ownersOf(telling).map(
    (owner): NoticeDraft => ({
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
        traceCodes: batches.map((batch) => formatTraceCode(batch.traceCode)),
      },
    }),
  );
  return noticeRows(deps, drafts, now);
}

function ownersOf({ row, batches, caller }: Telling): NoticeDraft['owner'][] {
  const parties = [
    row.partyId,
    ...(row.laboratoryId === null ? [] : [row.laboratoryId]),
    ...(row.takerKind === 'party' ? [row.takerId] : []),
  ];
  const makers = row.kind === 'client' ? [] : batches.map((batch) => batch.partyId);
  const self = caller.kind === 'party' ? caller.party.id : -1;
  const owners = [...new Set([...parties, ...makers])].filter((id) => id !== self).map((id) => ({ kind: 'party' as const, id }));
  const isTakers = caller.kind === 'authority' && caller.authority.id === row.takerId;
  return row.takerKind === 'authority' && !isTakers ? [...owners, { kind: 'authority' as const, id: row.takerId }] : owners;
}
