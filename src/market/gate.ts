import { recordDisplay } from '../custody/displays.ts';
import { recordOutsideReceipt } from '../custody/outside.ts';
import { actingFor, withRight } from '../parties/acting.ts';
import type { PartyCaller, Right } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { each, type One } from '../platform/each.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import type { GateEntry, GateInput } from './schemas.ts';
import { type Stall, stallsOf } from './stalls.ts';

/**
 * POST /v1/gate-entries: outside receipts for many stalls in one call, each in the chain of its stall under the delegation that stall gave. One that is refused
 * leaves the others as they are; sent again under the same idempotency key, what was recorded is answered and not recorded twice.
 */
export async function enterGoods(deps: Deps, call: Call<unknown, unknown, GateInput>, caller: PartyCaller): Promise<Reply> {
  const stalls = await stallsOf(deps.store.read, caller, call.now);
  const callers = await actingFor(
    deps.store.read,
    caller,
    stalls.map((stall) => stall.partyId),
    call.now,
  );
  return json(200, {
    results: await each(deps, call, call.body.entries, (one, entry, i) =>
      enterOne(deps, one, entry, `/entries/${i}`, { stalls, callers, receivedAt: call.body.receivedAt }),
    ),
  });
}

interface Market {
  stalls: readonly Stall[];
  callers: ReadonlyMap<number, PartyCaller>;
  receivedAt: string | undefined;
}

async function enterOne(deps: Deps, one: One, entry: GateEntry, root: string, { stalls, callers, receivedAt }: Market): Promise<unknown> {
  const { stall: named, show, ...goods } = entry;
  const stall = stallNamed(stalls, named, root);
  const acting = withRightAt(callers, stall, 'custody');
  const showing = show ? withRightAt(callers, stall, 'displays') : null;
  const body = { ...goods, site: stall.publicId, ...(receivedAt === undefined ? {} : { receivedAt }) };
  const receipt = await one(acting, '', (call) => recordOutsideReceipt(deps, { ...call, body }, acting));
  const received = JSON.parse(receipt.body) as { lines: { traceCode: string }[] };
  const traceCodes = [...new Set(received.lines.map((line) => line.traceCode))];
  if (showing)
    await one(showing, 'show', (call) =>
      recordDisplay(deps, { ...call, body: { site: stall.publicId, place: '摊位码', traceCodes } }, showing),
    );
  return { stall: { id: stall.publicId, stallNumber: stall.stallNumber }, ...received };
}

/** @throws {Problem} forbidden where no delegation of the stall gives the right for it */
function withRightAt(callers: Market['callers'], { partyId, id }: Stall, right: Right): PartyCaller {
  const acting = withRight(callers.get(partyId), right);
  if (!acting || (acting.siteIds && !acting.siteIds.includes(id))) throw missingRight(right);
  return acting;
}

function stallNamed(stalls: readonly Stall[], named: string, root: string): Stall {
  const byId = stalls.find((stall) => stall.publicId === named);
  const numbered = stalls.filter((stall) => stall.stallNumber === named.trim());
  const [only] = numbered;
  if (byId) return byId;
  if (only && numbered.length === 1) return only;
  throw invalidInput([
    {
      pointer: `${root}/stall`,
      found: named,
      expected: {
        zh: numbered.length > 1 ? '该摊位号有多个摊位，请填写 id' : '已委托本市场的摊位的 id 或者摊位号',
        en:
          numbered.length > 1
            ? 'the id, since several stalls have this number'
            : 'the id or number of a stall that delegated to this market',
      },
      fix: {
        zh: '用 GET /v1/stalls 查询；未委托的先由摊主办理委托',
        en: 'look it up with GET /v1/stalls; a stall that has not delegated does so first',
      },
    },
  ]);
}

function missingRight(right: string): Problem {
  return new Problem('forbidden', {
    zh: `摊主的委托不含“${right}”权限。`,
    en: `The delegation of the stall does not carry the right "${right}".`,
  });
}
