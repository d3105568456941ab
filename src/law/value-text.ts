import { bandLines, yuan } from './bands.ts';
import type { AnyLawEntry, Confirmed, FineBand, HolidayCalendar, NamedSubjects, NumberUnit, Text, UnitValue, VarietyRow } from './model.ts';
import { NUMBER_UNITS } from './model.ts';

/** How a mark reads wherever a value is shown. */
export const MARKS: Record<Confirmed, Text> = {
  yes: { zh: '已核实', en: 'confirmed' },
  secondary: { zh: '转述', en: 'second-hand' },
  no: { zh: '待核实', en: 'to be verified' },
};

const UNIT_WORDS: Record<Exclude<NumberUnit, 'cents'>, Text> = {
  hour: { zh: '小时', en: 'hours' },
  day: { zh: '日', en: 'days' },
  workingDay: { zh: '个工作日', en: 'working days' },
  month: { zh: '个月', en: 'months' },
  year: { zh: '年', en: 'years' },
  count: { zh: '（数）', en: '(count)' },
  percent: { zh: '%', en: '%' },
};

type AnyValue = UnitValue[keyof UnitValue];

/** A value of law in words, one line each, numbers as the data has them. */
export function valueLines(unit: AnyLawEntry['unit'], value: AnyValue): Text[] {
  if (typeof value === 'number') return [numberText(unit, value)];
  if (typeof value === 'string') return [{ zh: value, en: value }];
  switch (unit) {
    case 'band':
      return bandText(value as FineBand);
    case 'timesRange':
      return [timesText(value as UnitValue['timesRange'])];
    case 'calendar':
      return calendarText(value as HolidayCalendar);
    case 'additiveLimit':
      return limitText(value as UnitValue['additiveLimit']);
    case 'varietyRows':
      return (value as readonly VarietyRow[]).map(varietyText);
    case 'subjectKinds':
      return (value as readonly NamedSubjects[]).map(subjectText);
    default:
      return [...(value as readonly Text[])];
  }
}

function numberText(unit: string, value: number): Text {
  if (unit === 'cents') return value === 0 ? MARKS.no : { zh: `${yuan(value)}元`, en: `${yuan(value)} yuan` };
  const words = UNIT_WORDS[(NUMBER_UNITS as readonly string[]).includes(unit) ? (unit as Exclude<NumberUnit, 'cents'>) : 'count'];
  return { zh: `${value}${words.zh}`, en: `${value} ${words.en}` };
}

/** The band with the separate one for serious cases, which bandLines leaves to the penalty. */
function bandText(band: FineBand): Text[] {
  if (!band.severe) return bandLines(band);
  const { minCents, maxCents } = band.severe;
  const severe = {
    zh: `情节严重的，并处${yuan(minCents)}元以上${yuan(maxCents)}元以下罚款`,
    en: `In serious cases a fine of ${yuan(minCents)} to ${yuan(maxCents)} yuan`,
  };
  return [...bandLines(band), severe];
}

function timesText({ minTimes, maxTimes }: UnitValue['timesRange']): Text {
  return { zh: `${minTimes}倍以上${maxTimes}倍以下`, en: `${minTimes} to ${maxTimes} times` };
}

function calendarText({ daysOff, workDays }: HolidayCalendar): Text[] {
  if (daysOff.length === 0 && workDays.length === 0)
    return [{ zh: '空（待核实）：只按周六、周日计算', en: 'Empty (to be verified): weekends only' }];
  return [
    { zh: `放假：${daysOff.join('、')}`, en: `Days off: ${daysOff.join(', ')}` },
    { zh: `上班：${workDays.join('、')}`, en: `Working days: ${workDays.join(', ')}` },
  ];
}

function limitText({ basis, foods }: UnitValue['additiveLimit']): Text[] {
  const lines = foods.map((row) => ({ zh: `${row.food}：${row.mgPerKg} mg/kg`, en: `${row.food}: ${row.mgPerKg} mg/kg` }));
  return basis ? [basis, ...lines] : lines;
}

function subjectText(row: NamedSubjects): Text {
  return {
    zh: `${row.duty}：${row.wording.zh}（${row.kinds.join(', ')}）`,
    en: `${row.duty}: ${row.wording.en} (${row.kinds.join(', ')})`,
  };
}

function varietyText(row: VarietyRow): Text {
  const names =
    row.varieties?.map((v) => (v.confirmed === 'yes' ? v.name : `${v.name}（${MARKS[v.confirmed].zh}）`)).join('、') ?? MARKS.no.zh;
  const text = `${row.number}. ${row.category}${row.subdivision ? `（${row.subdivision}）` : ''}：${names}`;
  return { zh: text, en: text };
}
