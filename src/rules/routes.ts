import { z } from '@hono/zod-openapi';
import { law } from '../law/index.ts';
import { actedBy, chainOf } from '../platform/caller.ts';
import { type CivilDate, civilDateOf, daysBetween, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { civilDate } from '../platform/fields.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, type Locale, Problem } from '../platform/problems.ts';
import { type Call, json, type Route, route } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply } from '../store/store.ts';
import { citationView, offenceCitations } from './citations.ts';
import { ruleOf, rules } from './engine.ts';
import type { Rule, RuleId } from './model.ts';
import { type ModeNow, modeOf } from './modes.ts';
import { entryOf } from './precision.ts';
import { replay } from './replay.ts';
import { loadModes, noCounts, ruleCounts } from './repository.ts';
import { fineBandList, modeBody, modeReply, replayBody, replayReply, ruleList, ruleParam } from './schemas.ts';

const administrator = { who: ['admin'] } as const;

/** What the rules are and what may follow: readable by everybody; how they run is the administrators' to say. */
export function ruleRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/rules',
      id: 'listRules',
      tag: 'judging',
      summary: 'List the rules',
      description:
        'Every rule with its weights, its offences and their departments, its citations with the mark how they were confirmed (待核实 where not), since when it judges, whether what it finds is shown or only counted (shadow), and what became of it. A rule says which article a recorded fact meets; people decide.',
      access: { who: ['public'] },
      replies: { 200: { description: 'The rules', schema: ruleList } },
      handle: (call) => listRules(deps, call),
    }),
    listFineBands,
    route({
      method: 'post',
      path: '/v1/rules/{rule}/mode',
      id: 'setRuleMode',
      tag: 'judging',
      summary: 'Show what a rule finds, or only count it',
      description:
        'With the reason, which everybody reads at /v1/rules. From now on what the rule finds is shown (live) or counted only (shadow); what was found before stays as it is, and what stands in shadow is shown when its record is judged again. A new rule runs in shadow for 30 days; a rule with more than 30 of its last 100 leads dismissed goes back by itself.',
      access: administrator,
      params: ruleParam,
      body: modeBody,
      replies: { 201: { description: 'Set', schema: modeReply } },
      handle: (call) => setMode(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/rules/replay',
      id: 'replayRules',
      tag: 'judging',
      summary: 'What the rules would have found',
      description:
        'Judges the records made in a period again, by the facts as they stand, the law of the day of each act and the directory rows entered by the end of `asOf`. Nothing is stored and nobody is told. At most a year at once. An authority replays its own region. Only the version of a rule that runs can be asked for. Balances at the time are not known any more, and what waits on the clock or on officers is not replayed.',
      access: { who: ['authority', 'admin'] },
      body: replayBody,
      replies: { 200: { description: 'Counts and the first 200 findings', schema: replayReply } },
      handle: (call) => replayRules(deps, call),
    }),
  ];
}

async function listRules(deps: Deps, call: Pick<Call, 'now' | 'locale'>): Promise<Reply> {
  const [modes, counts] = await Promise.all([loadModes(deps.store), ruleCounts(deps.store.read)]);
  const items = rules.map((rule) => ({
    ...ruleView(rule, civilDateOf(call.now), call.locale),
    ...modeView(modeOf(rule, modes, call.now)),
    shadowUntil: rule.shadowUntil ?? null,
    counts: counts.get(rule.id) ?? noCounts,
  }));
  return json(200, { items });
}

const modeView = ({ mode, since, reason }: ModeNow) => ({
  mode,
  modeSince: since === null ? null : formatInstant(since),
  modeReason: reason,
});

function setMode(deps: Deps, call: Call<{ rule: RuleId }, unknown, z.infer<typeof modeBody>>): Promise<Reply> {
  const { rule } = call.params;
  const { mode, reason } = call.body;
  return write(deps.store, async () => {
    const rows = await loadModes(deps.store);
    if (rows.some((row) => row.rule === rule && row.at >= call.now)) throw justSet();
    const row = { rule, at: call.now, mode, reason, by: actedBy(call.caller) };
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [entryOf(row)],
      rows: { rule_mode: [row] },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, { rule, mode, since: formatInstant(call.now), reason }) }),
    };
  });
}

const justSet = () =>
  new Problem('conflict', {
    zh: '该规则的运行方式刚刚被设定，请重新读取后再定。',
    en: 'How the rule runs was set this moment; read it again and decide anew.',
  });

/** A longer replay is asked for in parts. */
const LONGEST_DAYS = 366;

async function replayRules(deps: Deps, call: Call<unknown, unknown, z.infer<typeof replayBody>>): Promise<Reply> {
  const { body, caller, now } = call;
  const today = civilDateOf(now);
  const own = caller.kind === 'authority' ? caller.authority.regionCode.replace(/(?:00)+$/, '') : '';
  const errors = wrongReplay(body, today, own);
  if (errors.length > 0) throw invalidInput(errors);
  const question = {
    rule: body.rule === undefined ? null : (ruleOf(body.rule) ?? null),
    asOf: body.asOf ?? today,
    from: body.from,
    to: body.to,
    region: body.region ?? (own === '' ? null : own),
  };
  return json(200, { stored: false, ...(await replay(deps, question, call.locale)) });
}

function wrongReplay(body: z.infer<typeof replayBody>, today: CivilDate, own: string): ProblemDetail[] {
  const { rule, version, asOf, from, to, region } = body;
  const runs = rule === undefined ? undefined : ruleOf(rule)?.version;
  const errors: ProblemDetail[] = [];
  if (to < from)
    errors.push({
      pointer: '/to',
      found: to,
      expected: { zh: `不早于 from（${from}）`, en: `not before from (${from})` },
      fix: { zh: '核对起止日期', en: 'check the two days' },
    });
  else if (daysBetween(from, to) >= LONGEST_DAYS)
    errors.push({
      pointer: '/to',
      found: to,
      expected: { zh: `自 ${from} 起至多一年`, en: `at most a year from ${from}` },
      fix: { zh: '分段回放', en: 'replay it in parts' },
    });
  if (asOf !== undefined && asOf > today)
    errors.push({
      pointer: '/asOf',
      found: asOf,
      expected: { zh: `不晚于今天（${today}）`, en: `not after today (${today})` },
      fix: { zh: '以后的录入尚不存在', en: 'what will be entered is not there yet' },
    });
  if (version !== undefined && version !== runs)
    errors.push({
      pointer: rule === undefined ? '/rule' : '/version',
      found: String(version),
      expected:
        runs === undefined ? { zh: '版本属于某一规则，请指明 rule', en: 'the rule whose version it is' } : { zh: `${runs}`, en: `${runs}` },
      fix: { zh: '只能回放正在运行的版本', en: 'only the version that runs can be replayed' },
    });
  if (region !== undefined && !region.startsWith(own))
    errors.push({
      pointer: '/region',
      found: region,
      expected: { zh: `本机关辖区（${own}）`, en: `the authority’s own region (${own})` },
      fix: { zh: '改为辖区内的代码，或者不填', en: 'name a place within it, or leave it out' },
    });
  return errors;
}

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
  const citations = refs.flatMap((ref) => citationView(ref, today, locale) ?? []);
  const marks = citations.map((one) => one.confirmed);
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
    citations,
    confirmed: marks.includes('no') ? 'no' : marks.includes('secondary') ? 'secondary' : 'yes',
  };
}
