import { offenceCitations } from './citations.ts';
import { draft, NOT_RECORDED } from './draft.ts';
import type { FindingDraft, Rule } from './model.ts';
import { ofBatch, type Sale, salesIn, soldOn } from './sales.ts';

function missing(sale: Sale): FindingDraft[] {
  const { batch, act, subject } = sale;
  const { kinds } = act.party;
  // Who makes food here as well sells its own goods too: nothing tells which are imported.
  if (!kinds.includes('importer') || kinds.includes('producer')) return [];
  if (batch.party.id !== act.party.id || batch.origin === 'transformation') return [];
  if (batch.importPapers === undefined || batch.importPapers.length > 0) return [];
  if (batch.certificates.some((one) => one.kind === 'importInspection')) return [];
  return [
    draft(importPapersMissing, act, {
      subject,
      batchId: batch.id,
      occasion: ofBatch(batch),
      weight: 'reminder',
      certainty: 'advisory',
      offence: 'importer-record',
      message: {
        zh: '进口商销售的货物没有进口资料（报关单、入境检验检疫证明）；请按柜补录，非进口货物请忽略。',
        en: 'Goods sold by an importer have no import papers (declaration, inspection certificate); record them once a container, ignore this for domestic goods.',
      },
      evidence: [
        {
          fact: { zh: '进口资料', en: 'Import papers' },
          value: NOT_RECORDED,
          expected: { zh: '随附合格证明材料，记录进口和销售', en: 'the papers that came with it, recorded' },
          enteredBy: batch.enteredBy,
        },
        soldOn(sale),
      ],
      citations: [...offenceCitations('importer-record'), 'fsl-92-3'],
    }),
  ];
}

/**
 * Goods of an importer sold without papers of their container on record (食品安全法 92, 98, 129（二）; customs). No record tells imported goods from others, so
 * it is asked: a reminder. Occasion `batch/{traceCode}` on the shipment or sale.
 */
export const importPapersMissing: Rule = {
  id: 'import-papers-missing',
  version: 1,
  title: { zh: '进口货物无进口资料', en: 'Imported goods without import papers' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['shipment', 'disposition'],
  weights: ['reminder'],
  offences: ['importer-record'],
  leadEnds: 'when-corrected',
  judge: (event) => salesIn(event).flatMap(missing),
};
