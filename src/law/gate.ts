import { parseCivilDate } from '../platform/civil-date.ts';
import {
  type Category,
  type Citation,
  type CivilDate,
  type Confirmed,
  type Duty,
  mayGroundLead,
  type PartyKind,
  type Text,
  valueOn,
} from './model.ts';
import { boundSubjects } from './zhejiang-traceability/bound-subjects.ts';
import { boundVarieties } from './zhejiang-traceability/bound-varieties.ts';
import { effectiveDate } from './zhejiang-traceability/effective-date.ts';
import { zhejiangCitations } from './zhejiang-traceability/regulation.ts';
import { territory } from './zhejiang-traceability/territory.ts';

export type Answer = 'bound' | 'not-bound' | 'unknown';

/** A row of the directory of varieties an administrator entered with its source. It matches by item, or by a GB 2760 class and all below it. */
export type EnteredVariety = {
  readonly item: string;
  readonly category?: Category | undefined;
  readonly foodClass?: string | undefined;
  readonly effectiveFrom: CivilDate;
  readonly effectiveTo?: CivilDate | undefined;
  readonly citation: Citation;
};

/** A row of the directory of subjects an administrator entered with its source; it goes before the wording of the regulation, and the latest goes before the earlier ones. */
export type EnteredSubject = {
  readonly duty: Duty;
  readonly kind: PartyKind;
  readonly bound: boolean;
  readonly effectiveFrom: CivilDate;
  readonly effectiveTo?: CivilDate | undefined;
  readonly citation: Citation;
};

/** `regionCode` is that of the place of the act, `actOn` its day, `directoryItem` and `foodClass` what the producer stated. */
export type GateInput = {
  readonly duty: Duty;
  readonly partyKinds: readonly PartyKind[];
  readonly productName: string;
  readonly directoryItem?: string | null | undefined;
  readonly category?: Category | null | undefined;
  readonly foodClass?: string | null | undefined;
  readonly regionCode: string | null;
  readonly actOn: CivilDate;
  readonly extraRows?: readonly EnteredVariety[] | undefined;
  readonly subjectDirectory?: readonly EnteredSubject[] | undefined;
};

export type GateCheck = {
  readonly check: 'variety' | 'subject' | 'territory' | 'date';
  readonly answer: Answer;
  readonly text: Text;
  readonly citation: Citation;
};

/**
 * `confirmed` is the weakest mark among the checks; 'no' means 待核实 is shown beside the answer and does not change it. `suggestedItem` is a
 * directory item the product's name equals, for a todo that asks.
 */
export type GateResult = {
  readonly answer: Answer;
  readonly confirmed: Confirmed;
  readonly because: readonly GateCheck[];
  readonly suggestedItem: string | null;
};

/**
 * Does a duty of the Zhejiang regulation bind this party for this product, place and day? One check that says not bound settles it, else one
 * unknown leaves it unknown. Varieties match exactly by the item the producer stated, never by the product's name: a name that equals an item is
 * only suggested. An item not in the rows that could be read is unknown, since further rows exist. Only bound may lead to more than a todo.
 * Throws RangeError when actOn is no day.
 */
export function gate(input: GateInput): GateResult {
  if (parseCivilDate(input.actOn) === null) throw new RangeError(`actOn ${input.actOn} is not a day`);
  const variety = varietyCheck(input);
  const because = [variety.check, subjectCheck(input), territoryCheck(input), dateCheck(input)];
  return { answer: combine(because), confirmed: weakest(because), because, suggestedItem: variety.suggestedItem };
}

function combine(checks: readonly GateCheck[]): Answer {
  if (checks.some((c) => c.answer === 'not-bound')) return 'not-bound';
  return checks.some((c) => c.answer === 'unknown') ? 'unknown' : 'bound';
}

function weakest(checks: readonly GateCheck[]): Confirmed {
  const marks = checks.map((c) => c.citation.confirmed);
  if (marks.includes('no')) return 'no';
  return marks.includes('secondary') ? 'secondary' : 'yes';
}

const normal = (text: string) => text.normalize('NFKC').trim();

/** The directory of the day; before its first day the earliest one, since the date check already settles such an act. */
const directoryOn = (on: CivilDate) => valueOn(boundVarieties.values, on) ?? boundVarieties.values[0];

