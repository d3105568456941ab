export const leadStates = ['open', 'in-case', 'corrected', 'dismissed', 'closed'] as const;
export type LeadState = (typeof leadStates)[number];

export { type CaseState, caseStates } from './case-model.ts';

/** Division codes from…to that lie in a region: '330100' and '3301' are all of Hangzhou, '330110' itself alone. */
export function regionRange(region: string): { from: string; to: string } {
  const prefix = region.replace(/(?:00)+$/, '');
  return { from: prefix.padEnd(6, '0'), to: prefix.padEnd(6, '9') };
}
