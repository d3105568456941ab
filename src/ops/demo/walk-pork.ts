import { type Cast, siteOf } from './cast.ts';
import {
  ACCEPTED,
  chapter,
  type Finding,
  line,
  type Recorded,
  receive,
  record,
  type Shipped,
  scan,
  seenBy,
  sell,
  told,
  type World,
} from './steps.ts';

export interface Pork {
  pigs: Recorded;
  leg: Recorded;
  belly: Recorded;
  ribs: Recorded;
}

const quarantine = (number: string, issuedOn: string) => ({
  kind: 'quarantine',
  number,
  issuer: '示例动物卫生监督所',
  issuedOn,
  conclusion: 'pass',
});

const meatPapers = [
  quarantine('示检B-20261104-02', '2026-11-04'),
  { kind: 'meatQuality', number: '示肉-20261104-01', issuer: '示例屠宰分割厂', issuedOn: '2026-11-04', conclusion: 'pass' },
];

/** From the farm to the meat: parts by weight with pieces, each with its papers; one record is left incomplete. */
export async function slaughter(world: World, { farm, slaughterhouse }: Cast): Promise<Pork> {
  chapter(world, '2026-11-03T16:00', '养殖场出栏', 'pigs leave the farm');
  const pigs = await record(world, farm, {
    product: { name: '生猪', category: 'agricultural' },
    batchNumber: '出栏-1103',
    productionDate: '2026-11-03',
    quantity: { amount: '6900', unit: '千克', pieces: 60 },
    certificates: [quarantine('示检A-20261103-01', '2026-11-03')],
  });
  const load = await sell(world, farm, { uscc: slaughterhouse.uscc }, { lines: [line(pigs.traceCode, '6900', '千克')] });
  world.say.tell(
    '示例养殖场记录60头生猪（6,900千克，附动物检疫证明），发往屠宰分割厂。',
    'The farm records 60 pigs with their quarantine certificate and ships them.',
  );

  chapter(world, '2026-11-04T04:00', '屠宰分割', 'slaughter and cutting');
  await receive(world, slaughterhouse, load, ACCEPTED);
  const part = (name: string, amount: string, pieces: number, used: string, more: Record<string, unknown>) =>
    record(world, slaughterhouse, {
      batchNumber: '20261104A',
      productionDate: '2026-11-04',
      quantity: { amount, unit: '千克', pieces },
      inputs: [line(pigs.traceCode, used, '千克')],
      certificates: meatPapers,
      product: { name, category: 'agricultural', directoryItem: '猪肉', ...more },
      ...('specification' in more ? { expiresOn: '2026-11-10' } : {}),
    });
  const chilled = { specification: '冷鲜，0–4℃', shelfLife: { value: 6, unit: 'day' } };
  const leg = await part('冷鲜猪后腿肉', '1440', 120, '2000', chilled);
  const belly = await part('冷鲜猪五花肉', '960', 120, '1400', chilled);
  const ribs = await part('冷鲜猪肋排', '540', 120, '800', {});
  world.say.tell(
    '收下生猪，分割成后腿肉、五花肉、肋排三批（按重量计，另记块数），各附检疫与肉品品质检验证明，每批一个追溯码。',
    'Three batches by weight with pieces, each with quarantine and meat-quality papers and a trace code of its own.',
  );
  world.say.tell(
    `肋排漏填规格和保质期，系统先作待办提示，不算线索。`,
    'The ribs lack specification and shelf life: for now a to-do of the plant alone.',
  );
  for (const finding of ribs.findings) told(world, finding);
  return { pigs, leg, belly, ribs };
}

/** To the distributor; the first sale of a batch whose record is incomplete. */
export async function wholesale(world: World, { slaughterhouse, distributor }: Cast, { leg, belly, ribs }: Pork): Promise<void> {
  chapter(world, '2026-11-04T14:00', '批发', 'wholesale');
  const sold = await sell(
    world,
    slaughterhouse,
    { uscc: distributor.uscc },
    {
      documentNumber: 'SH-1104-01',
      lines: [line(leg.traceCode, '1200', '千克'), line(belly.traceCode, '900', '千克'), line(ribs.traceCode, '500', '千克')],
    },
  );
  await receive(world, distributor, sold, ACCEPTED);
  world.say.tell(
    '三批肉售给配送公司，对方逐单接收确认。肋排记录不全就首次销售，成为线索：',
    'Sold to the distributor and confirmed. The ribs were sold on an incomplete record, and that is a lead:',
  );
  told(
    world,
    sold.findings.find(({ rule, weight }) => rule === 'record-incomplete' && weight === 'lead'),
  );
}

