import { z } from '@hono/zod-openapi';
import { chainOf } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import type { ProblemDetail } from '../../platform/problem-detail.ts';
import { invalidInput, notFound, Problem } from '../../platform/problems.ts';
import { hotRoute, json, type Route, route } from '../../platform/route.ts';
import { latestCheckpoint, logTiles, proofsOf } from './read.ts';
import { bundleOf, parseTilePath, type TileName } from './tile-path.ts';
import { LogTree, TILE_WIDTH, tileWidth } from './tree.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
const NEVER_SNIFFED = { 'X-Content-Type-Options': 'nosniff' };

const HASH = '658b10abb7053be4a5a55975033bde7c87e04534dde5db091f7717e6f8bc039a';
const hashParam = z.object({ hash: z.string().max(64).openapi({ description: 'Hash of an entry, 64 hex digits', example: HASH }) });
const size = (description: string, example: number) =>
  z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).openapi({ description, example });

const proofView = z.object({
  leafIndex: z.number().openapi({ description: 'Place of the entry in the log, from 0', example: 41 }),
  treeSize: z.number().openapi({ description: 'Entries in the tree the proof leads to the root of', example: 64 }),
  hashes: z.array(z.string()).openapi({ description: 'From the leaf up, 64 hex digits each (RFC 9162 section 2.1.3)', example: [HASH] }),
  checkpoint: z.string().openapi({ description: 'The signed note of that tree, verbatim', example: 'trace.example/ledger\n64\n…' }),
});

/** The Merkle log over all chains (C2SP tlog-tiles): what anybody may hold against the service later. */
export function logRoutes(deps: Deps): Route[] {
  return [checkpointRoute(deps), ...entryTiles(deps), ...hashTiles(deps), entryRoute(deps), proofRoute(deps), consistencyRoute(deps)];
}

function checkpointRoute({ store }: Deps): Route {
  return hotRoute({
    path: '/ledger/checkpoint',
    id: 'ledgerCheckpoint',
    tag: 'proof',
    summary: 'Signed checkpoint of the ledger',
    description:
      'How many entries the log has and the root over them, signed (C2SP tlog-checkpoint, Ed25519), renewed every few seconds. Keep it: no later ledger that lacks or changes one of these entries can be passed off as this one. 404 while nothing has been signed.',
    replies: {
      200: { description: 'A signed note', mediaType: 'text/plain' },
      404: { description: 'Nothing has been signed yet', mediaType: 'application/problem+json' },
    },
    fast: async () => {
      const latest = await latestCheckpoint(store.read);
      if (!latest) throw notFound({ zh: '已签名的检查点', en: 'signed checkpoint' });
      return {
        status: 200,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=2', ...NEVER_SNIFFED },
        body: latest.note,
      };
    },
  });
}

/** Addresses of tiles have one to four parts: a thousand tiles a part, and the width of a partial one. */
const PARTS = [1, 2, 3, 4];
const PART_NAMES = ['a', 'b', 'c', 'd'];
const pathParts = (count: number) =>
  PART_NAMES.slice(0, count)
    .map((name) => `{${name}}`)
    .join('/');
const numbered = (name: string, count: number) => (count === 1 ? name : `${name}${count}`);

function partsParams(count: number) {
  const part = z
    .string()
    .max(5)
    .openapi({ description: 'Part of the tile’s number, `x` before all but the last; or width', example: '000' });
  return Object.fromEntries(PART_NAMES.slice(0, count).map((name) => [name, part]));
}

function tileNamed(params: Record<string, unknown>): TileName {
  const tile = parseTilePath(PART_NAMES.flatMap((name) => (params[name] === undefined ? [] : [String(params[name])])).join('/'));
  if (!tile) throw noTile();
  return tile;
}

const noTile = () => notFound({ zh: '该分块', en: 'such tile' });

/** Only what a checkpoint covers is given out: an unsigned end could still be another after a failover, and tiles are kept for ever. */
async function refuseUnsigned({ store }: Deps, level: number, { n, width }: TileName): Promise<void> {
  const latest = await latestCheckpoint(store.read);
  if (width > tileWidth(latest?.size ?? 0, level, n)) throw noTile();
}

