import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { nextLink } from '../platform/paging.ts';
import { json, type Route, route } from '../platform/route.ts';
import { askingRoutes } from './asking-routes.ts';
import { authorityOf } from './calling.ts';
import { caseRoutes } from './case-routes.ts';
import { wantsCsv } from './csv.ts';
import { leadsAsCsv } from './csv-leads.ts';
import { leadList, oneLead, todoList } from './lists.ts';
import { dismissLead, recordNote } from './notes.ts';
import { leadListReply, leadParams, leadQuery, leadReply, noteBody, reasonBody, stepReply, todoListReply, todoQuery } from './schemas.ts';

const inspectors = { who: ['authority'] } as const;
const officers = { who: ['authority'], officer: true } as const;

/** Leads, notes and cases, and what is asked of them. */
export function enforcementRoutes(deps: Deps): Route[] {
  return [...leadRoutes(deps), ...caseRoutes(deps), ...askingRoutes(deps)];
}

function leadRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/violations',
      id: 'listLeads',
      tag: 'judging',
      summary: 'Leads of an authority',
      description:
        'What recorded facts meet which article, newest first: of the caller’s department and region by the place of the act, and what a competence gives it. ' +
        '`weight=reminder` shows reminders with their counts; to-dos are the party’s alone. Filters combine; an unknown filter or value is refused. The first page carries `counts`. ' +
        'As CSV (`Accept: text/csv` or `format=csv`): title, filter and number of lines in the first three lines, then the heads; UTF-8 with a byte order mark, at most 20,000 leads, cells that begin like a formula behind an apostrophe.',
      access: { who: ['authority', 'admin'] },
      query: leadQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: leadListReply } },
      handle: async (call) => {
        if (wantsCsv(call.request, call.query.format)) return leadsAsCsv(deps, call, call.query);
        const list = await leadList(deps, call, call.query);
        return json(200, list, nextLink(call, list.next));
      },
    }),
    route({
      method: 'get',
      path: '/v1/violations/{id}',
      id: 'readLead',
      tag: 'judging',
      summary: 'One lead',
      description:
        'For an authority in scope, and for the party it is about. Each fact says who entered it; an article that was not read is null (待核实).',
      access: { who: ['authority', 'admin', 'party'], delegateRight: 'party' },
      params: leadParams,
      replies: { 200: { description: 'The lead', schema: leadReply } },
      handle: async (call) => json(200, await oneLead(deps, call, call.params.id)),
    }),
    route({
      method: 'post',
      path: '/v1/violations',
      id: 'noteViolation',
      tag: 'judging',
      summary: 'Enter what an officer saw',
      description:
        'Entered in the authority’s own chain and judged at once; the lead is established and belongs to this authority. Only for rules that are seen on site and not in records (code-not-displayed); a site outside the department or region is 404.',
      access: inspectors,
      body: noteBody,
      replies: {
        201: { description: 'Entered', schema: leadReply },
        404: { description: 'A party or site that is not there or not in the caller’s scope' },
      },
      handle: (call) => recordNote(deps, call, authorityOf(call.caller)),
    }),
    route({
      method: 'post',
      path: '/v1/violations/{id}/dismissal',
      id: 'dismissLead',
      tag: 'judging',
      summary: 'Dismiss a lead',
      description:
        'With a reason, which stands in the record. Only while the lead is open; in a case it ends with the case. Judging the same fact again does not bring it back.',
      access: officers,
      params: leadParams,
      body: reasonBody,
      replies: { 201: { description: 'Dismissed', schema: stepReply } },
      handle: (call) => dismissLead(deps, call, authorityOf(call.caller)),
    }),
    route({
      method: 'get',
      path: '/v1/todos',
      id: 'listTodos',
      tag: 'judging',
      summary: 'What stands open for the caller',
      description:
        'To-dos, reminders and leads of the party itself: first what an order asks for by a day (`dueOn`), then the newest. The first page carries `deadlines`: orders, statements and deliveries to confirm, the nearest first.',
      access: { who: ['party'], delegateRight: 'party' },
      query: todoQuery,
      replies: { 200: { description: 'A page', schema: todoListReply } },
      handle: async (call) => {
        const list = await todoList(deps, { ...call, caller: partyCaller(call) }, call.query);
        return json(200, list, nextLink(call, list.next));
      },
    }),
  ];
}
