import { knowledge } from '../knowledge.ts';
import type { StructureReader } from './entry-checks.ts';

/** The screening takes keys too; an entry needs the structure itself. */
const INCHI_KEY = /^[A-Z]{14}-[A-Z]{10}-[A-Z]$/;
const NO_STRUCTURE = { zh: 'InChIKey 不含结构', en: 'an InChIKey holds no structure' };

/** The reader of structures and queries; its code is loaded when the first entry has some. */
export async function structureReader(): Promise<StructureReader> {
  const { screenStructure, structureRuleFault } = await import('../structures/index.ts');
  return {
    smarts: structureRuleFault,
    smiles: (text) => {
      if (INCHI_KEY.test(text.trim())) return NO_STRUCTURE;
      return screenStructure(text, knowledge()).find((match) => match.ground === 'unreadable')?.reason ?? null;
    },
  };
}
