import { newPublicId } from '../codes/ids.ts';
import { conceal } from '../ledger/personal.ts';
import type { Deps } from '../platform/deps.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft } from '../store/store.ts';
import type { StatementKind } from './statements-view.ts';

interface Said {
  kind: StatementKind;
  text: string;
  files: readonly string[];
  party: { id: number; publicId: string };
  lead?: { id: number; publicId: string } | undefined;
  file?: { id: number; publicId: string } | undefined;
  /** Who entered it: the party itself, or the office that received it. */
  by: string;
  at: number;
}

/** What a party said, as a row and its entry; the words are held in the ledger as a commitment, since they may name persons. */
export async function statementParts(deps: Pick<Deps, 'store' | 'random'>, said: Said) {
  const { kind, text, files, party, lead, file, by, at } = said;
  const [id = 0] = await deps.store.ids(1);
  const hidden = conceal(deps.random, text);
  const row: DB['statement'] = {
    id,
    publicId: newPublicId(deps.random),
    partyId: party.id,
    findingId: lead?.id ?? null,
    caseId: file?.id ?? null,
    kind,
    text,
    files: JSON.stringify(files),
    actedBy: by,
    at,
  };
  const entry: EntryDraft = {
    kind: 'statement.made',
    subject: `statement/${row.publicId}`,
    payload: {
      statement: row.publicId,
      case: file?.publicId ?? null,
      violation: lead?.publicId ?? null,
      party: party.publicId,
      kind,
      text: hidden.commitment,
      files: [...files],
      actedBy: by,
    },
  };
  return { row, entry, rows: { statement: [row], personal: [hidden.row] } };
}
