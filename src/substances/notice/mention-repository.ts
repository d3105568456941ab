import type { Store } from '../../store/store.ts';
import type { MentionKind } from './mentions.ts';

type Read = Store['read'];

/** How many values one query takes along, below every engine's limit on parameters. */
const VALUES_A_QUERY = 500;

/** One answer over values of any number, asked some at a time. */
export async function inParts<V, R>(values: Iterable<V>, query: (some: V[]) => Promise<R[]>): Promise<R[]> {
  const all = [...new Set(values)];
  const rows: R[] = [];
  for (let from = 0; from < all.length; from += VALUES_A_QUERY) rows.push(...(await query(all.slice(from, from + VALUES_A_QUERY))));
  return rows;
}

/**
 * Which records mention something. It knows no scope and names nobody: what it finds is shown through notice-repository.ts alone, and a follower
 * may use it. Every query is a look-up by the key of an index.
 */
export function mentionRepository(read: Read) {
  return {
    /** Records that mention one of the tokens, at most `most` of them. */
    mentioned: (kind: MentionKind, tokens: readonly string[], most: number): Promise<{ token: string; subjectId: number }[]> =>
      inParts(tokens, (some) =>
        read.selectFrom('mention').select(['token', 'subjectId']).where('kind', '=', kind).where('token', 'in', some).limit(most).execute(),
      ),
    certificates: (ids: readonly number[]) =>
      inParts(ids, (some) =>
        read
          .selectFrom('certificate')
          .select(['id', 'publicId', 'kind', 'number', 'issuedOn', 'results', 'withdrawnAt'])
          .where('id', 'in', some)
          .execute(),
      ),
    products: (ids: readonly number[]) =>
      inParts(ids, (some) => read.selectFrom('product').select(['id', 'ingredients']).where('id', 'in', some).execute()),
    batchesOfCertificates: (ids: readonly number[]) =>
      inParts(ids, (some) =>
        read.selectFrom('batch_certificate').select(['batchId', 'certificateId']).where('certificateId', 'in', some).execute(),
      ),
    /** Batches of products, at most `most` a query, the latest ids first: a product with a long history is not read through. */
    batchesOfProducts: (ids: Iterable<number>, most: number) =>
      inParts(ids, (some) =>
        read
          .selectFrom('batch')
          .select(['id', 'productId', 'createdAt'])
          .where('productId', 'in', some)
          .orderBy('productId', 'desc')
          .orderBy('id', 'desc')
          .limit(most)
          .execute(),
      ),
    /** The newest batches a maker recorded itself since an instant. */
    batchesOfMaker: (partyId: number, since: number, most: number) =>
      read
        .selectFrom('batch')
        .select('id')
        .where('partyId', '=', partyId)
        .where('createdAt', '>=', since)
        .where('origin', 'in', ['own', 'transformation'])
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(most)
        .execute(),
    /** What the batches consist of, to find those like them. */
    positives: (ids: readonly number[]) =>
      inParts(ids, (some) =>
        read
          .selectFrom('batch')
          .innerJoin('product', 'product.id', 'batch.productId')
          .select(['batch.id', 'batch.partyId', 'batch.productId', 'batch.origin', 'batch.materials', 'product.ingredients'])
          .where('batch.id', 'in', some)
          .execute(),
      ),
    /** Batches into which the same recorded goods went. */
    sharingInputs: (ids: readonly number[], most: number) =>
      inParts(ids, (some) =>
        read
          .selectFrom('transformation_output as made')
          .innerJoin('transformation_input as used', 'used.transformationId', 'made.transformationId')
          .innerJoin('transformation_input as again', 'again.batchId', 'used.batchId')
          .innerJoin('transformation_output as other', 'other.transformationId', 'again.transformationId')
          .select(['made.batchId as positive', 'other.batchId as id'])
          .distinct()
          .where('made.batchId', 'in', some)
          .limit(most)
          .execute(),
      ),
    /** Products that make one of the claims and have one of the forms; of either alone where the other list is empty. */
    productsSaying: (claims: readonly string[], forms: readonly string[], most: number) => {
      const [kind, tokens, also] = claims.length > 0 ? (['claim', claims, forms] as const) : (['form', forms, []] as const);
      if (tokens.length === 0) return Promise.resolve([]);
      const said = read.selectFrom('mention as said').select('said.subjectId').distinct();
      return said
        .where('said.kind', '=', kind)
        .where('said.token', 'in', [...tokens])
        .$if(also.length > 0, (query) =>
          query.where((eb) =>
            eb.exists(
              eb
                .selectFrom('mention as formed')
                .select('formed.subjectId')
                .where('formed.kind', '=', 'form')
                .where('formed.token', 'in', [...also])
                .where('formed.subjectType', '=', 'product')
                .whereRef('formed.subjectId', '=', 'said.subjectId'),
            ),
          ),
        )
        .limit(most)
        .execute();
    },
  };
}

export type MentionRepository = ReturnType<typeof mentionRepository>;
