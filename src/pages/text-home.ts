import type { Language } from './view.ts';

const zh = {
  title: '一个码，看清一批食品的来路',
  lead: '扫一扫包装上的码，看这一批食品从哪来、经过谁、有没有召回。',
  how: '不用登录，不用安装，不要手机号和位置。',
  forWhom: '谁在用',
  groups: [
    ['生产与经营者', '录入批次，打印追溯码和随货单；买方扫一个码就能接收确认。一次录入，台账和单据都能用。'],
    ['监管部门', '看到哪条记录对照哪一条文、待核实的是什么、幅度多少；线索不是结论，由执法人员认定。'],
    ['消费者', '先看状态，再看来源、证明和还不知道的。说“未发现问题记录”，不替任何人说“安全”。'],
  ] as [string, string][],
  signIn: '经营主体、监管人员登录',
  limitTitle: '请知悉',
  limit: '在本系统录入，仅在主管部门运行或接入本系统时，才视为履行法定追溯义务。',
  signInTitle: '登录',
  key: '访问密钥',
  keyHint: '由管理员或主管部门发给你，可以粘贴',
  keyGo: '登录',
  keyNote: '密钥只在登录时提交一次，不会出现在网址里。共用电脑用完请退出。',
  hello: '我的追溯',
  todos: '待办',
  todosNone: '没有待办。',
  since: '自',
  incoming: '待确认的到货',
  incomingNone: '没有待确认的到货。',
  incomingLine: (count: number) => `共 ${count} 项`,
  confirm: '去确认',
  batches: '最近的批次',
  batchesNone: '还没有批次。',
  columns: ['名称', '批号', '生产日期', '追溯码', '二维码'],
  qr: '二维码',
};

const en: typeof zh = {
  title: 'One code shows where a batch of food came from',
  lead: 'Scan the code on the pack: where this batch came from, through whose hands, and whether it is recalled.',
  how: 'No sign-in, nothing to install, no phone number, no location.',
  forWhom: 'Who uses it',
  groups: [
    [
      'Producers and operators',
      'Record batches, print trace codes and delivery slips; a buyer confirms by scanning one code. Entered once, used for ledgers and papers.',
    ],
    [
      'Authorities',
      'Which record meets which article, what is unconfirmed, which band. A lead is not a finding of guilt: officers decide.',
    ],
    ['Shoppers', 'Status first, then source, certificates and what is not known. It says “no problem recorded”, never “safe”.'],
  ],
  signIn: 'Sign in (firms and authorities)',
  limitTitle: 'Please note',
  limit: 'Recording here fulfils the statutory duty only where the competent authority runs this service or is connected to it.',
  signInTitle: 'Sign in',
  key: 'Access key',
  keyHint: 'Given to you by the administrator or authority; pasting is fine',
  keyGo: 'Sign in',
  keyNote: 'The key is sent once, at sign-in, and never stands in an address. On a shared computer, sign out when done.',
  hello: 'My records',
  todos: 'To do',
  todosNone: 'Nothing to do.',
  since: 'since',
  incoming: 'Deliveries to confirm',
  incomingNone: 'No delivery to confirm.',
  incomingLine: (count) => (count === 1 ? '1 line' : `${count} lines`),
  confirm: 'Confirm',
  batches: 'Latest batches',
  batchesNone: 'No batches yet.',
  columns: ['Name', 'Batch', 'Made on', 'Trace code', 'QR'],
  qr: 'QR code',
};

/** Words of the front page, sign-in and a party's start page. `limit` is the sentence every producer page must carry. */
export const HOME_TEXT: Record<Language, typeof zh> = { 'zh-CN': zh, en };
