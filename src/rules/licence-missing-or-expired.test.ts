import { describe, expect, it } from 'vitest';
import { batch, context, lineOf, maker, sale } from './examples.ts';
import type { LicenceFacts } from './facts.ts';
import { licenceMissingOrExpired } from './licence-missing-or-expired.ts';

const licence = (validFrom: string | null, validUntil: string | null): LicenceFacts => ({
  kind: 'SC',
  number: 'SC10333011000012',
  validFrom,
  validUntil,
});
/** A sale on 2026-11-05. */
const sold = (...licences: LicenceFacts[]) =>
  licenceMissingOrExpired.judge({ kind: 'shipment', shipment: sale([lineOf(batch)], { sender: { ...maker, licences } }) }, context);

describe('licence-missing-or-expired', () => {
  it('asks for the licence before one that begins the day after the sale, and is content with one that begins that day', () => {
    const [todo, ...none] = sold(licence('2026-11-06', '2031-11-05'));
    expect(none).toEqual([]);
    expect(todo).toMatchObject({ weight: 'todo', certainty: 'advisory', offence: null, occasion: 'SC' });
    expect(todo?.message.zh).toContain('自 2026-11-06 起有效');
    expect(sold(licence('2026-11-05', '2031-11-04'))).toEqual([]);
  });

  it('goes by the licence that held on the day where a later one is on record, too', () => {
    expect(sold(licence('2021-11-05', '2026-12-31'), licence('2027-01-01', '2031-12-31'))).toEqual([]);
    expect(sold(licence('2021-11-04', '2026-11-03'), licence('2026-11-06', '2031-11-05'))).toMatchObject([
      { weight: 'reminder', certainty: 'suspected', offence: 'no-licence' },
    ]);
  });

  it('asks for renewal before the end, and not where one on record goes on without a day between', () => {
    const ending = licence('2021-12-01', '2026-11-30');
    expect(sold(ending)).toMatchObject([
      { weight: 'todo', certainty: 'advisory', message: { zh: '食品生产许可证将于 2026-11-30 到期，请办理延续。' } },
    ]);
    expect(sold(ending, licence('2026-12-01', '2031-11-30'))).toEqual([]);
    expect(sold(ending, licence('2026-11-20', null))).toEqual([]);
    expect(sold(ending, licence('2026-12-02', '2031-12-01'))).toMatchObject([
      { message: { zh: expect.stringContaining('2026-11-30 到期') } },
    ]);
    expect(sold(ending, { ...licence('2026-12-01', '2031-11-30'), kind: 'JY' })).toHaveLength(1);
  });
});
