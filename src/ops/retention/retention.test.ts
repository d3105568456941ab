import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noon as at, retentionWorld as world } from '../../../test/retention-world.ts';
import { verify } from '../verify/verify.ts';

const DAY = 24 * 60 * 60 * 1_000;

describe('retention', () => {
  it('names the articles it goes by, and finds nothing on the day of the records', async () => {
    const { one } = await world();
    expect(await one('personal-of-trade', at('2026-11-06'))).toEqual({
      name: 'personal-of-trade',
      what: 'values of persons in records of production, purchase, sale and transport',
      basis: expect.stringMatching(/6 months after the shelf life; .*2 years$/),
      count: 0,
      since: null,
    });
  });

  it('keeps a buyer’s name two years from the sale, and half a year after a longer shelf life', async () => {
    const { soldTo, one } = await world();
    await soldTo({}, {});
    // Sold 2026-11-05, shelf life of seven days: 2026-11-05 + 2 years is the last day.
    expect((await one('personal-of-trade', at('2028-11-05')))?.count).toBe(0);
    const free = (await one('personal-of-trade', at('2028-11-06')))?.count ?? 0;
    expect(free).toBeGreaterThan(0);
    await soldTo({}, { name: '腊肉', gtin: undefined, shelfLife: { value: 30, unit: 'month' } });
    // Made 2026-11-01, good for 30 months: until 2029-05-01 or the day before, and six months more.
    expect((await one('personal-of-trade', at('2029-10-25')))?.count).toBe(free);
    expect((await one('personal-of-trade', at('2029-11-05')))?.count).toBe(free + 1);
  });

  it('erases the value, records that it did, and leaves every proof valid', async () => {
    const { w, soldTo, one, remove, values, sign, key, kept, farmer } = await world();
    await soldTo({}, {});
    await sign();
    expect((await verify({ db: w.file, key, kept })).ok).toBe(true);
    expect(await values()).toContain('王小明');
    const facts = await w.store.read.selectFrom('shipment').selectAll().orderBy('id').execute();
    const now = at('2028-11-06');
    const before = await one('personal-of-trade', now);
    expect(await remove('personal-of-trade', now)).toBe(before?.count);
    expect(await values()).not.toContain('王小明');
    // A registered farmer's own contact is no record of trade.
    expect(await values()).toContain('13800000000');
    expect((await w.get('/v1/party', farmer.key)).status).toBeLessThan(500);
    expect(await w.store.read.selectFrom('shipment').selectAll().orderBy('id').execute()).toEqual(facts);
    expect((await one('personal-of-trade', now))?.count).toBe(0);
    const [entry] = await w.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'retention.applied').execute();
    expect(JSON.parse(entry?.bytes ?? '{}').payload).toMatchObject({
      class: 'personal-of-trade',
      count: before?.count,
      reason: 'the yearly clearing',
    });
    w.clock.advance(now - w.clock.now());
    await sign();
    const report = await verify({ db: w.file, key, kept });
    expect(report.faults).toEqual([]);
  });

  it('leaves a record alone while a lead or a case is about it', async () => {
    const { w, soldTo, one } = await world();
    const id = await soldTo({}, {});
    const free = (await one('personal-of-trade', at('2028-11-06')))?.count ?? 0;
    const [shipment] = await w.store.read.selectFrom('shipment').select('id').where('publicId', '=', id).execute();
    const [finding] = await w.store.read.selectFrom('finding').selectAll().limit(1).execute();
    expect(finding).toBeDefined();
    const row = {
      ...finding,
      id: 1,
      publicId: 'of-the-shipment',
      subjectType: 'shipment',
      subjectId: shipment?.id ?? 0,
      occasion: 'x',
      state: 'in-case',
    };
    await w.store.commit({
      chain: 'system',
      at: w.clock.now(),
      entries: [],
      rows: { finding: [row as never] },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    expect((await one('personal-of-trade', at('2028-11-06')))?.count).toBe(free - 1);
  });

  it('keeps attempts at webhooks and the access audit 200 days', async () => {
    const { w, one, remove } = await world();
    const now = w.clock.now();
    const delivery = {
      id: 7,
      webhookId: 1,
      noticeId: 1,
      body: '{}',
      state: 'done',
      attempts: 1,
      nextAt: now,
      lastStatus: 200,
      lastError: null,
      at: now,
      doneAt: now,
    };
    await w.store.aside('delivery', delivery);
    expect((await one('delivery', now + 200 * DAY))?.count).toBe(0);
    expect(await one('delivery', now + 200 * DAY + 1)).toMatchObject({
      count: 1,
      since: '2027-05-24',
      basis: 'the service’s own: 200 days',
    });
    expect(await remove('delivery', now + 200 * DAY + 1)).toBe(1);
    expect((await one('access-audit', now))?.basis).toBe('the service’s own: 200 days');
  });

  it('removes the sheet of a refused import after thirty days, unless another import is of the same bytes', async () => {
    const { w, one, remove, files } = await world();
    const now = w.clock.now();
    const send = async (text: string) => {
      async function* pieces() {
        yield new TextEncoder().encode(text);
      }
      return (await w.deps.files.large?.take(pieces(), 1_000))?.sha256 ?? '';
    };
    const [gone, shared] = [await send('refused'), await send('shared')];
    const job = (id: number, sha256: string, state: string) => ({
      id,
      publicId: `job-${id}`,
      partyId: null,
      kind: 'products',
      format: 'csv',
      mode: 'good-rows',
      sha256,
      fileName: null,
      state,
      total: 1,
      good: 0,
      bad: 1,
      applied: 0,
      faults: '{}',
      actedBy: 'admin/bootstrap',
      at: now,
      finishedAt: now,
    });
    const rows = [job(1, gone, 'rejected'), job(2, shared, 'rejected'), job(3, shared, 'finished')];
    await w.store.commit({
      chain: 'system',
      at: now,
      entries: [],
      rows: { import_job: rows },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    expect((await one('refused-sheets', now + 30 * DAY))?.count).toBe(0);
    expect(await one('refused-sheets', now + 30 * DAY + 1)).toMatchObject({ count: 1, since: '2026-12-05' });
    expect(await remove('refused-sheets', now + 30 * DAY + 1)).toBe(1);
    const place = (sha256: string) => join(files, 'imports', sha256.slice(0, 2), sha256);
    expect([existsSync(place(gone)), existsSync(place(shared))]).toEqual([false, true]);
    const asked = await w.request('GET', '/v1/imports/job-1/rejected', { key: 'adm_0123456789abcdef' });
    expect([asked.status, asked.json.code]).toEqual([404, 'not-found']);
  });

  it('forgets photos that waited a day for an answer or a note, and keeps those of a note', async () => {
    const { w, one, remove } = await world();
    const now = w.clock.now();
    const photo = (sha256: string) => ({ sha256, size: 1, mediaType: 'image/png' });
    await w.store.commit({
      chain: 'system',
      at: now,
      entries: [],
      rows: {
        slip_photo: [{ shipmentId: 1, ...photo('a'), at: now }],
        office_photo: ['a', 'b'].map((sha256) => ({ authorityId: 1, ...photo(sha256), at: now })),
        note_photo: [{ noteId: 1, n: 1, ...photo('b') }],
      },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    expect((await one('slip-photo', now + DAY))?.count).toBe(0);
    expect(await one('slip-photo', now + DAY + 1)).toMatchObject({ count: 1, basis: 'the service’s own: 1 day' });
    expect((await one('office-photo', now + DAY + 1))?.count).toBe(1);
    for (const name of ['slip-photo', 'office-photo']) expect(await remove(name, now + DAY + 1)).toBe(1);
    expect(await w.store.read.selectFrom('slip_photo').selectAll().execute()).toEqual([]);
    expect(await w.store.read.selectFrom('office_photo').select('sha256').execute()).toEqual([{ sha256: 'b' }]);
  });

  it('knows no other class', async () => {
    const { remove } = await world();
    await expect(remove('entry', Date.now())).rejects.toThrow(/there is no class "entry"; there are personal-of-trade, refused-sheets/);
  });
});
