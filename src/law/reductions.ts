import { penaltyLawCitations as apl } from './administrative-penalty-law/citations.ts';
import { publicCitation } from './fine-bands.ts';
import { firstOffenceCitations as first } from './first-offence-lists/citations.ts';
import { foodSafetyCitations as fsl } from './food-safety-law/citations.ts';
import { regulationCitations as reg } from './food-safety-regulations/citations.ts';
import type { Citation, Lang, PartyKind, Text } from './model.ts';
import { numberOn } from './numbers.ts';
import { offences } from './offences.ts';
import type { Penalty, PenaltyCircumstances, PenaltyQuestion, PenaltyReduction, ReliefGround } from './penalty-model.ts';
import { underArticle67 } from './severity.ts';

const RELIEF: Record<ReliefGround, Text> = {
  'harm-removed': { zh: '主动消除或者减轻违法行为危害后果', en: 'Removed or lessened the harm of its own accord' },
  coerced: { zh: '受他人胁迫或者诱骗实施违法行为', en: 'Coerced or deceived into the act' },
  confessed: { zh: '主动供述行政机关尚未掌握的违法行为', en: 'Told of acts the authority did not know' },
  merit: { zh: '配合查处违法行为有立功表现', en: 'Merit in helping the inquiry' },
  other: { zh: '法律、法规、规章规定的其他情形', en: 'Other cases given by law' },
};

/** 食品经营者 (art. 2): sale and catering; a party that only produces is none. */
const OPERATORS: readonly PartyKind[] = ['distributor', 'retailer', 'caterer', 'canteen', 'importer', 'marketOperator'];
/** Offences that consist of food below the standard, which alone art. 136 speaks of. */
const GOODS: readonly string[] = ['food-safety-law/fine-123', 'food-safety-law/fine-124', 'food-safety-law/fine-125'];

/** Every ground established for no penalty or a lighter one, each beside the band; the officer decides. */
export function reductionsOf(at: PenaltyQuestion, lang: Lang): PenaltyReduction[] {
  const c = at.circumstances ?? {};
  const found: { ground: string; effect: PenaltyReduction['effect']; text: Text; citation: Citation }[] = [];
  if (c.minor && c.correctedInTime && c.noHarm)
    found.push({ ground: 'minor', effect: 'no-penalty', text: apl['apl-33-1'].title, citation: apl['apl-33-1'] });
  if (c.firstOffence && c.correctedInTime && (c.noHarm || c.minorHarm))
    found.push({ ground: 'first', effect: 'may-no-penalty', text: apl['apl-33-1'].title, citation: apl['apl-33-1'] });
  if (c.noFault) found.push({ ground: 'no-fault', effect: 'no-penalty', text: apl['apl-33-2'].title, citation: apl['apl-33-2'] });
  if (firstOffenceList(at, c))
    found.push({
      ground: 'first-offence-list',
      effect: 'may-no-penalty',
      text: first['first-expired'].title,
      citation: first['first-expired'],
    });
  for (const relief of c.reliefs ?? [])
    found.push({ ground: relief, effect: 'lighter-or-below', text: RELIEF[relief], citation: apl['apl-32'] });
  if (c.recalledOrStopped && c.noHarm && underArticle67(at.offence))
    found.push({ ground: 'recalled', effect: 'lighter-or-below', text: reg['reg-76'].title, citation: reg['reg-76'] });
  return found.map((one) => ({ ...one, text: one.text[lang], citation: publicCitation(one.citation, lang) }));
}

function firstOffenceList(at: PenaltyQuestion, c: PenaltyCircumstances): boolean {
  if (at.offence !== 'past-shelf-life' || at.partyKinds.some((kind) => kind === 'caterer' || kind === 'canteen')) return false;
  const limit = numberOn('first-offence-lists/expired-goods-value', at.actOn, at.settings);
  if (!limit || at.goodsValueCents === null || at.goodsValueCents > limit.value) return false;
  return Boolean(c.firstOffence && c.correctedInTime && (c.sourceNamed || c.sourceNamedAndChecked));
}

/** Exemption of art. 136, for operators who did the incoming checks, did not know and name the source; null otherwise. */
export function exemptionOf(at: PenaltyQuestion, lang: Lang): Penalty['exemption'] {
  if (!at.circumstances?.sourceNamedAndChecked || !mayBeExempt(at)) return null;
  return { text: fsl['fsl-136'].title[lang], goodsConfiscated: true, citation: publicCitation(fsl['fsl-136'], lang) };
}

/** Whether art. 136 can reach the party and the offence at all: then checks and source are worth showing. */
export function mayBeExempt(at: Pick<PenaltyQuestion, 'offence' | 'partyKinds'>): boolean {
  return GOODS.includes(offences[at.offence].band.id) && at.partyKinds.some((kind) => OPERATORS.includes(kind));
}
