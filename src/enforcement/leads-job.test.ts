import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../test/app.ts';
import { seedLead } from '../../test/leads.ts';
import { Follower } from '../ledger/follower.ts';
import type { Commit, Store } from '../store/store.ts';
import { competent, leadsJob } from './leads-job.ts';

const follow = (t: TestApp, store: Pick<Store, 'read' | 'commit'> = t.store) =>
  new Follower(t.deps, [leadsJob({ store, clock: t.deps.clock, log: t.deps.log })]);

/** Leads opened in an authority's chain, in its order. */
async function openedIn(t: TestApp, authority: { id: string }): Promise<string[]> {
  const entries = await t.store.read
    .selectFrom('entry')
    .select(['kind', 'subject'])
    .where('chain', '=', `authority:${authority.id}`)
    .orderBy('seq')
    .execute();
  return entries.filter((entry) => entry.kind === 'lead.opened').map((entry) => entry.subject.replace('violation/', ''));
}

describe('the job that opens leads', () => {
  it('enters each lead once in the chain of the office of its department nearest above the place', async () => {
    const t = await testApp();
    const province = await t.authority({ regionCode: '330000' });
    const yuhang = await t.authority({ regionCode: '330110' });
    const farming = await t.authority({ department: 'agriculture', regionCode: '330100' });
    const here = await seedLead(t, await t.party({ regionCode: '330110' }), 'record-incomplete');
    const elsewhere = await seedLead(t, await t.party({ regionCode: '330206' }), 'record-incomplete');
    const grown = await seedLead(t, await t.party({ kinds: ['farm'], regionCode: '330110' }), 'record-incomplete');
    await follow(t).catchUp();
    expect(await openedIn(t, yuhang)).toEqual([here.id]);
    expect(await openedIn(t, province)).toEqual([elsewhere.id]);
    expect(await openedIn(t, farming)).toEqual([grown.id]);
    expect(await follow(t).catchUp()).toBe(0);
    expect(await openedIn(t, yuhang)).toEqual([here.id]);
  });

  it('gives it to whom a competence names, who then sees it and may act', async () => {
    const t = await testApp();
    const market = await t.authority({ regionCode: '330110' });
    const comprehensive = await t.authority({ department: 'comprehensive', regionCode: '330110' });
    const body = { regionCode: '330110', offence: 'trace-record', department: 'market', authority: comprehensive.id, source: '事项目录' };
    expect((await t.request('PUT', '/v1/competences', { key: ADMIN_KEY, body })).status).toBe(200);
    const lead = await seedLead(t, await t.party({ regionCode: '330110' }), 'record-incomplete');
    await follow(t).catchUp();
    expect(await openedIn(t, comprehensive)).toEqual([lead.id]);
    expect(await openedIn(t, market)).toEqual([]);
    const list = await t.request('GET', '/v1/violations', { key: comprehensive.key });
    expect(list.json.items.map((item: { id: string }) => item.id)).toEqual([lead.id]);
    const opened = await t.request('POST', '/v1/cases', {
      key: comprehensive.key,
      body: { violationIds: [lead.id], officers: ['甲', '乙'] },
    });
    expect(opened.status).toBe(201);
  });

  it('skips nothing and repeats nothing when it stops between two authorities', async () => {
    const t = await testApp();
    const offices = [
      await t.authority({ regionCode: '330110' }),
      await t.authority({ regionCode: '330110', department: 'agriculture' }),
    ] as const;
    const plant = await t.party({ regionCode: '330110' });
    const first = await seedLead(t, plant, 'record-incomplete');
    const second = await seedLead(t, plant, 'record-incomplete', { department: 'agriculture' });
    let left = 1;
    const stopping = {
      read: t.store.read,
      commit: (commit: Commit) => (left-- > 0 ? t.store.commit(commit) : Promise.reject(new Error('stopped'))),
    };
    await expect(follow(t, stopping).catchUp()).rejects.toThrow('stopped');
    expect([...(await openedIn(t, offices[0])), ...(await openedIn(t, offices[1]))]).toEqual([first.id]);
    await follow(t).catchUp();
    expect(await openedIn(t, offices[0])).toEqual([first.id]);
    expect(await openedIn(t, offices[1])).toEqual([second.id]);
  });

  it('of two followers at once opens each lead once', async () => {
    const t = await testApp();
    const office = await t.authority({ regionCode: '330110' });
    const plant = await t.party({ regionCode: '330110' });
    const leads = [await seedLead(t, plant, 'record-incomplete'), await seedLead(t, plant, 'past-shelf-life')];
    await Promise.all([follow(t).catchUp(), follow(t).catchUp()]);
    expect((await openedIn(t, office)).sort()).toEqual(leads.map((lead) => lead.id).sort());
  });

  it('opens what waited for an authority once one is entered', async () => {
    const t = await testApp();
    const plant = await t.party({ regionCode: '330110' });
    const lead = await seedLead(t, plant, 'record-incomplete');
    await seedLead(t, plant, 'record-incomplete', { weight: 'reminder' });
    await follow(t).catchUp();
    const office = await t.authority({ regionCode: '330100' });
    await follow(t).catchUp();
    expect(await openedIn(t, office)).toEqual([lead.id]);
  });
});

describe('the competent authority', () => {
  const office = (id: number, department: string, regionCode: string) => ({ id, publicId: `a${id}`, department, regionCode });
  const offices = [
    office(1, 'market', '330000'),
    office(2, 'market', '330100'),
    office(3, 'market', '330106'),
    office(4, 'customs', '330000'),
  ];
  const lead = { regionCode: '330110', offence: 'trace-record', department: 'market' };

  it('is the nearest of the department above the place', () => {
    expect(competent(lead, [], offices)?.id).toBe(2);
    expect(competent({ ...lead, regionCode: '330106' }, [], offices)?.id).toBe(3);
    expect(competent({ ...lead, regionCode: '340100' }, [], offices)).toBeUndefined();
  });

  it('is nobody without an offence, and the one named by a competence before all', () => {
    expect(competent({ ...lead, offence: null }, [], offices)).toBeUndefined();
    const given = { regionCode: '330110', offence: 'trace-record', department: 'market', authorityId: 'a4' } as const;
    expect(competent(lead, [given], offices)?.id).toBe(4);
    expect(competent({ ...lead, offence: 'code-display' }, [given], offices)?.id).toBe(2);
  });
});
