import { agriculturalCitations as apq } from './agricultural-products-law/citations.ts';
import { fine69 } from './agricultural-products-law/fine-69.ts';
import { fine70 } from './agricultural-products-law/fine-70.ts';
import { fine71 } from './agricultural-products-law/fine-71.ts';
import { fine72 } from './agricultural-products-law/fine-72.ts';
import { fine73 } from './agricultural-products-law/fine-73.ts';
import { fine74 } from './agricultural-products-law/fine-74.ts';
import { fine75 } from './agricultural-products-law/fine-75.ts';
import { certificateRuleCitations as ccr } from './commitment-certificate-rules/citations.ts';
import { firstOffenceCitations as first } from './first-offence-lists/citations.ts';
import { foodSafetyCitations as fsl } from './food-safety-law/citations.ts';
import { fine122 } from './food-safety-law/fine-122.ts';
import { fine123 } from './food-safety-law/fine-123.ts';
import { fine124 } from './food-safety-law/fine-124.ts';
import { fine125 } from './food-safety-law/fine-125.ts';
import { fine125Flaw } from './food-safety-law/fine-125-2.ts';
import { fine126 } from './food-safety-law/fine-126.ts';
import { fine130 } from './food-safety-law/fine-130.ts';
import { fine132 } from './food-safety-law/fine-132-1.ts';
import { fine132Carrier } from './food-safety-law/fine-132-2.ts';
import { fine132Permit } from './food-safety-law/fine-132-3.ts';
import { fine132Check } from './food-safety-law/fine-132-4.ts';
import { regulationCitations as reg } from './food-safety-regulations/citations.ts';
import type { Category, Citation, Department, LawEntry, Offence, PartyKind } from './model.ts';
import { pesticideCitations } from './pesticide-regulations/citations.ts';
import { finePesticide } from './pesticide-regulations/fine-60.ts';
import { displayBand } from './zhejiang-traceability/display-band.ts';
import { entryAndConfirmationBand } from './zhejiang-traceability/entry-and-confirmation-band.ts';
import { zhejiangCitations as zj } from './zhejiang-traceability/regulation.ts';

/** How far the goods had come: before entry into a wholesale or retail market or processing, or after it (农产品质量安全法 60). */
export type Stage = 'before-market' | 'market';

const traderDefence = { text: fsl['fsl-136'].title, citation: fsl['fsl-136'] };
const residueDoubt = {
  text: {
    zh: '食用农产品中禁用农药、兽药的残留适用何条，由办案人员判断',
    en: 'Which article reaches residues of banned pesticides or veterinary drugs in produce is for the officer to judge',
  },
  citation: apq['apq-77'],
};
const firstOffenceNote = { text: first['first-expired'].title, citation: first['first-expired'] };
const enterpriseOnly = {
  text: { zh: '只适用于企业，不适用于个体工商户', en: 'Binds enterprises only, not sole traders' },
  citation: fsl['fsl-53-2'],
};
const tracingDirectory = {
  text: { zh: '国家追溯目录未读到，是否列入待核实', en: 'The national tracing directory was not read; whether listed is to be verified' },
  citation: apq['apq-41-1'],
};
const bulkDirectory = {
  text: {
    zh: '重点液态食品目录品种、自有车辆是否免证待核实；承运人须在2026年7月1日前取得准运证（转述）',
    en: 'Directory items and own vehicles are to be verified; carriers are licensed by 1 July 2026 (second-hand)',
  },
  citation: fsl['fsl-41-2'],
};
const recordDepartments: readonly Department[] = ['market', 'agriculture', 'forestry'];
/** Art. 127: workshops and vendors fall under provincial rules, not under these bands. */
const notWorkshops: readonly PartyKind[] = ['workshop'];
/** Art. 27(3) of the Agricultural Products Law only encourages other producers to keep records. */
const households: readonly PartyKind[] = ['farmer'];

type Extra = { departments?: readonly Department[]; excludes?: readonly PartyKind[]; notes?: Offence['notes'] };

function foodOffence<I extends string>(id: I, band: LawEntry<'band'>, citation: Citation, duties: readonly Citation[], extra: Extra = {}) {
  return {
    id,
    title: citation.title,
    departments: extra.departments ?? ['market'],
    band,
    citation,
    duties,
    excludes: extra.excludes ?? notWorkshops,
    notes: extra.notes ?? [],
  };
}

function farmOffence<I extends string>(
  id: I,
  band: LawEntry<'band'>,
  citation: Citation,
  duties: readonly Citation[],
  extra: Pick<Extra, 'excludes' | 'notes'> = {},
) {
  const { excludes = [], notes = [] } = extra;
  return { id, title: citation.title, departments: ['agriculture'] as const, band, citation, duties, excludes, notes };
}

function zhejiangOffence<I extends string>(
  id: I,
  band: LawEntry<'band'>,
  citation: Citation,
  duties: readonly Citation[],
  departments: readonly Department[],
) {
  return { id, title: citation.title, departments, band, citation, duties, excludes: [], notes: [] };
}

