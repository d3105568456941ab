import { law, type Matter } from '../law/index.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { matchDeclared } from '../substances/declared.ts';
import { type Entered, type Knowledge, knowledge } from '../substances/knowledge.ts';
import { matchResult } from '../substances/screen.ts';
import type { Match } from '../substances/verdict.ts';
import { offenceCitations } from './citations.ts';
import { type Act, batchSubject, draft, entryOf, kindsOf, stageOf } from './draft.ts';
import type { BatchFacts, CertificateFacts } from './facts.ts';
import type { Certainty, CitationRef, Evidence, FindingDraft, Rule } from './model.ts';
import { isPresumptive, sourceOf } from './papers.ts';

/** What the SAMR notice of 2023 is about, as a class: esters, derivatives and analogues included. */
const NOTICE_FAMILY = 'laxative-diphenol';
/** Lists of drugs met in food; a substance on them, or in a SAMR notice, is a drug (食品安全法 38), others are non-food substances (34（一）). */
const DRUG_LISTS: ReadonlySet<string> = new Set(['health-food-2012', 'non-edible-2025']);
const DRUG_FAMILIES: ReadonlySet<string> = new Set([NOTICE_FAMILY, 'bisacodyl', 'sibutramine', 'pde5']);

function matterOf(match: Match): Matter {
  const isListedDrug = match.substance?.listed.some((one) => DRUG_LISTS.has(one.list)) ?? false;
  const isNoticed = (match.substance?.notices.length ?? 0) > 0 || match.entered?.isDrug;
  return isListedDrug || isNoticed || DRUG_FAMILIES.has(match.family ?? '') ? 'drug-in-food' : 'banned-substance';
}

/** The notice first where it covers the substance and was published on the day of the act; 38 and 123 hold without it. */
function citationsOf(match: Match, act: Act): CitationRef[] {
  const matter = matterOf(match);
  const offence = law.offenceOf(matter, { stage: stageOf(act), category: act.category, partyKinds: kindsOf(act.party) });
  const isNoticed = match.family === NOTICE_FAMILY || match.substance?.notices.some((one) => one.notice === 'samr-2023');
  const notice: CitationRef[] = isNoticed && act.on >= law.citations['samr-2023'].effectiveFrom ? ['samr-2023'] : [];
  const provisions = offence === null ? [] : offenceCitations(offence);
  // A drug in food is a chemical other than an additive as well, so both prohibitions are named.
  return [...new Set<CitationRef>([...notice, ...provisions, ...(offence === 'drug-in-food' ? (['fsl-34-1'] as const) : [])])];
}

/** Established by a certain result of what a text names, where the text itself was read. */
function certaintyOf(match: Match, isResult: boolean): Certainty {
  if (match.verdict !== 'banned') return 'advisory';
  return isResult && match.ground === 'named' && match.confirmed === 'yes' ? 'established' : 'suspected';
}

/** The text people entered stands beside the fact: it is no citation of the law's own data. */
export function enteredEvidence({ title, source, from, publishedOn, by }: Entered): Evidence {
  return {
    fact: { zh: `所依据的文本：《${title.zh}》`, en: `The text it rests on: ${title.en}` },
    value: source,
    expected: { zh: `${publishedOn} 公布，自 ${from} 起`, en: `published ${publishedOn}, in force from ${from}` },
    enteredBy: by,
  };
}

interface Sighting {
  match: Match;
  /** `result` or `ingredient`. */
  where: 'result' | 'ingredient';
  isCertain: boolean;
  evidence: Evidence;
}

/** A substance two texts name is one: what people entered goes by its CAS number, as the shipped rows do. */
function substanceKey({ substance, entered, family, input }: Match): string {
  return (entered ? (substance?.cas ?? substance?.id) : substance?.id) ?? family ?? input;
}

