import type { ProblemDetail } from '../platform/problem-detail.ts';
import { convert, formatSteps, type Packaging, parseQuantity } from '../platform/quantity.ts';
import { unitOf } from '../platform/units.ts';

export const purposes = ['sale', 'transfer', 'return', 'disposal', 'sample', 'processing', 'donation'] as const;
export const outcomes = ['accepted', 'short', 'over', 'refused', 'notArrived', 'notMine'] as const;
export type Outcome = (typeof outcomes)[number];
export type EndState = 'received' | 'refused' | 'disputed';

/** Outcomes by which something came into the receiver's hands (design.md §4). */
const CAME: ReadonlySet<Outcome> = new Set(['accepted', 'short', 'over']);

/** A line of a slip as answers to it need it; `steps` counts in `baseUnit`. */
export interface SlipGoods {
  n: number;
  steps: number;
  amount: string;
  unit: string;
  unitCode: string;
  baseUnit: string;
  packaging: readonly Packaging[];
}

/** What came of one line: `steps` arrived, zero where nothing did. */
export interface LineAnswer {
  n: number;
  outcome: Outcome;
  steps: number;
  amount: string;
  unit: string;
  unitCode: string;
}

type Given = { amount: string; unit: string };

/** What somebody said of one line of the slip, with the place where they said it. */
export interface SaidOfLine {
  n: number;
  outcome?: Outcome | undefined;
  quantity?: Given | undefined;
  pointer: string;
}

/**
 * The outcome of every line from the outcome of the whole and the lines that were named. Lines left out share the whole's outcome, except
 * that "short" and "over" speak of the named lines alone and the rest was accepted.
 * @returns the answers in the order of the slip, or everything that is wrong with what was said
 */
export function answersOf(
  goods: readonly SlipGoods[],
  whole: Outcome,
  said: readonly SaidOfLine[],
): { answers: LineAnswer[] } | { errors: ProblemDetail[] } {
  const errors = contradictionsOf(goods, whole, said);
  const byLine = new Map(said.map((one) => [one.n, one]));
  const rest: Outcome = whole === 'short' || whole === 'over' ? 'accepted' : whole;
  const answers = goods.map((line) => {
    const one = byLine.get(line.n);
    const answer = one ? answerOf(line, one.outcome ?? whole, one) : answerOf(line, rest, undefined);
    if ('found' in answer) errors.push(answer);
    return answer;
  });
  if (errors.length > 0) return { errors };
  return { answers: answers.filter((answer): answer is LineAnswer => 'outcome' in answer) };
}

function contradictionsOf(goods: readonly SlipGoods[], whole: Outcome, said: readonly SaidOfLine[]): ProblemDetail[] {
  if ((whole === 'short' || whole === 'over') && said.length === 0)
    return [
      {
        pointer: '/lines',
        found: '(missing)',
        expected: { zh: '有差异的行及实收数量', en: 'the lines that differ and what came of them' },
        fix: { zh: '在 lines 中写明行与数量', en: 'name the lines and quantities in lines' },
      },
    ];
  const twice = said.filter((one, i) => said.findIndex((other) => other.n === one.n) !== i);
  const errors: ProblemDetail[] = twice.map((one) => ({
    pointer: one.pointer,
    found: `line ${one.n}`,
    expected: { zh: '每行只写一次', en: 'each line once' },
    fix: { zh: '合并成一项', en: 'join them into one' },
  }));
  const isPartial = !CAME.has(whole) && said.length > 0 && said.length < goods.length;
  if (isPartial && said.every((one) => one.outcome === undefined))
    errors.push({
      pointer: '/lines',
      found: `${said.length} / ${goods.length}`,
      expected: { zh: `每行各写结果，或不写 lines（整单 ${whole}）`, en: `an outcome on each line, or no lines (all ${whole})` },
      fix: {
        zh: '只有部分行如此时：outcome 写 accepted，该行写自己的 outcome',
        en: 'when only some lines are: outcome accepted, and the outcome on those lines',
      },
    });
  return errors;
}

function answerOf(line: SlipGoods, outcome: Outcome, said: SaidOfLine | undefined): LineAnswer | ProblemDetail {
  if (!said?.quantity) {
    if (outcome === 'accepted') return { ...written(line), outcome, steps: line.steps };
    if (!CAME.has(outcome)) return nothing(line, outcome);
    return wrongQuantity(line, outcome, '(missing)', `${said?.pointer ?? ''}/quantity`);
  }
  const pointer = `${said.pointer}/quantity`;
  const steps = stepsOf(line, said.quantity, pointer);
  if (typeof steps !== 'number') return steps;
  const found = `${said.quantity.amount} ${said.quantity.unit}`;
  if (!fits(outcome, steps, line.steps)) return wrongQuantity(line, outcome, found, pointer);
  const unit = said.quantity.unit.trim();
  return { n: line.n, outcome, steps, amount: said.quantity.amount.trim(), unit, unitCode: unitOf(unit)?.code ?? '' };
}

