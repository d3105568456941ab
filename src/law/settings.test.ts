import { describe, expect, it } from 'vitest';
import { allLaw, checkLaw } from './check.ts';
import { mayGroundLead, valueOn } from './model.ts';
import { entryOn } from './numbers.ts';
import { lawEntries } from './registry.ts';
import { applySettings, type LawSettingRow, settableKeys, settingProblems } from './settings.ts';

const KEY = 'zhejiang-traceability/confirmation-deadline';
const row = (change: Partial<LawSettingRow> = {}): LawSettingRow => ({
  key: KEY,
  from: '2026-12-01',
  value: '48',
  source: '省市场监督管理局公告',
  publishedOn: '2026-11-20',
  reason: '接收确认期限公布',
  ...change,
});
const fields = (change: Partial<LawSettingRow>) => settingProblems(row(change)).map((problem) => problem.field);

describe('a deadline that was not published', () => {
  it('grounds nothing until its source is entered, and then from its day', () => {
    const on = (day: string) => entryOn(KEY, day, [row()]);
    expect([on('2026-11-30')?.value, on('2026-12-01')?.value]).toEqual([24, 48]);
    const before = on('2026-11-30');
    const after = on('2026-12-01');
    expect([before && mayGroundLead(before.citation), after && mayGroundLead(after.citation)]).toEqual([false, true]);
    expect(after?.citation).toMatchObject({ source: '省市场监督管理局公告', publishedOn: '2026-11-20', confirmed: 'secondary' });
  });

  it('may keep its value and only get its source', () => {
    expect(entryOn(KEY, '2026-12-01', [row({ value: '' })])).toMatchObject({ value: 24, citation: { confirmed: 'secondary' } });
  });

  it('stays unconfirmed while nobody said when it was published', () => {
    expect(entryOn(KEY, '2026-12-01', [row({ publishedOn: null })])).toMatchObject({ value: 48, citation: { confirmed: 'no' } });
  });

  it('follows a later setting from its day on, whatever order they come in', () => {
    const later = row({ from: '2027-01-01', value: '72' });
    const at = (day: string) => entryOn(KEY, day, [later, row()])?.value;
    expect([at('2026-11-30'), at('2026-12-31'), at('2027-01-01')]).toEqual([24, 48, 72]);
  });
});

describe('the law with settings', () => {
  it('overwrites nothing and has no defect', () => {
    const entries = applySettings(lawEntries, [row(), row({ from: '2027-01-01', value: '72' })]);
    const entry = entries.find((one) => one.id === KEY);
    expect(entry?.values).toHaveLength(3);
    expect(checkLaw({ ...allLaw, entries })).toEqual([]);
    expect(valueOn<unknown>(lawEntries.find((one) => one.id === KEY)?.values ?? [], '2026-12-01')?.value).toBe(24);
  });

  it('leaves other entries as they are', () => {
    expect(applySettings(lawEntries, [row()]).filter((entry) => !lawEntries.includes(entry))).toHaveLength(1);
  });

  it('ignores a stored setting that does not fit', () => {
    expect(applySettings(lawEntries, [row({ value: '"soon"' })])).toEqual(lawEntries);
  });
});

describe('a setting is refused', () => {
  it('for a value of law that is not there, that is a band, or that has rows of its own', () => {
    expect(fields({ key: 'zhejiang-traceability/display-band' })).toEqual(['key']);
    expect([fields({ key: 'zhejiang-traceability/nothing' }), fields({ key: 'zhejiang-traceability/bound-varieties' })]).toEqual([
      ['key'],
      ['key'],
    ]);
  });

  it('without source or reason, or with days that are none', () => {
    expect(fields({ source: ' ', reason: '', from: '2026-02-30', publishedOn: 'yesterday' })).toEqual([
      'from',
      'source',
      'reason',
      'publishedOn',
    ]);
  });

  it.each(['0', '-1', '1.5', 'x', '"48"', 'null'])('for %s hours', (value) => expect(fields({ value })).toEqual(['value']));

  it('for a day that is none and for a list of holidays that is none', () => {
    const day = 'bulk-liquid-rules/carriers-licensed-by';
    expect([fields({ key: day, value: '"2026-02-30"' }), fields({ key: day, value: '"2027-01-01"' })]).toEqual([['value'], []]);
    const year = 'working-calendar/holidays';
    expect([
      fields({ key: year, value: '{"daysOff":[]}' }),
      fields({ key: year, value: '{"daysOff":["2027-01-01"],"workDays":[]}' }),
    ]).toEqual([['value'], []]);
  });

  it('and every key that may be set is told with its unit', () => {
    expect(settableKeys().find((one) => one.key === KEY)).toMatchObject({ unit: 'hour' });
  });
});
