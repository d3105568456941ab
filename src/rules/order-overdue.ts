import type { OffenceId } from '../law/index.ts';
import { addDays, civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import type { CaseFacts } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';

function overdue(file: CaseFacts, now: number): FindingDraft[] {
  const { dueOn, party, regionCode } = file;
  if (file.state !== 'ordered' || dueOn === null || civilDateOf(now) <= dueOn) return [];
  const offence = file.offence as OffenceId;
  return [
    {
      rule: 'order-overdue',
      ruleVersion: orderOverdue.version,
      weight: 'reminder',
      certainty: 'established',
      offence,
      department: file.department,
      party,
      site: null,
      regionCode,
      subject: { type: 'case', id: file.id, code: file.publicId },
      batchId: null,
      occasion: `due/${dueOn}`,
      message: {
        zh: `责令改正的期限（${dueOn}）已过，未登记改正；已改正的请向办案机关提交说明。`,
        en: `The day of the order (${dueOn}) has passed and no correction is recorded; tell the authority if it was done.`,
      },
      evidence: [
        {
          fact: { zh: '责令改正期限', en: 'Day to correct by' },
          value: dueOn,
          expected: { zh: '期限内改正', en: 'corrected by then' },
          enteredBy: 'system',
        },
        {
          fact: { zh: '改正登记', en: 'Correction recorded' },
          value: { zh: '无', en: 'none' },
          expected: { zh: '执法人员查看后登记', en: 'recorded once an officer has seen it' },
          enteredBy: 'system',
        },
      ],
      citations: offenceCitations(offence),
      actOn: addDays(dueOn, 1),
    },
  ];
}

/**
 * An order to correct whose day has passed with no correction recorded. It reminds the party and the authority; what follows is the officers' next step in
 * the case, never a new lead. The day itself still counts. Occasion `due/{day}` on the case.
 */
export const orderOverdue: Rule = {
  id: 'order-overdue',
  version: 1,
  title: { zh: '责令改正逾期', en: 'Order to correct overdue' },
  startsOn: '2021-07-15',
  shadowUntil: '2026-12-22',
  watches: ['case-due'],
  weights: ['reminder'],
  offences: ['trace-record', 'code-display', 'commitment-certificate'],
  leadEnds: 'by-officer',
  judge: (event, context) => (event.kind === 'case-due' ? overdue(event.file, context.now) : []),
};