function hashTiles(deps: Deps): Route[] {
  return PARTS.map((count) =>
    route({
      method: 'get',
      path: `/ledger/tile/{level}/${pathParts(count)}`,
      id: numbered('ledgerTile', count),
      tag: 'proof',
      summary: 'Hashes of the ledger’s tree',
      description:
        'A tile of up to 256 hashes of 32 bytes (C2SP tlog-tiles): `/ledger/tile/0/x001/234` are the leaves from 256 × 1234 on, `.p/W` the first W of a tile that is not full. It never changes at its address. Hashes tell nothing of what was recorded.',
      access: { who: ['public'] },
      params: z.object({
        level: z.string().max(2).openapi({ description: 'Level, 0 for leaves', example: '0' }),
        ...partsParams(count),
      }),
      replies: {
        200: { description: 'The hashes, one after another', mediaType: 'application/octet-stream' },
        404: { description: 'No signed tree has this tile', mediaType: 'application/problem+json' },
      },
      handle: async ({ params }) => {
        const tile = tileNamed(params);
        if (!/^(?:\d|[1-5]\d|6[0-3])$/.test(params.level)) throw noTile();
        const level = Number(params.level);
        await refuseUnsigned(deps, level, tile);
        const hashes = await logTiles(deps.store.read)(level, tile.n, tile.width);
        return new Response(new Uint8Array(Buffer.from(hashes.join(''), 'hex')), { headers: TILE_HEADERS });
      },
    }),
  );
}

const TILE_HEADERS = { 'Content-Type': 'application/octet-stream', 'Cache-Control': FOR_EVER, ...NEVER_SNIFFED };

function entryTiles(deps: Deps): Route[] {
  return PARTS.map((count) =>
    route({
      method: 'get',
      path: `/ledger/tile/entries/${pathParts(count)}`,
      id: numbered('ledgerEntries', count),
      tag: 'proof',
      summary: 'Entries of the ledger, bundled',
      description:
        'Up to 256 entries in the order of the log, each behind its length in two bytes (C2SP tlog-tiles). They hold what every firm has recorded, so they are not public: an administrator reads them, as `npm run verify` with its key does.',
      access: { who: ['audit'] },
      params: z.object(partsParams(count)),
      replies: { 200: { description: 'The bundle', mediaType: 'application/octet-stream' } },
      handle: async ({ params }) => {
        const tile = tileNamed(params);
        await refuseUnsigned(deps, 0, tile);
        const rows = await deps.store.read
          .selectFrom('log_leaf')
          .innerJoin('entry', (join) => join.onRef('entry.chain', '=', 'log_leaf.chain').onRef('entry.seq', '=', 'log_leaf.seq'))
          .select('entry.bytes')
          .where('log_leaf.leafIndex', '>=', tile.n * TILE_WIDTH)
          .where('log_leaf.leafIndex', '<', tile.n * TILE_WIDTH + tile.width)
          .orderBy('log_leaf.leafIndex')
          .execute();
        return new Response(bundleOf(rows.map((row) => row.bytes)), {
          headers: { ...TILE_HEADERS, 'Cache-Control': 'no-store' },
        });
      },
    }),
  );
}

function entryRoute({ store }: Deps): Route {
  return route({
    method: 'get',
    path: '/v1/ledger/entries/{hash}',
    id: 'readEntry',
    tag: 'proof',
    summary: 'One entry by its hash',
    description:
      'The bytes that were hashed, for whoever the chain belongs to, and for administrators. A delegate needs the right `party`.',
    access: { who: ['party', 'authority', 'audit'], delegateRight: 'party', wholeParty: true },
    params: hashParam,
    replies: {
      200: {
        description: 'The entry',
        schema: z.object({
          chain: z.string().openapi({ description: 'Its chain', example: 'party:V1StGXR8Z5jdHi6B' }),
          seq: z.number().openapi({ description: 'Place in the chain', example: 7 }),
          hash: z.string().openapi({ description: 'SHA-256 over `bytes`', example: HASH }),
          bytes: z.string().openapi({ description: 'RFC 8785 JSON, verbatim', example: '{"alg":"SHA-256",…}' }),
        }),
      },
    },
    handle: async ({ caller, params }) => {
      const entry = await store.read
        .selectFrom('log_leaf')
        .innerJoin('entry', (join) => join.onRef('entry.chain', '=', 'log_leaf.chain').onRef('entry.seq', '=', 'log_leaf.seq'))
        .select(['entry.chain', 'entry.seq', 'entry.hash', 'entry.bytes'])
        .where('log_leaf.hash', '=', params.hash)
        .executeTakeFirst();
      if (!entry || (caller.kind !== 'admin' && chainOf(caller) !== entry.chain)) throw noEntry();
      return json(200, entry);
    },
  });
}

