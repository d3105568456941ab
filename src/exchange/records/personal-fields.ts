import type { Json } from '../../ledger/entry.ts';
import { isCommitment } from '../../ledger/personal.ts';

/** Fields of a payload that hold a person's value as a commitment or not at all. */
const CONCEALED = new Set(['signedName', 'contact', 'issuer', 'plate']);
/** What names a person or a firm, and the fields of it; a text written like a commitment is concealed there itself. */
const NAMES = new Set(['to', 'from', 'commissionedBy', 'contact', 'supplier']);
const OF_NAMES = new Set(['name', 'address', 'phone']);
/** What the registration of a person holds as commitments: the name, the credit code, of sites name and address, the numbers of licences. */
const OF_PERSON = new Set(['name', 'uscc', 'address', 'number']);
const REGISTRATION = /^(?:party|site)\./;

/** What entries of a kind hold as commitments whoever made them: what a party stated, and the names of its staff. */
const OF_KIND = new Map([
  ['statement', new Set(['text'])],
  ['account', new Set(['name'])],
]);
const NONE: ReadonlySet<string> = new Set();

/** Whose entry it is, and which. */
interface Entry {
  kind: string;
  /** Its party is a natural person, which stands since its registration. */
  isPerson: boolean;
}

/**
 * The commitments in a payload that its own party made of personal values. Other text that looks like a commitment is left alone: it was typed, and
 * could be somebody else's.
 */
export function commitmentsIn(payload: Json, { kind, isPerson }: Entry): string[] {
  const own = isPerson && REGISTRATION.test(kind) ? OF_PERSON : (OF_KIND.get(kind.split('.')[0] ?? '') ?? NONE);
  const found: string[] = [];
  collect(payload, null, own, false, found);
  return found;
}

function collect(value: Json, key: string | null, own: ReadonlySet<string>, isPersonal: boolean, found: string[]): void {
  if (typeof value === 'string') {
    if (isPersonal && isCommitment(value)) found.push(value);
  } else if (Array.isArray(value)) for (const one of value) collect(one, key, own, isPersonal, found);
  else if (value !== null && typeof value === 'object')
    for (const [name, inner] of Object.entries(value)) {
      const isNamed = key !== null && NAMES.has(key) && OF_NAMES.has(name);
      collect(inner, name, own, CONCEALED.has(name) || own.has(name) || isNamed, found);
    }
}
