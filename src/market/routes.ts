import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { enterGoods } from './gate.ts';
import { gateBody, gateReply, langQuery, marketParams, stallPage, stallQuery } from './schemas.ts';
import { showStall, stallQr } from './stall-page.ts';
import { listStalls } from './stalls.ts';

const tag = 'market';

/** Gate entries, stalls, and the one code of a stall. */
export function marketRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/gate-entries',
      id: 'enterGoods',
      tag,
      summary: 'Enter goods for the stalls of a market',
      description:
        'By a market operator, for stalls that delegated to it: what came, from whom, by name and weight, for many stalls in one call, with a result each. Each becomes a receipt from outside in the records of its stall, entered by the operator. With `show` the codes stand on the stall’s page at once.',
      access: { who: ['party'], right: 'custody', kinds: ['marketOperator'] },
      body: gateBody,
      replies: { 200: { description: 'A result each, in the order sent', schema: gateReply } },
      handle: (call) => enterGoods(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/v1/stalls',
      id: 'listStalls',
      tag,
      summary: 'Stalls the caller may enter goods for',
      description: 'Stalls of parties that delegated to the caller, with the page and the code of each.',
      access: { who: ['party'] },
      query: stallQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: stallPage } },
      handle: (call) => listStalls(deps, call, partyCaller(call)),
    }),
    route({
      method: 'get',
      path: '/m/{code}',
      id: 'showStall',
      tag: 'public',
      summary: 'What a stall shows today',
      description: 'One code a stall (一摊一码): the goods it shows today, each leading to its own page.',
      access: { who: ['public'] },
      params: marketParams,
      query: langQuery,
      replies: { 200: { description: 'The page', mediaType: 'text/html' }, 404: { description: 'No such stall or shop' } },
      handle: (call) => showStall(deps, call),
    }),
    route({
      method: 'get',
      path: '/m/{code}/qr.svg',
      id: 'stallQr',
      tag: 'public',
      summary: 'The QR code of a stall',
      description: 'Leads to the stall’s page.',
      access: { who: ['public'] },
      params: marketParams,
      replies: { 200: { description: 'The symbol', mediaType: 'image/svg+xml' } },
      handle: (call) => stallQr(deps, call),
    }),
  ];
}
