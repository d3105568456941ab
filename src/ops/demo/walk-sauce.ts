import { type Cast, siteOf } from './cast.ts';
import { ACCEPTED, chapter, hasBand, line, type Recorded, receive, record, seenBy, sell, told, type World } from './steps.ts';

const release = (number: string, issuer: string, issuedOn: string, item: string) => ({
  kind: 'release',
  number,
  issuer,
  issuedOn,
  conclusion: 'pass',
  results: [{ item, value: '合格' }],
});

/** Oil for the sauce plant. */
export async function pressOil(world: World, { oilMill, saucePlant }: Cast): Promise<Recorded> {
  chapter(world, '2026-11-03T09:00', '油坊与酱品厂', 'oil mill and sauce plant');
  const oil = await record(world, oilMill, {
    product: { name: '压榨菜籽油', specification: '200升/桶', category: 'food', shelfLife: { value: 18, unit: 'month' } },
    batchNumber: 'YC-1101',
    productionDate: '2026-11-01',
    quantity: { amount: '2000', unit: '升' },
    certificates: [release('示检-油-1102', '示例油坊有限公司', '2026-11-02', '酸价')],
  });
  const drums = await sell(world, oilMill, { uscc: saucePlant.uscc }, { lines: [line(oil.traceCode, '600', '升')] });
  await receive(world, saucePlant, drums, ACCEPTED);
  world.say.tell('油坊把600升菜籽油售给酱品厂，对方接收确认。', 'The mill sells 600 litres of rapeseed oil to the sauce plant.');
  return oil;
}

/** Oil goes into sauce, sauce to a shop; one delivery goes to the wrong firm, which says so. */
export async function makeSauce(world: World, { saucePlant, distributor, supermarket }: Cast, oil: Recorded): Promise<Recorded> {
  chapter(world, '2026-11-06T10:00', '酱料出厂', 'sauce leaves the plant');
  const sauce = await record(world, saucePlant, {
    product: {
      name: '香菇黄豆酱',
      specification: '210克/瓶',
      category: 'food',
      gtin: '09521234543213',
      shelfLife: { value: 12, unit: 'month' },
      ingredients: [{ name: '黄豆酱' }, { name: '香菇' }, { name: '菜籽油' }, { name: '白砂糖' }],
      packaging: [{ unit: '箱', contains: { amount: '24', unit: '瓶' } }],
    },
    batchNumber: '20261104J',
    productionDate: '2026-11-04',
    expiresOn: '2027-11-03',
    quantity: { amount: '4800', unit: '瓶' },
    inputs: [line(oil.traceCode, '300', '升')],
    certificates: [release('示检-酱-1105', '示例检测有限公司', '2026-11-05', '氨基酸态氮')],
    public: ['results'],
  });
  const lines = [line(sauce.traceCode, '40', '箱')];
  world.say.tell(
    '酱品厂用300升菜籽油做成4,800瓶酱，按箱发货，系统按瓶记账。',
    'Oil went into 4,800 jars; shipped in cartons, kept in jars.',
  );
  const astray = await sell(world, saucePlant, { uscc: distributor.uscc }, { documentNumber: 'JC-1106-01', lines });
  const answer = await receive(world, distributor, astray, { outcome: 'notMine', reason: '未向该厂订货' });
  await world.client.post(`/v1/shipments/${astray.id}/takeback`, { key: saucePlant.key, body: { reason: '送错客户，原车拉回' } });
  world.say.tell(
    '第一车送错，配送公司回复“非本方货物”：它不因此承担任何义务；酱品厂取回后改送超市。',
    'The first van goes to the wrong firm, which answers “not mine” and owes nothing; the plant takes the goods back.',
  );
  world.say.meet('notMine', answer.state === 'disputed' && answer.findings.length === 0);
  const site = siteOf(supermarket, '城西店');
  const right = await sell(world, saucePlant, { uscc: supermarket.uscc, site }, { documentNumber: 'JC-1106-02', lines });
  await receive(world, supermarket, right, ACCEPTED);
  const display = { site, place: '调味品货架', traceCodes: [sauce.traceCode], shownFrom: '2026-11-06' };
  await world.client.post('/v1/displays', { key: supermarket.key, body: display });
  return sauce;
}

/** A report on a "slimming" jelly names a substance of the notice of 2023. */
export async function testJelly(world: World, { jellyPlant, province }: Cast): Promise<void> {
  chapter(world, '2026-11-07T14:00', '“减肥”果冻的检验结果', 'a test result of a “slimming” jelly');
  const jelly = await record(world, jellyPlant, {
    product: {
      name: '减肥果冻',
      specification: '20克×10条/盒',
      category: 'food',
      shelfLife: { value: 12, unit: 'month' },
      ingredients: [{ name: '魔芋粉' }, { name: '赤藓糖醇' }, { name: '西梅汁' }],
    },
    batchNumber: 'GD-1105',
    productionDate: '2026-11-05',
    quantity: { amount: '3000', unit: '盒' },
    certificates: [
      {
        kind: 'typeTest',
        number: '示检-冻-1107',
        issuer: '示例检测有限公司',
        issuedOn: '2026-11-07',
        conclusion: 'fail',
        results: [
          { item: '酚酞', value: '未检出', limit: '不得检出' },
          { item: '双醋酚丁', value: '12.6', unit: 'mg/kg', limit: '不得检出' },
        ],
      },
    ],
  });
  world.say.tell(
    '配料表看不出问题；委托检验报告里，酚酞未检出，双醋酚丁检出：',
    'The ingredients say nothing; of two substances looked for, one was found:',
  );
  told(
    world,
    jelly.findings.find(({ rule, weight }) => rule === 'banned-substance' && weight === 'lead'),
  );
  await world.settle();
  const leads = await seenBy(world, province, 'banned-substance');
  const [lead] = leads;
  world.say.meet('banned', leads.length === 1 && (lead?.message.includes('双醋酚丁') ?? false) && hasBand(lead, 100_000, 150_000));
}
