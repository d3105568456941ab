import type { CsvValue } from '../enforcement/csv.ts';
import { namesOf } from '../enforcement/entered-by.ts';
import type { LeadReply } from '../enforcement/views.ts';
import type { Deps } from '../platform/deps.ts';
import type { Locale } from '../platform/problems.ts';
import { enteredBy } from './regulator-views.ts';
import { tableAsCsv } from './table-csv.ts';
import { languageOf } from './text.ts';
import { CASE_TEXT } from './text-case.ts';
import { DESK_TEXT } from './text-desk.ts';

interface Facts {
  /** Name of the file, without its ending. */
  name: string;
  title: readonly CsvValue[];
  leads: readonly Pick<LeadReply, 'id' | 'actOn' | 'evidence'>[];
}

/** Facts of leads as a file: a line a fact, with who entered it. */
export async function factsAsCsv(deps: Pick<Deps, 'store'>, now: number, { name, title, leads }: Facts, locale: Locale): Promise<Response> {
  const language = languageOf(locale);
  const t = CASE_TEXT[language];
  const facts = leads.flatMap((lead) => lead.evidence.map((one) => ({ lead, ...one })));
  const owners = await namesOf(
    deps.store.read,
    facts.map((one) => one.enteredBy),
  );
  return tableAsCsv(name, now, {
    title: [t.facts, ...title],
    heads: ['id', t.period, t.fact, t.value, DESK_TEXT[language].expected, t.enteredBy],
    rows: facts.map(({ lead, fact, value, expected, enteredBy: by }) => [
      lead.id,
      lead.actOn,
      fact,
      value,
      expected,
      enteredBy(by, locale, owners),
    ]),
  });
}
