import canonicalize from 'canonicalize';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import type { Store } from '../../store/store.ts';
import type { EpcisEvent } from './document.ts';
import { declarationKey, eventIdOf, sameText } from './identity.ts';
import { type Body, bodyOf } from './rows.ts';
import { isObject, told } from './shape.ts';

/** A right event of a capture. */
export interface Item extends Body {
  /** Its place among the events sent, from 0. */
  index: number;
  at: string;
}

/** An event to be stored under its key. */
export interface Fresh extends Body {
  index: number;
  key: string;
  declaredAt: string | null;
}

export interface Settled {
  fresh: Fresh[];
  /** Rows of earlier events that were declared wrong, with the time of the declaration. */
  declared: Map<number, string>;
  faults: { index: number; eventId: string; error: ProblemDetail }[];
  /** Events that are stored already, word for word. */
  same: number;
}

type Known = Body & { id: number | null; fresh?: Fresh };

const CHUNK = 300;

/**
 * Holds events against those the party has: new, the same again, an error declaration of an earlier one, or another event under a known
 * identifier, which is a fault.
 */
export async function settled(read: Store['read'], party: { id: number; publicId: string }, items: readonly Item[]): Promise<Settled> {
  const keyed = items.map((item) => ({ item, key: eventIdOf(item.event, item.extras, party.publicId) }));
  const known = await knownEvents(
    read,
    party.id,
    keyed.flatMap(({ item, key }) => [key, ...declaredKeys(item.event, key)]),
  );
  const done: Settled = { fresh: [], declared: new Map(), faults: [], same: 0 };
  for (const { item, key } of keyed) settleOne(done, known, item, key);
  return done;
}

const declarationOf = (event: EpcisEvent) => (isObject(event.errorDeclaration) ? event.errorDeclaration : null);

function declaredKeys(event: EpcisEvent, key: string): string[] {
  const declaration = declarationOf(event);
  return declaration ? [declarationKey(key, declaration.declarationTime)] : [];
}

async function knownEvents(read: Store['read'], partyId: number, keys: readonly string[]): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  for (let at = 0; at < keys.length; at += CHUNK) {
    const rows = await read
      .selectFrom('epcis_event')
      .select(['id', 'eventId', 'body'])
      .where('partyId', '=', partyId)
      .where('eventId', 'in', keys.slice(at, at + CHUNK))
      .execute();
    for (const row of rows) known.set(row.eventId, { id: row.id, ...bodyOf(row) });
  }
  return known;
}

function settleOne(done: Settled, known: Map<string, Known>, item: Item, key: string): void {
  const { event, extras } = item;
  const declaration = declarationOf(event);
  const declaredAt = declaration ? String(declaration.declarationTime) : null;
  const add = (under: string) => {
    const fresh: Fresh = { index: item.index, event, extras, key: under, declaredAt };
    done.fresh.push(fresh);
    known.set(under, { id: null, event, extras, fresh });
  };
  const earlier = known.get(key);
  if (!earlier) {
    add(key);
    return;
  }
  if (sameText(earlier.event, earlier.extras) !== sameText(event, extras)) {
    done.faults.push({ index: item.index, eventId: key, error: taken(key, item.at) });
    return;
  }
  if (!declaration || isSame(earlier, item)) {
    done.same += 1;
    return;
  }
  const [under = ''] = declaredKeys(event, key);
  const before = known.get(under);
  if (before && isSame(before, item)) done.same += 1;
  else if (before) done.faults.push({ index: item.index, eventId: key, error: taken(key, item.at) });
  else {
    add(under);
    mark(done, earlier, declaredAt ?? '');
  }
}

function mark(done: Settled, earlier: Known, declaredAt: string): void {
  if (earlier.fresh) earlier.fresh.declaredAt ??= declaredAt;
  else if (earlier.id !== null) done.declared.set(earlier.id, declaredAt);
}

/** Word for word, the declaration included; what a repository adds does not count. */
function isSame(known: Known, item: Item): boolean {
  const whole = ({ event, extras }: Body) => {
    const { recordTime: _, eventID: _id, ...said } = event;
    return canonicalize([said, extras]);
  };
  return whole(known) === whole(item);
}

function taken(key: string, at: string): ProblemDetail {
  return told(key, `${at}/eventID`, {
    expected: {
      zh: '新的 eventID；或与已存事件内容完全相同（可加 errorDeclaration）',
      en: 'a new eventID; or the stored event word for word (with errorDeclaration, where it was wrong)',
    },
    fix: {
      zh: '更正请新建事件，并以 errorDeclaration 声明原事件有误',
      en: 'correct it by a new event, and declare the earlier one with errorDeclaration',
    },
  });
}
