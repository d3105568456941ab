import type { LawEntry } from '../model.ts';
import { cite, NEWS_SOURCE } from './regulation.ts';

/**
 * The directory of subjects could not be read. Until an administrator enters it, the kinds the regulation's own wording names count as bound and
 * are marked 待核实. Operators (经营者) are those of 食品安全法 art. 2: sale and catering.
 */
export const boundSubjects: LawEntry<'subjectKinds'> = {
  id: 'zhejiang-traceability/bound-subjects',
  regulation: 'zhejiang-traceability',
  title: {
    zh: '义务主体（主体目录未读到，按规定用语，待核实）',
    en: 'Subjects (directory not readable; by the wording of the regulation, to be verified)',
  },
  unit: 'subjectKinds',
  values: [
    {
      from: '2024-01-01',
      value: [
        { duty: 'entry', kinds: ['producer'], wording: { zh: '食品生产企业', en: 'food producers' } },
        {
          duty: 'confirm',
          kinds: ['importer', 'distributor', 'retailer', 'caterer', 'canteen'],
          wording: { zh: '食品、食用农产品经营者', en: 'operators of food or edible agricultural products' },
        },
        {
          duty: 'display',
          kinds: ['distributor', 'retailer'],
          wording: { zh: '食品、食用农产品销售者', en: 'sellers of food or edible agricultural products' },
        },
      ],
      citation: cite({ zh: '义务主体', en: 'Subjects of the duties' }, NEWS_SOURCE, 'no', {
        zh: '主体目录未读到；食堂、餐饮作为经营者接收确认的义务待核实；农户不在规定用语之列',
        en: 'The directory of subjects was not readable; that caterers and canteens confirm as operators is to be verified; farm households are not named',
      }),
    },
  ],
};
