import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { idParam } from './schemas.ts';
import { storeCodeBody, storeCodeEndBody, storeCodeList, storeCodeQuery, storeCodeView } from './store-code-schemas.ts';
import { endStoreCode, listStoreCodes, recordStoreCode } from './store-codes.ts';

const tag = 'custody';
const movers = { who: ['party'], right: 'custody' } as const;

/** In-store codes of scales and tills. */
export function storeCodeRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/store-codes',
      id: 'recordStoreCode',
      tag,
      summary: 'Map an in-store code to a batch',
      description:
        'The labels a shop’s scale prints for an item (13 digits from 20 to 29) stand for this batch from now on, so that a sale at the till is a sale of that batch. ' +
        'A batch the shop never had is refused. Two batches at once are kept: sales of the item are then told as ambiguous while both are in stock. With `replace` the new one ends what was before.',
      access: movers,
      body: storeCodeBody,
      replies: { 201: { description: 'Recorded', schema: storeCodeView } },
      handle: (call) => recordStoreCode(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/store-codes',
      id: 'listStoreCodes',
      tag,
      summary: 'What the in-store codes stand for',
      description: 'In-store codes of the caller’s shops with their batches, newest first, ended ones too.',
      access: { who: ['party'] },
      query: storeCodeQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: storeCodeList } },
      handle: (call) => listStoreCodes(deps, call, partyCaller(call)),
    }),
    route({
      method: 'post',
      path: '/v1/store-codes/{id}/end',
      id: 'endStoreCode',
      tag,
      summary: 'End an in-store code',
      description: 'From then on the labels stand for that batch no more. Sales of an earlier time are still taken.',
      access: movers,
      params: idParam,
      body: storeCodeEndBody,
      replies: { 201: { description: 'Recorded', schema: storeCodeView } },
      handle: (call) => endStoreCode(deps, call, partyCaller(call)),
    }),
  ];
}
