import type { LawEntry } from '../model.ts';
import { bulkLiquidCitations } from './citations.ts';

/** Three of five classes are known by name; no item was read. */
export const bulkLiquidDirectory: LawEntry<'texts'> = {
  id: 'bulk-liquid-rules/directory',
  regulation: 'bulk-liquid-rules',
  title: { zh: '重点液态食品目录（仅知大类）', en: 'Directory of bulk liquid food (classes only)' },
  unit: 'texts',
  values: [
    {
      from: '2026-02-06',
      value: [
        { zh: '植物油', en: 'vegetable oil' },
        { zh: '调味品', en: 'condiments' },
        { zh: '酒类', en: 'alcohol' },
      ],
      citation: { ...bulkLiquidCitations['blq-directory'], confirmed: 'no' },
    },
  ],
};
