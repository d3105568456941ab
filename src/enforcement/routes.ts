import { type AuthorityCaller, type Caller, partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { nextLink } from '../platform/paging.ts';
import { json, type Route, route } from '../platform/route.ts';
import { closing, correction, order } from './case-steps.ts';
import { openCase } from './cases.ts';
import { caseList, leadList, oneCase, oneLead, todoList } from './lists.ts';
import { dismissLead, recordNote } from './notes.ts';
import {
  caseBody,
  caseListReply,
  caseParams,
  caseQuery,
  caseReply,
  correctionBody,
  leadListReply,
  leadParams,
  leadQuery,
  leadReply,
  noteBody,
  orderBody,
  reasonBody,
  stepReply,
  todoQuery,
} from './schemas.ts';

const officers = { who: ['authority'] } as const;

/** The caller of an operation that only authorities may call; the mount has refused everyone else. */
export function authorityOf(caller: Caller): AuthorityCaller {
  if (caller.kind !== 'authority') throw new Error('This operation is for authorities; its access says otherwise.');
  return caller;
}

/** Leads, notes and cases. */
export function enforcementRoutes(deps: Deps): Route[] {
  return [...leadRoutes(deps), ...caseRoutes(deps)];
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
        '`weight=reminder` shows reminders with their counts; to-dos are the party’s alone. Filters combine; an unknown filter or value is refused. The first page carries `counts`.',
      access: { who: ['authority', 'admin'] },
      query: leadQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: leadListReply } },
      handle: async (call) => {
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
      access: officers,
      body: noteBody,
      replies: { 201: { description: 'Entered', schema: leadReply } },
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
      description: 'To-dos, reminders and leads of the party itself: first what an order asks for by a day (`dueOn`), then the newest.',
      access: { who: ['party'], delegateRight: 'party' },
      query: todoQuery,
      replies: { 200: { description: 'A page', schema: leadListReply } },
      handle: async (call) => {
        const list = await todoList(deps, { ...call, caller: partyCaller(call) }, call.query);
        return json(200, list, nextLink(call, list.next));
      },
    }),
  ];
}

function caseRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/cases',
      id: 'openCase',
      tag: 'judging',
      summary: 'Gather leads into a case',
      description:
        'One party, one offence, one case: a course of conduct is punished once. Two different officers are named. The leads must be open and in scope; when a colleague was first, 409 says into which case they went.',
      access: officers,
      body: caseBody,
      replies: { 201: { description: 'Opened', schema: caseReply } },
      handle: (call) => openCase(deps, call, authorityOf(call.caller)),
    }),
    route({
      method: 'get',
      path: '/v1/cases',
      id: 'listCases',
      tag: 'judging',
      summary: 'Cases',
      description: 'Of the authority and the offices of its department below it; of the party its own.',
      access: { who: ['authority', 'admin', 'party'], delegateRight: 'party' },
      query: caseQuery,
      replies: { 200: { description: 'A page, newest first', schema: caseListReply } },
      handle: async (call) => {
        const list = await caseList(deps, call, call.query);
        return json(200, list, nextLink(call, list.next));
      },
    }),
    route({
      method: 'get',
      path: '/v1/cases/{id}',
      id: 'readCase',
      tag: 'judging',
      summary: 'One case',
      description:
        'Its leads, every step taken, the band of the offence on the day of the act and what must come before a fine. The party reads its own.',
      access: { who: ['authority', 'admin', 'party'], delegateRight: 'party' },
      params: caseParams,
      replies: { 200: { description: 'The case', schema: caseReply } },
      handle: async (call) => json(200, await oneCase(deps, call, call.params.id)),
    }),
    route({
      method: 'post',
      path: '/v1/cases/{id}/order',
      id: 'orderCorrection',
      tag: 'judging',
      summary: 'Order correction by a day',
      description:
        '责令限期改正. A day in the past is refused (422). Once a case; when another officer ordered first, 409 tells what stands.',
      access: officers,
      params: caseParams,
      body: orderBody,
      replies: { 201: { description: 'Ordered', schema: stepReply } },
      handle: (call) => order(deps, call, authorityOf(call.caller)),
    }),
    route({
      method: 'post',
      path: '/v1/cases/{id}/correction',
      id: 'recordCorrection',
      tag: 'judging',
      summary: 'Record compliance an officer has seen',
      description:
        'Seen by the last day of the order, that day included: the case closes and its leads are corrected. Later: `corrected`, and the case stays open for the notice that may follow.',
      access: officers,
      params: caseParams,
      body: correctionBody,
      replies: { 201: { description: 'Recorded', schema: stepReply } },
      handle: (call) => correction(deps, call, authorityOf(call.caller)),
    }),
    route({
      method: 'post',
      path: '/v1/cases/{id}/closing',
      id: 'closeCase',
      tag: 'judging',
      summary: 'Close a case',
      description: 'With a reason; its leads close with it.',
      access: officers,
      params: caseParams,
      body: reasonBody,
      replies: { 201: { description: 'Closed', schema: stepReply } },
      handle: (call) => closing(deps, call, authorityOf(call.caller)),
    }),
  ];
}
