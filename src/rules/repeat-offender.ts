import { type LawSettingRow, law, type OffenceId } from '../law/index.ts';
import { addYears } from '../platform/civil-date.ts';
import type { CaseFacts, SanctionFacts } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';

/** Decisions of the year before the latest, that one included, as art. 134 counts them: under the Food Safety Law, more than stop or revocation. */
function repeated(file: CaseFacts, sanctions: readonly SanctionFacts[], settings: readonly LawSettingRow[] = []): FindingDraft[] {
  const under = sanctions.filter((one) => law.underFoodSafetyLaw(one.offence));
  const latest = under.find((one) => one.caseId === file.id);
  if (!latest) return [];
  const since = addYears(latest.decidedOn, -1);
  const counted = under.filter((one) => one.decidedOn > since && one.decidedOn <= latest.decidedOn);
  const three = law.number('food-safety-law/three-penalties', latest.decidedOn, settings);
  if (!three || counted.length < three.value) return [];
  return [
    {
      rule: 'repeat-offender',
      ruleVersion: repeatOffender.version,
      weight: 'reminder',
      certainty: 'established',
      offence: file.offence as OffenceId,
      department: file.department,
      party: file.party,
      site: null,
      regionCode: file.regionCode,
      subject: { type: 'case', id: file.id, code: file.publicId },
      batchId: null,
      occasion: 'year',
      message: {
        zh: `一年内依食品安全法生效的处罚决定累计 ${counted.length} 件；是否适用责令停产停业直至吊销许可证，由办案机关核对各案性质。`,
        en: `${counted.length} decisions under the Food Safety Law took effect within a year; whether business is to be stopped or the licence revoked is for the authority, case by case.`,
      },
      evidence: counted.map((one) => ({
        fact: { zh: '处罚决定日期', en: 'Day of the decision' },
        value: one.decidedOn,
        expected: { zh: `${since} 之后`, en: `after ${since}` },
        enteredBy: 'system',
      })),
      citations: ['fsl-134'],
      actOn: latest.decidedOn,
    },
  ];
}

/**
 * Effective decisions under the Food Safety Law within a year, three of them (食品安全法 134). Leads, reminders and cases without a decision are not counted, nor what was revoked.
 * A reminder to those who decide. Occasion `year` on the case whose decision was the last.
 */
export const repeatOffender: Rule = {
  id: 'repeat-offender',
  version: 2,
  title: { zh: '一年内多次受到处罚', en: 'Penalised repeatedly within a year' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['sanctions'],
  weights: ['reminder'],
  offences: ['past-shelf-life', 'nonconforming', 'over-limit', 'not-inspected'],
  leadEnds: 'by-officer',
  judge: (event, { lawSettings }) => (event.kind === 'sanctions' ? repeated(event.file, event.sanctions, lawSettings) : []),
};