/** Every offence the rules of this service can name, by id. */
export const offences = {
  'trace-record': zhejiangOffence('trace-record', entryAndConfirmationBand, zj['zj-record-fine'], [zj['zj-entry']], recordDepartments),
  'code-display': zhejiangOffence('code-display', displayBand, zj['zj-display-fine'], [], ['market']),
  'non-food-substance': foodOffence('non-food-substance', fine123, fsl['fsl-123-1-1'], [fsl['fsl-34-1']], {
    notes: [traderDefence, residueDoubt],
  }),
  'drug-in-food': foodOffence('drug-in-food', fine123, fsl['fsl-123-1-6'], [fsl['fsl-38']], { notes: [traderDefence] }),
  'over-limit': foodOffence('over-limit', fine124, fsl['fsl-124-1-1'], [fsl['fsl-34-2']], { notes: [traderDefence] }),
  'past-shelf-life': foodOffence('past-shelf-life', fine124, fsl['fsl-124-1-5'], [fsl['fsl-34-10']], {
    notes: [traderDefence, firstOffenceNote],
  }),
  nonconforming: foodOffence('nonconforming', fine124, fsl['fsl-124-2'], [fsl['fsl-34-13']], { notes: [traderDefence] }),
  'false-date': foodOffence('false-date', fine124, fsl['fsl-124-1-5'], [fsl['fsl-34-10']], { notes: [traderDefence] }),
  'expired-input': foodOffence('expired-input', fine124, fsl['fsl-124-1-2'], [fsl['fsl-34-3']], { notes: [traderDefence] }),
  'additive-misuse': foodOffence('additive-misuse', fine124, fsl['fsl-124-1-3'], [fsl['fsl-34-4']], { notes: [traderDefence] }),
  'recall-refused': foodOffence('recall-refused', fine124, fsl['fsl-124-1-9'], [fsl['fsl-63-1'], fsl['fsl-63-2']]),
  'meat-quarantine': foodOffence('meat-quarantine', fine123, fsl['fsl-123-1-4'], [fsl['fsl-34-8']], { notes: [traderDefence] }),
  'no-licence': foodOffence('no-licence', fine122, fsl['fsl-122-1'], [fsl['fsl-35-1']], {
    notes: [{ text: first['first-licence'].title, citation: first['first-licence'] }],
  }),
  'no-label': foodOffence('no-label', fine125, fsl['fsl-125-1-2'], [fsl['fsl-34-11'], fsl['fsl-67-1'], fsl['fsl-97']], {
    notes: [traderDefence],
  }),
  'label-flaw': foodOffence('label-flaw', fine125Flaw, fsl['fsl-125-2'], [fsl['fsl-67-1']]),
  'nonconforming-input': foodOffence('nonconforming-input', fine125, fsl['fsl-125-1-4'], [fsl['fsl-50-1'], fsl['fsl-55']]),
  'listed-substance-stored': foodOffence('listed-substance-stored', fine125, reg['reg-68-1'], [reg['reg-22']]),
  'health-claim': foodOffence('health-claim', fine125, reg['reg-68-2'], [reg['reg-38-1']]),
  'not-inspected': foodOffence('not-inspected', fine126, fsl['fsl-126-1-1'], [fsl['fsl-52']]),
  'outgoing-record': foodOffence('outgoing-record', fine126, fsl['fsl-126-1-3'], [fsl['fsl-51']]),
  'purchase-check': foodOffence('purchase-check', fine126, fsl['fsl-126-1-3'], [fsl['fsl-53-1']]),
  'produce-purchase-record': foodOffence('produce-purchase-record', fine126, fsl['fsl-126-4'], [fsl['fsl-65']]),
  'input-record': foodOffence('input-record', fine126, fsl['fsl-126-1-3'], [fsl['fsl-50-2']], { notes: [enterpriseOnly] }),
  'purchase-record': foodOffence('purchase-record', fine126, fsl['fsl-126-1-3'], [fsl['fsl-53-2']], { notes: [enterpriseOnly] }),
  'wholesale-record': foodOffence('wholesale-record', fine126, fsl['fsl-126-1-3'], [fsl['fsl-53-4']], { notes: [enterpriseOnly] }),
  'catering-control': foodOffence('catering-control', fine126, fsl['fsl-126-1-13'], [fsl['fsl-55']]),
  'canteen-duty': foodOffence('canteen-duty', fine126, fsl['fsl-126-1-12'], [fsl['fsl-57-1']]),
  'expired-stock-kept': foodOffence('expired-stock-kept', fine126, reg['reg-69-3'], [reg['reg-29-1'], fsl['fsl-54-1']]),
  storage: foodOffence('storage', fine132, fsl['fsl-132-1'], [fsl['fsl-54-1']]),
  'bulk-liquid-transport': foodOffence('bulk-liquid-transport', fine132Carrier, fsl['fsl-132-2'], [fsl['fsl-41-3']], {
    notes: [bulkDirectory],
  }),
  'bulk-liquid-permit': foodOffence('bulk-liquid-permit', fine132Permit, fsl['fsl-132-3'], [fsl['fsl-41-2']], { notes: [bulkDirectory] }),
  'bulk-liquid-check': foodOffence('bulk-liquid-check', fine132Check, fsl['fsl-132-4'], [fsl['fsl-41-3'], fsl['fsl-41-4']], {
    notes: [bulkDirectory],
  }),
  'market-operator': foodOffence('market-operator', fine130, fsl['fsl-130-1'], [fsl['fsl-61']]),
  'market-produce-testing': foodOffence('market-produce-testing', fine130, fsl['fsl-130-2'], [fsl['fsl-64']]),
  platform: foodOffence('platform', fine130, fsl['fsl-131-1'], [fsl['fsl-62']]),
  'importer-audit': foodOffence('importer-audit', fine126, fsl['fsl-129-2'], [fsl['fsl-94-2']], { departments: ['customs'], excludes: [] }),
  'import-false-material': foodOffence('import-false-material', fine124, fsl['fsl-129-1-1'], [fsl['fsl-92-3']], {
    departments: ['customs'],
    excludes: [],
  }),
  'import-recall-refused': foodOffence('import-recall-refused', fine124, fsl['fsl-129-1-4'], [fsl['fsl-63-1']], {
    departments: ['customs'],
    excludes: [],
  }),
  'importer-record': foodOffence('importer-record', fine126, fsl['fsl-129-2'], [fsl['fsl-98']], { departments: ['customs'], excludes: [] }),
  'produce-banned-substance': farmOffence('produce-banned-substance', fine70, apq['apq-70-1'], [apq['apq-29-2'], apq['apq-36-1']]),
  'produce-nonconforming': farmOffence('produce-nonconforming', fine71, apq['apq-71'], [apq['apq-36-1']]),
  'commitment-certificate': farmOffence('commitment-certificate', fine73, apq['apq-73-1'], [apq['apq-39-1']]),
  'certificate-not-collected': farmOffence('certificate-not-collected', fine73, apq['apq-73-2'], [apq['apq-39-2'], ccr['ccr-collect']]),
  'production-record': farmOffence('production-record', fine69, apq['apq-69'], [apq['apq-27-1'], apq['apq-27-2']], {
    excludes: households,
  }),
  'pesticide-interval': farmOffence('pesticide-interval', finePesticide, pesticideCitations['pest-60-1'], [apq['apq-29-1']]),
  'produce-additive': farmOffence('produce-additive', fine72, apq['apq-72'], [apq['apq-36-1']]),
  'quality-mark-misused': farmOffence('quality-mark-misused', fine74, apq['apq-74'], []),
  'produce-tracing': farmOffence('produce-tracing', fine75, apq['apq-75'], [apq['apq-41-1']], { notes: [tracingDirectory] }),
} as const satisfies Record<string, Offence>;

