import type { Cast } from './cast.ts';
import { ACCEPTED, chapter, type Finding, line, type Recorded, receive, record, seenBy, sell, told, type World } from './steps.ts';

const product = { name: '净菜豇豆', specification: '300克/盒', category: 'agricultural', directoryItem: '豇豆' };

export interface Cowpeas {
  batch: Recorded;
  lead: Finding | undefined;
}

/** A cooperative sells packed cowpeas to a stall holder; the record lacks a field. */
export async function sellCowpeas(world: World, { cooperative, stall }: Cast): Promise<Cowpeas> {
  chapter(world, '2026-11-05T03:00', '豇豆进农批市场', 'cowpeas to the wholesale market');
  const cowpeas = await record(world, cooperative, {
    product,
    batchNumber: 'JD-1105',
    productionDate: '2026-11-05',
    quantity: { amount: '400', unit: '盒' },
    certificates: [
      { kind: 'commitment', number: '示诺-1105-01', issuer: '示例蔬菜专业合作社', issuedOn: '2026-11-05', conclusion: 'pass' },
      {
        kind: 'quickTest',
        number: '示快-1105-01',
        issuer: '示例市场快检室',
        issuedOn: '2026-11-05',
        conclusion: 'pass',
        results: [{ item: '克百威', value: '未检出' }],
      },
    ],
    public: ['results'],
  });
  const sold = await sell(world, cooperative, { uscc: stall.uscc }, { lines: [line(cowpeas.traceCode, '240', '盒')] });
  await receive(world, stall, sold, ACCEPTED);
  world.say.tell(
    '合作社售240盒净菜豇豆给农批市场摊主（自然人，对外只显示“示*”），附承诺达标合格证和快检。',
    'Sold to a stall holder, a natural person, masked to everybody else.',
  );
  world.say.tell(
    '保质期漏填，豇豆在品种目录内，销售后成为线索：',
    'The shelf life was left out; cowpeas are on the directory, so the sale makes it a lead:',
  );
  const lead = told(
    world,
    sold.findings.find(({ rule, weight }) => rule === 'record-incomplete' && weight === 'lead'),
  );
  return { batch: cowpeas, lead };
}

/** The next morning the record is put right. */
export async function correctCowpeas(world: World, { cooperative, province }: Cast, { batch, lead }: Cowpeas): Promise<void> {
  chapter(world, '2026-11-06T08:00', '合作社补正', 'the cooperative corrects its record');
  await world.settle();
  const corrected = { product: { ...product, shelfLife: { value: 4, unit: 'day' } }, expiresOn: '2026-11-09', reason: '补录保质期' };
  await world.client.patch(`/v1/batches/${batch.traceCode}`, { key: cooperative.key, headers: { 'If-Match': '"1"' }, body: corrected });
  await world.settle();
  const after = (await seenBy(world, province, 'record-incomplete')).find(({ id }) => id === lead?.id);
  world.say.tell(
    '次日补录保质期（新版本，原记录仍可查）：线索自行关闭，不立案，不罚款。',
    'The field is added as a new revision: the lead closes itself, no case, no fine.',
  );
  world.say.meet('selfClosed', lead !== undefined && after?.state === 'corrected');
}
