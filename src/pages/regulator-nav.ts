import type { Language } from './view.ts';

/** The regulator's list of leads and the folder of its leads. */
export const VIOLATIONS_PATH = '/regulator/violations';
/** Firms with their leads: where an authority comes after sign-in. */
export const FIRMS_PATH = '/regulator';
export const REMINDERS_PATH = '/regulator/violations/reminders';
export const LIMITS_PATH = '/regulator/limits';
export const OVERVIEW_PATH = '/regulator/overview';
export const VISIT_PATH = '/regulator/visit';
export const SUBSTANCES_PATH = '/regulator/substances';
export const REVIEWS_PATH = '/regulator/reviews';
/** Where the form of the screening goes and stands: everybody's. */
export const SCREENING_PATH = '/screening';
export const LAW_PATH = '/law';

const PLACES = [
  ['firms', FIRMS_PATH, '企业', 'Firms'],
  ['leads', VIOLATIONS_PATH, '线索', 'Leads'],
  ['limits', LIMITS_PATH, '期限', 'Due'],
  ['visit', VISIT_PATH, '现场记录', 'On site'],
  ['overview', OVERVIEW_PATH, '概览', 'Overview'],
  ['recalls', '/recalls', '召回', 'Recalls'],
  ['trace', '/trace', '追溯', 'Trace'],
  ['reports', '/consumer-reports', '消费者反映', 'Consumer reports'],
  ['substances', SUBSTANCES_PATH, '物质', 'Substances'],
  ['reviews', REVIEWS_PATH, '待判断', 'Review queue'],
  ['screening', SCREENING_PATH, '成分筛查', 'Screening'],
  ['law', LAW_PATH, '法规', 'Law'],
] as const;

export type Place = (typeof PLACES)[number][0];

/** The regulator's pages, the same row on each of them. */
export function regulatorNav(here: Place | null, language: Language): string {
  const items = PLACES.map(
    ([id, path, zh, en]) => `<a href="${path}"${id === here ? ' aria-current="page"' : ''}>${language === 'en' ? en : zh}</a>`,
  );
  return `<nav class="tabs desk" aria-label="${language === 'en' ? 'Desk' : '工作台'}">${items.join('')}</nav>`;
}
