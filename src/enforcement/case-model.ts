import type { CivilDate } from '../platform/civil-date.ts';
import type { Bilingual } from '../platform/problem-detail.ts';

/**
 * The procedure of a case. `overdue` is no state of its own: an order has run out on the day after its last, whoever looks.
 * `awaiting-approval` holds a decision below the minimum until a second officer agrees; the party still sees `notified`.
 */
export const caseStates = [
  'opened',
  'ordered',
  'corrected',
  'notified',
  'awaiting-approval',
  'decided',
  'served',
  'paid',
  'enforced',
  'under-review',
  'revoked',
  'no-penalty',
  'withdrawn',
  'referred',
  'closed',
] as const;
export type CaseState = (typeof caseStates)[number];

export const stepKinds = [
  'opening',
  'leads',
  'order',
  'correction',
  'notice',
  'statement-received',
  'hearing',
  'proposal',
  'approval',
  'return',
  'decision',
  'no-penalty',
  'withdrawal',
  'referral',
  'service',
  'payment',
  'enforcement',
  'review',
  'upholding',
  'revocation',
  'closing',
  'report-withdrawn',
  'report-amended',
] as const;
export type StepKind = (typeof stepKinds)[number];
/** The opening begins a case, and a report withdrawn or amended marks it by itself; the others are taken by officers. */
export type TakenKind = Exclude<StepKind, 'opening' | 'report-withdrawn' | 'report-amended'>;

/** States in which a day counts. */
export const runningStates: readonly CaseState[] = [
  'opened',
  'ordered',
  'corrected',
  'notified',
  'awaiting-approval',
  'decided',
  'served',
  'enforced',
  'under-review',
];

const undecided: readonly CaseState[] = ['opened', 'ordered', 'corrected', 'notified'];
const standing: readonly CaseState[] = ['served', 'paid', 'enforced'];

/** From which states a step may be taken. What an obeyed order does not end stays `corrected`, for the notice that may follow; what is seen after a notice is still recorded. */
const mayFollow: Record<TakenKind, readonly CaseState[]> = {
  leads: ['opened', 'ordered'],
  // After a notice of what needs no order, too; a second one only where the first one's day passed before it was served: `mayOrder` says so.
  order: ['opened', 'ordered', 'notified'],
  correction: ['ordered', 'notified'],
  notice: undecided,
  'statement-received': [...undecided, 'awaiting-approval'],
  hearing: ['notified'],
  proposal: ['notified'],
  decision: ['notified'],
  approval: ['awaiting-approval'],
  return: ['awaiting-approval'],
  'no-penalty': undecided,
  withdrawal: [...undecided, 'awaiting-approval'],
  referral: [...undecided, 'awaiting-approval'],
  service: ['ordered', 'corrected', 'notified', 'awaiting-approval', 'decided'],
  payment: ['served', 'enforced', 'under-review'],
  enforcement: ['served'],
  review: standing,
  upholding: ['under-review'],
  revocation: ['decided', ...standing, 'under-review'],
  closing: ['opened', 'ordered', 'corrected', ...standing, 'revoked', 'no-penalty', 'withdrawn', 'referred'],
};

export function mayTake(step: TakenKind, state: CaseState): boolean {
  return mayFollow[step].includes(state);
}

/** The steps an officer could take now, for pages and replies. */
export function stepsOpen(state: CaseState): TakenKind[] {
  return (Object.keys(mayFollow) as TakenKind[]).filter((kind) => mayTake(kind, state));
}

/** A correction on the last day of the order is in time: the day belongs to the party. */
export function isInTime(dueOn: CivilDate, correctedOn: CivilDate): boolean {
  return correctedOn <= dueOn;
}

export function isOverdue(file: { state: string; dueOn: CivilDate | null }, today: CivilDate): boolean {
  return file.state === 'ordered' && file.dueOn !== null && today > file.dueOn;
}

/** An article of the Administrative Penalty Law as a refusal names it (text of 2021, read). */
export function penaltyLaw(number: keyof typeof numerals): Bilingual {
  return { zh: `行政处罚法第${numerals[number]}条`, en: `Administrative Penalty Law, art. ${number}` };
}

const numerals = {
  5: '五',
  7: '七',
  22: '二十二',
  27: '二十七',
  28: '二十八',
  29: '二十九',
  32: '三十二',
  33: '三十三',
  36: '三十六',
  42: '四十二',
  44: '四十四',
  45: '四十五',
  47: '四十七',
  54: '五十四',
  57: '五十七',
  58: '五十八',
  59: '五十九',
  60: '六十',
  61: '六十一',
  62: '六十二',
  63: '六十三',
  64: '六十四',
  67: '六十七',
  72: '七十二',
  85: '八十五',
} as const;

interface StepWords extends Bilingual {
  /** The article of procedure the step stands under; a step of the office’s own housekeeping has none. */
  article: Bilingual | null;
}

const words = (zh: string, en: string, article: Bilingual | null = null): StepWords => ({ zh, en, article });

