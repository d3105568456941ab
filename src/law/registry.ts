import { penaltyLawCitations } from './administrative-penalty-law/citations.ts';
import { administrativePenaltyLawEntries } from './administrative-penalty-law/entries.ts';
import { penaltyLaw } from './administrative-penalty-law/regulation.ts';
import { agriculturalCitations } from './agricultural-products-law/citations.ts';
import { agriculturalProductsLawEntries } from './agricultural-products-law/entries.ts';
import { agriculturalLaw } from './agricultural-products-law/regulation.ts';
import { bulkLiquidCitations } from './bulk-liquid-rules/citations.ts';
import { bulkLiquidRulesEntries } from './bulk-liquid-rules/entries.ts';
import { bulkLiquidRules } from './bulk-liquid-rules/regulation.ts';
import { certificateRuleCitations } from './commitment-certificate-rules/citations.ts';
import { commitmentCertificateRulesEntries } from './commitment-certificate-rules/entries.ts';
import { certificateRules } from './commitment-certificate-rules/regulation.ts';
import { firstOffenceCitations } from './first-offence-lists/citations.ts';
import { firstOffenceListsEntries } from './first-offence-lists/entries.ts';
import { firstOffenceLists } from './first-offence-lists/regulation.ts';
import { foodSafetyCitations } from './food-safety-law/citations.ts';
import { foodSafetyLawEntries } from './food-safety-law/entries.ts';
import { foodSafetyLaw } from './food-safety-law/regulation.ts';
import { regulationCitations } from './food-safety-regulations/citations.ts';
import { foodSafetyRegulationsEntries } from './food-safety-regulations/entries.ts';
import { foodSafetyRegulations } from './food-safety-regulations/regulation.ts';
import { additiveCitations } from './gb-2760/citations.ts';
import { gb2760Entries } from './gb-2760/entries.ts';
import { additiveStandard } from './gb-2760/regulation.ts';
import { labelCitations } from './gb-7718/citations.ts';
import { gb7718Entries } from './gb-7718/entries.ts';
import { labelStandard } from './gb-7718/regulation.ts';
import type { AnyLawEntry, Regulation } from './model.ts';
import { pesticideCitations } from './pesticide-regulations/citations.ts';
import { pesticideRegulationsEntries } from './pesticide-regulations/entries.ts';
import { pesticideRegulations } from './pesticide-regulations/regulation.ts';
import { recallCitations } from './recall-measures/citations.ts';
import { recallMeasuresEntries } from './recall-measures/entries.ts';
import { recallMeasures } from './recall-measures/regulation.ts';
import { samrCitations, samrNotice } from './samr-notice-2023/regulation.ts';
import { settingCitations } from './service-settings/citations.ts';
import { serviceSettingsEntries } from './service-settings/entries.ts';
import { serviceSettings } from './service-settings/regulation.ts';
import { calendarCitations } from './working-calendar/citations.ts';
import { workingCalendarEntries } from './working-calendar/entries.ts';
import { workingCalendar } from './working-calendar/regulation.ts';
import { zhejiangTraceabilityEntries } from './zhejiang-traceability/entries.ts';
import { zhejiangCitations, zhejiangRegulation } from './zhejiang-traceability/regulation.ts';

export const regulations: readonly Regulation[] = [
  zhejiangRegulation,
  foodSafetyLaw,
  foodSafetyRegulations,
  agriculturalLaw,
  pesticideRegulations,
  certificateRules,
  recallMeasures,
  penaltyLaw,
  firstOffenceLists,
  labelStandard,
  additiveStandard,
  bulkLiquidRules,
  samrNotice,
  workingCalendar,
  serviceSettings,
];

/** Every value of law in the data; what is not listed here is neither checked nor shown. */
export const lawEntries: readonly AnyLawEntry[] = [
  ...zhejiangTraceabilityEntries,
  ...foodSafetyLawEntries,
  ...foodSafetyRegulationsEntries,
  ...agriculturalProductsLawEntries,
  ...pesticideRegulationsEntries,
  ...commitmentCertificateRulesEntries,
  ...recallMeasuresEntries,
  ...administrativePenaltyLawEntries,
  ...firstOffenceListsEntries,
  ...gb7718Entries,
  ...gb2760Entries,
  ...bulkLiquidRulesEntries,
  ...workingCalendarEntries,
  ...serviceSettingsEntries,
];

/** Citations by id. */
export const citations = {
  ...zhejiangCitations,
  ...foodSafetyCitations,
  ...regulationCitations,
  ...agriculturalCitations,
  ...pesticideCitations,
  ...certificateRuleCitations,
  ...recallCitations,
  ...penaltyLawCitations,
  ...firstOffenceCitations,
  ...labelCitations,
  ...additiveCitations,
  ...bulkLiquidCitations,
  ...samrCitations,
  ...calendarCitations,
  ...settingCitations,
};
export type CitationId = keyof typeof citations;
