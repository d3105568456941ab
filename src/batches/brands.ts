import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';

/** An approved party goods were made for (委托加工). */
export interface Brand {
  id: number;
  uscc: string | null;
  regionCode: string;
}

/** Whether goods were made for a party: by the credit code alone, since many firms are of one name. */
export const isMadeFor = ({ commissionerUscc }: { commissionerUscc: string | null }, { uscc }: { uscc: string | null }): boolean =>
  uscc !== null && commissionerUscc === uscc;

/** Who goods were made for, by the credit codes their makers recorded; one without a code, or not registered here, is not known. */
export function brandsOf(read: Store['read'], batches: readonly { commissionerUscc: string | null }[]): Promise<Brand[]> {
  return rowsOf(
    batches.flatMap((batch) => batch.commissionerUscc ?? []),
    (some) =>
      read.selectFrom('party').select(['id', 'uscc', 'regionCode']).where('uscc', 'in', some).where('state', '=', 'approved').execute(),
  );
}
