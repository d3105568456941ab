import { regionPrefix } from '../law/authority.ts';
import { yuan } from '../law/bands.ts';
import { type LawSettingRow, law, type OffenceId } from '../law/index.ts';
import type { CivilDate } from '../platform/civil-date.ts';
import type { Bilingual, ProblemDetail } from '../platform/problem-detail.ts';
import { wrongField } from './case-taking.ts';

/** The amount from which a fine is not this office's to decide, and the article that says so. */
export interface CityLevel {
  fromCents: number;
  article: Bilingual;
}

/** Above the county: a city with districts, or the province. A county-level city is a county here. */
const isCityOrAbove = (regionCode: string) => regionPrefix(regionCode).length <= 4;

/** Fines that belong to city level or above (食品安全法实施条例 81), for an office below it; null where every fine of the offence is its own. */
export function cityLevelOf(
  office: { regionCode: string },
  offence: OffenceId,
  today: CivilDate,
  settings: readonly LawSettingRow[],
): CityLevel | null {
  const limit = isCityOrAbove(office.regionCode) ? undefined : law.cityLevelFrom(offence, today, settings);
  if (!limit) return null;
  return { fromCents: limit.value, article: { zh: law.citationText(limit.citation, 'zh'), en: law.citationText(limit.citation, 'en') } };
}

export const cityLevelText = ({ fromCents, article }: CityLevel): Bilingual => ({
  zh: `${yuan(fromCents)}元以上的罚款由设区的市级以上部门决定，本机关不得告知或者决定；达到的，移送（${article.zh}）`,
  en: `Fines of ${yuan(fromCents)} yuan or more are decided at city level or above; this office may neither tell nor decide one: refer the case (${article.en})`,
});

export function cityLevelProblems(level: CityLevel | null, fineCents: number): ProblemDetail[] {
  if (level === null || fineCents < level.fromCents) return [];
  return [
    wrongField(
      '/fineCents',
      String(fineCents),
      level.article,
      {
        zh: `少于 ${yuan(level.fromCents)} 元；达到的由设区的市级以上部门决定`,
        en: `less than ${yuan(level.fromCents)} yuan; from there it is decided at city level or above`,
      },
      {
        zh: '将案件移送设区的市级以上部门（POST /v1/cases/{id}/referral，kind 为 other-authority）',
        en: 'refer the case to the office of the city (POST /v1/cases/{id}/referral, kind other-authority)',
      },
    ),
  ];
}
