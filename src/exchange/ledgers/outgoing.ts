import type { LineStanding } from '../../custody/model.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import type { Store } from '../../store/store.ts';
import { type Counterparts, counterparts, opener } from './counterparts.ts';
import { amountOf, type Goods, goodsOf, type Stock, toldOf } from './goods.ts';
import type { BareRow, OtherSide } from './model.ts';
import { type Standing, standingsOfShipments } from './standings.ts';

type Read = Store['read'];

interface Sold {
  goods: Stock;
  others: Counterparts;
  open: (value: string | null) => string | null;
}

const OWN = new Set(['own', 'transformation']);

/** Whether goods are of the party’s own making: they leave by 51, others’ by 53(4). */
export const isOwnMake = (goods: Goods, partyId: number) => goods.partyId === partyId && OWN.has(goods.origin);

/** 出厂检验记录 and 批发销售记录: what was sold by some shipments, a row a line, in the order of the ids. What all came back of was not sold. */
export async function soldRows(read: Read, shipmentIds: readonly number[], kind: 'outgoing' | 'wholesale'): Promise<BareRow[]> {
  const standings = await standingsOfShipments(read, shipmentIds);
  const all = [...standings.values()];
  const sold: Sold = {
    goods: await goodsOf(
      read,
      all.flatMap(({ lines }) => lines),
    ),
    others: await counterparts(
      read,
      all.flatMap(({ shipment }) => shipment.toPartyId ?? []),
      all.flatMap(({ shipment }) => shipment.toSiteId ?? []),
    ),
    open: await opener(
      read,
      all.map(({ shipment }) => shipment.toName),
    ),
  };
  return shipmentIds.flatMap((id) => {
    const standing = standings.get(id);
    return standing ? rowsOfShipment(sold, standing, kind) : [];
  });
}

function rowsOfShipment(sold: Sold, standing: Standing, kind: 'outgoing' | 'wholesale'): BareRow[] {
  const { shipment, lines, byLine, receipt } = standing;
  const other = buyerOf(sold, standing);
  return lines.flatMap((line): BareRow[] => {
    const goods = sold.goods.of(line.batchId, line.batchRevision);
    const steps = soldSteps(byLine.get(line.n), receipt !== undefined);
    if (!goods || steps === 0 || isOwnMake(goods, shipment.partyId) !== (kind === 'outgoing')) return [];
    return [
      {
        ...toldOf(goods),
        on: civilDateOf(shipment.shippedAt),
        quantity: amountOf(line, steps, goods.unit),
        other,
        licences: [],
        checks: null,
        checkedBy: null,
        document: shipment.documentNumber,
        source: { type: 'shipment', id: shipment.publicId, line: line.n },
      },
    ];
  });
}

/** On its way: what left. Once answered: what the buyer took, and no more than the seller’s own books say left. */
function soldSteps(standing: LineStanding | undefined, isAnswered: boolean): number {
  if (standing === undefined) return 0;
  return isAnswered ? Math.min(standing.out, standing.in) : standing.out;
}

/**
 * The buyer as the seller named it. Address and telephone are the buyer’s own: they are opened once it confirmed with its own key that goods came,
 * since anybody can name any firm as a buyer, and whoever sold also holds the slip.
 */
function buyerOf({ others, open }: Sold, { shipment, receipt, byLine }: Standing): OtherSide {
  const name = open(shipment.toName);
  const hasTraded = receipt?.by === 'key' && [...byLine.values()].some((line) => line.in > 0);
  if (shipment.toPartyId === null || !hasTraded) return { name, address: null, contact: null };
  return { ...others.of(shipment.toPartyId, shipment.toSiteId), name };
}
