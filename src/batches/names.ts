import type { Json } from '../ledger/entry.ts';
import { conceal, isCommitment } from '../ledger/personal.ts';
import { looksPersonal } from '../parties/model.ts';
import { checkUscc } from '../parties/uscc.ts';
import type { DB } from '../store/schema.ts';
import type { Material } from '../substances/notice/mentions.ts';
import type { Drafting } from './draft.ts';
import type { BatchInput } from './schemas.ts';

/** What is stored in place of a name: itself, or its commitment where it may be a person's own. */
export function nameKept(work: Drafting, name: string): { name: string; personal: DB['personal'][] } {
  // A name written like a commitment must not be taken for one, or it would show what that one stands for.
  if (!looksPersonal(name) && !isCommitment(name)) return { name, personal: [] };
  const { commitment, row } = conceal(work.deps.random, name);
  return { name: commitment, personal: [row] };
}

/** A credit code as registrations keep it; the schema has checked it. */
export function creditCode(text: string | undefined): string | null {
  const code = text === undefined ? null : checkUscc(text);
  return code?.ok ? code.uscc : null;
}

/** The column `commissionedBy`, the brand owner's credit code, and the personal row behind the name where it may be a person's. */
export function commissionerOf(
  work: Drafting,
  given: BatchInput['commissionedBy'],
): { column: string | null; uscc: string | null; personal: DB['personal'][] } {
  if (!given) return { column: null, uscc: null, personal: [] };
  const { name, personal } = nameKept(work, given.name.trim());
  return { column: JSON.stringify({ ...given, name }), uscc: creditCode(given.uscc), personal };
}

/** The column `materials`, and the personal rows of suppliers who may be persons. */
export function materialsOf(work: Drafting, given: BatchInput['materials']): { column: string | null; personal: DB['personal'][] } {
  if (!given) return { column: null, personal: [] };
  const personal: DB['personal'][] = [];
  const kept = given.map(({ name, lot, supplier }): Material => {
    if (!supplier) return { name: name.trim(), lot: lot.trim() };
    const hidden = nameKept(work, supplier.name.trim());
    personal.push(...hidden.personal);
    return { name: name.trim(), lot: lot.trim(), supplier: { ...supplier, name: hidden.name } };
  });
  return { column: JSON.stringify(kept), personal };
}

/** The lots of material as the ledger keeps them. */
export const materialsRecord = (column: string | null): Json => (column === null ? [] : (JSON.parse(column) as Json));
