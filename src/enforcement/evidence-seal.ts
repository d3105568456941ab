import canonicalize from 'canonicalize';
import { sha256Hex } from '../ledger/entry.ts';

export const PACK_FORMAT = 'suyuan-evidence/1';

/** What an entry is about and where it stands. */
interface Placed {
  chain: string;
  seq: number;
  subject: string;
}

/**
 * What the service signs of a pack: its form, when it was made, and the SHA-256 of all it states (RFC 8785, without the signature itself), a line
 * each. It begins with the form, a checkpoint with the name of its log: the one signature is never taken for the other.
 */
export function sealedText(pack: Readonly<Record<string, unknown>>): string {
  const { signature: _, ...stated } = pack;
  // As it is read back from the file: what JSON leaves out is not stated.
  const text = canonicalize(JSON.parse(JSON.stringify(stated))) ?? '';
  return `${PACK_FORMAT}\n${String(pack.madeAt)}\n${sha256Hex(text)}\n`;
}

/** The entries a fact rests on: those about the lead, and about what the lead is about. */
export function entriesOfFact(
  fact: { violation: string; subject: { type: string; id: string } },
  entries: readonly Placed[],
): { chain: string; seq: number }[] {
  const subjects = [subjectOf(fact.subject), `violation/${fact.violation}`];
  return entries.flatMap(({ chain, seq, subject }) => (subjects.includes(subject) ? [{ chain, seq }] : []));
}

/** The subject of a lead as the ledger names it: a batch by its code without dashes. */
function subjectOf({ type, id }: { type: string; id: string }): string {
  return `${type}/${type === 'batch' ? id.replaceAll('-', '') : id}`;
}

/** A payload that stands in its entry by hash alone: `{"sha256": …}` and nothing else. */
export function setAsideIn(bytes: string): string[] {
  const { payload } = JSON.parse(bytes) as { payload: unknown };
  if (typeof payload !== 'object' || payload === null || Object.keys(payload).join() !== 'sha256') return [];
  return [String((payload as { sha256: unknown }).sha256)];
}
