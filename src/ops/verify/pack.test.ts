import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bags } from '../../../test/custody-world.ts';
import { keyFor, OTHER_SEED, seal } from '../../../test/ledger.ts';
import { CHANGED, signedWorld } from '../../../test/signed-world.ts';
import { sealedText } from '../../enforcement/evidence-seal.ts';
import type { Pack } from './pack.ts';

const UNSIGNED = 'pack: what the pack states is not what was signed';

/** The pack of a case over two leads, to which the party has stated its view; and a way to ask what the verifier finds in one like it. */
async function packWorld() {
  const s = await signedWorld();
  const authority = await s.w.authority();
  const paper = { kind: 'typeTest', number: 'S-1', issuer: '示例检测', issuedOn: '2026-10-30', conclusion: 'fail' };
  const bad = await s.w.batch({ batchNumber: 'X', certificates: [paper] });
  await s.w.ship([{ traceCode: bad, quantity: bags('1') }]);
  await s.w.follower.catchUp();
  const { items } = (await s.w.get('/v1/violations', authority.key)).json;
  const opened = await s.w.post('/v1/cases', authority.key, { violationIds: [items[0].id], officers: ['甲', '乙'] });
  expect(opened.status, opened.text).toBe(201);
  const said = await s.w.post(`/v1/cases/${opened.json.id}/statements`, s.w.producer.key, { text: '检验有误' });
  expect(said.status, said.text).toBe(201);
  const spoken = await s.w.post(`/v1/cases/${opened.json.id}/statementReceived`, authority.key, { how: 'spoken', text: '抽样时无人在场' });
  expect(spoken.status, spoken.text).toBe(201);
  await s.sign();
  const { text } = await s.w.get(`/v1/cases/${opened.json.id}/evidence`, authority.key);
  const file = join(s.folder, 'pack.json');
  const told = async (given: string) => {
    writeFileSync(file, given);
    return s.faults({ export: file, kept: s.kept });
  };
  const whole = () => JSON.parse(text) as Pack & { [field: string]: unknown };
  /** What is found in the pack after a change, and when somebody who has the service's key signed the change too. */
  const changed = async (change: (pack: ReturnType<typeof whole>) => void) => {
    const pack = whole();
    change(pack);
    const plain = await told(JSON.stringify(pack));
    return { plain, resigned: await told(JSON.stringify({ ...pack, signature: await seal(sealedText(pack)) })) };
  };
  return { s, text, file, told, whole, changed };
}

/** The first of a list that has one. */
function first<T>(list: readonly T[] | undefined): T {
  const [one] = list ?? [];
  if (one === undefined) throw new Error('The list is empty.');
  return one;
}

/** Something of the same form that is another. */
function otherThan(was: unknown): unknown {
  if (Array.isArray(was)) return [...was, was[0] ?? { added: 1 }];
  return typeof was === 'string' ? `${was}0` : { ...(was as object), added: 1 };
}

describe('the verifier on an evidence pack', { timeout: 120_000 }, () => {
  it('finds nothing in one nobody touched, and has a proof of every entry', async () => {
    const { text, told, whole } = await packWorld();
    expect(whole().ledger.proofs.length).toBe(whole().ledger.runs.flatMap((run) => run.entries).length);
    expect(await told(text)).toEqual([]);
    // A file that was only laid out anew states the same.
    expect(await told(JSON.stringify(whole()))).toEqual([]);
  });

  it('finds a changed entry, a proof that was left out, another key', async () => {
    const { s, text, file, told, whole } = await packWorld();
    expect(await told(text.replaceAll('S-1', 'S-2'))).toEqual([UNSIGNED, CHANGED, 'proof: it does not lead to the signed root']);
    const unproven = await told(JSON.stringify({ ...whole(), ledger: { ...whole().ledger, proofs: [] } }));
    expect(unproven).toEqual([UNSIGNED, 'proof: the pack has no proof of this entry']);
    await told(text);
    const others = await s.faults({ export: file, key: (await keyFor(OTHER_SEED)).text });
    for (const check of ['pack', 'checkpoint'])
      expect(others).toContainEqual(expect.stringMatching(new RegExp(`^${check}: it is not signed by`)));
  });

  it('finds whatever was changed outside the entries', async () => {
    const { changed, whole } = await packWorld();
    for (const field of Object.keys(whole()).filter((name) => !['format', 'signature', 'ledger'].includes(name))) {
      const { plain } = await changed((pack) => {
        pack[field] = otherThan(pack[field]);
      });
      expect(plain, field).toContain(UNSIGNED);
    }
    const { plain } = await changed((pack) => {
      pack.signature = null;
    });
    expect(plain).toEqual(['pack: the pack is not signed']);
  });

  it('finds facts and runs that were cut, though the service’s own key signed them so', async () => {
    const { changed } = await packWorld();
    const cut = async (change: Parameters<typeof changed>[0]) => {
      const { plain, resigned } = await changed(change);
      expect(plain).toContain(UNSIGNED);
      expect(resigned).not.toContain(UNSIGNED);
      return resigned;
    };
    const entries = await cut((pack) => void first(pack.facts).entries.pop());
    expect(entries).toEqual(['pack: the entries it names are not those that are about it']);
    const runs = await cut((pack) => {
      pack.ledger.runs = pack.ledger.runs.filter(({ chain }) => !chain.startsWith('party:'));
    });
    expect(runs).toContain('pack: the pack has no entry of this chain');
    expect(runs).toContain('pack: the entries it names are not those that are about it');
    expect(runs).toContain('pack: no entry tells of it');
    const nothing = await cut((pack) => {
      pack.facts = [];
      pack.statements = [];
      pack.ledger = { ...pack.ledger, runs: [], heads: [], proofs: [], commitments: [], largePayloads: [] };
    });
    expect(nothing).toEqual(['pack: it has no entries: it proves nothing', 'pack: no entry opens it', 'pack: it has none']);
  });

  it('finds words, heads and payloads that are not what the entries say, though the service’s own key signed them so', async () => {
    const { changed } = await packWorld();
    const found = async (change: Parameters<typeof changed>[0]) => (await changed(change)).resigned;
    expect(await found((pack) => Object.assign(first(pack.statements), { text: '认错' }))).toEqual([
      'pack: its text is not the one committed to',
    ]);
    expect(await found((pack) => void pack.ledger.heads.shift())).toEqual(['pack: the pack does not say where the chain ended']);
    expect(await found((pack) => Object.assign(first(pack.ledger.heads), { seq: 0 }))).toEqual([
      expect.stringMatching(/^pack: it says 0, which entry \d+ of the pack gives the lie$/),
    ]);
    expect(await found((pack) => Object.assign(first(pack.ledger.runs), { chain: 'party:another' }))).toContain(
      'pack: it stands in a run of party:another',
    );
    expect(await found((pack) => void pack.ledger.runs.push(first(pack.ledger.runs)))).toContain('pack: it comes twice');
    const beside = { sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', bytes: 'test' };
    expect(await found((pack) => void pack.ledger.largePayloads.push(beside))).toEqual(['payload: no entry of the pack names it']);
  });

  it('does not take a checkpoint for the signature of a pack, or a file of another form for a pack', async () => {
    const { told, whole } = await packWorld();
    expect(await told(JSON.stringify({ ...whole(), signature: whole().ledger.checkpoint }))).toEqual([UNSIGNED]);
    await expect(told(JSON.stringify({ ...whole(), format: 'suyuan-evidence/9' }))).rejects.toThrow('form suyuan-evidence/1');
    await expect(told(JSON.stringify({ ...whole(), facts: undefined }))).rejects.toThrow('has no list facts');
  });
});
