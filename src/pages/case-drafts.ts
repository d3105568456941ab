import { OTHER_WORDS, type Other, otherKinds } from '../enforcement/case-others.ts';
import type { OneCase } from '../enforcement/case-reading.ts';
import { isUnmet, orderedText, outcomeOfOrder } from '../enforcement/order-outcome.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import { yuan } from './format.ts';

/** Fields of a form take 2,000 or 4,000 characters; what is drafted leaves room to write. */
const ROOM = 1_500;

const cut = (text: string) => (text.length <= ROOM ? text : `${text.slice(0, ROOM)}…`);

type Drafted = Pick<OneCase['violations'][number], 'actOn' | 'message' | 'evidence' | 'subject'>;

/** What was expected of a fact. An officer's note states what was seen; beside it stands the matter, nothing that should have been. */
export const expectedOf = ({ subject }: Pick<Drafted, 'subject'>, { expected }: Drafted['evidence'][number]): string =>
  subject.type === 'note' ? '' : expected;

/** The facts of a case, one a line, the same fact once. */
function factLines(leads: readonly Drafted[]): string {
  const lines = leads.map((lead) => {
    const known = lead.evidence.map((one) => {
      const expected = expectedOf(lead, one);
      return `${one.fact}“${one.value}”${expected === '' ? '' : `，应为“${expected}”`}`;
    });
    return `${lead.actOn}，${lead.message}${known.length === 0 ? '' : `（${known.join('；')}）`}`;
  });
  return [...new Set(lines)].map((line, i) => `${i + 1}. ${line}`).join('\n');
}

const articles = (file: { citations: readonly { text: string }[] }) => file.citations.map(({ text }) => text).join('、');

/** What an order begins with, for an officer to correct: what is to be put right, by which articles. The day stands in its own field. */
export function orderText(file: { citations: readonly { text: string }[]; violations: readonly Drafted[] }): string {
  return cut(`限期改正下列事项（依据${articles(file)}）：\n${factLines(file.violations)}`);
}

/** The reasons a notice of intended penalty begins with: the order and what became of it, basis, band. Facts and rights stand in the document by themselves. */
export function noticeText(file: OneCase, today: CivilDate): string {
  const waits = file.penalty?.ordersFirst === true && !isUnmet(outcomeOfOrder(file.steps, today));
  const band = file.penalty === null || waits ? '' : `罚款幅度为${file.penalty.fineText}，`;
  return cut(`${orderedText(file.steps, today)}依据${articles(file)}，${band}${waits ? '拟给予行政处罚' : '拟处以罚款'}。`);
}

/** Penalties beside the fine, one a line, as they are typed and read again. */
export const othersText = (others: readonly Other[]): string =>
  others.map(({ kind, text }) => `${OTHER_WORDS[kind].zh}：${text}`).join('\n');

/** Lines as typed: the kind before the colon, in either language; a line without one is of no kind the law names. */
export function othersIn(typed: string): Other[] {
  const lines = typed.split(/\r?\n/).map((line) => line.trim());
  return lines.flatMap((line) => {
    if (line === '') return [];
    const [, word = '', text = ''] = /^([^：:]{1,30})[：:]\s*(.+)$/.exec(line) ?? [];
    const kind = otherKinds.find(
      (one) => OTHER_WORDS[one].zh === word.trim() || OTHER_WORDS[one].en.toLowerCase() === word.trim().toLowerCase(),
    );
    return [kind ? { kind, text } : { kind: 'other' as const, text: line }];
  });
}

/** The party was not told yet, or may still answer: nothing can be said of its silence. */
export function answerIsOpen({ steps, deadlines }: Pick<OneCase, 'steps' | 'deadlines'>): boolean {
  if (!steps.some(({ kind }) => kind === 'notice')) return true;
  return deadlines.some(({ kind, passed }) => (kind === 'statement' || kind === 'hearing-request') && !passed);
}

/** Why a decision is as it is, as far as the case tells it; the rest is for the officer. */
export function reasonText(file: OneCase): string {
  const notice = file.steps.findLast(({ kind }) => kind === 'notice');
  if (notice === undefined) return '';
  const said = file.statements.filter(({ kind, at }) => kind !== 'reminder' && at >= notice.at);
  const none = answerIsOpen(file) ? '' : '当事人没有提出陈述、申辩。';
  const answer = said.length === 0 ? none : `当事人提出陈述、申辩 ${said.length} 次，复核意见：`;
  const told = notice.fineCents ? `已告知拟处罚款 ${yuan(notice.fineCents)} 元。` : '';
  return `${told}${answer}`;
}
