import { type Cast, gather, type Member } from './cast.ts';
import { chapter, type Recorded, type Shipped, type World } from './steps.ts';
import { feedCanteen, joinCanteen } from './walk-canteen.ts';
import { correctCowpeas, sellCowpeas } from './walk-cowpea.ts';
import { inspectShop, orderCorrection } from './walk-officers.ts';
import { deliver, type Pork, remind, sellInTime, sellLate, slaughter, traceBack, wholesale } from './walk-pork.ts';
import { makeSauce, pressOil, testJelly } from './walk-sauce.ts';

/** What there is to open when the walk is over. */
export interface Walked {
  cast: Cast;
  canteen: Member;
  pork: Pork;
  cowpeas: Recorded;
  sauce: Recorded;
  /** Delivered and still to be confirmed. */
  openSlip: Shipped;
  canteenSlip: Shipped;
}

/** Ten days along the chains, in the order of the calendar. */
export async function walk(world: World, adminKey: string): Promise<Walked> {
  chapter(world, '2026-11-02T09:00', '登记', 'registration');
  const cast = await gather(world.client, adminKey);
  world.say.tell(
    '两级市场监管部门和九家经营主体登记、审核、领取密钥。全部为示例，不是真实企业。',
    'Two authorities and nine parties register, are approved and get keys. Examples all of them.',
  );
  const oil = await pressOil(world, cast);
  const pork = await slaughter(world, cast);
  await wholesale(world, cast, pork);
  const cowpeas = await sellCowpeas(world, cast);
  const canteenSlip = await feedCanteen(world, cast, pork);
  const openSlip = await deliver(world, cast, pork);
  await correctCowpeas(world, cast, cowpeas);
  await remind(world, cast, openSlip);
  const sauce = await makeSauce(world, cast, oil);
  const canteen = await joinCanteen(world, cast);
  await testJelly(world, cast);
  await inspectShop(world, cast);
  await sellInTime(world, cast, pork);
  await sellLate(world, cast, pork);
  await traceBack(world, cast, pork);
  await orderCorrection(world, cast, pork);
  return { cast, canteen, pork, cowpeas: cowpeas.batch, sauce, openSlip, canteenSlip };
}
