import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { bags } from '../../../test/custody-world.ts';
import { signedWorld } from '../../../test/signed-world.ts';
import { ADMIN_KEY } from '../../../test/world.ts';
import { checkReplay } from './replay/replay.ts';
import { Report } from './report.ts';
import { tablesOver } from './tables.ts';
import { verify } from './verify.ts';

/** Keys, accounts, delegations, entered law, holds, recalls and a case with what the party says to it. */
async function officesWorld() {
  const s = await signedWorld();
  const { w } = s;
  const desk = await w.authority({ name: '余杭区市场监督管理局', regionCode: '330110' });
  const post = async (path: string, key: string, body: unknown) => {
    const made = await w.post(path, key, body);
    expect(made.status, `${path} ${made.text}`).toBeLessThan(300);
    return made.json;
  };
  const key = await post(`/v1/parties/${w.shop.id}/keys`, w.shop.key, { label: '收银', rights: ['custody'] });
  const revoked = await w.request('DELETE', `/v1/parties/${w.shop.id}/keys/${key.id}`, { key: w.shop.key });
  expect(revoked.status, revoked.text).toBe(204);
  await post(`/v1/parties/${w.producer.id}/delegations`, w.producer.key, { to: w.shop.id, rights: ['custody'] });
  const admin = (path: string, body: unknown) => post(path, ADMIN_KEY, body);
  const dated = { from: '2026-11-20', source: '示例公告（2026年）', publishedOn: '2026-11-01', reason: '公告' };
  const competence = { regionCode: '330110', offence: '*', authority: desk.id, from: '2026-11-20', source: '目录' };
  await w.request('PUT', '/v1/competences', { key: ADMIN_KEY, body: competence });
  await admin('/v1/settings', { key: 'zhejiang-traceability/confirmation-deadline', value: 24, ...dated });
  const row = await admin('/v1/directory', { kind: 'variety', value: '示例蜜饯', from: '2026-12-01', source: '示例目录', reason: '公布' });
  await admin(`/v1/directory/${row.id}/end`, { from: '2026-12-02', source: '新目录', reason: '不再列入' });
  await admin('/v1/interruptions', { from: '2026-11-04T00:00:00+08:00', to: '2026-11-04T01:00:00+08:00', reason: '停电' });
  await admin('/v1/rules/lot-split-or-merged/mode', { mode: 'shadow', reason: '试运行' });
  const names = { names: { zh: ['示例汀类'] }, family: '示例汀类', members: [{ names: { zh: ['甲基示例汀'] } }], stems: ['示例汀'] };
  const { id: entry } = await admin('/v1/substances', {
    kind: 'class',
    ...names,
    verdict: 'banned',
    titleOfText: { zh: '示例公告' },
    ...dated,
  });
  await admin(`/v1/substances/${entry}/revocation`, { reason: '录入有误' });
  const bad = await w.batch(
    { certificates: [], batchNumber: 'bad' },
    { directoryItem: '猪肉', category: 'agricultural', specification: undefined },
  );
  w.clock.advance(60_000);
  const sent = await w.ship([{ traceCode: bad, quantity: bags('24') }], { shippedAt: new Date(w.clock.now()).toISOString() });
  await post(`/v1/shipments/${sent.id}/receipt`, w.shop.key, { outcome: 'accepted' });
  await w.follower.catchUp();
  const leads = (await w.get('/v1/violations', desk.key)).json.items as { id: string; rule: string }[];
  const [lead] = leads.filter((one) => one.rule === 'record-incomplete');
  const other = leads.find((one) => one.rule !== 'record-incomplete');
  if (other) await post(`/v1/violations/${other.id}/dismissal`, desk.key, { reason: '现场核实已补' });
  const opened = await post('/v1/cases', desk.key, { violationIds: [lead?.id], officers: ['甲', '乙'] });
  await post(`/v1/cases/${opened.id}/order`, desk.key, { dueOn: '2026-11-20', text: '补录规格' });
  await post(`/v1/cases/${opened.id}/statements`, w.producer.key, { text: '漏填，已补' });
  await post(`/v1/cases/${opened.id}/statementReceived`, desk.key, { how: 'spoken', text: '当面再次说明' });
  const hold = await post('/v1/holds', w.producer.key, { reason: '复检', traceCodes: [bad] });
  await post(`/v1/holds/${hold.id}/lifting`, w.producer.key, { reason: '复检合格' });
  await post('/v1/holds', w.producer.key, { reason: '再复检', traceCodes: [bad] });
  await post('/v1/recalls', w.producer.key, { level: 2, reason: '标签错误', traceCodes: [bad] });
  await s.sign();
  return s;
}

