import { describe, expect, it } from 'vitest';
import { commissionedWithoutLicence } from './commissioned-without-licence.ts';
import { batch, context, lineOf, maker, sale } from './examples.ts';
import type { LicenceFacts } from './facts.ts';

const licence = (validFrom: string | null, validUntil: string | null): LicenceFacts => ({
  kind: 'SC',
  number: 'SC10333011000012',
  validFrom,
  validUntil,
});
/** Goods made for another, sold on 2026-11-05. */
const sold = (...licences: LicenceFacts[]) =>
  commissionedWithoutLicence.judge(
    { kind: 'shipment', shipment: sale([lineOf({ ...batch, commissioned: true })], { sender: { ...maker, licences } }) },
    context,
  );

describe('commissioned-without-licence', () => {
  it('says of a licence that begins later from when it is valid, with its number, and not that none is on record', () => {
    const [todo, ...none] = sold(licence('2026-11-06', '2031-11-05'));
    expect(none).toEqual([]);
    expect(todo).toMatchObject({ weight: 'todo', certainty: 'advisory', offence: null });
    expect(todo?.message.zh).toBe('受托生产者所登记的食品生产许可证自 2026-11-06 起有效；此前持有的许可请补录。');
    expect(todo?.evidence[0]?.value).toBe('SC10333011000012 (2026-11-06—)');
  });

  it('says that none is on record where none is, and when one ended', () => {
    const [missing] = sold();
    expect(missing).toMatchObject({ weight: 'todo', evidence: [{ value: { zh: '未记录' } }] });
    expect(missing?.message.zh).toContain('未登记食品生产许可证');
    expect(sold(licence('2021-11-04', '2026-11-03'))).toMatchObject([
      { weight: 'reminder', offence: 'no-licence', evidence: [{ value: 'SC10333011000012 (2026-11-03)' }] },
    ]);
    expect(sold(licence('2021-11-05', '2026-11-05'))).toEqual([]);
  });
});
