import { z } from '@hono/zod-openapi';
import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { answerAmendment, proposeAmendment } from './amendments.ts';
import { confirmForBranches } from './branch-receipts.ts';
import { PHOTO_FORM_LIMIT } from './receipt-photos.ts';
import { confirmReceipt } from './receipts.ts';
import { remindBuyer } from './reminding.ts';
import {
  amendmentBody,
  amendmentParam,
  branchReceiptsBody,
  deliveryBody,
  idParam,
  langQuery,
  listReply,
  reasonBody,
  receiptBody,
  recordedReply,
  shipmentBodies,
  shipmentQuery,
  shipmentView,
  slipForm,
  slipParam,
  stateReply,
  takebackBody,
} from './schemas.ts';
import { recordShipments } from './shipments.ts';
import { printSlip, showSlip } from './slip.ts';
import { answerSlip } from './slip-answer.ts';
import { recordDelivery, voidShipment } from './steps.ts';
import { stockRoutes } from './stock-routes.ts';
import { takeBack } from './takeback.ts';
import { listTransport, recordTransport } from './transport.ts';
import { transportBody, transportList, transportView } from './transport-schemas.ts';
import { listShipments, readShipment } from './views.ts';

const tag = 'custody';
const movers = { who: ['party'], right: 'custody' } as const;
const modeQuery = z.object({
  mode: z
    .enum(['each', 'all-or-nothing'])
    .optional()
    .openapi({ description: 'For arrays: each on its own (default), or all or none', example: 'all-or-nothing' }),
});

/** Shipments, slips, receipts, holdings, dispositions and displays. */
export function custodyRoutes(deps: Deps): Route[] {
  return [...shipmentRoutes(deps), ...stepRoutes(deps), ...amendmentRoutes(deps), ...slipRoutes(deps), ...stockRoutes(deps)];
}

function shipmentRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/shipments',
      id: 'recordShipment',
      tag,
      summary: 'Record a shipment',
      description:
        'Records goods that leave one of the caller’s sites, and makes the slip (随货单) whose QR the buyer confirms by phone; or up to 1,000 as an array with a result each. ' +
        'The quantities leave the sender’s holding at once and are in transit until the receipt. More than there is is recorded, not refused: the rules find it. ' +
        'A transfer goes to another site of the same party. A buyer without a credit code is kept as a commitment.',
      access: movers,
      query: modeQuery,
      body: shipmentBodies,
      replies: {
        200: { description: 'An array was sent: a result each, in its order', schema: z.object({ results: z.array(z.unknown()) }) },
        201: { description: 'Recorded', schema: shipmentView },
      },
      handle: (call) => recordShipments(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/shipments',
      id: 'listShipments',
      tag,
      summary: 'Shipments sent and received',
      description: 'Shipments the caller sent or that are addressed to it, newest first.',
      access: { who: ['party'] },
      query: shipmentQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: listReply } },
      handle: (call) => listShipments(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/shipments/{id}',
      id: 'readShipment',
      tag,
      summary: 'One shipment',
      description:
        'Its lines, what came of each, what is still in transit, the receipt, takebacks and amendments. For the sender, the buyer, and an authority whose region either place lies in.',
      access: { who: ['party', 'authority'] },
      params: idParam,
      replies: { 200: { description: 'The shipment; ETag is its revision', schema: shipmentView } },
      handle: (call) => readShipment(deps, call),
    }),
  ];
}

