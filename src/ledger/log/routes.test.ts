import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, testApp } from '../../../test/app.ts';
import { keyFor, recordIn, signerFor } from '../../../test/ledger.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { isConsistent, isIncluded, leafHash, rootOf } from './merkle.ts';
import { openNote } from './note.ts';
import { entriesIn, parseTilePath, tilePath } from './tile-path.ts';

describe('the address of a tile', () => {
  it('is written one way only', () => {
    expect(parseTilePath('000')).toEqual({ n: 0, width: 256 });
    expect(parseTilePath('x001/x234/067')).toEqual({ n: 1_234_067, width: 256 });
    expect(parseTilePath('x001/067.p/5')).toEqual({ n: 1_067, width: 5 });
    for (const text of ['0', '0000', 'x000/001', '001/067', '067.p/0', '067.p/256', '067.p/', 'x001/067.p/5/6', ''])
      expect(parseTilePath(text), text).toBeNull();
    expect([tilePath({ n: 1_234_067, width: 5 }), tilePath({ n: 0, width: 256 })]).toEqual(['x001/x234/067.p/5', '000']);
  });
});

describe('the log over HTTP', () => {
  async function recorded() {
    const t = await testApp();
    const plant = await t.party({ name: '示例肉品厂' });
    const shop = await t.party({ name: '示例超市', kinds: ['retailer'] });
    await recordIn(t, [['filler', 260]]);
    await t.follower.catchUp();
    const signer = await signerFor(t.deps);
    const first = (await signer.sign()) ?? '';
    await recordIn(t, [['filler', 300]]);
    await t.follower.catchUp();
    await signer.sign();
    const own = await t.request('GET', `/v1/ledger/party:${plant.id}/entries`, { key: plant.key });
    return { t, plant, shop, first, signer, entry: own.json.items[0] as { hash: string; bytes: string } };
  }

  it('gives everybody the signed checkpoint, proofs by hash and that it only grew', async () => {
    const { t, first, entry } = await recorded();
    const { key } = await keyFor();
    const answer = await t.request('GET', '/ledger/checkpoint');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const latest = parseCheckpoint((await openNote(answer.text, key)) ?? '');
    const proof = (await t.request('GET', `/v1/ledger/entries/${entry.hash}/proof`)).json;
    expect(Object.keys(proof)).toEqual(['leafIndex', 'treeSize', 'hashes', 'checkpoint']);
    expect([proof.checkpoint, proof.treeSize]).toEqual([answer.text, latest?.size]);
    const tree = { size: latest?.size ?? 0, root: latest?.root ?? '' };
    expect(isIncluded(leafHash(entry.bytes), proof.leafIndex, proof.hashes, tree)).toBe(true);
    const earlier = parseCheckpoint(first) ?? { size: 0, root: '' };
    const grown = (await t.request('GET', `/v1/ledger/consistency?from=${earlier.size}`)).json;
    expect([grown.from, grown.to]).toEqual([earlier.size, tree.size]);
    expect(isConsistent(earlier, tree, grown.hashes)).toBe(true);
    const smaller = await t.request('GET', `/v1/ledger/consistency?from=${tree.size + 1}`);
    expect([smaller.status, smaller.json.errors[0].pointer]).toEqual([422, '/query/from']);
  });

  it('gives everybody tiles of hashes that make up the signed root, and nobody what no checkpoint covers', async () => {
    const { t } = await recorded();
    const checkpoint = parseCheckpoint((await t.request('GET', '/ledger/checkpoint')).text);
    const tile = async (path: string) => {
      const response = await t.app.request(`http://localhost/ledger/tile/${path}`);
      return { status: response.status, cache: response.headers.get('cache-control'), bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const last = (checkpoint?.size ?? 0) - 512;
    const tiles = [await tile('0/000'), await tile('0/001'), await tile(`0/002.p/${last}`)];
    expect(tiles.map(({ status, bytes }) => [status, bytes.length])).toEqual([
      [200, 8_192],
      [200, 8_192],
      [200, last * 32],
    ]);
    expect(tiles[0]?.cache).toContain('immutable');
    const hashes = tiles.flatMap(({ bytes }) => bytes.toString('hex').match(/.{64}/g) ?? []);
    expect(rootOf(hashes)).toBe(checkpoint?.root);
    const nodes = await tile('1/000.p/2');
    expect(nodes.bytes.toString('hex')).toBe(rootOf(hashes.slice(0, 256)) + rootOf(hashes.slice(256, 512)));
    await recordIn(t, [['filler', 300]]);
    await t.follower.catchUp();
    for (const path of ['0/002', `0/002.p/${last + 1}`, '1/000.p/3', '2/000', '0/2', '64/000', 'x/000'])
      expect((await tile(path)).status, path).toBe(404);
  });

  it('gives entries to whoever the chain belongs to, and all of them to the audit administrator alone', async () => {
    const { t, plant, shop, entry } = await recorded();
    const read = (key: string) => t.request('GET', `/v1/ledger/entries/${entry.hash}`, { key });
    expect((await read(plant.key)).json).toMatchObject({ chain: `party:${plant.id}`, seq: 1, bytes: entry.bytes });
    const auditor = await t.administrator('audit');
    expect((await read(auditor)).status).toBe(200);
    expect((await read(ADMIN_KEY)).status).toBe(403);
    expect((await read(shop.key)).status).toBe(404);
    expect((await t.request('GET', '/ledger/tile/entries/000', { key: plant.key })).status).toBe(403);
    const headers = { Authorization: `Bearer ${auditor}` };
    const bundle = await t.app.request('http://localhost/ledger/tile/entries/000', { headers });
    const entries = entriesIn(new Uint8Array(await bundle.arrayBuffer()));
    const leaves = await t.store.read.selectFrom('log_leaf').selectAll().orderBy('leafIndex').limit(256).execute();
    expect(entries.map(leafHash)).toEqual(leaves.map((leaf) => leaf.leafHash));
  });

  it('has no proof of an entry until it is signed, and none of a hash nobody has', async () => {
    const { t, plant } = await recorded();
    await t.request('POST', `/v1/parties/${plant.id}/sites`, {
      key: plant.key,
      body: { name: '二厂', kind: 'plant', regionCode: '330110' },
    });
    const { items } = (await t.request('GET', `/v1/ledger/party:${plant.id}/entries`, { key: plant.key })).json;
    const fresh = items.at(-1).hash;
    const answer = await t.request('GET', `/v1/ledger/entries/${fresh}/proof`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([404, '5']);
    expect((await t.request('GET', `/v1/ledger/entries/${'0'.repeat(64)}/proof`)).status).toBe(404);
  });

  it('is there before anything is signed, and says so', async () => {
    const t = await testApp();
    for (const path of ['/ledger/checkpoint', '/ledger/tile/0/000', '/v1/ledger/consistency?from=0'])
      expect((await t.request('GET', path)).status, path).toBe(404);
  });
});