function listed(item: string, on: CivilDate) {
  for (const row of directoryOn(on)?.value ?? []) {
    const variety = row.varieties?.find((v) => v.name === item);
    if (variety) return { row, variety };
  }
  return undefined;
}

function directoryCitation(on: CivilDate, confirmed: Confirmed): Citation {
  return { ...(directoryOn(on)?.citation ?? zhejiangCitations['zj-directory']), confirmed };
}

type VarietyAnswer = { check: GateCheck; suggestedItem: string | null };

function varietyAnswer(answer: Answer, text: Text, citation: Citation, suggestedItem: string | null = null): VarietyAnswer {
  return { check: { check: 'variety', answer, text, citation }, suggestedItem };
}

function varietyCheck(input: GateInput): VarietyAnswer {
  const item = normal(input.directoryItem ?? '');
  const found = listed(item, input.actOn);
  if (found) {
    const { number } = found.row;
    const text = { zh: `“${item}”列于品种目录第${number}行`, en: `“${item}” is in row ${number} of the directory of varieties` };
    return varietyAnswer('bound', text, directoryCitation(input.actOn, found.variety.confirmed));
  }
  const entered = enteredVariety(input, item);
  if (entered) return entered;
  if (item === '') return itemNotStated(input);
  const text = {
    zh: `“${item}”不在已读到的目录行内；目录第4行以后未读到`,
    en: `“${item}” is not in the rows of the directory that could be read; row 4 and later were not readable`,
  };
  return varietyAnswer('unknown', text, directoryCitation(input.actOn, 'no'));
}

function itemNotStated(input: GateInput): VarietyAnswer {
  const name = normal(input.productName);
  const citation = directoryCitation(input.actOn, 'no');
  const equals = listed(name, input.actOn) ?? input.extraRows?.find((row) => normal(row.item) === name);
  if (!equals) return varietyAnswer('unknown', { zh: '生产者未填目录品种', en: 'No directory item stated' }, citation);
  const text = {
    zh: `生产者未填目录品种；名称与目录品种“${name}”相同，请确认后填写`,
    en: `No directory item stated; the name equals the directory item “${name}”, please confirm and fill it in`,
  };
  return varietyAnswer('unknown', text, citation, name);
}

function enteredVariety(input: GateInput, item: string): VarietyAnswer | undefined {
  const rows = (input.extraRows ?? []).filter((row) => matchesEntered(row, input, item));
  const holds = rows.find((row) => inForce(row, input.actOn) && mayGroundLead(row.citation));
  if (holds) {
    const text = { zh: `“${holds.item}”列于管理员录入的目录行`, en: `“${holds.item}” is in a row entered by an administrator` };
    return varietyAnswer('bound', text, holds.citation);
  }
  const row = rows[0];
  if (!row) return undefined;
  const text = {
    zh: `管理员录入的目录行“${row.item}”在行为日不施行，或者来源待核实`,
    en: `The row “${row.item}” entered by an administrator was not in force on that day, or its source is to be verified`,
  };
  return varietyAnswer('unknown', text, row.citation);
}

function matchesEntered(row: EnteredVariety, input: GateInput, item: string): boolean {
  if (row.category && input.category && row.category !== input.category) return false;
  if (item !== '' && normal(row.item) === item) return true;
  const stated = input.foodClass;
  return Boolean(row.foodClass && stated && (stated === row.foodClass || stated.startsWith(`${row.foodClass}.`)));
}

function inForce(row: { effectiveFrom: CivilDate; effectiveTo?: CivilDate | undefined }, on: CivilDate): boolean {
  return row.effectiveFrom <= on && (row.effectiveTo === undefined || on <= row.effectiveTo);
}

