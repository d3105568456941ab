import { describe, expect, it } from 'vitest';
import { narrator } from './narrate.ts';

const lead = {
  id: 'vLt8Kd2rYb7xQ3mA',
  rule: 'code-not-displayed',
  state: 'open',
  weight: 'lead',
  message: '执法人员现场记录。',
  subject: { type: 'note', id: 'nT3kP9dWq2RnYb7x' },
  citations: [{ law: '浙江省食品安全数字化追溯规定', article: null }],
  fineBand: { minCents: 50_000, maxCents: 200_000, after: 'order-overdue', multiple: null },
};

describe('the narrator of the demo', () => {
  it('names what the walk did not meet, whether it was refuted or never came up', () => {
    const lines: string[] = [];
    const say = narrator((line) => void lines.push(line));
    say.meet('traced', true);
    say.meet('notMine', false);
    const missing = say.close();
    expect(missing).toContain('notMine');
    expect(missing).toContain('banned');
    expect(missing).not.toContain('traced');
    expect(lines).toContain('  ✓ 一件商品从养殖场追到门店  ·  one item traced from farm to shop');
    expect(lines).toContain('  ✗ 一单回复“非本方货物”  ·  one delivery answered “not mine”');
  });

  it('shows an article that was not read as 待核实 and says when a fine needs an order first', () => {
    const lines: string[] = [];
    narrator((line) => void lines.push(line)).finding(lead);
    expect(lines).toEqual([
      '  ▶ 线索 lead [code-not-displayed] 执法人员现场记录。',
      '    依据 basis: 《浙江省食品安全数字化追溯规定》（条号待核实）',
      '    罚款幅度 band: 500–2,000 元 yuan，责令限期改正后逾期不改的 (only after an order has run out)',
    ]);
  });

  it('tells a band in goods value whole, and none with a to-do or a reminder, which ground no order', () => {
    const lines: string[] = [];
    const say = narrator((line) => void lines.push(line));
    const fineBand = {
      minCents: 5_000_000,
      maxCents: 10_000_000,
      after: 'act',
      multiple: { fromCents: 1_000_000, minTimes: 10, maxTimes: 20 },
    };
    say.finding({ ...lead, fineBand });
    say.finding({ ...lead, weight: 'reminder' });
    expect(lines.filter((line) => line.includes('band'))).toEqual([
      '    罚款幅度 band: 50,000–100,000 元 yuan；货值 10,000 元以上的，10–20 倍 (times the goods value from that on)',
    ]);
  });
});
