import type { Language } from './view.ts';

const zh = {
  back: '返回首页',
  note: '这里列出记录说了什么、对照哪一条；是否违法由执法人员认定。',
  wrong: '需要修改：',
  weight: '性质',
  weights: { todo: '待办（只有本方看到）', reminder: '提醒', lead: '线索' } as Record<string, string>,
  found: '发现时间',
  due: '改正期限',
  subject: '有关的记录',
  inCase: '案件',
  openCase: '查看案件，陈述申辩',
  statements: '情况说明',
  say: '您的说明',
  sayHint: '说明情况或提出不同意见；会记入本方的记录，监管部门看得到。',
  sayGo: '提交说明',
};

const en: typeof zh = {
  back: 'Start page',
  note: 'What the records say and which article it meets; whether the law was broken is for officers to find.',
  wrong: 'Needs a change:',
  weight: 'Weight',
  weights: { todo: 'to do (seen by you alone)', reminder: 'reminder', lead: 'lead' },
  found: 'Found',
  due: 'To correct by',
  subject: 'Record',
  inCase: 'Case',
  openCase: 'Open the case, state and defend',
  statements: 'Statements',
  say: 'Your statement',
  sayHint: 'Explain, or say what you disagree with. It is entered in your own records, and the authority sees it.',
  sayGo: 'Send',
};

/** Words of the page on which a party reads and answers a finding. */
export const FINDING_TEXT: Record<Language, typeof zh> = { 'zh-CN': zh, en };
