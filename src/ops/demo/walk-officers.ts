import { type Cast, siteOf } from './cast.ts';
import { chapter, type Finding, hasBand, seenBy, told, type World } from './steps.ts';
import type { Pork } from './walk-pork.ts';

/** What an officer saw on site becomes a lead of the officer's authority. */
export async function inspectShop(world: World, { city, supermarket }: Cast): Promise<void> {
  chapter(world, '2026-11-09T10:00', '执法人员进店', 'an officer in the shop');
  const note = {
    rule: 'code-not-displayed',
    party: `uscc:${supermarket.uscc}`,
    site: siteOf(supermarket, '运河店'),
    seenAt: '2026-11-09T09:40:00+08:00',
    text: '冷鲜柜台未见追溯码，店内也无店码',
  };
  const seen = await world.client.post<Finding>('/v1/violations', { key: city.key, body: note });
  world.say.tell(
    '执法人员在运河店没有看到追溯码，当场录入（系统自己从不凭“没有记录”认定未展示）：',
    'The officer enters what was seen; the service never takes a missing record for a missing display:',
  );
  told(world, seen);
  world.say.meet('notDisplayed', hasBand(seen, 500, 2_000));
}

/** The incomplete record that was sold: lead, case, order. */
export async function orderCorrection(world: World, { city }: Cast, { ribs }: Pork): Promise<string> {
  chapter(world, '2026-11-12T14:00', '责令限期改正', 'an order to correct');
  const code = ribs.traceCode.replaceAll('-', '');
  const lead = (await seenBy(world, city, 'record-incomplete')).find(({ subject }) => subject.id.replaceAll('-', '') === code);
  if (!lead) throw new Error('The lead on the ribs is not among those of the city’s authority.');
  const file = await world.client.post<{ id: string }>('/v1/cases', {
    key: city.key,
    body: { violationIds: [lead.id], officers: ['甲', '乙'] },
  });
  const order = { dueOn: '2026-12-01', text: '补录冷鲜猪肋排的规格与保质期' };
  const ordered = await world.client.post<{ state: string }>(`/v1/cases/${file.id}/order`, { key: city.key, body: order });
  world.say.tell(
    '肋排的记录至今未补。两名执法人员立案，责令12月1日前改正；按期改正则结案，不罚款。',
    'The ribs’ record still lacks two fields: a case, and an order until 1 December. Corrected in time it closes without a fine.',
  );
  told(world, lead);
  world.say.meet('ordered', ordered.state === 'ordered' && hasBand(lead, 1_000, 10_000));
  return file.id;
}
