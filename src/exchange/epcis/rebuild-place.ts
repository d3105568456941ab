import { formatTraceCode, parseTraceCode } from '../../codes/trace-code.ts';
import { chainOf, type PartyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Bilingual } from '../../platform/problem-detail.ts';
import { write } from '../../platform/write.ts';
import { rowsOf } from '../../store/parts.ts';
import { bare, RECORD } from './own-terms.ts';
import { isObject } from './shape.ts';

export type Told = Record<string, unknown>;

/** What an event tells of a record, checked as far as all kinds share it. */
export interface TellsRecord {
  kind: string;
  /** The record's id in the service that told it: a trace code, or a public id. */
  id: string;
  revision: number;
  site: Told | undefined;
  body: Told;
  told: Told;
}

/** The record an event tells; null when it tells none, or one of another party. */
export function recordTold(event: Record<string, unknown>, caller: PartyCaller): TellsRecord | null {
  const told = bare(event[RECORD]);
  if (!isObject(told) || !isObject(told.party)) return null;
  const { uscc, id } = told.party;
  const isOwn = caller.party.uscc === null ? id === caller.party.publicId : uscc === caller.party.uscc;
  if (!isOwn || typeof told.kind !== 'string' || typeof told.id !== 'string') return null;
  return {
    kind: told.kind,
    id: told.id,
    revision: Number(told.revision ?? 1),
    site: isObject(told.site) ? told.site : undefined,
    body: isObject(told.body) ? told.body : {},
    told,
  };
}

/** A record that cannot be made here; its event stays. */
export class NotMade extends Error {
  readonly reason: Bilingual;
  constructor(reason: Bilingual) {
    super(reason.en);
    this.reason = reason;
  }
}

/**
 * The site of a party that an event names: by its id here, its GLN or its name.
 * @throws {NotMade} when the party has no such site
 */
export async function siteHere(deps: Deps, partyId: number, told: Told): Promise<string> {
  const sites = await deps.store.read
    .selectFrom('site')
    .select(['publicId', 'gln', 'name'])
    .where('partyId', '=', partyId)
    .where('endedAt', 'is', null)
    .orderBy('id')
    .execute();
  const found =
    sites.find((site) => site.publicId === told.id) ??
    sites.find((site) => typeof told.gln === 'string' && site.gln === told.gln) ??
    sites.find((site) => site.name === told.name);
  if (found) return found.publicId;
  const name = String(told.name ?? told.id);
  throw new NotMade({
    zh: `没有名为“${name}”的场所；请先登记该场所，再重新提交。`,
    en: `There is no site "${name}"; register it and send the document again.`,
  });
}

/** Claim that a shipment of another service is one here, by the sender's credit code and its id there. */
export const SHIPMENT_CLAIM = 'epcis-shipment';

/** The shipment that was made here of one told elsewhere, by its sender and the id it has there. */
export async function shipmentMadeOf(deps: Deps, senderUscc: string, id: string): Promise<string | undefined> {
  const claim = await deps.store.read
    .selectFrom('claim')
    .innerJoin('shipment', 'shipment.id', 'claim.subjectId')
    .select('shipment.publicId')
    .where('claim.kind', '=', SHIPMENT_CLAIM)
    .where('claim.key', '=', `${senderUscc}/${id}`)
    .executeTakeFirst();
  return claim?.publicId;
}

/**
 * The shipment here that an event names by the id it has where the event was told. Whether the caller may act on it the act itself asks.
 * @throws {NotMade} when it was not recorded here
 */
export async function shipmentHere(deps: Deps, from: unknown, id: string): Promise<string> {
  const uscc = isObject(from) && typeof from.uscc === 'string' ? from.uscc : '';
  const made = await shipmentMadeOf(deps, uscc, id);
  if (made !== undefined) return made;
  const same = await deps.store.read.selectFrom('shipment').select('publicId').where('publicId', '=', id).executeTakeFirst();
  if (same) return same.publicId;
  throw new NotMade({
    zh: '对应的发货单不在本系统；请发货方先导入，再重新提交。',
    en: 'The shipment is not recorded here; once its sender has brought it in, send the document again.',
  });
}

/** A batch that is told as the party’s own is another’s here: neither it nor what names it is made. */
export class NotOwn extends NotMade {
  readonly codes: readonly string[];
  constructor(codes: readonly string[]) {
    const named = codes.slice(0, 3).map(formatTraceCode).join(' ');
    super({
      zh: `追溯码 ${named} 在本系统是另一单位的批次，与之有关的记录都不重建。`,
      en: `The trace code ${named} is another party’s batch here; nothing that names it is made again.`,
    });
    this.codes = codes;
  }
}

/**
 * Whether the party has recorded a batch of that code, which the event tells as its own.
 * @throws {NotOwn} when another party has
 */
export async function isOwnBatch({ deps, caller }: Whose, traceCode: unknown): Promise<boolean> {
  const code = parseTraceCode(String(traceCode));
  if (!code.ok) return false;
  const row = await deps.store.read.selectFrom('batch').select('partyId').where('traceCode', '=', code.code).executeTakeFirst();
  if (row && row.partyId !== caller.party.id) throw new NotOwn([code.code]);
  return row !== undefined;
}

interface Whose {
  deps: Deps;
  caller: PartyCaller;
}

/** Claim that a batch the party tells as its own is another’s here, by the party and the trace code. */
const NOT_OWN = 'epcis-not-own';

const notOwnKey = ({ caller }: Whose, code: string) => `${caller.party.publicId} ${code}`;

/** Notes batches that are another’s, for the events of later documents that name them. */
export async function noteNotOwn(whose: Whose & { now: number }, codes: readonly string[]): Promise<void> {
  const { deps, caller, now } = whose;
  await write(deps.store, async () => {
    const known = await notOwnAmong(whose, codes);
    const claim = codes.flatMap((code) =>
      known.includes(code) ? [] : [{ kind: NOT_OWN, key: notOwnKey(whose, code), subjectId: 0, at: now }],
    );
    return {
      chain: chainOf(caller),
      at: now,
      entries: [],
      rows: { claim },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    };
  });
}

async function notOwnAmong(whose: Whose, codes: readonly string[]): Promise<string[]> {
  const rows = await rowsOf(codes, (part) =>
    whose.deps.store.read
      .selectFrom('claim')
      .select('key')
      .where('kind', '=', NOT_OWN)
      .where(
        'key',
        'in',
        part.map((code) => notOwnKey(whose, code)),
      )
      .execute(),
  );
  const keys = new Set(rows.map((row) => row.key));
  return codes.filter((code) => keys.has(notOwnKey(whose, code)));
}

/** @throws {NotOwn} when a record names a batch that was told as the party’s own and is another’s here */
export async function refuseNotOwn(whose: Whose & { told: TellsRecord }): Promise<void> {
  const found = await notOwnAmong(whose, codesNamed(whose.told));
  if (found.length > 0) throw new NotOwn(found);
}

function codesNamed({ id, body }: TellsRecord): string[] {
  const goods = [body.lines, body.inputs, body.outputs].flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
  return [id, ...goods.map((line) => String(line.traceCode))].flatMap((text) => {
    const code = parseTraceCode(text);
    return code.ok ? [code.code] : [];
  });
}
