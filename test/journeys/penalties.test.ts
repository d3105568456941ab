import { describe, expect, it } from 'vitest';
import { seedLead } from '../leads.ts';
import { goods, office, officers, shanghai } from './case-office.ts';

describe('an order obeyed in time', () => {
  it('takes no fine away that the law sets without an order: the case stays for the notice, its leads with it', async () => {
    const o = await office();
    const { id, lead } = await o.opened('past-shelf-life');
    await o.taken(id, 'order', { dueOn: '2026-11-20', text: '下架' });
    expect(await o.page(id)).toContain('案件不因改正结案');
    expect(await o.taken(id, 'correction', { text: '已下架' })).toMatchObject({ state: 'corrected', inTime: true });
    expect(await o.leadState(lead)).toBe('in-case');
    expect(await o.read(id)).toMatchObject({ state: 'corrected', closedAt: null });
    expect(await o.draft(id, 'notice')).toContain('本机关已责令在 2026-11-20（含当日）前改正，当事人已在期限内改正（2026-11-05）。');
    await o.taken(id, 'notice', { fineCents: 5_000_000, text: '拟处罚款', ...goods(50_000) });
  });

  it('nor in a bulk order over a lead of banned substances', async () => {
    const o = await office();
    const lead = await seedLead(o, o.plant, 'record-incomplete', { offence: 'non-food-substance' });
    const bulk = await o.post('/v1/cases/bulk-order', { violationIds: [lead.id], officers, dueOn: '2026-11-20', text: '停售' });
    const { id } = bulk.json.items[0].case;
    expect(await o.taken(id, 'correction', { text: '已停售' })).toMatchObject({ state: 'corrected' });
    await o.taken(id, 'noPenalty', { reason: '查明没有过错', ground: 'no-fault' });
  });

  it('closes where the fine only follows an order, and the page says so', async () => {
    const o = await office();
    const { id, lead } = await o.opened('trace-record');
    await o.taken(id, 'order', { dueOn: '2026-11-20', text: '补录' });
    expect(await o.page(id)).toContain('2026-11-20 当日及以前改正的，案件结案，不罚款');
    expect(await o.taken(id, 'correction', { text: '已补录' })).toMatchObject({ state: 'closed' });
    expect(await o.leadState(lead)).toBe('corrected');
  });

  it('ends the fine of art. 126 but not its warning, which is told, decided and served without a fine', async () => {
    const o = await office();
    const { id } = await o.opened('purchase-check');
    await o.taken(id, 'order', { dueOn: '2026-11-20', text: '补查' });
    expect(await o.taken(id, 'correction', { text: '已补查' })).toMatchObject({ state: 'corrected' });
    const fined = await o.step(id, 'notice', { fineCents: 500_000, text: '拟处罚款' });
    expect([fined.status, fined.json.article.zh]).toEqual([409, '行政处罚法第二十八条']);
    const others = [{ kind: 'warning', text: '给予警告' }];
    await o.taken(id, 'notice', { others, text: '拟给予警告' });
    expect(await o.draft(id, 'notice')).toMatch(/作出下列行政处罚：警告：给予警告。/);
    o.clock.set(shanghai('2026-11-23T09:00:00'));
    expect(await o.taken(id, 'decision', { others, reason: '已改正' })).toMatchObject({ state: 'decided', fineCents: 0, others });
    expect(await o.draft(id, 'decision')).not.toContain('罚款 人民币');
    expect(await o.draft(id, 'decision')).not.toContain('缴纳罚款');
    await o.taken(id, 'service', {});
    const served = await o.read(id);
    expect(served).toMatchObject({ state: 'served', payment: null, fineCents: 0 });
    expect([served.next.includes('payment'), served.next.includes('enforcement')]).toEqual([false, false]);
    expect((await o.step(id, 'payment', {})).status).toBe(409);
    const page = await o.page(id);
    expect(page).toContain('无罚款');
    expect(page).toContain('下一步：结案');
    expect(await o.taken(id, 'closing', { reason: '已执行' })).toMatchObject({ state: 'closed' });
  });

  it('is still recorded after a notice, and then no fine is decided', async () => {
    const o = await office();
    const { id } = await o.opened('purchase-check');
    await o.taken(id, 'order', { dueOn: '2026-11-10', text: '补查' });
    o.clock.set(shanghai('2026-11-11T09:00:00'));
    await o.taken(id, 'notice', { fineCents: 500_000, others: [{ kind: 'warning', text: '给予警告' }], text: '拟处罚' });
    expect(await o.taken(id, 'correction', { text: '10日已补查', seenOn: '2026-11-10' })).toMatchObject({
      state: 'notified',
      inTime: true,
    });
    o.clock.set(shanghai('2026-11-23T09:00:00'));
    expect((await o.step(id, 'decision', { fineCents: 500_000, reason: '未改正' })).status).toBe(409);
    await o.taken(id, 'decision', { others: [{ kind: 'warning', text: '给予警告' }], reason: '已改正' });
  });
});

