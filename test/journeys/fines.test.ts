import { describe, expect, it } from 'vitest';
import { goods, type Office, office, shanghai } from './case-office.ts';

describe('a fine of 300,000 yuan', () => {
  const told = { text: '拟处罚款', ...goods(1_500_000) };

  it('is refused to a county office with 条例 81 and the referral; a cent less is its own', async () => {
    const o = await office('330110');
    const { id } = await o.opened('past-shelf-life');
    const refused = await o.step(id, 'notice', { ...told, fineCents: 30_000_000 });
    expect(refused.status).toBe(422);
    expect(refused.json.errors).toMatchObject([{ pointer: '/fineCents', found: '30000000' }]);
    expect(refused.json.errors[0].expected).toContain('《中华人民共和国食品安全法实施条例》第八十一条');
    expect(refused.json.errors[0].fix).toContain('referral');
    expect(await o.page(id)).toContain('300,000元以上的罚款由设区的市级以上部门决定');
    await o.taken(id, 'notice', { ...told, fineCents: 29_999_999 });
  });

  it('is for the office of a city or of the province, not of a district', async () => {
    for (const [regionCode, status] of [
      ['330100', 201],
      ['330000', 201],
      ['330110', 422],
    ] as const) {
      const o = await office(regionCode);
      const { id } = await o.opened('past-shelf-life');
      expect((await o.step(id, 'notice', { ...told, fineCents: 30_000_000 })).status, regionCode).toBe(status);
    }
  });

  it('is refused at the decision too, where the amount was entered lower after the notice', async () => {
    const o = await office('330110');
    const { id } = await o.opened('past-shelf-life');
    await o.taken(id, 'notice', { ...told, fineCents: 25_000_000 });
    o.clock.set(shanghai('2026-11-23T09:00:00'));
    await o.setting('food-safety-regulations/city-level-fine', 20_000_000, '2026-11-23');
    const refused = await o.step(id, 'decision', { fineCents: 25_000_000, reason: '过期销售' });
    expect(refused.json.errors).toMatchObject([{ pointer: '/fineCents' }]);
  });
});

describe('values an administrator entered', () => {
  it('are used in a case: goods that make it serious, days to pay, the surcharge', async () => {
    const o = await office();
    await o.setting('food-safety-regulations/severe-goods-value', 100);
    await o.setting('administrative-penalty-law/payment-days', 10);
    await o.setting('administrative-penalty-law/limitation', 1);
    const { id } = await o.opened('past-shelf-life');
    await o.taken(id, 'notice', { fineCents: 5_000_000, text: '拟处罚款', ...goods(500_000) });
    const file = await o.read(id);
    expect(file.penalty.severe.holds).toBe(true);
    expect(file.deadlines.find((one: { kind: string }) => one.kind === 'limitation').on).toBe('2027-11-05');
    expect(await o.page(id)).toContain('<li>情节严重的，吊销许可证');
    o.clock.set(shanghai('2026-11-23T09:00:00'));
    await o.taken(id, 'decision', { fineCents: 5_000_000, reason: '过期销售' });
    await o.taken(id, 'service', {});
    expect((await o.read(id)).payment.payBy).toBe('2026-12-03');
  });
});

