import type { Band, Finding } from './steps.ts';

/** What the walk must have met when it ends: the demo is not a demo without any of them. */
export const expected = {
  traced: { zh: '一件商品从养殖场追到门店', en: 'one item traced from farm to shop' },
  slip: { zh: '食堂无账号扫随货单确认28行、2处例外', en: 'a canteen confirms 28 lines, 2 of them exceptions, without an account' },
  joined: { zh: '食堂登记后，此前扫码确认的收货自动归入', en: 'what the canteen confirmed by link joins it when it registers' },
  unconfirmed: { zh: '一单送达未接收确认（提醒）', en: 'one delivery unconfirmed (reminder)' },
  notMine: { zh: '一单回复“非本方货物”', en: 'one delivery answered “not mine”' },
  pastDate: { zh: '一笔销售超过包装所印到期日', en: 'one sale past its printed date' },
  banned: { zh: '一份检验结果检出禁用物质', en: 'one banned substance found in a result' },
  notDisplayed: {
    zh: '一条执法人员现场记录：未展示追溯码，幅度 500–2,000 元',
    en: 'one officer’s note of a code not displayed, band 500–2,000 yuan',
  },
  ordered: {
    zh: '一条记录不全，责令限期改正，幅度 1,000–10,000 元',
    en: 'one incomplete record ordered to be corrected, band 1,000–10,000 yuan',
  },
  selfClosed: { zh: '一条记录及时补正，线索自行关闭', en: 'one record corrected in time: its lead closed itself' },
} as const;
export type Expected = keyof typeof expected;

/** Tells the walk as it goes and keeps count of what was met. */
export interface Narrator {
  /** A new day or place. */
  chapter(when: string, zh: string, en: string): void;
  tell(zh: string, en: string): void;
  /** What the rules say to it. */
  finding(finding: Finding): void;
  /** Notes whether an expected thing was met, as the service answered it. */
  meet(what: Expected, isMet: boolean): void;
  line(text: string): void;
  /** Prints the count. @returns what was not met */
  close(): Expected[];
}

/** @param print writes one line */
export function narrator(print: (line: string) => void): Narrator {
  const met = new Map<Expected, boolean>();
  return {
    chapter: (when, zh, en) => print(`\n━━ ${when}  ${zh} · ${en}`),
    tell: (zh, en) => {
      print(`  ${zh}`);
      print(`      ${en}`);
    },
    finding: (finding) => {
      for (const line of findingLines(finding)) print(line);
    },
    meet: (what, isMet) => void met.set(what, isMet),
    line: print,
    close: () => {
      const all = Object.keys(expected) as Expected[];
      print('\n━━ 走查结果 · what the walk met');
      for (const what of all) print(`  ${met.get(what) === true ? '✓' : '✗'} ${expected[what].zh}  ·  ${expected[what].en}`);
      return all.filter((what) => met.get(what) !== true);
    },
  };
}

const WEIGHTS: Record<string, string> = { todo: '待办 to-do', reminder: '提醒 reminder', lead: '线索 lead' };
const yuan = (cents: number) => (cents / 100).toLocaleString('en-US');

function findingLines({ weight, rule, message, citations, fineBand }: Finding): string[] {
  const [citation] = citations;
  const source = citation === undefined ? [] : [`    依据 basis: 《${citation.law}》${citation.article ?? '（条号待核实）'}`];
  // To-dos and reminders ground no order, so no band is told with them.
  const band = fineBand === null || weight !== 'lead' ? [] : [`    罚款幅度 band: ${bandText(fineBand)}`];
  return [`  ▶ ${WEIGHTS[weight] ?? weight} [${rule}] ${message}`, ...source, ...band];
}

function bandText({ minCents, maxCents, after, multiple }: Band): string {
  const amounts = `${yuan(minCents)}–${yuan(maxCents)} 元 yuan`;
  const times =
    multiple === null
      ? ''
      : `；货值 ${yuan(multiple.fromCents)} 元以上的，${multiple.minTimes}–${multiple.maxTimes} 倍 (times the goods value from that on)`;
  return amounts + times + (after === 'order-overdue' ? '，责令限期改正后逾期不改的 (only after an order has run out)' : '');
}
