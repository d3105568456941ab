import { fine70 } from './agricultural-products-law/fine-70.ts';
import { fine71 } from './agricultural-products-law/fine-71.ts';
import { fine73 } from './agricultural-products-law/fine-73.ts';
import { agriculturalCitations as apq } from './agricultural-products-law/regulation.ts';
import { fine123 } from './food-safety-law/fine-123.ts';
import { fine124 } from './food-safety-law/fine-124.ts';
import { fine126 } from './food-safety-law/fine-126.ts';
import { foodSafetyCitations as fsl } from './food-safety-law/regulation.ts';
import type { Category, Citation, Department, LawEntry, Offence, PartyKind } from './model.ts';
import { displayBand } from './zhejiang-traceability/display-band.ts';
import { entryAndConfirmationBand } from './zhejiang-traceability/entry-and-confirmation-band.ts';
import { zhejiangCitations as zj } from './zhejiang-traceability/regulation.ts';

/** How far the goods had come: before entry into a wholesale or retail market or processing, or after it (农产品质量安全法 60). */
export type Stage = 'before-market' | 'market';

const firstOffence: Citation = {
  regulation: 'food-safety-law',
  law: { zh: '市场监管首违不罚、轻微免罚清单', en: 'Market regulation lists of first and minor offences without penalty' },
  article: null,
  title: {
    zh: '初次、货值500元以下、说明来源并及时改正的，可以不予处罚',
    en: 'First time, goods up to 500 yuan, source named, corrected: may go without penalty',
  },
  source: '公开案例的转述（清单原文未取得）',
  effectiveFrom: '2025-02-07',
  lastConfirmedOn: '2026-11-22',
  confirmed: 'secondary',
  doubt: { zh: '清单原文待核实', en: 'The text of the lists is to be verified' },
};

const traderDefence = { text: fsl['fsl-136'].title, citation: fsl['fsl-136'] };
const residueDoubt = {
  text: {
    zh: '食用农产品中禁用农药、兽药的残留适用何条，由办案人员判断',
    en: 'Which article reaches residues of banned pesticides or veterinary drugs in produce is for the officer to judge',
  },
  citation: apq['apq-77'],
};
const firstOffenceNote = { text: firstOffence.title, citation: firstOffence };
const recordDepartments: readonly Department[] = ['market', 'agriculture', 'forestry'];
/** Art. 127: workshops and vendors fall under provincial rules, not under these bands. */
const notWorkshops: readonly PartyKind[] = ['workshop'];

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

function farmOffence<I extends string>(id: I, band: LawEntry<'band'>, citation: Citation, duties: readonly Citation[]) {
  return { id, title: citation.title, departments: ['agriculture'], band, citation, duties, excludes: [], notes: [] } as const;
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
  'not-inspected': foodOffence('not-inspected', fine126, fsl['fsl-126-1-1'], [fsl['fsl-52']]),
  'outgoing-record': foodOffence('outgoing-record', fine126, fsl['fsl-126-1-3'], [fsl['fsl-51']]),
  'purchase-check': foodOffence('purchase-check', fine126, fsl['fsl-126-1-3'], [fsl['fsl-53-1']]),
  'produce-purchase-record': foodOffence('produce-purchase-record', fine126, fsl['fsl-126-4'], [fsl['fsl-65']]),
  'importer-record': foodOffence('importer-record', fine126, fsl['fsl-129-2'], [fsl['fsl-98']], { departments: ['customs'], excludes: [] }),
  'produce-banned-substance': farmOffence('produce-banned-substance', fine70, apq['apq-70-1'], [apq['apq-29-2'], apq['apq-36-1']]),
  'produce-nonconforming': farmOffence('produce-nonconforming', fine71, apq['apq-71'], [apq['apq-36-1']]),
  'commitment-certificate': farmOffence('commitment-certificate', fine73, apq['apq-73-1'], [apq['apq-39-1']]),
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
    produceInMarket: 'purchase-check',
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
