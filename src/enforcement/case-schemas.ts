import { z } from '@hono/zod-openapi';
import { civilDate, paging, text } from '../platform/fields.ts';
import type { Bilingual } from '../platform/problem-detail.ts';
import { circumstances } from './case-circumstances.ts';
import { caseStates, noPenaltyGrounds, penaltyLaw, servedDocuments, stepKinds, waysOfService } from './case-model.ts';
import { others } from './case-others.ts';

export type { CircumstancesInput } from './case-circumstances.ts';

/** A reason that must be given; without one the refusal names the article that asks for it. */
export function reason(article: Bilingual, example: string, description = 'Why; stands in the record') {
  return z
    .string()
    .max(2_000)
    .default('')
    .superRefine((value, context) => {
      if (value.trim() !== '') return;
      const refusal = {
        found: value === '' ? '(missing)' : value,
        expected: { zh: `说明理由（${article.zh}）`, en: `a reason (${article.en})` },
        fix: { zh: '写明理由', en: 'give the reason' },
      };
      context.addIssue({ code: 'custom', params: { refusal } });
    })
    .openapi({ description: `${description} (${article.zh})`, example });
}

const fineCents = z
  .number()
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER)
  .openapi({ description: 'Fine in cents, both ends of a band included', example: 300_000 });

const fineOrNone = z
  .number()
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER)
  .default(0)
  .openapi({ description: 'Fine in cents, both ends of a band included; 0 or left out where `others` stand alone', example: 300_000 });

const officer = text(60, 'Name of an officer', '甲');
const twoOfficers = (description: string) =>
  z
    .array(officer)
    .min(2)
    .max(2)
    .openapi({ description, example: ['甲', '乙'] });
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .openapi({ description: 'SHA-256 of a file, hexadecimal', example: '9f2c6a1b7d3e4f508192a3b4c5d6e7f80918273645546372819a0b1c2d3e4f50' });
const files = z.array(sha256).max(20).optional().openapi({ description: 'Files stored before with PUT /v1/files/{sha256}', example: [] });
const violationIds = (description: string) =>
  z
    .array(text(40, 'Id of a lead', 'vLt8Kd2rYb7xQ3mA'))
    .min(1)
    .max(200)
    .openapi({ description, example: ['vLt8Kd2rYb7xQ3mA'] });

export const caseParams = z.object({ id: text(40, 'Id of the case', 'cT3kP9dWq2RnYb7x') });
export const documentParams = z.object({
  id: text(40, 'Id of the case', 'cT3kP9dWq2RnYb7x'),
  kind: z
    .enum(['order', 'notice', 'decision', 'referral'])
    .openapi({ description: '责令改正通知书, 行政处罚告知书, 行政处罚决定书, 案件移送函', example: 'notice' }),
});

export const caseQuery = z.strictObject({
  state: z
    .enum(caseStates)
    .optional()
    .openapi({ description: caseStates.join(', '), example: 'ordered' }),
  ...paging,
});

export const caseBody = z
  .strictObject({
    violationIds: violationIds('Open leads of one party and one offence'),
    officers: twoOfficers('The two officers in charge (行政处罚法 42), named in their function'),
  })
  .openapi('CaseRequest', { description: 'Leads to gather into one case' });
export type CaseInput = z.output<typeof caseBody>;

export const leadsBody = z
  .strictObject({ violationIds: violationIds('Further open leads of the same party and offence') })
  .openapi('CaseLeads', { description: 'Leads to add to an open case' });

const service = {
  servedOn: civilDate('Day of service; today when left out', '2026-11-20').optional(),
  how: z
    .enum(waysOfService)
    .optional()
    .openapi({ description: 'in-person unless said otherwise; electronic needs `consent` (行政处罚法 61)', example: 'in-person' }),
  officers: twoOfficers('Who served it; the officers of the case when left out').optional(),
  consent: z
    .boolean()
    .optional()
    .openapi({ description: 'The party has signed that it agrees to electronic service (行政处罚法 61)', example: false }),
  receipt: sha256.optional().openapi({ description: 'SHA-256 of the proof of service (送达回证)', example: '0'.repeat(64) }),
};
const served = z.strictObject(service).openapi({ description: 'Given where the document was handed over at once', example: {} });
export type ServiceInput = z.output<typeof served>;

export const orderBody = z
  .strictObject({
    dueOn: civilDate('Last day to correct; today or later', '2026-12-01'),
    text: text(2_000, 'What is to be corrected', '补录规格、保质期与检验合格证'),
    service: served.optional(),
  })
  .openapi('Order', { description: 'An order to correct within a time limit (责令限期改正)' });
