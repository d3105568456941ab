import { range, yuan } from './bands.ts';
import { publicCitation } from './fine-bands.ts';
import { foodSafetyCitations as fsl } from './food-safety-law/citations.ts';
import { regulationCitations as reg } from './food-safety-regulations/citations.ts';
import type { Citation, CivilDate, Confirmed, FineBand, Lang, PartyKind, Text } from './model.ts';
import { valueOn } from './model.ts';
import { numberOn } from './numbers.ts';
import { type OffenceId, offences } from './offences.ts';
import type { Penalty, PenaltyCircumstances, PenaltyConsequence, PenaltyQuestion, PenaltyStep } from './penalty-model.ts';
import { exemptionOf, reductionsOf } from './reductions.ts';
import { severityOf } from './severity.ts';

type Fine = {
  minCents: number | null;
  maxCents: number | null;
  fixed: { minCents: number; maxCents: number };
  multiple: FineBand['goodsValue'] | undefined;
  text: Text;
  arithmetic: Text | null;
};

/**
 * The whole consequences of an act with their arithmetic, by the law of the day of the act: what comes first, the fine from the goods value an officer
 * established, what else the article names, what makes the case serious, what may lower the penalty and what exempts. Null when the law then in force
 * is not in the data or its bands do not reach the party (食品安全法 127). Throws RangeError for an impossible goods value.
 */
export function penaltyFor(at: PenaltyQuestion, lang: Lang = 'zh'): Penalty | null {
  const offence = offences[at.offence];
  const dated = valueOn(offence.band.values, at.actOn);
  const excluded: readonly PartyKind[] = offence.excludes;
  if (!dated || offence.citation.effectiveFrom > at.actOn || at.partyKinds.some((kind) => excluded.includes(kind))) return null;
  const circumstances = at.circumstances ?? {};
  const because = severityOf(at, lang);
  const holds = because.length > 0 || circumstances.severe === true;
  const fine = fineOf(dated.value, at, holds);
  const cite = (citation: Citation) => publicCitation(citation, lang);
  return {
    offence: at.offence,
    title: offence.title[lang],
    actOn: at.actOn,
    steps: stepsOf(dated.value, fine, offence.citation, because, lang),
    minCents: fine.minCents,
    maxCents: fine.maxCents,
    fixed: fine.fixed,
    multiple: fine.multiple ?? null,
    fineText: fine.text[lang],
    after: dated.value.after,
    ordersFirst: dated.value.after !== 'immediate',
    severe: { holds, because },
    consequences: [...bandConsequences(dated.value, fine, offence.citation, lang), ...furtherConsequences(at, circumstances, lang)],
    reductions: reductionsOf(at, lang),
    exemption: exemptionOf(at, lang),
    cityLevel: cityLevel(at, fine),
    notes: offence.notes.filter((note) => note.citation.effectiveFrom <= at.actOn).map((note) => note.text[lang]),
    confirmed: weakest([offence.citation, dated.citation].map((one) => cite(one).confirmed)),
  };
}

/** Where an amount lies in a band: above is refused; below needs a ground of 32 or 33 and a second officer; unknown wants the goods value first. */
export function checkFine(penalty: Pick<Penalty, 'minCents' | 'maxCents'>, fineCents: number): 'within' | 'above' | 'below' | 'unknown' {
  if (penalty.minCents === null || penalty.maxCents === null) return 'unknown';
  if (fineCents > penalty.maxCents) return 'above';
  return fineCents < penalty.minCents ? 'below' : 'within';
}

function weakest(marks: readonly Confirmed[]): Confirmed {
  if (marks.includes('no')) return 'no';
  return marks.includes('secondary') ? 'secondary' : 'yes';
}

