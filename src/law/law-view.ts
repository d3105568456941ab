import { publicCitation } from './fine-bands.ts';
import type { Account, AnyLawEntry, CivilDate, Confirmed, DatedValue, Lang, Regulation, UnitValue } from './model.ts';
import { valueLines } from './value-text.ts';

type Held = DatedValue<UnitValue[keyof UnitValue]>;

/** A regulation as the list shows it. */
export function regulationView(regulation: Regulation, entries: readonly AnyLawEntry[], lang: Lang) {
  const own = entriesOf(regulation, entries);
  const unconfirmed = own.filter((entry) => entry.values.some((value) => value.citation.confirmed === 'no')).length;
  return {
    id: regulation.id,
    name: regulation.name[lang],
    note: regulation.note[lang],
    sources: [...regulation.sources],
    publishedOn: regulation.publishedOn ?? null,
    effectiveFrom: regulation.effectiveFrom,
    values: own.length,
    unconfirmed,
    notKnown: regulation.accounts.filter((account) => account.treatment === 'not-known').length,
  };
}

/** A regulation with every paragraph known and every value: all its dated values, or those that hold on `asOf`. */
export function regulationPage(regulation: Regulation, entries: readonly AnyLawEntry[], asOf: CivilDate | undefined, lang: Lang) {
  return {
    ...regulationView(regulation, entries, lang),
    asOf: asOf ?? null,
    paragraphs: regulation.accounts.map((account) => accountView(account, lang)),
    entries: entriesOf(regulation, entries).map((entry) => entryView(entry, asOf, lang)),
  };
}

const entriesOf = (regulation: Regulation, entries: readonly AnyLawEntry[]) =>
  entries.filter((entry) => entry.regulation === regulation.id);

function accountView(account: Account, lang: Lang) {
  return { article: account.article, says: account.says[lang], treatment: account.treatment, entries: [...(account.entries ?? [])] };
}

function entryView(entry: AnyLawEntry, asOf: CivilDate | undefined, lang: Lang) {
  const held: readonly Held[] = entry.values;
  const shown = asOf === undefined ? held : held.filter((value) => value.from <= asOf && (value.to === undefined || asOf <= value.to));
  return {
    id: entry.id,
    title: entry.title[lang],
    unit: entry.unit,
    note: entry.note?.[lang] ?? null,
    values: shown.map((value) => valueView(entry.unit, value, lang)),
  };
}

function valueView(unit: AnyLawEntry['unit'], { from, to, value, citation }: Held, lang: Lang) {
  return {
    from,
    to: to ?? null,
    value,
    text: marked(
      valueLines(unit, value).map((line) => line[lang]),
      citation.confirmed,
      lang,
    ),
    citation: publicCitation(citation, lang),
  };
}

/** What is not confirmed says so in its own text, wherever the text goes. */
function marked(lines: readonly string[], confirmed: Confirmed, lang: Lang): string[] {
  if (confirmed !== 'no') return [...lines];
  return lines.map((line) => ({ zh: `${line}（待核实）`, en: `${line} (to be verified)` })[lang]);
}
