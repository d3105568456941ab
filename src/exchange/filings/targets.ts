import { newPublicId } from '../../codes/ids.ts';
import { refuseSiteDelegate } from '../../parties/access.ts';
import { actedBy, type Caller, chainOf } from '../../platform/caller.ts';
import { formatInstant } from '../../platform/civil-date.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalidInput, notFound, Problem } from '../../platform/problems.ts';
import { type Call, json } from '../../platform/route.ts';
import { write } from '../../platform/write.ts';
import type { DB } from '../../store/schema.ts';
import type { Reply, Store } from '../../store/store.ts';
import { newWebhookSecret } from '../signature.ts';
import { addressProblem } from '../webhooks.ts';
import { allRecordKinds } from './kinds.ts';
import type { TargetInput } from './schemas.ts';

/** Targets one owner may have in force. */
const MOST_TARGETS = 20;

/** The targets in force of a party, or those of administrators. */
export function targetRepository(read: Store['read'], caller: Caller) {
  const partyId = caller.kind === 'party' ? caller.party.id : null;
  const own = () => {
    const query = read.selectFrom('filing_target').selectAll().where('endedAt', 'is', null);
    return partyId === null ? query.where('partyId', 'is', null) : query.where('partyId', '=', partyId);
  };
  return {
    all: (): Promise<DB['filing_target'][]> => own().orderBy('createdAt').orderBy('id').execute(),
    one: (publicId: string): Promise<DB['filing_target'] | undefined> => own().where('publicId', '=', publicId).executeTakeFirst(),
  };
}

function view(row: DB['filing_target']) {
  return {
    id: row.publicId,
    name: row.name,
    adapter: row.adapter,
    url: row.url,
    kinds: JSON.parse(row.kinds) as string[],
    scope: row.partyId === null ? 'all' : 'own',
    createdAt: formatInstant(row.createdAt),
  };
}

/** A key as the signatures take it: `whsec_` and base64; other text stands for its own bytes. */
function secretOf(key: string): string {
  return /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(key) ? key : `whsec_${Buffer.from(key).toString('base64')}`;
}

const signed = (caller: Caller) => ({ party: caller.kind === 'party' ? caller.party.publicId : null, actedBy: actedBy(caller) });

/**
 * POST /v1/filing-targets. The address and the key stand in no entry.
 * @throws {Problem} invalid-input for an address records cannot go to, conflict beyond 20 targets
 */
export function addTarget(deps: Deps, call: Call<unknown, unknown, TargetInput>): Promise<Reply> {
  const { caller, body } = call;
  refuseSiteDelegate(caller);
  const wrong = addressProblem(body.url);
  if (wrong) throw invalidInput([wrong]);
  return write(deps.store, async () => {
    if ((await targetRepository(deps.store.read, caller).all()).length >= MOST_TARGETS)
      throw new Problem('conflict', {
        zh: `最多 ${MOST_TARGETS} 个报送对象；请先停用不再使用的。`,
        en: `At most ${MOST_TARGETS} filing targets; end one that is no longer used first.`,
      });
    const [id = 0] = await deps.store.ids(1);
    const kinds = [...new Set(body.kinds ?? allRecordKinds)];
    const row: DB['filing_target'] = {
      id,
      publicId: newPublicId(deps.random),
      partyId: caller.kind === 'party' ? caller.party.id : null,
      name: body.name.trim(),
      adapter: body.adapter,
      url: body.url,
      kinds: JSON.stringify(kinds),
      secret: body.key === undefined ? newWebhookSecret(deps.random) : secretOf(body.key),
      createdAt: call.now,
      endedAt: null,
    };
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'filing-target.added',
          subject: `filing-target/${row.publicId}`,
          payload: { ...signed(caller), name: row.name, adapter: row.adapter, kinds },
        },
      ],
      rows: { filing_target: [row] },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({
        reply: json(
          201,
          { ...view(row), ...(body.key === undefined ? { key: row.secret } : {}) },
          { Location: `/v1/filing-targets/${row.publicId}` },
        ),
      }),
    };
  });
}

/** GET /v1/filing-targets: those in force; keys are not shown again. */
export async function listTargets(deps: Deps, call: Call): Promise<Reply> {
  refuseSiteDelegate(call.caller);
  const rows = await targetRepository(deps.store.read, call.caller).all();
  return json(200, { items: rows.map(view), next: null });
}

/** DELETE /v1/filing-targets/{id}: nothing goes there any more, not even what waits. What was filed stays listed. */
export function endTarget(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  refuseSiteDelegate(call.caller);
  return write(deps.store, async () => {
    const row = await targetRepository(deps.store.read, call.caller).one(call.params.id);
    if (!row) throw notFound({ zh: '该报送对象', en: 'such filing target' });
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [{ kind: 'filing-target.ended', subject: `filing-target/${row.publicId}`, payload: signed(call.caller) }],
      touch: [{ set: 'filing_target', id: row.id, to: { endedAt: call.now }, was: { endedAt: null } }],
      finish: () => ({ reply: json(200, { ...view(row), endedAt: formatInstant(call.now) }) }),
    };
  });
}