describe('the draft of the notice', () => {
  it('says the order still runs, and ran out only the day after its last day', async () => {
    const o = await office();
    const { id } = await o.opened('past-shelf-life');
    await o.taken(id, 'order', { dueOn: '2026-12-31', text: '下架' });
    expect(await o.draft(id, 'order')).toContain('2026-12-31（含当日）前改正：');
    await o.taken(id, 'notice', { fineCents: 5_000_000, text: '拟处罚款', ...goods(50_000) });
    o.clock.set(shanghai('2027-02-01T09:00:00'));
    const words = await o.draft(id, 'notice');
    expect(words).toContain('本机关已责令在 2026-12-31（含当日）前改正，期限尚未届满。');
    expect(words).not.toContain('未改正');
  });

  it('says of an order obeyed late that it was, before the notice and after it', async () => {
    const o = await office();
    const { id } = await o.opened('trace-record');
    await o.taken(id, 'order', { dueOn: '2026-11-06', text: '补录' });
    o.clock.set(shanghai('2026-11-09T09:00:00'));
    await o.taken(id, 'correction', { text: '已补录' });
    const words = '本机关已责令在 2026-11-06（含当日）前改正，逾期后才改正（2026-11-09）。';
    expect(await o.draft(id, 'notice')).toContain(words);
    await o.taken(id, 'notice', { fineCents: 100_000, text: '逾期后补录' });
    expect(await o.draft(id, 'notice')).toContain(words);
  });
});

describe('what an article sets beside the fine', () => {
  const confiscation = { kind: 'confiscation', text: '没收违法所得 320 元' };

  it('is told, printed, decided and shown; what was not told is not decided', async () => {
    const o = await office();
    const { id } = await o.opened('past-shelf-life');
    expect(await o.page(id)).toMatch(/id="notice-others"[^>]*>没收：没收违法所得和违法生产经营的食品/);
    await o.taken(id, 'notice', { fineCents: 5_000_000, others: [confiscation], text: '拟处罚款并没收', ...goods(50_000) });
    expect(await o.draft(id, 'notice')).toContain('1. 没收：没收违法所得 320 元；2. 罚款 人民币 50,000 元。');
    expect(await o.page(id)).toMatch(/id="decision-others"[^>]*>没收：没收违法所得 320 元</);
    o.clock.set(shanghai('2026-11-23T09:00:00'));
    const more = { fineCents: 5_000_000, others: [confiscation, { kind: 'revocation', text: '吊销许可证' }], reason: '过期销售' };
    const refused = await o.step(id, 'decision', more);
    expect(refused.status).toBe(422);
    expect(refused.json.errors).toMatchObject([{ pointer: '/others/1' }]);
    expect(refused.json.errors[0].expected).toContain('行政处罚法第四十四条');
    await o.taken(id, 'decision', { fineCents: 5_000_000, others: [confiscation], reason: '过期销售' });
    expect(await o.draft(id, 'decision')).toContain('决定：1. 没收：没收违法所得 320 元；2. 罚款 人民币 50,000 元。');
    expect(await o.page(id)).toContain('没收：没收违法所得 320 元');
    const entries = await o.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'case.decided').execute();
    expect(entries[0]?.bytes).toContain('没收违法所得 320 元');
  });

  it('does not stand alone where the law fines without an order, but for a ground and a second officer; nothing at all is refused', async () => {
    const o = await office();
    const { id } = await o.opened('past-shelf-life');
    const bare = await o.step(id, 'notice', { text: '拟处罚' });
    expect(bare.json.errors).toMatchObject([{ pointer: '/fineCents' }]);
    const alone = await o.step(id, 'notice', { text: '拟没收', others: [confiscation], ...goods(50_000) });
    expect(alone.json.errors).toMatchObject([{ pointer: '/ground' }]);
    const elsewhere = await o.step(id, 'notice', { text: '拟罚款', fineCents: 100, ground: '食品安全法第一百三十六条', ...goods(50_000) });
    expect(elsewhere.json.errors).toMatchObject([{ pointer: '/ground' }]);
    const ground = '食品安全法第一百三十六条：履行进货查验，说明来源';
    await o.taken(id, 'notice', { text: '拟没收', others: [confiscation], ground });
    o.clock.set(shanghai('2026-11-23T09:00:00'));
    expect(await o.taken(id, 'decision', { others: [confiscation], ground, reason: '已消除' })).toMatchObject({
      state: 'awaiting-approval',
    });
    await o.taken(id, 'approval', {}, o.second);
    expect(await o.read(id)).toMatchObject({ state: 'decided', fineCents: 0 });
  });

  it('a warning may be told while the order runs, a fine may not; a second notice with one waits for the order', async () => {
    const o = await office();
    const { id } = await o.opened('purchase-check');
    await o.taken(id, 'order', { dueOn: '2026-11-20', text: '补查' });
    const warning = [{ kind: 'warning', text: '给予警告' }];
    await o.taken(id, 'notice', { others: warning, text: '拟给予警告' });
    const early = await o.step(id, 'notice', { fineCents: 500_000, others: warning, text: '拟处罚款' });
    expect([early.status, early.json.dueOn]).toEqual([409, '2026-11-20']);
    o.clock.set(shanghai('2026-11-21T09:00:00'));
    await o.taken(id, 'notice', { fineCents: 500_000, others: warning, text: '拟处罚款' });
  });
});