function stepRoutes(deps: Deps): Route[] {
  const step = { method: 'post', tag, access: movers, params: idParam } as const;
  const replies = { 201: { description: 'Recorded', schema: stateReply } };
  return [
    route({
      ...step,
      path: '/v1/shipments/{id}/receipt',
      id: 'confirmReceipt',
      summary: 'Receive and confirm',
      description:
        'By the named buyer, once. `accepted` takes over everything; `short` and `over` name the lines that differ with what came; `refused`, `notArrived` and `notMine` take over nothing. ' +
        'Lines may have an outcome of their own. What came becomes the buyer’s holding; what did not stays in transit until the sender takes it back.',
      body: receiptBody,
      replies,
      handle: (call) => confirmReceipt(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/branch-receipts',
      id: 'confirmForBranches',
      tag,
      summary: 'Check once and confirm for all branches',
      description:
        'By a head office under the delegation of its branches (食品安全法 53(3)): the same outcome and the same checks for up to 500 shipments, with a result each. Each receipt stands in the records of its branch and says who made it; one that differs is confirmed by itself.',
      access: movers,
      body: branchReceiptsBody,
      replies: { 200: { description: 'A result each, in the order sent', schema: z.object({ results: z.array(z.unknown()) }) } },
      handle: (call) => confirmForBranches(deps, call, partyCaller(call)),
    }),
    route({
      ...step,
      path: '/v1/shipments/{id}/void',
      id: 'voidShipment',
      summary: 'Void a shipment',
      description: 'By the sender, before the receipt; the goods are its own again. After the receipt both sides amend.',
      body: reasonBody,
      replies,
      handle: (call) => voidShipment(deps, call, partyCaller(call)),
    }),
    route({
      ...step,
      path: '/v1/shipments/{id}/delivery',
      id: 'recordDelivery',
      summary: 'Prove the delivery',
      description:
        'By the sender: when the goods arrived, by the carrier’s or driver’s proof. It starts the clock of the confirmation. Sent again with another time it corrects the first.',
      body: deliveryBody,
      replies,
      handle: (call) => recordDelivery(deps, call, partyCaller(call)),
    }),
    route({
      ...step,
      path: '/v1/shipments/{id}/reminder',
      id: 'remindBuyer',
      summary: 'Ask the buyer to confirm',
      description:
        'By the sender, once a shipment: the registered buyer gets a notice. 409 once the buyer has answered, was told before, or is not registered here.',
      replies,
      handle: (call) => remindBuyer(deps, call, partyCaller(call)),
    }),
    route({
      ...step,
      path: '/v1/shipments/{id}/transport',
      id: 'recordTransport',
      summary: 'Record how the goods travelled',
      description:
        'By the shipper, or the registered carrier it named: the range the goods need, readings or the log, the waybill of bulk liquids. Readings outside the range are told. The plate is kept as a commitment and never public.',
      body: transportBody,
      replies: { 201: { description: 'Recorded', schema: transportView } },
      handle: (call) => recordTransport(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/shipments/{id}/transport',
      id: 'listTransport',
      tag,
      summary: 'How a shipment travelled',
      description: 'For the sender, the buyer, the carrier and their authority, oldest first.',
      access: { who: ['party', 'authority'] },
      params: idParam,
      replies: { 200: { description: 'All that is recorded', schema: transportList } },
      handle: (call) => listTransport(deps, call),
    }),
    route({
      ...step,
      path: '/v1/shipments/{id}/takeback',
      id: 'takeBack',
      summary: 'Take goods back',
      description:
        'By the sender, after the receipt: what was shipped and not received is its own again; all of it, or the lines named. Never more than is in transit.',
      body: takebackBody,
      replies,
      handle: (call) => takeBack(deps, call, partyCaller(call)),
    }),
  ];
}

function amendmentRoutes(deps: Deps): Route[] {
  const replies = { 201: { description: 'Recorded', schema: recordedReply } };
  const answers = [
    ['acceptance', 'acceptAmendment', 'Accept an amendment', 'By the other side; its own holding follows the agreed quantities.'],
    ['refusal', 'refuseAmendment', 'Refuse an amendment', 'By the other side; by the proposer it withdraws the proposal.'],
    [
      'settlement',
      'settleAmendment',
      'Settle an accepted amendment',
      'By the proposer, whose own holding then follows; each side moves its own goods alone.',
    ],
  ] as const;
  return [
    route({
      method: 'post',
      path: '/v1/shipments/{id}/amendments',
      id: 'proposeAmendment',
      tag,
      summary: 'Propose what changed hands in fact',
      description: 'By either side, after the receipt. One amendment at a time; nothing moves until the other side accepts.',
      access: movers,
      params: idParam,
      body: amendmentBody,
      replies,
      handle: (call) => proposeAmendment(deps, call, partyCaller(call)),
    }),
    ...answers.map(([verdict, id, summary, description]) =>
      route({
        method: 'post',
        path: `/v1/shipments/{id}/amendments/{amendment}/${verdict}`,
        id,
        tag,
        summary,
        description,
        access: movers,
        params: amendmentParam,
        replies,
        handle: (call) => answerAmendment(deps, call, partyCaller(call), verdict),
      }),
    ),
  ];
}

function slipRoutes(deps: Deps): Route[] {
  const html = { description: 'The slip', mediaType: 'text/html' };
  return [
    route({
      method: 'get',
      path: '/v1/shipments/{id}/slip',
      id: 'printSlip',
      tag,
      summary: 'Print the slip',
      description:
        'The paper that goes with the goods (随货单), with its QR and the supplier’s address and telephone; for the sender, the buyer and their authority.',
      access: { who: ['party', 'authority'] },
      params: idParam,
      query: langQuery,
      replies: { 200: html },
      handle: (call) => printSlip(deps, call),
    }),
    route({
      method: 'get',
      path: '/s/{slip}',
      id: 'showSlip',
      tag,
      summary: 'The slip on a phone',
      description:
        'What should have come, and the form to confirm it. No account: the code on the paper is the right to see it. JSON by Accept.',
      access: { who: ['public'] },
      params: slipParam,
      query: langQuery,
      replies: { 200: html },
      handle: (call) => showSlip(deps, call),
    }),
    route({
      method: 'post',
      path: '/s/{slip}',
      id: 'answerSlip',
      tag,
      summary: 'Confirm by the slip',
      description:
        'The receipt without an account, once, marked `by: link`; by the buyer’s own key or session it is marked `by: key`. Takes the page’s form, with up to 3 photos (`photos`, JPEG, PNG or WebP, 8 MB each, 24 MB together; both sides of the shipment can read them) as multipart/form-data, or the JSON of POST …/receipt with `signedName`. ' +
        'A second one is answered 409 with what was confirmed.',
      access: { who: ['public'] },
      params: slipParam,
      query: langQuery,
      body: slipForm,
      bodyKind: 'multipart',
      bodyLimit: PHOTO_FORM_LIMIT,
      replies: {
        201: { description: 'Confirmed (JSON)', schema: stateReply },
        303: { description: 'Confirmed (form): go and see the slip' },
      },
      handle: (call) => answerSlip(deps, call),
    }),
  ];
}
