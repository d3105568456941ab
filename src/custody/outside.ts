import { newPublicId } from '../codes/ids.ts';
import type { Json } from '../ledger/entry.ts';
import { conceal, isCommitment } from '../ledger/personal.ts';
import { loadPartyFacts } from '../parties/facts.ts';
import { isNatural } from '../parties/model.ts';
import { checkUscc } from '../parties/uscc.ts';
import { chainOf, type PartyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { RuleEvent, SiteFacts } from '../rules/facts.ts';
import { judgeRecords } from '../rules/judging.ts';
import { merged } from '../store/plan.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft, Reply } from '../store/store.ts';
import { forSale } from './facts.ts';
import { type Holdings, holdingsAt } from './holdings.ts';
import { type Incoming, incomingOf, lineCodes, linesPayload, siteFor } from './incoming.ts';
import { outsideReceiptFacts } from './outside-facts.ts';
import type { OutsideInput } from './schemas.ts';
import { signed } from './scope.ts';
import { instantOrNow } from './times.ts';

type SourceColumns = Pick<DB['receipt'], 'fromName' | 'fromUscc' | 'fromAddress' | 'fromContact' | 'fromNatural'>;

/** The supplier as the row and the ledger keep it: of a natural person everything, of a firm the contact, stands only as commitments. */
interface Source {
  name: string;
  columns: SourceColumns;
  personal: DB['personal'][];
  payload: { [key: string]: Json };
}

function sourceOf(deps: Deps, from: OutsideInput['from']): Source {
  const code = from.uscc === undefined ? null : checkUscc(from.uscc);
  const uscc = code?.ok ? code.uscc : null;
  const natural = isNatural(uscc, from.name);
  const personal: DB['personal'][] = [];
  const kept = (value: string | undefined, hide: boolean): string | null => {
    if (value === undefined) return null;
    // Text written like a commitment must not be taken for one, or it would show what that one stands for.
    if (!hide && !isCommitment(value.trim())) return value.trim();
    const hidden = conceal(deps.random, value.trim());
    personal.push(hidden.row);
    return hidden.commitment;
  };
  const name = kept(from.name, natural) ?? '';
  const columns = {
    fromName: name,
    fromUscc: uscc,
    fromAddress: kept(from.address, natural),
    fromContact: kept(from.contact, true),
    fromNatural: natural ? 1 : 0,
  };
  const payload = { name, uscc: natural ? null : uscc, address: columns.fromAddress, contact: columns.fromContact };
  return { name, columns, personal, payload };
}

/** POST /v1/receipts: goods from a supplier who is not in the system become batches of origin outside, held by the receiver. */
export function recordOutsideReceipt(deps: Deps, call: Call<unknown, unknown, OutsideInput>, caller: PartyCaller): Promise<Reply> {
  return write(deps.store, async () => {
    const receivedAt = instantOrNow(call.body.receivedAt, call.now, '/receivedAt');
    const site = await siteFor(deps, caller, call.body.site);
    const source = sourceOf(deps, call.body.from);
    const incoming = await incomingOf(deps, caller, call.now, site, call.body.lines, { kind: 'outside', sourceName: source.name });
    const book = await holdingsAt(
      deps.store,
      { partyId: caller.party.id, siteId: site.id },
      incoming.lines.map((line) => line.batchId),
      call.now,
    );
    const [id = 0] = await deps.store.ids(1);
    const receipt = receiptRow(deps, call, caller, { id, site, source, receivedAt });
    const events = await eventsOf(deps, call, caller, site, receipt, incoming);
    const judging = await judgeRecords(deps, call.now, events);
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [...incoming.entries, entryOf(caller, receipt, source, site, incoming)],
      rows: merged([
        incoming.rows,
        { holding: book.fresh, receipt: [receipt], receipt_line: lineRows(receipt.id, incoming, book), personal: source.personal },
      ]),
      moves: incoming.lines.map((line) => ({ holdingId: book.idOf(line.batchId), delta: line.steps })),
      touch: incoming.touch,
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: ({ stamps }) => {
        const judged = judging.settle();
        const body = {
          id: receipt.publicId,
          lines: lineCodes(deps, incoming.lines),
          findings: judging.found(call.locale, caller.party.id),
        };
        return { rows: merged([incoming.stamped(stamps), judged.rows]), touch: judged.touch, reply: json(201, body) };
      },
    };
  });
}

interface ReceiptParts {
  id: number;
  site: SiteFacts;
  source: Source;
  receivedAt: number;
}

function receiptRow(
  deps: Deps,
  call: Call<unknown, unknown, OutsideInput>,
  caller: PartyCaller,
  { id, site, source, receivedAt }: ReceiptParts,
): DB['receipt'] {
  return {
    id,
    publicId: newPublicId(deps.random),
    shipmentId: null,
    partyId: caller.party.id,
    siteId: site.id,
    by: 'key',
    outcome: 'accepted',
    receivedAt,
    signedName: null,
    reason: null,
    checks: call.body.checks ? JSON.stringify(call.body.checks) : null,
    ...source.columns,
    actedBy: signed(caller).actedBy,
    recordedAt: call.now,
  };
}

function lineRows(receiptId: number, incoming: Incoming, book: Holdings): DB['receipt_line'][] {
  return incoming.lines.map(({ batchId, steps, amount, unit, unitCode }, i) => ({
    receiptId,
    n: i + 1,
    lineN: null,
    batchId,
    outcome: 'accepted',
    steps,
    amount,
    unit,
    unitCode,
    holdingId: book.idOf(batchId),
  }));
}

async function eventsOf(
  deps: Deps,
  call: Call,
  caller: PartyCaller,
  site: SiteFacts,
  receipt: DB['receipt'],
  incoming: Incoming,
): Promise<RuleEvent[]> {
  const { read } = deps.store;
  const party = (await loadPartyFacts(read, [caller.party.id])).get(caller.party.id);
  const occasion = { receiptPublicId: receipt.publicId, at: receipt.receivedAt, today: civilDateOf(call.now) };
  return [
    ...incoming.newBatches.map((batch): RuleEvent => ({ kind: 'batch', batch })),
    ...(party ? [{ kind: 'outside-receipt' as const, receipt: outsideReceiptFacts(receipt, party, site, incoming.batches) }] : []),
    ...(party ? await forSale(read, party, site, incoming.batches, occasion) : []),
  ];
}

function entryOf(caller: PartyCaller, receipt: DB['receipt'], source: Source, site: SiteFacts, incoming: Incoming): EntryDraft {
  const payload: { [key: string]: Json } = {
    ...signed(caller),
    site: site.publicId,
    from: source.payload,
    receivedAt: receipt.receivedAt,
    checks: receipt.checks === null ? null : (JSON.parse(receipt.checks) as Json),
    ...linesPayload(incoming.lines),
  };
  return { kind: 'receipt.recorded', subject: `receipt/${receipt.publicId}`, payload };
}
