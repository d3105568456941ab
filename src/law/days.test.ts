import { describe, expect, it } from 'vitest';
import { addHours, deadlines, isWorkingDay, onTheSpot, surcharge, workingDaysAfter } from './days.ts';

describe('working days', () => {
  it('skip the weekend: five after Thursday 2026-11-05 end on Thursday 2026-11-12', () => {
    expect(workingDaysAfter('2026-11-05', 5)).toBe('2026-11-12');
  });

  it('skip the national holidays of 2026 and count the moved Saturday', () => {
    expect(workingDaysAfter('2026-09-30', 1)).toBe('2026-10-08');
    expect(workingDaysAfter('2026-09-30', 3)).toBe('2026-10-10');
    expect([isWorkingDay('2026-10-01'), isWorkingDay('2026-10-10'), isWorkingDay('2026-10-11')]).toEqual([false, true, false]);
  });

  it('none after a day is that day', () => {
    expect(workingDaysAfter('2026-11-07', 0)).toBe('2026-11-07');
  });

  it('in a year whose notice is not known count weekends only', () => {
    expect([isWorkingDay('2027-01-01'), isWorkingDay('2027-01-02')]).toEqual([true, false]);
  });

  it('follow a notice an administrator entered', () => {
    const notice = {
      key: 'working-calendar/holidays',
      from: '2027-01-01',
      value: '{"daysOff":["2027-01-01"],"workDays":[]}',
      source: '国务院办公厅通知',
      publishedOn: '2026-11-20',
      reason: '2027年节假日安排公布',
    };
    expect(isWorkingDay('2027-01-01', [notice])).toBe(false);
    expect(isWorkingDay('2026-10-01', [notice])).toBe(false);
    expect(deadlines.hearingRequest('2026-12-30', [notice])).toMatchObject({ on: '2027-01-07', calendar: 'with-holidays' });
  });

  it.each([-1, 1.5])('%d of them are refused', (n) => expect(() => workingDaysAfter('2026-11-05', n)).toThrow(RangeError));
});

describe('the periods of a case', () => {
  it('a hearing is asked for within five working days of the notice', () => {
    expect(deadlines.hearingRequest('2026-11-05')).toMatchObject({
      on: '2026-11-12',
      value: 5,
      unit: 'workingDay',
      setting: false,
      calendar: 'with-holidays',
      citation: { article: '第六十四条第（一）项' },
    });
  });

  it('says that the holidays are not known where the period runs into 2027', () => {
    expect(deadlines.hearingRequest('2026-12-30')).toMatchObject({ on: '2027-01-06', calendar: 'weekends-only' });
  });

  it('the decision within 90 days of opening, payment within 15 of service: calendar days', () => {
    expect(deadlines.decision('2026-11-05')).toMatchObject({ on: '2027-02-03', calendar: null });
    expect(deadlines.payment('2026-11-05')).toMatchObject({ on: '2026-11-20', calendar: null });
  });

  it('service within seven working days', () => {
    expect(deadlines.service('2026-11-05').on).toBe('2026-11-16');
  });

  it('statement and reminder are settings and say so; an entered source makes them more', () => {
    expect(deadlines.statement('2026-11-05')).toMatchObject({ on: '2026-11-10', setting: true, citation: { confirmed: 'no' } });
    const row = {
      key: 'service-settings/statement-days',
      from: '2026-11-01',
      value: '5',
      source: '市场监督管理行政处罚程序规定',
      publishedOn: '2021-07-02',
      reason: '查得公布的期限',
    };
    expect(deadlines.statement('2026-11-05', [row])).toMatchObject({
      on: '2026-11-12',
      setting: false,
      citation: { confirmed: 'secondary' },
    });
    expect(deadlines.statement('2026-10-30', [row]).setting).toBe(true);
  });

  it('limitation: two years for a record, five for food that did harm', () => {
    expect(deadlines.limitation('2026-11-05', 'trace-record', { harmDone: true }).on).toBe('2028-11-05');
    expect(deadlines.limitation('2026-11-05', 'over-limit').on).toBe('2028-11-05');
    expect(deadlines.limitation('2026-11-05', 'over-limit', { harmDone: true }).on).toBe('2031-11-05');
  });

  it('a retest is asked for within seven working days for food, five for agricultural samples', () => {
    expect([deadlines.retest('2026-11-05', 'food').on, deadlines.retest('2026-11-05', 'agricultural').on]).toEqual([
      '2026-11-16',
      '2026-11-12',
    ]);
  });

  it('a recall of level 1 starts within 24 hours and ends within 10 working days, of level 3 within 72 and 30', () => {
    expect([deadlines.recallStart(1, 0).at, deadlines.recallStart(3, 0).at]).toEqual([86_400_000, 259_200_000]);
    expect([deadlines.recallDone(1, '2026-11-05').on, deadlines.recallDone(3, '2026-11-05').on]).toEqual(['2026-11-19', '2026-12-17']);
  });

  it('a recall starts by the hours of a setting from its day on', () => {
    const known = Date.parse('2026-12-01T00:00:00+08:00');
    const setting = {
      key: 'recall-measures/start-1',
      from: '2026-12-01',
      value: '12',
      source: '省市场监督管理局公告',
      publishedOn: '2026-11-20',
      reason: '期限公布',
    };
    const { at, hours, citation } = deadlines.recallStart(1, known, [setting]);
    expect([at - known, hours, citation.source]).toEqual([43_200_000, 12, '省市场监督管理局公告']);
    expect(deadlines.recallStart(1, known - 1, [setting]).hours).toBe(24);
  });

  it('hours are added to an instant', () => {
    expect(addHours(1_000, 2)).toBe(7_201_000);
  });
});

describe('the surcharge', () => {
  it('is three per cent a day: 3,000 yuan ten days late', () => {
    expect(surcharge(300_000, '2026-11-20', '2026-11-30')).toMatchObject({ cents: (300_000 * 3 * 10) / 100, days: 10, capped: false });
  });

  it('never passes the fine: day 33 is 99 %, day 34 the fine itself', () => {
    expect(surcharge(300_000, '2026-11-20', '2026-12-23')).toMatchObject({ cents: 297_000, capped: false });
    expect(surcharge(300_000, '2026-11-20', '2026-12-24')).toMatchObject({ cents: 300_000, capped: true });
  });

  it('is nothing on the last day for payment, and stands still during a review', () => {
    expect(surcharge(300_000, '2026-11-20', '2026-11-20').cents).toBe(0);
    expect(surcharge(300_000, '2026-11-20', '2026-11-30', 10).cents).toBe(0);
  });
});

describe('on the spot', () => {
  it('up to 3,000 yuan for a unit, 200 for a natural person', () => {
    expect([onTheSpot(['retailer']).maxCents, onTheSpot(['farmer']).maxCents]).toEqual([300_000, 20_000]);
  });
});
