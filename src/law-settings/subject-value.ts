import { type Duty, type EnteredSubject, law, type PartyKind } from '../law/index.ts';
import { partyKinds } from '../parties/model.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';

const duties = ['entry', 'confirm', 'display'] as const satisfies readonly Duty[];

/** `confirm/retailer` or `confirm/farmer/not-bound`: whom the directory of subjects names for which duty; null for anything else. */
export function parseSubjectValue(text: string): { duty: Duty; kind: PartyKind; bound: boolean } | null {
  const [dutyText, kindText, mark, ...rest] = text.split('/');
  const duty = duties.find((one) => one === dutyText);
  const kind = partyKinds.find((one) => one === kindText);
  if (!duty || !kind || rest.length > 0 || (mark !== undefined && mark !== 'not-bound')) return null;
  return { duty, kind, bound: mark === undefined };
}

/** A row of the directory of subjects as the law takes it; none for a row that says nothing it knows. */
export function enteredSubject(row: DB['directory_row']): EnteredSubject[] {
  const said = parseSubjectValue(row.value);
  if (row.kind !== 'subject' || !said) return [];
  const citation = {
    ...law.citations['zj-directory'],
    source: row.source,
    effectiveFrom: row.from,
    lastConfirmedOn: civilDateOf(row.at),
    confirmed: 'yes',
    doubt: { zh: '管理员录入', en: 'Entered by an administrator' },
  } as const;
  return [{ ...said, effectiveFrom: row.from, effectiveTo: row.until ?? undefined, citation }];
}
