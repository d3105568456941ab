import { type Category, type Duty, type GateResult, law, type OffenceId, type PartyKind } from '../law/index.ts';
import { type CivilDate, civilDateOf, localTime } from '../platform/civil-date.ts';
import type { BatchFacts, LineFacts, PartyFacts, ShipmentFacts, SiteFacts } from './facts.ts';
import type { Bilingual, Certainty, CitationRef, Evidence, FindingDraft, Rule, RuleContext, Subject, Weight } from './model.ts';

/** Where and when an act was done, by whom, with what kind of goods. */
export interface Act {
  party: PartyFacts;
  site: SiteFacts | null;
  regionCode: string;
  category: Category;
  on: CivilDate;
}

export interface Found {
  subject: Subject;
  batchId: number | null;
  occasion: string;
  weight: Weight;
  certainty: Certainty;
  offence: OffenceId | null;
  message: Bilingual;
  evidence: Evidence[];
  citations: CitationRef[];
}

export function draft(rule: Pick<Rule, 'id' | 'version'>, act: Act, found: Found): FindingDraft {
  return {
    rule: rule.id,
    ruleVersion: rule.version,
    weight: found.weight,
    certainty: found.certainty,
    offence: found.offence,
    department: found.offence === null ? null : departmentOf(found.offence, act),
    party: act.party,
    site: act.site,
    regionCode: act.regionCode,
    subject: found.subject,
    batchId: found.batchId,
    occasion: found.occasion,
    message: found.message,
    evidence: found.evidence,
    citations: found.citations,
    actOn: act.on,
  };
}

export function kindsOf(party: PartyFacts): readonly PartyKind[] {
  return party.kinds as readonly PartyKind[];
}

export function stageOf(act: Pick<Act, 'category' | 'party'>) {
  return law.stageOf({ category: act.category, partyKinds: kindsOf(act.party) });
}

function departmentOf(offence: OffenceId, act: Act): string {
  return law.competentDepartment({ offence, stage: stageOf(act), category: act.category }).department;
}

/** Does a duty of the Zhejiang regulation bind the party for these goods, at that place, on that day? */
export function gateOf(duty: Duty, batch: BatchFacts, act: Act, context: RuleContext): GateResult {
  return law.gate({
    duty,
    partyKinds: kindsOf(act.party),
    productName: batch.product.name,
    directoryItem: batch.product.directoryItem,
    category: batch.product.category,
    foodClass: batch.product.foodClass,
    regionCode: act.regionCode,
    actOn: act.on,
    extraRows: context.directory.varieties,
    subjectDirectory: context.directory.subjects,
  });
}

const CHECKS: Record<GateResult['because'][number]['check'], Bilingual> = {
  variety: { zh: '目录品种', en: 'Directory item' },
  subject: { zh: '义务主体', en: 'Subject of the duty' },
  territory: { zh: '行为地', en: 'Place of the act' },
  date: { zh: '行为日', en: 'Day of the act' },
};

const BOUND: Bilingual = { zh: '属于规定的适用范围', en: 'within the scope of the regulation' };

/** Why the gate answered as it did, one condition each. */
export function gateEvidence(gate: GateResult): Evidence[] {
  return gate.because.map(({ check, text }) => ({ fact: CHECKS[check], value: text, expected: BOUND, enteredBy: 'law' }));
}

/** The citations the scope rests on; the directory of subjects could not be read and shows as 待核实. */
export const scopeCitations: readonly CitationRef[] = ['zj-directory', 'zhejiang-traceability/bound-subjects'];

export const NOT_RECORDED: Bilingual = { zh: '未记录', en: 'not recorded' };

/** Made by the party itself, so that its record is its own word. */
export function isOwn(batch: BatchFacts, party: PartyFacts): boolean {
  return batch.party.id === party.id && (batch.origin === 'own' || batch.origin === 'transformation');
}

export function batchSubject(batch: BatchFacts): Subject {
  return { type: 'batch', id: batch.id, code: batch.traceCode };
}

export function shipmentSubject(shipment: ShipmentFacts): Subject {
  return { type: 'shipment', id: shipment.id, code: shipment.publicId };
}

/** Each batch once, in the order of the lines. */
export function batchesOf(lines: readonly LineFacts[]): BatchFacts[] {
  return [...new Map(lines.map((line) => [line.batch.id, line.batch])).values()];
}

/** The entry of a batch, by its maker at the place it was made, held against the law of the day given. */
export function entryOf(batch: BatchFacts, on: CivilDate): Act {
  return { party: batch.party, site: batch.site, regionCode: batch.site.regionCode, category: batch.product.category, on };
}

export function saleOf(shipment: ShipmentFacts, category: Category): Act {
  const { sender, site, shippedAt } = shipment;
  return { party: sender, site, regionCode: site.regionCode, category, on: civilDateOf(shippedAt) };
}

/** The shipment a lead on a batch rests on; the engine reads its id back when that shipment is voided. */
export function saleEvidence(shipment: ShipmentFacts): Evidence {
  return {
    fact: { zh: '销售发货单', en: 'Sale (shipment)' },
    value: shipment.publicId,
    expected: {
      zh: `${localTime(shipment.shippedAt)} 发货，此前应当完成`,
      en: `to be done before shipping at ${localTime(shipment.shippedAt)}`,
    },
    enteredBy: shipment.enteredBy,
  };
}
