import { loadBatchFacts } from '../batches/facts.ts';
import { type ResolvedLine, resolveLines } from '../batches/goods.ts';
import { newPublicId } from '../codes/ids.ts';
import { loadLicenceFacts, loadPartyFacts } from '../parties/facts.ts';
import { chainOf, type PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { SiteFacts } from '../rules/facts.ts';
import { type Judging, judgeRecords } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { loadMarks } from '../trace/recall-facts.ts';
import { dispositionFacts } from './facts.ts';
import { type Holdings, holdingsAt } from './holdings.ts';
import { linesPayload, siteFor } from './incoming.ts';
import { stockRepository } from './repository.ts';
import type { DispositionInput } from './schemas.ts';
import { signed } from './scope.ts';
import { tillLines } from './till-lines.ts';
import { instantOrNow } from './times.ts';

/** POST /v1/dispositions: goods sold to consumers, consumed in the kitchen or destroyed. More than there is is recorded, and found by the rules. */
export function recordDisposition(deps: Deps, call: Call<unknown, unknown, DispositionInput>, caller: PartyCaller): Promise<Reply> {
  const { kind } = call.body;
  return write(deps.store, async () => {
    const at = instantOrNow(call.body.at, call.now, '/at');
    const site = await siteFor(deps, caller, call.body.site);
    const place = { partyId: caller.party.id, siteId: site.id };
    const lines = await resolveLines(deps.store.read, place, await tillLines(deps.store.read, caller, site, at, call.body.lines), '/lines');
    const book = await holdingsAt(
      deps.store,
      place,
      lines.map((line) => line.goods.batchId),
      call.now,
    );
    const [id = 0] = await deps.store.ids(1);
    const row: DB['disposition'] = {
      id,
      publicId: newPublicId(deps.random),
      ...place,
      kind,
      at,
      actedBy: signed(caller).actedBy,
      recordedAt: call.now,
    };
    const rows = lines.map((line, i) => lineRow(id, i + 1, line, book));
    const judging = await judged(deps, call.now, { caller, site, row, lines, book });
    const codes = lines.map((line, i) => ({
      traceCode: line.goods.traceCode,
      amount: line.amount,
      unit: line.unit,
      storeCode: call.body.lines[i]?.storeCode,
    }));
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'disposition.recorded',
          subject: `disposition/${row.publicId}`,
          payload: { ...signed(caller), site: site.publicId, kind, at, ...linesPayload(codes) },
        },
      ],
      rows: { holding: book.fresh, disposition: [row], disposition_line: rows },
      moves: rows.map((line) => ({ holdingId: line.holdingId, delta: -line.steps })),
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ balances }) => {
        const { rows: findings, touch } = judging.settle(balances);
        return {
          rows: findings,
          touch,
          reply: json(201, { id: row.publicId, kind, findings: judging.found(call.locale, caller.party.id) }),
        };
      },
    };
  });
}

function lineRow(dispositionId: number, n: number, line: ResolvedLine, book: Holdings): DB['disposition_line'] {
  const { goods, steps, amount, unit, unitCode } = line;
  return {
    dispositionId,
    n,
    batchId: goods.batchId,
    batchRevision: goods.revision,
    holdingId: book.idOf(goods.batchId),
    steps,
    amount,
    unit,
    unitCode,
  };
}

interface Parts {
  caller: PartyCaller;
  site: SiteFacts;
  row: DB['disposition'];
  lines: readonly ResolvedLine[];
  book: Holdings;
}

async function judged(deps: Deps, now: number, { caller, site, row, lines, book }: Parts): Promise<Judging> {
  const { read } = deps.store;
  const batches = await loadBatchFacts(
    read,
    lines.map((line) => line.goods.batchId),
  );
  const party = (await loadPartyFacts(read, [row.partyId])).get(row.partyId);
  const licences = (await loadLicenceFacts(read, [row.partyId])).get(row.partyId) ?? [];
  const marks = await loadMarks(
    read,
    lines.map((line) => line.goods.batchId),
    [row.partyId],
  );
  const openedOn = (await stockRepository(read, caller.party).opening(row.siteId))?.asOf ?? null;
  if (!party) throw new Error('A disposition is by a registered party.');
  const moved = lines.map((line, i) => ({
    n: i + 1,
    batchId: line.goods.batchId,
    holdingId: book.idOf(line.goods.batchId),
    steps: line.steps,
    baseUnit: line.goods.unit ?? line.unit,
  }));
  return judgeRecords(deps, now, (balances) => [
    {
      kind: 'disposition',
      disposition: dispositionFacts(row, moved, { ...party, licences }, site, { batches, openedOn, balances, marks }),
    },
  ]);
}