describe('an order after a notice of what needs none', () => {
  const others = [{ kind: 'warning', text: '给予警告' }];

  it('may still be given, and its fine follows when it is not obeyed', async () => {
    const o = await office();
    const { id } = await o.opened('purchase-check');
    await o.taken(id, 'notice', { others, text: '拟给予警告' });
    expect((await o.step(id, 'notice', { fineCents: 500_000, text: '拟处罚款' })).status).toBe(409);
    expect((await o.read(id)).next).toContain('order');
    expect(await o.taken(id, 'order', { dueOn: '2026-11-20', text: '补查' })).toMatchObject({ state: 'notified', dueOn: '2026-11-20' });
    expect((await o.read(id)).next).not.toContain('order');
    o.clock.set(shanghai('2026-11-23T09:00:00'));
    expect(await o.taken(id, 'notice', { fineCents: 500_000, others, text: '拟处罚款' })).toMatchObject({ state: 'notified' });
  });

  it('that was never served is given anew, and a warning goes without a fine meanwhile', async () => {
    const o = await office();
    const { id } = await o.opened('purchase-check');
    expect((await o.step(id, 'order', { dueOn: '2026-11-20', text: '补查' })).status).toBe(201);
    o.clock.set(shanghai('2026-11-23T09:00:00'));
    const fined = await o.step(id, 'notice', { fineCents: 500_000, text: '拟处罚款' });
    expect([fined.status, fined.json.detail.includes('送达尚未登记')]).toEqual([409, true]);
    await o.taken(id, 'notice', { others, text: '拟给予警告' });
    expect(await o.draft(id, 'notice')).toContain('责令改正通知书的送达尚未登记');
    expect((await o.read(id)).next).toContain('order');
    await o.taken(id, 'order', { dueOn: '2026-12-10', text: '补查' });
    expect((await o.read(id)).next).not.toContain('order');
  });

  it('leaves, where a warning alone was decided, the fine for another case on the same acts', async () => {
    const o = await office();
    const { id, lead } = await o.opened('purchase-check');
    await o.taken(id, 'notice', { others, text: '拟给予警告' });
    o.clock.set(shanghai('2026-11-23T09:00:00'));
    await o.taken(id, 'decision', { others, reason: '已查明' });
    await o.taken(id, 'service', {});
    expect(await o.leadState(lead)).not.toBe('open');
    const again = await seedLead(o, o.plant, 'record-incomplete', { offence: 'purchase-check' });
    const second = await o.post('/v1/cases', { violationIds: [again.id], officers });
    expect(second.status, second.text).toBe(201);
  });
});
