import type { CivilDate } from '../../platform/civil-date.ts';
import type { Knowledge, Substance } from '../knowledge.ts';
import { casText, nameKey } from '../reading/normalise.ts';
import { judge, type Verdict } from '../verdict.ts';
import { pinyinOf } from './pinyin.ts';

export interface SubstanceQuestion {
  q?: string | undefined;
  cas?: string | undefined;
  family?: string | undefined;
  from?: CivilDate | undefined;
  kind?: Substance['kind'] | undefined;
  verdict?: Verdict | undefined;
}

/** Letters a name's pinyin begins with; a single one says too little. */
const PINYIN = /^[a-z]{2,}$/;

const namesOf = (row: Substance) => [...row.zh, ...row.en, ...row.aliases.map((alias) => alias.name)];

/** How well a name answers: 0 the same, 1 its beginning, 2 part of it, 3 by pinyin; null not at all. */
function rankOf(name: string, q: string): number | null {
  const key = nameKey(name);
  if (key === q) return 0;
  if (key.startsWith(q)) return 1;
  if (key.includes(q)) return 2;
  const said = PINYIN.test(q) ? pinyinOf(name) : null;
  return said && (said.full.startsWith(q) || said.initials.startsWith(q)) ? 3 : null;
}

function bestRank(row: Substance, q: string, cas: string | null): number | null {
  if (cas !== null && row.cas === cas) return 0;
  const ranks = namesOf(row).flatMap((name) => rankOf(name, q) ?? []);
  return ranks.length === 0 ? null : Math.min(...ranks);
}

/** Rows that answer a question, the best first, then in the order of the table. For finding a row, never for telling what something is. */
export function searchKnowledge(base: Knowledge, { q, cas, family, from, kind, verdict }: SubstanceQuestion): Substance[] {
  const wantedCas = cas === undefined ? undefined : casText(cas);
  const rows = base.rows.filter(
    (row) =>
      (family === undefined || row.family === family) &&
      (kind === undefined || row.kind === kind) &&
      (verdict === undefined || judge(row, 'name').verdict === verdict) &&
      (wantedCas === undefined || (wantedCas !== null && row.cas === wantedCas)) &&
      (from === undefined || (row.entered !== null && row.entered.from >= from)),
  );
  const key = q === undefined ? '' : nameKey(q);
  if (q === undefined) return rows;
  if (key === '') return [];
  const asCas = casText(q);
  return rows
    .flatMap((row) => {
      const rank = bestRank(row, key, asCas);
      return rank === null ? [] : [{ row, rank }];
    })
    .sort((one, other) => one.rank - other.rank)
    .map((one) => one.row);
}
