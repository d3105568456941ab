import { isMadeFor } from '../batches/brands.ts';
import { parseTraceCode } from '../codes/trace-code.ts';
import { within } from '../parties/regions.ts';
import type { AuthorityCaller, Caller, PartyCaller } from '../platform/caller.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput } from '../platform/problems.ts';
import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';

type Read = Store['read'];

export interface NamedBatch {
  id: number;
  traceCode: string;
  partyId: number;
  siteId: number;
  regionCode: string;
  /** Credit code of the brand it was made for. */
  commissionerUscc: string | null;
}

/**
 * The batches a hold or recall names, each once. A party may recall what it made or first recorded, and hold that, what was made for it and what it has in stock; an authority what was
 * made or lies in its region. What does not exist and what is another's are told alike.
 * @throws {Problem} invalid-input with every code that names nothing of the caller's
 */
export async function namedBatches(
  read: Read,
  caller: Caller,
  codes: readonly string[],
  purpose: 'hold' | 'recall',
): Promise<NamedBatch[]> {
  const parsed = codes.map((code) => parseTraceCode(code));
  const rows = await rowsOf(
    parsed.flatMap((code) => (code.ok ? [code.code] : [])),
    (part) =>
      read
        .selectFrom('batch')
        .select(['id', 'traceCode', 'partyId', 'siteId', 'regionCode', 'commissionerUscc'])
        .where('traceCode', 'in', part)
        .execute(),
  );
  const allowed = new Set((await allowedOf(read, caller, rows, purpose)).map((row) => row.traceCode));
  const errors = parsed.flatMap((code, i) => (code.ok && allowed.has(code.code) ? [] : [notYours(codes[i] ?? '', i, purpose)]));
  if (errors.length > 0) throw invalidInput(errors);
  return rows;
}

async function allowedOf(read: Read, caller: Caller, rows: readonly NamedBatch[], purpose: 'hold' | 'recall'): Promise<NamedBatch[]> {
  if (caller.kind === 'authority') return inRegion(read, caller, rows);
  if (caller.kind !== 'party') return [];
  const mine = rows.filter((row) => row.partyId === caller.party.id && (caller.siteIds?.includes(row.siteId) ?? true));
  if (purpose === 'recall') return mine;
  const stocked = await inStock(read, caller, rows);
  // A hold on goods of its own make or made for it binds everybody: who acts for some sites decides that of goods made there alone.
  if (caller.siteIds) return [...mine, ...stocked.filter((row) => row.partyId !== caller.party.id && !isMadeFor(row, caller.party))];
  return [...mine, ...rows.filter((row) => isMadeFor(row, caller.party)), ...stocked];
}

async function inStock(read: Read, caller: PartyCaller, rows: readonly NamedBatch[]): Promise<NamedBatch[]> {
  const held = await rowsOf(
    rows.map((row) => row.id),
    (part) => {
      let query = read.selectFrom('holding').select('batchId').where('partyId', '=', caller.party.id).where('batchId', 'in', part);
      if (caller.siteIds) query = query.where('siteId', 'in', [...caller.siteIds, -1]);
      return query.execute();
    },
  );
  const ids = new Set(held.map((row) => row.batchId));
  return rows.filter((row) => ids.has(row.id));
}

async function inRegion(read: Read, { authority }: AuthorityCaller, rows: readonly NamedBatch[]): Promise<NamedBatch[]> {
  const here = rows.filter((row) => within(row.regionCode, authority.regionCode));
  const elsewhere = rows.filter((row) => !here.includes(row));
  const prefix = authority.regionCode.replace(/(?:00)+$/, '');
  const lying = await rowsOf(
    elsewhere.map((row) => row.id),
    (part) =>
      read
        .selectFrom('holding')
        .innerJoin('site', 'site.id', 'holding.siteId')
        .select('holding.batchId')
        .distinct()
        .where('holding.batchId', 'in', part)
        .where('site.regionCode', 'like', `${prefix}%`)
        .execute(),
  );
  const ids = new Set(lying.map((row) => row.batchId));
  return [...here, ...elsewhere.filter((row) => ids.has(row.id))];
}

function notYours(found: string, i: number, purpose: 'hold' | 'recall'): ProblemDetail {
  const whose =
    purpose === 'recall'
      ? { zh: '本方记录的批次，或本机关辖区内的批次', en: 'a batch the caller recorded, or one in the region of the authority' }
      : {
          zh: '本方记录、持有或者委托生产的批次，或本机关辖区内的批次',
          en: 'a batch the caller recorded, has or had made, or one in the region of the authority',
        };
  return { pointer: `/traceCodes/${i}`, found, expected: whose, fix: { zh: '核对追溯码', en: 'check the trace code' } };
}