const noEntry = () => notFound({ zh: '该账目', en: 'entry of that hash' });

function proofRoute({ store }: Deps): Route {
  return route({
    method: 'get',
    path: '/v1/ledger/entries/{hash}/proof',
    id: 'proveEntry',
    tag: 'proof',
    summary: 'Proof that an entry stands in the ledger',
    description:
      'Where the entry stands in the log and the hashes that lead from it to the root the checkpoint signs. With the entry’s bytes and the public key that is the whole check: hash a zero byte and the bytes, go up by the hashes, compare with the root. Whoever knows an entry’s hash may ask: nothing is told of its content. 404 until the next checkpoint, a few seconds after the record.',
    access: { who: ['public'] },
    params: hashParam,
    replies: { 200: { description: 'The proof', schema: proofView } },
    handle: async ({ params }) => {
      const proof = (await proofsOf(store.read, [params.hash])).get(params.hash);
      if (!proof) throw notCovered();
      return json(200, proof, { 'Cache-Control': 'public, max-age=2' });
    },
  });
}

const notCovered = () =>
  new Problem(
    'not-found',
    {
      zh: '没有哈希为此的账目，或尚未列入已签名的检查点；刚登记的账目几秒后即可证明。',
      en: 'No entry has this hash, or no signed checkpoint covers it yet; what was just recorded can be proved in a few seconds.',
    },
    { headers: { 'Retry-After': '5' } },
  );

function consistencyRoute({ store }: Deps): Route {
  return route({
    method: 'get',
    path: '/v1/ledger/consistency',
    id: 'proveConsistency',
    tag: 'proof',
    summary: 'Proof that the ledger only grew',
    description:
      'The hashes that show the tree of `from` entries to be the beginning of the tree of `to` (RFC 9162 section 2.1.4): nothing before was changed, taken out or put in another order. `to` is the latest checkpoint’s size where it is left out.',
    access: { who: ['public'] },
    query: z.object({
      from: size('Entries of the earlier tree, as its checkpoint says', 64),
      to: size('Entries of the later tree; at most the latest checkpoint’s', 128).optional(),
    }),
    replies: {
      404: { description: 'Nothing is signed yet' },
      200: {
        description: 'The proof',
        schema: z.object({
          from: z.number().openapi({ description: 'Entries of the earlier tree', example: 64 }),
          to: z.number().openapi({ description: 'Entries of the later tree', example: 128 }),
          hashes: z.array(z.string()).openapi({ description: '64 hex digits each', example: [HASH] }),
          checkpoint: z.string().openapi({ description: 'The latest signed note, verbatim', example: 'trace.example/ledger\n128\n…' }),
        }),
      },
    },
    handle: async ({ query }) => {
      const latest = await latestCheckpoint(store.read);
      if (!latest) throw notFound({ zh: '已签名的检查点', en: 'signed checkpoint' });
      const { from, to = latest.size } = query;
      const errors = [...tooLarge('to', to, latest.size), ...tooLarge('from', from, to)];
      if (errors.length > 0) throw invalidInput(errors);
      const hashes = await new LogTree(logTiles(store.read), to).consistency(from);
      return json(200, { from, to, hashes, checkpoint: latest.note });
    },
  });
}

function tooLarge(name: string, found: number, most: number): ProblemDetail[] {
  if (found <= most) return [];
  return [
    {
      pointer: `/query/${name}`,
      found: String(found),
      expected: { zh: `不大于 ${most}`, en: `at most ${most}` },
      fix: {
        zh: '若您持有更大的检查点，请保留它：服务出示的账本比当时小',
        en: 'if you hold a larger checkpoint, keep it: the ledger shown now is smaller than it was',
      },
    },
  ];
}
