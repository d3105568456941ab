import type { Language } from './view.ts';

const zh = {
  title: '访问审计',
  note: '谁在什么时候看了什么、谁被拒绝、谁登录。新的在前，至少保留 200 天；查阅和下载本身也记入。',
  kinds: { '': '全部', 'sign-in': '登录', refused: '被拒绝', errors: '故障' } as Record<string, string>,
  kind: '类别',
  since: '起（北京时间）',
  until: '止（北京时间）',
  who: '谁',
  whoHint: '例如 authority:…、party:…、account:…，可只写开头',
  operation: '操作',
  operationHint: '操作名，例如 readCase',
  status: '结果',
  show: '查看',
  at: '时间',
  role: '身份',
  object: '对象',
  address: '网络',
  request: '请求号',
  csv: '下载表格（CSV）',
  cut: (most: number) => `只含最近的 ${most} 条`,
  next: '下一页',
  empty: '没有符合条件的记录。',
  shown: (count: number, more: boolean) => (more ? `本页 ${count} 条，后面还有` : `共 ${count} 条`),
  wrong: '日期写成 2026-11-05，结果写成三位数字，例如 403',
  results: (status: number): string =>
    status >= 500 ? '故障' : status === 401 || status === 403 ? '拒绝' : status === 404 ? '未找到' : status >= 400 ? '未办' : '已办',
};

const en: typeof zh = {
  title: 'Access audit',
  note: 'Who looked at what and when, who was refused, who signed in. Newest first, kept 200 days at least; reading it and taking it away are lines too.',
  kinds: { '': 'All', 'sign-in': 'Signing in', refused: 'Refused', errors: 'Failures' },
  kind: 'Kind',
  since: 'From (Beijing)',
  until: 'Until (Beijing)',
  who: 'Who',
  whoHint: 'As in authority:…, party:…, account:…; its beginning will do',
  operation: 'Operation',
  operationHint: 'Its name, as in readCase',
  status: 'Result',
  show: 'Show',
  at: 'When',
  role: 'Role',
  object: 'Of what',
  address: 'Network',
  request: 'Request',
  csv: 'Download as CSV',
  cut: (most) => `the newest ${most} lines alone`,
  next: 'Next page',
  empty: 'Nothing fits.',
  shown: (count, more) => (more ? `${count} on this page, more follow` : `${count} in all`),
  wrong: 'Days are like 2026-11-05, a result is three digits, like 403',
  results: (status) =>
    status >= 500
      ? 'failed'
      : status === 401 || status === 403
        ? 'refused'
        : status === 404
          ? 'not found'
          : status >= 400
            ? 'not done'
            : 'done',
};

export const AUDIT_TEXT: Record<Language, typeof zh> = { 'zh-CN': zh, en };
