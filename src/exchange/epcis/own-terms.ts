import { isObject } from './shape.ts';

/** The field of an event that tells which record of this service it is. */
export const RECORD = 'suyuan:record';
const PREFIX = 'suyuan:';

export type Plain = string | number | boolean | null | undefined | Plain[] | { [name: string]: Plain };

/** A value under our names, all the way down; what says nothing (null, undefined, an empty list or object) is left out. */
export function named(value: Plain): unknown {
  if (Array.isArray(value)) return value.map(named);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([, one]) => !isEmpty(one));
  return Object.fromEntries(kept.map(([name, one]) => [PREFIX + name, named(one)]));
}

function isEmpty(value: Plain): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** The value as it was before {@link named}. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name, bare(one)]),
  );
}
