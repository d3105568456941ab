import { law } from '../law/index.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { draft, kindsOf } from './draft.ts';
import type { RuleEvent } from './facts.ts';
import type { FindingDraft, Rule } from './model.ts';

type Note = Extract<RuleEvent, { kind: 'officer-note' }>;

/** What an officer saw with their own eyes: a lead, established, under the rule's first offence. Occasion `seen` on the note. */
export function officerNote(rule: Rule, note: Note): FindingDraft {
  const { party, site, seenAt, text, enteredBy } = note;
  const isFarm = law.stageOf({ category: 'agricultural', partyKinds: kindsOf(party) }) === 'before-market';
  const [offence] = rule.offences;
  return draft(
    rule,
    { party, site, regionCode: site.regionCode, category: isFarm ? 'agricultural' : 'food', on: civilDateOf(seenAt) },
    {
      subject: { type: 'note', id: note.noteId, code: note.notePublicId },
      batchId: null,
      occasion: 'seen',
      weight: 'lead',
      certainty: 'established',
      offence,
      message: { zh: `执法人员现场记录：${rule.title.zh}。`, en: `Seen by an officer on site: ${rule.title.en}.` },
      evidence: [{ fact: { zh: '现场记录', en: 'Note on site' }, value: text, expected: law.offences[offence].title, enteredBy }],
      citations: offenceCitations(offence),
    },
  );
}
