import type { LawEntry } from '../model.ts';
import { zhejiangCitations } from './regulation.ts';

/** Acts in Zhejiang: division codes that begin with 33 (GB/T 2260). */
export const territory: LawEntry<'regionPrefix'> = {
  id: 'zhejiang-traceability/territory',
  regulation: 'zhejiang-traceability',
  title: { zh: '适用地域（行为地行政区划代码前缀）', en: 'Territory (prefix of the division code of the place of the act)' },
  unit: 'regionPrefix',
  values: [{ from: '2024-01-01', value: '33', citation: zhejiangCitations['zj-scope'] }],
};
