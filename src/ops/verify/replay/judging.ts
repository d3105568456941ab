import { type Book, fieldsOf, jsonOf, type Payload, said, type Tellers, type Told, textOf } from './book.ts';

/* Holds and recalls, what consumers told, leads and cases with their steps. */

const codesIn = (payload: Payload, name: string): string[] => {
  const codes = payload[name];
  return Array.isArray(codes) ? codes.map(textOf) : [];
};

/** What a step is called in its case, by the kind of its entry; the others are called as the entry is. */
const STEPS: Record<string, string> = {
  'case.opened': 'opening',
  'case.extended': 'leads',
  'case.ordered': 'order',
  'case.corrected': 'correction',
  'case.notified': 'notice',
  'case.statement-received': 'statement-received',
  'case.heard': 'hearing',
  'case.proposed': 'proposal',
  'case.returned': 'return',
  'case.not-penalised': 'no-penalty',
  'case.withdrawn': 'withdrawal',
  'case.referred': 'referral',
  'case.served': 'service',
  'case.paid': 'payment',
  'case.enforced': 'enforcement',
  'case.under-review': 'review',
  'case.upheld': 'upholding',
  'case.revoked': 'revocation',
  'case.closed': 'closing',
  'case.report-withdrawn': 'report-withdrawn',
  'case.report-amended': 'report-amended',
};

/** A decision is the second officer's approval where a first one proposed it. */
function stepOf({ kind, payload }: Told): string | undefined {
  if (kind === 'case.decided') return payload.approvedBy === undefined ? 'decision' : 'approval';
  return STEPS[kind];
}

/** One step of a case: its number follows on the one before it, the case stands as the step says. */
function step(entry: Told, book: Book): void {
  const { about, payload } = entry;
  const file = book.get('case_file', about);
  if (!file) return;
  const n = Number(file.steps) + 1;
  book.put('case_step', `${about}/${n}`, { kind: stepOf(entry) ?? null, by: said(payload.actedBy) });
  const state = said(payload.state) ?? (entry.kind === 'case.ordered' ? 'ordered' : null);
  book.change('case_file', about, { steps: n, ...(state === null ? {} : { state }) });
  if (entry.kind === 'case.decided') book.change('case_file', about, { fineCents: said(payload.fineCents) ?? 0 });
  if (entry.kind === 'case.served' && state === 'served')
    book.put('sanction', about, { party: file.party ?? null, offence: file.offence ?? null, fineCents: file.fineCents ?? 0, revoked: 0 });
  if (entry.kind === 'case.revoked') {
    book.change('case_file', about, { fineCents: null });
    book.change('sanction', about, { revoked: 1 });
  }
  if (state === 'no-penalty' || entry.kind === 'case.withdrawn') dismiss(book, codesIn(payload, 'violations'), payload);
}

function dismiss(book: Book, leads: readonly string[], { reason }: Payload): void {
  for (const lead of leads) book.change('finding', lead, { dismissed: said(reason) });
}

function opened(entry: Told, book: Book): void {
  const { about, chain, payload } = entry;
  book.put('case_file', about, {
    authority: chain,
    ...fieldsOf(payload, ['party', 'offence']),
    state: 'opened',
    steps: 0,
    fineCents: null,
  });
  step(entry, book);
}

const caseTellers: Tellers = Object.fromEntries(
  [...Object.keys(STEPS), 'case.decided'].filter((kind) => kind !== 'case.opened').map((kind) => [kind, step]),
);

const owner = ({ party, authority }: Payload) => ({ party: said(party), authority: said(authority) });

export const judgingTellers: Tellers = {
  ...caseTellers,
  'case.opened': opened,
  'hold.placed': ({ about, payload }, book) => {
    book.put('hold', about, { ...owner(payload), ...fieldsOf(payload, ['reason', 'actedBy']), lifted: 0, liftReason: null });
    for (const code of codesIn(payload, 'batches')) book.put('hold_batch', `${about}/${code}`, {});
  },
  'hold.lifted': ({ about, payload }, book) => book.change('hold', about, { lifted: 1, liftReason: said(payload.reason) }),
  'recall.opened': ({ about, payload }, book) => {
    const drill = payload.drill === true;
    book.put('recall', about, {
      ...owner(payload),
      ...fieldsOf(payload, ['level', 'reason', 'instructions', 'contact', 'startBy', 'completeBy', 'actedBy']),
      drill: drill ? 1 : 0,
      state: 'open',
      report: jsonOf(null),
    });
    for (const code of codesIn(payload, drill ? 'batches' : 'traceCodes')) book.put('recall_batch', `${about}/${code}`, {});
  },
  'recall.closed': ({ about, payload }, book) => book.change('recall', about, { state: 'closed', report: jsonOf(payload.report) }),
  'consumer.reported': ({ about, payload }, book) =>
    book.put('consumer_report', about, fieldsOf(payload, ['details', 'boughtAt', 'contact'])),
  'lead.opened': ({ about, payload }, book) =>
    book.put('finding', about, {
      ...fieldsOf(payload, ['rule', 'ruleVersion', 'certainty', 'offence', 'department', 'regionCode', 'party', 'actOn']),
      dismissed: null,
    }),
  'lead.dismissed': ({ about, payload }, book) => dismiss(book, [about], payload),
  'statement.made': ({ about, payload }, book) =>
    book.put('statement', about, {
      ...fieldsOf(payload, ['party', 'case', 'violation', 'kind', 'text', 'actedBy']),
      files: jsonOf(payload.files),
    }),
};
