import { agriculturalCitations as apq } from './agricultural-products-law/citations.ts';
import { foodSafetyCitations as fsl } from './food-safety-law/citations.ts';
import type { Category, Citation, Department, PartyKind, Text } from './model.ts';
import { type OffenceId, offences, type Stage } from './offences.ts';
import { zhejiangCitations as zj } from './zhejiang-traceability/regulation.ts';

export type DepartmentAnswer = { department: Department; because: Text; citation: Citation };

const BEFORE_MARKET: readonly PartyKind[] = ['farm', 'cooperative', 'farmer', 'slaughterhouse'];
const AFTER_ENTRY: readonly PartyKind[] = [
  'producer',
  'distributor',
  'retailer',
  'caterer',
  'canteen',
  'workshop',
  'marketOperator',
  'importer',
];

/**
 * The stage an act belongs to, from who did it. Only agricultural products have a stage before the market; a party that is also in processing or
 * trade counts as being in the market (农产品质量安全法 60).
 */
export function stageOf(at: { category: Category; partyKinds: readonly PartyKind[] }): Stage {
  if (at.category === 'food' || at.partyKinds.some((kind) => AFTER_ENTRY.includes(kind))) return 'market';
  return at.partyKinds.some((kind) => BEFORE_MARKET.includes(kind)) ? 'before-market' : 'market';
}

/**
 * The department the law makes competent, by stage and not by product: before entry into a wholesale or retail market or processing agriculture
 * (forestry for forest products), afterwards market regulation (农产品质量安全法 60, 77); importers' records customs (食品安全法 129(2)); displays
 * market regulation only. `offence` is the one offenceOf() chose for that stage. Which office of that department acts is data: resolve().
 */
export function competentDepartment(at: {
  offence: OffenceId;
  stage: Stage;
  category: Category;
  forestProduct?: boolean | undefined;
}): DepartmentAnswer {
  const departments: readonly Department[] = offences[at.offence].departments;
  const only = departments.length === 1 ? departments[0] : undefined;
  if (only)
    return {
      department: only,
      because: onlyDepartment(only),
      citation: only === 'customs' ? fsl['fsl-129-2'] : offences[at.offence].citation,
    };
  if (at.category === 'agricultural' && at.stage === 'before-market') {
    return {
      department: at.forestProduct ? 'forestry' : 'agriculture',
      because: {
        zh: '农产品进入批发、零售市场或者生产加工企业前',
        en: 'Before the product enters a wholesale or retail market or processing',
      },
      citation: zj['zj-record-fine'],
    };
  }
  const because = {
    zh: '食品，或者已进入批发、零售市场或者生产加工企业的农产品',
    en: 'Food, or an agricultural product that has entered a market or processing',
  };
  return { department: 'market', because, citation: at.category === 'agricultural' ? apq['apq-60'] : zj['zj-record-fine'] };
}

function onlyDepartment(department: Department): Text {
  if (department === 'customs') return { zh: '进口商的记录由海关（出入境检验检疫）处罚', en: 'Importers’ records belong to customs' };
  if (department === 'agriculture')
    return { zh: '农产品质量安全法规定由农业农村主管部门处罚', en: 'The Agricultural Products Law names the agriculture department' };
  return { zh: '规定只由市场监督管理部门处罚', en: 'Only market regulation is named' };
}

/**
 * Who exercises a power where: county × offence → authority. `offence` '*' means every offence; `department` is the department the law names (the
 * authority itself may be another, such as comprehensive enforcement or a township that took the power over) and null means any.
 */
export type Competence = {
  readonly regionCode: string;
  readonly offence: OffenceId | '*';
  readonly department: Department | null;
  readonly authorityId: string;
};

/** The part of a division code that names the area: '330100' → '3301', '330000' → '33', '330110' stays. */
export function regionPrefix(regionCode: string): string {
  return regionCode.length === 6 ? regionCode.replace(/(?:00){1,2}$/, '') : regionCode;
}

/**
 * The authority for an act in `regionCode`: the longest region that contains the place wins, then the named offence before '*', then the named
 * department before any. Undefined when nobody was entered for it.
 */
export function resolve(
  competences: readonly Competence[],
  regionCode: string,
  offence: OffenceId,
  department: Department,
): Competence | undefined {
  const fits = (row: Competence) =>
    regionPrefix(regionCode).startsWith(regionPrefix(row.regionCode)) &&
    (row.offence === '*' || row.offence === offence) &&
    (row.department === null || row.department === department);
  const rank = (row: Competence) =>
    regionPrefix(row.regionCode).length * 4 + (row.offence === '*' ? 0 : 2) + (row.department === null ? 0 : 1);
  return competences.filter(fits).sort((a, b) => rank(b) - rank(a))[0];
}
