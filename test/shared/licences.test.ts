import { describe, expect, it } from 'vitest';
import { checkLicenceNumber } from '../../src/parties/licence.ts';
import { ADMIN_KEY, freshUscc, type TestApp, testApp } from '../app.ts';
import { counted, printTable, type Refused, unexplained } from './report.ts';
import { sharedTable } from './source.ts';

const rows = sharedTable('data/real/sc_numbers.csv', [
  'licence_type',
  'licence_no',
  'company_name',
  'well_formed',
  'check_digit_gbt17710_mod11_10',
]);
type Row = (typeof rows)[number];
type Outcome = 'accepted' | 'old-number' | 'check-digit' | 'refused';

/** What the file's own columns call for. */
function called(row: Row): Outcome {
  if (row.well_formed !== 'yes') return 'refused';
  if (row.licence_type === 'QS') return 'old-number';
  return row.check_digit_gbt17710_mod11_10 === 'yes' ? 'accepted' : 'check-digit';
}

function outcomeOf(warnings: readonly string[]): Outcome {
  if (warnings.includes('old-number')) return 'old-number';
  return warnings.includes('check-digit') ? 'check-digit' : 'accepted';
}

const licenceOf = (row: Row) => ({ kind: 'SC' as const, number: row.licence_no });
const registration = (licences: { kind: string; number: string }[]) => ({
  uscc: freshUscc(),
  name: '示例食品厂',
  kinds: ['producer'],
  regionCode: '330110',
  licences,
});

interface Said {
  code: string;
  pointer: string;
  message: string;
}
interface Told {
  row: Row;
  outcome: string;
  said: Said[];
  errors: Refused[];
}

/** Registers a party with the licence, and says what came of it; a status that is neither 201 nor 422 is an outcome of its own. */
async function register(t: TestApp, row: Row): Promise<Told> {
  const { status, json, text } = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: registration([licenceOf(row)]) });
  if (status === 201) {
    const said: Said[] = json.warnings;
    return { row, outcome: outcomeOf(said.map((warning) => warning.code)), said, errors: [] };
  }
  const errors: Refused[] = json?.errors ?? [];
  const said = errors.map((error) => ({ code: 'refused', pointer: error.pointer, message: error.fix }));
  return { row, outcome: status === 422 ? 'refused' : `${status} ${text}`, said, errors };
}

describe('43 licence numbers from real goods', () => {
  it('are accepted, warned of or refused as their own columns call for', () => {
    const wrong = rows.flatMap((row) => {
      const result = checkLicenceNumber(licenceOf(row));
      const outcome = result.ok ? outcomeOf(result.warnings.map((warning) => warning.code)) : 'refused';
      return outcome === called(row) ? [] : [`${row.licence_no}: ${outcome}, not ${called(row)}`];
    });
    expect(rows).toHaveLength(43);
    expect(wrong).toEqual([]);
    expect(Object.fromEntries(counted(rows.map(called)))).toEqual({ accepted: 27, 'old-number': 11, 'check-digit': 4, refused: 1 });
  });

  it('are treated the same over HTTP as licences of a party, each with its reason', async () => {
    const t = await testApp();
    const told: Told[] = [];
    for (const row of rows) told.push(await register(t, row));
    printTable('licence numbers over HTTP', counted(told.map((one) => one.outcome)));
    printTable(
      'what was said of them',
      told.flatMap(({ row, said }) => said.map(({ code, message }) => [row.licence_no, code, message])),
    );
    expect(told.filter(({ row, outcome }) => outcome !== called(row))).toEqual([]);
    expect(told.flatMap((one) => one.said).filter(({ pointer, message }) => pointer !== '/licences/0/number' || message === '')).toEqual(
      [],
    );
    expect(told.flatMap((one) => unexplained(one.errors))).toEqual([]);
  });

  it('are kept with their letters and without blanks', async () => {
    const t = await testApp();
    const good = rows.filter((row) => called(row) !== 'refused');
    const made = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: registration(good.map(licenceOf)) });
    expect(made.status).toBe(201);
    const read = await t.request('GET', `/v1/parties/${made.json.id}`, { key: ADMIN_KEY });
    const kept = read.json.licences.map((licence: { number: string }) => licence.number);
    expect(kept.toSorted()).toEqual(good.map((row) => row.licence_no.replaceAll(' ', '')).toSorted());
  });
});
