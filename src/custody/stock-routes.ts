import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { endDisplay, listDisplays, recordDisplay } from './displays.ts';
import { recordDisposition } from './dispositions.ts';
import { listHoldings } from './holdings.ts';
import { recordOpening } from './openings.ts';
import { recordOutsideReceipt } from './outside.ts';
import {
  displayBody,
  displayEndBody,
  dispositionBody,
  idParam,
  listReply,
  openingBody,
  outsideBody,
  recordedReply,
  siteQuery,
} from './schemas.ts';
import { storeCodeRoutes } from './store-code-routes.ts';

const tag = 'custody';
const movers = { who: ['party'], right: 'custody' } as const;
const showers = { who: ['party'], right: 'displays' } as const;
const recorded = { 201: { description: 'Recorded', schema: recordedReply } };
const listed = { 200: { description: 'A page; `next` and the Link header lead on', schema: listReply } };

/** What a party has, how it came without a shipment here, where it went, and what it shows. */
export function stockRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/receipts',
      id: 'recordOutsideReceipt',
      tag,
      summary: 'Receive from a supplier outside the system',
      description:
        'Goods from a supplier who does not record here. Goods described by product become a batch of origin outside with a trace code of its own; goods named as recorded already are added to the holding. ' +
        'A natural supplier’s name and address, and every contact, are kept as commitments.',
      access: movers,
      body: outsideBody,
      replies: recorded,
      handle: (call) => recordOutsideReceipt(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/openings',
      id: 'recordOpening',
      tag,
      summary: 'Opening stock of a site',
      description:
        'The stock a site begins with, once a site: from its date on balances are judged. Goods that went out before they were in the books are made good by it; goods already in the books by their record or receipt are refused.',
      access: movers,
      body: openingBody,
      replies: recorded,
      handle: (call) => recordOpening(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/dispositions',
      id: 'recordDisposition',
      tag,
      summary: 'Goods sold, consumed or destroyed',
      description:
        'What left the chain: sold to consumers, consumed in the kitchen, destroyed. More than there is is recorded, not refused: the rules find it. ' +
        'A till may send `storeCode`, the label of the shop’s scale: the batch is the one it stood for at that time (see POST /v1/store-codes), the weight the one it holds. ' +
        'A label that stands for several batches in stock is refused with the candidates; one that stands for none, with the reason.',
      access: movers,
      body: dispositionBody,
      replies: recorded,
      handle: (call) => recordDisposition(deps, call, partyCaller(call)),
    }),
    ...storeCodeRoutes(deps),
    route({
      method: 'get',
      path: '/v1/holdings',
      id: 'listHoldings',
      tag,
      summary: 'What the caller has',
      description:
        'Batches by site with the balance of the caller’s own records, newest first; below zero where more went out than is known to have come in.',
      access: { who: ['party'] },
      query: siteQuery,
      replies: listed,
      handle: (call) => listHoldings(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/displays',
      id: 'recordDisplay',
      tag,
      summary: 'Show codes at the sales site',
      description: 'Trace codes of goods in stock there, shown at a place of sale (公示), one record a code. Ends the todo to show them.',
      access: showers,
      body: displayBody,
      replies: recorded,
      handle: (call) => recordDisplay(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/displays',
      id: 'listDisplays',
      tag,
      summary: 'What the caller shows where',
      description: 'Displays of the caller, newest first, ended ones too.',
      access: { who: ['party'] },
      query: siteQuery,
      replies: listed,
      handle: (call) => listDisplays(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/displays/{id}/end',
      id: 'endDisplay',
      tag,
      summary: 'End a display',
      description: 'The code is shown there no more.',
      access: showers,
      params: idParam,
      body: displayEndBody,
      replies: recorded,
      handle: (call) => endDisplay(deps, call, partyCaller(call)),
    }),
  ];
}
