import { namesOf, ownerOf } from '../enforcement/entered-by.ts';
import type { Caller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import type { Locale } from '../platform/problems.ts';
import type { EntryListQuery } from '../substances/entered/entry-list.ts';
import { entryList } from '../substances/entered/entry-list.ts';
import { type SubstanceShown, substanceList } from '../substances/entered/listing.ts';
import { structureDrawings } from '../substances/structure-drawings.ts';
import type { Reader } from './knowledge-parts.ts';
import { addressWith } from './knowledge-parts.ts';
import { SUBSTANCES_PATH } from './regulator-nav.ts';
import { deskName } from './regulator-views.ts';
import { nameOf, type SubstanceView } from './substance-page.ts';
import type { EntryLine, SubstanceLine } from './substances-page.ts';
import { languageOf } from './text.ts';
import { SUBSTANCES_TEXT } from './text-substances.ts';

type Read = Pick<Deps, 'store'>;

/** Relatives shown beside a substance; all of them are a list of their own. */
const RELATIVES_SHOWN = 12;

/** Who reads, and whether they may enter and decide. */
export function readerOf(caller: Caller, locale: Locale): Reader {
  const mayEnter = caller.kind === 'admin' ? caller.role === 'system' : caller.kind === 'authority' && caller.role === 'officer';
  return { who: deskName(caller, locale), mayEnter };
}

type Listed = Awaited<ReturnType<typeof substanceList>>['items'][number];

export function substanceLine(row: Listed, locale: Locale): SubstanceLine {
  return {
    id: row.id,
    kind: row.kind,
    names: row.names,
    cas: row.cas,
    family: row.family[locale],
    verdict: row.verdict,
    texts: row.texts.map((one) => one.title),
    enteredFrom: row.entry?.from ?? null,
  };
}

/** A page of what people entered, with the names of their offices. */
export async function entryLines(deps: Read, query: EntryListQuery, locale: Locale): Promise<{ items: EntryLine[]; next: string | null }> {
  const { items, next } = await entryList(deps, query);
  const officeOf = await offices(
    deps,
    items.map((item) => item.by),
    locale,
  );
  return {
    items: items.map((item) => ({
      id: item.id,
      kind: item.kind,
      names: item.kind === 'alias' ? [item.name] : [...item.names.zh, ...item.names.en].slice(0, 3),
      from: item.from,
      publishedOn: item.publishedOn,
      source: item.source,
      by: officeOf(item.by),
      isRevoked: item.revoked !== null,
    })),
    next,
  };
}

/** Names of offices as readers know them. */
export async function offices({ store }: Read, references: readonly string[], locale: Locale): Promise<(reference: string) => string> {
  const names = await namesOf(store.read, references);
  const admin = SUBSTANCES_TEXT[languageOf(locale)].admin;
  return (reference) => {
    const owner = ownerOf(reference);
    return names.get(owner) ?? (owner === 'admin' || owner === 'system' ? admin : owner);
  };
}

/** Everything the page of a substance shows beside the row itself. */
export async function aboutSubstance(
  deps: Read,
  caller: Caller,
  row: SubstanceShown,
  locale: Locale,
): Promise<Omit<SubstanceView, 'row' | 'told' | 'entered' | 'errors' | 'who' | 'mayEnter'>> {
  const by = row.entry?.by ?? '';
  const officeOf = await offices(deps, [by], locale);
  const kin = await substanceList(deps, { family: row.family.id, limit: RELATIVES_SHOWN + 1 }, locale);
  const others = kin.items.filter((one) => one.id !== row.id && !(row.kind === 'alias' && one.id === row.of)).slice(0, RELATIVES_SHOWN);
  const isOwn = caller.kind === 'authority' ? by === `authority:${caller.authority.publicId}` : caller.kind === 'admin';
  return {
    by: officeOf(by),
    means: row.kind === 'alias' ? (row.names.zh[0] ?? row.names.en[0] ?? null) : null,
    drawings: await structureDrawings(
      row.structures.map((one) => one.smiles),
      nameOf(row),
    ),
    relatives: { total: kin.total, items: others.map((one) => substanceLine(one, locale)) },
    familyHref: addressWith(SUBSTANCES_PATH, { family: row.family.id }),
    mayRevoke: isOwn && readerOf(caller, locale).mayEnter,
  };
}
