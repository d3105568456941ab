import { addDays, type CivilDate } from '../platform/civil-date.ts';
import { offenceCitations } from './citations.ts';
import { draft, isOwn, NOT_RECORDED } from './draft.ts';
import type { BatchFacts, LicenceFacts, PartyFacts, SiteFacts } from './facts.ts';
import type { Bilingual, FindingDraft, Rule } from './model.ts';
import { salesIn } from './sales.ts';

/** From so many days before the end on, renewal may be asked for (申请延续). */
const RENEWAL_DAYS = 30;

/** A licence that food work of some kind needs, and what may stand in its place. */
interface Needed {
  occasion: 'SC' | 'JY';
  kinds: readonly string[];
  name: Bilingual;
}

const PRODUCTION: Needed = { occasion: 'SC', kinds: ['SC'], name: { zh: '食品生产许可证', en: 'food production licence' } };
/** A filing suffices for packaged food only, and what a seller sells is not told here: either counts. */
const BUSINESS: Needed = {
  occasion: 'JY',
  kinds: ['JY', 'filing', 'SC'],
  name: { zh: '食品经营许可证或者备案', en: 'food business licence or filing' },
};

/** Producers of food need the first, sellers of others' food the second; farms, workshops (127), slaughterhouses and sellers of produce neither. */
function neededFor(party: PartyFacts, batch: BatchFacts): Needed | null {
  if (batch.product.category !== 'food') return null;
  if (isOwn(batch, party)) return party.kinds.includes('producer') && !batch.commissioned ? PRODUCTION : null;
  return party.kinds.some((kind) => kind === 'distributor' || kind === 'retailer' || kind === 'caterer') ? BUSINESS : null;
}

export type State =
  | { kind: 'missing' }
  | { kind: 'not-begun'; licence: LicenceFacts; from: CivilDate }
  | { kind: 'expired' | 'ending'; licence: LicenceFacts; until: CivilDate };

/** How the licences stand on a day; null where one holds on, or is not due for renewal. */
export function licenceState(licences: readonly LicenceFacts[], kinds: readonly string[], on: CivilDate): State | null {
  const held = licences.filter((one) => kinds.includes(one.kind));
  if (held.length === 0) return { kind: 'missing' };
  const begun = held.filter((one) => one.validFrom === null || one.validFrom <= on);
  const [first] = held.toSorted((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
  if (begun.length === 0 && first) return { kind: 'not-begun', licence: first, from: first.validFrom ?? on };
  const last = begun.reduce((a, b) => ((a.validUntil ?? '9999-12-31') >= (b.validUntil ?? '9999-12-31') ? a : b));
  if (last.validUntil === null || last.validUntil > addDays(on, RENEWAL_DAYS)) return null;
  if (last.validUntil < on) return { kind: 'expired', licence: last, until: last.validUntil };
  return isRenewed(held, last.validUntil) ? null : { kind: 'ending', licence: last, until: last.validUntil };
}

/** One that goes on without a day between is the renewal that would be asked for. */
function isRenewed(held: readonly LicenceFacts[], until: CivilDate): boolean {
  const next = addDays(until, 1);
  return held.some((one) => (one.validFrom === null || one.validFrom <= next) && (one.validUntil === null || one.validUntil > until));
}

function messageOf(state: State, { name }: Needed): Bilingual {
  if (state.kind === 'missing')
    return {
      zh: `未登记${name.zh}；持有的请补录，无需许可的请忽略。`,
      en: `No ${name.en} is on record; add it if held, ignore this if none is needed.`,
    };
  if (state.kind === 'not-begun')
    return {
      zh: `所登记的${name.zh}自 ${state.from} 起有效；此前持有的许可请补录。`,
      en: `The ${name.en} on record is valid from ${state.from} on; add the one held before it.`,
    };
  if (state.kind === 'ending')
    return { zh: `${name.zh}将于 ${state.until} 到期，请办理延续。`, en: `The ${name.en} ends on ${state.until}; ask for its renewal.` };
  return {
    zh: `${name.zh}已于 ${state.until} 到期；已延续的请补录。`,
    en: `The ${name.en} ended on ${state.until}; record the renewal if there is one.`,
  };
}

/** The days of a licence as evidence shows them beside its number. */
export const daysOf = (state: Exclude<State, { kind: 'missing' }>) => (state.kind === 'not-begun' ? `${state.from}—` : state.until);

interface Asked {
  party: PartyFacts;
  site: SiteFacts | null;
  regionCode: string;
  on: CivilDate;
}

function ask(asked: Asked, needed: Needed): FindingDraft[] {
  const { party, site, regionCode, on } = asked;
  // Licences that were not loaded are not licences that are missing.
  const state = party.licences && licenceState(party.licences, needed.kinds, on);
  if (!state) return [];
  const isExpired = state.kind === 'expired';
  return [
    draft(
      licenceMissingOrExpired,
      { party, site, regionCode, category: 'food', on },
      {
        subject: { type: 'party', id: party.id, code: party.publicId },
        batchId: null,
        occasion: needed.occasion,
        weight: isExpired ? 'reminder' : 'todo',
        certainty: isExpired ? 'suspected' : 'advisory',
        offence: isExpired ? 'no-licence' : null,
        message: messageOf(state, needed),
        evidence: [
          {
            fact: needed.name,
            value: state.kind === 'missing' ? NOT_RECORDED : `${state.licence.number} (${daysOf(state)})`,
            expected: { zh: `${on} 有效`, en: `valid on ${on}` },
            enteredBy: 'system',
          },
        ],
        citations: isExpired ? offenceCitations('no-licence') : [],
      },
    ),
  ];
}

/**
 * Food made or sold by a party whose licence is not on record, had not begun (a todo: the one before it may only not stand here) or has run out by the dates it
 * entered itself (食品安全法 35, 122). Whether a licence covers the kind of food is not judged: the categories of a licence number stand in no table here, and the
 * food class of a product is that of GB 2760. Renewal may be under
 * way and a licence may be held without standing here: a reminder at most; up to 30 days before the end a note, unless its renewal is on record. Occasions `SC` and `JY` on the party.
 */
export const licenceMissingOrExpired: Rule = {
  id: 'licence-missing-or-expired',
  version: 3,
  title: { zh: '许可证未登记或者已到期', en: 'Licence not on record or expired' },
  startsOn: '2021-04-29',
  shadowUntil: '2026-12-22',
  watches: ['shipment', 'disposition', 'licences'],
  weights: ['todo', 'reminder'],
  offences: ['no-licence'],
  leadEnds: 'when-corrected',
  judge(event, context) {
    if (event.kind === 'licences') {
      const { party, asked } = event;
      const place = { party, site: null, regionCode: party.regionCode, on: context.today };
      return [PRODUCTION, BUSINESS].filter((needed) => asked.includes(needed.occasion)).flatMap((needed) => ask(place, needed));
    }
    const found = new Map<string, FindingDraft[]>();
    for (const { batch, act } of salesIn(event)) {
      const needed = neededFor(act.party, batch);
      if (needed && !found.has(needed.occasion)) found.set(needed.occasion, ask(act, needed));
    }
    return [...found.values()].flat();
  },
};
