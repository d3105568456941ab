import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, testApp } from '../../test/app.ts';
import { competencesOn, loadPartyFacts, loadSiteFacts, partyByRef, siteOf } from './facts.ts';

describe('facts of parties', () => {
  it('are found by id and by credit code in any spelling', async () => {
    const t = await testApp();
    const party = await t.party({ name: '示例酱油厂' });
    const byId = await partyByRef(t.store.read, party.id);
    expect(byId).toMatchObject({
      publicId: party.id,
      name: '示例酱油厂',
      uscc: party.uscc,
      kinds: ['producer'],
      natural: false,
      regionCode: '330110',
      state: 'approved',
    });
    expect(await partyByRef(t.store.read, `uscc:${party.uscc?.toLowerCase()}`)).toEqual(byId);
    expect((await loadPartyFacts(t.store.read, [byId?.id ?? 0, 1])).get(byId?.id ?? 0)).toEqual(byId);
    expect(await partyByRef(t.store.read, 'nobody')).toBeNull();
    expect(await partyByRef(t.store.read, 'uscc:wrong')).toBeNull();
  });

  it('never carry a person’s name in clear, since findings and entries are made of them', async () => {
    const t = await testApp();
    const farmer = await t.request('POST', '/v1/parties', {
      key: ADMIN_KEY,
      body: { name: '张三', kinds: ['farmer'], regionCode: '330110' },
    });
    const facts = await partyByRef(t.store.read, farmer.json.id);
    expect(facts).toMatchObject({ name: '张*', uscc: null, natural: true });
    expect((await loadPartyFacts(t.store.read, [facts?.id ?? 0])).get(facts?.id ?? 0)?.name).toBe('张*');
  });
});

describe('the site an act belongs to', () => {
  it('is the party’s first open one when none is named', async () => {
    const t = await testApp();
    const sites = ['一店', '二店'].map((name) => ({ name, kind: 'shop', regionCode: '330110' }));
    const party = await t.party({ sites });
    const id = (await partyByRef(t.store.read, party.id))?.id ?? 0;
    const [one, two] = party.sites;
    expect(await siteOf(t.store.read, id)).toMatchObject({ publicId: one?.id, name: '一店', kind: 'shop', regionCode: '330110' });
    expect((await siteOf(t.store.read, id, two?.id))?.name).toBe('二店');
    await t.request('PATCH', `/v1/parties/${party.id}/sites/${one?.id}`, { key: party.key, body: { ended: true } });
    expect((await siteOf(t.store.read, id))?.name).toBe('二店');
    expect(await siteOf(t.store.read, id, one?.id)).toBeNull();
  });

  it('is never another party’s', async () => {
    const t = await testApp();
    const [party, other] = [await t.party(), await t.party()];
    const id = (await partyByRef(t.store.read, party.id))?.id ?? 0;
    expect(await siteOf(t.store.read, id, other.sites[0]?.id)).toBeNull();
  });

  it('is known by its inner id even after it was closed', async () => {
    const t = await testApp();
    const party = await t.party();
    const site = await siteOf(t.store.read, (await partyByRef(t.store.read, party.id))?.id ?? 0);
    expect((await loadSiteFacts(t.store.read, [site?.id ?? 0])).get(site?.id ?? 0)).toEqual(site);
  });
});

describe('competences', () => {
  it('of a day are the latest that have begun, with * read as any department', async () => {
    const t = await testApp();
    const one = await t.authority();
    const two = await t.authority();
    for (const [authority, from] of [
      [one.id, '2026-01-01'],
      [two.id, '2026-12-01'],
    ])
      await t.request('PUT', '/v1/competences', {
        key: ADMIN_KEY,
        body: { regionCode: '330110', offence: '*', authority, from, source: '示例目录' },
      });
    expect(await competencesOn(t.store.read, '2025-12-31')).toEqual([]);
    const row = { regionCode: '330110', offence: '*', department: null };
    expect(await competencesOn(t.store.read, '2026-11-30')).toEqual([{ ...row, authorityId: one.id }]);
    expect(await competencesOn(t.store.read, '2026-12-01')).toEqual([{ ...row, authorityId: two.id }]);
  });
});
