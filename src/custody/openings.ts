import { newPublicId } from '../codes/ids.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { chainOf, type PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { SiteFacts } from '../rules/facts.ts';
import { judgeRecords } from '../rules/judging.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { holdingsAt } from './holdings.ts';
import { type Incoming, type IncomingLine, incomingOf, lineCodes, linesPayload, siteFor } from './incoming.ts';
import { stockRepository } from './repository.ts';
import type { OpeningInput } from './schemas.ts';
import { signed } from './scope.ts';

/**
 * POST /v1/openings: the stock a site starts with, once. Goods that went out before they were in the books are made good by it; goods that
 * came into the books already are refused, since they would be counted twice.
 * @throws {Problem} conflict when the site has its opening; invalid-input
 */
export function recordOpening(deps: Deps, call: Call<unknown, unknown, OpeningInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const site = await siteFor(deps, caller, call.body.site);
    refuseLater(call.body.asOf, civilDateOf(call.now));
    await refuseSecond(deps, caller, site);
    const incoming = await incomingOf(deps, caller, call.now, site, call.body.lines, { kind: 'opening' });
    await refuseCounted(deps, caller, site, incoming);
    const named = incoming.lines.filter((line) => line.named);
    const book = await holdingsAt(
      deps.store,
      { partyId: caller.party.id, siteId: site.id },
      named.map((line) => line.batchId),
      call.now,
    );
    const [id = 0] = await deps.store.ids(1);
    const opening: DB['opening'] = {
      id,
      publicId: newPublicId(deps.random),
      partyId: caller.party.id,
      siteId: site.id,
      asOf: call.body.asOf,
      recordedAt: call.now,
    };
    const judging = await judgeRecords(
      deps,
      call.now,
      incoming.newBatches.map((batch) => ({ kind: 'batch' as const, batch })),
    );
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        ...incoming.entries,
        {
          kind: 'opening.recorded',
          subject: `opening/${opening.publicId}`,
          payload: { ...signed(caller), site: site.publicId, asOf: opening.asOf, ...linesPayload(incoming.lines.map(ownMade)) },
        },
      ],
      rows: merged([incoming.rows, { holding: book.fresh, opening: [opening] }]),
      moves: named.map((line) => ({ holdingId: book.idOf(line.batchId), delta: line.steps })),
      touch: incoming.touch,
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => {
        const judged = judging.settle();
        const body = {
          id: opening.publicId,
          site: { id: site.publicId, name: site.name },
          asOf: opening.asOf,
          lines: lineCodes(deps, incoming.lines),
          findings: judging.found(call.locale, caller.party.id),
        };
        return { rows: merged([incoming.stamped(stamps), judged.rows]), touch: judged.touch, reply: json(201, body) };
      },
    };
  });
}

/** Goods the party made itself are no longer told apart by their origin from what it makes later: the opening says which it brought. */
const ownMade = (line: IncomingLine) => ({ ...line, ownMake: line.draft?.facts.origin === 'own' });

function refuseLater(asOf: string, today: string): void {
  if (asOf <= today) return;
  const expected = { zh: `不晚于今天 ${today}`, en: `not after today, ${today}` };
  throw invalidInput([{ pointer: '/asOf', found: asOf, expected, fix: { zh: '更正日期', en: 'correct the date' } }]);
}

async function refuseSecond(deps: Deps, caller: PartyCaller, site: SiteFacts): Promise<void> {
  const known = await stockRepository(deps.store.read, caller.party).opening(site.id);
  if (!known) return;
  throw new Problem(
    'conflict',
    {
      zh: `该场所的期初库存已于 ${known.asOf} 建立；此后以收、发、销、耗记录为准。`,
      en: `The site has its opening stock as of ${known.asOf}; from then on receipts, shipments and dispositions count.`,
    },
    { extra: { opening: known.publicId, asOf: known.asOf } },
  );
}

/** Goods made at the site or received there are in the books by that record. */
async function refuseCounted(deps: Deps, caller: PartyCaller, site: SiteFacts, incoming: Incoming): Promise<void> {
  const holdingIds = incoming.lines.flatMap((line) => line.named?.goods.holdingId ?? []);
  const received = await stockRepository(deps.store.read, caller.party).receivedInto(holdingIds);
  const facts = new Map(incoming.batches.map((batch) => [batch.id, batch]));
  const errors = incoming.lines.flatMap((line, i): ProblemDetail[] => {
    if (!line.named) return [];
    const batch = facts.get(line.batchId);
    const isMade =
      batch?.party.id === caller.party.id && batch.site.id === site.id && batch.quantity !== null && batch.origin !== 'outside';
    if (!isMade && !received.has(line.named.goods.holdingId ?? -1)) return [];
    return [
      {
        pointer: `/lines/${i}`,
        found: formatTraceCode(line.traceCode),
        expected: {
          zh: '尚未入账的货物（此批已因生产或接收记录入账）',
          en: 'goods not in the books yet (these are, by their record or receipt)',
        },
        fix: { zh: '去掉这一行；账实不符时以去向记录更正', en: 'leave the line out; where the stock is less, record what became of it' },
      },
    ];
  });
  if (errors.length > 0) throw invalidInput(errors);
}