function finding(batch: BatchFacts, act: Act, sighting: Sighting): FindingDraft {
  const { match, where, isCertain, evidence } = sighting;
  // A report that only presumes grounds no band (食品安全法 88).
  const isBanned = match.verdict === 'banned' && (where === 'ingredient' || isCertain);
  const offence = isBanned
    ? law.offenceOf(matterOf(match), { stage: stageOf(act), category: act.category, partyKinds: kindsOf(act.party) })
    : null;
  const isLead = isBanned && offence !== null;
  const place =
    where === 'result'
      ? { zh: '检验结果检出', en: 'Found in a test result' }
      : { zh: '申报配料写有', en: 'Named among the declared ingredients' };
  return draft(bannedSubstance, act, {
    subject: batchSubject(batch),
    batchId: batch.id,
    occasion: `${where}/${substanceKey(match)}`.replaceAll('#', ' '),
    weight: isLead ? 'lead' : 'todo',
    certainty: certaintyOf(match, where === 'result' && isCertain),
    offence,
    message: {
      zh: `${place.zh}“${match.input}”：${match.reason.zh}。`,
      en: `${place.en}: “${match.input}”. ${match.reason.en}.`,
    },
    evidence: [evidence, ...(match.entered ? [enteredEvidence(match.entered)] : [])],
    citations: isBanned ? citationsOf(match, act) : [],
  });
}

function resultSightings(batch: BatchFacts, certificate: CertificateFacts, base: Knowledge): Sighting[] {
  return certificate.results.flatMap((result) =>
    matchResult(result, base)
      .filter((match) => match.verdict !== 'clear')
      .map((match) => ({
        match,
        where: 'result' as const,
        isCertain: !isPresumptive(certificate),
        evidence: {
          fact: {
            zh: `检验结果：${result.item}（${certificate.number ?? certificate.publicId}）`,
            en: `Test result: ${result.item} (${certificate.number ?? certificate.publicId})`,
          },
          value: `${result.value} ${result.unit ?? ''}`.trim(),
          expected: { zh: '未检出', en: 'not detected' },
          ...sourceOf(batch, certificate),
        },
      })),
  );
}

function ingredientSightings(batch: BatchFacts, base: Knowledge): Sighting[] {
  return batch.product.ingredients.flatMap((ingredient) =>
    matchDeclared(ingredient, base)
      .filter((match) => match.verdict !== 'clear')
      .map((match) => ({
        match,
        where: 'ingredient' as const,
        isCertain: false,
        evidence: {
          fact: { zh: '申报配料', en: 'Declared ingredient' },
          value: ingredient.name,
          expected: { zh: '不含非食用物质和药品', en: 'no non-food substance and no drug' },
          enteredBy: batch.enteredBy,
        },
      })),
  );
}

/** One finding a substance and place; the most certain sighting speaks. */
function strongest(drafts: FindingDraft[]): FindingDraft[] {
  const rank = { established: 2, suspected: 1, advisory: 0 };
  const kept = new Map<string, FindingDraft>();
  for (const one of drafts) {
    const known = kept.get(one.occasion);
    if (!known || rank[one.certainty] > rank[known.certainty]) kept.set(one.occasion, one);
  }
  return [...kept.values()];
}

/**
 * Drugs and non-food substances (食品安全法 34（一）, 38, 123; SAMR notice of 2023-10-08; 农产品质量安全法 70). A result in which it was found is a lead; a
 * declared name is a suspicion (the proof is a result); what was looked for and not found never fires. Names and CAS numbers match exactly, against what
 * held on the day of the act: a text people enter binds from its first day on.
 * Occasions on the batch: `result/{substance}`, `ingredient/{substance}`.
 */
export const bannedSubstance: Rule = {
  id: 'banned-substance',
  version: 1,
  title: { zh: '检出或者写有禁用物质', en: 'A banned substance found or named' },
  startsOn: '2021-04-29',
  watches: ['batch'],
  weights: ['todo', 'lead'],
  offences: ['drug-in-food', 'non-food-substance', 'produce-banned-substance'],
  leadEnds: 'by-officer',
  judge(event, context) {
    if (event.kind !== 'batch') return [];
    const { batch } = event;
    const actOn = civilDateOf(batch.recordedAt);
    const base = context.knowledge?.on(actOn) ?? knowledge();
    const sightings = [
      ...batch.certificates.flatMap((certificate) => resultSightings(batch, certificate, base)),
      ...ingredientSightings(batch, base),
    ];
    if (sightings.length === 0) return [];
    const act = entryOf(batch, actOn);
    return strongest(sightings.map((sighting) => finding(batch, act, sighting)));
  },
};