function fineOf(band: FineBand, at: PenaltyQuestion, severe: boolean): Fine {
  const amounts = { minCents: band.minCents, maxCents: band.maxCents };
  if (at.partyKinds.includes('farmer') && band.household) return fixedFine(band.household);
  if (severe && band.severe) return fixedFine(band.severe);
  if (!band.goodsValue) return fixedFine(amounts);
  if (at.goodsValueCents === null) return unknownFine(amounts, band.goodsValue);
  return multipleFine(amounts, band.goodsValue, at.goodsValueCents);
}

function fixedFine(fixed: { minCents: number; maxCents: number }): Fine {
  return { ...fixed, fixed, multiple: undefined, text: range(fixed.minCents, fixed.maxCents), arithmetic: null };
}

function unknownFine(fixed: { minCents: number; maxCents: number }, multiple: NonNullable<FineBand['goodsValue']>): Fine {
  const { fromCents, minTimes, maxTimes } = multiple;
  const below = range(fixed.minCents, fixed.maxCents);
  return {
    minCents: null,
    maxCents: null,
    fixed,
    multiple,
    text: {
      zh: `${minTimes}–${maxTimes} × 货值（未确定）；货值不足${yuan(fromCents)}元的为${below.zh}`,
      en: `${minTimes}–${maxTimes} × goods value (not established); ${below.en} where the goods are worth less than ${yuan(fromCents)} yuan`,
    },
    arithmetic: { zh: `${minTimes}–${maxTimes} × 货值（未确定）`, en: `${minTimes}–${maxTimes} × goods value (not established)` },
  };
}

function multipleFine(fixed: { minCents: number; maxCents: number }, multiple: NonNullable<FineBand['goodsValue']>, value: number): Fine {
  const { fromCents, minTimes, maxTimes } = multiple;
  const [minCents, maxCents] = [value * minTimes, value * maxTimes];
  if (!Number.isSafeInteger(value) || value < 0 || !Number.isSafeInteger(maxCents))
    throw new RangeError(`goods value ${value} is not a usable number of cents`);
  const goods = yuan(value);
  if (value < fromCents) {
    const compare = `${goods} < ${yuan(fromCents)}`;
    const arithmetic = { zh: `货值${compare}元`, en: `goods value ${compare} yuan` };
    return { ...fixedFine(fixed), multiple, arithmetic };
  }
  const sums = `${goods} × ${minTimes} = ${yuan(minCents)}；${goods} × ${maxTimes} = ${yuan(maxCents)}`;
  return { minCents, maxCents, fixed, multiple, text: range(minCents, maxCents), arithmetic: { zh: sums, en: sums.replace('；', '; ') } };
}

const FIRST: Record<Exclude<FineBand['after'], 'immediate'>, Text> = {
  'order-overdue': {
    zh: '先责令限期改正；逾期不改正的，方可处以罚款',
    en: 'First an order to correct within a time limit; a fine only if not corrected in time',
  },
  'order-refused': { zh: '先责令改正；拒不改正的，方可处以罚款', en: 'First an order to correct; a fine only if refused' },
};

function stepsOf(band: FineBand, fine: Fine, citation: Citation, because: readonly PenaltyStep[], lang: Lang): PenaltyStep[] {
  const cited = publicCitation(citation, lang);
  const steps: PenaltyStep[] = [{ text: citation.title[lang], arithmetic: null, citation: cited }];
  if (band.after !== 'immediate') steps.push({ text: FIRST[band.after][lang], arithmetic: null, citation: cited });
  const fineStep = { zh: `罚款：${fine.text.zh}`, en: `Fine: ${fine.text.en}` };
  steps.push({ text: fineStep[lang], arithmetic: fine.arithmetic?.[lang] ?? null, citation: cited });
  if (because.length === 0) return steps;
  const upper = { text: reg['reg-67-2'].title[lang], arithmetic: null, citation: publicCitation(reg['reg-67-2'], lang) };
  return [...steps, ...because, upper];
}

