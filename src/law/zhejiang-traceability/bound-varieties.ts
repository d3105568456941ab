import type { Confirmed, LawEntry, Variety } from '../model.ts';
import { directoryCitation } from './regulation.ts';

function varieties(names: readonly string[], confirmed: Confirmed = 'yes'): Variety[] {
  return names.map((name) => ({ name, confirmed }));
}

/** The 2024 directory as far as it could be read. Row 4 is known by category only; further rows exist and are unknown. */
export const boundVarieties: LawEntry<'varietyRows'> = {
  id: 'zhejiang-traceability/bound-varieties',
  regulation: 'zhejiang-traceability',
  title: { zh: '重点品种目录（2024年版）', en: 'Directory of key varieties (2024)' },
  unit: 'varietyRows',
  note: {
    zh: '第4行以后的品种未读到，其后年度版本是否存在未查到：未列品种一律为“未知”，不作“不适用”。管理员可以录入有来源的行。',
    en: 'Varieties from row 4 on were not readable and whether later editions exist was not found: an item not listed is unknown, never “not bound”. Administrators can enter rows with their source.',
  },
  values: [
    {
      from: '2024-02-03',
      value: [
        {
          number: 1,
          category: '种植业产品',
          subdivision: '果蔬',
          varieties: [...varieties(['香蕉', '芒果', '杨梅', '铁皮石斛', '豇豆']), ...varieties(['芹菜'], 'secondary')],
        },
        { number: 2, category: '畜牧业产品', subdivision: '畜禽肉类', varieties: varieties(['猪肉', '牛肉']) },
        { number: 3, category: '水产品', subdivision: '水产品', varieties: varieties(['乌鳢', '牛蛙', '大口黑鲈', '养殖大黄鱼']) },
        { number: 4, category: '食用油、油脂及其制品', subdivision: null, varieties: null },
      ],
      citation: directoryCitation,
    },
  ],
};
