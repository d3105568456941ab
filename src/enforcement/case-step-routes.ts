import type { z } from '@hono/zod-openapi';
import type { AuthorityCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { authorityOf } from './calling.ts';
import { enforcement, payment, review, revocation, upholding } from './case-after.ts';
import { approval, decision, noPenalty } from './case-decision.ts';
import { closing, referral, withdrawal } from './case-ending.ts';
import { hearing, notice } from './case-notice.ts';
import * as bodies from './case-schemas.ts';
import { service } from './case-service.ts';
import { statementReceived } from './case-statement.ts';
import { correction, order } from './case-steps.ts';
import { receivedBody } from './received-schemas.ts';
import { stepReply } from './schemas.ts';

const officers = { who: ['authority'], officer: true } as const;

/** The steps of a case, from the order to its closing. */
export function caseStepRoutes(deps: Deps): Route[] {
  return [...untilDecision(deps), ...deciding(deps), ...afterDecision(deps)];
}

interface StepSpec<B extends z.ZodType> {
  step: string;
  id: string;
  summary: string;
  description: string;
  body: B;
  /** What an inspector sees and does on site: a fact, no decision. */
  onSite?: boolean;
  take(deps: Deps, call: Call<{ id: string }, unknown, z.output<B>>, caller: AuthorityCaller): Promise<Reply>;
}

/** One step as an operation: an officer's call, its body, and the refusals every step shares. */
export function stepRoute<B extends z.ZodType>(deps: Deps, { step, take, onSite, ...spec }: StepSpec<B>): Route {
  return route({
    ...spec,
    method: 'post',
    path: `/v1/cases/{id}/${step}`,
    tag: 'judging',
    access: onSite ? { who: ['authority'] } : officers,
    params: bodies.caseParams,
    replies: {
      201: { description: 'The step stands in the record', schema: stepReply },
      409: { description: 'Not the next step; `article` names the article of procedure, `lastStep` who did what when' },
    },
    handle: (call) => take(deps, call, authorityOf(call.caller)),
  });
}

function untilDecision(deps: Deps): Route[] {
  return [
    stepRoute(deps, {
      step: 'order',
      id: 'orderCorrection',
      summary: 'Order correction by a day',
      description:
        '责令限期改正 (28). A day in the past is refused (422). Once a case, and again only where its day passed before it was served; when another officer ordered first, 409 tells what stands. `service` records that it was handed over at once.',
      body: bodies.orderBody,
      take: order,
    }),
    stepRoute(deps, {
      step: 'correction',
      id: 'recordCorrection',
      onSite: true,
      summary: 'Record compliance an officer has seen',
      description:
        'Seen by the last day of the order, that day included: the case closes and its leads are corrected. Later: `corrected`, and the case stays open for the notice that may follow.',
      body: bodies.correctionBody,
      take: correction,
    }),
    stepRoute(deps, {
      step: 'notice',
      id: 'giveNotice',
      summary: 'Tell the party the penalty intended',
      description:
        '行政处罚告知书 (44): the fine within its band, facts, reasons and basis. Where the law orders correction first, only once the order was served and has run out (409). The period for statement begins with its service; given anew, it begins again. The right to a hearing is told unless `hearing` says no, which is refused as long as nobody knows which fine is a larger one (63).',
      body: bodies.noticeBody,
      take: notice,
    }),
    stepRoute(deps, {
      step: 'statementReceived',
      id: 'receiveStatement',
      summary: 'Enter a statement made on paper or in person',
      description:
        'The party may answer on paper or before the officers (45). What was received counts like what the party enters itself: as its statement, as asking for a hearing on the day it was received (64), or as giving further statement up (62). Until the decision.',
      body: receivedBody,
      take: statementReceived,
    }),
    stepRoute(deps, {
      step: 'hearing',
      id: 'recordHearing',
      summary: 'Record a hearing',
      description:
        'That was asked for (63, 64): announced seven working days before, chaired by somebody else than the investigating officers; or why none is held. A decision after a hearing names its legal review (58).',
      body: bodies.hearingBody,
      take: hearing,
    }),
    stepRoute(deps, {
      step: 'withdrawal',
      id: 'withdrawCase',
      summary: 'Withdraw a case',
      description: 'Before it is decided, with the reason; its leads are dismissed (57).',
      body: bodies.withdrawalBody,
      take: withdrawal,
    }),
    stepRoute(deps, {
      step: 'referral',
      id: 'referCase',
      summary: 'Refer a case',
      description: '案件移送: on suspicion of a crime (27), or to the authority that is competent (22, 25); with the reason.',
      body: bodies.referralBody,
      take: referral,
    }),
  ];
}

function deciding(deps: Deps): Route[] {
  return [
    stepRoute(deps, {
      step: 'decision',
      id: 'decideCase',
      summary: 'Decide on the penalty',
      description:
        'After the notice was served, the period for statement and a hearing that was asked for (44, 45, 62, 63); 409 before. Above the maximum, or above what the party was told (45), 422. Below the minimum it needs `ground` (32, 33) and waits as `awaiting-approval` for a second officer.',
      body: bodies.decisionBody,
      take: decision,
    }),
    stepRoute(deps, {
      step: 'approval',
      id: 'approveDecision',
      summary: 'Approve a decision below the minimum',
      description:
        'By a second officer with a key of their own: the key that proposed it is refused (403). `agrees: false` sends it back to `notified`.',
      body: bodies.approvalBody,
      take: approval,
    }),
    stepRoute(deps, {
      step: 'noPenalty',
      id: 'noPenalty',
      summary: 'Decide that there is no penalty',
      description: '不予处罚 with its legal ground (33, 36, 57; 食品安全法 136) and reason. Facts not established dismiss the leads.',
      body: bodies.noPenaltyBody,
      take: noPenalty,
    }),
  ];
}

function afterDecision(deps: Deps): Route[] {
  return [
    stepRoute(deps, {
      step: 'service',
      id: 'serveDocument',
      onSite: true,
      summary: 'Record the service of a document',
      description:
        'Of the order, the notice or the decision: on which day, how, by which two officers (61). The decision takes effect with it and counts as a sanction of the party for repeated acts. Electronic service needs the party’s written agreement.',
      body: bodies.serviceBody,
      take: service,
    }),
    stepRoute(deps, {
      step: 'payment',
      id: 'recordPayment',
      summary: 'Record a payment',
      description: 'Paid to the bank within 15 days of service (67); `paid` once nothing is open.',
      body: bodies.paymentBody,
      take: payment,
    }),
    stepRoute(deps, {
      step: 'enforcement',
      id: 'enforceDecision',
      summary: 'Enforce a decision',
      description: 'Once the days for payment have passed (72): surcharge of 3 % a day, at most the fine itself.',
      body: bodies.enforcementBody,
      take: enforcement,
    }),
    stepRoute(deps, {
      step: 'review',
      id: 'noteReview',
      summary: 'Note a review or suit',
      description:
        'The party has asked for administrative review or gone to court (7). The decision stays in force; the surcharge stands still (73).',
      body: bodies.reviewBody,
      take: review,
    }),
    stepRoute(deps, {
      step: 'upholding',
      id: 'upholdDecision',
      summary: 'Note that a decision was upheld',
      description: 'The review or suit left it standing; the case goes on where it was.',
      body: bodies.upholdingBody,
      take: upholding,
    }),
    stepRoute(deps, {
      step: 'revocation',
      id: 'revokeDecision',
      summary: 'Revoke a decision',
      description: 'The decision falls; its sanction no longer counts for repeated acts.',
      body: bodies.revocationBody,
      take: revocation,
    }),
    stepRoute(deps, {
      step: 'closing',
      id: 'closeCase',
      summary: 'Close a case',
      description:
        'With a reason; its leads close with it. Between the notice and the service of a decision it cannot be closed: withdraw it or decide.',
      body: bodies.closingBody,
      take: closing,
    }),
  ];
}
