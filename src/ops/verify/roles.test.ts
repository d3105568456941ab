import { expect, it } from 'vitest';
import { bags } from '../../../test/custody-world.ts';
import { signedWorld } from '../../../test/signed-world.ts';

/** Samples, field records, import papers and transports with something of every kind done to them. */
async function rolesWorld() {
  const s = await signedWorld();
  const { w } = s;
  const desk = await w.authority({ regionCode: '330110' });
  const lab = await w.party({ name: '示例检测有限公司', kinds: ['laboratory'] });
  const other = await w.party({ name: '示例复检有限公司', kinds: ['laboratory'] });
  const code = await w.batch({ batchNumber: 'zz1' });
  const post = async (path: string, key: string, body: unknown) => {
    const made = await w.post(path, key, body);
    expect(made.status, `${path} ${made.text}`).toBe(201);
    return made.json;
  };
  const failing = { conclusion: 'fail', results: [{ item: '苯甲酸', value: '3', unit: 'g/kg', limit: '1' }] };
  // The clock stands still: what several chains tell of one instant has an order all the same.
  const sample = async (number: string, kind: string, key: string) =>
    (await post('/v1/samples', key, { number, kind, traceCodes: [code], laboratory: lab.id })).id as string;
  const disputed = await sample('S-1', 'official', desk.key);
  const of = (id: string, what: string, key: string, body: unknown) => post(`/v1/samples/${id}/${what}`, key, body);
  await of(disputed, 'results', lab.key, { ...failing, reportNumber: 'R-1' });
  await of(disputed, 'amendments', lab.key, { ...failing, reportNumber: 'R-1A', reason: '单位' });
  await of(disputed, 'retest', w.producer.key, { reason: '有异议' });
  await of(disputed, 'retest-laboratory', desk.key, { laboratory: other.id });
  await of(disputed, 'results', other.key, { ...failing, reportNumber: 'R-2', retest: true });
  await of(disputed, 'withdrawal', other.key, { reason: '样品混淆' });
  await of(disputed, 'results', other.key, { conclusion: 'pass', reportNumber: 'R-3', retest: true });
  const own = await sample('S-2', 'client', w.producer.key);
  await of(own, 'results', lab.key, { ...failing, reportNumber: 'R-4', as: 'release' });
  await of(own, 'withdrawal', lab.key, { reason: '设备未校准' });
  await of(own, 'results', lab.key, { conclusion: 'pass', reportNumber: 'R-5' });
  const final = await sample('S-3', 'official', desk.key);
  const { retestUntil } = await of(final, 'results', lab.key, { ...failing, reportNumber: 'R-6' });

  const importer = await w.party({ name: '示例进口有限公司', kinds: ['importer'] });
  const first = await w.batch({ certificates: [] }, {}, importer);
  const second = await w.batch({ certificates: [], batchNumber: 'i2' }, {}, importer);
  const papers = { country: '挪威', declarationNumber: 'D1', inspectionCertificate: 'I1', traceCodes: [first] };
  await post('/v1/import-papers', importer.key, papers);
  await post('/v1/import-papers/D1/batches', importer.key, { traceCodes: [second] });
  await w.post('/v1/import-papers/D1/corrections', importer.key, { reason: '录错', port: '宁波舟山港' });

  const carrier = await w.party({ name: '示例冷链有限公司', kinds: ['carrier'] });
  const transport = { carrier: { party: carrier.id }, plate: '浙A12345', minC: -25, maxC: -18 };
  const sent = await w.ship([{ traceCode: code, quantity: bags('1') }], { transport });
  const readings = [{ at: '2026-11-05T08:59:00+08:00', c: -20 }];
  await post(`/v1/shipments/${sent.id}/transport`, carrier.key, { readings });

  const field = await post('/v1/field-records', w.producer.key, { crop: '豇豆', agent: '示例药', intervalDays: 7 });
  await post(`/v1/field-records/${field.id}/links`, w.producer.key, { harvestedOn: '2026-11-05', traceCodes: [code] });
  await w.post(`/v1/field-records/${field.id}/corrections`, w.producer.key, { reason: '录错', dose: '30 毫升', note: null });
  await w.post(`/v1/field-records/${field.id}/corrections`, w.producer.key, { reason: '录错', dose: '20 毫升' });
  w.clock.set(Date.parse(retestUntil));
  await w.sweep();
  await s.sign();
  return s;
}

it('the verifier replays what laboratories, farms, importers and carriers recorded, and finds it changed', async () => {
  const s = await rolesWorld();
  expect(await s.faults({ db: s.copy() })).toEqual([]);
  const changes: [sql: string, found: string][] = [
    [`UPDATE sample SET state = 'final' WHERE number = 'S-2'`, 'found "final", the ledger says "reported"'],
    [`DELETE FROM sample_batch WHERE 1`, 'the ledger tells of it, the table does not have it'],
    [`UPDATE lab_report SET "withdrawnReason" = '另一理由' WHERE n = 1 AND "withdrawnAt" IS NOT NULL`, 'found "另一理由", the ledger says'],
    [`UPDATE certificate SET conclusion = 'pass' WHERE number = 'R-6'`, 'found "pass", the ledger says "fail"'],
    [`UPDATE certificate SET "withdrawnAt" = 1 WHERE number = 'R-6'`, 'found 1, the ledger says 0'],
    [`UPDATE field_record SET "intervalDays" = 1`, 'found 1, the ledger says 7'],
    [`DELETE FROM field_record_batch WHERE 1`, 'the ledger tells of it, the table does not have it'],
    [`UPDATE import_papers SET country = '智利'`, 'found "智利", the ledger says "挪威"'],
    [`DELETE FROM import_papers_batch WHERE 1`, 'the ledger tells of it, the table does not have it'],
    [`UPDATE transport SET "maxC10" = 500 WHERE readings IS NULL`, 'found 500, the ledger says -180'],
    [`UPDATE transport SET readings = replace(readings, '-200', '-190') WHERE readings IS NOT NULL`, 'the ledger says "'],
  ];
  for (const [sql, found] of changes) {
    const faults = await s.faults({ db: s.copy((db) => db.exec(sql)) });
    expect(
      faults.some((fault) => fault.startsWith(`table: ${found}`) || (fault.startsWith('table: ') && fault.includes(found))),
      `${sql}: ${faults.join('; ')}`,
    ).toBe(true);
  }
}, 60_000);