export const STEP_WORDS: Record<StepKind, StepWords> = {
  opening: words('立案', 'opening', penaltyLaw(54)),
  leads: words('并入线索', 'adding leads', penaltyLaw(29)),
  order: words('责令限期改正', 'order to correct', penaltyLaw(28)),
  correction: words('登记改正', 'correction', penaltyLaw(28)),
  notice: words('处罚告知', 'notice of intended penalty', penaltyLaw(44)),
  'statement-received': words('登记当事人书面或者当面的陈述、申辩', 'statement received on paper or in person', penaltyLaw(45)),
  hearing: words('听证', 'hearing', penaltyLaw(63)),
  proposal: words('拟作决定，待第二名执法人员审批', 'decision proposed, awaiting a second officer', penaltyLaw(57)),
  approval: words('第二名执法人员审批并作出决定', 'approval and decision', penaltyLaw(57)),
  return: words('审批退回', 'proposal returned', penaltyLaw(57)),
  decision: words('处罚决定', 'decision', penaltyLaw(44)),
  'no-penalty': words('不予处罚', 'no penalty', penaltyLaw(33)),
  withdrawal: words('撤销立案', 'withdrawal', penaltyLaw(57)),
  referral: words('案件移送', 'referral', penaltyLaw(27)),
  service: words('送达', 'service', penaltyLaw(61)),
  payment: words('缴纳罚款', 'payment', penaltyLaw(67)),
  enforcement: words('强制执行', 'enforcement', penaltyLaw(72)),
  review: words('行政复议或者诉讼', 'review or suit', penaltyLaw(7)),
  upholding: words('复议或者诉讼维持', 'upheld', penaltyLaw(7)),
  revocation: words('撤销处罚决定', 'revocation', penaltyLaw(7)),
  closing: words('结案', 'closing'),
  'report-withdrawn': words('所依据的检验报告已撤回', 'a report it rests on was withdrawn'),
  'report-amended': words('所依据的检验报告已更正', 'a report it rests on was amended'),
};

export const STATE_WORDS: Record<CaseState, Bilingual> = {
  opened: { zh: '已立案', en: 'opened' },
  ordered: { zh: '已责令限期改正', en: 'ordered to correct' },
  corrected: { zh: '已改正，待处理', en: 'corrected, to be dealt with' },
  notified: { zh: '已告知拟处罚', en: 'notified' },
  'awaiting-approval': { zh: '待第二名执法人员审批', en: 'awaiting a second officer' },
  decided: { zh: '已决定，待送达', en: 'decided, to be served' },
  served: { zh: '已送达，待履行', en: 'served' },
  paid: { zh: '已缴清', en: 'paid' },
  enforced: { zh: '强制执行中', en: 'under enforcement' },
  'under-review': { zh: '复议或者诉讼中', en: 'under review' },
  revoked: { zh: '决定已撤销', en: 'revoked' },
  'no-penalty': { zh: '不予处罚', en: 'no penalty' },
  withdrawn: { zh: '已撤案', en: 'withdrawn' },
  referred: { zh: '已移送', en: 'referred' },
  closed: { zh: '已结案', en: 'closed' },
};

/** The documents that are served on a party, each with the step that made it. */
export const servedDocuments = ['order', 'notice', 'decision'] as const;
export type ServedDocument = (typeof servedDocuments)[number];

export const waysOfService = ['in-person', 'left', 'entrusted', 'post', 'electronic', 'public'] as const;
export type WayOfService = (typeof waysOfService)[number];

/** Grounds for going below the minimum (行政处罚法 32); the first four are its items (一) to (四), `other-law` its item (五). */
export const reductionGrounds = ['harm-removed', 'coerced', 'confessed', 'merit', 'other-law'] as const;

/** Grounds for no penalty: 行政处罚法 33(1) twice and (2), 57(1)(三), 36, and 食品安全法 136. */
export const noPenaltyGrounds = [
  'minor-corrected-no-harm',
  'first-minor-corrected',
  'no-fault',
  'not-established',
  'limitation',
  'source-named-and-checked',
] as const;
export type NoPenaltyGround = (typeof noPenaltyGrounds)[number];

export const NO_PENALTY_WORDS: Record<NoPenaltyGround, Bilingual> = {
  'minor-corrected-no-harm': {
    zh: '违法行为轻微并及时改正，没有造成危害后果（行政处罚法第三十三条第一款）',
    en: 'minor, corrected in time, no harm (art. 33(1))',
  },
  'first-minor-corrected': {
    zh: '初次违法且危害后果轻微并及时改正（行政处罚法第三十三条第一款）',
    en: 'first time, minor harm, corrected in time (art. 33(1))',
  },
  'no-fault': { zh: '有证据足以证明没有主观过错（行政处罚法第三十三条第二款）', en: 'no fault, proven (art. 33(2))' },
  'not-established': { zh: '违法事实不能成立（行政处罚法第五十七条第一款第三项）', en: 'facts not established (art. 57(1)(3))' },
  limitation: { zh: '在法定期限内未被发现（行政处罚法第三十六条）', en: 'found after the limitation period (art. 36)' },
  'source-named-and-checked': {
    zh: '食品经营者履行了进货查验等义务，不知情且说明来源，可以免予处罚（食品安全法第一百三十六条）',
    en: 'operator checked, did not know, named the source (Food Safety Law, art. 136)',
  },
};