export type OrderInput = z.output<typeof orderBody>;

export const correctionBody = z
  .strictObject({
    text: text(2_000, 'What the officer saw', '已补录，现场核对无误'),
    seenOn: civilDate('Day it was seen; today when left out', '2026-11-28').optional(),
  })
  .openapi('Correction', { description: 'Compliance an officer has seen' });

export const noticeBody = z
  .strictObject({
    fineCents: fineOrNone,
    others,
    text: text(4_000, 'Facts, reasons and basis as the party is told them', '逾期未补录追溯信息，拟处罚款'),
    hearing: z.boolean().optional().openapi({
      description:
        'The party is told it may ask for a hearing (63); true when left out. False is refused while which fine is a larger one is to be verified, and from that amount on',
      example: true,
    }),
    goodsValueCents: z
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .openapi({ description: 'Value of the goods an officer established, in cents; with its evidence', example: 1_200_000 }),
    goodsValueEvidence: text(2_000, 'What the value of the goods rests on', '进货单据合计').optional(),
    circumstances: circumstances.optional(),
    ground: text(500, 'For less than the minimum: article and item (32)', '行政处罚法第三十二条第一项：主动消除危害后果').optional(),
    service: served.optional(),
  })
  .openapi('Notice', { description: 'Notice of the intended penalty (行政处罚告知书)' });
export type NoticeInput = z.output<typeof noticeBody>;

export const statementBody = z
  .strictObject({
    text: text(8_000, 'Statement, defence or evidence in words', '当日系统故障，附截图'),
    files,
  })
  .openapi('LeadStatement', { description: 'What the party says about a lead' });
export const caseStatementBody = z
  .strictObject({
    text: text(8_000, 'Statement, defence or evidence in words', '已于次日补录，请从轻'),
    files,
    hearing: z
      .boolean()
      .optional()
      .openapi({ description: 'Asks for a hearing, within 5 working days of the notice (64)', example: false }),
    waives: z.boolean().optional().openapi({
      description: 'Expressly gives up further statement and hearing, so that the decision need not wait (62)',
      example: false,
    }),
  })
  .openapi('CaseStatement', { description: 'Statement and defence of the party' });
export type StatementInput = z.output<typeof caseStatementBody>;

export const hearingBody = z
  .strictObject({
    text: text(8_000, 'Record of the hearing, or why none is held', '听证笔录要点'),
    heldOn: civilDate('Day it was held; left out where none is held', '2026-12-20').optional(),
    announcedOn: civilDate('Day the party was told of time and place, 7 working days before (64)', '2026-12-08').optional(),
    chair: text(60, 'Who chaired it, not one of the investigating officers (64)', '丙').optional(),
    file: sha256.optional().openapi({ description: 'SHA-256 of the signed record', example: '0'.repeat(64) }),
  })
  .openapi('Hearing', { description: 'A hearing that was asked for' });
export type HearingInput = z.output<typeof hearingBody>;

export const decisionBody = z
  .strictObject({
    fineCents: fineOrNone,
    others,
    reason: reason(penaltyLaw(44), '逾期未改正，情节一般', 'Facts, reasons, and what was made of the party’s statement'),
    ground: text(500, 'For less than the minimum: article and item (32, 33)', '行政处罚法第三十二条第一项：主动消除危害后果').optional(),
    legalReview: text(2_000, 'Result of the legal review where art. 58 asks for it, as after a hearing', '法制审核通过').optional(),
  })
  .openapi('Decision', { description: 'The decision on the penalty (行政处罚决定)' });
export type DecisionInput = z.output<typeof decisionBody>;

export const approvalBody = z
  .strictObject({
    agrees: z.boolean().optional().openapi({ description: 'False sends the proposal back; true when left out', example: true }),
    text: text(2_000, 'What the second officer says', '同意').optional(),
  })
  .openapi('Approval', { description: 'A second officer’s word on a decision below the minimum' });

export const noPenaltyBody = z
  .strictObject({
    reason: reason(penaltyLaw(57), '初次发现，已及时补录，没有危害后果'),
    ground: z
      .enum(noPenaltyGrounds)
      .openapi({ description: 'Legal ground (行政处罚法 33, 36, 57; 食品安全法 136)', example: 'first-minor-corrected' }),
  })
  .openapi('NoPenalty', { description: 'No penalty (不予处罚)' });

