import { describe, expect, it } from 'vitest';
import { parseTraceCode } from '../../codes/trace-code.ts';
import { checkUscc } from '../../parties/uscc.ts';
import { roles, usccOf } from './cast.ts';
import { demoClock } from './clock.ts';
import { mistyped } from './doors.ts';
import { groceryLines } from './groceries.ts';

describe('the cast of the demo', () => {
  it('has the credit code of the API’s examples when asked for it', () => {
    expect(usccOf('91330110MA0DEM013')).toBe('91330110MA0DEM013U');
  });

  it('bears valid credit codes of the form kept for examples, in Zhejiang, and names that say so', () => {
    for (const role of Object.values(roles)) {
      expect(checkUscc(usccOf(role.code)).ok, role.name).toBe(true);
      expect(role.code).toMatch(/^\d\d33\d{4}MA0DEM\d{3}$/);
      expect(role.name).toMatch(/^示例/);
    }
  });

  it('brings the canteen 26 goods beside two of meat', () => {
    expect(groceryLines()).toHaveLength(26);
    expect(groceryLines()[2]?.product.name).toBe('大豆油');
    expect(groceryLines()[13]?.product.name).toBe('上海青');
  });
});

describe('the clock of the demo', () => {
  it('stands still on the days of the walk and then runs on from the last one', () => {
    let real = 1_000;
    const clock = demoClock('2026-11-02T08:00:00+08:00', () => real);
    clock.set('2026-11-12T14:00:00+08:00');
    real = 61_000;
    expect(clock.now()).toBe(Date.parse('2026-11-12T06:00:00Z'));
    clock.runOn();
    real = 121_000;
    expect(clock.now()).toBe(Date.parse('2026-11-12T06:01:00Z'));
  });
});

describe('the mistyped code of the demo', () => {
  it('is another code whose check character does not fit', () => {
    const code = 'ABCD-EFGH-JKMN-PQRS-TUVM';
    expect(mistyped(code)).toBe('BACD-EFGH-JKMN-PQRS-TUVM');
    expect(mistyped('AAAA-AABC-AAAA-AAAA-AAAA')).toBe('AAAA-ABAC-AAAA-AAAA-AAAA');
    expect(parseTraceCode(mistyped(code)).ok).toBe(false);
  });
});
