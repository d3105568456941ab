import { type Substance, sourceText } from '../knowledge.ts';
import { FAMILIES } from '../registers.ts';
import { type Bilingual, judge, type Match, nameOf, type Verdict } from '../verdict.ts';
import { FAMILY_RULES } from './families.ts';
import type { LaxativeFinding } from './laxative.ts';
import type { StructureRule } from './rule.ts';

/** The rule of the laxative diphenols, which is more than patterns. */
export const LAXATIVE_RULE = {
  key: 'laxative-diphenol',
  title: { zh: '双酚型泻药药效团', en: 'pharmacophore of the laxative diphenols' },
} as const;

/** One thing found in a structure, before it is told of an input. */
export type Found = Omit<Match, 'input' | 'structure'> & {
  readonly rule: string | null;
  /** Places in the SMILES. */
  readonly atoms: readonly number[];
  readonly hydrolysesTo: Substance | null;
};

const CONFIRM: Bilingual = {
  zh: '采取措施前需经实验室与法律确认',
  en: 'needs laboratory and legal confirmation before action',
};
const A_PERSON: Bilingual = { zh: '仅此不构成禁用,需人工判断', en: 'that alone is no ban, a person must judge' };
const LABELLED: Bilingual = {
  zh: '带同位素标记,多为实验室内标,不自动判定',
  en: 'isotope-labelled, as internal standards of laboratories are: no automatic finding',
};

const joined = (...texts: readonly Bilingual[]): Bilingual => ({
  zh: texts.map((text) => text.zh).join(';'),
  en: texts.map((text) => text.en).join('; '),
});
const becomes = (parent: Substance): Bilingual => ({ zh: `水解后得到${nameOf(parent).zh}`, en: `hydrolyses to ${nameOf(parent).en}` });

/** A row whose structure this is; its facts decide, as they do for its CAS number. */
export function listedStructure(row: Substance, atoms: readonly number[]): Found {
  const { verdict, ground, reason } = judge(row, 'cas');
  return {
    verdict,
    substance: row,
    family: row.family,
    by: 'structure',
    ground,
    reason: joined({ zh: `结构与${nameOf(row).zh}一致`, en: `the structure is that of ${nameOf(row).en}` }, reason),
    sources: row.sources.map(sourceText),
    ...(row.entered ? { entered: row.entered } : {}),
    rule: null,
    atoms,
    hydrolysesTo: null,
  };
}

/** Texts that speak of esters, derivatives or a series, so that an ester of a row they ban falls under them too. */
const SPEAKS_OF_DERIVATIVES: readonly string[] = ['samr-2023', 'samr-2025-12', 'samr-2025-91', 'samr-2025-yohimbine', 'non-edible-2025'];

function coversDerivatives(row: Substance): boolean {
  const texts = [...row.notices.map((fact) => fact.notice), ...row.listed.map((fact) => fact.list)];
  return texts.some((text) => SPEAKS_OF_DERIVATIVES.includes(text)) || row.entered?.standing === 'class';
}

/**
 * A structure that becomes a row's when its esters are split: of the class where a text on that row speaks of derivatives, else for a person.
 * Null where the row has a lawful context: its esters say nothing.
 */
export function esterOf(row: Substance, atoms: readonly number[]): Found | null {
  const judged = judge(row, 'cas');
  if (judged.verdict === 'clear') return null;
  const isBanned = judged.verdict === 'banned' && coversDerivatives(row);
  return {
    verdict: isBanned ? 'banned' : 'review',
    substance: row,
    family: row.family,
    by: 'structure',
    ground: isBanned ? 'class' : 'relation',
    reason: joined(becomes(row), judged.reason, isBanned ? CONFIRM : A_PERSON),
    sources: row.sources.map(sourceText),
    ...(row.entered ? { entered: row.entered } : {}),
    rule: null,
    atoms,
    hydrolysesTo: row,
  };
}

interface RuleFinding {
  readonly key: string;
  readonly title: Bilingual;
  readonly family: string;
  readonly verdict: 'banned' | 'review';
  readonly detail?: Bilingual;
  readonly sources: readonly string[];
  readonly entered?: StructureRule['entered'];
}

function ruleFound(rule: RuleFinding, atoms: readonly number[], parent: Substance | null): Found {
  const family = FAMILIES[rule.family] ?? { zh: rule.family, en: rule.family };
  const detail = rule.detail ? { zh: `(${rule.detail.zh})`, en: ` (${rule.detail.en})` } : { zh: '', en: '' };
  const belongs = {
    zh: `结构属于${family.zh},依据规则「${rule.title.zh}」${detail.zh}`,
    en: `the structure belongs to the family "${family.en}" by the rule "${rule.title.en}"${detail.en}`,
  };
  return {
    verdict: rule.verdict,
    substance: null,
    family: rule.family,
    by: 'structure',
    ground: 'structure',
    reason: joined(belongs, ...(parent ? [becomes(parent)] : []), rule.verdict === 'banned' ? CONFIRM : A_PERSON),
    sources: rule.sources,
    ...(rule.entered ? { entered: rule.entered } : {}),
    rule: rule.key,
    atoms,
    hydrolysesTo: parent,
  };
}

const shippedSources = new Map(FAMILY_RULES.map((rule) => [rule.key, rule.sources.map(sourceText)]));

/** A family, shipped or entered, that holds the structure. */
export function familyFound(rule: StructureRule, atoms: readonly number[], parent: Substance | null): Found {
  const sources = rule.entered ? [rule.entered.source] : (shippedSources.get(rule.key) ?? []);
  return ruleFound({ ...rule, sources }, atoms, parent);
}

const LAXATIVE_SOURCES: Readonly<Record<string, string>> = { 'laxative-diphenol': 'samr-2023', bisacodyl: 'samr-2025-12' };

export function laxativeFound(finding: LaxativeFinding, atoms: readonly number[], parent: Substance | null): Found {
  const source = finding.verdict === 'banned' ? LAXATIVE_SOURCES[finding.family] : undefined;
  return ruleFound({ ...LAXATIVE_RULE, ...finding, sources: source ? [sourceText(source)] : [] }, atoms, parent);
}

/** What cannot be read or used: for a person, never clear. */
export function unreadable(reason: Bilingual): Found {
  return {
    verdict: 'review',
    substance: null,
    family: null,
    by: 'structure',
    ground: 'unreadable',
    reason,
    sources: [],
    rule: null,
    atoms: [],
    hydrolysesTo: null,
  };
}

/** The same for a part with isotope labels: nothing is banned by it alone. */
export function asLabelled(found: Found): Found {
  const verdict: Verdict = found.verdict === 'banned' ? 'review' : found.verdict;
  return { ...found, verdict, reason: joined(found.reason, LABELLED) };
}
