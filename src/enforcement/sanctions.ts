import type { CivilDate } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

type Read = Store['read'];

export type Sanction = DB['sanction'];

/**
 * Decisions in force against parties, decided from `from` on and before `before`: what repeated acts are counted on. Leads, notices and
 * decisions that were revoked do not count.
 */
export async function effectiveSanctions(
  read: Read,
  partyIds: readonly number[],
  between: { from: CivilDate; before: CivilDate },
): Promise<Map<number, Sanction[]>> {
  if (partyIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('sanction')
    .selectAll()
    .where('partyId', 'in', [...new Set(partyIds)])
    .where('decidedOn', '>=', between.from)
    .where('decidedOn', '<', between.before)
    .where('revokedAt', 'is', null)
    .orderBy('n')
    .execute();
  return Map.groupBy(rows, (row) => row.partyId);
}

/**
 * Those that are more than stopping business or revoking a licence, which art. 134 leaves out. Only a decision without a fine can be nothing else; what it
 * was stands in its step.
 */
export async function otherThanStops<S extends { caseId: number; fineCents: number }>(read: Read, sanctions: readonly S[]): Promise<S[]> {
  const fineless = sanctions.filter((one) => one.fineCents === 0).map((one) => one.caseId);
  if (fineless.length === 0) return [...sanctions];
  const rows = await read
    .selectFrom('case_step')
    .select(['caseId', 'record'])
    .where('caseId', 'in', fineless)
    .where('kind', 'in', ['decision', 'approval'])
    .execute();
  const stops = rows.filter(({ record }) => {
    const { others = [] } = JSON.parse(record) as { others?: { kind: string }[] };
    return others.length > 0 && others.every(({ kind }) => kind === 'suspension' || kind === 'revocation');
  });
  const left = new Set(stops.map((row) => row.caseId));
  return sanctions.filter((one) => !left.has(one.caseId));
}

/** The number the next sanction of a party takes; somebody else may take it first, which the key of the table tells. */
export async function nextSanction(read: Read, partyId: number): Promise<number> {
  const last = await read
    .selectFrom('sanction')
    .select((eb) => eb.fn.max('n').as('n'))
    .where('partyId', '=', partyId)
    .executeTakeFirst();
  return Number(last?.n ?? 0) + 1;
}

/** The sanction a case led to, if its decision took effect. */
export function sanctionOfCase(read: Read, caseId: number): Promise<Sanction | undefined> {
  return read.selectFrom('sanction').selectAll().where('caseId', '=', caseId).executeTakeFirst();
}
