import type { Locale } from '../platform/problems.ts';
import { escapeHtml } from './escape.ts';
import type { Language } from './view.ts';

/**
 * The language of a page: what the visitor chose (`?lang=`), else the first of `Accept-Language` that is Chinese or English, else Chinese.
 */
export function pickLanguage(chosen: string | undefined, acceptLanguage: string | undefined): Language {
  if (chosen === 'en') return 'en';
  if (chosen === 'zh-CN' || chosen === 'zh') return 'zh-CN';
  const first = /(?:^|[,\s])(zh|en)\b/i.exec(acceptLanguage ?? '');
  return first?.[1]?.toLowerCase() === 'en' ? 'en' : 'zh-CN';
}

/** The language of a page as the texts of the API name it. */
export const localeOf = (language: Language): Locale => (language === 'en' ? 'en' : 'zh');

/** The language of a page in which the texts of the API stand. */
export const languageOf = (locale: Locale): Language => (locale === 'en' ? 'en' : 'zh-CN');

/** The word for a key, or the key itself where it is none of ours; escaped. */
export function word(words: Record<string, string>, key: string): string {
  return escapeHtml(Object.hasOwn(words, key) ? (words[key] ?? key) : key);
}

const zh = {
  name: '溯源',
  tagline: '食品安全数字化追溯',
  skip: '跳到正文',
  otherLanguage: 'English',
  none: '未登记',
  colon: '：',
  signOut: '退出',
  footPurpose: '来源可追、去向可追、问题可追。',
  footLimit: '本页所示为经营主体录入与监管部门公布的记录，不是检测结论。',
  find: '按编码查询',
  shanghai: '北京时间',
  rolesOf: {
    producer: '生产企业',
    farm: '农场',
    cooperative: '合作社',
    farmer: '农户',
    slaughterhouse: '屠宰企业',
    workshop: '小作坊',
    importer: '进口商',
    distributor: '批发商',
    retailer: '零售商',
    caterer: '餐饮单位',
    canteen: '食堂',
    marketOperator: '市场开办者',
    coldStore: '冷库',
    carrier: '承运人',
    laboratory: '检验机构',
  } as Record<string, string>,
};

const en: typeof zh = {
  name: 'Suyuan',
  tagline: 'Food traceability',
  skip: 'Skip to content',
  otherLanguage: '中文',
  none: 'not recorded',
  colon: ': ',
  signOut: 'Sign out',
  footPurpose: 'Where it came from, where it went, what went wrong. ',
  footLimit: 'This page shows what firms have recorded and authorities have published. It is not a test result.',
  find: 'Look up a code',
  shanghai: 'Beijing time',
  rolesOf: {
    producer: 'Producer',
    farm: 'Farm',
    cooperative: 'Cooperative',
    farmer: 'Farm household',
    slaughterhouse: 'Slaughterhouse',
    workshop: 'Small workshop',
    importer: 'Importer',
    distributor: 'Distributor',
    retailer: 'Retailer',
    caterer: 'Caterer',
    canteen: 'Canteen',
    marketOperator: 'Market operator',
    coldStore: 'Cold store',
    carrier: 'Carrier',
    laboratory: 'Laboratory',
  },
};

/** Words every page shares. */
export const SHARED: Record<Language, typeof zh> = { 'zh-CN': zh, en };
