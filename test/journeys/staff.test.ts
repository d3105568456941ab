import { describe, expect, it } from 'vitest';
import { conceal } from '../../src/ledger/personal.ts';
import { testApp } from '../app.ts';
import { accept, browser } from '../people.ts';

/** A firm with a person who has every right, signed in, and one it invites. */
async function firm() {
  const t = await testApp();
  const party = await t.party({ name: '示例酱油厂' });
  const path = `/v1/parties/${party.id}/staff`;
  const invite = async (name: string, rights: string[], login: string) => {
    const made = await t.request('POST', path, { key: party.key, body: { name, rights } });
    const b = browser(t);
    await accept(b, made.json.link, login);
    return { b, id: made.json.id as string };
  };
  return { t, party, path, invite, ...(await invite('示例甲', ['batches', 'party'], 'jia.example')) };
}
type Firm = Awaited<ReturnType<typeof firm>>;

/** Accounts as years of invitations leave them, straight in the tables: all at one instant, so that only the id orders them. */
async function manyAccounts({ t, party }: Firm, count: number, fields: { endedAt: number | null; login: boolean; rights: string }) {
  const { store, clock, random } = t.deps;
  const owner = await store.read.selectFrom('party').select('id').where('publicId', '=', party.id).executeTakeFirstOrThrow();
  const ids = await store.ids(count);
  const name = conceal(random, '示例多人');
  const account = ids.map((id) => ({
    id,
    publicId: `many-${id}`,
    ownerKind: 'party',
    ownerId: owner.id,
    role: null,
    rights: fields.rights,
    name: name.commitment,
    createdAt: clock() + 1_000,
    endedAt: fields.endedAt,
  }));
  const none = { passwordHash: null, totp: null, totpSince: null, totpCounter: null, phone: null, subject: null };
  const credential = ids.map((id) => ({ id, login: fields.login ? `many-${id}` : null, ...none, changedAt: clock() }));
  const written = await store.commit({
    chain: 'system',
    at: clock(),
    entries: [],
    rows: { personal: [name.row], account, credential },
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
  expect(written.committed).toBe(true);
  return account.map(({ publicId }) => publicId);
}

describe('the people of a firm, when they are many', () => {
  it('are listed in pages, each once, however many left before them', async () => {
    const f = await firm();
    const { t, b, path, id } = f;
    await manyAccounts(f, 1_100, { endedAt: t.clock.now(), login: true, rights: '["batches"]' });
    const there = await manyAccounts(f, 120, { endedAt: null, login: false, rights: '["batches"]' });
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page = await b.send('GET', `${path}?limit=50${next === '' ? '' : `&cursor=${next}`}`);
      seen.push(...page.json.items.map((one: { id: string }) => one.id));
      sizes.push(page.json.items.length);
      next = page.json.next;
      expect(page.headers.get('link') ?? '').toBe(next === null ? '' : `<${path}?limit=50&cursor=${next}>; rel="next"`);
    }
    expect(sizes).toEqual([50, 50, 21]);
    // Newest first; whoever has been there longest comes last.
    expect(seen).toEqual([...there.toReversed(), id]);
    const pages = [await b.get('/staff')];
    for (let more: string | undefined; ; ) {
      more = /href="(\/staff\?cursor=[^"]+)"/.exec(pages.at(-1)?.text ?? '')?.[1];
      if (more === undefined) break;
      pages.push(await b.get(more));
    }
    expect(pages.map(({ text }) => (text.match(/\/removal"/g) ?? []).length)).toEqual([50, 50, 21]);
  });

  it('are all listed to the security administrator, those who left too', async () => {
    const f = await firm();
    const { t, party } = f;
    await manyAccounts(f, 130, { endedAt: t.clock.now(), login: true, rights: '["batches"]' });
    const key = await t.administrator('security');
    let count = 0;
    for (let next: string | null = ''; next !== null; ) {
      const page = await t.request('GET', `/v1/accounts?party=${party.id}&limit=100${next === '' ? '' : `&cursor=${next}`}`, { key });
      count += page.json.items.length;
      next = page.json.next;
    }
    expect(count).toBe(131);
  });

  it('have a keeper though a thousand newer accounts keep nothing, and none who left or never came counts as one', async () => {
    const f = await firm();
    const { t, b, path, id, invite } = f;
    await manyAccounts(f, 10, { endedAt: t.clock.now(), login: true, rights: '["party"]' });
    await manyAccounts(f, 10, { endedAt: null, login: false, rights: '["party"]' });
    await manyAccounts(f, 10, { endedAt: null, login: true, rights: '["batches"]' });
    expect((await b.send('DELETE', `${path}/${id}`)).status).toBe(409);
    await invite('示例乙', ['party'], 'yi.example');
    await manyAccounts(f, 1_100, { endedAt: null, login: true, rights: '["batches"]' });
    expect((await b.send('DELETE', `${path}/${id}`)).status).toBe(200);
  });
});

describe('keys a person of a firm made', () => {
  /** A clerk who made three keys: one that is good, one that was revoked, one that ran out. */
  async function clerkWithKeys() {
    const f = await firm();
    const { t, party, invite } = f;
    const clerk = await invite('示例丙', ['batches', 'party'], 'bing.example');
    const keys = `/v1/parties/${party.id}/keys`;
    const make = (label: string, more = {}) => clerk.b.send('POST', keys, { label, ...more });
    const good = (await make('ERP')).json;
    const revoked = (await make('old')).json;
    await clerk.b.send('DELETE', `${keys}/${revoked.id}`);
    await make('short', { expiresAt: new Date(t.clock.now() + 1_000).toISOString() });
    t.clock.advance(2_000);
    return { ...f, clerk, keys, good };
  }
  const works = async ({ t }: Firm, key: string) => (await t.request('GET', '/v1/batches', { key })).status;

  it('name who made them', async () => {
    const { t, party, clerk, keys } = await clerkWithKeys();
    const { items } = (await t.request('GET', keys, { key: party.key })).json;
    const makers = items.map((one: { label: string; madeBy: string }) => [one.label, one.madeBy]);
    expect(makers.slice(0, 3)).toEqual(['short', 'old', 'ERP'].map((label) => [label, `party:${party.id}/${clerk.id}`]));
    expect(makers[3][1]).toMatch(/^security\//);
  });

  it('are told when the person goes, and go on working', async () => {
    const f = await clerkWithKeys();
    const removed = await f.t.request('DELETE', `${f.path}/${f.clerk.id}`, { key: f.party.key });
    expect([removed.status, removed.json.keysEnded, removed.json.keys.map((one: { id: string }) => one.id)]).toEqual([
      200,
      false,
      [f.good.id],
    ]);
    expect(removed.text).not.toContain(f.good.key);
    expect(await works(f, f.good.key)).toBe(200);
  });

  it('end in the same moment where that is asked for, each with its entry; others’ keys go on', async () => {
    const f = await clerkWithKeys();
    const removed = await f.b.send('DELETE', `${f.path}/${f.clerk.id}?keys=end`);
    expect([removed.status, removed.json.keysEnded]).toEqual([200, true]);
    expect([await works(f, f.good.key), await works(f, f.party.key)]).toEqual([401, 200]);
    const { items } = (await f.t.request('GET', `/v1/ledger/party:${f.party.id}/entries?limit=200`, { key: f.party.key })).json;
    const last = items.map((one: { bytes: string }) => JSON.parse(one.bytes)).slice(-2);
    expect(last.map((one: { kind: string; subject: string }) => [one.kind, one.subject])).toEqual([
      ['account.ended', `account/${f.clerk.id}`],
      ['key.revoked', `key/${f.good.id}`],
    ]);
    expect(last[1].payload).toEqual({ party: f.party.id, actedBy: `party:${f.party.id}/${f.id}`, key: f.good.id });
  });

  it('end too when the security administrator ends the account', async () => {
    const f = await clerkWithKeys();
    const key = await f.t.administrator('security');
    const ended = await f.t.request('DELETE', `/v1/accounts/${f.clerk.id}?keys=end`, { key });
    expect([ended.status, ended.json.keys.length, ended.json.keysEnded]).toEqual([200, 1, true]);
    expect(await works(f, f.good.key)).toBe(401);
  });

  it('that may do more are told, and end too where that is asked for, when the security administrator changes its rights', async () => {
    const f = await clerkWithKeys();
    const key = await f.t.administrator('security');
    const change = (keys: string, rights: string[]) =>
      f.t.request('PATCH', `/v1/accounts/${f.clerk.id}?keys=${keys}`, { key, body: { rights } });
    expect((await change('keep', ['batches'])).json).toMatchObject({ keysEnded: false, keys: [{ id: f.good.id }] });
    expect(await works(f, f.good.key)).toBe(200);
    expect((await change('end', ['batches'])).json).toMatchObject({ keysEnded: true, keys: [{ id: f.good.id }] });
    expect([await works(f, f.good.key), await works(f, f.party.key)]).toEqual([401, 200]);
  });

  it('are told and ended too where they were made with one of these keys, though that one has ended', async () => {
    const f = await clerkWithKeys();
    const second = (await f.t.request('POST', f.keys, { key: f.good.key, body: { label: 'second' } })).json;
    const third = (await f.t.request('POST', f.keys, { key: second.key, body: { label: 'third' } })).json;
    await f.b.send('DELETE', `${f.keys}/${second.id}`);
    const page = (await f.b.get('/staff')).text;
    expect(page.slice(page.indexOf('示例丙'), page.indexOf('示例甲'))).toContain('third');
    const removed = await f.b.send('DELETE', `${f.path}/${f.clerk.id}?keys=end`);
    expect(removed.json.keys.map((one: { id: string }) => one.id)).toEqual([f.good.id, third.id]);
    expect([await works(f, f.good.key), await works(f, third.key), await works(f, f.party.key)]).toEqual([401, 401, 200]);
  });

  it('are told where they may do more than the person may now, and those end where that is asked for', async () => {
    const f = await clerkWithKeys();
    const narrow = (await f.clerk.b.send('POST', f.keys, { label: 'narrow', rights: ['batches'] })).json;
    const change = (keys: string, rights: string[]) => f.b.send('PATCH', `${f.path}/${f.clerk.id}?keys=${keys}`, { rights });
    const told = await change('keep', ['batches']);
    expect([told.status, told.json.keysEnded, told.json.keys.map((one: { id: string }) => one.id)]).toEqual([200, false, [f.good.id]]);
    expect(told.text).not.toContain(f.good.key);
    expect(await works(f, f.good.key)).toBe(200);
    expect((await change('end', ['batches'])).json).toMatchObject({ keysEnded: true, keys: [{ id: f.good.id }] });
    expect([await works(f, f.good.key), await works(f, narrow.key), await works(f, f.party.key)]).toEqual([401, 200, 200]);
  });

  it('stand on the page beside the person, with a box that ends them', async () => {
    const f = await clerkWithKeys();
    const list = (await f.b.get('/staff')).text;
    const row = list.slice(list.indexOf('示例丙'), list.indexOf('示例甲'));
    expect(row).toContain(`ERP (<code>${f.good.prefix}…</code>)`);
    expect(row).not.toContain('old');
    expect(list.slice(list.indexOf('示例甲'))).not.toContain('name="keys"');
    const kept = await clerkWithKeys();
    expect((await kept.b.post(`/staff/${kept.clerk.id}/removal`)).status).toBe(303);
    expect(await works(kept, kept.good.key)).toBe(200);
    expect((await f.b.post(`/staff/${f.clerk.id}/removal`, { keys: 'end' })).status).toBe(303);
    expect(await works(f, f.good.key)).toBe(401);
  });
});