/** On to two shops: one confirms and shows the code, the other does nothing. @returns the delivery nobody confirmed */
export async function deliver(world: World, { distributor, supermarket }: Cast, { leg }: Pork): Promise<Shipped> {
  chapter(world, '2026-11-05T07:00', '送门店', 'delivery to two shops');
  const send = (site: string, amount: string, documentNumber: string) =>
    sell(
      world,
      distributor,
      { uscc: supermarket.uscc, site: siteOf(supermarket, site) },
      {
        documentNumber,
        deliveredAt: '2026-11-05T07:00:00+08:00',
        lines: [line(leg.traceCode, amount, '千克')],
      },
    );
  const toWest = await send('城西店', '180', 'PS-1105-01');
  const toCanal = await send('运河店', '120', 'PS-1105-02');
  await receive(world, supermarket, toWest, ACCEPTED);
  const shop = siteOf(supermarket, '城西店');
  const display = { site: shop, place: '冷鲜柜台', traceCodes: [leg.traceCode], shownFrom: '2026-11-05' };
  await world.client.post('/v1/displays', { key: supermarket.key, body: display });
  world.say.tell(
    '后腿肉送到两家门店：城西店接收确认，并在冷鲜柜台展示追溯码；运河店没有动作。',
    'The West shop confirms and shows the code at the counter; the Canal shop does nothing.',
  );
  return toCanal;
}

/** A day after delivery: the sweep reminds the shop that has not confirmed. */
export async function remind(world: World, { supermarket, province }: Cast, toCanal: Shipped): Promise<void> {
  chapter(world, '2026-11-06T09:00', '到期检查', 'the due list');
  await world.sweep();
  const todos = await world.client.get<{ items: Finding[] }>('/v1/todos', { key: supermarket.key });
  const isReminded = todos.items.some(({ weight, subject }) => weight === 'reminder' && subject.id === toCanal.id);
  const counted = await seenBy(world, province, 'receipt-unconfirmed', 'reminder');
  world.say.tell(
    '运河店送达满24小时仍未确认：只提醒超市，不作线索（法定期限待核实）。',
    'The Canal shop is reminded; it is no lead, since the statutory deadline is to be verified.',
  );
  const seen = told(
    world,
    counted.find(({ subject }) => subject.id === toCanal.id),
  );
  world.say.meet('unconfirmed', isReminded && seen !== undefined);
}

function sale(world: World, { supermarket }: Cast, { leg }: Pork, amount: string): Promise<{ findings: Finding[] }> {
  const body = { kind: 'sold', site: siteOf(supermarket, '城西店'), lines: [line(leg.traceCode, amount, '千克')] };
  return world.client.post('/v1/dispositions', { key: supermarket.key, body });
}

/** Sold the day before the printed date: nothing to say. */
export async function sellInTime(world: World, cast: Cast, pork: Pork): Promise<void> {
  chapter(world, '2026-11-09T20:00', '门店销售', 'sales at the shop');
  const { findings } = await sale(world, cast, pork, '150');
  if (findings.some(({ rule }) => rule === 'past-shelf-life')) throw new Error('A sale before the printed date was taken for a late one.');
  world.say.tell(
    '城西店登记售出150千克，在到期日（11月10日）之前，没有问题。',
    'The West shop sells 150 kg before the printed date: nothing to say.',
  );
}

/** Sold two days after the printed date. */
export async function sellLate(world: World, cast: Cast, pork: Pork): Promise<void> {
  chapter(world, '2026-11-12T10:00', '过期销售', 'a sale past the date');
  const { findings } = await sale(world, cast, pork, '12.5');
  world.say.tell('又售出12.5千克，比包装所印到期日晚两天：', 'It sells 12.5 kg more, two days past the printed date:');
  const found = told(
    world,
    findings.find(({ rule }) => rule === 'past-shelf-life'),
  );
  await world.settle();
  const leads = await seenBy(world, cast.province, 'past-shelf-life');
  world.say.meet('pastDate', found?.weight === 'lead' && leads.length === 1);
}

const STEPS: Record<string, string> = { made: '生产', shipped: '发货', received: '接收', displayed: '公示' };

/** What a shopper reads, and back from there to the farm by what the plant recorded. */
export async function traceBack(world: World, { slaughterhouse, farm }: Cast, { leg, pigs }: Pork): Promise<void> {
  chapter(world, '2026-11-12T11:00', '从门店追到养殖场', 'from the shop back to the farm');
  await world.settle();
  const meat = await scan(world, leg.traceCode);
  const revisions = await world.client.get<{ items: { record: { inputs: { traceCode: string }[] } }[] }>(
    `/v1/batches/${leg.traceCode}/revisions`,
    {
      key: slaughterhouse.key,
    },
  );
  const input = revisions.items[0]?.record.inputs[0]?.traceCode ?? '';
  const animals = await scan(world, input);
  for (const scanned of [animals, meat]) {
    world.say.line(`  ${scanned.product.name}（${scanned.producer.name ?? ''}，${scanned.producer.place ?? ''}）`);
    for (const { kind, place, on } of scanned.steps) world.say.line(`    ${on}  ${STEPS[kind] ?? kind}  ${place ?? ''}`);
  }
  world.say.tell(
    '消费者看到的下游企业只到角色和县区；监管部门看得到名称。',
    'Shoppers see firms down the line as role and county only; the authority sees their names.',
  );
  const kinds = new Set(meat.steps.map(({ kind }) => kind));
  const isWhole = ['made', 'shipped', 'received', 'displayed'].every((kind) => kinds.has(kind));
  const isSame = input === pigs.traceCode.replaceAll('-', '');
  world.say.meet('traced', isWhole && isSame && animals.producer.name === farm.name && meat.producer.name === slaughterhouse.name);
}
