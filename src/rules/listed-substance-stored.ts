import { civilDateOf } from '../platform/civil-date.ts';
import { knowledge } from '../substances/knowledge.ts';
import { matchName } from '../substances/match.ts';
import { enteredEvidence } from './banned-substance.ts';
import { offenceCitations } from './citations.ts';
import { type Act, batchSubject, draft } from './draft.ts';
import type { BatchFacts, PartyFacts, SiteFacts } from './facts.ts';
import type { FindingDraft, Rule, RuleContext, Subject } from './model.ts';

const MAKERS = ['producer', 'workshop'];

interface Stored {
  batch: BatchFacts;
  party: PartyFacts;
  site: SiteFacts;
  at: number;
  subject: Subject;
  occasion: string;
  enteredBy: string;
}

function found({ batch, party, site, at, subject, occasion, enteredBy }: Stored, context: RuleContext): FindingDraft[] {
  if (site.kind !== 'plant' || !party.kinds.some((kind) => MAKERS.includes(kind))) return [];
  const act: Act = { party, site, regionCode: site.regionCode, category: 'food', on: civilDateOf(at) };
  const base = context.knowledge?.on(act.on) ?? knowledge();
  // A list may name a class (苏丹红) and no member of it; parts of names and likenesses are for nobody's lead.
  const [match] = matchName(batch.product.name, base).filter(
    ({ verdict, ground }) => verdict === 'banned' && (ground === 'named' || ground === 'class'),
  );
  if (!match) return [];
  return [
    draft(listedSubstanceStored, act, {
      subject,
      batchId: batch.id,
      occasion,
      weight: 'lead',
      certainty: 'suspected',
      offence: 'listed-substance-stored',
      message: {
        zh: `食品生产场所进货记录中有“${match.input}”：${match.reason.zh}；是否属于名录、作何用途由执法人员核实。`,
        en: `Goods received at a place of production are named “${match.input}”. ${match.reason.en}. Whether it is on the directory, and what it is for, is for officers.`,
      },
      evidence: [
        {
          fact: { zh: '进入生产场所的货物', en: 'Goods at a place of production' },
          value: batch.product.name,
          expected: { zh: '不得贮存名录中的物质', en: 'no listed substance is stored there' },
          enteredBy,
        },
        ...(match.entered ? [enteredEvidence(match.entered)] : []),
      ],
      citations: offenceCitations('listed-substance-stored'),
    }),
  ];
}

/**
 * A listed non-food substance among what came to a place where food is made (食品安全法实施条例 22, 68（一）): taken in from outside, as opening stock, or by a receipt. By name
 * alone, as a text lists it or the class it is of, what people entered included, so suspected. Occasions: `stored` on the batch, `stored/{traceCode}` on the receipt.
 */
export const listedSubstanceStored: Rule = {
  id: 'listed-substance-stored',
  version: 1,
  title: { zh: '生产场所贮存非食用物质', en: 'Listed substance stored at a place of production' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['batch', 'receipt'],
  weights: ['lead'],
  offences: ['listed-substance-stored'],
  leadEnds: 'by-officer',
  judge(event, context) {
    if (event.kind === 'batch') {
      const { batch } = event;
      if (batch.origin !== 'outside' && batch.origin !== 'opening') return [];
      const { party, site, recordedAt, enteredBy } = batch;
      return found({ batch, party, site, at: recordedAt, subject: batchSubject(batch), occasion: 'stored', enteredBy }, context);
    }
    if (event.kind !== 'receipt') return [];
    const { receipt, shipment } = event;
    const { buyer, buyerSite } = shipment;
    if (!buyer || !buyerSite) return [];
    const subject: Subject = { type: 'receipt', id: receipt.id, code: receipt.publicId };
    const came = shipment.lines.filter((line) => receipt.lines.some((one) => one.lineN === line.n && one.steps > 0));
    return came.flatMap(({ batch }) =>
      found(
        {
          batch,
          party: buyer,
          site: buyerSite,
          at: receipt.receivedAt,
          subject,
          occasion: `stored/${batch.traceCode}`,
          enteredBy: receipt.enteredBy,
        },
        context,
      ),
    );
  },
};
