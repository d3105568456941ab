import { readBatch } from '../batches/views.ts';
import { recordShipments } from '../custody/shipments.ts';
import { sha256Hex } from '../ledger/entry.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { once } from '../platform/each.ts';
import { Problem } from '../platform/problems.ts';
import type { Call } from '../platform/route.ts';
import type { FindingView } from '../rules/view.ts';
import { buyerOf, type Entered } from './record-form.ts';

export interface OwnPaper {
  kind: string;
  number: string | null;
  issuer: string | null;
  issuedOn: string | null;
  conclusion: string | null;
  fileSha256: string | null;
  withdrawn: boolean;
}

/** A batch as GET /v1/batches/{traceCode} answers it, as far as the pages show it. */
export interface OwnBatch {
  id: string;
  traceCode: string;
  product: { id: string; name: string; specification: string | null; ingredients: readonly { name: string }[] };
  site: { id: string; name: string };
  batchNumber: string | null;
  productionDate: string | null;
  expiresOn: string | null;
  quantity: { amount: string; unit: string } | null;
  public: readonly string[];
  findings: FindingView[];
  certificates: readonly OwnPaper[];
  recordedAt: string;
}

/** @throws {Problem} not-found for what is not the caller's */
export async function ownBatch(deps: Deps, call: Call, code: string): Promise<OwnBatch> {
  const reply = await readBatch(deps, { ...call, params: { traceCode: code } });
  return JSON.parse(reply.body) as OwnBatch;
}

/**
 * Ships a batch, or the part of it that was typed, to the buyer of the form; the same form sent twice ships once.
 * @throws {Problem} as POST /v1/shipments; forbidden for a key without the right
 */
export async function shipBatch(deps: Deps, call: Call, caller: PartyCaller, code: string, entered: Entered): Promise<void> {
  if (!caller.rights.includes('custody'))
    throw new Problem('forbidden', { zh: '此密钥没有发货的权限。', en: 'This key has no right to ship.' });
  const { site, quantity } = await ownBatch(deps, call, code);
  const typed = entered['buyer.amount']?.trim() ?? '';
  const [, amount = typed, unit = quantity?.unit ?? ''] = /^([\d.,]+)\s*(\S+)?$/.exec(typed) ?? [];
  const body = {
    purpose: 'sale',
    site: site.id,
    to: buyerOf(entered) ?? {},
    lines: [{ traceCode: code, quantity: { amount: amount === '' ? (quantity?.amount ?? '') : amount, unit } }],
  };
  const fingerprint = sha256Hex(JSON.stringify(body));
  const claim = entered.once
    ? { scope: `form:${caller.keyId} for ${caller.party.publicId}`, key: `${entered.once.slice(0, 40)}/ship/${fingerprint}`, fingerprint }
    : undefined;
  await once(deps, claim, () => recordShipments(deps, { ...call, query: {}, body, claim }, caller));
}

/** The field of the shipping form a pointer of POST /v1/shipments means. */
export function shipFieldAt(pointer: string): string | undefined {
  if (pointer.startsWith('/to/uscc')) return 'buyer-uscc';
  if (pointer.startsWith('/to')) return 'buyer-name';
  return pointer.startsWith('/lines') ? 'buyer-amount' : undefined;
}