function bandConsequences(band: FineBand, fine: Fine, citation: Citation, lang: Lang): PenaltyConsequence[] {
  const cited = publicCitation(citation, lang);
  const others = band.otherConsequences.map((one) => ({
    kind: one.kind,
    text: one.text[lang],
    onlyIfSevere: one.severe === true,
    ...(one.condition === undefined ? {} : { condition: one.condition }),
    citation: cited,
  }));
  const text = { zh: `罚款${fine.text.zh}`, en: `A fine of ${fine.text.en}` }[lang];
  return [...others, { kind: 'fine' as const, text, onlyIfSevere: false, citation: cited }];
}

/** What other provisions add: fines of persons (条例 75), stop after three penalties (134), ban after revocation (135). */
function furtherConsequences(at: PenaltyQuestion, c: PenaltyCircumstances, lang: Lang): PenaltyConsequence[] {
  const { citation, band } = offences[at.offence];
  const food = citation.regulation === 'food-safety-law' || citation.regulation === 'food-safety-regulations';
  if (!food) return [];
  const found: PenaltyConsequence[] = [];
  const personal = band.id !== 'food-safety-law/fine-125-2' && (c.deliberate || c.vileNature || c.graveConsequences);
  if (personal) found.push(personalFine(c.responsiblePersonIncomeCents ?? null, lang));
  const three = numberOn('food-safety-law/three-penalties', at.actOn, at.settings);
  if (three && underFoodSafetyLaw(at.offence) && (c.penaltiesInYear ?? 0) + 1 >= three.value)
    found.push(consequence('businessStop', fsl['fsl-134'].title, fsl['fsl-134'], false, lang));
  if (band.values.some((one) => one.value.otherConsequences.some((other) => other.kind === 'revocation')))
    found.push(consequence('ban', fsl['fsl-135-1'].title, fsl['fsl-135-1'], true, lang));
  return found;
}

function consequence(
  kind: PenaltyConsequence['kind'],
  text: Text,
  citation: Citation,
  onlyIfSevere: boolean,
  lang: Lang,
): PenaltyConsequence {
  return { kind, text: text[lang], onlyIfSevere, citation: publicCitation(citation, lang) };
}

function personalFine(incomeCents: number | null, lang: Lang): PenaltyConsequence {
  const sums = incomeCents === null ? null : { low: yuan(incomeCents), high: yuan(incomeCents * 10) };
  const text = {
    zh: sums
      ? `对责任人员处上一年度收入1倍以上10倍以下罚款：${sums.low} × 1 = ${sums.low}元；${sums.low} × 10 = ${sums.high}元`
      : '对责任人员处上一年度收入1倍以上10倍以下罚款：1–10 × 收入（未确定）',
    en: sums
      ? `Persons responsible: 1 to 10 times last year’s income: ${sums.low} × 1 = ${sums.low}; ${sums.low} × 10 = ${sums.high} yuan`
      : 'Persons responsible: 1–10 × last year’s income (not established)',
  };
  return consequence('personalFine', text, reg['reg-75-1'], false, lang);
}

/** Whether an offence is one against the Food Safety Law itself, which alone art. 134 counts (违反本法规定). */
export function underFoodSafetyLaw(offence: string): boolean {
  return offence in offences && offences[offence as OffenceId].citation.regulation === 'food-safety-law';
}

/**
 * The amount from which a fine for the offence is decided at city level or above (条例 81); undefined where that article does not speak: other laws than
 * the Food Safety Law and its regulations, and customs, which is no 食品安全监督管理部门.
 */
export function cityLevelFrom(offence: OffenceId, on: CivilDate, settings?: PenaltyQuestion['settings']) {
  const { citation, departments } = offences[offence];
  const food = citation.regulation === 'food-safety-law' || citation.regulation === 'food-safety-regulations';
  if (!food || departments.every((one) => one === 'customs')) return undefined;
  return numberOn('food-safety-regulations/city-level-fine', on, settings);
}

function cityLevel(at: PenaltyQuestion, fine: Fine): boolean {
  const limit = cityLevelFrom(at.offence, at.actOn, at.settings);
  return limit !== undefined && fine.maxCents !== null && fine.maxCents >= limit.value;
}
