import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { PAGE_LIMIT } from '../platform/paging.ts';
import type { Locale } from '../platform/problems.ts';
import { ruleOf } from '../rules/engine.ts';
import { type CsvValue, csvLine, csvReply, yuan } from './csv.ts';
import { type Asking, leadList } from './lists.ts';
import type { LeadQuery } from './schemas.ts';
import type { LeadReply } from './views.ts';

/** Leads one file holds at most; what was left out is said in its third line. */
export const MOST_LINES = 20_000;

const words = {
  zh: {
    title: '线索清单（线索不是处罚决定，由人认定）',
    made: '生成时间',
    filter: '筛选条件',
    all: '无',
    lines: '条数',
    of: (shown: number, total: number) => (shown < total ? `共${total}条，只列前${shown}条，请缩小范围` : `共${total}条`),
    heads:
      '线索编号,状态,规则,规则名称,轻重,确定程度,当事人,统一社会信用代码,主管部门,行为地代码,行为地,对象类型,对象编号,行为日,发现时间,事实,依据,罚款下限（元）,罚款上限（元）,罚款前提,案件,改正期限',
  },
  en: {
    title: 'Leads (a lead is no decision; people decide)',
    made: 'made',
    filter: 'filter',
    all: 'none',
    lines: 'lines',
    of: (shown: number, total: number) => (shown < total ? `${total} in all, the first ${shown} listed: ask for less` : `${total} in all`),
    heads:
      'id,state,rule,title,weight,certainty,party,uscc,department,regionCode,region,subject type,subject,act on,found at,fact,citations,fine from (yuan),fine to (yuan),fine after,case,due on',
  },
} satisfies Record<Locale, unknown>;

/** The same leads as the list under the same filters and order, as a file that is read and sent a page at a time. */
export async function leadsAsCsv(deps: Deps, asking: Asking, query: LeadQuery, most = MOST_LINES): Promise<Response> {
  const first = await leadList(deps, asking, { ...query, cursor: undefined, limit: Math.min(PAGE_LIMIT, most) });
  return csvReply('violations', civilDateOf(asking.now), blocksOf(deps, asking, query, first, most));
}

type Page = Awaited<ReturnType<typeof leadList>>;

async function* blocksOf(deps: Deps, asking: Asking, query: LeadQuery, first: Page, most: number): AsyncGenerator<string, void> {
  const { locale } = asking;
  const total = first.counts?.total ?? 0;
  yield headOf(query, asking, total, Math.min(total, most)) + first.items.map((lead) => csvLine(cellsOf(lead, locale))).join('');
  let sent = first.items.length;
  for (let { next } = first; next !== null && sent < most; ) {
    const page = await leadList(deps, asking, { ...query, cursor: next, limit: Math.min(PAGE_LIMIT, most - sent) });
    yield page.items.map((lead) => csvLine(cellsOf(lead, locale))).join('');
    sent += page.items.length;
    next = page.next;
  }
}

function headOf(query: LeadQuery, { now, locale }: Asking, total: number, shown: number): string {
  const text = words[locale];
  return [
    csvLine([text.title, text.made, formatInstant(now)]),
    csvLine([text.filter, ...filterCells(query, text.all)]),
    csvLine([text.lines, text.of(shown, total)]),
    csvLine(text.heads.split(',')),
  ].join('');
}

/** One cell a condition, as in the address it was asked by: `rule=past-shelf-life`. */
export function filterCells(query: Record<string, unknown>, none: string): string[] {
  const { limit: _limit, cursor: _cursor, format: _format, ...conditions } = query;
  const cells = Object.entries(conditions).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${String(value)}`]));
  return cells.length === 0 ? [none] : cells;
}

function cellsOf(lead: LeadReply, locale: Locale): CsvValue[] {
  return [
    lead.id,
    lead.state,
    lead.rule,
    ruleOf(lead.rule)?.title[locale] ?? '',
    lead.weight,
    lead.certainty,
    lead.party.name,
    lead.party.uscc,
    lead.department,
    lead.regionCode,
    lead.regionName,
    lead.subject.type,
    lead.subject.id,
    lead.actOn,
    lead.detectedAt,
    lead.message,
    lead.citations.map((citation) => citation.text).join('；'),
    yuan(lead.fineBand?.minCents ?? null),
    yuan(lead.fineBand?.maxCents ?? null),
    lead.fineBand?.after ?? null,
    lead.caseId,
    lead.dueOn ?? null,
  ];
}