describe('a payment', () => {
  /** A fine of 10,000 yuan, served on 27 November, to be paid by 12 December. */
  async function owing() {
    const o = await office();
    const { id } = await o.opened('trace-record');
    await o.taken(id, 'order', { dueOn: '2026-11-10', text: '补录' });
    o.clock.set(shanghai('2026-11-11T09:00:00'));
    await o.taken(id, 'notice', { fineCents: 1_000_000, text: '拟处罚款' });
    o.clock.set(shanghai('2026-11-27T09:00:00'));
    await o.taken(id, 'decision', { fineCents: 1_000_000, reason: '未改正' });
    await o.taken(id, 'service', {});
    o.clock.set(shanghai('2026-12-22T09:00:00'));
    return { ...o, id };
  }

  it('made in time and typed in late is the fine alone', async () => {
    const o = await owing();
    expect(await o.taken(o.id, 'payment', { paidOn: '2026-12-05' })).toMatchObject({ state: 'paid', amountCents: 1_000_000 });
    expect((await o.read(o.id)).payment).toMatchObject({ paidCents: 1_000_000, openCents: 0, surchargeCents: 0 });
  });

  it('of the bare fine ten days late leaves the surcharge open, which is then paid', async () => {
    const o = await owing();
    expect((await o.read(o.id)).payment.surchargeCents).toBe(300_000);
    expect(await o.page(o.id)).toContain('加处罚款 3,000 元');
    expect(await o.taken(o.id, 'payment', { amountCents: 1_000_000 })).toMatchObject({ state: 'served' });
    expect((await o.read(o.id)).payment).toMatchObject({ openCents: 0, surchargeCents: 300_000 });
    expect((await o.step(o.id, 'payment', { amountCents: 300_001 })).status).toBe(422);
    o.clock.set(shanghai('2027-02-01T09:00:00'));
    expect(await o.taken(o.id, 'payment', {})).toMatchObject({ state: 'paid', amountCents: 300_000 });
  });

  it('overdue: enforcement by a court is warned of as 待核实', async () => {
    const o = await owing();
    const warnings = (await o.read(o.id)).warnings as { kind: string }[];
    expect(warnings.find((one) => one.kind === 'court-enforcement')).toMatchObject({
      article: { zh: '行政强制法第五十三条、第五十四条，待核实' },
    });
    expect(await o.page(o.id)).toMatch(/复议、诉讼期限应已届满，并应先催告、催告满十日 \(行政强制法第五十三条、第五十四条，待核实\)/);
  });
});

describe('three penalties within a year', () => {
  const stops = async (o: Office, id: string) =>
    (await o.read(id)).penalty.consequences.some((one: { kind: string }) => one.kind === 'businessStop');

  it('are those under the Food Safety Law: two fines for display are none, two for shelf life are', async () => {
    for (const [offence, told, expected] of [
      ['code-display', { fineCents: 100_000 }, false],
      ['past-shelf-life', { fineCents: 5_000_000, ...goods(50_000) }, true],
    ] as const) {
      const o = await office();
      for (const actOn of ['2026-11-01', '2026-11-12']) {
        const { id } = await o.opened(offence, { actOn });
        if (actOn === '2026-11-12') o.clock.set(shanghai('2026-11-24T09:00:00'));
        const [due, told2, decide] =
          actOn === '2026-11-01' ? ['2026-11-06', '2026-11-09', '2026-11-20'] : ['2026-11-25', '2026-11-26', '2026-12-10'];
        await o.taken(id, 'order', { dueOn: due, text: '改正' });
        o.clock.set(shanghai(`${told2}T09:00:00`));
        await o.taken(id, 'notice', { text: '拟处罚款', ...told });
        o.clock.set(shanghai(`${decide}T09:00:00`));
        await o.taken(id, 'decision', { fineCents: told.fineCents, reason: '未改正' });
        await o.taken(id, 'service', {});
      }
      const { id } = await o.opened('over-limit', { actOn: '2026-12-11' });
      expect(await stops(o, id), offence).toBe(expected);
    }
  });

  it('leave out what only stopped business', async () => {
    const o = await office();
    const others = [{ kind: 'suspension', text: '责令停产停业十日' }];
    const ground = '行政处罚法第三十二条第一项：主动消除危害后果';
    for (const [actOn, told, decided] of [
      ['2026-11-05', '2026-11-05', '2026-11-16'],
      ['2026-11-17', '2026-11-17', '2026-11-27'],
    ] as const) {
      o.clock.set(shanghai(`${told}T10:00:00`));
      const { id } = await o.opened('past-shelf-life', { actOn });
      await o.taken(id, 'notice', { text: '拟责令停产停业', others, ground });
      o.clock.set(shanghai(`${decided}T09:00:00`));
      await o.taken(id, 'decision', { reason: '已消除', others, ground });
      await o.taken(id, 'approval', {}, o.second);
      await o.taken(id, 'service', {});
    }
    const { id } = await o.opened('over-limit', { actOn: '2026-11-28' });
    expect(await stops(o, id)).toBe(false);
  });
});