/** What somebody who writes to the tables would gain by, and how it is found. */
const CHANGES: [sql: string, found: RegExp][] = [
  [`UPDATE api_key SET "revokedAt" = NULL WHERE label = '收银'`, /^table: found 0, the ledger says 1$/],
  [`UPDATE api_key SET hash = '${'0'.repeat(64)}' WHERE label = '收银'`, /^table: found "000.*, the ledger says "/],
  [
    `UPDATE api_key SET role = 'officer', "ownerKind" = 'authority', "ownerId" = (SELECT id FROM authority) WHERE label = '收银'`,
    /^table: found "(authority:|officer")/,
  ],
  [`DELETE FROM delegation`, /does not have it$/],
  [`UPDATE delegation SET until = '2099-01-01'`, /^table: found "2099-01-01", the ledger says nothing$/],
  [`UPDATE authority SET "regionCode" = '330000'`, /^table: found "330000", the ledger says "330110"$/],
  [`UPDATE competence SET source = '别处'`, /^table: found "别处", the ledger says "目录"$/],
  [`UPDATE law_setting SET value = '240'`, /^table: found "240", the ledger says "24"$/],
  [`DELETE FROM directory_row`, /does not have it$/],
  [`UPDATE interruption SET "to" = "to" + 1`, /^table: found \d+, the ledger says \d+$/],
  [`UPDATE rule_mode SET mode = 'live'`, /^table: found "live", the ledger says "shadow"$/],
  [`UPDATE substance_entry SET body = replace(body, 'banned', 'allowed')`, /^table: found .*, the ledger says /],
  [`UPDATE substance_entry SET "revokedAt" = NULL`, /^table: found 0, the ledger says 1$/],
  [
    `UPDATE hold SET "liftedAt" = 1, "liftReason" = '没事' WHERE "liftedAt" IS NULL`,
    /^table: found (1|"没事"), the ledger says (0|nothing)$/,
  ],
  [`DELETE FROM hold_batch WHERE "holdId" = (SELECT max(id) FROM hold)`, /does not have it$/],
  [`UPDATE recall SET state = 'closed'`, /^table: found "closed", the ledger says "open"$/],
  [`DELETE FROM recall_batch`, /does not have it$/],
  [`DELETE FROM finding WHERE state = 'in-case'`, /does not have it$|can be read with what they refer to$/],
  [
    `UPDATE finding SET state = 'dismissed', "settledReason" = '没事' WHERE state = 'in-case'`,
    /^table: found "没事", the ledger says nothing$/,
  ],
  [`UPDATE case_file SET state = 'closed'`, /^table: found "closed", the ledger says "ordered"$/],
  [`DELETE FROM case_step WHERE n = 2`, /does not have it$/],
  [`UPDATE statement SET text = '认错' WHERE text = '当面再次说明'`, /^table: found "认错", the ledger says "c:/],
  [`UPDATE statement SET text = '认错'`, /^table: found "认错", the ledger says "c:/],
  [`UPDATE holding SET steps = steps + 5 WHERE steps > 0`, /^balance: it is \d+ steps, the records make it \d+$/],
  [`UPDATE shipment_line SET steps = steps - 1`, /^balance: it (moves|is) /],
  [
    `UPDATE flow SET dst = src WHERE kind = 'sale'`,
    /^balance: (no record makes it|a record makes it, it is not there|it is -?\d+ steps beside)/,
  ],
  [`DELETE FROM flow WHERE kind = 'amendment'`, /^balance: it is -?\d+ steps beside what was agreed$/],
  [`DELETE FROM flow WHERE kind = 'made'`, /^balance: a record makes it, it is not there$/],
];

it('the verifier holds against the ledger who may act, holds, recalls, leads, cases and balances, and finds them changed', async () => {
  const s = await officesWorld();
  const whole = await verify({ db: s.copy(), key: s.key });
  expect(whole.faults).toEqual([]);
  const tables = CHANGES.map(([sql]) => /(?:UPDATE|FROM) (\w+)/.exec(sql)?.[1] ?? '');
  for (const table of tables.filter((name) => !['holding', 'flow'].includes(name)))
    expect(whole.counts.get(`rows of ${table}`), table).toBeGreaterThan(0);
  for (const what of ['balances', 'edges', 'lines counted']) expect(whole.counts.get(what), what).toBeGreaterThan(0);
  // Changed and taken back in one database: a copy for each would take most of the time.
  const db = new DatabaseSync(s.copy(), { enableForeignKeyConstraints: false });
  onTestFinished(() => db.close());
  for (const [sql, found] of CHANGES) {
    db.exec(`BEGIN; ${sql}`);
    const report = new Report();
    await checkReplay(tablesOver(db), report);
    db.exec('ROLLBACK');
    expect(report.faults.length, sql).toBeGreaterThan(0);
    for (const { check, what } of report.faults) expect(`${check}: ${what}`, sql).toMatch(found);
  }
}, 240_000);
