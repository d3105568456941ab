import type { FilingAdapter } from './adapter.ts';
import { signedJson } from './signed-json.ts';
import { zheshilian } from './zheshilian.ts';

/** The adapters there are; another platform is another entry here. */
export const filingAdapters: readonly FilingAdapter[] = [signedJson, zheshilian];

export const adapterIds = ['signed-json', 'zheshilian-fields'] as const;

const byId = new Map(filingAdapters.map((adapter) => [adapter.id, adapter]));

/** @throws {Error} for an id that no target can have */
export function adapterOf(id: string): FilingAdapter {
  const adapter = byId.get(id);
  if (!adapter) throw new Error(`There is no filing adapter ${id}.`);
  return adapter;
}
