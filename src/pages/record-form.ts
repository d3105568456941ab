/** What stands in the fields of the form, by their names: paths of the API's body with dots, `product.name`, `certificates.0.number`. */
export type Entered = Readonly<Record<string, string>>;

/** Papers one form takes; more of them go by a sheet or the API. */
export const PAPERS = 3;

/** Names that end up nowhere in the body: buttons, files, the buyer. */
const APART = /^(step|once|csrf|revision|reason|buyer\..*|certificates\.\d\.file)$/;

/**
 * The body of `POST /v1/batches` that some fields say: an empty field says nothing, a paper of which only the kind was chosen is none, a chosen product
 * stands instead of a described one. Nothing is checked here: that is for the API's own schema.
 */
export function batchOf(entered: Entered): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entered))
    if (value.trim() !== '' && !APART.test(name)) put(body, name.split('.'), value.trim());
  if (body.productId !== undefined) delete body.product;
  if (isRecord(body.product)) body.product = productOf(body.product);
  if (isRecord(body.quantity) && body.quantity.amount === undefined) delete body.quantity;
  if (isRecord(body.certificates)) {
    const papers = papersOf(body.certificates);
    if (papers.length > 0) body.certificates = papers.map(([, paper]) => paper);
    else delete body.certificates;
  }
  if (body.public !== undefined) body.public = ['results'];
  return body;
}

/** The sale that goes with the batch, where a buyer was named; without its line. */
export function buyerOf(entered: Entered): { uscc?: string; name?: string } | null {
  const name = entered['buyer.name']?.trim() ?? '';
  const uscc = entered['buyer.uscc']?.trim() ?? '';
  return name === '' && uscc === '' ? null : { ...(uscc === '' ? {} : { uscc }), ...(name === '' ? {} : { name }) };
}

/** The id of the field a pointer of the API means; undefined where it is none of the form's. */
export function fieldAt(pointer: string, entered: Entered): string | undefined {
  const [first = '', second = '', third] = pointer.split('/').slice(1);
  if (first === 'certificates' && third !== undefined) {
    const places = papersOf(papersEntered(entered));
    return idOf(`certificates.${places[Number(second)]?.[0] ?? second}.${third === 'fileSha256' ? 'file' : third}`);
  }
  if (first === 'product' && second === 'ingredients') return idOf('product.ingredients');
  if (first === 'product') return idOf(third === undefined ? `product.${second || 'name'}` : `product.${second}.${third}`);
  if (first === 'quantity') return idOf(`quantity.${second === 'unit' ? 'unit' : 'amount'}`);
  return FIELDS.has(first) ? idOf(first) : undefined;
}

const FIELDS = new Set(['productId', 'batchNumber', 'productionDate', 'expiresOn', 'site', 'reason']);

/** Ids stand in addresses of links, where a dot is as good as a dash but harder for a stylesheet. */
export const idOf = (name: string) => name.replaceAll('.', '-');

interface CopiedBatch {
  product: { id: string };
  site: { id: string };
  quantity: { amount: string; unit: string } | null;
  public: readonly string[];
}

/** What a batch like an earlier one begins with: all but its number, dates and papers, which are its own. */
export function likeBatch(batch: CopiedBatch, today: string): Entered {
  return {
    productId: batch.product.id,
    site: batch.site.id,
    productionDate: today,
    ...(batch.quantity ? { 'quantity.amount': batch.quantity.amount, 'quantity.unit': batch.quantity.unit } : {}),
    ...(batch.public.includes('results') ? { public: 'results' } : {}),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function put(into: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: string): void {
  if (first === '__proto__') return;
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const inner = isRecord(into[first]) ? into[first] : {};
  into[first] = inner;
  put(inner, rest, value);
}

function productOf({ shelfLife, ingredients, ...product }: Record<string, unknown>): Record<string, unknown> {
  const life =
    isRecord(shelfLife) && typeof shelfLife.value === 'string' ? { shelfLife: { ...shelfLife, value: whole(shelfLife.value) } } : {};
  const listed = typeof ingredients === 'string' ? ingredients.split(/[、，,;；\n]+/).flatMap((name) => name.trim() || []) : [];
  const names = listed.length === 0 ? {} : { ingredients: listed.map((name) => ({ name })) };
  const all = { ...product, ...life, ...names };
  // A category is always chosen: alone it describes nothing.
  return Object.keys(all).every((key) => key === 'category') ? {} : all;
}

const whole = (text: string) => (/^\d{1,6}$/.test(text) ? Number(text) : text);

function papersOf(papers: Record<string, unknown>): [string, Record<string, unknown>][] {
  return Object.entries(papers)
    .flatMap(([place, paper]): [string, Record<string, unknown>][] => (isRecord(paper) ? [[place, paper]] : []))
    .filter(([, paper]) => Object.keys(paper).some((key) => key !== 'kind'));
}

function papersEntered(entered: Entered): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entered))
    if (name.startsWith('certificates.') && value.trim() !== '' && !APART.test(name)) put(body, name.split('.'), value);
  return isRecord(body.certificates) ? body.certificates : {};
}