function subjectCheck(input: GateInput): GateCheck {
  const dated = valueOn(boundSubjects.values, input.actOn) ?? boundSubjects.values[0];
  const citation = dated?.citation ?? zhejiangCitations['zj-scope'];
  if (input.partyKinds.includes('farmer')) {
    const text = { zh: '自然人农户：主体目录未读到', en: 'A farm household (natural person): the directory of subjects was not readable' };
    return { check: 'subject', answer: 'unknown', text, citation };
  }
  const entered = enteredSubject(input);
  if (entered.check) return entered.check;
  const named = dated?.value.find((row) => row.duty === input.duty);
  if (named && entered.rest.some((kind) => named.kinds.includes(kind))) {
    const text = {
      zh: `规定用语“${named.wording.zh}”（主体目录待核实）`,
      en: `Named by the regulation as ${named.wording.en} (directory of subjects to be verified)`,
    };
    return { check: 'subject', answer: 'bound', text, citation };
  }
  const text = { zh: '该类主体是否列入主体目录待核实', en: 'Whether this kind of party is in the directory of subjects is to be verified' };
  return { check: 'subject', answer: 'unknown', text, citation };
}

/** What the entered rows say of a party; `rest` are the kinds none of them excludes. */
function enteredSubject(input: GateInput): { check?: GateCheck; rest: readonly PartyKind[] } {
  const rows = input.partyKinds.flatMap((kind) => latestOf(kind, input) ?? []);
  const excluded = new Set(rows.filter((row) => !row.bound).map((row) => row.kind));
  const rest = input.partyKinds.filter((kind) => !excluded.has(kind));
  const row = rows.find((one) => one.bound) ?? (rest.length === 0 ? rows[0] : undefined);
  if (!row) return { rest };
  const text = row.bound
    ? { zh: '列于管理员录入的主体目录', en: 'In the directory of subjects entered by an administrator' }
    : { zh: '管理员录入的主体目录载明不适用', en: 'The directory of subjects entered by an administrator excludes it' };
  return { check: { check: 'subject', answer: row.bound ? 'bound' : 'not-bound', text, citation: row.citation }, rest };
}

/** Of the rows on a kind that hold on the day the one with the latest first day speaks; of two from the same day the one that binds. */
function latestOf(kind: PartyKind, { duty, actOn, subjectDirectory = [] }: GateInput): EnteredSubject | undefined {
  const rows = subjectDirectory.filter(
    (row) => row.duty === duty && row.kind === kind && inForce(row, actOn) && mayGroundLead(row.citation),
  );
  const isLater = (a: EnteredSubject, b: EnteredSubject) =>
    a.effectiveFrom > b.effectiveFrom || (a.effectiveFrom === b.effectiveFrom && a.bound);
  return rows.reduce<EnteredSubject | undefined>((last, row) => (last && !isLater(row, last) ? last : row), undefined);
}

function territoryCheck(input: GateInput): GateCheck {
  const prefix = (valueOn(territory.values, input.actOn) ?? territory.values[0])?.value;
  if (prefix === undefined) throw new Error('the territory of the regulation is not in the data');
  const citation = zhejiangCitations['zj-scope'];
  const code = normal(input.regionCode ?? '');
  if (!/^\d{2,12}$/.test(code)) {
    return { check: 'territory', answer: 'unknown', text: { zh: '行为地未知', en: 'The place of the act is not known' }, citation };
  }
  const inside = code.startsWith(prefix);
  const text = inside
    ? { zh: `行为地${code}在浙江省`, en: `The place of the act ${code} is in Zhejiang` }
    : { zh: `行为地${code}不在浙江省`, en: `The place of the act ${code} is outside Zhejiang` };
  return { check: 'territory', answer: inside ? 'bound' : 'not-bound', text, citation };
}

function dateCheck(input: GateInput): GateCheck {
  const on = input.actOn;
  const inForceFrom = effectiveDate.values[0]?.from;
  if (!valueOn(effectiveDate.values, on)) {
    const text = { zh: `行为日${on}在规定施行日${inForceFrom}之前`, en: `The act of ${on} is before commencement on ${inForceFrom}` };
    return { check: 'date', answer: 'not-bound', text, citation: zhejiangCitations['zj-in-force'] };
  }
  const directory = valueOn(boundVarieties.values, on);
  if (!directory) {
    const from = boundVarieties.values[0]?.from;
    const text = { zh: `行为日${on}在品种目录施行日${from}之前`, en: `The act of ${on} is before the directory took effect on ${from}` };
    return { check: 'date', answer: 'not-bound', text, citation: zhejiangCitations['zj-directory'] };
  }
  const text = { zh: `行为日${on}，规定和目录均已施行`, en: `On ${on} the regulation and its directory were in force` };
  return { check: 'date', answer: 'bound', text, citation: directory.citation };
}
