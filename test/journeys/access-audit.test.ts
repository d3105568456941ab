import { describe, expect, it } from 'vitest';
import { auditFaults, auditOf } from '../../src/audit/verify.ts';
import { testApp } from '../app.ts';
import { appCode, browser, enrol, official, PASSWORD } from '../people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the access audit', () => {
  it('has acts of officials, reads of what is not public and refusals, told to the audit administrator alone, and being read is in it', async () => {
    const t = await testApp();
    const [party, office, audit] = [await t.party(), await t.authority(), await t.administrator('audit')];
    await t.request('GET', '/v1/batches', { key: party.key });
    await t.request('GET', '/v1/violations', { key: office.key });
    await t.request('GET', '/v1/violations', { key: party.key });
    await t.request('GET', '/v1/batches');
    await t.request('GET', '/v1/rules');
    const read = async (query = '') => (await t.request('GET', `/v1/audit${query}`, { key: audit })).json.items;
    const lines = (await read()).map((one: Record<string, unknown>) => `${one.role} ${one.operation} ${one.status}`);
    for (const line of [
      'party listBatches 200',
      'officer listLeads 200',
      'party listLeads 403',
      'anonymous listBatches 401',
      'admin enterAuthority 201',
    ])
      expect(lines).toContain(line);
    expect(lines.join()).not.toContain('listRules');
    const reads = await read('?operation=readAudit');
    expect(reads).toHaveLength(1);
    expect(reads[0].who).toMatch(/^audit\//);
    expect((await read('?status=403')).every((one: { status: number }) => one.status === 403)).toBe(true);
  });

  it('has every step of a sign-in with the account, also one tried in vain', async () => {
    const t = await testApp();
    const [office, audit] = [await t.authority(), await t.administrator('audit')];
    const { b, id, link } = await official(t, { authority: office.id, role: 'officer' }, 'officer.yi');
    const { secret } = await enrol(t, b);
    t.clock.advance(MINUTE);
    const again = browser(t);
    await again.signIn('officer.yi', 'not the password');
    await again.signIn('officer.yi');
    await again.post('/account/code', { code: '000000' });
    await again.post('/account/code', { code: appCode(secret, t.clock.now()) });
    await again.post('/account/password', { present: PASSWORD, password: 'a wholly new phrase', again: 'a wholly new phrase' });
    await again.post('/sign-out');
    await browser(t).signIn('nobody', 'whatever it is');
    await browser(t).post('/sign-in', { key: office.key });
    const items = (await t.request('GET', '/v1/audit', { key: audit })).json.items as Record<string, unknown>[];
    const steps = items.filter((one) =>
      `${one.operation}`.match(/^(signIn|signOut|takeCode|confirmFactor|acceptInvitation|changePassword)$/),
    );
    const officer = `authority:${office.id}/${id}`;
    const keyed = items.find((one) => `${one.who}`.startsWith('key:'));
    expect(steps.reverse().map((one) => `${one.operation} ${one.status} ${one.who}`)).toEqual([
      `acceptInvitation 303 account:${id}`,
      `confirmFactor 200 account:${id}`,
      `signIn 401 account:${id}`,
      `signIn 303 account:${id}`,
      `takeCode 401 account:${id}`,
      `takeCode 303 account:${id}`,
      `changePassword 200 ${officer}`,
      `signOut 303 ${officer}`,
      'signIn 401 anonymous',
      `signIn 303 ${keyed?.who}`,
    ]);
    expect(JSON.stringify(items)).not.toContain(link.split('/').at(-1));
  });

  it('names what was looked at by the query, and nothing else of it; and a write to what one does not see', async () => {
    const t = await testApp();
    const [party, office, audit] = [await t.party(), await t.authority(), await t.administrator('audit')];
    await t.request('GET', `/v1/violations?party=${party.id}&cursor=abc`, { key: office.key });
    await t.request('POST', '/v1/batches/ABCDEFGHJKMNPQRSTUVW/revisions', { key: party.key, body: {} });
    const refused = await t.request('DELETE', `/v1/parties/${party.id}/keys/aT3kP9dWq2RnYb7x`, { key: party.key });
    expect(refused.status).toBe(404);
    const items = (await t.request('GET', '/v1/audit', { key: audit })).json.items as Record<string, unknown>[];
    expect(items.map((one) => one.object)).toContain(`/v1/violations?party=${party.id}`);
    expect(items.filter((one) => one.status === 404 && `${one.who}`.startsWith(`party:${party.id}/`)).length).toBeGreaterThan(0);
  });

  it('shows a line that was changed, one that was removed, and a tail cut off', async () => {
    const t = await testApp();
    const party = await t.party();
    for (let i = 0; i < 5; i++) await t.request('GET', '/v1/batches', { key: party.key });
    await t.deps.audit?.flush();
    expect(await auditFaults(auditOf(t.store.read))).toEqual([]);
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(t.file);
    const tried = async (sql: string) => {
      db.exec(`BEGIN; CREATE TABLE kept AS SELECT * FROM access_audit; ${sql}; COMMIT`);
      const faults = await auditFaults(auditOf(t.store.read));
      db.exec('BEGIN; DELETE FROM access_audit; INSERT INTO access_audit SELECT * FROM kept; DROP TABLE kept; COMMIT');
      return faults.map((fault) => fault.replace(/^\w+/, 'chain'));
    };
    const last = Number((db.prepare('SELECT max(n) AS n FROM access_audit').get() as { n: number }).n);
    expect(await tried("UPDATE access_audit SET who = 'party:other/k' WHERE n = 3")).toEqual(['chain/3: altered']);
    expect(await tried('DELETE FROM access_audit WHERE n = 3')).toEqual(['chain/4: the line before it is gone or altered']);
    expect(await tried('DELETE FROM access_audit WHERE n <= 2')).toEqual(['chain/3: lines before it are gone']);
    // Another process starts: its first line names where this chain ended.
    const { AccessAudit } = await import('../../src/audit/audit.ts');
    const next = new AccessAudit({ store: t.store, clock: t.clock.now, random: t.deps.random, log: t.deps.log });
    next.note({ at: t.clock.now(), who: 'x', role: 'x', operation: 'x', object: '', status: 200, requestId: '', address: '' });
    await next.flush();
    expect(await auditFaults(auditOf(t.store.read))).toEqual([]);
    expect(await tried(`DELETE FROM access_audit WHERE n = ${last}`)).toEqual([
      `chain/${last}: a line that another chain names is gone or altered`,
    ]);
    db.close();
  });

  it('keeps its lines 200 days at least, and says so when older ones go', async () => {
    const { pruneAudit } = await import('../../src/audit/retention.ts');
    const t = await testApp();
    const party = await t.party();
    await t.request('GET', '/v1/batches', { key: party.key });
    await t.deps.audit?.flush();
    t.clock.advance(201 * 24 * HOUR);
    await t.request('GET', '/v1/batches', { key: party.key });
    await t.deps.audit?.flush();
    await expect(pruneAudit(t.store, t.clock.now(), 199)).rejects.toMatchObject({ code: 'out-of-order' });
    expect(await pruneAudit(t.store, t.clock.now(), 200)).toBeGreaterThan(0);
    const left = await t.store.read.selectFrom('access_audit').select(['operation']).execute();
    expect(left.map(({ operation }) => operation).sort()).toEqual(['audit-pruned', 'audit-started', 'listBatches']);
    expect(await auditFaults(auditOf(t.store.read))).toEqual([]);
  });
});
