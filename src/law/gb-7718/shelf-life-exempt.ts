import type { LawEntry } from '../model.ts';
import { labelCitations } from './citations.ts';

/** As reported of both editions (second-hand). */
export const shelfLifeExempt: LawEntry<'texts'> = {
  id: 'gb-7718/shelf-life-exempt',
  regulation: 'gb-7718',
  title: { zh: '可以免除标示保质期的食品', en: 'Food exempt from stating its shelf life' },
  unit: 'texts',
  values: [
    {
      from: '2025-03-16',
      value: [
        { zh: '酒精度10%以上的饮料酒', en: 'alcoholic drinks from 10 %' },
        { zh: '食醋', en: 'vinegar' },
        { zh: '食用盐', en: 'salt' },
        { zh: '固态食糖类', en: 'solid sugar' },
        { zh: '味精', en: 'monosodium glutamate' },
      ],
      citation: { ...labelCitations['gb7718-2025'], confirmed: 'secondary' },
    },
  ],
};
