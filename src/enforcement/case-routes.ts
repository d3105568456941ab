import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { nextLink } from '../platform/paging.ts';
import { json, page, type Route, route } from '../platform/route.ts';
import { authorityOf } from './calling.ts';
import { bulkOrder, bulkReminder } from './case-bulk.ts';
import { caseList, oneCase } from './case-reading.ts';
import { bulkReply, caseListReply, caseReply, statementReply, wholeCaseReply } from './case-replies.ts';
import * as bodies from './case-schemas.ts';
import { caseStepRoutes, stepRoute } from './case-step-routes.ts';
import { addLeads, openCase } from './cases.ts';
import { caseDocument } from './documents/draft.ts';
import { DOCUMENT_CSP } from './documents/style.ts';
import { leadParams } from './schemas.ts';
import { stateOnCase, stateOnLead } from './statements.ts';

const officers = { who: ['authority'], officer: true } as const;
const readers = { who: ['authority', 'admin', 'party'], delegateRight: 'party' } as const;

/** Cases from their opening to their end, the party's word in them, and their documents. */
export function caseRoutes(deps: Deps): Route[] {
  return [...gathering(deps), ...reading(deps), ...caseStepRoutes(deps), ...answering(deps)];
}

function gathering(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/cases',
      id: 'openCase',
      tag: 'judging',
      summary: 'Gather leads into a case',
      description:
        'One party, one offence, one course of conduct, one case: it is punished once (行政处罚法 29). Two different officers are named (42). The leads must be open and in scope; when a colleague was first, 409 says into which case they went, and where the course has its case already, which.',
      access: officers,
      body: bodies.caseBody,
      replies: {
        201: { description: 'Opened', schema: caseReply },
        404: { description: 'A lead that is not there or not in the caller’s scope' },
      },
      handle: (call) => openCase(deps, call, authorityOf(call.caller)),
    }),
    route({
      method: 'post',
      path: '/v1/cases/bulk-order',
      id: 'bulkOrder',
      tag: 'judging',
      summary: 'Open and order cases, one line a firm',
      description:
        'For an office with more leads than officers: `violationIds` or `filter` (200 leads at most) become one case for each party and offence, each ordered to correct by the same day. Each line has its own status; what stands is one commit.',
      access: officers,
      body: bodies.bulkOrderBody,
      replies: {
        200: { description: 'One line a firm and offence', schema: bulkReply },
        404: { description: 'A lead that is not there or not in the caller’s scope' },
      },
      handle: (call) => bulkOrder(deps, call, authorityOf(call.caller)),
    }),
    route({
      method: 'post',
      path: '/v1/reminders/bulk',
      id: 'bulkReminder',
      tag: 'judging',
      summary: 'Remind parties, one line a firm',
      description:
        'Leads or reminders by `violationIds` or `filter` (200 at most): each party gets one reminder, shown with what it is about. A reminder is no order and starts no period.',
      access: officers,
      body: bodies.bulkReminderBody,
      replies: {
        200: { description: 'One line a firm', schema: bulkReply },
        404: { description: 'A lead that is not there or not in the caller’s scope' },
      },
      handle: (call) => bulkReminder(deps, call, authorityOf(call.caller)),
    }),
    stepRoute(deps, {
      step: 'leads',
      id: 'addLeads',
      summary: 'Add leads to a case',
      description:
        'Open leads of the same party and offence, until the notice is given: then the party has been told what it is about (44).',
      body: bodies.leadsBody,
      take: addLeads,
    }),
  ];
}

function reading(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/cases',
      id: 'listCases',
      tag: 'judging',
      summary: 'Cases',
      description: 'Of the authority and the offices of its department below it; of the party its own.',
      access: readers,
      query: bodies.caseQuery,
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
        'Its leads, every step taken, statements, the days that count with their basis, what is still missing, and the penalty by the law of the day of the act with its arithmetic. The party reads its own, without what is still proposed inside the office.',
      access: readers,
      params: bodies.caseParams,
      replies: { 200: { description: 'The case', schema: wholeCaseReply } },
      handle: async (call) => json(200, await oneCase(deps, call, call.params.id)),
    }),
    route({
      method: 'get',
      path: '/v1/cases/{id}/documents/{kind}',
      id: 'draftDocument',
      tag: 'judging',
      summary: 'Draft of a document of the case, to print',
      description:
        '责令改正通知书, 行政处罚告知书, 行政处罚决定书 or 案件移送函 in Chinese, filled from the case and marked 草稿: each fact with its trace code and the entry of the ledger it stands in, each article with 待核实 where it was not read. What the case does not hold is left blank to be filled by hand.',
      access: { who: ['authority', 'admin'] },
      params: bodies.documentParams,
      replies: { 200: { description: 'A page to print', mediaType: 'text/html' } },
      handle: async (call) => {
        const headers = { 'Content-Security-Policy': DOCUMENT_CSP, 'Cache-Control': 'no-store' };
        return page(200, await caseDocument(deps, call, call.params), headers);
      },
    }),
  ];
}

function answering(deps: Deps): Route[] {
  const party = { who: ['party'], right: 'party' } as const;
  const replies = { 201: { description: 'Entered in the party’s own chain', schema: statementReply } };
  return [
    route({
      method: 'post',
      path: '/v1/violations/{id}/statements',
      id: 'stateOnLead',
      tag: 'judging',
      summary: 'Answer a lead',
      description: 'The party says what it has to say about a to-do, reminder or lead that concerns it, with files it has stored (45).',
      access: party,
      params: leadParams,
      body: bodies.statementBody,
      replies,
      handle: (call) => stateOnLead(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/cases/{id}/statements',
      id: 'stateOnCase',
      tag: 'judging',
      summary: 'State and defend in a case',
      description:
        'Until the decision (45). `hearing` asks for a hearing, within five working days of the notice (64, 85); `waives` expressly gives further statement up, so that the decision need not wait (62).',
      access: party,
      params: bodies.caseParams,
      body: bodies.caseStatementBody,
      replies,
      handle: (call) => stateOnCase(deps, call, partyCaller(call)),
    }),
  ];
}
