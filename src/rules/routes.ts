import { z } from '@hono/zod-openapi';
import { law } from '../law/index.ts';
import { type CivilDate, civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { civilDate } from '../platform/fields.ts';
import type { Locale } from '../platform/problems.ts';
import { json, type Route, route } from '../platform/route.ts';
import { citationView, offenceCitations } from './citations.ts';
import { rules } from './engine.ts';
import type { Rule } from './model.ts';
import { fineBandList, ruleList } from './schemas.ts';

/** What the rules are and what may follow: readable by everybody. */
export function ruleRoutes(_deps: Deps): Route[] {
  return [listRules, listFineBands];
}

const listRules = route({
  method: 'get',
  path: '/v1/rules',
  id: 'listRules',
  tag: 'judging',
  summary: 'List the rules',
  description:
    'Every rule with its weights, its offences and their departments, its citations with the mark how they were confirmed (待核实 where not), and since when it judges. A rule says which article a recorded fact meets; people decide.',
  access: { who: ['public'] },
  replies: { 200: { description: 'The rules', schema: ruleList } },
  handle: async (call) => json(200, { items: rules.map((rule) => ruleView(rule, civilDateOf(call.now), call.locale)) }),
});

const listFineBands = route({
  method: 'get',
  path: '/v1/fine-bands',
  id: 'listFineBands',
  tag: 'judging',
  summary: 'List the fine bands',
  description:
    'The fine bands in force on a day, in cents, both ends inclusive, with what must come before a fine and the citation. Multiples of the goods value stand beside the amounts where the law counts in them. No fine is immediate: notice, statement and defence come first.',
  access: { who: ['public'] },
  query: z.object({ asOf: civilDate('Day whose law is asked for; today without it').optional() }),
  replies: { 200: { description: 'The bands', schema: fineBandList } },
  handle: async (call) => json(200, { items: bandsOn(call.query.asOf ?? civilDateOf(call.now), call.locale) }),
});

function bandsOn(day: CivilDate, locale: Locale) {
  return law.fineBands(day, locale).map((band) => {
    const punishes = offenceCitations(band.offence).at(-1);
    return { ...band, citation: punishes ? citationView(punishes, day, locale) : null };
  });
}

function ruleView(rule: Rule, today: CivilDate, locale: Locale) {
  const [offence] = rule.offences;
  const refs = [...new Set(rule.offences.flatMap(offenceCitations))];
  return {
    id: rule.id,
    version: rule.version,
    title: rule.title[locale],
    startsOn: rule.startsOn,
    watches: rule.watches,
    weights: rule.weights,
    leadEnds: rule.leadEnds,
    departments: [...new Set<string>(rule.offences.flatMap((one) => law.offences[one].departments))],
    offence,
    fineBand: law.fineBandOn(offence, { actOn: today, partyKinds: [] }, locale),
    offences: rule.offences,
    citations: refs.flatMap((ref) => citationView(ref, today, locale) ?? []),
  };
}