export type OffenceId = keyof typeof offences;
export const offenceIds = Object.keys(offences) as OffenceId[];

/** What a fact is about, before it is known which law reaches it. */
export type Matter =
  | 'banned-substance'
  | 'drug-in-food'
  | 'over-limit'
  | 'nonconforming'
  | 'certificate-missing-at-release'
  | 'certificate-missing-at-purchase';

type Reach = { food: OffenceId; produceBeforeMarket: OffenceId | null; produceInMarket: OffenceId | null };
const reach: Record<Matter, Reach> = {
  'banned-substance': {
    food: 'non-food-substance',
    produceBeforeMarket: 'produce-banned-substance',
    produceInMarket: 'non-food-substance',
  },
  'drug-in-food': { food: 'drug-in-food', produceBeforeMarket: 'produce-banned-substance', produceInMarket: 'drug-in-food' },
  'over-limit': { food: 'over-limit', produceBeforeMarket: 'produce-nonconforming', produceInMarket: 'over-limit' },
  nonconforming: { food: 'nonconforming', produceBeforeMarket: 'produce-nonconforming', produceInMarket: 'nonconforming' },
  'certificate-missing-at-release': {
    food: 'not-inspected',
    produceBeforeMarket: 'commitment-certificate',
    // A plant's or slaughterhouse's own goods: nothing was bought that could have been checked (53), and 52 speaks of food producers' products.
    produceInMarket: null,
  },
  'certificate-missing-at-purchase': { food: 'purchase-check', produceBeforeMarket: null, produceInMarket: null },
};

/**
 * Which offence reaches a fact. Agricultural products before the market fall under the Agricultural Products Law with its lower bands for
 * households; afterwards the Food Safety Law applies (农产品质量安全法 77). Null when no encoded provision reaches it: then no band is shown.
 * A farm household is not bound to issue commitment certificates (art. 39 encourages it only).
 */
export function offenceOf(matter: Matter, at: { stage: Stage; category: Category; partyKinds: readonly PartyKind[] }): OffenceId | null {
  const row = reach[matter];
  if (at.category === 'food') return row.food;
  if (at.stage !== 'before-market') return row.produceInMarket;
  if (row.produceBeforeMarket === 'commitment-certificate' && at.partyKinds.includes('farmer')) return null;
  return row.produceBeforeMarket;
}
