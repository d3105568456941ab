import { type Cast, enrol, type Member, roles, usccOf } from './cast.ts';
import { groceryLines } from './groceries.ts';
import { chapter, type Line, line, type Shipped, sell, type World } from './steps.ts';
import type { Pork } from './walk-pork.ts';

/** Lines of the slip, by number, that the cooks do not take as they stand. */
const SHORT = 5;
const REFUSED = 16;

/** One slip of 28 lines, confirmed by a phone without an account. */
export async function feedCanteen(world: World, cast: Cast, pork: Pork): Promise<Shipped> {
  chapter(world, '2026-11-05T05:30', '送学校食堂', 'a van at the school canteen');
  const lines = await load(world, cast, pork);
  const uscc = usccOf(roles.canteen.code);
  const slip = await sell(world, cast.distributor, { uscc, name: roles.canteen.name }, { documentNumber: 'PS-1105-03', lines });
  world.say.tell(
    `随货单 ${lines.length} 行。食堂还没有登记，也没有账号，用手机扫单上的二维码即可。`,
    `A slip of ${lines.length} lines. The canteen is not registered: it scans the one QR on the slip.`,
  );
  const answered = await world.client.post<{ state: string }>(new URL(slip.slipUrl).pathname, {
    body: {
      outcome: 'accepted',
      lines: [
        { line: SHORT, outcome: 'short', quantity: { amount: '5', unit: '桶' } },
        { line: REFUSED, outcome: 'refused' },
      ],
      checks: { licence: true, certificate: true, dates: true },
      reason: '大豆油少1桶；上海青发黄拒收',
      signedName: '值班厨师',
    },
  });
  world.say.tell(
    '一次确认：26行如数收下，大豆油少1桶，上海青发黄拒收。',
    'One tap: 26 lines as they stand, one drum short, the greens refused.',
  );
  world.say.meet('slip', lines.length === 28 && answered.state === 'disputed');
  return slip;
}

/** The canteen registers and has what it confirmed. */
export async function joinCanteen(world: World, { province }: Cast): Promise<Member> {
  chapter(world, '2026-11-06T15:00', '食堂登记', 'the canteen registers');
  const canteen = await enrol(world.client, province, 'canteen');
  const held = await world.client.get<{ items: { product: { name: string }; quantity: { amount: string; unit: string } }[] }>(
    '/v1/holdings?limit=100',
    {
      key: canteen.key,
    },
  );
  const oil = held.items.find(({ product }) => product.name === '大豆油')?.quantity;
  world.say.tell(
    `审核通过后，昨天扫码收下的 ${held.items.length} 种货自动成为它的库存（大豆油 ${oil?.amount ?? '?'} 桶）。`,
    'Approved, it holds what it confirmed by link the day before.',
  );
  const hasRefused = held.items.some(({ product }) => product.name === '上海青');
  world.say.meet('joined', held.items.length === 27 && oil?.amount === '5' && !hasRefused);
  return canteen;
}

/** Groceries from outside the system come in with their papers and go out with the meat. */
async function load(world: World, { distributor }: Cast, { leg, belly }: Pork): Promise<Line[]> {
  const bought = groceryLines();
  const receipt = await world.client.post<{ lines: { traceCode: string }[] }>('/v1/receipts', {
    key: distributor.key,
    body: {
      from: { name: '示例粮油蔬菜批发行', address: '杭州市余杭区示例路1号' },
      checks: { licence: true, certificate: true, dates: true },
      lines: bought,
    },
  });
  world.say.tell(
    `配送公司从系统外的供货者进货 ${bought.length} 种，连同票证录入。`,
    `The distributor enters ${bought.length} goods from a supplier outside the system, with their papers.`,
  );
  const groceries = receipt.lines.map(({ traceCode }, i) =>
    line(traceCode, bought[i]?.quantity.amount ?? '', bought[i]?.quantity.unit ?? ''),
  );
  return [line(leg.traceCode, '60', '千克'), line(belly.traceCode, '40', '千克'), ...groceries];
}
