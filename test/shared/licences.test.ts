import { describe, expect, it } from 'vitest';
import { checkLicenceNumber } from '../../src/parties/licence.ts';
import { ADMIN_KEY, freshUscc, testApp } from '../app.ts';
import { counted, printTable, unexplained } from './report.ts';
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

  it('say over HTTP the same of a party that holds them', async () => {
    const t = await testApp();
    const wrong: string[] = [];
    const outcomes: string[] = [];
    const warned: string[][] = [];
    for (const row of rows) {
      const { status, json, text } = await t.request('POST', '/v1/parties', { key: ADMIN_KEY, body: registration([licenceOf(row)]) });
      if (status !== 201 && status !== 422) wrong.push(`${row.licence_no}: ${status} ${text}`);
      const warnings: { code: string; pointer: string; message: string }[] = json.warnings ?? [];
      const outcome = status === 201 ? outcomeOf(warnings.map((warning) => warning.code)) : 'refused';
      outcomes.push(outcome);
      if (outcome !== called(row)) wrong.push(`${row.licence_no}: ${outcome}, not ${called(row)}`);
      if (status === 422 && (json.errors[0].pointer !== '/licences/0/number' || unexplained(json.errors).length > 0)) wrong.push(text);
      if (warnings.some((warning) => warning.pointer !== '/licences/0/number' || warning.message === '')) wrong.push(text);
      for (const { code, message } of warnings) warned.push([row.licence_no, code, message]);
      if (status === 422) warned.push([row.licence_no, 'refused', json.errors[0].fix]);
    }
    printTable('licence numbers over HTTP', counted(outcomes));
    printTable('what was said of them', warned);
    expect(wrong).toEqual([]);
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