export const withdrawalBody = z
  .strictObject({ reason: reason(penaltyLaw(57), '经查，录入时间由系统故障造成，事实不能成立') })
  .openapi('Withdrawal', { description: 'The case is withdrawn (撤案)' });

export const referralBody = z
  .strictObject({
    reason: reason(penaltyLaw(27), '涉嫌犯罪，依法移送'),
    to: text(200, 'The office it goes to', '示例市公安局').optional(),
    kind: z
      .enum(['criminal', 'other-authority'])
      .optional()
      .openapi({ description: 'Suspected crime (27), or another authority is competent (22, 25)', example: 'criminal' }),
  })
  .openapi('Referral', { description: 'The case is handed over (案件移送)' });

export const serviceBody = z
  .strictObject({
    document: z
      .enum(servedDocuments)
      .optional()
      .openapi({ description: 'Which one; the latest of the case when left out', example: 'decision' }),
    ...service,
    reason: text(2_000, 'Remark, such as why it was left at the door', '当事人拒收，留置送达').optional(),
  })
  .openapi('Service', { description: 'Service of a document of the case (送达)' });
export type ServiceBody = z.output<typeof serviceBody>;

export const paymentBody = z
  .strictObject({
    paidOn: civilDate('Day the bank received it; today when left out', '2026-12-20').optional(),
    amountCents: fineCents.optional().openapi({ description: 'Cents; all that was due on `paidOn` when left out', example: 300_000 }),
    reason: text(2_000, 'Number of the bank’s receipt or a remark', '缴款凭证 0042').optional(),
  })
  .openapi('Payment', { description: 'A payment of the fine to the bank (67)' });
export type PaymentInput = z.output<typeof paymentBody>;

export const enforcementBody = z.strictObject({ reason: reason(penaltyLaw(72), '逾期未缴纳，经催告仍未履行') }).openapi('Enforcement', {
  description: 'A decision not carried out is enforced (72); what a court asks for first (行政强制法 53, 54) is 待核实',
});

export const reviewBody = z
  .strictObject({
    kind: z.enum(['reconsideration', 'suit']).openapi({ description: '行政复议 or 行政诉讼', example: 'reconsideration' }),
    filedOn: civilDate('Day it was filed; today when left out', '2026-12-25').optional(),
    reason: text(2_000, 'Before whom, under which number', '示例市人民政府受理').optional(),
  })
  .openapi('Review', { description: 'The party has asked for review or gone to court (7)' });

export const upholdingBody = z
  .strictObject({ reason: reason(penaltyLaw(7), '复议维持原决定') })
  .openapi('Upholding', { description: 'The decision stands' });
export const revocationBody = z
  .strictObject({ reason: reason(penaltyLaw(7), '复议撤销原决定') })
  .openapi('Revocation', { description: 'The decision falls' });
export const closingBody = z
  .strictObject({ reason: reason(penaltyLaw(47), '罚款已缴清') })
  .openapi('Closing', { description: 'The case is closed' });

const filter = z
  .strictObject({
    rule: text(60, 'A rule of GET /v1/rules', 'receipt-unconfirmed').optional(),
    region: text(6, 'Place of the act: a division code or the beginning of one', '3301').optional(),
    party: text(200, 'A party: its id, `uscc:…`, or part of a firm’s name', '示例超市').optional(),
    since: civilDate('Found on this day or later').optional(),
    until: civilDate('Found on this day or earlier', '2026-11-30').optional(),
  })
  .openapi({ description: 'Open leads under these filters, 200 at most, instead of their ids', example: { rule: 'receipt-unconfirmed' } });
export type BulkFilter = z.output<typeof filter>;

const chosen = { violationIds: violationIds('Leads or reminders').optional(), filter: filter.optional() };
export const bulkReminderBody = z
  .strictObject({ ...chosen, text: text(2_000, 'What the party is reminded of', '请及时接收确认').optional() })
  .openapi('BulkReminder', { description: 'Whom to remind: `violationIds` or `filter`' });
export type BulkReminderInput = z.output<typeof bulkReminderBody>;

export const bulkOrderBody = z
  .strictObject({
    ...chosen,
    officers: twoOfficers('The two officers in charge (行政处罚法 42)'),
    dueOn: civilDate('Last day to correct; today or later', '2026-12-01'),
    text: text(2_000, 'What is to be corrected', '接收确认到货'),
  })
  .openapi('BulkOrder', { description: 'Cases to open and order, one a party and offence: `violationIds` or `filter`' });
export type BulkOrderInput = z.output<typeof bulkOrderBody>;

export const stepKind = z.enum(stepKinds);
