import type { z } from '@hono/zod-openapi';
import { newProduct, productEntry } from '../../batches/draft.ts';
import { contradictions, productColumns, productDigest } from '../../batches/model.ts';
import { product } from '../../batches/schemas.ts';
import { drafting } from '../../batches/usecases.ts';
import { chainOf, type PartyCaller } from '../../platform/caller.ts';
import { type CivilDate, civilDateOf } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { invalidInput } from '../../platform/problems.ts';
import { write } from '../../platform/write.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply } from '../../store/store.ts';

export type ProductBody = z.output<typeof product>;
export const productBody = product;

/**
 * Records descriptions of products; one that is recorded already stays the one row it is.
 * @throws {Problem} invalid-input for packaging that cannot be
 */
export async function recordProducts(deps: Deps, caller: PartyCaller, bodies: readonly ProductBody[], now: number): Promise<Reply> {
  const errors = bodies.flatMap((body, i) => productContradictions(body, civilDateOf(now), bodies.length === 1 ? '' : `/${i}`));
  if (errors.length > 0) throw invalidInput(errors);
  return write(deps.store, async () => {
    const work = drafting(deps, caller, now);
    const fresh = new Map<string, DB['product']>();
    for (const body of bodies) {
      const columns = productColumns(body);
      const digest = productDigest(columns);
      if (fresh.has(digest) || (await work.repository.productByDigest(digest))) continue;
      fresh.set(digest, await newProduct(work, columns, digest));
    }
    const rows = [...fresh.values()];
    return {
      chain: chainOf(caller),
      at: now,
      entries: rows.map((row) => productEntry(work, row)),
      rows: { product: rows },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    };
  });
}

/** What of a product no schema of single fields can see; the pointers lead into the product. */
function productContradictions(body: ProductBody, today: CivilDate, root: string): ProblemDetail[] {
  return contradictions({ product: body }, today).map((told) => ({
    ...told,
    pointer: root + told.pointer.replace(/^\/product(?=\/|$)/, ''),
  }));
}
