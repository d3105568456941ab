import { sha256Hex } from '../../ledger/entry.ts';
import type { DB } from '../../store/schema.ts';
import { knowledge, type Substance } from '../knowledge.ts';
import { matchName } from '../match.ts';
import { nameKey } from '../reading/normalise.ts';
import { readResult, type TestResult } from '../reading/results.ts';
import { claimsIn, formsIn } from './mention-words.ts';

type Mention = DB['mention'];

/** What a record says of itself that a notice may ask for one day; the kinds of mention. */
export type MentionKind = 'ingredient' | 'result' | 'material' | 'formula' | 'claim' | 'form';

/** A lot of material as the column `batch.materials` keeps it. */
export interface Material {
  name: string;
  lot: string;
  supplier?: { name: string; uscc?: string | undefined } | undefined;
}

/** An index without rows that notes what it was asked for. */
class Asked extends Map<string, readonly Substance[]> {
  readonly tokens: Set<string>;
  constructor(tokens: Set<string>) {
    super();
    this.tokens = tokens;
  }
  override get(key: string): undefined {
    if (key !== '') this.tokens.add(key);
  }
}

/**
 * Every key under which names are certainly matched: the whole, its parts, the parent of a salt, the name before an amount, CAS numbers inside. They are
 * what the matching itself looks up in a knowledge base, so that a substance that becomes known later is found wherever it would have been matched.
 * Look-alikes and misspellings are for a person and have no key.
 */
export function keysOf(names: readonly string[]): Set<string> {
  const tokens = new Set<string>();
  const nothingKnown = { ...knowledge(), rows: [], byName: new Asked(tokens), byCas: new Asked(tokens), abbreviations: new Map() };
  for (const name of names) matchName(name, nothingKnown);
  return tokens;
}

function rowsOf(tokens: Iterable<string>, kind: MentionKind, subjectType: string, subjectId: number): Mention[] {
  return [...tokens].map((token) => ({ kind, token, subjectType, subjectId }));
}

const AMOUNT = /\d+(?:\.\d+)?\s*[%％]/gu;

/** One token for a set of ingredients whatever their order and shares; null for fewer than two, which say too little. */
export function formulaOf(names: readonly string[]): string | null {
  const keys = new Set(names.map((name) => nameKey(name.replace(AMOUNT, ''))).filter((key) => key !== ''));
  return keys.size < 2 ? null : sha256Hex([...keys].sort().join('\n')).slice(0, 32);
}

/** What the row of a product says: its ingredients, their formula, what it claims and its form. */
export function productMentions(product: Pick<DB['product'], 'id' | 'name' | 'specification' | 'ingredients' | 'claims'>): Mention[] {
  const ingredients = product.ingredients === null ? [] : (JSON.parse(product.ingredients) as { name: string; cas?: string }[]);
  const claims = product.claims === null ? [] : (JSON.parse(product.claims) as string[]);
  const names = ingredients.map((one) => one.name);
  const formula = formulaOf(names);
  const pack = `${product.name} ${product.specification ?? ''}`;
  const said = new Set([...claims.map(nameKey).filter((key) => key !== ''), ...claims.flatMap(claimsIn), ...claimsIn(pack)]);
  return [
    ...rowsOf(new Set([...keysOf(names), ...ingredients.flatMap((one) => one.cas ?? [])]), 'ingredient', 'product', product.id),
    ...rowsOf(formula === null ? [] : [formula], 'formula', 'product', product.id),
    ...rowsOf(said, 'claim', 'product', product.id),
    ...rowsOf(formsIn(pack), 'form', 'product', product.id),
  ];
}

/** What a document found, or says in a way that cannot be read. What was looked for and not found is never a mention. */
export function certificateMentions(certificate: Pick<DB['certificate'], 'id' | 'results'>): Mention[] {
  if (certificate.results === null) return [];
  const results = JSON.parse(certificate.results) as TestResult[];
  const items = results.filter((result) => readResult(result).detected !== 'not-detected').map((result) => result.item);
  return items.length === 0 ? [] : rowsOf(keysOf(items), 'result', 'certificate', certificate.id);
}

const keyOrText = (text: string) => nameKey(text) || text.normalize('NFKC').trim().toLowerCase();

/**
 * The tokens of a lot: by its supplier's credit code or as one of nobody, and by name and lot alone. A lot number is its supplier's own, so two
 * suppliers' lots of one number are two; one without a supplier may be either.
 */
function lotTokens({ name, lot, supplier }: Material): { any: string; of: string; unnamed: string } {
  const any = `${keyOrText(name)}/${keyOrText(lot)}`;
  const unnamed = `${any}/?`;
  return { any, of: supplier?.uscc === undefined ? unnamed : `${any}/${supplier.uscc.trim().toUpperCase()}`, unnamed };
}

/** What a batch says of the lots of material in it. */
export function batchMentions(batchId: number, materials: readonly Material[]): Mention[] {
  return rowsOf(new Set(materials.map(lotTokens).flatMap(({ any, of }) => [any, of])), 'material', 'batch', batchId);
}

/** Under what other batches with the same lot of material are found. */
export function sameLotTokens(material: Material): string[] {
  const { any, of, unnamed } = lotTokens(material);
  return of === unnamed ? [any] : [of, unnamed];
}
