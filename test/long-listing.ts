import type { LongReader } from '../src/store/long-read.ts';

/** A long read for tests: every claim, one a piece. */
export async function* listClaims({ read }: LongReader, prefix: string): AsyncGenerator<string, void> {
  for (const { key } of await read.selectFrom('claim').select('key').orderBy('key').execute()) {
    if (key === 'broken') throw new Error('cannot be told');
    yield prefix + key;
  }
}