function written(line: SlipGoods): Omit<LineAnswer, 'outcome' | 'steps'> {
  return { n: line.n, amount: line.amount, unit: line.unit, unitCode: line.unitCode };
}

function nothing(line: SlipGoods, outcome: Outcome): LineAnswer {
  return { ...written(line), outcome, steps: 0, amount: '0' };
}

function fits(outcome: Outcome, came: number, shipped: number): boolean {
  if (outcome === 'accepted') return came === shipped;
  if (outcome === 'short') return came < shipped;
  return outcome === 'over' && came > shipped;
}

const WANTED: Record<Outcome, { zh: string; en: string }> = {
  accepted: { zh: '等于发货数量', en: 'exactly what was shipped,' },
  short: { zh: '少于发货数量', en: 'less than was shipped,' },
  over: { zh: '多于发货数量', en: 'more than was shipped,' },
  refused: {
    zh: '不填数量（一件未收）；部分收下请用 short 填实收，发货数量',
    en: 'no quantity (nothing was kept; where a part was, use short with what came), shipped',
  },
  notArrived: {
    zh: '不填数量（一件未到）；部分到货请用 short 填实收，发货数量',
    en: 'no quantity (nothing came; where a part did, use short with what came), shipped',
  },
  notMine: { zh: '不填数量，发货数量', en: 'no quantity, shipped' },
};

function wrongQuantity(line: SlipGoods, outcome: Outcome, found: string, pointer: string): ProblemDetail {
  const shipped = `${line.amount} ${line.unit}`;
  return {
    pointer,
    found,
    expected: { zh: `${WANTED[outcome].zh} ${shipped}`, en: `${WANTED[outcome].en} ${shipped}` },
    fix: { zh: '改数量，或改该行的 outcome', en: 'change the quantity, or the outcome of the line' },
  };
}

/** A quantity somebody wrote of a line, in steps of the batch's unit. */
export function stepsOf(line: Pick<SlipGoods, 'baseUnit' | 'packaging'>, quantity: Given, pointer: string): number | ProblemDetail {
  const parsed = parseQuantity(quantity);
  if (!parsed.ok)
    return {
      pointer: `${pointer}/${parsed.problem.at}`,
      found: parsed.problem.found,
      expected: parsed.problem.expected,
      fix: parsed.problem.fix,
    };
  const steps = convert(parsed.quantity.steps, parsed.quantity.unit, line.baseUnit, line.packaging);
  if (steps !== null) return steps;
  return {
    pointer: `${pointer}/unit`,
    found: quantity.unit,
    expected: { zh: `可换算为“${line.baseUnit}”的单位`, en: `a unit that converts to "${line.baseUnit}"` },
    fix: { zh: `以“${line.baseUnit}”填写`, en: `write it in "${line.baseUnit}"` },
  };
}

/** All accepted is received, all refused is refused; anything else is in dispute until it is taken back or amended. */
export function endStateOf(answers: readonly { outcome: Outcome }[]): EndState {
  if (answers.every(({ outcome }) => outcome === 'accepted')) return 'received';
  return answers.every(({ outcome }) => outcome === 'refused') ? 'refused' : 'disputed';
}

/** What became of one line, in the order it became so. */
export interface LineHistory {
  shipped: number;
  came: number;
  /** Steps the sender took back. */
  takenBack: number;
  /** What both sides agreed on, in order, and whose holding follows each already. */
  agreed: readonly { steps: number; sender: boolean; receiver: boolean }[];
}

/** Where the goods of a line stand by the books of both sides, in steps. */
export interface LineStanding {
  /** What the sender's holding gave for good or has on its way. */
  out: number;
  /** What the receiver's holding took. */
  in: number;
  /** Shipped and not received: the sender may take it back. */
  inTransit: number;
  /** Received beyond what was shipped: only an amendment settles it. */
  beyond: number;
}

export function standingOf({ shipped, came, takenBack, agreed }: LineHistory): LineStanding {
  const out = agreed.findLast((one) => one.sender)?.steps ?? shipped - takenBack;
  const taken = agreed.findLast((one) => one.receiver)?.steps ?? came;
  return { out, in: taken, inTransit: Math.max(0, out - taken), beyond: Math.max(0, taken - out) };
}

/** The state of an ended shipment by where its lines stand: settled when both books agree, else as the receipt left it. */
export function stateAfter(standings: readonly LineStanding[], before: EndState): EndState {
  if (standings.some((line) => line.inTransit > 0 || line.beyond > 0)) return before === 'refused' ? 'refused' : 'disputed';
  return standings.some((line) => line.in > 0) ? 'received' : 'refused';
}

/** Steps as a reply shows them, in the unit the batch is counted in. */
export function stepsView(steps: number, unit: string) {
  return { amount: formatSteps(steps, unit), unit, unitCode: unitOf(unit)?.code ?? null };
}
