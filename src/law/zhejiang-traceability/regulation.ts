import type { Citation, Confirmed, Regulation, Text } from '../model.ts';

const LAST_CONFIRMED = '2026-11-22';
const EFFECTIVE_FROM = '2024-01-01';

/** Where the bands are reported; the regulation's own text could not be obtained. */
export const NEWS_SOURCE = '2023年10月全国性健康报刊对该规定内容的报道（规定全文未取得）';
const IDENTITY_SOURCE = 'https://scjg.hangzhou.gov.cn/art/2023/10/27/art_1693482_58925057.html';
const DIRECTORY_SOURCE = 'https://sqrdapp.com/law/show-226275.html';

const name: Text = { zh: '浙江省食品安全数字化追溯规定', en: 'Zhejiang Provincial Regulations on Food Safety Digital Traceability' };
const directoryName: Text = {
  zh: '浙江省食品安全追溯重点品种目录及主体目录（2024年版）',
  en: 'Zhejiang directory of key varieties and subjects for food safety tracing (2024)',
};

const ARTICLE_UNREAD: Text = {
  zh: '规定全文未取得，条号待核实',
  en: 'The full text was not obtained; the article number is to be verified',
};

/** A citation of the regulation. The article is always null: no text with article numbers could be read. */
export function cite(title: Text, source: string, confirmed: Confirmed, doubt: Text = ARTICLE_UNREAD): Citation {
  return {
    regulation: 'zhejiang-traceability',
    law: name,
    article: null,
    title,
    source,
    effectiveFrom: EFFECTIVE_FROM,
    lastConfirmedOn: LAST_CONFIRMED,
    confirmed,
    doubt,
  };
}

/** The 2024 directories, in force from 2024-02-03. */
export const directoryCitation: Citation = {
  regulation: 'zhejiang-traceability',
  law: directoryName,
  article: null,
  title: { zh: '重点品种目录（2024年版）', en: 'Directory of key varieties (2024)' },
  source: DIRECTORY_SOURCE,
  effectiveFrom: '2024-02-03',
  publishedOn: '2024-01-03',
  lastConfirmedOn: LAST_CONFIRMED,
  confirmed: 'yes',
  doubt: {
    zh: '所读为转载页：第1行“芹菜”一词部分乱码，第4行以后未读到，文号待核实',
    en: 'Read from a mirror: the word 芹菜 of row 1 is partly garbled, row 4 and later were not readable, the document number is to be verified',
  },
};

export const zhejiangCitations = {
  'zj-directory': directoryCitation,
  'zj-in-force': cite({ zh: '自2024年1月1日起施行', en: 'In force from 1 January 2024' }, IDENTITY_SOURCE, 'yes'),
  'zj-scope': cite(
    {
      zh: '浙江省行政区域内食品、食用农产品的生产、加工、销售和餐饮服务',
      en: 'Production, processing, sale and catering of food and edible agricultural products within Zhejiang',
    },
    'https://m.baogao.com/chanjing/9b493019-41da-4f24-9d44-b7739d70ead2.html',
    'yes',
  ),
  'zj-entry': cite(
    {
      zh: '食品生产企业如实录入名称、规格、数量、生产日期或者生产批号、保质期、检验合格证，以及购买者名称和统一社会信用代码',
      en: 'A food producer truthfully enters name, specification, quantity, production date or batch number, shelf life, inspection certificate, and the buyer’s name and unified social credit code',
    },
    NEWS_SOURCE,
    'yes',
  ),
  'zj-record-fine': cite(
    {
      zh: '未按规定录入、接收确认追溯信息或者录入虚假追溯信息',
      en: 'Trace information not entered, not received and confirmed as required, or entered falsely',
    },
    NEWS_SOURCE,
    'yes',
  ),
  'zj-display-fine': cite(
    { zh: '未在销售场所显著位置展示追溯码', en: 'Trace code not displayed at a prominent place of the sales site' },
    NEWS_SOURCE,
    'yes',
  ),
} as const satisfies Record<string, Citation>;

export const zhejiangRegulation: Regulation = {
  id: 'zhejiang-traceability',
  name,
  sources: [IDENTITY_SOURCE, NEWS_SOURCE, DIRECTORY_SOURCE],
  effectiveFrom: EFFECTIVE_FROM,
  note: {
    zh: '共29条。条文全文未取得：所有条号、录入和接收确认的期限、主体目录均为待核实，不作推测。',
    en: '29 articles. The full text was not obtained: every article number, the deadlines for entry and confirmation and the directory of subjects are to be verified and are not guessed.',
  },
  accounts: [
    {
      article: null,
      says: { zh: '施行日期', en: 'Commencement' },
      treatment: 'encoded',
      entries: ['zhejiang-traceability/effective-date'],
    },
    {
      article: null,
      says: { zh: '适用范围：浙江省', en: 'Territory: Zhejiang' },
      treatment: 'encoded',
      entries: ['zhejiang-traceability/territory'],
    },
    {
      article: null,
      says: {
        zh: '品种目录（第1至3行已读；第4行仅知类别；其余未读到）',
        en: 'Directory of varieties (rows 1–3 read; row 4 category only; the rest not readable)',
      },
      treatment: 'encoded',
      entries: ['zhejiang-traceability/bound-varieties'],
    },
    {
      article: null,
      says: { zh: '主体目录（未读到）', en: 'Directory of subjects (not readable)' },
      treatment: 'not-known',
      entries: ['zhejiang-traceability/bound-subjects'],
    },
    {
      article: null,
      says: { zh: '未录入、未接收确认、录入虚假信息的罚款', en: 'Fine for missing entry, missing confirmation, false entry' },
      treatment: 'encoded',
      entries: ['zhejiang-traceability/entry-and-confirmation-band'],
    },
    {
      article: null,
      says: { zh: '未展示追溯码的罚款', en: 'Fine for a trace code not displayed' },
      treatment: 'encoded',
      entries: ['zhejiang-traceability/display-band'],
    },
    {
      article: null,
      says: { zh: '录入和接收确认的期限', en: 'Deadlines for entry and for receive-and-confirm' },
      treatment: 'not-known',
      entries: ['zhejiang-traceability/confirmation-deadline'],
    },
    {
      article: null,
      says: {
        zh: '政府属地责任、监管责任、社会责任，省级系统的建设要求',
        en: 'Territorial, regulatory and social responsibility; what the provincial system must be able to do',
      },
      treatment: 'nothing-to-check',
    },
    {
      article: null,
      says: {
        zh: '集中交易市场开办者、食堂、网络平台、小作坊、运输者的义务；责令改正的期限；记录保存期限',
        en: 'Duties of market operators, canteens, platforms, workshops and carriers; time an order may set; retention',
      },
      treatment: 'not-known',
    },
  ],
};
