import { formatInstant } from '../platform/civil-date.ts';
import { type Amount, amountOf, type Goods } from './amounts.ts';
import { type Books, isMadeAt, type OpenLine, unexplained } from './books.ts';
import type { Node, Walked } from './walk.ts';

/** Days after which a delivery that nobody confirmed counts as a broken link. */
export const UNCONFIRMED_DAYS = 3;

const DAY = 86_400_000;

/**
 * Where the chain of records breaks.
 * unconfirmed: shipped days ago and never confirmed. unsettled: the books of sender and receiver differ. no-source: goods that are there, or
 * went on, without anything that says how they came (opening stock among them). more-out-than-in: more went out than came in. vanished:
 * less is there than came in and did not go out.
 */
export type BrokenKind = 'unconfirmed' | 'unsettled' | 'no-source' | 'more-out-than-in' | 'vanished';

export interface BrokenLink {
  kind: BrokenKind;
  node: string;
  traceCode: string;
  quantity: Amount | null;
  shipment?: string;
  since?: string;
  message: { zh: string; en: string };
}

const WORDS: Record<BrokenKind, { zh: string; en: string }> = {
  unconfirmed: {
    zh: `发货已超过 ${UNCONFIRMED_DAYS} 天，收货方未确认`,
    en: `shipped more than ${UNCONFIRMED_DAYS} days ago and never confirmed`,
  },
  unsettled: {
    zh: '发货与接收数量不一致，双方未处理完毕',
    en: 'shipped and received quantities differ, and the two sides have not settled it',
  },
  'no-source': { zh: '货物来源没有记录（期初库存也在此列）', en: 'nothing says where these goods came from (opening stock is listed too)' },
  'more-out-than-in': { zh: '发出、售出或用掉的多于收入的', en: 'more went out than came in' },
  vanished: { zh: '收入的货物有一部分去向没有记录', en: 'a part of what came in is gone without a record' },
};

interface Parts {
  walked: Walked;
  batches: ReadonlyMap<number, Goods>;
  books: Books;
  now: number;
  idOf: (holdingId: number) => string;
}

/** The broken links among the holdings the caller may look into. */
export function* brokenLinks(parts: Parts): Generator<BrokenLink> {
  for (const node of parts.walked.nodes.values()) if (node.isOwn) yield* ofHolding(parts, node);
  for (const one of parts.books.open) yield* ofLine(parts, one);
}

type More = Pick<BrokenLink, 'shipment' | 'since'>;

function link(
  { batches, idOf }: Parts,
  kind: BrokenKind,
  at: { holdingId: number; batchId: number },
  steps: number,
  more: More = {},
): BrokenLink {
  const batch = batches.get(at.batchId);
  const traceCode = batch?.shownCode ?? '';
  return { kind, node: idOf(at.holdingId), traceCode, quantity: amountOf(steps, batch), ...more, message: WORDS[kind] };
}

const SOUND: readonly BrokenLink[] = [];

function ofHolding(parts: Parts, node: Node): readonly BrokenLink[] {
  const left = unexplained(node);
  if (left === 0 && node.steps >= 0) return SOUND;
  const at = { holdingId: node.id, batchId: node.batchId };
  if (left > 0) return [link(parts, 'no-source', at, left)];
  const vanished = left < 0 ? [link(parts, 'vanished', at, -left)] : [];
  if (node.steps >= 0) return vanished;
  const isKnown = node.came !== null || node.bought !== null || isMadeAt(node, parts.batches.get(node.batchId));
  return [link(parts, isKnown ? 'more-out-than-in' : 'no-source', at, -node.steps), ...vanished];
}

function ofLine(parts: Parts, { line, shipment, inTransit, beyond }: OpenLine): BrokenLink[] {
  const more = { shipment: shipment.publicId, since: formatInstant(shipment.shippedAt) };
  if (shipment.state !== 'in-transit') return inTransit + beyond > 0 ? [link(parts, 'unsettled', line, inTransit + beyond, more)] : [];
  const isLate = parts.now - (shipment.deliveredAt ?? shipment.shippedAt) > UNCONFIRMED_DAYS * DAY;
  return isLate ? [link(parts, 'unconfirmed', line, inTransit, more)] : [];
}
