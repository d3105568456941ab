import { isIP } from 'node:net';
import { newPublicId } from '../codes/ids.ts';
import { actedBy, type Caller, chainOf } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { shown } from '../platform/result.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { hostOf, isPublicAddress } from './addresses.ts';
import { ownerOf } from './notice-box.ts';
import { type NoticeKind, noticeKinds } from './notices.ts';
import { newWebhookSecret } from './signature.ts';

/** Addresses one owner may have. */
const MOST_WEBHOOKS = 20;

const noWebhook = () => notFound({ zh: '该回调地址', en: 'such webhook' });

/** The webhooks of one owner that are in force, and their deliveries. */
function webhookRepository(read: Store['read'], caller: Caller) {
  const owner = ownerOf(caller);
  const own = () =>
    read.selectFrom('webhook').selectAll().where('ownerKind', '=', owner.kind).where('ownerId', '=', owner.id).where('endedAt', 'is', null);
  return {
    all: (): Promise<DB['webhook'][]> => own().orderBy('createdAt').orderBy('id').execute(),
    one: (publicId: string): Promise<DB['webhook'] | undefined> => own().where('publicId', '=', publicId).executeTakeFirst(),
  };
}

function view(row: DB['webhook']) {
  return { id: row.publicId, url: row.url, kinds: JSON.parse(row.kinds) as string[], createdAt: formatInstant(row.createdAt) };
}

/**
 * POST /v1/webhooks. What the name of the host stands for is looked at each time a message is sent; an address that is wrong on its face is refused now.
 * @throws {Problem} invalid-input for an address messages cannot go to, conflict beyond 20 addresses
 */
export function addWebhook(deps: Deps, call: Call<unknown, unknown, { url: string; kinds?: NoticeKind[] | undefined }>): Promise<Reply> {
  const wrong = addressProblem(call.body.url);
  if (wrong) throw invalidInput([wrong]);
  const owner = ownerOf(call.caller);
  return write(deps.store, async () => {
    const known = await webhookRepository(deps.store.read, call.caller).all();
    if (known.length >= MOST_WEBHOOKS)
      throw new Problem('conflict', {
        zh: `最多 ${MOST_WEBHOOKS} 个回调地址；请先停用不再使用的。`,
        en: `At most ${MOST_WEBHOOKS} webhooks; end one that is no longer used first.`,
      });
    const [id = 0] = await deps.store.ids(1);
    const row: DB['webhook'] = {
      id,
      publicId: newPublicId(deps.random),
      ownerKind: owner.kind,
      ownerId: owner.id,
      url: call.body.url,
      kinds: JSON.stringify([...new Set(call.body.kinds ?? noticeKinds)]),
      secret: newWebhookSecret(deps.random),
      createdAt: call.now,
      endedAt: null,
    };
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [
        {
          kind: 'webhook.added',
          subject: `webhook/${row.publicId}`,
          payload: { ...signed(call.caller), kinds: JSON.parse(row.kinds) as string[] },
        },
      ],
      rows: { webhook: [row] },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, { ...view(row), secret: row.secret }, { Location: `/v1/webhooks/${row.publicId}` }) }),
    };
  });
}

const signed = (caller: Caller) => ({ party: caller.kind === 'party' ? caller.party.publicId : null, actedBy: actedBy(caller) });

/** Why messages cannot go to an address, by what it says of itself; null where they may. */
export function addressProblem(text: string): ProblemDetail | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const host = url === null ? '' : hostOf(url);
  const isLiteral = isIP(host) !== 0;
  const isLocal = /(^|\.)(localhost|local|internal|home\.arpa)$/i.test(host) || (!isLiteral && !host.includes('.'));
  const isFine =
    url !== null &&
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    !isLocal &&
    (!isLiteral || isPublicAddress(host));
  if (isFine) return null;
  return {
    pointer: '/url',
    found: shown(text),
    expected: { zh: '公网上的 https 地址，不含用户名和密码', en: 'an https address on the open internet, without user name or password' },
    fix: { zh: '改用可从公网访问的 https 地址', en: 'give an https address that can be reached from the internet' },
  };
}

/** GET /v1/webhooks: those in force; secrets are not shown again. */
export async function listWebhooks(deps: Deps, call: Call): Promise<Reply> {
  const rows = await webhookRepository(deps.store.read, call.caller).all();
  return json(200, { items: rows.map(view), next: null });
}

/** DELETE /v1/webhooks/{id}: no message goes there any more, not even those that wait. */
export function endWebhook(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const row = await webhookRepository(deps.store.read, call.caller).one(call.params.id);
    if (!row) throw noWebhook();
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [{ kind: 'webhook.ended', subject: `webhook/${row.publicId}`, payload: signed(call.caller) }],
      touch: [{ set: 'webhook', id: row.id, to: { endedAt: call.now }, was: { endedAt: null } }],
      finish: () => ({ reply: json(200, { ...view(row), endedAt: formatInstant(call.now) }) }),
    };
  });
}

type Delivered = DB['delivery'] & { noticePublicId: string; kind: string };

const deliveriesOf = (read: Store['read'], webhookId: number) =>
  read
    .selectFrom('delivery')
    .innerJoin('notice', 'notice.id', 'delivery.noticeId')
    .selectAll('delivery')
    .select(['notice.publicId as noticePublicId', 'notice.kind'])
    .where('delivery.webhookId', '=', webhookId);

function deliveryReply(row: Delivered) {
  const { attempts, state, lastStatus, lastError } = row;
  return {
    id: row.noticePublicId,
    kind: row.kind,
    state,
    attempts,
    nextAt: state === 'waiting' ? formatInstant(row.nextAt) : null,
    lastStatus,
    lastError,
    doneAt: row.doneAt === null ? null : formatInstant(row.doneAt),
  };
}

type DeliveryQuery = { limit?: number | undefined; cursor?: string | undefined; state?: string | undefined };

/** GET …/deliveries: what was sent to an address, newest first. */
export async function listDeliveries(deps: Deps, call: Call<{ id: string }, DeliveryQuery>): Promise<Reply> {
  const hook = await webhookRepository(deps.store.read, call.caller).one(call.params.id);
  if (!hook) throw noWebhook();
  const limit = call.query.limit ?? PAGE_SIZE;
  const after = decodeCursor(call.query.cursor);
  let query = deliveriesOf(deps.store.read, hook.id);
  if (call.query.state !== undefined) query = query.where('delivery.state', '=', call.query.state);
  if (after) query = query.where((eb) => eb(eb.refTuple('delivery.at', 'delivery.id'), '<', eb.tuple(after.at, after.id)));
  const rows = await query
    .orderBy('delivery.at', 'desc')
    .orderBy('delivery.id', 'desc')
    .limit(limit + 1)
    .execute();
  const list = pageOf(rows, limit, ({ at, id }) => ({ at, id }), deliveryReply);
  return json(200, list, nextLink(call, list.next));
}

/** POST …/deliveries/{delivery}/retry: due again now, whatever became of it before, with all its tries anew. */
export function retryDelivery(deps: Deps, call: Call<{ id: string; delivery: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const hook = await webhookRepository(deps.store.read, call.caller).one(call.params.id);
    if (!hook) throw noWebhook();
    const found = await deliveriesOf(deps.store.read, hook.id).where('notice.publicId', '=', call.params.delivery).executeTakeFirst();
    if (!found) throw notFound({ zh: '该条消息', en: 'such message' });
    const again = { state: 'waiting', attempts: 0, nextAt: call.now, doneAt: null };
    const was = { state: found.state, attempts: found.attempts, nextAt: found.nextAt };
    return {
      chain: chainOf(call.caller),
      at: call.now,
      entries: [],
      touch: [{ set: 'delivery', id: found.id, to: again, was }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(200, deliveryReply({ ...found, ...again })) }),
    };
  });
}
